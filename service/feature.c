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

static skill_id id_of(const struct skills *skills, const char *code)
{
    return code == NULL ? SKILL_NONE : skills_by_code(skills, code);
}

static void write_skill_code(struct buffer *out, const struct skills *skills, const char *code)
{
    feature_write_skill(out, skills, id_of(skills, code));
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

static void write_precision(struct buffer *out, const struct place *place)
{
    static const char *const precisions[] = {[PLACE_NONE] = "none",
                                             [PLACE_SOURCE] = "source",
                                             [PLACE_GEOCODED] = "geocoded",
                                             [PLACE_AREA] = "area"};
    json_name_string(out, "precision", precisions[place->method]);
    json_name(out, "score");
    if (place->method == PLACE_GEOCODED) json_write_number(out, place->score, 2);
    if (place->method != PLACE_GEOCODED) json_write_null(out);
}

static void write_city(struct buffer *out, const struct place *place)
{
    json_name_said(out, "postcode", place->postcode);
    json_name_said(out, "city", place->city);
    json_name_said(out, "citycode", place->citycode);
}

void feature_write_address(struct buffer *out, const struct place *place)
{
    json_name(out, "address");
    json_open(out, '{');
    json_name_said(out, "text", place->address);
    write_city(out, place);
    write_precision(out, place);
    json_close(out, '}');
}

/* --- what never changes: whatever many resources have alike is said to be shared ------------ */

/* The value stays with its resource; the name, and null, with what comes before. */
static void encode_said(struct atlas_text *out, const char *name, const char *value)
{
    json_name(&out->bytes, name);
    if (value == NULL || value[0] == '\0') {
        json_write_null(&out->bytes);
        return;
    }
    atlas_text_shared(out);
    json_write_string(&out->bytes, value);
    atlas_text_own(out);
}

static void encode_address(struct atlas_text *out, const struct place *place)
{
    json_name(&out->bytes, "address");
    json_open(&out->bytes, '{');
    encode_said(out, "text", place->address);
    write_city(&out->bytes, place);
    atlas_text_shared(out);
    write_precision(&out->bytes, place);
    json_close(&out->bytes, '}');
    atlas_text_shared(out);
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
}

static void write_new_patients(struct buffer *out, const struct resource *resource)
{
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

static void encode_hours(struct atlas_text *out, const struct hours *hours)
{
    struct buffer text = {0};
    if (hours != NULL) hours_format(hours, &text);
    encode_said(out, "hours_text", text.data);
    out->bytes.failed |= text.failed;
    buffer_free(&text);
}

static void write_day(struct buffer *out, const char *name, day date)
{
    json_name(out, name);
    json_open(out, '"');
    day_format(date, out);
    json_close(out, '"');
}

static void encode_closures(struct atlas_text *out, const struct resource *resource)
{
    json_name(&out->bytes, "closures");
    json_open(&out->bytes, '[');
    if (resource->closure_count > 0) atlas_text_shared(out);
    for (size_t i = 0; i < resource->closure_count; i++) {
        json_open(&out->bytes, '{');
        write_day(&out->bytes, "from", resource->closures[i].first);
        write_day(&out->bytes, "to", resource->closures[i].last);
        json_close(&out->bytes, '}');
    }
    if (resource->closure_count > 0) atlas_text_own(out);
    json_close(&out->bytes, ']');
}

static void encode_source(struct atlas_text *out, const struct provenance *item)
{
    json_open(&out->bytes, '{');
    json_name_string(&out->bytes, "source", item->source);
    json_name_string(&out->bytes, "date", item->date);
    json_close(&out->bytes, '}');
    atlas_text_shared(out);
}

/* Skills have a source each, under their code; a correction of all of them has one. */
static void encode_skill_sources(struct atlas_text *out, const struct resource *resource)
{
    size_t written = 0;
    for (size_t i = 0; i < resource->provenance_count; i++) {
        const struct provenance *item = &resource->provenance[i];
        if (item->skill == NULL) continue;
        if (written++ == 0) {
            json_name(&out->bytes, "skills");
            json_open(&out->bytes, '{');
        }
        json_name(&out->bytes, item->skill);
        encode_source(out, item);
    }
    if (written > 0) json_close(&out->bytes, '}');
}

static void encode_provenance(struct atlas_text *out, const struct resource *resource)
{
    if (resource->provenance_count == 0) return;
    json_name(&out->bytes, "provenance");
    json_open(&out->bytes, '{');
    for (size_t i = 0; i < resource->provenance_count; i++) {
        const struct provenance *item = &resource->provenance[i];
        if (item->skill != NULL) continue;
        json_name(&out->bytes, strcmp(item->field, "skills") == 0 ? "all_skills" : item->field);
        encode_source(out, item);
    }
    encode_skill_sources(out, resource);
    json_close(&out->bytes, '}');
}

static void encode_facts(struct atlas_text *out, const struct resource *resource)
{
    write_modes(&out->bytes, resource);
    atlas_text_shared(out);
    write_new_patients(&out->bytes, resource);
    atlas_text_shared(out);
    write_languages(&out->bytes, resource->languages);
    json_name_said(&out->bytes, "fees", resource->fees);
    encode_said(out, "phone", resource->phone);
    encode_said(out, "website", resource->website);
    encode_said(out, "email", resource->email);
    encode_said(out, "note", resource->note);
    encode_hours(out, resource->hours);
    encode_closures(out, resource);
    json_name(&out->bytes, "source");
    json_open(&out->bytes, '{');
    json_name_said(&out->bytes, "name", resource->source_name);
    json_name_said(&out->bytes, "date", resource->source_date);
    json_close(&out->bytes, '}');
    atlas_text_shared(out);
    json_name_said(&out->bytes, "updated", resource->updated);
    encode_provenance(out, resource);
}

static void encode_geometry(struct atlas_text *out, const struct place *place)
{
    json_name(&out->bytes, "geometry");
    if (place->method == PLACE_NONE) {
        json_write_null(&out->bytes);
        return;
    }
    json_open(&out->bytes, '{');
    json_name_string(&out->bytes, "type", "Point");
    json_name(&out->bytes, "coordinates");
    atlas_text_shared(out);
    json_write_point(&out->bytes, place->point);
    atlas_text_own(out);
    json_close(&out->bytes, '}');
}

static void encode_skills(struct atlas_text *out, const struct skills *skills,
                          const struct resource *resource)
{
    json_name(&out->bytes, "skills");
    json_open(&out->bytes, '[');
    for (size_t i = 0; i < resource->skill_count; i++) {
        write_skill_code(&out->bytes, skills, resource->skills[i]);
        atlas_text_shared(out);
    }
    json_close(&out->bytes, ']');
}

/* Left open where a request goes on: inside "properties". Its head is what a map shows. */
void feature_encode(void *context, const struct atlas *atlas, atlas_id id,
                    const struct resource *resource, struct atlas_text *out)
{
    size_t zone_count = 0;
    (void)context;
    const struct skills *skills = atlas_skills(atlas);
    skill_id profession = id_of(skills, resource->profession);
    buffer_char(&out->bytes, '{'); /* a request puts the comma */
    json_name_string(&out->bytes, "type", "Feature");
    encode_said(out, "id", resource->id);
    encode_geometry(out, &resource->place);
    json_name(&out->bytes, "properties");
    json_open(&out->bytes, '{');
    encode_said(out, "id", resource->id);
    json_name_string(&out->bytes, "kind", kind_words[resource->kind]);
    encode_said(out, "name", resource->name);
    atlas_text_head(out, profession);
    json_name(&out->bytes, "profession");
    feature_write_skill(&out->bytes, skills, profession);
    atlas_text_shared(out);
    encode_skills(out, skills, resource);
    encode_address(out, &resource->place);
    encode_facts(out, resource);
    atlas_zones(atlas, id, &zone_count);
    json_name_integer(&out->bytes, "zones", (int64_t)zone_count);
    atlas_text_shared(out);
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
    if (opening.state == OPEN_UNKNOWN && !opening.is_holiday) {
        static const char unsaid[] = ",\"open\":{\"state\":\"unknown\",\"from\":null,"
                                     "\"until\":null,\"next\":null,\"holiday\":false}";
        buffer_append(out, unsaid, sizeof unsaid - 1);
        return;
    }
    json_name(out, "open");
    json_open(out, '{');
    json_name(out, "state");
    json_write_word(out, states[opening.state]);
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
    if (out->length > 0 && out->data[out->length - 1] == '}') buffer_char(out, ',');
    atlas_write_text(atlas, resource, out);
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
    buffer_append(out, "}}", 2);
}

void feature_write(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                   const struct search_hit *hit, struct interval when)
{
    feature_open(out, atlas, resource, hit, when);
    feature_close(out);
}

skill_id feature_write_brief(struct buffer *out, const struct atlas *atlas, atlas_id resource)
{
    if (out->length > 0 && out->data[out->length - 1] == '}') buffer_char(out, ',');
    skill_id profession = (skill_id)atlas_write_head(atlas, resource, out);
    json_name(out, "profession");
    if (profession == SKILL_NONE) json_write_null(out);
    if (profession != SKILL_NONE)
        json_write_word(out, skills_get(atlas_skills(atlas), profession)->code);
    feature_close(out);
    return profession;
}

/* The first "name" of the head; a quote within a text is escaped there. */
void feature_read_name(struct buffer *out, const struct atlas *atlas, atlas_id resource)
{
    static const char member[] = "\"name\":\"";
    size_t begin = out->length, length = 0;
    atlas_write_head(atlas, resource, out);
    if (out->failed || out->length == begin) return;
    const char *name = memmem(out->data + begin, out->length - begin, member, sizeof member - 1);
    if (name != NULL) {
        name += sizeof member - 1;
        while (name[length] != '"') length += name[length] == '\\' ? 2 : 1;
        memmove(out->data + begin, name, length);
    }
    out->length = begin + length;
    out->data[out->length] = '\0';
}

void feature_write_name(struct buffer *out, const struct atlas *atlas, atlas_id resource)
{
    json_name_string(out, "id", atlas_resource_id(atlas, resource));
    json_name(out, "name");
    json_open(out, '"');
    feature_read_name(out, atlas, resource);
    json_close(out, '"');
}
