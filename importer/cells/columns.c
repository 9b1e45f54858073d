/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/columns.h"

#include "geodata/text.h"

#include <string.h>

void columns_normalise(const char *text, size_t length, struct buffer *out)
{
    buffer_reset(out);
    text_fold(text, length, out);
    if (out->failed || out->data == NULL) return;
    size_t to = 0, word = 0;
    for (size_t i = 0; i <= out->length; i++) {
        char c = out->data[i];
        if ((c == ' ' || c == '\0') && to - word > 3 &&
            (out->data[to - 1] == 's' || out->data[to - 1] == 'x')) {
            to--;
        }
        out->data[to++] = c;
        if (c == ' ') word = to;
    }
    out->length = to - 1;
}

static bool says(const struct column *column, const char *header, struct buffer *scratch)
{
    columns_normalise(column->name, strlen(column->name), scratch);
    if (scratch->data != NULL && strcmp(scratch->data, header) == 0) return true;
    const char *synonym = column->synonyms;
    while (synonym != NULL) {
        const char *bar = strchr(synonym, '|');
        columns_normalise(synonym, bar == NULL ? strlen(synonym) : (size_t)(bar - synonym),
                          scratch);
        if (scratch->data != NULL && strcmp(scratch->data, header) == 0) return true;
        synonym = bar == NULL ? NULL : bar + 1;
    }
    return false;
}

static size_t find_column(const struct column *columns, size_t count, const char *header,
                          struct buffer *scratch)
{
    for (size_t i = 0; i < count; i++) {
        if (says(&columns[i], header, scratch)) return i;
    }
    return COLUMN_ABSENT;
}

size_t columns_find(const struct column *columns, size_t count, const char *name)
{
    struct buffer header = {0}, scratch = {0};
    columns_normalise(name, strlen(name), &header);
    size_t found =
        header.length == 0 ? COLUMN_ABSENT : find_column(columns, count, header.data, &scratch);
    buffer_free(&header);
    buffer_free(&scratch);
    return found;
}

static bool is_name(const struct column *column, const char *normal, struct buffer *scratch)
{
    columns_normalise(column->name, strlen(column->name), scratch);
    return scratch->data != NULL && strcmp(scratch->data, normal) == 0;
}

static bool has_name(const struct column *column, const char *header, struct buffer *scratch)
{
    struct buffer normal = {0};
    columns_normalise(header, strlen(header), &normal);
    bool has = normal.data != NULL && is_name(column, normal.data, scratch);
    buffer_free(&normal);
    return has;
}

bool columns_match(const struct column *columns, size_t count, const char *const *headers,
                   size_t header_count, size_t *at, bool *known)
{
    struct buffer header = {0}, scratch = {0};
    for (size_t i = 0; i < count; i++) at[i] = COLUMN_ABSENT;
    for (size_t h = 0; h < header_count; h++) {
        columns_normalise(headers[h], strlen(headers[h]), &header);
        size_t column =
            header.length == 0 ? COLUMN_ABSENT : find_column(columns, count, header.data, &scratch);
        bool taken = column != COLUMN_ABSENT &&
                     (at[column] == COLUMN_ABSENT ||
                      (is_name(&columns[column], header.data, &scratch) &&
                       !has_name(&columns[column], headers[at[column]], &scratch)));
        if (taken && known != NULL && at[column] != COLUMN_ABSENT) known[at[column]] = false;
        if (taken) at[column] = h;
        if (known != NULL) known[h] = taken;
    }
    bool done = !header.failed && !scratch.failed;
    buffer_free(&header);
    buffer_free(&scratch);
    return done;
}
