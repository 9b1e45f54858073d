/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export_writer.h"

#include "cells/sheet_columns.h"
#include "sheet/template_page.h"

#include <stdlib.h>

/* A workbook like the one that the command template makes, filled: the directory, its sessions,
 * the list of professions. */

struct state {
    struct book book;
    struct template_page people, sessions;
};

static bool is_public_left_out(size_t column)
{
    return column == SHEET_DIRECT_PHONE || column == SHEET_MSSANTE || column == SHEET_REFERRAL;
}

static enum status open_xlsx(struct export_writer *writer)
{
    struct state *state = calloc(1, sizeof *state);
    if (state == NULL) return STATUS_NO_MEMORY;
    writer->state = state;
    enum status status = book_open(writer->path, true, &state->book);
    if (status != STATUS_OK) return status;
    state->people = (struct template_page){
        .book = &state->book,
        .kind = TEMPLATE_PEOPLE,
        .is_left_out = writer->restricted ? NULL : is_public_left_out,
        .profession_count = template_profession_count(writer->skills),
    };
    state->sessions = (struct template_page){.book = &state->book, .kind = TEMPLATE_SESSIONS};
    bool opened = template_page_open(&state->people) && template_page_open(&state->sessions) &&
                  template_professions(&state->book, writer->skills);
    return opened ? STATUS_OK : STATUS_NO_MEMORY;
}

static bool write_resource(struct export_writer *writer, const struct atlas *atlas, atlas_id id,
                           const struct resource *resource, const char *const *cells)
{
    struct state *state = writer->state;
    (void)atlas;
    (void)id;
    (void)resource;
    template_page_row(&state->people, cells);
    return true;
}

static bool write_session(struct export_writer *writer, const char *const *cells)
{
    struct state *state = writer->state;
    template_page_row(&state->sessions, cells);
    return true;
}

static enum status close_xlsx(struct export_writer *writer, const struct atlas *atlas)
{
    struct state *state = writer->state;
    enum status status = STATUS_OK;
    if (state == NULL) return STATUS_OK;
    bool too_many = state->people.next > BOOK_ROWS_MAX || state->sessions.next > BOOK_ROWS_MAX;
    writer->cut = state->book.cut;
    template_page_filter(&state->people);
    template_page_filter(&state->sessions);
    if (atlas != NULL && !too_many)
        status = book_close(&state->book);
    else
        book_drop(&state->book);
    if (atlas != NULL && too_many) status = STATUS_INVALID;
    free(state);
    writer->state = NULL;
    return status;
}

const struct export_format export_xlsx = {
    .ending = ".xlsx",
    .holds_sessions = true,
    .open = open_xlsx,
    .resource = write_resource,
    .session = write_session,
    .close = close_xlsx,
};
