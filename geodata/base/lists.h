/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LISTS_H
#define LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Rows read in any order, each of one owner, then laid end to end by owner. Internal to geodata/.
 */
struct list {
    size_t size; /* of one item: set it first */
    char *items;
    uint32_t *owners;
    size_t count, capacity;
};

/** Copies `item` at the end; false when memory runs out. */
bool list_add(struct list *list, uint32_t owner, const void *item);
void list_free(struct list *list);

/** `count` empty lists of items of one size; NULL: no memory. */
struct list *lists_new(size_t count, size_t size);
void lists_free(struct list *lists, size_t count);

/** Puts the items of `count` lists into one, one after the other; they are freed. false: no memory.
 */
bool lists_join(struct list *lists, size_t count, struct list *out);

/** One list per owner, end to end. Many owners have none: a bit tells who has one, and only theirs
 *  are kept. */
struct slices {
    uint64_t *has;     /* a bit per owner */
    uint32_t *counted; /* of each 64 owners, how many before them have a list */
    uint32_t *start;   /* of each list, and the end of the last */
    uint32_t count;    /* of lists */
};

/** How lists lie that hold `counts[i]` items of owner i. false: no memory. */
bool slices_make(struct slices *slices, const uint32_t *counts, size_t owner_count);

/** Gives back the items of all lists ordered by owner (those of one owner keep their order) and
 *  where each owner's start. `at_once` lists are taken in at a time, each by one thread: among
 *  them no two have the same owner. The lists are freed. false: no memory. */
bool lists_slice(struct list *lists, size_t count, size_t at_once, size_t owner_count,
                 struct slices *slices, void **items);
void slices_free(struct slices *slices);

#endif
