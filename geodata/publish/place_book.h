/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PLACE_BOOK_H
#define PLACE_BOOK_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Numbers places: those that are the same bytes have one number, the first met has 1, the next
 *  other one 2. With millions of them each look-up waits for memory twice, for the slot of its hash
 *  and for the bytes it leads to. So many are looked up at once: all is asked for before the first
 *  is needed. A zeroed book is empty. */
struct place_book {
    struct buffer entries;    /* of each place, its number, its length and its bytes */
    struct place_slot *slots; /* half of them at least are free */
    size_t count, slot_count;
};

struct place_key {
    size_t start, length; /* of what the place is, in the bytes of all */
    uint64_t hash;        /* the book's own */
    uint32_t number;      /* out */
    bool is_first;        /* out: none before was this place */
};

/** Sets number and is_first of each key, in their order. STATUS_NO_MEMORY. */
enum status place_book_number(struct place_book *book, const char *bytes, struct place_key *keys,
                              size_t count);
void place_book_free(struct place_book *book);

#endif
