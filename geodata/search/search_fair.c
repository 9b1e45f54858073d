/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/search_fair.h"

#include <stdlib.h>

struct fair_entry {
    uint64_t draw;
    struct search_hit hit;
};

/* splitmix64's finisher: every bit of what goes in moves every bit of what comes out. */
static uint64_t mix(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xbf58476d1ce4e5b9);
    value ^= value >> 27;
    value *= UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

uint64_t fair_draw(const struct atlas *atlas, day today, atlas_id resource)
{
    return mix(atlas->records[resource].id_hash ^ mix((uint64_t)(int64_t)today));
}

bool fair_open(struct fair *fair, const struct atlas *atlas, day today, size_t wanted)
{
    *fair = (struct fair){.atlas = atlas, .today = today, .wanted = wanted};
    fair->entries = calloc(wanted + 1, sizeof *fair->entries);
    return fair->entries != NULL;
}

static bool is_later(const struct fair_entry *a, const struct fair_entry *b)
{
    if (a->draw != b->draw) return a->draw > b->draw;
    return a->hit.resource > b->hit.resource;
}

static void swap(struct fair_entry *a, struct fair_entry *b)
{
    struct fair_entry kept = *a;
    *a = *b;
    *b = kept;
}

/* The entries are a heap whose first is the latest drawn: the one to give up. */
static void sink_first(struct fair *fair)
{
    struct fair_entry *entries = fair->entries;
    size_t at = 0;
    for (size_t child = 1; child < fair->count; child = 2 * at + 1) {
        if (child + 1 < fair->count && is_later(&entries[child + 1], &entries[child])) child++;
        if (!is_later(&entries[child], &entries[at])) return;
        swap(&entries[child], &entries[at]);
        at = child;
    }
}

void fair_give(struct fair *fair, const struct search_hit *hit)
{
    struct fair_entry entry = {.draw = fair_draw(fair->atlas, fair->today, hit->resource),
                               .hit = *hit};
    struct fair_entry *entries = fair->entries;
    if (fair->count == fair->wanted) {
        if (fair->count == 0 || !is_later(&entries[0], &entry)) return;
        entries[0] = entry;
        sink_first(fair);
        return;
    }
    size_t at = fair->count++;
    entries[at] = entry;
    for (; at > 0 && is_later(&entries[at], &entries[(at - 1) / 2]); at = (at - 1) / 2) {
        swap(&entries[at], &entries[(at - 1) / 2]);
    }
}

static int compare_entries(const void *a, const void *b)
{
    return is_later(a, b) ? 1 : -1;
}

void fair_finish(struct fair *fair, size_t offset, struct search_result *out)
{
    qsort(fair->entries, fair->count, sizeof *fair->entries, compare_entries);
    for (size_t i = offset; i < fair->count; i++) out->hits[out->count++] = fair->entries[i].hit;
    free(fair->entries);
    *fair = (struct fair){0};
}
