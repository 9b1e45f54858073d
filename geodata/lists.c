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

bool list_slice(struct list *list, size_t owner_count, struct slices *slices, void **items)
{
    uint32_t *start = calloc(owner_count + 2, sizeof *start);
    char *ordered = malloc(list->count * list->size + 1);
    if (start == NULL || ordered == NULL) {
        free(start);
        free(ordered);
        list_free(list);
        return false;
    }
    /* counted one place further, so that placing the items leaves each start where it belongs */
    for (size_t i = 0; i < list->count; i++) start[list->owners[i] + 2]++;
    for (size_t i = 2; i < owner_count + 2; i++) start[i] += start[i - 1];
    for (size_t i = 0; i < list->count; i++) {
        memcpy(ordered + start[list->owners[i] + 1]++ * list->size, list->items + i * list->size,
               list->size);
    }
    slices->start = start;
    *items = ordered;
    list_free(list);
    return true;
}
