/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_NUMBERS_H
#define GEOCODE_NUMBERS_H

#include "geodata/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The house numbers of one street, packed in the blob street.numbers:
 *
 *   varint count, then for each number, ordered by number and suffix:
 *   varint number minus the one before (the first: minus 0)
 *   1 byte flags: low four bits the length of the suffix, then NUMBER_… below
 *   the suffix, as the source writes it, in lower case
 *   [NUMBER_POSTCODE] 5 bytes, when it is not the street's
 *   [NUMBER_ID] varint length and BAN id, when it is not street.key _ 5 digits [_ suffix]
 *   zigzag varint lon and lat minus those before (the first: minus 0), 1e-6 degree
 *
 * A varint has 7 bits to the byte, low ones first; the high bit says that more follow. */
#define NUMBER_SUFFIX_MAX 15
#define NUMBER_ID_MAX 63
#define NUMBER_POSTCODE 0x10u
#define NUMBER_ID 0x20u
/* The source writes the number into the street's name ("54P8 Rue du Château"). */
#define NUMBER_IN_NAME 0x40u

struct house_number {
    uint32_t number;
    char suffix[NUMBER_SUFFIX_MAX + 1];
    char postcode[6];           /* "" : the street's */
    char id[NUMBER_ID_MAX + 1]; /* "" : made from street.key */
    bool in_name;
    int32_t lon, lat; /* 1e-6 degree */
};

/* Packs `count` numbers that are already in order. */
void numbers_pack(const struct house_number *numbers, size_t count, struct buffer *out);

/* Reads them back, one by one. A blob that ends too early, or says what cannot be, ends the walk.
 */
struct number_cursor {
    const unsigned char *next, *end;
    uint32_t left;
    struct house_number now;
};
void numbers_begin(struct number_cursor *cursor, const void *blob, size_t length);
bool numbers_next(struct number_cursor *cursor);

#define NUMBER_GRID 1000000.0

#endif
