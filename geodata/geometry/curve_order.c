/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geometry/curve_order.h"

#include <stdlib.h>
#include <string.h>

/* Digit by digit, the lowest first: a third of the time of comparing, for millions. */
#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)
#define KEY_BITS 64

static size_t digit_of(const struct curve_place *place, unsigned shift)
{
    return place->key >> shift & (DIGITS - 1);
}

/* False: all have the same digit, there is nothing to move. */
static bool sort_digit(const struct curve_place *from, struct curve_place *to, size_t count,
                       unsigned shift)
{
    size_t start[DIGITS + 1] = {0};
    for (size_t i = 0; i < count; i++) start[digit_of(&from[i], shift) + 1]++;
    if (start[digit_of(&from[0], shift) + 1] == count) return false;
    for (size_t digit = 1; digit <= DIGITS; digit++) start[digit] += start[digit - 1];
    for (size_t i = 0; i < count; i++) to[start[digit_of(&from[i], shift)]++] = from[i];
    return true;
}

bool curve_sort(struct curve_place *places, size_t count)
{
    if (count < 2) return true;
    struct curve_place *other = malloc(count * sizeof *other), *from = places, *to = other;
    if (other == NULL) return false;
    for (unsigned shift = 0; shift < KEY_BITS; shift += DIGIT_BITS) {
        if (!sort_digit(from, to, count, shift)) continue;
        struct curve_place *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != places) memcpy(places, from, count * sizeof *places);
    free(other);
    return true;
}
