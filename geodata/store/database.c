/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/database.h"

#include "embedded/sql_database_begin.h"
#include "embedded/sql_database_commit.h"
#include "embedded/sql_database_rollback.h"
#include "embedded/sql_database_spatial_metadata.h"
#include "geodata/log.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <spatialite.h> /* wants sqlite3.h before it */

#define BUSY_TIMEOUT_MS 10000 /* longer than any import's commit */

#define PREDICATES_MAX 4

struct predicate {
    database_predicate *holds;
    const void *context;
};

struct database {
    sqlite3 *handle;
    void *cache; /* of SpatiaLite; NULL without it */
    struct predicate predicates[PREDICATES_MAX];
    size_t predicate_count;
};

#define PARAMETERS_MAX 64 /* whose order is remembered; of others the names are searched */

struct statement {
    sqlite3_stmt *prepared;
    const char *name;
    bool failed;                        /* a value could not be bound: already logged */
    unsigned char last;                 /* parameter bound, 0: none yet */
    unsigned char next[PARAMETERS_MAX]; /* the one that was bound after each last time */
    const char *names[PARAMETERS_MAX];  /* as they were last given */
    uint64_t said;                      /* bit of each of them: a value is bound that is not NULL */
};

static enum status failure(sqlite3 *handle, const char *name)
{
    log_error("database: %s: %s", name, sqlite3_errmsg(handle));
    return sqlite3_errcode(handle) == SQLITE_NOMEM ? STATUS_NO_MEMORY : STATUS_FAILED;
}

/* SQLite counts its memory under one lock for all threads; nobody asks for the count, and threads
 * that share a geocoder wait for each other there. Where SQLite is already at work it stays so. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static pthread_once_t configure_once = PTHREAD_ONCE_INIT;
static pthread_once_t spatialite_once = PTHREAD_ONCE_INIT;

static enum status attach_spatialite(struct database *database)
{
    pthread_once(&spatialite_once, spatialite_initialize);
    database->cache = spatialite_alloc_connection();
    if (database->cache == NULL) {
        log_error("database: SpatiaLite gives no more connections");
        return STATUS_NO_MEMORY;
    }
    spatialite_init_ex(database->handle, database->cache, 0);
    spatialite_set_silent_mode(database->cache); /* else GEOS prints on stderr by itself */
    return STATUS_OK;
}

