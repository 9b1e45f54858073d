/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/seen.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_MIN ((size_t)1024)

struct meeting {
    uint32_t hash[2];
    uint32_t line;
};

/* A part of the hash lies here, so that hardly any other meeting is looked at: the two tables are
 * far larger than what the processor keeps at hand. */
struct seen_slot {
    uint32_t hash;
    uint32_t meeting; /* 1 + its place; 0: free */
};

struct seen_sheet {
    size_t first; /* meeting */
    const char *name;
};

/* 96 bits of it: the first 32 are the slot's. */
static uint32_t hash_identity(const struct seen *seen, const char *identity,
                              struct meeting *meeting)
{
    uint32_t hash[crypto_shorthash_siphashx24_BYTES / sizeof(uint32_t)];
    crypto_shorthash_siphashx24((unsigned char *)hash, (const unsigned char *)identity,
                                strlen(identity), seen->key);
    memcpy(meeting->hash, hash + 1, sizeof meeting->hash);
    return hash[0];
}

/* The slot of a meeting, or the free one where it belongs. */
static struct seen_slot *find_slot(const struct seen *seen, uint32_t hash,
                                   const struct meeting *meeting)
{
    size_t at = hash & (seen->slot_count - 1);
    for (; seen->slots[at].meeting != 0; at = (at + 1) & (seen->slot_count - 1)) {
        if (seen->slots[at].hash != hash) continue;
        const struct meeting *other = &seen->meetings[seen->slots[at].meeting - 1];
        if (memcmp(other->hash, meeting->hash, sizeof other->hash) == 0) break;
    }
    return &seen->slots[at];
}

static bool grow_slots(struct seen *seen)
{
    if (seen->count + seen->count / 3 < seen->slot_count) return true;
    size_t count = seen->slot_count == 0 ? SLOTS_MIN : seen->slot_count * 2;
    struct seen_slot *slots = calloc(count, sizeof *slots);
    if (slots == NULL) return false;
    if (seen->slot_count == 0) randombytes_buf(seen->key, sizeof seen->key);
    for (size_t i = 0; i < seen->slot_count; i++) {
        if (seen->slots[i].meeting == 0) continue;
        size_t at = seen->slots[i].hash & (count - 1);
        while (slots[at].meeting != 0) at = (at + 1) & (count - 1);
        slots[at] = seen->slots[i];
    }
    free(seen->slots);
    seen->slots = slots;
    seen->slot_count = count;
    return true;
}

static bool grow_meetings(struct seen *seen)
{
    if (seen->count < seen->capacity) return true;
    size_t capacity = seen->capacity == 0 ? SLOTS_MIN : seen->capacity * 2;
    struct meeting *meetings = realloc(seen->meetings, capacity * sizeof *meetings);
    if (meetings == NULL) return false;
    seen->meetings = meetings;
    seen->capacity = capacity;
    return true;
}

static bool note_sheet(struct seen *seen)
{
    bool is_noted =
        seen->sheet_count > 0 && seen->sheets[seen->sheet_count - 1].name == seen->sheet;
    if (is_noted) return true;
    struct seen_sheet *sheets = realloc(seen->sheets, (seen->sheet_count + 1) * sizeof *sheets);
    if (sheets == NULL) return false;
    seen->sheets = sheets;
    sheets[seen->sheet_count++] = (struct seen_sheet){seen->count, seen->sheet};
    return true;
}

static const char *sheet_of(const struct seen *seen, size_t meeting)
{
    size_t i = seen->sheet_count - 1;
    while (seen->sheets[i].first > meeting) i--;
    return seen->sheets[i].name;
}

enum status seen_add(struct seen *seen, const char *identity, size_t line, size_t *before)
{
    *before = 0;
    seen->before_sheet = NULL;
    if (!grow_slots(seen) || !grow_meetings(seen) || !note_sheet(seen)) return STATUS_NO_MEMORY;
    struct meeting meeting = {.line = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX};
    uint32_t hash = hash_identity(seen, identity, &meeting);
    struct seen_slot *slot = find_slot(seen, hash, &meeting);
    if (slot->meeting != 0) {
        *before = seen->meetings[slot->meeting - 1].line;
        seen->before_sheet = sheet_of(seen, slot->meeting - 1);
        return STATUS_OK;
    }
    seen->meetings[seen->count++] = meeting;
    *slot = (struct seen_slot){hash, (uint32_t)seen->count};
    return STATUS_OK;
}

bool seen_elsewhere(const struct seen *seen)
{
    return seen->before_sheet != NULL && seen->sheet != NULL &&
           strcmp(seen->before_sheet, seen->sheet) != 0;
}

void seen_free(struct seen *seen)
{
    free(seen->meetings);
    free(seen->slots);
    free(seen->sheets);
    *seen = (struct seen){0};
}
