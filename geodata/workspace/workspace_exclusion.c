/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workspace/workspace_store.h"

/* Its own number is known before any record is. */
static enum status put_implied(struct workspace *workspace, const char *identity)
{
    struct statement *put = workspace->queries[QUERY_PUT_ALIAS];
    struct buffer implied = {0};
    enum status status = STATUS_OK;
    workspace_implied_identifier(identity, &implied);
    if (implied.failed) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK && implied.length > 0) {
        bind_text(put, ":exclusion", identity);
        bind_text(put, ":alias", implied.data);
        status = statement_run(put);
    }
    buffer_free(&implied);
    return status;
}

enum status workspace_exclude(struct workspace *workspace, const char *identity,
                              enum exclusion exclusion, const char *reason)
{
    bool excludes = exclusion != EXCLUDE_NOT;
    struct statement *statement = workspace->queries[excludes ? QUERY_EXCLUDE : QUERY_READMIT];
    bind_text(statement, ":identity", identity);
    if (excludes) bind_text(statement, ":reason", workspace_said(reason));
    if (excludes) bind_integer(statement, ":here", exclusion == EXCLUDE_HERE);
    enum status status = statement_run(statement);
    if (status != STATUS_OK) return status;
    if (!excludes && database_changes(workspace->database) == 0) return STATUS_NOT_FOUND;
    if (exclusion != EXCLUDE_EVERYWHERE) return status;
    return put_implied(workspace, identity);
}

enum status workspace_find_identity(struct workspace *workspace, const char *text,
                                    struct buffer *identity, struct buffer *name)
{
    struct statement *find = workspace->queries[QUERY_FIND_IDENTITY];
    bind_text(find, ":text", text);
    enum status status = statement_step(find);
    if (status != STATUS_OK) return status;
    buffer_text(identity, column_text(find, 0));
    buffer_text(name, column_text(find, 1));
    statement_reset(find);
    return identity->failed || name->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status workspace_each_exclusion(struct workspace *workspace,
                                     workspace_exclusion_visitor *visit, void *context)
{
    struct statement *each = workspace->queries[QUERY_EACH_EXCLUSION];
    enum status status;
    while ((status = statement_step(each)) == STATUS_OK) {
        visit(context, column_text(each, 0), column_text(each, 1), column_text(each, 2),
              column_text(each, 3));
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
