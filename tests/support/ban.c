/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ban.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define COLUMNS_MAX 48
#define LINE_MAX_BYTES 65536

struct table {
    gzFile file;
    char separator;
    char heading_line[LINE_MAX_BYTES], line[LINE_MAX_BYTES];
    char *headings[COLUMNS_MAX], *values[COLUMNS_MAX];
    size_t columns, count;
};

/* Cuts a line in place; a value in quotes may hold the separator and doubled quotes. */
static size_t cut(char *line, char separator, char **values)
{
    size_t count = 0;
    char *from = line;
    while (count < COLUMNS_MAX) {
        char *to = from;
        bool quoted = *from == '"';
        values[count++] = to;
        if (quoted) from++;
        for (; *from != '\0'; from++) {
            if (quoted && from[0] == '"') {
                if (from[1] != '"') {
                    quoted = false;
                    continue;
                }
                from++;
            } else if (!quoted && *from == separator) {
                break;
            }
            *to++ = *from;
        }
        bool more = *from == separator;
        *to = '\0';
        if (!more) break;
        from++;
    }
    return count;
}

static bool read_line(struct table *table, char *line)
{
    if (gzgets(table->file, line, LINE_MAX_BYTES) == NULL) return false;
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

struct table *table_open(const char *path, char separator)
{
    struct table *table = calloc(1, sizeof *table);
    if (table == NULL) return NULL;
    table->separator = separator;
    table->file = gzopen(path, "rb");
    if (table->file == NULL || !read_line(table, table->heading_line)) {
        table_close(table);
        return NULL;
    }
    gzbuffer(table->file, 1 << 18);
    table->columns = cut(table->heading_line, separator, table->headings);
    return table;
}

void table_close(struct table *table)
{
    if (table == NULL) return;
    if (table->file != NULL) gzclose(table->file);
    free(table);
}

bool table_next(struct table *table)
{
    if (!read_line(table, table->line)) return false;
    table->count = cut(table->line, table->separator, table->values);
    return true;
}

const char *table_value(const struct table *table, const char *heading)
{
    for (size_t i = 0; i < table->columns && i < table->count; i++) {
        if (strcmp(table->headings[i], heading) == 0) return table->values[i];
    }
    return "";
}

enum status ban_add(struct address_book *book, const char *path, uint64_t *rows)
{
    struct table *table = table_open(path, ';');
    if (table == NULL) return STATUS_NOT_FOUND;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && table_next(table)) {
        struct address_row row = {
            .id = table_value(table, "id"),
            .number = (uint32_t)strtoul(table_value(table, "numero"), NULL, 10),
            .suffix = table_value(table, "rep"),
            .street = table_value(table, "nom_voie"),
            .locality = table_value(table, "nom_ld"),
            .postcode = table_value(table, "code_postal"),
            .citycode = table_value(table, "code_insee"),
            .city = table_value(table, "nom_commune"),
            .point = {strtod(table_value(table, "lon"), NULL),
                      strtod(table_value(table, "lat"), NULL)},
        };
        status = address_book_add(book, &row);
        ++*rows;
    }
    table_close(table);
    return status;
}

enum status ban_publish(const char *data, const char *path, struct address_book_summary *out)
{
    struct address_book_summary summary;
    struct address_book *book = NULL;
    uint64_t rows = 0;
    enum status status = address_book_begin(data, &book);
    if (status != STATUS_OK) return status;
    status = ban_add(book, path, &rows);
    if (status != STATUS_OK) {
        address_book_close(book);
        return status;
    }
    return address_book_publish(book, "Base Adresse Nationale", "2024-06-21", "",
                                out == NULL ? &summary : out);
}

bool shared_path(const char *name, char *out, size_t capacity)
{
    const char *root = getenv("VOISOIN_SHARED");
    snprintf(out, capacity, "%s/%s", root == NULL ? "../shared" : root, name);
    return access(out, R_OK) == 0;
}
