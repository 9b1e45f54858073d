/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME_MAX_CHARACTERS 31

static lxw_format *filled(lxw_workbook *workbook, lxw_color_t colour)
{
    lxw_format *format = workbook_add_format(workbook);
    format_set_bg_color(format, colour);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static void make_formats(lxw_workbook *workbook, struct book_formats *out)
{
    *out = (struct book_formats){
        .heading = workbook_add_format(workbook),
        .title = filled(workbook, 0xE7E6E6),
        .text = workbook_add_format(workbook),
        .wrapped = workbook_add_format(workbook),
        .red = filled(workbook, 0xFFC7CE),
        .amber = filled(workbook, 0xFFEB9C),
        .green = filled(workbook, 0xC6EFCE),
        .blue = filled(workbook, 0xDDEBF7),
        .grey = filled(workbook, 0xF2F2F2),
    };
    format_set_bold(out->heading);
    format_set_font_size(out->heading, 14);
    format_set_bold(out->title);
    format_set_num_format(out->text, "@");
    format_set_text_wrap(out->wrapped);
    format_set_align(out->wrapped, LXW_ALIGN_VERTICAL_TOP);
}

enum status book_open(const char *path, bool large, struct book *out)
{
    *out = (struct book){.path = path};
    buffer_format(&out->part, "%s.part", path);
    if (out->part.failed) return STATUS_NO_MEMORY;
    FILE *probe = fopen(out->part.data, "we");
    if (probe == NULL) {
        buffer_free(&out->part);
        return STATUS_FAILED;
    }
    fclose(probe);
    lxw_workbook_options options = {.constant_memory = large ? LXW_TRUE : LXW_FALSE};
    out->workbook = workbook_new_opt(out->part.data, &options);
    if (out->workbook == NULL) {
        book_drop(out);
        return STATUS_NO_MEMORY;
    }
    make_formats(out->workbook, &out->formats);
    return STATUS_OK;
}

enum status book_close(struct book *book)
{
    bool written = workbook_close(book->workbook) == LXW_NO_ERROR;
    book->workbook = NULL;
    enum status status =
        written && rename(book->part.data, book->path) == 0 ? STATUS_OK : STATUS_FAILED;
    book_drop(book);
    return status;
}

void book_drop(struct book *book)
{
    lxw_workbook_free(book->workbook);
    book->workbook = NULL;
    if (book->part.data != NULL) unlink(book->part.data); /* gone already when it was renamed */
    buffer_free(&book->part);
}

/* The bytes of the first `most` characters. */
static size_t prefix(const char *text, size_t most)
{
    size_t at = 0, characters = 0;
    for (; text[at] != '\0'; at++) {
        if (((unsigned char)text[at] & 0xC0) == 0x80) continue;
        if (characters++ == most) break;
    }
    return at;
}

static void clean_name(const char *name, size_t most, struct buffer *out)
{
    buffer_reset(out);
    buffer_append(out, name, prefix(name, most));
    for (char *at = out->data; at != NULL && *at != '\0'; at++) {
        if (strchr("[]:*?/\\", *at) != NULL || (unsigned char)*at < 0x20) *at = '-';
    }
    if (out->length > 0 && out->data[0] == '\'') out->data[0] = '-';
    if (out->length > 0 && out->data[out->length - 1] == '\'') out->data[out->length - 1] = '-';
    if (out->length == 0) buffer_text(out, "Feuille");
}

lxw_worksheet *book_add_sheet(struct book *book, const char *name)
{
    struct buffer clean = {0};
    lxw_worksheet *sheet = NULL;
    clean_name(name, NAME_MAX_CHARACTERS, &clean);
    bool free_name =
        !clean.failed && workbook_validate_sheet_name(book->workbook, clean.data) == LXW_NO_ERROR;
    for (unsigned i = 2; !free_name && !clean.failed && i < 10000; i++) {
        clean_name(name, NAME_MAX_CHARACTERS - 7, &clean);
        buffer_format(&clean, " (%u)", i);
        free_name = !clean.failed &&
                    workbook_validate_sheet_name(book->workbook, clean.data) == LXW_NO_ERROR;
    }
    if (free_name) sheet = workbook_add_worksheet(book->workbook, clean.data);
    buffer_free(&clean);
    return sheet;
}

void book_text(struct book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *text,
               lxw_format *format)
{
    if (row >= BOOK_ROWS_MAX) return;
    if (text == NULL) text = "";
    size_t length = prefix(text, BOOK_TEXT_MAX);
    if (text[length] == '\0') {
        worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, text, format);
        return;
    }
    struct buffer shorter = {0};
    buffer_append(&shorter, text, length);
    book->cut++;
    if (shorter.data != NULL) {
        worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, shorter.data, format);
    }
    buffer_free(&shorter);
}

size_t book_width(const char *text, size_t most)
{
    size_t widest = 0, width = 0;
    for (; text != NULL && *text != '\0' && widest < most; text++) {
        if (*text == '\n') width = 0;
        if (*text != '\n' && ((unsigned char)*text & 0xC0) != 0x80) width++;
        if (width > widest) widest = width;
    }
    return widest;
}
