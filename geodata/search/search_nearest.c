/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/search_nearest.h"

#include "base/lines.h"

#include <math.h>
#include <stdlib.h>

bool nearest_open(struct nearest *nearest, const struct scope *scope, size_t wanted)
{
    nearest->scope = scope;
    nearest->wanted = wanted;
    nearest->count = 0;
    nearest->entries = nearest->room;
    if (wanted > NEAREST_INLINE) nearest->entries = malloc(wanted * sizeof *nearest->entries);
    return nearest->entries != NULL;
}

void nearest_close(struct nearest *nearest)
{
    if (nearest->entries != nearest->room) free(nearest->entries);
}

static void measure(const struct nearest *nearest, struct nearest_entry *entry)
{
    struct point place;
    if (entry->least_m == entry->most_m) return;
    atlas_point(nearest->scope->atlas, entry->resource, &place);
    entry->least_m = entry->most_m = geo_distance_from(&nearest->scope->origin, place);
}

static bool is_farther(const struct nearest *nearest, struct nearest_entry *a,
                       struct nearest_entry *b)
{
    if (a->least_m > b->most_m) return true;
    if (b->least_m > a->most_m) return false;
    measure(nearest, a);
    measure(nearest, b);
    return a->least_m != b->least_m ? a->least_m > b->least_m : a->resource > b->resource;
}

/* Puts `entry` into the hole at the heap's head. */
static void sift(struct nearest *nearest, struct nearest_entry entry)
{
    struct nearest_entry *heap = nearest->entries;
    size_t at = 0;
    for (size_t child = 1; child < nearest->count; child = 2 * at + 1) {
        if (child + 1 < nearest->count && is_farther(nearest, &heap[child + 1], &heap[child]))
            child++;
        if (!is_farther(nearest, &heap[child], &entry)) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = entry;
}

void nearest_add(struct nearest *nearest, atlas_id resource, uint32_t by, double line2)
{
    struct nearest_entry *heap = nearest->entries;
    double line_m = sqrt(line2) / 100;
    struct nearest_entry entry = {fmax(line_m - GEO_CHORD_SLACK_M, 0),
                                  geo_way_most_m(line_m + GEO_CHORD_SLACK_M), resource, by};
    if (nearest->count == nearest->wanted) {
        if (is_farther(nearest, &heap[0], &entry)) sift(nearest, entry);
        return;
    }
    size_t at = nearest->count++;
    for (; at > 0 && is_farther(nearest, &entry, &heap[(at - 1) / 2]); at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = entry;
}

double nearest_limit_m(const struct nearest *nearest)
{
    return nearest->count < nearest->wanted ? INFINITY : nearest->entries[0].most_m;
}

void nearest_finish(struct nearest *nearest)
{
    size_t count = nearest->count;
    const struct atlas_record *records = nearest->scope->atlas->records;
    for (size_t i = 0; i < count; i++)
        lines_soon(&records[nearest->entries[i].resource], sizeof *records);
    for (size_t i = 0; i < count; i++) measure(nearest, &nearest->entries[i]);
    while (nearest->count > 1) {
        struct nearest_entry farthest = nearest->entries[0];
        nearest->count--;
        sift(nearest, nearest->entries[nearest->count]);
        nearest->entries[nearest->count] = farthest;
    }
    nearest->count = count;
}
