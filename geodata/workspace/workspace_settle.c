/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "embedded/sql_publish_attach.h"
#include "geodata/workspace.h"
#include "workspace/reconcile.h"
#include "workspace/workspace_store.h"

#include <unistd.h>

/* The workspace beside a database in memory, where reconciling writes what it finds. */
static enum status attach(const char *path, struct database *database)
{
    struct statement *statement = NULL;
    enum status status = database_prepare(database, "attach", sql_publish_attach, &statement);
    if (status != STATUS_OK) return status;
    bind_text(statement, ":path", path);
    status = statement_run(statement);
    statement_close(statement);
    return status;
}

enum status workspace_reconciled(const char *data, struct database **out)
{
    struct buffer path = {0};
    struct database *database = NULL;
    enum status status = STATUS_NO_MEMORY;
    buffer_format(&path, "%s/workspace.sqlite", data);
    if (path.failed) goto done;
    status = STATUS_NOT_FOUND;
    if (access(path.data, F_OK) != 0) goto done;
    status = database_open(":memory:", DATABASE_CREATE, true, &database);
    if (status == STATUS_OK) status = attach(path.data, database);
    if (status == STATUS_OK) status = database_begin(database);
    if (status == STATUS_OK) status = reconcile_run(database);
    if (status != STATUS_OK) goto done;
    *out = database;
    database = NULL;
done:
    database_close(database);
    buffer_free(&path);
    return status;
}

enum status workspace_settle(const char *data)
{
    struct database *database = NULL;
    enum status status = workspace_reconciled(data, &database);
    if (status == STATUS_OK) status = reconcile_learn(database);
    if (status == STATUS_OK) status = database_commit(database);
    database_close(database);
    return status;
}
