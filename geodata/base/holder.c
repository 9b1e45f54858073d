/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/holder.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* `current` packs the number of a slot (high bits) and how many readers entered it (low bits): one
 * addition both finds the thing and counts the reader in. A reader that leaves counts itself out in
 * the slot. When a slot is retired, the number that entered is known for good, and whoever makes
 * the two counts meet closes the thing. */
#define SLOT_COUNT 64u
#define ENTERED_BITS 48
#define ENTERED_MASK ((UINT64_C(1) << ENTERED_BITS) - 1)
#define STILL_CURRENT (INT64_MIN / 2)

struct slot {
    void *thing;
    _Atomic int64_t balance; /* STILL_CURRENT - left; once retired: entered - left */
    _Atomic bool is_used;
};

struct holder {
    _Atomic uint64_t current;
    void (*close)(void *thing);
    struct slot slots[SLOT_COUNT];
};

static void fill_slot(struct slot *slot, void *thing)
{
    slot->thing = thing;
    atomic_store(&slot->balance, STILL_CURRENT);
    atomic_store(&slot->is_used, true);
}

static void empty_slot(struct holder *holder, struct slot *slot)
{
    if (slot->thing != NULL) holder->close(slot->thing);
    slot->thing = NULL;
    atomic_store(&slot->is_used, false);
}

enum status holder_open(void (*close)(void *thing), struct holder **out)
{
    struct holder *holder = calloc(1, sizeof *holder);
    if (holder == NULL) return STATUS_NO_MEMORY;
    holder->close = close;
    fill_slot(&holder->slots[0], NULL);
    *out = holder;
    return STATUS_OK;
}

static uint64_t free_slot(struct holder *holder)
{
    for (uint64_t i = 0;; i = (i + 1) % SLOT_COUNT) {
        if (!atomic_load(&holder->slots[i].is_used)) return i;
        if (i == SLOT_COUNT - 1) sched_yield(); /* 64 of them still read: wait for a reader */
    }
}

void holder_swap(struct holder *holder, void *next)
{
    uint64_t index = free_slot(holder);
    fill_slot(&holder->slots[index], next);
    uint64_t old = atomic_exchange(&holder->current, index << ENTERED_BITS);
    struct slot *retired = &holder->slots[old >> ENTERED_BITS];
    int64_t change = (int64_t)(old & ENTERED_MASK) - STILL_CURRENT;
    if (atomic_fetch_add(&retired->balance, change) + change == 0) empty_slot(holder, retired);
}

const void *holder_acquire(struct holder *holder, unsigned *token)
{
    uint64_t seen = atomic_fetch_add(&holder->current, 1);
    *token = (unsigned)(seen >> ENTERED_BITS);
    const void *thing = holder->slots[*token].thing;
    if (thing == NULL) holder_release(holder, *token);
    return thing;
}

void holder_release(struct holder *holder, unsigned token)
{
    struct slot *slot = &holder->slots[token];
    if (atomic_fetch_sub(&slot->balance, 1) - 1 == 0) empty_slot(holder, slot);
}

void holder_close(struct holder *holder)
{
    if (holder == NULL) return;
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        if (atomic_load(&holder->slots[i].is_used)) empty_slot(holder, &holder->slots[i]);
    }
    free(holder);
}
