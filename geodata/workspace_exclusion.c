/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workspace_store.h"

enum status workspace_exclude(struct workspace *workspace, const char *identity, bool excluded,
                              const char *reason)
{
    struct statement *statement = workspace->queries[excluded ? QUERY_EXCLUDE : QUERY_READMIT];
    bind_text(statement, ":identity", identity);
    if (excluded) bind_text(statement, ":reason", workspace_said(reason));
    return statement_run(statement);
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
