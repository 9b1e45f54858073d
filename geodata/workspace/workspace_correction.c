/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workspace/workspace_store.h"

#include <string.h>

enum status workspace_put_correction(struct workspace *workspace, const char *identity,
                                     const char *field, const char *value, const char *reason)
{
    struct statement *put = workspace->queries[QUERY_PUT_CORRECTION];
    bind_text(put, ":identity", identity);
    bind_text(put, ":field", field);
    bind_text(put, ":value", value);
    bind_text(put, ":reason", workspace_said(reason));
    return statement_run(put);
}

enum status workspace_remove_correction(struct workspace *workspace, const char *identity,
                                        const char *field, size_t *out_count)
{
    struct statement *remove = workspace->queries[QUERY_REMOVE_CORRECTION];
    bind_text(remove, ":identity", identity);
    bind_text(remove, ":field", field);
    enum status status = statement_run(remove);
    if (status != STATUS_OK) return status;
    *out_count = database_changes(workspace->database);
    return *out_count > 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status workspace_drop_corrected(struct workspace *workspace, const char *identity)
{
    bind_text(workspace->queries[QUERY_DROP_CORRECTED], ":identity", identity);
    return statement_run(workspace->queries[QUERY_DROP_CORRECTED]);
}

enum status workspace_each_correction(struct workspace *workspace, const char *identity,
                                      workspace_correction_visitor *visit, void *context)
{
    struct statement *each = workspace->queries[QUERY_EACH_CORRECTION];
    enum status status;
    bind_text(each, ":identity", identity);
    while ((status = statement_step(each)) == STATUS_OK) {
        visit(context, column_text(each, 0), column_text(each, 1), column_text(each, 2),
              column_text(each, 3), column_text(each, 4), column_text(each, 5));
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Where a text lies in the buffer; the buffer may still move. */
static size_t keep(struct buffer *texts, const char *text)
{
    size_t at = texts->length;
    if (text != NULL) buffer_append(texts, text, strlen(text) + 1);
    return at;
}

enum status workspace_look(struct workspace *workspace, const char *identity, struct buffer *texts,
                           struct resource *out)
{
    struct statement *look = workspace->queries[QUERY_LOOK];
    bind_text(look, ":identity", identity);
    enum status status = statement_step(look);
    if (status != STATUS_OK) return status;
    const char *kind = column_text(look, 1);
    size_t at[4];
    *out = (struct resource){.kind = strcmp(kind, "structure") == 0 ? RESOURCE_STRUCTURE
                                     : strcmp(kind, "point") == 0   ? RESOURCE_POINT
                                                                    : RESOURCE_PROFESSIONAL};
    static const int columns[4] = {0, 2, 3, 4};
    for (int i = 0; i < 4; i++) at[i] = keep(texts, column_text(look, columns[i]));
    bool failed = texts->failed;
    const char *words[4] = {NULL};
    for (int i = 0; i < 4 && !failed; i++) {
        if (!column_is_null(look, columns[i])) words[i] = texts->data + at[i];
    }
    out->name = words[0];
    out->place = (struct place){.address = words[1], .postcode = words[2], .city = words[3]};
    if (!column_is_null(look, 5)) {
        out->place.method = PLACE_SOURCE;
        out->place.point = (struct point){column_real(look, 5), column_real(look, 6)};
    }
    statement_reset(look);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status workspace_put_verdict(struct workspace *workspace, const char *first,
                                  const char *second, bool same, const char *reason)
{
    const char *const identities[] = {first, second};
    for (int i = 0; i < 2; i++) {
        int64_t known = 0;
        bind_text(workspace->queries[QUERY_HAS_IDENTITY], ":identity", identities[i]);
        enum status status = workspace_integer(workspace, QUERY_HAS_IDENTITY, &known);
        if (status != STATUS_OK || known == 0)
            return status == STATUS_OK ? STATUS_NOT_FOUND : status;
    }
    if (strcmp(first, second) == 0) return STATUS_INVALID;
    struct statement *put = workspace->queries[QUERY_PUT_VERDICT];
    bind_text(put, ":first", first);
    bind_text(put, ":second", second);
    bind_integer(put, ":same", same);
    bind_text(put, ":reason", workspace_said(reason));
    return statement_run(put);
}
