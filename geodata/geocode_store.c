/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocode_store.h"

#include "embedded/sql_address_find.h"
#include "embedded/sql_address_inside.h"
#include "embedded/sql_address_reader.h"
#include "embedded/sql_address_spelling.h"
#include "embedded/sql_address_street.h"
#include "embedded/sql_address_word.h"
#include "embedded/sql_address_word_by_id.h"
#include "embedded/sql_address_words_from.h"
#include "embedded/sql_address_words_sound.h"

#include <pthread.h>
#include <stdlib.h>

struct reader_pool {
    pthread_mutex_t lock;
    struct reader *idle;
};

struct reader_query {
    const char *name, *sql;
    size_t offset; /* of the statement in struct reader */
};
#define QUERY(member, file)                                                                        \
    {                                                                                              \
#file, sql_##file, offsetof(struct reader, member)                                         \
    }
static const struct reader_query queries[] = {
    QUERY(find, address_find),
    QUERY(street, address_street),
    QUERY(inside, address_inside),
    QUERY(word, address_word),
    QUERY(word_by_id, address_word_by_id),
    QUERY(words_from, address_words_from),
    QUERY(words_sound, address_words_sound),
    QUERY(spelling, address_spelling),
};
#define QUERY_COUNT (sizeof queries / sizeof *queries)

static struct statement **statement_at(struct reader *reader, size_t query)
{
    return (struct statement **)((char *)reader + queries[query].offset);
}

static void reader_close(struct reader *reader)
{
    if (reader == NULL) return;
    for (size_t i = 0; i < QUERY_COUNT; i++) statement_close(*statement_at(reader, i));
    for (size_t i = 0; i < READER_PROJECTIONS; i++) geo_projection_close(reader->projections[i]);
    for (size_t i = 0; i < sizeof reader->scratch / sizeof *reader->scratch; i++) {
        buffer_free(&reader->scratch[i]);
    }
    database_close(reader->database);
    free(reader);
}

static enum status reader_open(const char *path, struct reader **out)
{
    struct reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) return STATUS_NO_MEMORY;
    enum status status = database_open_readonly(path, false, &reader->database);
    if (status == STATUS_OK) {
        status = database_run(reader->database, "address_reader", sql_address_reader);
    }
    for (size_t i = 0; i < QUERY_COUNT && status == STATUS_OK; i++) {
        status = database_prepare(reader->database, queries[i].name, queries[i].sql,
                                  statement_at(reader, i));
    }
    if (status != STATUS_OK) {
        reader_close(reader);
        return status;
    }
    *out = reader;
    return STATUS_OK;
}

enum status reader_pool_open(struct reader_pool **out)
{
    struct reader_pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL) return STATUS_NO_MEMORY;
    pthread_mutex_init(&pool->lock, NULL);
    *out = pool;
    return STATUS_OK;
}

void reader_pool_close(struct reader_pool *pool)
{
    if (pool == NULL) return;
    while (pool->idle != NULL) {
        struct reader *next = pool->idle->next;
        reader_close(pool->idle);
        pool->idle = next;
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

enum status reader_acquire(const struct geocoder *geocoder, struct reader **out)
{
    struct reader_pool *pool = geocoder->pool;
    pthread_mutex_lock(&pool->lock);
    struct reader *reader = pool->idle;
    if (reader != NULL) pool->idle = reader->next;
    pthread_mutex_unlock(&pool->lock);
    if (reader == NULL) return reader_open(geocoder->path, out);
    *out = reader;
    return STATUS_OK;
}

void reader_release(const struct geocoder *geocoder, struct reader *reader)
{
    if (reader == NULL) return;
    struct reader_pool *pool = geocoder->pool;
    pthread_mutex_lock(&pool->lock);
    reader->next = pool->idle;
    pool->idle = reader;
    pthread_mutex_unlock(&pool->lock);
}

static const char *text_or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

void street_row_read(struct statement *statement, struct street_row *out)
{
    out->id = column_integer(statement, 0);
    out->is_place = column_integer(statement, 1) == 2;
    out->name = text_or_empty(column_text(statement, 2));
    out->words = text_or_empty(column_text(statement, 3));
    out->commune = column_integer(statement, 4);
    out->postcode = text_or_empty(column_text(statement, 5));
    out->key = text_or_empty(column_text(statement, 6));
    out->importance = column_real(statement, 7);
    out->lon = (int32_t)column_integer(statement, 8);
    out->lat = (int32_t)column_integer(statement, 9);
    out->numbers = column_bytes(statement, 10, &out->numbers_length);
}

int64_t reader_count_word(struct reader *reader, const char *word)
{
    bind_text(reader->word, ":word", word);
    if (statement_step(reader->word) != STATUS_OK) return 0;
    int64_t streets = column_integer(reader->word, 1);
    statement_reset(reader->word);
    return streets;
}

bool reader_project(struct reader *reader, int epsg, struct point point, double *x, double *y)
{
    for (size_t i = 0; i < READER_PROJECTIONS; i++) {
        if (reader->epsg[i] == 0) {
            reader->epsg[i] = epsg;
            reader->projections[i] = geo_projection_open(epsg);
        }
        if (reader->epsg[i] != epsg) continue;
        return reader->projections[i] != NULL &&
               geo_from_wgs84(reader->projections[i], point, x, y);
    }
    return false;
}
