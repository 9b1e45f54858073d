/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"

#include "json.h"

#include <math.h>
#include <string.h>

/* What never changes of a feature. Most of it other resources have, too: those stretches are said
 * to be shared, and written out only where nobody did before. */

static const char *const kind_words[] = {[RESOURCE_PROFESSIONAL] = "professional",
                                         [RESOURCE_STRUCTURE] = "structure",
                                         [RESOURCE_POINT] = "point"};

/* Whose addresses are the keys of stretches that are the same wherever they come, but for a
 * number. Those with a skill have its code for a key, and one of these numbers. */
static const struct parts {
    char begin, geometry, properties, kind, address, modes, spoken, silence;
} parts;
enum { SKILL_AS_PROFESSION, SKILL_FIRST, SKILL_NEXT };

static bool is_said(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static void encode_own(struct atlas_text *out, const char *value)
{
    json_write_string(&out->bytes, value);
    atlas_text_own(out);
}

/* The value stays with its resource; the name, and null, with what comes before. */
static void encode_said(struct atlas_text *out, const char *name, const char *value)
{
    json_name(&out->bytes, name);
    if (!is_said(value)) {
        json_write_null(&out->bytes);
        return;
    }
    atlas_text_shared(out);
    encode_own(out, value);
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

static void encode_begin(struct atlas_text *out)
{
    if (atlas_text_again(out, &parts.begin, 0)) return;
    buffer_char(&out->bytes, '{'); /* a request puts the comma */
    json_name_string(&out->bytes, "type", "Feature");
    json_name(&out->bytes, "id");
    atlas_text_shared(out);
}

static void encode_geometry(struct atlas_text *out, const struct place *place)
{
    if (place->method == PLACE_NONE) {
        json_name(&out->bytes, "geometry");
        json_write_null(&out->bytes);
        return;
    }
    if (!atlas_text_again(out, &parts.geometry, 0)) {
        json_name(&out->bytes, "geometry");
        json_open(&out->bytes, '{');
        json_name_string(&out->bytes, "type", "Point");
        json_name(&out->bytes, "coordinates");
        atlas_text_shared(out);
    }
    json_write_point(&out->bytes, place->point);
    atlas_text_own(out);
}

static void encode_properties(struct atlas_text *out, const struct place *place)
{
    if (atlas_text_again(out, &parts.properties, 0)) return;
    if (place->method != PLACE_NONE) json_close(&out->bytes, '}');
    json_name(&out->bytes, "properties");
    json_open(&out->bytes, '{');
    json_name(&out->bytes, "id");
    atlas_text_shared(out);
}

static void encode_kind(struct atlas_text *out, enum resource_kind kind)
{
    if (atlas_text_again(out, &parts.kind, kind)) return;
    json_name_string(&out->bytes, "kind", kind_words[kind]);
    json_name(&out->bytes, "name");
    atlas_text_shared(out);
}

static skill_id id_of(const struct skills *skills, const char *code)
{
    return code == NULL ? SKILL_NONE : skills_by_code(skills, code);
}

static void encode_skill(struct atlas_text *out, const struct skills *skills, const char *code,
                         uint32_t as)
{
    if (code != NULL && atlas_text_again(out, code, as)) return;
    if (as == SKILL_AS_PROFESSION) json_name(&out->bytes, "profession");
    if (as == SKILL_FIRST) {
        json_name(&out->bytes, "skills");
        json_open(&out->bytes, '[');
    }
    feature_write_skill(&out->bytes, skills, id_of(skills, code));
    atlas_text_shared(out);
}

/* Up to the text of the address. */
static void encode_skills(struct atlas_text *out, const struct skills *skills,
                          const struct resource *resource)
{
    bool has_skills = resource->skill_count > 0, has_address = is_said(resource->place.address);
    for (size_t i = 0; i < resource->skill_count; i++)
        encode_skill(out, skills, resource->skills[i], i == 0 ? SKILL_FIRST : SKILL_NEXT);
    if (!atlas_text_again(out, &parts.address, has_skills | (uint32_t)has_address << 1)) {
        if (!has_skills) {
            json_name(&out->bytes, "skills");
            json_open(&out->bytes, '[');
        }
        json_close(&out->bytes, ']');
        json_name(&out->bytes, "address");
        json_open(&out->bytes, '{');
        json_name(&out->bytes, "text");
        if (!has_address) json_write_null(&out->bytes);
        atlas_text_shared(out);
    }
    if (has_address) encode_own(out, resource->place.address);
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

/* How the place is known, and how one is received: few answers each. */
static void encode_modes(struct atlas_text *out, const struct resource *resource)
{
    const struct place *place = &resource->place;
    const enum tristate said[] = {resource->home_visit, resource->remote, resource->walk_in,
                                  resource->wheelchair, resource->new_patients};
    bool is_dated = is_said(resource->new_patients_as_of);
    uint32_t which = (uint32_t)place->method << 1 | is_dated;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) which = which << 2 | (uint32_t)said[i];
    if (place->method == PLACE_GEOCODED) which |= (uint32_t)llround(place->score * 100) << 16;
    if (!atlas_text_again(out, &parts.modes, which)) {
        write_precision(&out->bytes, place);
        json_close(&out->bytes, '}');
        write_modes(&out->bytes, resource);
        if (!is_dated) write_new_patients(&out->bytes, resource);
        atlas_text_shared(out);
    }
    if (!is_dated) return;
    write_new_patients(&out->bytes, resource);
    atlas_text_shared(out);
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

/* Up to the phone. */
static void encode_spoken(struct atlas_text *out, const struct resource *resource)
{
    uint32_t fees = is_said(resource->fees) ? (unsigned char)resource->fees[0] : 0;
    bool has_phone = is_said(resource->phone);
    bool is_plain = !is_said(resource->languages);
    if (!is_plain || !atlas_text_again(out, &parts.spoken, fees << 1 | has_phone)) {
        write_languages(&out->bytes, resource->languages);
        json_name_said(&out->bytes, "fees", resource->fees);
        json_name(&out->bytes, "phone");
        if (!has_phone) json_write_null(&out->bytes);
        atlas_text_shared(out);
    }
    if (has_phone) encode_own(out, resource->phone);
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

/* Most say none of it. */
static void encode_rest(struct atlas_text *out, const struct resource *resource)
{
    bool is_silent = !is_said(resource->website) && !is_said(resource->email) &&
                     !is_said(resource->note) && resource->hours == NULL &&
                     resource->closure_count == 0;
    if (is_silent && atlas_text_again(out, &parts.silence, 0)) return;
    encode_said(out, "website", resource->website);
    encode_said(out, "email", resource->email);
    encode_said(out, "note", resource->note);
    encode_hours(out, resource->hours);
    encode_closures(out, resource);
    atlas_text_shared(out);
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

/* Resources of one source are mostly as old as it is. */
static void encode_origin(struct atlas_text *out, const struct resource *resource,
                          size_t zone_count)
{
    json_name(&out->bytes, "source");
    json_open(&out->bytes, '{');
    json_name_said(&out->bytes, "name", resource->source_name);
    json_name_said(&out->bytes, "date", resource->source_date);
    json_close(&out->bytes, '}');
    json_name_said(&out->bytes, "updated", resource->updated);
    if (resource->provenance_count > 0) atlas_text_shared(out);
    encode_provenance(out, resource);
    json_name_integer(&out->bytes, "zones", (int64_t)zone_count);
    atlas_text_shared(out);
}

/* Left open where a request goes on: inside "properties". Its head is what a map shows, and
 * the number of the profession. */
void feature_encode(void *context, const struct atlas *atlas, atlas_id id,
                    const struct resource *resource, struct atlas_text *out)
{
    size_t zone_count = 0;
    (void)context;
    const struct skills *skills = atlas_skills(atlas);
    encode_begin(out);
    encode_own(out, resource->id);
    encode_geometry(out, &resource->place);
    encode_properties(out, &resource->place);
    encode_own(out, resource->id);
    encode_kind(out, resource->kind);
    encode_own(out, resource->name);
    atlas_text_head(out, id_of(skills, resource->profession));
    encode_skill(out, skills, resource->profession, SKILL_AS_PROFESSION);
    encode_skills(out, skills, resource);
    write_city(&out->bytes, &resource->place);
    atlas_text_shared(out);
    encode_modes(out, resource);
    encode_spoken(out, resource);
    encode_rest(out, resource);
    atlas_zones(atlas, id, &zone_count);
    encode_origin(out, resource, zone_count);
}
