/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/publish_choose.h"

#include "base/fingerprint.h"
#include "embedded/sql_publish_candidates.h"
#include "embedded/sql_publish_choose.h"
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
    CANDIDATE_GEOMETRY,
    CANDIDATE_TEXTS,
    CANDIDATE_SCORE = CANDIDATE_TEXTS + 5,
};

#define SLOTS_MIN 1024

/* What a place is, written as bytes: no two places write the same ones. */
struct key {
    fingerprint print;
    size_t start, length; /* in the texts of the book */
};

/* Every place met so far, found by its key; the first has the number 1. */
struct place_book {
    struct buffer texts;
    struct key *keys; /* keys[number - 1] */
    uint32_t *slots;  /* numbers, 0 where nobody is; half of them at least are free */
    size_t count, slot_count;
};

static void place_book_free(struct place_book *book)
{
    buffer_free(&book->texts);
    free(book->keys);
    free(book->slots);
}

static void put_slot(struct place_book *book, uint32_t number)
{
    size_t at = book->keys[number - 1].print & (book->slot_count - 1);
    while (book->slots[at] != 0) at = (at + 1) & (book->slot_count - 1);
    book->slots[at] = number;
}

static bool make_room(struct place_book *book)
{
    if ((book->count + 1) * 2 <= book->slot_count) return true;
    size_t slot_count = book->slot_count == 0 ? SLOTS_MIN : book->slot_count * 2;
    struct key *keys = realloc(book->keys, slot_count / 2 * sizeof *keys);
    if (keys != NULL) book->keys = keys;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (keys == NULL || slots == NULL) {
        free(slots);
        return false;
    }
    free(book->slots);
    book->slots = slots;
    book->slot_count = slot_count;
    for (uint32_t number = 1; number <= book->count; number++) put_slot(book, number);
    return true;
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
static struct key write_key(struct statement *row, struct buffer *texts)
{
    size_t start = texts->length, length = 0;
    for (int column = CANDIDATE_TEXTS; column < CANDIDATE_SCORE; column++) {
        const char *text = column_text(row, column);
        if (text == NULL) buffer_char(texts, '\xFF');
        if (text != NULL) buffer_append(texts, text, strlen(text) + 1);
    }
    double score = column_is_null(row, CANDIDATE_SCORE) ? -1 : column_real(row, CANDIDATE_SCORE);
    buffer_append(texts, (const char *)&score, sizeof score);
    const void *geometry = column_bytes(row, CANDIDATE_GEOMETRY, &length);
    write_point(geometry, length, texts);

    struct key key = {.print = fingerprint_start(), .start = start};
    if (texts->failed) return key;
    key.length = texts->length - start;
    fingerprint_bytes(&key.print, texts->data + start, key.length);
    return key;
}

static bool same_key(const struct place_book *book, const struct key *left, const struct key *right)
{
    return left->print == right->print && left->length == right->length &&
           memcmp(book->texts.data + left->start, book->texts.data + right->start, left->length) ==
               0;
}

/* The number of the row's place; 0: no memory. */
static uint32_t number_of_place(struct place_book *book, struct statement *row)
{
    if (!make_room(book)) return 0;
    struct key key = write_key(row, &book->texts);
    if (book->texts.failed) return 0;
    size_t at = key.print & (book->slot_count - 1);
    for (; book->slots[at] != 0; at = (at + 1) & (book->slot_count - 1)) {
        if (!same_key(book, &book->keys[book->slots[at] - 1], &key)) continue;
        book->texts.length = key.start;
        return book->slots[at];
    }
    book->keys[book->count++] = key;
    book->slots[at] = (uint32_t)book->count;
    return book->slots[at];
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
done:
    statement_close(row);
    statement_close(put);
    place_book_free(&book);
    return status;
}
