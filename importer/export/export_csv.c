/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export_writer.h"

#include "cells/sheet_columns.h"
#include "files/output.h"

/* A table as CSV: resources, or sessions where no resource comes. */

static void end_row(struct buffer *out)
{
    buffer_text(out, "\r\n");
}

static void write_row(struct export_writer *writer, const char *const *cells)
{
    struct buffer *out = &writer->text;
    bool is_first = true;
    for (enum sheet_column column = 0; column < SHEET_COLUMN_COUNT; column++) {
        if (!export_has_column(writer, column)) continue;
        if (!is_first) buffer_char(out, ';');
        is_first = false;
        output_cell(out, cells[column]);
    }
    end_row(out);
}

static void write_session_row(struct buffer *out, const char *const *cells)
{
    for (size_t i = 0; i < SESSION_COLUMN_COUNT; i++) {
        if (i > 0) buffer_char(out, ';');
        output_cell(out, cells[i]);
    }
    end_row(out);
}

static enum status open_csv(struct export_writer *writer)
{
    const char *titles[SHEET_COLUMN_COUNT + SESSION_COLUMN_COUNT];
    const struct column *columns = writer->sessions_only ? session_columns : sheet_columns;
    size_t count = writer->sessions_only ? SESSION_COLUMN_COUNT : SHEET_COLUMN_COUNT;
    for (size_t i = 0; i < count; i++) titles[i] = columns[i].name;
    buffer_text(&writer->text, "\xEF\xBB\xBF"); /* for spreadsheets */
    if (writer->sessions_only) write_session_row(&writer->text, titles);
    if (!writer->sessions_only) write_row(writer, titles);
    return writer->text.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static bool write_resource(struct export_writer *writer, const struct atlas *atlas, atlas_id id,
                           const struct resource *resource, const char *const *cells)
{
    (void)atlas;
    (void)id;
    (void)resource;
    write_row(writer, cells);
    return !writer->text.failed;
}

static bool write_session(struct export_writer *writer, const char *const *cells)
{
    write_session_row(&writer->text, cells);
    return !writer->text.failed;
}

static enum status close_csv(struct export_writer *writer, const struct atlas *atlas)
{
    enum status status = atlas == NULL ? STATUS_OK : output_file(writer->path, &writer->text);
    buffer_free(&writer->text);
    return status;
}

const struct export_format export_csv = {
    .ending = ".csv",
    .open = open_csv,
    .resource = write_resource,
    .session = write_session,
    .close = close_csv,
};
