/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas_load.h"
#include "atlas_names.h"

#include "embedded/sql_atlas_resources.h"
#include "embedded/sql_atlas_restricted.h"
#include "geodata/holidays.h"
#include "geodata/text.h"

#include <string.h>

/* Columns of atlas_resources.sql. */
enum column {
    COLUMN_KEY,
    COLUMN_PUBLIC_ID,
    COLUMN_IDENTITY,
    COLUMN_KIND,
    COLUMN_NAME,
    COLUMN_PROFESSION,
    COLUMN_ADDRESS,
    COLUMN_POSTCODE,
    COLUMN_CITYCODE,
    COLUMN_CITY,
    COLUMN_METHOD,
    COLUMN_SCORE,
    COLUMN_HOME_VISIT,
    COLUMN_REMOTE,
    COLUMN_WALK_IN,
    COLUMN_NEW_PATIENTS,
    COLUMN_NEW_PATIENTS_AS_OF,
    COLUMN_LANGUAGES,
    COLUMN_WHEELCHAIR,
    COLUMN_FEES,
    COLUMN_PHONE,
    COLUMN_WEBSITE,
    COLUMN_EMAIL,
    COLUMN_NOTE,
    COLUMN_SOURCE_NAME,
    COLUMN_SOURCE_DATE,
    COLUMN_UPDATED
};

/* More than this is not said of one resource; the rest is not shown, but still searched. */
#define SHOWN_SKILLS_MAX 256

/* The same few lists of languages come again and again: the last met of each hash is kept. */
#define LANGUAGES_KEPT 1024
struct known_languages {
    const char *said; /* as it is written; NULL: none yet */
    uint32_t place;
};

struct reading {
    const struct atlas_options *options;
    day oldest;                   /* said before that day: whether new patients are taken is past */
    struct statement *restricted; /* NULL for the public; at its first row not yet used */
    bool has_restricted;
    struct provenance_reader provenance;
    struct list names, person_words;
    struct texts_writer writer;
    struct known_languages languages[LANGUAGES_KEPT];
};

static enum resource_kind kind_of(const char *word)
{
    if (strcmp(word, "structure") == 0) return RESOURCE_STRUCTURE;
    return strcmp(word, "point") == 0 ? RESOURCE_POINT : RESOURCE_PROFESSIONAL;
}

static enum place_method method_of(const char *word)
{
    if (strcmp(word, "source") == 0) return PLACE_SOURCE;
    if (strcmp(word, "geocoded") == 0) return PLACE_GEOCODED;
    return strcmp(word, "area") == 0 ? PLACE_AREA : PLACE_NONE;
}

static void read_columns(struct statement *row, struct resource *out)
{
    *out = (struct resource){.id = column_text(row, COLUMN_PUBLIC_ID),
                             .identity = column_text(row, COLUMN_IDENTITY),
                             .kind = kind_of(column_text(row, COLUMN_KIND)),
                             .name = column_text(row, COLUMN_NAME),
                             .profession = column_text(row, COLUMN_PROFESSION),
                             .place = {.address = column_text(row, COLUMN_ADDRESS),
                                       .postcode = column_text(row, COLUMN_POSTCODE),
                                       .citycode = column_text(row, COLUMN_CITYCODE),
                                       .city = column_text(row, COLUMN_CITY),
                                       .method = method_of(column_text(row, COLUMN_METHOD)),
                                       .score = column_real(row, COLUMN_SCORE)},
                             .home_visit = column_tristate(row, COLUMN_HOME_VISIT),
                             .remote = column_tristate(row, COLUMN_REMOTE),
                             .walk_in = column_tristate(row, COLUMN_WALK_IN),
                             .new_patients = column_tristate(row, COLUMN_NEW_PATIENTS),
                             .new_patients_as_of = column_text(row, COLUMN_NEW_PATIENTS_AS_OF),
                             .languages = column_text(row, COLUMN_LANGUAGES),
                             .wheelchair = column_tristate(row, COLUMN_WHEELCHAIR),
                             .fees = column_text(row, COLUMN_FEES),
                             .phone = column_text(row, COLUMN_PHONE),
                             .website = column_text(row, COLUMN_WEBSITE),
                             .email = column_text(row, COLUMN_EMAIL),
                             .note = column_text(row, COLUMN_NOTE),
                             .source_name = column_text(row, COLUMN_SOURCE_NAME),
                             .source_date = column_text(row, COLUMN_SOURCE_DATE),
                             .updated = column_text(row, COLUMN_UPDATED)};
}

