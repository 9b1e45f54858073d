/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_store.h"

#include "embedded/sql_address_by_key.h"
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

#define PROJECTIONS_MAX 8 /* a country has six */
#define LAMBERT_93 2154

struct reader_pool {
    pthread_mutex_t lock;
    struct reader *idle;
    pthread_mutex_t projecting;
    struct geo_projection *projections[PROJECTIONS_MAX];
    int epsg[PROJECTIONS_MAX];
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
    QUERY(by_key, address_by_key),
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
    pthread_mutex_init(&pool->projecting, NULL);
    pool->epsg[0] = LAMBERT_93;
    pool->projections[0] = geo_projection_open(LAMBERT_93);
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
    for (size_t i = 0; i < PROJECTIONS_MAX; i++) {
        if (pool->epsg[i] != 0) geo_projection_close(pool->projections[i]);
    }
    pthread_mutex_destroy(&pool->projecting);
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
    enum status status = STATUS_OK;
    if (reader == NULL) status = reader_open(geocoder->path, &reader);
    if (status != STATUS_OK) return status;
    reader->pool = pool;
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

static struct geo_projection *find_projection(struct reader_pool *pool, int epsg)
{
    for (size_t i = 0; i < PROJECTIONS_MAX; i++) {
        if (pool->epsg[i] == 0) {
            pool->epsg[i] = epsg;
            pool->projections[i] = geo_projection_open(epsg);
        }
        if (pool->epsg[i] == epsg) return pool->projections[i];
    }
    return NULL;
}

bool reader_project(struct reader *reader, int epsg, struct point point, double *x, double *y)
{
    struct reader_pool *pool = reader->pool;
    pthread_mutex_lock(&pool->projecting);
    struct geo_projection *projection = find_projection(pool, epsg);
    bool projected = projection != NULL && geo_from_wgs84(projection, point, x, y);
    pthread_mutex_unlock(&pool->projecting);
    return projected;
}