static enum status open_file(struct database *database, const char *path, enum database_mode mode)
{
    static const int flags[] = {
        [DATABASE_READ] = SQLITE_OPEN_READONLY,
        [DATABASE_WRITE] = SQLITE_OPEN_READWRITE,
        [DATABASE_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
    };
    if (mode != DATABASE_CREATE && access(path, F_OK) != 0 && errno == ENOENT) {
        return STATUS_NOT_FOUND;
    }
    if (sqlite3_open_v2(path, &database->handle, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        if (database->handle == NULL) return STATUS_NO_MEMORY;
        return failure(database->handle, path);
    }
    sqlite3_busy_timeout(database->handle, BUSY_TIMEOUT_MS);
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return STATUS_OK;
}

enum status database_open(const char *path, enum database_mode mode, bool spatial,
                          struct database **out)
{
    struct database *database = calloc(1, sizeof *database);
    if (database == NULL) return STATUS_NO_MEMORY;

    pthread_once(&configure_once, configure);
    enum status status = open_file(database, path, mode);
    if (status == STATUS_OK && spatial) status = attach_spatialite(database);
    if (status != STATUS_OK) {
        database_close(database);
        return status;
    }
    *out = database;
    return STATUS_OK;
}

enum status database_open_readonly(const char *path, bool spatial, struct database **out)
{
    return database_open(path, DATABASE_READ, spatial, out);
}

void database_close(struct database *database)
{
    if (database == NULL) return;
    int closed = sqlite3_close(database->handle);
    assert(closed == SQLITE_OK && "every statement is closed before its database");
    (void)closed;
    if (database->cache != NULL) spatialite_cleanup_ex(database->cache);
    free(database);
}

enum status database_run(struct database *database, const char *name, const char *sql)
{
    if (sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK) return STATUS_OK;
    return failure(database->handle, name);
}

enum status database_begin(struct database *database)
{
    return database_run(database, "begin", sql_database_begin);
}

enum status database_commit(struct database *database)
{
    return database_run(database, "commit", sql_database_commit);
}

void database_rollback(struct database *database)
{
    if (sqlite3_get_autocommit(database->handle)) return;
    database_run(database, "rollback", sql_database_rollback);
}

size_t database_changes(const struct database *database)
{
    return (size_t)sqlite3_changes64(database->handle);
}

int64_t database_last_id(const struct database *database)
{
    return sqlite3_last_insert_rowid(database->handle);
}

enum status database_prepare(struct database *database, const char *name, const char *sql,
                             struct statement **out)
{
    struct statement *statement = calloc(1, sizeof *statement);
    if (statement == NULL) return STATUS_NO_MEMORY;
    statement->name = name;
    if (sqlite3_prepare_v3(database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                           &statement->prepared, NULL) != SQLITE_OK) {
        free(statement);
        return failure(database->handle, name);
    }
    assert(statement->prepared != NULL && "a query is more than a comment");
    *out = statement;
    return STATUS_OK;
}

void statement_close(struct statement *statement)
{
    if (statement == NULL) return;
    sqlite3_finalize(statement->prepared);
    free(statement);
}

static int search_parameter(struct statement *statement, const char *name)
{
    int index = sqlite3_bind_parameter_index(statement->prepared, name);
    if (index == 0) {
        log_error("database: %s: it has no parameter %s", statement->name, name);
        statement->failed = true;
    }
    if (index == 0 || index >= PARAMETERS_MAX) return index;
    statement->names[index] = name;
    statement->next[statement->last] = (unsigned char)index;
    return index;
}

/* SQLite compares a name with all those before it, thirty of them for a resource. Callers bind in
 * one order, so the parameter that followed the last one before mostly follows it again. */
static int parameter(struct statement *statement, const char *name)
{
    int index = statement->next[statement->last];
    bool is_it = index != 0 &&
                 (statement->names[index] == name || strcmp(statement->names[index], name) == 0);
    if (!is_it) index = search_parameter(statement, name);
    statement->last = index < PARAMETERS_MAX ? (unsigned char)index : 0;
    return index;
}

static void bound(struct statement *statement, int result)
{
    if (result == SQLITE_OK || statement->failed) return;
    log_error("database: %s: cannot bind: %s", statement->name, sqlite3_errstr(result));
    statement->failed = true;
}

/* A row of thirty columns is mostly NULL where the one before was. */
static bool stays_null(struct statement *statement, int index, bool is_null)
{
    if (index >= PARAMETERS_MAX) return false;
    uint64_t bit = UINT64_C(1) << index;
    bool was_said = (statement->said & bit) != 0;
    statement->said = is_null ? statement->said & ~bit : statement->said | bit;
    return is_null && !was_said;
}

void bind_text(struct statement *statement, const char *name, const char *value)
{
    int index = parameter(statement, name);
    if (stays_null(statement, index, value == NULL)) return;
    bound(statement, sqlite3_bind_text(statement->prepared, index, value, -1, SQLITE_STATIC));
}

void bind_bytes(struct statement *statement, const char *name, const void *value, size_t length)
{
    int index = parameter(statement, name);
    if (stays_null(statement, index, value == NULL)) return;
    bound(statement, sqlite3_bind_blob64(statement->prepared, index, value, length, SQLITE_STATIC));
}

void bind_integer(struct statement *statement, const char *name, int64_t value)
{
    int index = parameter(statement, name);
    stays_null(statement, index, false);
    bound(statement, sqlite3_bind_int64(statement->prepared, index, value));
}

void bind_real(struct statement *statement, const char *name, double value)
{
    int index = parameter(statement, name);
    stays_null(statement, index, false);
    bound(statement, sqlite3_bind_double(statement->prepared, index, value));
}

void bind_null(struct statement *statement, const char *name)
{
    int index = parameter(statement, name);
    if (stays_null(statement, index, true)) return;
    bound(statement, sqlite3_bind_null(statement->prepared, index));
}

void bind_tristate(struct statement *statement, const char *name, enum tristate value)
{
    if (value == TRISTATE_UNKNOWN) {
        bind_null(statement, name);
        return;
    }
    bind_integer(statement, name, value == TRISTATE_YES);
}

enum status statement_step(struct statement *statement)
{
    if (statement->failed) return STATUS_FAILED;
    int result = sqlite3_step(statement->prepared);
    if (result == SQLITE_ROW) return STATUS_OK;
    if (result == SQLITE_DONE) {
        statement_reset(statement);
        return STATUS_NOT_FOUND;
    }
    enum status status = failure(sqlite3_db_handle(statement->prepared), statement->name);
    statement_reset(statement);
    return status;
}

void statement_reset(struct statement *statement)
{
    sqlite3_reset(statement->prepared); /* repeats the step's own error: already logged */
}

enum status statement_run(struct statement *statement)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK) status = statement_step(statement);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

const char *column_text(struct statement *statement, int column)
{
    return (const char *)sqlite3_column_text(statement->prepared, column);
}

const void *column_bytes(struct statement *statement, int column, size_t *length)
{
    const void *bytes = sqlite3_column_blob(statement->prepared, column);
    *length = (size_t)sqlite3_column_bytes(statement->prepared, column);
    return bytes;
}

int64_t column_integer(struct statement *statement, int column)
{
    return sqlite3_column_int64(statement->prepared, column);
}

double column_real(struct statement *statement, int column)
{
    return sqlite3_column_double(statement->prepared, column);
}

bool column_is_null(struct statement *statement, int column)
{
    return sqlite3_column_type(statement->prepared, column) == SQLITE_NULL;
}

enum tristate column_tristate(struct statement *statement, int column)
{
    if (column_is_null(statement, column)) return TRISTATE_UNKNOWN;
    return column_integer(statement, column) != 0 ? TRISTATE_YES : TRISTATE_NO;
}

enum status database_integer(struct database *database, const char *name, const char *sql,
                             int64_t *out)
{
    struct statement *statement = NULL;
    enum status status = database_prepare(database, name, sql, &statement);
    if (status == STATUS_OK) status = statement_step(statement);
    if (status == STATUS_OK) *out = column_integer(statement, 0);
    statement_close(statement);
    return status;
}

enum status database_expect(struct database *database, const char *name, const char *sql)
{
    int64_t done = 0;
    enum status status = database_integer(database, name, sql, &done);
    if (status != STATUS_OK || done == 1) return status;
    log_error("database: %s: SpatiaLite did not do it", name);
    return STATUS_FAILED;
}

static void ask_predicate(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct predicate *predicate = sqlite3_user_data(context);
    (void)count;
    sqlite3_result_int(context, predicate->holds(predicate->context, sqlite3_value_int64(*values)));
}

enum status database_add_predicate(struct database *database, const char *name,
                                   database_predicate *holds, const void *context)
{
    assert(database->predicate_count < PREDICATES_MAX);
    struct predicate *predicate = &database->predicates[database->predicate_count++];
    *predicate = (struct predicate){holds, context};
    int result = sqlite3_create_function_v2(database->handle, name, 1, SQLITE_UTF8, predicate,
                                            ask_predicate, NULL, NULL, NULL);
    return result == SQLITE_OK ? STATUS_OK : failure(database->handle, name);
}

void database_enforce_foreign_keys(struct database *database, bool enforced)
{
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_ENABLE_FKEY, enforced, NULL);
}

/* SQLite carries a pointer to data: the function's own pointer stands in a block of its own. */
struct definition {
    database_maker *make;
};

static void call_maker(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct definition *definition = sqlite3_user_data(context);
    char made[DATABASE_MADE_MAX];
    const char *text = (const char *)sqlite3_value_text(values[0]);
    (void)count;
    if (text == NULL) return;
    definition->make(text, (size_t)sqlite3_value_bytes(values[0]), made);
    sqlite3_result_text(context, made, -1, SQLITE_TRANSIENT);
}

enum status database_define(struct database *database, const char *name, database_maker *make)
{
    struct definition *definition = malloc(sizeof *definition);
    if (definition == NULL) return STATUS_NO_MEMORY;
    definition->make = make;
    int result =
        sqlite3_create_function_v2(database->handle, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                   definition, call_maker, NULL, NULL, free);
    return result == SQLITE_OK ? STATUS_OK : failure(database->handle, name);
}

void database_rest_triggers(struct database *database)
{
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
}

enum status database_spatial_metadata(struct database *database)
{
    return database_expect(database, "spatial_metadata", sql_database_spatial_metadata);
}
