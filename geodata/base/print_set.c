/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/print_set.h"

#include <stdbool.h>
#include <stdlib.h>

#define CAPACITY_MIN 1024

/* Where the print stands, or would. */
static fingerprint *slot_of(fingerprint *slots, size_t capacity, fingerprint print)
{
    size_t at = (size_t)print & (capacity - 1);
    while (slots[at] != 0 && slots[at] != print) at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool make_room(struct print_set *set)
{
    if ((set->count + 1) * 2 <= set->capacity) return true;
    size_t capacity = set->capacity == 0 ? CAPACITY_MIN : set->capacity * 2;
    fingerprint *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL) return false;
    for (size_t i = 0; i < set->capacity; i++) {
        if (set->slots[i] != 0) *slot_of(slots, capacity, set->slots[i]) = set->slots[i];
    }
    free(set->slots);
    set->slots = slots;
    set->capacity = capacity;
    return true;
}

enum status print_set_add(struct print_set *set, fingerprint print)
{
    if (print == 0) print = 1; /* no print is a free slot */
    if (!make_room(set)) return STATUS_NO_MEMORY;
    fingerprint *slot = slot_of(set->slots, set->capacity, print);
    if (*slot == print) return STATUS_INVALID;
    *slot = print;
    set->count++;
    return STATUS_OK;
}

void print_set_free(struct print_set *set)
{
    free(set->slots);
    *set = (struct print_set){0};
}
