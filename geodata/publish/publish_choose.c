/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/publish_choose.h"

#include "embedded/sql_publish_candidates.h"
#include "embedded/sql_publish_choose.h"
#include "embedded/sql_publish_chosen.h"
#include "embedded/sql_publish_put_chosen.h"
#include "geodata/buffer.h"
#include "geodata/log.h"
#include "geometry/geometry_blob.h"

#include <stdlib.h>
#include <string.h>

/* Columns of publish_candidates.sql: first those of chosen, then those that make a place. */
enum {
    CANDIDATE_HEAD,
    CANDIDATE_RECORD,
    CANDIDATE_PLACE,
    CANDIDATE_HOURS,
    CANDIDATE_ZONES,
    CANDIDATE_RESTRICTED,
    CANDIDATE_GEOMETRY,
    CANDIDATE_TEXTS,
    CANDIDATE_SCORE = CANDIDATE_TEXTS + 5,
};

#define SLOTS_MIN 1024

/* 2^64 over the golden ratio: an odd number without a pattern, as multiplicative hashing wants. */
#define HASH_FACTOR UINT64_C(0x9E3779B97F4A7C15)

/* What a place is, written as bytes (no two places write the same ones) behind this head. */
struct entry {
    uint32_t number, length;
};

struct slot {
    uint64_t hash;
    size_t entry; /* where it starts in the entries; 0: free */
};

/* Every place met so far, found by its bytes; the first has the number 1. */
struct place_book {
    struct buffer entries; /* the first byte is nobody's */
    struct slot *slots;    /* half of them at least are free */
    size_t count, slot_count;
};

static void place_book_free(struct place_book *book)
{
    buffer_free(&book->entries);
    free(book->slots);
}

static bool make_room(struct place_book *book)
{
    if ((book->count + 1) * 2 <= book->slot_count) return true;
    size_t slot_count = book->slot_count == 0 ? SLOTS_MIN : book->slot_count * 2;
    struct slot *slots = calloc(slot_count, sizeof *slots);
    if (slots == NULL) return false;
    for (size_t i = 0; i < book->slot_count; i++) {
        size_t at = book->slots[i].hash & (slot_count - 1);
        if (book->slots[i].entry == 0) continue;
        while (slots[at].entry != 0) at = (at + 1) & (slot_count - 1);
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

/* All that a POINT in WGS 84 says is where it is. */
static void write_point(const void *geometry, size_t length, struct buffer *texts)
{
    struct box box;
    if (blob_read_box(geometry, length, BLOB_POINT, &box)) {
        buffer_append(texts, (const char *)&box.west, sizeof box.west);
        buffer_append(texts, (const char *)&box.south, sizeof box.south);
        return;
    }
    buffer_append(texts, geometry, length);
}

/* Each text ends with a NUL, one that is not there is a byte that UTF-8 has not; the score has one
 * length, and no score is one that none has; the point is the rest. */
static void write_place(struct statement *row, struct buffer *out)
{
    size_t length = 0;
    for (int column = CANDIDATE_TEXTS; column < CANDIDATE_SCORE; column++) {
        const char *text = column_text(row, column);
        if (text == NULL) buffer_char(out, '\xFF');
        if (text != NULL) buffer_append(out, text, strlen(text) + 1);
    }
    double score = column_is_null(row, CANDIDATE_SCORE) ? -1 : column_real(row, CANDIDATE_SCORE);
    buffer_append(out, (const char *)&score, sizeof score);
    const void *geometry = column_bytes(row, CANDIDATE_GEOMETRY, &length);
    write_point(geometry, length, out);
}

/* The number of the place whose bytes these are; 0: it is not at that entry. */
static uint32_t number_at(const struct place_book *book, size_t at, const char *bytes,
                          size_t length)
{
    struct entry entry;
    memcpy(&entry, book->entries.data + at, sizeof entry);
    if (entry.length != length) return 0;
    return memcmp(book->entries.data + at + sizeof entry, bytes, length) == 0 ? entry.number : 0;
}

/* The number of the row's place; 0: no memory. What it is, is written as a new entry, which goes
 * again when there is one like it. */
static uint32_t number_of_place(struct place_book *book, struct statement *row)
{
    if (!make_room(book)) return 0;
    struct entry entry = {.number = (uint32_t)book->count + 1};
    if (book->entries.length == 0) buffer_char(&book->entries, '\0');
    size_t start = book->entries.length, bytes = start + sizeof entry;
    buffer_append(&book->entries, (const char *)&entry, sizeof entry);
    write_place(row, &book->entries);
    if (book->entries.failed) return 0;

    entry.length = (uint32_t)(book->entries.length - bytes);
    uint64_t hash = hash_bytes(book->entries.data + bytes, entry.length);
    size_t at = hash & (book->slot_count - 1);
    for (; book->slots[at].entry != 0; at = (at + 1) & (book->slot_count - 1)) {
        if (book->slots[at].hash != hash) continue;
        uint32_t number =
            number_at(book, book->slots[at].entry, book->entries.data + bytes, entry.length);
        if (number == 0) continue;
        book->entries.length = start;
        return number;
    }
    memcpy(book->entries.data + start, &entry, sizeof entry);
    book->slots[at] = (struct slot){hash, start};
    book->count++;
    return entry.number;
}

static enum status put_chosen(struct place_book *book, struct statement *row, struct statement *put)
{
    size_t before = book->count;
    uint32_t place = number_of_place(book, row);
    if (place == 0) return STATUS_NO_MEMORY;
    bind_integer(put, ":head", column_integer(row, CANDIDATE_HEAD));
    bind_integer(put, ":record", column_integer(row, CANDIDATE_RECORD));
    bind_integer(put, ":place_record", column_integer(row, CANDIDATE_PLACE));
    bind_integer(put, ":hours_record", column_integer(row, CANDIDATE_HOURS));
    bind_integer(put, ":zones_record", column_integer(row, CANDIDATE_ZONES));
    bind_integer(put, ":restricted", column_integer(row, CANDIDATE_RESTRICTED));
    bind_integer(put, ":place", place);
    bind_integer(put, ":is_first", book->count > before);
    return statement_run(put);
}

enum status publish_choose(struct database *database)
{
    struct place_book book = {0};
    struct statement *row = NULL, *put = NULL;
    enum status status = database_run(database, "choose", sql_publish_choose);
    if (status != STATUS_OK) goto done;
    status = database_prepare(database, "candidates", sql_publish_candidates, &row);
    if (status != STATUS_OK) goto done;
    status = database_prepare(database, "put_chosen", sql_publish_put_chosen, &put);
    if (status != STATUS_OK) goto done;

    while ((status = statement_step(row)) == STATUS_OK) {
        status = put_chosen(&book, row, put);
        if (status != STATUS_OK) goto done;
    }
    if (status == STATUS_NOT_FOUND) status = book.count > 0 ? STATUS_OK : STATUS_INVALID;
    if (status == STATUS_INVALID) log_error("publish: the workspace holds no resource");
    if (status == STATUS_OK) status = database_run(database, "chosen", sql_publish_chosen);
done:
    statement_close(row);
    statement_close(put);
    place_book_free(&book);
    return status;
}
