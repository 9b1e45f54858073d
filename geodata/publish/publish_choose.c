/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/publish_choose.h"

#include "embedded/sql_publish_candidates.h"
#include "embedded/sql_publish_choose.h"
#include "embedded/sql_publish_chosen.h"
#include "embedded/sql_publish_put_chosen.h"
#include "geodata/buffer.h"
#include "geodata/log.h"
#include "geometry/geometry_blob.h"
#include "publish/place_book.h"

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

#define CANDIDATES_MAX 256 /* looked up at once */

struct candidate {
    int64_t head, record, place_record, hours_record, zones_record, restricted;
};

/* Rows of publish_candidates.sql. */
struct candidates {
    struct candidate items[CANDIDATES_MAX];
    struct place_key places[CANDIDATES_MAX]; /* of each */
    struct buffer bytes;                     /* of all places: no two write the same ones */
    size_t count;
};

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

static void add_candidate(struct candidates *all, struct statement *row)
{
    size_t start = all->bytes.length;
    write_place(row, &all->bytes);
    all->places[all->count] =
        (struct place_key){.start = start, .length = all->bytes.length - start};
    all->items[all->count++] =
        (struct candidate){.head = column_integer(row, CANDIDATE_HEAD),
                           .record = column_integer(row, CANDIDATE_RECORD),
                           .place_record = column_integer(row, CANDIDATE_PLACE),
                           .hours_record = column_integer(row, CANDIDATE_HOURS),
                           .zones_record = column_integer(row, CANDIDATE_ZONES),
                           .restricted = column_integer(row, CANDIDATE_RESTRICTED)};
}

/* The next ones. STATUS_NOT_FOUND: there are no more than these. */
static enum status read_candidates(struct statement *row, struct candidates *all)
{
    enum status status = STATUS_OK;
    all->count = 0;
    buffer_reset(&all->bytes);
    while (all->count < CANDIDATES_MAX && (status = statement_step(row)) == STATUS_OK)
        add_candidate(all, row);
    return all->bytes.failed ? STATUS_NO_MEMORY : status;
}

static enum status put_chosen(struct statement *put, const struct candidate *candidate,
                              const struct place_key *place)
{
    bind_integer(put, ":head", candidate->head);
    bind_integer(put, ":record", candidate->record);
    bind_integer(put, ":place_record", candidate->place_record);
    bind_integer(put, ":hours_record", candidate->hours_record);
    bind_integer(put, ":zones_record", candidate->zones_record);
    bind_integer(put, ":restricted", candidate->restricted);
    bind_integer(put, ":place", place->number);
    bind_integer(put, ":is_first", place->is_first);
    return statement_run(put);
}

static enum status put_candidates(struct statement *put, struct place_book *book,
                                  struct candidates *all)
{
    enum status status = place_book_number(book, all->bytes.data, all->places, all->count);
    for (size_t i = 0; status == STATUS_OK && i < all->count; i++)
        status = put_chosen(put, &all->items[i], &all->places[i]);
    return status;
}

static enum status choose(struct statement *row, struct statement *put, struct place_book *book)
{
    struct candidates *all = calloc(1, sizeof *all);
    enum status read = STATUS_OK, status = all == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    while (status == STATUS_OK && read == STATUS_OK) {
        read = read_candidates(row, all);
        status = read == STATUS_NOT_FOUND ? STATUS_OK : read;
        if (status == STATUS_OK) status = put_candidates(put, book, all);
    }
    if (all != NULL) buffer_free(&all->bytes);
    free(all);
    return status;
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

    status = choose(row, put, &book);
    if (status == STATUS_OK && book.count == 0) {
        log_error("publish: the workspace holds no resource");
        status = STATUS_INVALID;
    }
    if (status == STATUS_OK) status = database_run(database, "chosen", sql_publish_chosen);
done:
    statement_close(row);
    statement_close(put);
    place_book_free(&book);
    return status;
}
