/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_RANDOM_H
#define SEARCH_RANDOM_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Chance that falls the same way on every machine (splitmix64). */
struct dice {
    uint64_t state;
};

static inline struct dice dice_of(uint64_t seed)
{
    return (struct dice){.state = seed};
}

static inline uint64_t dice_next(struct dice *dice)
{
    uint64_t value = dice->state += UINT64_C(0x9e3779b97f4a7c15);
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

/** 0 <= number < 1 */
static inline double dice_uniform(struct dice *dice)
{
    return (double)(dice_next(dice) >> 11) * 0x1p-53;
}

static inline size_t dice_below(struct dice *dice, size_t limit)
{
    return (size_t)(dice_uniform(dice) * (double)limit);
}

/** Rank r comes up with a chance of about 1 / (r + 1). */
static inline size_t dice_zipf(struct dice *dice, size_t count)
{
    return (size_t)(exp(dice_uniform(dice) * log((double)count + 1)) - 1) % count;
}

#endif
