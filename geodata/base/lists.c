/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/lists.h"

#include "geodata/crew.h"

#include <stdlib.h>
#include <string.h>

bool list_add(struct list *list, uint32_t owner, const void *item)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 64 : list->capacity * 2;
        char *items = realloc(list->items, capacity * list->size);
        if (items == NULL) return false;
        list->items = items;
        uint32_t *owners = realloc(list->owners, capacity * sizeof *owners);
        if (owners == NULL) return false;
        list->owners = owners;
        list->capacity = capacity;
    }
    memcpy(list->items + list->count * list->size, item, list->size);
    list->owners[list->count++] = owner;
    return true;
}

void list_free(struct list *list)
{
    free(list->items);
    free(list->owners);
    *list = (struct list){.size = list->size};
}

struct list *lists_new(size_t count, size_t size)
{
    struct list *lists = calloc(count, sizeof *lists);
    for (size_t i = 0; lists != NULL && i < count; i++) lists[i].size = size;
    return lists;
}

void lists_free(struct list *lists, size_t count)
{
    for (size_t i = 0; lists != NULL && i < count; i++) list_free(&lists[i]);
    free(lists);
}

bool lists_join(struct list *lists, size_t count, struct list *out)
{
    size_t items = 0;
    for (size_t i = 0; i < count; i++) items += lists[i].count;
    *out = (struct list){.size = lists[0].size, .capacity = items + 1};
    out->items = malloc(out->capacity * out->size);
    out->owners = malloc(out->capacity * sizeof *out->owners);
    bool has_room = out->items != NULL && out->owners != NULL;
    for (size_t i = 0; i < count; i++) {
        if (has_room && lists[i].count > 0) {
            memcpy(out->items + out->count * out->size, lists[i].items, lists[i].count * out->size);
            memcpy(out->owners + out->count, lists[i].owners, lists[i].count * sizeof *out->owners);
            out->count += lists[i].count;
        }
        list_free(&lists[i]);
    }
    if (!has_room) list_free(out);
    return has_room;
}

void slices_free(struct slices *slices)
{
    free(slices->has);
    free(slices->counted);
    free(slices->start);
    *slices = (struct slices){0};
}

bool slices_make(struct slices *slices, const uint32_t *counts, size_t owner_count)
{
    size_t words = owner_count / 64 + 1;
    uint32_t lists = 0, items = 0;
    for (size_t i = 0; i < owner_count; i++) lists += counts[i] > 0;
    *slices = (struct slices){.has = calloc(words, sizeof *slices->has),
                              .counted = calloc(words, sizeof *slices->counted),
                              .start = calloc((size_t)lists + 1, sizeof *slices->start),
                              .count = lists};
    if (slices->has == NULL || slices->counted == NULL || slices->start == NULL) {
        slices_free(slices);
        return false;
    }
    lists = 0;
    for (size_t i = 0; i < owner_count; i++) {
        if (i % 64 == 0) slices->counted[i / 64] = lists;
        if (counts[i] == 0) continue;
        slices->has[i / 64] |= UINT64_C(1) << i % 64;
        slices->start[lists++] = items;
        items += counts[i];
    }
    slices->start[lists] = items;
    return true;
}

struct slicing {
    const struct list *lists;
    uint32_t *counts; /* of each owner; then where its next item goes */
    char *ordered;
};

static void count_items(void *context, size_t number)
{
    struct slicing *slicing = context;
    const struct list *list = &slicing->lists[number];
    for (size_t i = 0; i < list->count; i++) slicing->counts[list->owners[i]]++;
}

static void place_items(void *context, size_t number)
{
    struct slicing *slicing = context;
    const struct list *list = &slicing->lists[number];
    for (size_t i = 0; i < list->count; i++) {
        size_t at = slicing->counts[list->owners[i]]++;
        memcpy(slicing->ordered + at * list->size, list->items + i * list->size, list->size);
    }
}

/* A crew for each `at_once` lists, so that those of one owner keep their order. */
static void take_in(struct slicing *slicing, size_t count, size_t at_once, crew_work *work)
{
    struct slicing layer = *slicing;
    for (size_t first = 0; first < count; first += at_once, layer.lists += at_once)
        crew_run(count - first < at_once ? count - first : at_once, work, &layer, NULL);
}

bool lists_slice(struct list *lists, size_t count, size_t at_once, size_t owner_count,
                 struct slices *slices, void **items)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) total += lists[i].count;
    struct slicing slicing = {.lists = lists,
                              .counts = calloc(owner_count + 1, sizeof *slicing.counts),
                              .ordered = malloc(total * lists[0].size + 1)};
    bool done = slicing.counts != NULL && slicing.ordered != NULL;
    if (done) take_in(&slicing, count, at_once, count_items);
    done = done && slices_make(slices, slicing.counts, owner_count);
    if (done) {
        for (size_t i = 0, next = 0; i < owner_count; i++) {
            size_t held = slicing.counts[i];
            slicing.counts[i] = (uint32_t)next;
            next += held;
        }
        take_in(&slicing, count, at_once, place_items);
        *items = slicing.ordered;
        slicing.ordered = NULL;
    }
    for (size_t i = 0; i < count; i++) list_free(&lists[i]);
    free(slicing.counts);
    free(slicing.ordered);
    return done;
}
