/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/place_book.h"

#include "base/lines.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_MIN 1024

/* 2^64 over the golden ratio: an odd number without a pattern, as multiplicative hashing wants. */
#define HASH_FACTOR UINT64_C(0x9E3779B97F4A7C15)

struct place_slot {
    uint64_t hash;
    size_t entry; /* where it starts, and one more; 0: free */
};

/* What stands before the bytes of a place. */
struct entry {
    uint32_t number, length;
};

void place_book_free(struct place_book *book)
{
    buffer_free(&book->entries);
    free(book->slots);
    *book = (struct place_book){0};
}

/* The slot after this one, the first after the last. */
static size_t next_slot(size_t at, size_t slot_count)
{
    return (at + 1) & (slot_count - 1);
}

static bool make_room(struct place_book *book, size_t more)
{
    size_t slot_count = book->slot_count == 0 ? SLOTS_MIN : book->slot_count;
    while ((book->count + more) * 2 > slot_count) slot_count *= 2;
    if (slot_count == book->slot_count) return true;
    struct place_slot *slots = calloc(slot_count, sizeof *slots);
    if (slots == NULL) return false;
    for (size_t i = 0; i < book->slot_count; i++) {
        size_t at = book->slots[i].hash & (slot_count - 1);
        if (book->slots[i].entry == 0) continue;
        while (slots[at].entry != 0) at = next_slot(at, slot_count);
        slots[at] = book->slots[i];
    }
    free(book->slots);
    book->slots = slots;
    book->slot_count = slot_count;
    return true;
}

/* Eight bytes at a time, the high bits of each product stirred into the low ones. */
static uint64_t hash_bytes(const char *bytes, size_t length)
{
    uint64_t hash = length;
    for (size_t at = 0; at < length; at += sizeof hash) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, length - at < sizeof word ? length - at : sizeof word);
        hash = (hash ^ word) * HASH_FACTOR;
        hash ^= hash >> 32;
    }
    return hash;
}

/* Of what the look-ups will need nothing is waited for here. */
static void ask_memory(const struct place_book *book, const char *bytes, struct place_key *keys,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        keys[i].hash = hash_bytes(bytes + keys[i].start, keys[i].length);
        lines_soon(&book->slots[keys[i].hash & (book->slot_count - 1)], sizeof *book->slots);
    }
    for (size_t i = 0; i < count; i++) {
        size_t entry = book->slots[keys[i].hash & (book->slot_count - 1)].entry;
        if (entry != 0) lines_soon(book->entries.data + entry - 1, sizeof(struct entry));
    }
}

/* Whether the place of this slot is these bytes; then the key gets its number. */
static bool is_there(const struct place_book *book, const struct place_slot *slot,
                     const char *bytes, struct place_key *key)
{
    const char *at = book->entries.data + slot->entry - 1;
    struct entry entry;
    if (slot->hash != key->hash) return false;
    memcpy(&entry, at, sizeof entry);
    key->number = entry.number;
    return entry.length == key->length && memcmp(at + sizeof entry, bytes, key->length) == 0;
}

static void number_place(struct place_book *book, const char *bytes, struct place_key *key)
{
    size_t at = key->hash & (book->slot_count - 1);
    key->is_first = false;
    for (; book->slots[at].entry != 0; at = next_slot(at, book->slot_count)) {
        if (is_there(book, &book->slots[at], bytes, key)) return;
    }
    struct entry entry = {.number = (uint32_t)++book->count, .length = (uint32_t)key->length};
    book->slots[at] = (struct place_slot){key->hash, book->entries.length + 1};
    buffer_append(&book->entries, (const char *)&entry, sizeof entry);
    buffer_append(&book->entries, bytes, key->length);
    key->number = entry.number;
    key->is_first = true;
}

enum status place_book_number(struct place_book *book, const char *bytes, struct place_key *keys,
                              size_t count)
{
    if (!make_room(book, count)) return STATUS_NO_MEMORY;
    ask_memory(book, bytes, keys, count);
    for (size_t i = 0; i < count; i++) {
        number_place(book, bytes + keys[i].start, &keys[i]);
        if (book->entries.failed) return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}
