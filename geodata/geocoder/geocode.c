/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/geocode.h"

#include "geocoder/geocode_answer.h"
#include "geocoder/geocode_find.h"
#include "geocoder/geocode_store.h"
#include "geodata/log.h"

#include "embedded/sql_address_book.h"
#include "embedded/sql_address_version.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOOK_VERSION 2
#define LIMIT_DEFAULT 5
/* Below this a street has hardly a word in common with the question. */
#define LIKENESS_LEAST 0.3

static enum status read_facts(struct database *database, struct geocoder_facts *out)
{
    struct statement *book = NULL;
    enum status status = database_prepare(database, "address_book", sql_address_book, &book);
    if (status == STATUS_OK) status = statement_step(book);
    if (status == STATUS_OK) {
        out->streets = (uint64_t)column_integer(book, 0);
        out->numbers = (uint64_t)column_integer(book, 1);
        out->places = (uint64_t)column_integer(book, 2);
        out->communes = (uint64_t)column_integer(book, 3);
        snprintf(out->source_date, sizeof out->source_date, "%s", column_text(book, 4));
        snprintf(out->source_name, sizeof out->source_name, "%s", column_text(book, 5));
    }
    statement_close(book);
    return status == STATUS_NOT_FOUND ? STATUS_FAILED : status;
}

static enum status check_version(struct database *database, const char *path)
{
    int64_t version = 0;
    enum status status =
        database_integer(database, "address_version", sql_address_version, &version);
    if (status != STATUS_OK) return status;
    if (version == BOOK_VERSION) return STATUS_OK;
    log_error("geocode: %s is not an address book of version %d", path, BOOK_VERSION);
    return STATUS_FAILED;
}

enum status geocoder_open(const char *addresses_path, struct geocoder **out)
{
    struct database *database = NULL;
    struct reader *first = NULL;
    struct geocoder *geocoder = calloc(1, sizeof *geocoder);
    if (geocoder == NULL) return STATUS_NO_MEMORY;

    enum status status = database_open_readonly(addresses_path, false, &database);
    if (status == STATUS_OK) status = check_version(database, addresses_path);
    if (status == STATUS_OK) status = read_facts(database, &geocoder->facts);
    if (status == STATUS_OK) status = gazetteer_load(database, &geocoder->gazetteer);
    if (status == STATUS_OK) status = reader_pool_open(&geocoder->pool);
    if (status != STATUS_OK) goto done;

    geocoder->path = strdup(addresses_path);
    status = geocoder->path == NULL ? STATUS_NO_MEMORY : reader_acquire(geocoder, &first);
    if (status != STATUS_OK) goto done;
    reader_release(geocoder, first); /* its queries are sound: so will be the others' */

    *out = geocoder;
    geocoder = NULL;
done:
    database_close(database);
    geocoder_close(geocoder);
    return status;
}

void geocoder_close(struct geocoder *geocoder)
{
    if (geocoder == NULL) return;
    reader_pool_close(geocoder->pool);
    gazetteer_free(geocoder->gazetteer);
    free(geocoder->path);
    free(geocoder);
}

void geocoder_describe(const struct geocoder *geocoder, struct geocoder_facts *out)
{
    *out = geocoder->facts;
}

enum status geocoder_each_commune(const struct geocoder *geocoder, geocode_commune_visitor *visit,
                                  void *context)
{
    enum status status = STATUS_OK;
    /* whole cities come after all communes in the file, and are not counted */
    for (uint64_t id = 1; id <= geocoder->facts.communes && status == STATUS_OK; id++) {
        const struct commune *commune = gazetteer_get(geocoder->gazetteer, (int64_t)id);
        if (commune == NULL) break;
        struct geocode_commune shown = {.citycode = commune->citycode,
                                        .city = commune->city,
                                        .postcodes = commune->postcodes,
                                        .district = commune->district};
        status = visit(context, &shown);
    }
    return status;
}

static size_t characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

static bool is_sound(const struct geocode_query *query)
{
    if (query->text == NULL || query->text_length == 0 || query->limit > GEOCODE_LIMIT_MAX) {
        return false;
    }
    if (query->has_near && !geo_point_is_valid(query->near)) return false;
    return query->text_length <= (size_t)4 * GEOCODE_TEXT_MAX &&
           characters(query->text, query->text_length) <= GEOCODE_TEXT_MAX;
}

/* Two doors that answer equally well, far apart: nobody can say which is meant. */
static void doubt_twins(struct hits *hits)
{
    if (hits->count < 2) return;
    const struct hit *first = &hits->list[0];
    double best = first->score;
    bool twins = false;
    for (size_t i = 1; i < hits->count && hits->list[i].score > best - 0.02; i++) {
        struct point a = {first->lon / NUMBER_GRID, first->lat / NUMBER_GRID};
        struct point b = {hits->list[i].lon / NUMBER_GRID, hits->list[i].lat / NUMBER_GRID};
        if (geo_distance_m(a, b) > 200) twins = true;
    }
    for (size_t i = 0; twins && i < hits->count; i++) hits->list[i].score *= 0.78;
}

static void drop_unlike(struct hits *hits)
{
    size_t kept = 0;
    for (size_t i = 0; i < hits->count; i++) {
        if (hits->list[i].likeness >= LIKENESS_LEAST) hits->list[kept++] = hits->list[i];
    }
    hits->count = kept;
}

enum status geocode_search(const struct geocoder *geocoder, const struct geocode_query *query,
                           struct geocode_answer *out)
{
    *out = (struct geocode_answer){0};
    if (!is_sound(query)) return STATUS_INVALID;
    struct reader *reader = NULL;
    struct reading *reading = malloc(sizeof *reading);
    struct hits *hits = calloc(1, sizeof *hits);
    enum status status = reading == NULL || hits == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK) status = reader_acquire(geocoder, &reader);
    if (status != STATUS_OK) goto done;

    size_t limit = query->limit == 0 ? LIMIT_DEFAULT : query->limit;
    hits->keep = limit + 4; /* some more, to see whether the first has twins */
    reading_of(geocoder->gazetteer, query->text, query->text_length, query->autocomplete, reading);
    status = find_hits(geocoder, reader, query, reading, hits);
    if (status != STATUS_OK) goto done;
    drop_unlike(hits);
    doubt_twins(hits);
    size_t count = hits->count < limit ? hits->count : limit;
    status = answer_write(reader, hits->list, count, NULL, out);
done:
    reader_release(geocoder, reader);
    free(reading);
    free(hits);
    return status;
}

void geocode_answer_free(struct geocode_answer *answer)
{
    if (answer == NULL) return;
    free(answer->results);
    free(answer->arena);
    *answer = (struct geocode_answer){0};
}
