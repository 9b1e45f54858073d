/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule/almanac.h"

#include "geodata/holidays.h"

#define DAY_SECONDS 86400

void almanac_set(uint64_t bits[ALMANAC_WORDS], int64_t index)
{
    if (index >= 0 && index < ALMANAC_DAYS) bits[index / 64] |= UINT64_C(1) << index % 64;
}

uint64_t almanac_days(const uint64_t bits[ALMANAC_WORDS], size_t index)
{
    size_t shift = index % 64;
    const uint64_t *word = &bits[index / 64];
    return shift == 0 ? word[0] : word[0] >> shift | word[1] << (64 - shift);
}

/* It has 24 hours, and clocks show whole minutes of universal time. */
static bool is_steady(const struct timezone_rules *rules, day date)
{
    instant begins = instant_of(rules, date, 0), ends = instant_of(rules, date + 1, 0);
    return ends - begins == DAY_SECONDS && begins % 60 == 0;
}

void almanac_make(struct almanac *out, const struct timezone_rules *rules, day first)
{
    *out = (struct almanac){.rules = rules, .first = first};
    for (int i = 0; i < ALMANAC_DAYS; i++) {
        bool steady = is_steady(rules, first + i);
        for (int law = 0; law < HOLIDAYS_LAW_COUNT; law++) {
            if (!steady || holidays_day((enum holiday_law)law, first + i) != HOLIDAY_NO)
                almanac_set(out->unusual[law], i);
        }
    }
}

bool almanac_is_usual(const struct almanac *almanac, enum holiday_law law, day from, day last)
{
    int64_t index = (int64_t)from - almanac->first, count = (int64_t)last - from + 1;
    if (index < 0 || index + count > ALMANAC_DAYS) return false;
    uint64_t asked = UINT64_MAX >> (64 - count);
    return (almanac_days(almanac->unusual[law], (size_t)index) & asked) == 0;
}
