/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LISTS_H
#define LISTS_H

#include "atlas_data.h"

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

/** Gives back the items ordered by owner (those of one owner keep their order) and where each
 *  owner's start. The list is freed. false: no memory. */
bool list_slice(struct list *list, size_t owner_count, struct slices *slices, void **items);
void slices_free(struct slices *slices);

#endif