/* " anglais arabe ": a language is found as a whole word. Place 0 is for those who said none. */
static bool keep_languages(struct atlas *atlas, struct reading *reading,
                           struct atlas_record *record, const char *languages)
{
    struct buffer *folded = &atlas->languages;
    if (languages == NULL) return true;
    struct known_languages *known = &reading->languages[atlas_hash_id(languages) % LANGUAGES_KEPT];
    if (known->said == NULL || strcmp(known->said, languages) != 0) {
        if (folded->length == 0) buffer_char(folded, '\0');
        known->place = (uint32_t)folded->length;
        known->said = arena_text(&atlas->arena, languages);
        buffer_char(folded, ' ');
        text_fold(languages, strlen(languages), folded);
        buffer_append(folded, " ", 2);
    }
    record->languages = known->place;
    return known->said != NULL && !folded->failed;
}

static bool keep_record(struct atlas *atlas, struct reading *reading, atlas_id id,
                        const struct resource *resource)
{
    struct atlas_record *record = &atlas->records[id];
    const struct place *place = &resource->place;
    record->law = (unsigned)holidays_law(place->citycode ? place->citycode : place->postcode) & 15;
    record->kind = (unsigned)resource->kind & 3;
    record->home_visit = (unsigned)resource->home_visit & 3;
    record->remote = (unsigned)resource->remote & 3;
    record->walk_in = (unsigned)resource->walk_in & 3;
    record->new_patients = (unsigned)resource->new_patients & 3;
    record->wheelchair = (unsigned)resource->wheelchair & 3;
    record->fees = resource->fees == NULL ? 0 : (unsigned char)resource->fees[0];
    size_t *counted[] = {[RESOURCE_PROFESSIONAL] = &atlas->facts.professionals,
                         [RESOURCE_STRUCTURE] = &atlas->facts.structures,
                         [RESOURCE_POINT] = &atlas->facts.points};
    ++*counted[resource->kind];
    return keep_languages(atlas, reading, record, resource->languages);
}

static bool keep_text(struct atlas *atlas, const char **text)
{
    if (*text == NULL) return true;
    *text = arena_text(&atlas->arena, *text);
    return *text != NULL;
}

/* Those who hold sessions are also found by their sessions. */
static bool keep_host(struct atlas *atlas, atlas_id id, const struct resource *resource)
{
    struct slice sessions = slice_of(&atlas->session_slices, id);
    struct session_host host = {.resource = id, .name = resource->name, .place = resource->place};
    if (sessions.first == sessions.end) return true;
    atlas_point(atlas, id, &host.place.point);
    if (!keep_text(atlas, &host.name) || !keep_text(atlas, &host.place.address) ||
        !keep_text(atlas, &host.place.postcode) || !keep_text(atlas, &host.place.citycode) ||
        !keep_text(atlas, &host.place.city))
        return false;
    for (uint32_t i = sessions.first; i < sessions.end; i++) {
        host.skill = atlas->session_hosts[i].skill;
        atlas->session_hosts[i] = host;
    }
    return true;
}

/* Both queries go up by resource: the restricted one is moved along. */
static enum status read_restricted(struct reading *reading, int64_t key, struct restricted *out)
{
    while (reading->has_restricted && column_integer(reading->restricted, 0) < key) {
        enum status status = statement_step(reading->restricted);
        if (status != STATUS_OK && status != STATUS_NOT_FOUND) return status;
        reading->has_restricted = status == STATUS_OK;
    }
    if (!reading->has_restricted || column_integer(reading->restricted, 0) != key) {
        return STATUS_OK;
    }
    *out = (struct restricted){.direct_phone = column_text(reading->restricted, 1),
                               .mssante = column_text(reading->restricted, 2),
                               .referral_note = column_text(reading->restricted, 3)};
    return STATUS_OK;
}

static size_t declared_codes(const struct loading *loading, atlas_id id, const char *profession,
                             const char *codes[SHOWN_SKILLS_MAX])
{
    size_t count = 0;
    struct slice declared = slice_of(&loading->declared_slices, id);
    for (uint32_t i = declared.first; i < declared.end && count < SHOWN_SKILLS_MAX; i++) {
        const char *code = skills_get(loading->atlas->skills, loading->declared[i])->code;
        if (profession == NULL || strcmp(code, profession) != 0) codes[count++] = code;
    }
    return count;
}

static void encode_record(struct loading *loading, struct reading *reading, atlas_id id,
                          struct resource *resource)
{
    struct atlas *atlas = loading->atlas;
    const char *codes[SHOWN_SKILLS_MAX];
    struct hours hours;
    size_t zone_count;
    resource->skill_count = declared_codes(loading, id, resource->profession, codes);
    resource->skills = codes;
    if (atlas_hours(atlas, id, &hours)) resource->hours = &hours;
    resource->closures = atlas_closures(atlas, id, &resource->closure_count);
    atlas_zones(atlas, id, &zone_count);
    resource->zone_count = zone_count;
    resource->zones_incomplete = atlas->records[id].zones_incomplete;
    atlas_point(atlas, id, &resource->place.point);
    reading->options->encode(reading->options->context, atlas, id, resource, &reading->writer.text);
}

