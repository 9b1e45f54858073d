/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "embedded/sql_workspace_geometry_columns.h"
#include "embedded/sql_workspace_put_identifier.h"
#include "embedded/sql_workspace_record_indexes.h"
#include "embedded/sql_workspace_upgrade.h"
#include "embedded/sql_workspace_upgrade_3.h"
#include "embedded/sql_workspace_upgrade_4.h"
#include "embedded/sql_workspace_upgrade_row.h"
#include "embedded/sql_workspace_upgrade_rows.h"
#include "embedded/sql_workspace_upgrade_session.h"
#include "embedded/sql_workspace_upgrade_sessions.h"
#include "embedded/sql_workspace_version.h"
#include "embedded/workspace_sql.h"
#include "geodata/log.h"
#include "geodata/text.h"
#include "workspace/workspace_store.h"

#include <stdlib.h>

#define WORKSPACE_VERSION 4 /* user_version in workspace.sql */

static enum status create_schema(struct database *database)
{
    enum status status = database_spatial_metadata(database);
    if (status == STATUS_OK) status = database_run(database, "workspace.sql", workspace_sql);
    if (status != STATUS_OK) return status;
    status = database_run(database, "record_indexes", sql_workspace_record_indexes);
    if (status != STATUS_OK) return status;
    return database_expect(database, "geometry_columns", sql_workspace_geometry_columns);
}

/* Of version 1: what it says of itself that version 2 compares. */
struct upgrade {
    struct statement *row, *put, *identify;
    struct buffer name_key, implied;
};

static enum status upgrade_row(struct upgrade *upgrade)
{
    struct statement *row = upgrade->row;
    const char *address = column_text(row, 4);
    char *folded = address == NULL ? NULL : text_folded(address);
    if (address != NULL && folded == NULL) return STATUS_NO_MEMORY;
    buffer_reset(&upgrade->name_key);
    buffer_reset(&upgrade->implied);
    workspace_name_key(column_text(row, 3), column_integer(row, 2) != 0, &upgrade->name_key);
    workspace_implied_identifier(column_text(row, 1), &upgrade->implied);
    bool failed = upgrade->name_key.failed || upgrade->implied.failed;

    bind_integer(upgrade->put, ":id", column_integer(row, 0));
    bind_text(upgrade->put, ":name_key",
              upgrade->name_key.length > 0 ? upgrade->name_key.data : "");
    bind_text(upgrade->put, ":folded_address", workspace_said(folded));
    enum status status = failed ? STATUS_NO_MEMORY : statement_run(upgrade->put);
    free(folded);
    if (status != STATUS_OK || upgrade->implied.length == 0) return status;
    bind_integer(upgrade->identify, ":record", column_integer(row, 0));
    bind_text(upgrade->identify, ":identifier", upgrade->implied.data);
    return statement_run(upgrade->identify);
}

static enum status upgrade_rows(struct database *database)
{
    struct upgrade upgrade = {0};
    enum status status =
        database_prepare(database, "upgrade_rows", sql_workspace_upgrade_rows, &upgrade.row);
    if (status != STATUS_OK) goto done;
    status = database_prepare(database, "upgrade_row", sql_workspace_upgrade_row, &upgrade.put);
    if (status != STATUS_OK) goto done;
    status = database_prepare(database, "put_identifier", sql_workspace_put_identifier,
                              &upgrade.identify);
    if (status != STATUS_OK) goto done;
    while ((status = statement_step(upgrade.row)) == STATUS_OK) {
        status = upgrade_row(&upgrade);
        if (status != STATUS_OK) goto done;
    }
    if (status == STATUS_NOT_FOUND) status = STATUS_OK;
done:
    statement_close(upgrade.row);
    statement_close(upgrade.put);
    statement_close(upgrade.identify);
    buffer_free(&upgrade.name_key);
    buffer_free(&upgrade.implied);
    return status;
}

static enum status upgrade_schema(struct database *database)
{
    enum status status = database_run(database, "upgrade", sql_workspace_upgrade);
    return status == STATUS_OK ? upgrade_rows(database) : status;
}

static enum status upgrade_records(struct database *database)
{
    enum status status = database_run(database, "upgrade_3", sql_workspace_upgrade_3);
    if (status != STATUS_OK) return status;
    return database_run(database, "record_indexes", sql_workspace_record_indexes);
}

/* Of version 3: as whose name its sessions may name a person. */
static enum status upgrade_sessions(struct database *database)
{
    struct statement *row = NULL, *put = NULL;
    struct buffer key = {0};
    enum status status = database_run(database, "upgrade_4", sql_workspace_upgrade_4);
    if (status != STATUS_OK) return status;
    status = database_prepare(database, "upgrade_sessions", sql_workspace_upgrade_sessions, &row);
    if (status != STATUS_OK) goto done;
    status = database_prepare(database, "upgrade_session", sql_workspace_upgrade_session, &put);
    while (status == STATUS_OK && (status = statement_step(row)) == STATUS_OK) {
        buffer_reset(&key);
        workspace_name_key(column_text(row, 1), true, &key);
        bind_integer(put, ":id", column_integer(row, 0));
        bind_text(put, ":person_key", key.length > 0 ? key.data : "");
        status = key.failed ? STATUS_NO_MEMORY : statement_run(put);
    }
    if (status == STATUS_NOT_FOUND) status = STATUS_OK;
done:
    statement_close(row);
    statement_close(put);
    buffer_free(&key);
    return status;
}

static enum status read_version(struct database *database, int64_t *version)
{
    return database_integer(database, "version", sql_workspace_version, version);
}

/* Two programs may open a folder at once: the version is read again under the write lock. */
static enum status prepare_schema(struct database *database, int64_t *version)
{
    enum status status = database_begin(database);
    if (status == STATUS_OK) status = read_version(database, version);
    if (status == STATUS_OK && *version == 0) status = create_schema(database);
    if (status == STATUS_OK && *version == 1) status = upgrade_schema(database);
    if (status == STATUS_OK && (*version == 1 || *version == 2)) status = upgrade_records(database);
    bool is_old = *version >= 1 && *version <= 3;
    if (status == STATUS_OK && is_old) status = upgrade_sessions(database);
    if (status == STATUS_OK) status = database_commit(database);
    database_rollback(database);
    return status;
}

enum status workspace_prepare_file(struct database *database)
{
    int64_t version = 0;
    enum status status = read_version(database, &version);
    if (status != STATUS_OK || version == WORKSPACE_VERSION) return status;

    database_enforce_foreign_keys(database, false);
    status = prepare_schema(database, &version);
    database_enforce_foreign_keys(database, true);
    if (status == STATUS_OK && version > WORKSPACE_VERSION) {
        log_error("workspace: its version is %d, this program knows %d", (int)version,
                  WORKSPACE_VERSION);
        return STATUS_FAILED;
    }
    return status;
}
