/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ID_SET_H
#define ID_SET_H

#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A set of row ids, one bit for each up to the largest: two million take 250 kB. A zeroed struct
 * is empty. */
struct id_set {
    unsigned char *bits;
    size_t length; /* bytes */
};

/** STATUS_INVALID: it is there already. */
enum status id_set_add(struct id_set *set, int64_t id);
bool id_set_has(const struct id_set *set, int64_t id);
void id_set_free(struct id_set *set);

#endif
