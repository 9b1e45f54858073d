/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ADDRESSES_BOOK_H
#define ADDRESSES_BOOK_H

#include "geocoder/geocode_numbers.h"
#include "geodata/addresses.h"
#include "geodata/buffer.h"
#include "store/database.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An address book while its rows come in, held in memory (some 30 bytes a house number), and what
 * addresses.c hands to addresses_write.c. Texts are offsets into one arena; 0 is the empty text. */

struct book_number {
    uint32_t street;
    uint32_t number;
    uint32_t suffix;   /* arena */
    uint32_t postcode; /* arena; the same text has the same offset */
    uint32_t id;       /* arena; 0 when it follows from the street's key */
    int32_t lon, lat;  /* 1e-6 degree */
    bool in_name;
};

struct book_street {
    uint32_t name;     /* arena */
    uint32_t citycode; /* arena */
    uint32_t key;      /* arena */
    uint32_t postcode; /* arena */
    uint32_t commune;
    uint32_t count;     /* numbers */
    uint32_t first;     /* in the ordered numbers */
    int32_t lon, lat;   /* of a row without a number */
    unsigned char kind; /* STREET_KIND_… */
    float importance;
    bool placed; /* lon, lat are set */
};
#define STREET_KIND_STREET 1
#define STREET_KIND_PLACE 2

struct book_commune {
    uint32_t citycode, name; /* arena */
    uint32_t numbers;
    int64_t lon, lat; /* sums, then means */
    uint32_t placed;  /* positions summed */
};

/* Open addressing: positions + 1 of what is filed, 0 when free. */
struct book_index {
    uint32_t *slots;
    size_t capacity, count;
};

struct address_book {
    char *data;
    char *part; /* path of the file being made */
    struct buffer arena;
    struct book_number *numbers;
    size_t number_count, number_capacity;
    struct book_street *streets;
    size_t street_count, street_capacity;
    struct book_commune *communes;
    size_t commune_count, commune_capacity;
    struct book_index street_index, commune_index, text_index;
    uint32_t *texts; /* arena offsets filed in text_index */
    size_t text_count, text_capacity;
    uint64_t repeated;
};

static inline const char *book_text(const struct address_book *book, uint32_t offset)
{
    return book->arena.data + offset;
}

/* Puts the numbers in order (street, number, suffix), drops those said twice, counts. */
void book_order(struct address_book *book);

/* Writes the file book->part: schema, rows, indexes, and checks it. */
enum status book_write(const struct address_book *book, const char *source_name,
                       const char *source_date, const char *sha256,
                       struct address_book_summary *out);

/* Its parts: the communes; once the streets are in, the list of their words. */
enum status book_write_communes(struct database *database, const struct address_book *book);
enum status book_write_words(struct database *database);

/* Names a statement after its file. */
#define PREPARE(database, name, out) database_prepare(database, #name, sql_##name, out)

#endif
