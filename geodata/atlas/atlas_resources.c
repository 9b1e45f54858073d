/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"
#include "atlas/atlas_names.h"
#include "base/lines.h"

#include "embedded/sql_atlas_resources.h"
#include "embedded/sql_atlas_restricted.h"
#include "geodata/holidays.h"
#include "geodata/text.h"

#include <pthread.h>
#include <stdlib.h>
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

/* What all pieces share. */
struct taking_in {
    const struct atlas_options *options;
    enum audience audience;
    day oldest;           /* said before that day: whether new patients are taken is past */
    pthread_mutex_t lock; /* of atlas->languages */
};

/* What a piece found is joined to the rest by whoever waits for all of them. */
struct found {
    struct taking_in *all;
    struct arena arena;
    struct list names, person_words;
    size_t counts[RESOURCE_POINT + 1]; /* of each kind */
};

/* A piece while it is read. */
struct reading {
    struct taking_in *all;
    struct found *found;
    struct statement *restricted; /* NULL for the public; at its first row not yet used */
    bool has_restricted;
    struct provenance_reader provenance;
    struct texts_writer writer;
    struct buffer folded;
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

/* As languages_keys writes them. Place 0 is for those who said none. */
static bool add_languages(struct buffer *all, const struct buffer *keys, uint32_t *place)
{
    if (all->length == 0) buffer_char(all, '\0');
    *place = (uint32_t)all->length;
    buffer_append(all, keys->data, keys->length + 1);
    return !all->failed;
}

static bool keep_languages(struct atlas *atlas, struct reading *reading,
                           struct atlas_record *record, const char *languages)
{
    if (languages == NULL) return true;
    struct known_languages *known = &reading->languages[atlas_hash_id(languages) % LANGUAGES_KEPT];
    if (known->said == NULL || strcmp(known->said, languages) != 0) {
        struct buffer *keys = &reading->folded;
        buffer_reset(keys);
        languages_keys(skills_languages(atlas->skills), languages, keys);
        known->said = arena_text(&reading->found->arena, languages);
        if (keys->failed || known->said == NULL) return false;
        pthread_mutex_lock(&reading->all->lock);
        bool kept = add_languages(&atlas->languages, keys, &known->place);
        pthread_mutex_unlock(&reading->all->lock);
        if (!kept) return false;
    }
    record->languages = known->place;
    return true;
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
    reading->found->counts[resource->kind]++;
    return keep_languages(atlas, reading, record, resource->languages);
}

static bool keep_text(struct arena *arena, const char **text)
{
    if (*text == NULL) return true;
    *text = arena_text(arena, *text);
    return *text != NULL;
}

/* Those who hold sessions are also found by their sessions. */
static bool keep_host(struct atlas *atlas, struct arena *arena, atlas_id id,
                      const struct resource *resource)
{
    struct slice sessions = slice_of(&atlas->session_slices, id);
    struct session_host host = {.resource = id, .name = resource->name, .place = resource->place};
    if (sessions.first == sessions.end) return true;
    atlas_point(atlas, id, &host.place.point);
    if (!keep_text(arena, &host.name) || !keep_text(arena, &host.place.address) ||
        !keep_text(arena, &host.place.postcode) || !keep_text(arena, &host.place.citycode) ||
        !keep_text(arena, &host.place.city))
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

static size_t declared_codes(const struct loading *loading, uint32_t row, skill_id profession,
                             const char *codes[SHOWN_SKILLS_MAX])
{
    size_t count = 0;
    struct slice declared = slice_of(&loading->declared_slices, row);
    for (uint32_t i = declared.first; i < declared.end && count < SHOWN_SKILLS_MAX; i++) {
        skill_id skill = loading->declared[i];
        if (skill != profession) codes[count++] = skills_get(loading->atlas->skills, skill)->code;
    }
    return count;
}

static void encode_record(struct loading *loading, struct reading *reading, uint32_t row,
                          struct resource *resource)
{
    struct atlas *atlas = loading->atlas;
    atlas_id id = loading->ranks[row];
    const char *codes[SHOWN_SKILLS_MAX];
    struct hours hours;
    size_t zone_count;
    skill_id profession = loading->professions[row];
    if (profession != SKILL_NONE)
        resource->profession = skills_get(atlas->skills, profession)->code;
    resource->skill_count = declared_codes(loading, row, profession, codes);
    resource->skills = codes;
    if (atlas_hours(atlas, id, &hours)) resource->hours = &hours;
    resource->closures = atlas_closures(atlas, id, &resource->closure_count);
    atlas_zones(atlas, id, &zone_count);
    resource->zone_count = zone_count;
    resource->zones_incomplete = atlas->records[id].zones_incomplete;
    atlas_point(atlas, id, &resource->place.point);
    reading->all->options->encode(reading->all->options->context, atlas, id, resource,
                                  &reading->writer.text);
}

/* What nobody said again is no longer known; its date stays and tells why. */
static void forget_what_is_old(const struct reading *reading, struct resource *resource)
{
    day said;
    const char *date = resource->new_patients_as_of;
    if (reading->all->options->new_patients_days == 0) return;
    if (date == NULL || day_parse(date, &said) != STATUS_OK) {
        date = resource->updated;
        if (date == NULL || day_parse(date, &said) != STATUS_OK) return;
    }
    if (said < reading->all->oldest) resource->new_patients = TRISTATE_UNKNOWN;
}

/* Records lie along the curve, rows do not: that of a later row is set on its way to the processor
 * while this one is read. Not a function: gcc 12 thinks that one which only does that does nothing.
 */
#define ROWS_AHEAD 8

static enum status read_resource(struct loading *loading, struct statement *row, void *context)
{
    struct reading *reading = context;
    struct resource resource;
    int64_t key = column_integer(row, COLUMN_KEY);
    size_t place = loading_row(loading, key);
    if (place == loading->atlas->count) return STATUS_INVALID;
    atlas_id id = loading->ranks[place];
    if (place + ROWS_AHEAD < loading->atlas->count)
        lines_soon(&loading->atlas->records[loading->ranks[place + ROWS_AHEAD]],
                   sizeof *loading->atlas->records);
    read_columns(row, &resource);
    forget_what_is_old(reading, &resource);
    if (!keep_record(loading->atlas, reading, id, &resource) ||
        !keep_host(loading->atlas, &reading->found->arena, id, &resource) ||
        !atlas_add_name(loading->atlas, &reading->found->arena, id, &resource,
                        &reading->found->names) ||
        !people_add(id, &resource, &reading->folded, &reading->found->person_words)) {
        return STATUS_NO_MEMORY;
    }
    enum status status = read_restricted(reading, key, &resource.restricted);
    if (status == STATUS_OK) {
        status = provenance_read(loading, &reading->provenance, key, &resource);
    }
    if (status != STATUS_OK) return status;
    texts_writer_begin(&reading->writer, resource.id);
    if (reading->all->options->encode != NULL)
        encode_record(loading, reading, (uint32_t)place, &resource);
    return texts_writer_end(&reading->writer, id, &loading->atlas->records[id].text);
}

static enum status open_restricted(const struct piece *piece, struct reading *reading)
{
    if (reading->all->audience == AUDIENCE_PUBLIC) return STATUS_OK;
    enum status status =
        piece_prepare(piece, "atlas_restricted", sql_atlas_restricted, &reading->restricted);
    if (status != STATUS_OK) return status;
    status = statement_step(reading->restricted);
    reading->has_restricted = status == STATUS_OK;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_rows(struct loading *loading, const struct piece *piece,
                             struct reading *reading)
{
    struct statement *row = NULL;
    enum status status = open_restricted(piece, reading);
    if (status == STATUS_OK)
        status = provenance_open(loading, piece, reading->all->audience, &reading->provenance);
    if (status == STATUS_OK)
        status = piece_prepare(piece, "atlas_resources", sql_atlas_resources, &row);
    while (status == STATUS_OK) {
        status = statement_step(row);
        if (status == STATUS_OK) status = read_resource(loading, row, reading);
    }
    statement_close(row);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_piece(struct loading *loading, const struct piece *piece, void *context)
{
    struct found *found = context;
    struct reading *reading = calloc(1, sizeof *reading);
    if (reading == NULL) return STATUS_NO_MEMORY;
    reading->all = found->all;
    reading->found = found;
    reading->writer =
        (struct texts_writer){.texts = &loading->atlas->texts, .runs = &loading->atlas->runs};
    enum status status = read_rows(loading, piece, reading);
    statement_close(reading->restricted);
    statement_close(reading->provenance.row);
    texts_writer_close(&reading->writer);
    buffer_free(&reading->folded);
    free(reading);
    return status;
}

static bool join_found(struct loading *loading, struct found *found)
{
    struct atlas *atlas = loading->atlas;
    size_t pieces = loading->piece_count;
    struct list *words = calloc(pieces, sizeof *words), *names = calloc(pieces, sizeof *names);
    struct list all_names;
    bool done = words != NULL && names != NULL;
    for (size_t i = 0; done && i < pieces; i++) {
        arena_join(&atlas->arena, &found[i].arena);
        words[i] = found[i].person_words;
        names[i] = found[i].names;
        found[i].names = (struct list){0};
        atlas->facts.professionals += found[i].counts[RESOURCE_PROFESSIONAL];
        atlas->facts.structures += found[i].counts[RESOURCE_STRUCTURE];
        atlas->facts.points += found[i].counts[RESOURCE_POINT];
    }
    done = done && lists_join(names, pieces, &all_names) && atlas_index_names(atlas, &all_names) &&
           people_index(&atlas->people, words, pieces);
    free(words);
    free(names);
    return done;
}

enum status load_resources(struct loading *loading, enum audience audience,
                           const struct atlas_options *options)
{
    struct atlas *atlas = loading->atlas;
    size_t pieces = loading->piece_count;
    struct taking_in all = {.options = options, .audience = audience};
    struct found *found = calloc(pieces, sizeof *found);
    if (found == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < pieces; i++)
        found[i] = (struct found){.all = &all,
                                  .names.size = sizeof(struct named),
                                  .person_words.size = sizeof(struct person_word)};
    pthread_mutex_init(&all.lock, NULL);
    if (options->new_patients_days > 0)
        all.oldest =
            instant_day(atlas->timezone, options->now, NULL) - (day)options->new_patients_days;
    enum status status = text_runs_open(&atlas->runs) ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = atlas_texts_open(&atlas->texts, loading->path, atlas->count);
    if (status == STATUS_OK) status = pieces_do(loading, read_piece, found, sizeof *found);
    if (status == STATUS_OK) status = atlas_texts_finish(&atlas->texts);
    if (status == STATUS_OK) text_runs_finish(&atlas->runs);
    if (status == STATUS_OK && !join_found(loading, found)) status = STATUS_NO_MEMORY;
    pthread_mutex_destroy(&all.lock);
    for (size_t i = 0; i < pieces; i++) {
        arena_free(&found[i].arena);
        list_free(&found[i].names);
        list_free(&found[i].person_words);
    }
    free(found);
    return status;
}
