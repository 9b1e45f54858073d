/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"

#include "embedded/sql_atlas_open.h"
#include "embedded/sql_atlas_span.h"
#include "geodata/crew.h"

#include <stdlib.h>

/* Each piece costs a query of every table. */
#define PIECES_MAX 256

static enum status read_span(struct loading *loading, struct statement *row, void *context)
{
    int64_t *last_key = context;
    loading->first_key = column_integer(row, 0);
    *last_key = column_integer(row, 1);
    return STATUS_OK;
}

static enum status open_connection(const struct loading *loading, struct database **out)
{
    enum status status = database_open_readonly(loading->path, false, out);
    return status == STATUS_OK ? database_run(*out, "atlas_open", sql_atlas_open) : status;
}

enum status pieces_open(struct loading *loading)
{
    struct database *database = NULL;
    enum status status = open_connection(loading, &database);
    if (database != NULL) connection_give(loading, database);
    return status;
}

enum status pieces_cut(struct loading *loading, size_t piece_rows)
{
    int64_t last_key = 0;
    enum status status = load_rows(loading, "atlas_span", sql_atlas_span, read_span, &last_key);
    uint64_t keys = (uint64_t)last_key - (uint64_t)loading->first_key + 1;
    uint64_t count = piece_rows == 0 ? 1 : keys / piece_rows + 1;
    loading->piece_count = count < PIECES_MAX ? (size_t)count : PIECES_MAX;
    loading->piece_keys = keys / loading->piece_count + 1;
    return status;
}

enum status connection_take(struct loading *loading, struct database **out)
{
    *out = NULL;
    pthread_mutex_lock(&loading->lock);
    if (loading->idle_count > 0) *out = loading->idle[--loading->idle_count];
    pthread_mutex_unlock(&loading->lock);
    return *out == NULL ? open_connection(loading, out) : STATUS_OK;
}

void connection_give(struct loading *loading, struct database *database)
{
    pthread_mutex_lock(&loading->lock);
    bool is_kept = loading->idle_count < CONNECTIONS_MAX;
    if (is_kept) loading->idle[loading->idle_count++] = database;
    pthread_mutex_unlock(&loading->lock);
    if (!is_kept) database_close(database);
}

static void close_connection(void *context, size_t number)
{
    struct loading *loading = context;
    database_close(loading->idle[number]);
}

/* Each has the file mapped: to take that back takes as long as a query. */
void pieces_close(struct loading *loading)
{
    crew_run(loading->idle_count, close_connection, loading, NULL);
}

static atlas_id least(size_t a, size_t b)
{
    return (atlas_id)(a < b ? a : b);
}

struct sharing {
    struct loading *loading;
    piece_work *work;
    char *contexts;
    size_t size;
    enum status *statuses; /* of each piece */
};

static void do_piece(void *context, size_t number)
{
    struct sharing *sharing = context;
    struct loading *loading = sharing->loading;
    int64_t first = loading->first_key + (int64_t)(number * loading->piece_keys);
    struct piece piece = {.first = number == 0 ? INT64_MIN : first,
                          .last = first + (int64_t)loading->piece_keys - 1};
    if (number + 1 == loading->piece_count) piece.last = INT64_MAX;
    size_t share = loading->atlas->count / loading->piece_count + 1;
    piece.begin = least(number * share, loading->atlas->count);
    piece.end = least((number + 1) * share, loading->atlas->count);
    enum status status = connection_take(loading, &piece.database);
    if (status == STATUS_OK)
        status = sharing->work(loading, &piece, sharing->contexts + number * sharing->size);
    if (piece.database != NULL) connection_give(loading, piece.database);
    sharing->statuses[number] = status;
}

enum status pieces_do(struct loading *loading, piece_work *work, void *contexts, size_t size)
{
    struct sharing sharing = {.loading = loading,
                              .work = work,
                              .contexts = contexts,
                              .size = size,
                              .statuses = calloc(loading->piece_count, sizeof(enum status))};
    if (sharing.statuses == NULL) return STATUS_NO_MEMORY;
    crew_run(loading->piece_count, do_piece, &sharing, NULL);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < loading->piece_count && status == STATUS_OK; i++)
        status = sharing.statuses[i];
    free(sharing.statuses);
    return status;
}

enum status piece_prepare(const struct piece *piece, const char *name, const char *sql,
                          struct statement **out)
{
    enum status status = database_prepare(piece->database, name, sql, out);
    if (status != STATUS_OK) return status;
    bind_integer(*out, ":first", piece->first);
    bind_integer(*out, ":last", piece->last);
    return STATUS_OK;
}

struct reading_rows {
    const char *name, *sql;
    row_reader *read;
    void *context;
};

static enum status read_piece(struct loading *loading, const struct piece *piece, void *context)
{
    struct reading_rows *rows = context;
    struct statement *row = NULL;
    enum status status = piece_prepare(piece, rows->name, rows->sql, &row);
    while (status == STATUS_OK) {
        status = statement_step(row);
        if (status == STATUS_OK) status = rows->read(loading, row, rows->context);
    }
    statement_close(row);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status pieces_read(struct loading *loading, const char *name, const char *sql,
                        row_reader *read, void *contexts, size_t size)
{
    struct reading_rows *rows = calloc(loading->piece_count, sizeof *rows);
    if (rows == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < loading->piece_count; i++)
        rows[i] = (struct reading_rows){name, sql, read, (char *)contexts + i * size};
    enum status status = pieces_do(loading, read_piece, rows, sizeof *rows);
    free(rows);
    return status;
}
