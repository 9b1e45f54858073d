/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_STORE_H
#define GEOCODE_STORE_H

#include "geocoder/geocode_places.h"
#include "geodata/buffer.h"
#include "geodata/geo.h"
#include "geodata/geocode.h"
#include "store/database.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The address book as the geocoder reads it: what all threads share, and readers, each with its
 * own connection, that are lent to one call at a time. */

struct reader_pool;

struct geocoder {
    char *path;
    struct gazetteer *gazetteer;
    struct geocoder_facts facts;
    struct reader_pool *pool;
};

struct reader {
    struct database *database;
    struct statement *find, *street, *inside, *word, *word_by_id, *words_from, *words_sound,
        *spelling, *by_key;
    struct reader_pool *pool;
    struct buffer scratch[4]; /* for whoever holds the reader; kept to spare allocations */
    struct reader *next;
};

/* A reader that nobody else uses; give it back with reader_release. */
enum status reader_acquire(const struct geocoder *geocoder, struct reader **out);
void reader_release(const struct geocoder *geocoder, struct reader *reader);

enum status reader_pool_open(struct reader_pool **out);
void reader_pool_close(struct reader_pool *pool);

/* A row of `street`; its texts live until the statement steps on. */
struct street_row {
    int64_t id;
    bool is_place;
    const char *name, *words;
    int64_t commune;
    const char *postcode, *key;
    double importance;
    int32_t lon, lat;
    const void *numbers;
    size_t numbers_length;
};
void street_row_read(struct statement *statement, struct street_row *out);

/* How many streets hold the word; 0: none does. */
int64_t reader_count_word(struct reader *reader, const char *word);

/* To Lambert-93, or what the département uses; false when it cannot be said. The projections are
 * slow to make (10 ms), so all readers share them and take turns (a microsecond). */
bool reader_project(struct reader *reader, int epsg, struct point point, double *x, double *y);

#endif
