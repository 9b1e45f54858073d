/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Among equal distances what is not yet measured comes first: it may hide an equal with a lower
 * number. Then the lower number. */
static bool comes_before(const struct walk_entry *a, const struct walk_entry *b)
{
    if (a->least_m != b->least_m) return a->least_m < b->least_m;
    if (a->step != b->step) return a->step > b->step;
    return a->index < b->index;
}

static bool grow_heap(struct walk *walk)
{
    size_t capacity = walk->capacity * 4;
    bool is_inlined = walk->heap == walk->inlined;
    struct walk_entry *grown = realloc(is_inlined ? NULL : walk->heap, capacity * sizeof *grown);
    if (grown == NULL) {
        walk->failed = true;
        return false;
    }
    if (is_inlined) memcpy(grown, walk->inlined, walk->count * sizeof *grown);
    walk->heap = grown;
    walk->capacity = capacity;
    return true;
}

static void push(struct walk *walk, struct walk_entry entry)
{
    if (entry.least_m > walk->farthest_m) return;
    if (walk->count == walk->capacity && !grow_heap(walk)) return;
    size_t at = walk->count++;
    while (at > 0 && comes_before(&entry, &walk->heap[(at - 1) / 2])) {
        walk->heap[at] = walk->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    walk->heap[at] = entry;
}

static struct walk_entry pop(struct walk *walk)
{
    struct walk_entry first = walk->heap[0], last = walk->heap[--walk->count];
    size_t at = 0;
    for (size_t child = 1; child < walk->count; child = 2 * at + 1) {
        if (child + 1 < walk->count && comes_before(&walk->heap[child + 1], &walk->heap[child])) {
            child++;
        }
        if (!comes_before(&walk->heap[child], &last)) break;
        walk->heap[at] = walk->heap[child];
        at = child;
    }
    walk->heap[at] = last;
    return first;
}

static double least(double chord_m)
{
    return chord_m > GEO_CHORD_SLACK_M ? chord_m - GEO_CHORD_SLACK_M : 0;
}

static void push_box(struct walk *walk, uint8_t tree, unsigned level, uint32_t index)
{
    const struct point_tree *from = walk->trees[tree];
    const struct earth_box *box = &from->boxes[from->levels.start[level] + index];
    push(walk, (struct walk_entry){.least_m = least(earth_box_distance_m(box, walk->earth)),
                                   .index = index,
                                   .tree = tree,
                                   .step = (uint8_t)(WALK_BOX + level)});
}

static void open_box(struct walk *walk, const struct walk_entry *entry)
{
    const struct point_tree *from = walk->trees[entry->tree];
    unsigned level = (unsigned)(entry->step - WALK_BOX);
    uint32_t below = level == 0 ? from->count : from->levels.boxes[level - 1];
    uint32_t first = entry->index * TREE_FANOUT;
    uint32_t end = below - first < TREE_FANOUT ? below : first + TREE_FANOUT;
    for (uint32_t i = first; i < end; i++) {
        if (level > 0) {
            push_box(walk, entry->tree, level - 1, i);
            continue;
        }
        uint32_t resource = point_tree_id(from, i);
        if (walk->filter != NULL && !walk->filter(walk->context, entry->tree, resource)) continue;
        double chord_m = earth_distance_m(walk->atlas->points[resource], walk->earth);
        push(walk, (struct walk_entry){.least_m = least(chord_m),
                                       .index = resource,
                                       .tree = entry->tree,
                                       .step = WALK_RESOURCE});
    }
}

void walk_open(struct walk *walk, const struct atlas *atlas, struct point center, double farthest_m,
               const struct point_tree *const *trees, unsigned tree_count, walk_filter *filter,
               void *context)
{
    walk->atlas = atlas;
    walk->center = center;
    walk->earth = geo_to_earth(center);
    walk->trees = trees;
    walk->filter = filter;
    walk->context = context;
    walk->farthest_m = farthest_m;
    walk->heap = walk->inlined;
    walk->capacity = WALK_INLINE;
    walk->count = 0;
    walk->failed = false;
    for (unsigned i = 0; i < tree_count; i++) {
        if (trees[i]->count > 0) push_box(walk, (uint8_t)i, trees[i]->levels.count - 1, 0);
    }
}

bool walk_next(struct walk *walk, atlas_id *resource, double *distance_m)
{
    while (walk->count > 0 && !walk->failed) {
        struct walk_entry entry = pop(walk);
        if (entry.step == WALK_MEASURED) {
            *resource = entry.index;
            *distance_m = entry.least_m;
            return true;
        }
        if (entry.step != WALK_RESOURCE) {
            open_box(walk, &entry);
            continue;
        }
        struct point place;
        atlas_point(walk->atlas, entry.index, &place);
        entry.least_m = geo_distance_m(walk->center, place);
        entry.step = WALK_MEASURED;
        push(walk, entry);
    }
    return false;
}

void walk_close(struct walk *walk)
{
    if (walk->heap != walk->inlined) free(walk->heap);
    walk->heap = walk->inlined;
}