/* What nobody said again is no longer known; its date stays and tells why. */
static void forget_what_is_old(const struct reading *reading, struct resource *resource)
{
    day said;
    const char *date = resource->new_patients_as_of;
    if (reading->options->new_patients_days == 0) return;
    if (date == NULL || day_parse(date, &said) != STATUS_OK) {
        date = resource->updated;
        if (date == NULL || day_parse(date, &said) != STATUS_OK) return;
    }
    if (said < reading->oldest) resource->new_patients = TRISTATE_UNKNOWN;
}

static enum status read_resource(struct loading *loading, struct statement *row, void *context)
{
    struct reading *reading = context;
    struct resource resource;
    int64_t key = column_integer(row, COLUMN_KEY);
    atlas_id id = loading_find(loading, key);
    if (id == ATLAS_NONE) return STATUS_INVALID;
    read_columns(row, &resource);
    forget_what_is_old(reading, &resource);
    if (!keep_record(loading->atlas, reading, id, &resource) ||
        !keep_host(loading->atlas, id, &resource) ||
        !atlas_add_name(loading->atlas, id, &resource, &reading->names) ||
        !people_add(id, &resource, &reading->person_words)) {
        return STATUS_NO_MEMORY;
    }
    enum status status = read_restricted(reading, key, &resource.restricted);
    if (status == STATUS_OK) {
        status = provenance_read(loading, &reading->provenance, key, &resource);
    }
    if (status != STATUS_OK) return status;
    texts_writer_begin(&reading->writer, resource.id);
    if (reading->options->encode != NULL) encode_record(loading, reading, id, &resource);
    return texts_writer_end(&reading->writer, &loading->atlas->records[id].text);
}

/* Laid along the curve on which resources are numbered, the texts of one answer lie together. */
static enum status lay_texts(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    struct atlas_texts laid;
    struct texts_writer writer = {.texts = &laid, .runs = &atlas->runs};
    enum status status = atlas_texts_open(&laid, loading->path);
    for (atlas_id id = 0; status == STATUS_OK && id < atlas->count; id++)
        status = texts_writer_copy(&writer, &atlas->texts, &atlas->records[id].text);
    if (status == STATUS_OK) status = texts_writer_flush(&writer);
    if (status == STATUS_OK) status = atlas_texts_finish(&laid);
    texts_writer_close(&writer);
    atlas_texts_close(&atlas->texts);
    atlas->texts = laid;
    return status;
}

static enum status read_all(struct loading *loading, struct reading *reading)
{
    struct atlas *atlas = loading->atlas;
    reading->writer.texts = &atlas->texts;
    reading->writer.runs = &atlas->runs;
    if (!text_runs_open(&atlas->runs)) return STATUS_NO_MEMORY;
    enum status status = atlas_texts_open(&atlas->texts, loading->path);
    if (status == STATUS_OK)
        status = load_rows(loading, "atlas_resources", sql_atlas_resources, read_resource, reading);
    if (status == STATUS_OK) status = texts_writer_flush(&reading->writer);
    if (status == STATUS_OK) status = atlas_texts_finish(&atlas->texts);
    texts_writer_close(&reading->writer);
    if (status == STATUS_OK) status = lay_texts(loading);
    text_runs_finish(&atlas->runs);
    if (status == STATUS_OK && (!atlas_index_names(atlas, &reading->names) ||
                                !people_index(&atlas->people, &reading->person_words)))
        status = STATUS_NO_MEMORY;
    return status;
}

enum status load_resources(struct loading *loading, enum audience audience,
                           const struct atlas_options *options)
{
    struct reading reading = {.options = options,
                              .names = {.size = sizeof(struct named)},
                              .person_words = {.size = sizeof(struct person_word)}};
    if (options->new_patients_days > 0)
        reading.oldest = instant_day(loading->atlas->timezone, options->now, NULL) -
                         (day)options->new_patients_days;
    enum status status = STATUS_OK;
    if (audience != AUDIENCE_PUBLIC) {
        status = database_prepare(loading->database, "atlas_restricted", sql_atlas_restricted,
                                  &reading.restricted);
        if (status != STATUS_OK) return status;
        status = statement_step(reading.restricted);
        reading.has_restricted = status == STATUS_OK;
        if (status == STATUS_NOT_FOUND) status = STATUS_OK;
    }
    if (status == STATUS_OK) status = provenance_open(loading, audience, &reading.provenance);
    if (status == STATUS_OK) status = read_all(loading, &reading);
    statement_close(reading.restricted);
    statement_close(reading.provenance.row);
    list_free(&reading.names);
    list_free(&reading.person_words);
    return status;
}
