/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_rows.h"

#include "geodata/buffer.h"
#include "geodata/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define END_OF_FIELD '|' /* no field holds it */

struct row {
    uint64_t person, place;
    uint64_t offset; /* of the fields in the file */
    uint32_t line;
    uint16_t file, length;
};

struct rpps_rows {
    FILE *fields;
    uint64_t length; /* of the file */
    struct row *list;
    size_t count, capacity;
};

enum status rpps_rows_open(const char *data, struct rpps_rows **out)
{
    struct buffer path = {0};
    struct rpps_rows *rows = calloc(1, sizeof *rows);
    buffer_format(&path, "%s/rpps-XXXXXX", data);
    if (rows == NULL || path.failed) {
        free(rows);
        buffer_free(&path);
        return STATUS_NO_MEMORY;
    }
    int handle = mkstemp(path.data);
    if (handle >= 0) {
        unlink(path.data);
        rows->fields = fdopen(handle, "w+");
        if (rows->fields == NULL) close(handle);
    }
    if (rows->fields == NULL) log_error("rpps: cannot write in %s: %s", data, strerror(errno));
    buffer_free(&path);
    if (rows->fields == NULL) {
        rpps_rows_close(rows);
        return STATUS_FAILED;
    }
    *out = rows;
    return STATUS_OK;
}

void rpps_rows_close(struct rpps_rows *rows)
{
    if (rows == NULL) return;
    if (rows->fields != NULL) fclose(rows->fields);
    free(rows->list);
    free(rows);
}

static bool grow(struct rpps_rows *rows)
{
    if (rows->count < rows->capacity) return true;
    size_t larger = rows->capacity == 0 ? 4096 : rows->capacity + rows->capacity / 2;
    struct row *moved = realloc(rows->list, larger * sizeof *moved);
    if (moved == NULL) return false;
    rows->list = moved;
    rows->capacity = larger;
    return true;
}

enum status rpps_rows_add(struct rpps_rows *rows, const struct rpps_key *key,
                          const struct rpps_row *row)
{
    size_t length = 0;
    if (!grow(rows)) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < RPPS_COLUMN_COUNT; i++) {
        const char *field = row->fields[i];
        size_t size = field == NULL ? 0 : strlen(field);
        if (size > 0) fwrite(field, 1, size, rows->fields);
        putc(END_OF_FIELD, rows->fields);
        length += size + 1;
    }
    if (ferror(rows->fields) || length > UINT16_MAX || key->line > UINT32_MAX) {
        log_error("rpps: cannot set a row aside: %s", strerror(errno));
        return STATUS_FAILED;
    }
    rows->list[rows->count++] = (struct row){.person = key->person,
                                             .place = key->place,
                                             .offset = rows->length,
                                             .line = (uint32_t)key->line,
                                             .file = key->file,
                                             .length = (uint16_t)length};
    rows->length += length;
    return STATUS_OK;
}

/* Offsets grow in the order in which the rows were read. */
static int compare_offsets(const struct row *x, const struct row *y)
{
    return (x->offset > y->offset) - (x->offset < y->offset);
}

static int by_person_and_place(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    return compare_offsets(x, y);
}

/* `place` holds the offset of the first row that is together with this one. */
static int by_first_row(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    return compare_offsets(x, y);
}

enum status rpps_rows_gather(struct rpps_rows *rows)
{
    if (fflush(rows->fields) != 0) {
        log_error("rpps: cannot set the rows aside: %s", strerror(errno));
        return STATUS_FAILED;
    }
    if (rows->count == 0) return STATUS_OK;
    qsort(rows->list, rows->count, sizeof *rows->list, by_person_and_place);
    uint64_t person = 0, place = 0, first = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct row *row = &rows->list[i];
        if (i == 0 || row->person != person || row->place != place) first = row->offset;
        person = row->person;
        place = row->place;
        row->place = first;
    }
    qsort(rows->list, rows->count, sizeof *rows->list, by_first_row);
    return STATUS_OK;
}

size_t rpps_rows_count(const struct rpps_rows *rows)
{
    return rows->count;
}

struct rpps_key rpps_rows_key(const struct rpps_rows *rows, size_t i)
{
    const struct row *row = &rows->list[i];
    return (struct rpps_key){
        .person = row->person, .place = row->place, .file = row->file, .line = row->line};
}

enum status rpps_rows_read(const struct rpps_rows *rows, size_t i, struct pool *pool,
                           struct rpps_row *out)
{
    const struct row *row = &rows->list[i];
    char *at = pool_alloc(pool, (size_t)row->length + 1);
    if (at == NULL) return STATUS_NO_MEMORY;
    ssize_t length = pread(fileno(rows->fields), at, row->length, (off_t)row->offset);
    if (length != row->length) {
        log_error("rpps: cannot read what was set aside: %s", strerror(errno));
        return STATUS_FAILED;
    }
    for (size_t column = 0; column < RPPS_COLUMN_COUNT; column++) {
        char *end = strchr(at, END_OF_FIELD);
        if (end == NULL) end = at + strlen(at);
        *end = '\0';
        out->fields[column] = end == at ? NULL : at;
        at = end + 1;
    }
    return STATUS_OK;
}
