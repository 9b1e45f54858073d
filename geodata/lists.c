/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists.h"

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

void slices_free(struct slices *slices)
{
    free(slices->has);
    free(slices->counted);
    free(slices->start);
    *slices = (struct slices){0};
}

static bool mark_owners(const struct list *list, size_t owner_count, struct slices *slices)
{
    size_t words = owner_count / 64 + 1;
    *slices = (struct slices){.has = calloc(words, sizeof *slices->has),
                              .counted = calloc(words, sizeof *slices->counted)};
    if (slices->has == NULL || slices->counted == NULL) return false;
    for (size_t i = 0; i < list->count; i++)
        slices->has[list->owners[i] / 64] |= UINT64_C(1) << list->owners[i] % 64;
    uint32_t lists = 0;
    for (size_t word = 0; word < words; word++) {
        slices->counted[word] = lists;
        lists += (uint32_t)__builtin_popcountll(slices->has[word]);
    }
    slices->start = calloc((size_t)lists + 2, sizeof *slices->start);
    slices->count = lists;
    return slices->start != NULL;
}

static void place_items(const struct list *list, const struct slices *slices, char *ordered)
{
    uint32_t *start = slices->start;
    /* counted one place further, so that placing the items leaves each start where it belongs */
    for (size_t i = 0; i < list->count; i++) start[slices_number(slices, list->owners[i]) + 2]++;
    for (size_t i = 2; i < (size_t)slices->count + 2; i++) start[i] += start[i - 1];
    for (size_t i = 0; i < list->count; i++) {
        uint32_t at = start[slices_number(slices, list->owners[i]) + 1]++;
        memcpy(ordered + at * list->size, list->items + i * list->size, list->size);
    }
}

bool list_slice(struct list *list, size_t owner_count, struct slices *slices, void **items)
{
    char *ordered = malloc(list->count * list->size + 1);
    bool is_marked = mark_owners(list, owner_count, slices) && ordered != NULL;
    if (is_marked) {
        place_items(list, slices, ordered);
        *items = ordered;
    } else {
        slices_free(slices);
        free(ordered);
    }
    list_free(list);
    return is_marked;
}
