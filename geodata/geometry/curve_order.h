/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CURVE_ORDER_H
#define CURVE_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Things put in the order of the Hilbert curve (hilbert_key). Internal to geodata/. */
#define CURVE_END UINT64_MAX /* of what has no place: no key is as large */

struct curve_place {
    uint64_t key;
    uint32_t item;
};

/** Sorts by key; those with the same key keep their order. false: no memory. */
bool curve_sort(struct curve_place *places, size_t count);

#endif
