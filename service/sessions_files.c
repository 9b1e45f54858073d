/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions as files that people take away: a calendar, a table. In French, as people read them. */
#include "handlers.h"
#include "sessions_question.h"

#include "geodata/calendar_file.h"
#include "geodata/csv.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

/* A file holds all there is, within reason. */
#define SESSIONS_IN_FILE SESSIONS_LIMIT_MAX

static const char *label_of(const struct atlas *atlas, const struct session_found *found)
{
    if (found->skill == SKILL_NONE) return "";
    return skills_get(atlas_skills(atlas), found->skill)->label_fr;
}

static bool is_said(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* "10 rue du Pont, 99000 Bourg-Voisin" */
static void write_place(struct buffer *out, const struct place *place)
{
    if (is_said(place->address)) buffer_text(out, place->address);
    if (is_said(place->address) && is_said(place->city)) buffer_text(out, ", ");
    if (is_said(place->city) && is_said(place->postcode)) {
        buffer_text(out, place->postcode);
        buffer_char(out, ' ');
    }
    if (is_said(place->city)) buffer_text(out, place->city);
}

static void write_fact(struct buffer *out, const char *name, const char *value)
{
    if (out->length > 0) buffer_char(out, '\n');
    buffer_text(out, name);
    buffer_text(out, is_said(value) ? value : "non précisé");
}

static void write_description(struct buffer *out, const struct session *session)
{
    static const char *const appointments[] = {[TRISTATE_UNKNOWN] = NULL,
                                               [TRISTATE_NO] = "sans rendez-vous",
                                               [TRISTATE_YES] = "sur rendez-vous"};
    write_fact(out, "Public : ", session->public_text);
    write_fact(out, "Rendez-vous : ", appointments[session->appointment]);
    if (is_said(session->note)) write_fact(out, "Remarque : ", session->note);
    if (is_said(session->link)) write_fact(out, "Lien : ", session->link);
    write_fact(out, "Source : ", session->source_name);
    if (!is_said(session->source_date)) return;
    buffer_text(out, ", ");
    buffer_text(out, session->source_date);
}

/* FNV-1a. */
static uint32_t hash_text(uint32_t hash, const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT32_C(16777619);
    return hash ^ 0x1f;
}

/* The same occurrence is the same event in every generation. */
static void write_uid(struct buffer *out, const struct atlas *atlas,
                      const struct session_found *found)
{
    uint32_t hash = hash_text(UINT32_C(2166136261), found->session->skill);
    hash = hash_text(hash, found->session->public_text);
    buffer_format(out, "%s-%" PRId64 "-%" PRId64 "-%08" PRIx32 "@voisoin",
                  atlas_resource_id(atlas, found->resource), found->when.from,
                  (found->when.to - found->when.from) / 60, hash);
}

static bool has_door(const struct place *place)
{
    return place->method == PLACE_SOURCE || place->method == PLACE_GEOCODED;
}

static void write_event(struct buffer *out, const struct atlas *atlas, instant stamp,
                        const struct session_found *found)
{
    struct buffer uid = {0}, summary = {0}, location = {0}, description = {0};
    write_uid(&uid, atlas, found);
    buffer_format(&summary, "%s – %s", label_of(atlas, found), found->name);
    write_place(&location, found->place);
    write_description(&description, found->session);
    out->failed |= uid.failed || summary.failed || location.failed || description.failed;
    const struct calendar_event event = {.uid = uid.data,
                                         .stamp = stamp,
                                         .from = found->when.from,
                                         .to = found->when.to,
                                         .summary = summary.data,
                                         .location = location.data,
                                         .description = description.data,
                                         .link = found->session->link,
                                         .has_point = has_door(found->place),
                                         .point = found->place->point};
    if (!out->failed) calendar_add(out, &event);
    buffer_free(&uid);
    buffer_free(&summary);
    buffer_free(&location);
    buffer_free(&description);
}

void sessions_calendar_handler(const struct context *context, const struct request *request,
                               struct response *response)
{
    struct sessions_question question;
    const struct atlas *atlas = context->atlas;
    const struct atlas_facts *facts = atlas_facts(atlas);
    if (sessions_question_answer(context, request, response, SESSIONS_IN_FILE, &question)) {
        instant stamp = context->now;
        if (instant_parse(atlas_timezone(atlas), facts->published_at, &stamp) != STATUS_OK)
            stamp = context->now;
        calendar_begin(&response->body,
                       is_said(facts->territory_name) ? facts->territory_name : "Séances");
        for (size_t i = 0; i < question.result.count; i++)
            write_event(&response->body, atlas, stamp, &question.result.found[i]);
        calendar_end(&response->body);
        respond_file(response, "text/calendar; charset=utf-8", "seances.ics");
    }
    sessions_question_free(&question);
}

static void write_cell(struct buffer *out, const char *text)
{
    csv_write_safe_cell(out, text == NULL ? "" : text, ';');
    buffer_char(out, ';');
}

static void write_minute(struct buffer *out, int minute)
{
    buffer_format(out, "%02d:%02d;", minute / 60, minute % 60);
}

static void write_dates(struct buffer *out, const struct atlas *atlas,
                        const struct session_found *found)
{
    int opens = 0, closes = 0;
    const struct timezone_rules *rules = atlas_timezone(atlas);
    day_format(instant_day(rules, found->when.from, &opens), out);
    buffer_char(out, ';');
    write_minute(out, opens);
    instant_day(rules, found->when.to, &closes);
    write_minute(out, closes);
}

static void write_point(struct buffer *out, const struct session_found *found)
{
    const struct point *point = &found->place->point;
    bool is_known = found->place->method != PLACE_NONE;
    if (is_known) buffer_format(out, "%.6f;%.6f;", point->lon, point->lat);
    if (!is_known) buffer_text(out, ";;");
    if (found->distance_m >= 0) buffer_format(out, "%.0f", found->distance_m);
    buffer_char(out, ';');
}

/* Names of columns as the coordinator's sheet of sessions has them, then what the sheet need not
 * say. */
static const char heading[] =
    "structure;prestation;date;début;fin;public;rendez-vous;lien;remarque;adresse;code postal;"
    "commune;lon;lat;distance_m;source;date de la source;fiche\r\n";

static void write_row(struct buffer *out, const struct atlas *atlas,
                      const struct session_found *found)
{
    static const char *const appointments[] = {
        [TRISTATE_UNKNOWN] = "", [TRISTATE_NO] = "sans", [TRISTATE_YES] = "avec"};
    const struct session *session = found->session;
    write_cell(out, found->name);
    write_cell(out, label_of(atlas, found));
    write_dates(out, atlas, found);
    write_cell(out, session->public_text);
    write_cell(out, appointments[session->appointment]);
    write_cell(out, session->link);
    write_cell(out, session->note);
    write_cell(out, found->place->address);
    write_cell(out, found->place->postcode);
    write_cell(out, found->place->city);
    write_point(out, found);
    write_cell(out, session->source_name);
    write_cell(out, session->source_date);
    csv_write_safe_cell(out, atlas_resource_id(atlas, found->resource), ';');
    buffer_text(out, "\r\n");
}

void sessions_table_handler(const struct context *context, const struct request *request,
                            struct response *response)
{
    struct sessions_question question;
    if (sessions_question_answer(context, request, response, SESSIONS_IN_FILE, &question)) {
        buffer_text(&response->body, heading);
        for (size_t i = 0; i < question.result.count; i++)
            write_row(&response->body, context->atlas, &question.result.found[i]);
        respond_file(response, "text/csv; charset=utf-8; header=present", "seances.csv");
    }
    sessions_question_free(&question);
}
