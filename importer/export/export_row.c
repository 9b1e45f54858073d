/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export_row.h"

#include <string.h>

#define BETWEEN " | " /* pieces of one cell; the table's separator is ; */

/* The label where the reader finds the same skill by it, else the code. */
static const char *skill_words(const struct skills *skills, const char *code)
{
    skill_id id = code == NULL ? SKILL_NONE : skills_by_code(skills, code);
    if (id == SKILL_NONE) return code;
    const char *label = skills_get(skills, id)->label_fr;
    bool safe = strpbrk(label, ";|\n") == NULL && skills_by_words(skills, label) == id;
    return safe ? label : code;
}

static const char *skill_cell(struct export_context *context, const struct skills *skills,
                              const struct resource *resource)
{
    const char *all = NULL;
    for (size_t i = 0; i < resource->skill_count; i++) {
        const char *words = skill_words(skills, resource->skills[i]);
        all = all == NULL ? words : pool_format(context->pool, "%s" BETWEEN "%s", all, words);
    }
    return all;
}

static const char *yes_no(enum tristate answer)
{
    if (answer == TRISTATE_UNKNOWN) return NULL;
    return answer == TRISTATE_YES ? "oui" : "non";
}

static const char *kind_word(enum resource_kind kind)
{
    if (kind == RESOURCE_PROFESSIONAL) return "professionnel";
    return kind == RESOURCE_STRUCTURE ? "structure" : "point";
}

static const char *hours_cell(struct export_context *context, const struct hours *hours)
{
    struct buffer words = {0};
    if (hours == NULL) return NULL;
    hours_format(hours, &words);
    const char *cell = words.failed ? NULL : pool_text(context->pool, words.data, words.length);
    if (words.failed) context->pool->failed = true;
    buffer_free(&words);
    return cell;
}

static const char *language_cell(struct export_context *context, const char *languages)
{
    if (languages == NULL) return NULL;
    char *cell = pool_text(context->pool, languages, strlen(languages));
    for (char *at = cell; at != NULL && *at != '\0'; at++) {
        if (*at == ';') *at = '|';
    }
    return cell;
}

/* Only what the source gave: an address is located again when it is read, and a point of somewhere
 * in a commune must not pass for a door. */
static void fill_point(struct export_context *context, const struct resource *resource,
                       const char *cells[SHEET_COLUMN_COUNT])
{
    const struct place *place = &resource->place;
    bool nowhere_else = place->method == PLACE_AREA && place->address == NULL;
    if (place->method != PLACE_SOURCE && !nowhere_else) return;
    cells[SHEET_LON] = pool_format(context->pool, "%.7f", place->point.lon);
    cells[SHEET_LAT] = pool_format(context->pool, "%.7f", place->point.lat);
}

/* `rpps:10001234567@…` and `finess:750020927` hold a number that people look for. */
static void fill_official_ids(struct export_context *context, const char *identity,
                              const char *cells[SHEET_COLUMN_COUNT])
{
    if (strncmp(identity, "rpps:", 5) == 0) {
        cells[SHEET_RPPS] = pool_text(context->pool, identity + 5, strcspn(identity + 5, "@"));
    }
    if (strncmp(identity, "finess:", 7) == 0) cells[SHEET_FINESS] = identity + 7;
}

static const char *day_cell(struct export_context *context, day date)
{
    struct civil civil = day_civil(date);
    return pool_format(context->pool, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

static const char *closure_cell(struct export_context *context, const struct atlas *atlas,
                                atlas_id id)
{
    size_t count;
    const char *cell = NULL;
    const struct closure *closures = atlas_closures(atlas, id, &count);
    for (size_t i = 0; i < count; i++) {
        const char *days = day_cell(context, closures[i].first);
        if (closures[i].last != closures[i].first) {
            days = pool_format(context->pool, "%s - %s", days, day_cell(context, closures[i].last));
        }
        cell = cell == NULL ? days : pool_format(context->pool, "%s; %s", cell, days);
    }
    return cell;
}

void export_resource_cells(struct export_context *context, const struct atlas *atlas, atlas_id id,
                           const struct resource *resource, const char *cells[SHEET_COLUMN_COUNT])
{
    const struct skills *skills = atlas_skills(atlas);
    memset(cells, 0, SHEET_COLUMN_COUNT * sizeof *cells);
    cells[SHEET_ID] = resource->identity;
    cells[SHEET_TYPE] = kind_word(resource->kind);
    cells[SHEET_NAME] = resource->name;
    cells[SHEET_PROFESSION] = skill_words(skills, resource->profession);
    cells[SHEET_SKILLS] = skill_cell(context, skills, resource);
    cells[SHEET_ADDRESS] = resource->place.address;
    cells[SHEET_POSTCODE] = resource->place.postcode;
    cells[SHEET_CITY] = resource->place.city;
    cells[SHEET_PHONE] = resource->phone;
    cells[SHEET_DIRECT_PHONE] = resource->restricted.direct_phone;
    cells[SHEET_MSSANTE] = resource->restricted.mssante;
    cells[SHEET_REFERRAL] = resource->restricted.referral_note;
    cells[SHEET_EMAIL] = resource->email;
    cells[SHEET_WEBSITE] = resource->website;
    cells[SHEET_HOME] = yes_no(resource->home_visit);
    cells[SHEET_ZONE] = export_zone_cell(context, atlas, id, resource->zones_incomplete);
    cells[SHEET_HOURS] = hours_cell(context, resource->hours);
    cells[SHEET_CLOSURES] = closure_cell(context, atlas, id);
    cells[SHEET_REMOTE] = yes_no(resource->remote);
    cells[SHEET_WALK_IN] = yes_no(resource->walk_in);
    cells[SHEET_NEW_PATIENTS] = yes_no(resource->new_patients);
    cells[SHEET_LANGUAGES] = language_cell(context, resource->languages);
    cells[SHEET_WHEELCHAIR] = yes_no(resource->wheelchair);
    cells[SHEET_FEES] = resource->fees;
    cells[SHEET_NOTE] = resource->note;
    cells[SHEET_UPDATED] = resource->updated;
    fill_point(context, resource, cells);
    fill_official_ids(context, resource->identity, cells);
}

static const char *time_cell(struct export_context *context, int minutes)
{
    if (minutes > 1440) minutes -= 1440;
    return pool_format(context->pool, "%02d:%02d", minutes / 60, minutes % 60);
}

bool export_session_cells(struct export_context *context, const struct skills *skills,
                          const char *structure, const struct session *session,
                          const char *cells[SESSION_COLUMN_COUNT])
{
    memset(cells, 0, SESSION_COLUMN_COUNT * sizeof *cells);
    if (session->exdates != NULL) { /* without them a day would be promised that does not come */
        context->sessions_left_out++;
        return false;
    }
    cells[SESSION_STRUCTURE] = structure;
    cells[SESSION_SKILL] = skill_words(skills, session->skill);
    cells[SESSION_DATE] = day_cell(context, session->first);
    cells[SESSION_RECURRENCE] = session->rrule;
    cells[SESSION_BEGIN] = time_cell(context, session->opens);
    cells[SESSION_END] = time_cell(context, session->closes);
    cells[SESSION_PUBLIC] = session->public_text;
    if (session->appointment != TRISTATE_UNKNOWN) {
        cells[SESSION_APPOINTMENT] = session->appointment == TRISTATE_YES ? "avec" : "sans";
    }
    cells[SESSION_LINK] = session->link;
    cells[SESSION_NOTE] = session->note;
    return true;
}
