/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PRINT_SET_H
#define PRINT_SET_H

#include "base/fingerprint.h"
#include "geodata/status.h"

/** A set of fingerprints: of two things with one print, the second is told. Sixteen to thirty-two
 *  bytes each. A zeroed struct is empty. */
struct print_set {
    fingerprint *slots; /* 0: free; half of them at least are */
    size_t count, capacity;
};

/** STATUS_INVALID: it is there already. */
enum status print_set_add(struct print_set *set, fingerprint print);
void print_set_free(struct print_set *set);

#endif
