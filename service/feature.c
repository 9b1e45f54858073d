/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"

#include "json.h"
#include "reason.h"

#include <string.h>

/* A session further away than a year is not announced yet. */
#define SESSION_AHEAD_S ((instant)366 * 24 * 3600)

static const char *const kind_words[] = {[RESOURCE_PROFESSIONAL] = "professional",
                                         [RESOURCE_STRUCTURE] = "structure",
                                         [RESOURCE_POINT] = "point"};

void feature_write_skill(struct buffer *out, const struct skills *skills, skill_id id)
{
    if (id == SKILL_NONE) {
        json_write_null(out);
        return;
    }
    const struct skill *skill = skills_get(skills, id);
    json_open(out, '{');
    json_name_string(out, "code", skill->code);
    json_name_string(out, "label", skill->label_fr);
    json_name_string(out, "label_en", skill->label_en);
    json_close(out, '}');
}

static void write_skill_code(struct buffer *out, const struct skills *skills, const char *code)
{
    feature_write_skill(out, skills, code == NULL ? SKILL_NONE : skills_by_code(skills, code));
}

void feature_write_instant(struct buffer *out, const struct atlas *atlas, instant at)
{
    if (at == INSTANT_NONE) {
        json_write_null(out);
        return;
    }
    json_open(out, '"'); /* nothing in an instant needs escaping */
    instant_format(atlas_timezone(atlas), at, out);
    json_close(out, '"');
}

void feature_write_address(struct buffer *out, const struct place *place)
{
    static const char *const precisions[] = {[PLACE_NONE] = "none",
                                             [PLACE_SOURCE] = "source",
                                             [PLACE_GEOCODED] = "geocoded",
                                             [PLACE_AREA] = "area"};
    json_name(out, "address");
    json_open(out, '{');
    json_name_said(out, "text", place->address);
    json_name_said(out, "postcode", place->postcode);
    json_name_said(out, "city", place->city);
    json_name_said(out, "citycode", place->citycode);
    json_name_string(out, "precision", precisions[place->method]);
    json_name(out, "score");
    if (place->method == PLACE_GEOCODED) json_write_number(out, place->score, 2);
    if (place->method != PLACE_GEOCODED) json_write_null(out);
    json_close(out, '}');
}

static void write_tristate(struct buffer *out, const char *name, enum tristate value)
{
    json_name(out, name);
    json_write_tristate(out, value);
}

/* A place whose commune alone is known is no place one can go to. */
static void write_modes(struct buffer *out, const struct resource *resource)
{
    enum place_method method = resource->place.method;
    json_name(out, "modes");
    json_open(out, '[');
    if (method == PLACE_SOURCE || method == PLACE_GEOCODED) json_write_string(out, "office");
    if (resource->home_visit == TRISTATE_YES) json_write_string(out, "home");
    if (resource->remote == TRISTATE_YES) json_write_string(out, "remote");
    if (resource->walk_in == TRISTATE_YES) json_write_string(out, "walk_in");
    json_close(out, ']');
    write_tristate(out, "home_visit", resource->home_visit);
    write_tristate(out, "remote", resource->remote);
    write_tristate(out, "walk_in", resource->walk_in);
    write_tristate(out, "wheelchair", resource->wheelchair);
    json_name(out, "new_patients");
    json_open(out, '{');
    write_tristate(out, "state", resource->new_patients);
    json_name_said(out, "as_of", resource->new_patients_as_of);
    json_close(out, '}');
}

/* "anglais;arabe" as a list; null: not said. */
static void write_languages(struct buffer *out, const char *languages)
{
    json_name(out, "languages");
    if (languages == NULL || languages[0] == '\0') {
        json_write_null(out);
        return;
    }
    json_open(out, '[');
    while (*languages != '\0') {
        languages += strspn(languages, "; ");
        size_t length = strcspn(languages, ";");
        if (length > 0) json_write_string_n(out, languages, length);
        languages += length;
    }
    json_close(out, ']');
}

static void write_hours(struct buffer *out, const struct hours *hours)
{
    json_name(out, "hours_text");
    if (hours == NULL) {
        json_write_null(out);
        return;
    }
    struct buffer text = {0};
    hours_format(hours, &text);
    json_write_string_n(out, text.length == 0 ? "" : text.data, text.length);
    out->failed |= text.failed;
    buffer_free(&text);
}

static void write_day(struct buffer *out, const char *name, day date)
{
    json_name(out, name);
    json_open(out, '"');
    day_format(date, out);
    json_close(out, '"');
}

