/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of those that nearly answer are told. */
#include "search/search_parts.h"

#include <math.h>

bool search_seeks_misses(const struct search_query *query)
{
    bool may_miss = query->radius_m > 0 || !scope_is_firm(query);
    return may_miss && !query->hits_only && query->offset == 0;
}

static int reason_weight(enum reason reason)
{
    switch (reason) {
    case REASON_HOURS_UNKNOWN:
    case REASON_HOLIDAY_UNKNOWN:
    case REASON_NEW_PATIENTS_UNKNOWN:
    case REASON_WALK_IN_UNKNOWN:
    case REASON_WHEELCHAIR_UNKNOWN:
    case REASON_LANGUAGE_UNKNOWN:
    case REASON_FEES_UNKNOWN:
        return 1;
    case REASON_HOME_UNKNOWN:
    case REASON_REMOTE_UNKNOWN:
        return 2;
    case REASON_WHEELCHAIR_NO:
    case REASON_LANGUAGE_NO:
        return 4;
    default:
        return 0;
    }
}

/* Who said something that misses by little is worth more than who said nothing; a no that nothing
 * can be done about comes last. */
static int weight(const struct search_hit *miss)
{
    bool is_unsaid_twice = (miss->unknown & (miss->unknown - 1)) != 0;
    return is_unsaid_twice ? 3 : reason_weight(miss->reason);
}

/* Of a zone its edge counts, which may be near though the office is far; without a place, farther
 * than all. */
static double away_m(const struct search_hit *miss)
{
    double far_m = miss->reason == REASON_OUTSIDE_ZONE ? miss->value_m : miss->distance_m;
    return far_m < 0 ? INFINITY : far_m;
}

static bool is_nearer_miss(const struct scope *scope, const struct search_hit *a,
                           const struct search_hit *b)
{
    double a_m = away_m(a), b_m = away_m(b);
    day today = scope->query->today;
    if (weight(a) != weight(b)) return weight(a) < weight(b);
    if (a_m != b_m) return a_m < b_m;
    if (!isinf(a_m)) return a->resource < b->resource;
    return fair_draw(scope->atlas, today, a->resource) <
           fair_draw(scope->atlas, today, b->resource);
}

/* A call may make a result of it: it is near, or comes to this door, and nothing that it said is in
 * the way. Two of those, where there are, are never hidden behind five that are closed. */
#define ASKABLE_LEAST 2

static bool is_askable(const struct search_hit *miss)
{
    const unsigned home = 1u << REASON_HOME_UNKNOWN | 1u << REASON_ZONE_UNKNOWN;
    return miss->unknown != 0 && (miss->unknown & home) == 0;
}

/* Which of a full list gives its place to another, if that is worth more. */
static size_t weakest(const struct search_result *out, bool for_askable)
{
    size_t askable = 0, at = SEARCH_NEAR_MISS_MAX - 1;
    for (size_t i = 0; i < SEARCH_NEAR_MISS_MAX; i++) askable += is_askable(&out->near_misses[i]);
    bool keeps_askable = askable < ASKABLE_LEAST || (!for_askable && askable == ASKABLE_LEAST);
    while (keeps_askable && is_askable(&out->near_misses[at])) at--;
    return at;
}

static bool is_wanted(const struct search_hit *miss, const struct search_result *out)
{
    size_t askable = 0;
    for (size_t i = 0; i < out->near_miss_count; i++) askable += is_askable(&out->near_misses[i]);
    return is_askable(miss) && askable < ASKABLE_LEAST;
}

bool search_may_keep_miss(const struct scope *scope, const struct search_hit *miss,
                          const struct search_result *out)
{
    if (out->near_miss_count < SEARCH_NEAR_MISS_MAX || is_wanted(miss, out)) return true;
    return is_nearer_miss(scope, miss, &out->near_misses[weakest(out, is_askable(miss))]);
}

void search_keep_miss(const struct scope *scope, const struct search_hit *miss,
                      struct search_result *out)
{
    size_t at = out->near_miss_count;
    for (size_t i = 0; i < at; i++) {
        if (out->near_misses[i].resource == miss->resource) return; /* met by another zone of it */
    }
    if (!search_may_keep_miss(scope, miss, out)) return;
    if (at == SEARCH_NEAR_MISS_MAX) {
        at--;
        for (size_t i = weakest(out, is_askable(miss)); i < at; i++)
            out->near_misses[i] = out->near_misses[i + 1];
    } else {
        out->near_miss_count++;
    }
    while (at > 0 && is_nearer_miss(scope, miss, &out->near_misses[at - 1])) {
        out->near_misses[at] = out->near_misses[at - 1];
        at--;
    }
    out->near_misses[at] = *miss;
}

double search_miss_limit_m(const struct search_result *out, enum reason reason)
{
    if (out->near_miss_count < SEARCH_NEAR_MISS_MAX) return INFINITY;
    const struct search_hit *last = &out->near_misses[weakest(out, false)];
    if (weight(last) != reason_weight(reason))
        return weight(last) < reason_weight(reason) ? -1 : INFINITY;
    return away_m(last);
}