static void write_closures(struct buffer *out, const struct resource *resource)
{
    json_name(out, "closures");
    json_open(out, '[');
    for (size_t i = 0; i < resource->closure_count; i++) {
        json_open(out, '{');
        write_day(out, "from", resource->closures[i].first);
        write_day(out, "to", resource->closures[i].last);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void write_source(struct buffer *out, const struct provenance *item)
{
    json_open(out, '{');
    json_name_string(out, "source", item->source);
    json_name_string(out, "date", item->date);
    json_close(out, '}');
}

/* Skills have a source each, under their code; a correction of all of them has one. */
static void write_skill_sources(struct buffer *out, const struct resource *resource)
{
    size_t written = 0;
    for (size_t i = 0; i < resource->provenance_count; i++) {
        const struct provenance *item = &resource->provenance[i];
        if (item->skill == NULL) continue;
        if (written++ == 0) {
            json_name(out, "skills");
            json_open(out, '{');
        }
        json_name(out, item->skill);
        write_source(out, item);
    }
    if (written > 0) json_close(out, '}');
}

static void write_provenance(struct buffer *out, const struct resource *resource)
{
    if (resource->provenance_count == 0) return;
    json_name(out, "provenance");
    json_open(out, '{');
    for (size_t i = 0; i < resource->provenance_count; i++) {
        const struct provenance *item = &resource->provenance[i];
        if (item->skill != NULL) continue;
        json_name(out, strcmp(item->field, "skills") == 0 ? "all_skills" : item->field);
        write_source(out, item);
    }
    write_skill_sources(out, resource);
    json_close(out, '}');
}

static void write_facts(struct buffer *out, const struct resource *resource)
{
    write_modes(out, resource);
    write_languages(out, resource->languages);
    json_name_said(out, "fees", resource->fees);
    json_name_said(out, "phone", resource->phone);
    json_name_said(out, "website", resource->website);
    json_name_said(out, "email", resource->email);
    json_name_said(out, "note", resource->note);
    write_hours(out, resource->hours);
    write_closures(out, resource);
    json_name(out, "source");
    json_open(out, '{');
    json_name_said(out, "name", resource->source_name);
    json_name_said(out, "date", resource->source_date);
    json_close(out, '}');
    json_name_said(out, "updated", resource->updated);
    write_provenance(out, resource);
}

static void write_geometry(struct buffer *out, const struct place *place)
{
    json_name(out, "geometry");
    if (place->method == PLACE_NONE) {
        json_write_null(out);
        return;
    }
    json_open(out, '{');
    json_name_string(out, "type", "Point");
    json_name(out, "coordinates");
    json_write_point(out, place->point);
    json_close(out, '}');
}

/* Left open where a request goes on: inside "properties". */
void feature_encode(void *context, const struct atlas *atlas, atlas_id id,
                    const struct resource *resource, struct buffer *out)
{
    size_t zone_count = 0;
    (void)context;
    const struct skills *skills = atlas_skills(atlas);
    buffer_char(out, '{'); /* no comma: the texts lie one after the other in the atlas */
    json_name_string(out, "type", "Feature");
    json_name_string(out, "id", resource->id);
    write_geometry(out, &resource->place);
    json_name(out, "properties");
    json_open(out, '{');
    json_name_string(out, "id", resource->id);
    json_name_string(out, "kind", kind_words[resource->kind]);
    json_name_string(out, "name", resource->name);
    json_name(out, "profession");
    write_skill_code(out, skills, resource->profession);
    json_name(out, "skills");
    json_open(out, '[');
    for (size_t i = 0; i < resource->skill_count; i++)
        write_skill_code(out, skills, resource->skills[i]);
    json_close(out, ']');
    feature_write_address(out, &resource->place);
    write_facts(out, resource);
    atlas_zones(atlas, id, &zone_count);
    json_name_integer(out, "zones", (int64_t)zone_count);
}

static void write_next(struct buffer *out, const struct atlas *atlas, const struct session *session,
                       instant at)
{
    struct interval next;
    size_t count = 0;
    enum status status = session_occurrences(session, atlas_timezone(atlas), at,
                                             at + SESSION_AHEAD_S, 1, &next, &count);
    json_name(out, "next");
    if (status != STATUS_OK || count == 0) {
        json_write_null(out);
        return;
    }
    json_open(out, '{');
    json_name(out, "from");
    feature_write_instant(out, atlas, next.from);
    json_name(out, "to");
    feature_write_instant(out, atlas, next.to);
    json_close(out, '}');
}

static void write_session(struct buffer *out, const struct atlas *atlas,
                          const struct session *session, instant at)
{
    json_open(out, '{');
    json_name(out, "skill");
    write_skill_code(out, atlas_skills(atlas), session->skill);
    write_next(out, atlas, session, at);
    json_name_said(out, "recurrence", session->rrule);
    json_name_said(out, "public", session->public_text);
    write_tristate(out, "appointment", session->appointment);
    json_name_said(out, "link", session->link);
    json_name_said(out, "note", session->note);
    json_close(out, '}');
}

static void write_sessions(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                           instant at)
{
    size_t count = 0;
    const struct session *sessions = atlas_sessions(atlas, resource, &count);
    if (count == 0) {
        static const char none[] = ",\"sessions\":[]"; /* of nearly all */
        buffer_append(out, none, sizeof none - 1);
        return;
    }
    json_name(out, "sessions");
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) write_session(out, atlas, &sessions[i], at);
    json_close(out, ']');
}

/* `session`: the one by which it answers, whatever its weekly hours; NULL or 0 to 0: none. */
static void write_opening(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                          struct interval when, const struct interval *session)
{
    static const char *const states[] = {
        [OPEN_UNKNOWN] = "unknown", [OPEN_NO] = "closed", [OPEN_YES] = "open"};
    struct opening opening = atlas_opening(atlas, resource, when.from, when.to);
    if (session != NULL && session->to != 0) {
        opening = (struct opening){
            .state = OPEN_YES,
            .from = session->from > when.from ? session->from : INSTANT_NONE,
            .until = session->to,
        };
    }
    json_name(out, "open");
    json_open(out, '{');
    json_name_string(out, "state", states[opening.state]);
    json_name(out, "from");
    feature_write_instant(out, atlas, opening.from);
    json_name(out, "until");
    feature_write_instant(out, atlas, opening.state == OPEN_YES ? opening.until : INSTANT_NONE);
    json_name(out, "next");
    feature_write_instant(out, atlas, opening.state == OPEN_NO ? opening.next : INSTANT_NONE);
    json_name(out, "holiday");
    json_write_bool(out, opening.is_holiday);
    json_close(out, '}');
}

void feature_open(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                  const struct search_hit *hit, struct interval when)
{
    size_t length = 0;
    const char *text = atlas_text(atlas, resource, &length);
    if (out->length > 0 && out->data[out->length - 1] == '}') buffer_char(out, ',');
    buffer_append(out, text, length);
    write_sessions(out, atlas, resource, when.from);
    write_opening(out, atlas, resource, when, hit == NULL ? NULL : &hit->session);
    json_name(out, "distance_m");
    if (hit != NULL && hit->distance_m >= 0) json_write_number(out, hit->distance_m, 0);
    if (hit == NULL || hit->distance_m < 0) json_write_null(out);
    json_name(out, "reasons");
    json_open(out, '[');
    if (hit != NULL) reason_write(out, hit);
    json_close(out, ']');
}

void feature_close(struct buffer *out)
{
    json_close(out, '}');
    json_close(out, '}');
}

void feature_write(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                   const struct search_hit *hit, struct interval when)
{
    feature_open(out, atlas, resource, hit, when);
    feature_close(out);
}

/* Where the skills begin in the text that feature_encode wrote: brackets are few, and found many
 * bytes at a time. NULL: nowhere. */
static const char *find_skills(const char *text, size_t length)
{
    static const char member[] = ",\"skills\":";
    size_t before = sizeof member - 1;
    const char *at = length == 0 ? NULL : memchr(text, '[', length);
    while (at != NULL) {
        bool found = (size_t)(at - text) >= before && memcmp(at - before, member, before) == 0;
        if (found) return at - before;
        at++;
        at = memchr(at, '[', length - (size_t)(at - text));
    }
    return NULL;
}

/* Copied from the text that feature_encode wrote, up to its skills; a quote within a text is
 * escaped there, so that the member is found nowhere else. */
void feature_write_brief(struct buffer *out, const struct atlas *atlas, atlas_id resource)
{
    size_t length = 0;
    const char *text = atlas_text(atlas, resource, &length);
    const char *end = find_skills(text, length);
    if (end == NULL) return;
    if (out->length > 0 && out->data[out->length - 1] == '}') buffer_char(out, ',');
    buffer_append(out, text, (size_t)(end - text));
    feature_close(out);
}

/* Where it is the first "name" of the text that feature_encode wrote. */
const char *feature_name(const struct atlas *atlas, atlas_id resource, size_t *length)
{
    size_t text_length = 0;
    static const char member[] = "\"name\":\"";
    const char *text = atlas_text(atlas, resource, &text_length);
    text = text_length == 0 ? NULL : memmem(text, text_length, member, sizeof member - 1);
    *length = 0;
    if (text == NULL) return NULL;
    text += sizeof member - 1;
    while (text[*length] != '"') *length += text[*length] == '\\' ? 2 : 1;
    return text;
}

void feature_write_name(struct buffer *out, const struct atlas *atlas, atlas_id resource)
{
    size_t length = 0;
    const char *name = feature_name(atlas, resource, &length);
    json_name_string(out, "id", atlas_resource_id(atlas, resource));
    json_name(out, "name");
    if (name == NULL) {
        json_write_null(out);
        return;
    }
    json_open(out, '"');
    buffer_append(out, name, length);
    json_close(out, '"');
}
