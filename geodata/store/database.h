/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DATABASE_H
#define DATABASE_H

#include "geodata/status.h"
#include "geodata/tristate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The one door to SQLite and SpatiaLite; internal to geodata/. Every failure is logged here, with
 *  the name of the query and SQLite's words; callers only pass the status on.
 *
 *  A connection serves one thread (SpatiaLite keeps a cache per connection). Foreign keys are
 *  enforced and a busy file is waited for ten seconds. */
struct database;

enum database_mode {
    DATABASE_READ,  /* an existing file, read only */
    DATABASE_WRITE, /* an existing file */
    DATABASE_CREATE /* the file is made where missing */
};

/** `spatial` adds SpatiaLite's functions (ST_…, CreateSpatialIndex): some milliseconds, needed to
 *  write geometries and not to read plain columns or geometry BLOBs.
 *  STATUS_NOT_FOUND: no such file (not logged). */
enum status database_open(const char *path, enum database_mode mode, bool spatial,
                          struct database **out);
enum status database_open_readonly(const char *path, bool spatial, struct database **out);
void database_close(struct database *database);

/** Runs a script of statements whose rows are not wanted. `name` is for the log. */
enum status database_run(struct database *database, const char *name, const char *sql);

enum status database_begin(struct database *database); /* takes the write lock at once */
enum status database_commit(struct database *database);
void database_rollback(struct database *database); /* quiet when no transaction is open */

/** Rows changed by the last statement. */
size_t database_changes(const struct database *database);

/** The id that the last INSERT gave. */
int64_t database_last_id(const struct database *database);

/** A prepared query. Parameters are named; each keeps its value until bound anew. Binding a name
 *  that the query does not have, or memory running out, shows at the next step. */
struct statement;

/** `sql` is one statement (a comment before it may name its parameters and columns); `name` is
 *  borrowed as long as the statement. */
enum status database_prepare(struct database *database, const char *name, const char *sql,
                             struct statement **out);
void statement_close(struct statement *statement);

/* Texts and bytes are borrowed until the statement is reset, bound anew or closed, names until it
 * is closed: they are literals. NULL is NULL. */
void bind_text(struct statement *statement, const char *name, const char *value);
void bind_bytes(struct statement *statement, const char *name, const void *value, size_t length);
void bind_integer(struct statement *statement, const char *name, int64_t value);
void bind_real(struct statement *statement, const char *name, double value);
void bind_null(struct statement *statement, const char *name);
void bind_tristate(struct statement *statement, const char *name, enum tristate value);

/** STATUS_OK: a row is there. STATUS_NOT_FOUND: no (more) row; the statement is reset. */
enum status statement_step(struct statement *statement);
void statement_reset(struct statement *statement);

/** Runs to the end and resets; its rows, if any, are not wanted. */
enum status statement_run(struct statement *statement);

/* Columns of the row, from 0. Texts and bytes live until the next step or reset. */
const char *column_text(struct statement *statement, int column); /* NULL for NULL */
const void *column_bytes(struct statement *statement, int column, size_t *length);
int64_t column_integer(struct statement *statement, int column); /* 0 for NULL */
double column_real(struct statement *statement, int column);
bool column_is_null(struct statement *statement, int column);
enum tristate column_tristate(struct statement *statement, int column);

/** For a query of one row and one column: prepares, runs, closes. STATUS_NOT_FOUND: no row. */
enum status database_integer(struct database *database, const char *name, const char *sql,
                             int64_t *out);

/** For a query of SpatiaLite functions that answer 1 when they did their work: STATUS_FAILED
 * (logged) for anything else. */
enum status database_expect(struct database *database, const char *name, const char *sql);

/** Makes `name(id)` a function of SQL on this connection: 1 when `holds`, else 0. `name` and
 * `context` are borrowed as long as the connection. */
typedef bool database_predicate(const void *context, int64_t id);
enum status database_add_predicate(struct database *database, const char *name,
                                   database_predicate *holds, const void *context);

/** Whether foreign keys are enforced from now on; what was written meanwhile is not checked. */
void database_enforce_foreign_keys(struct database *database, bool enforced);

/** What a function of SQL makes of a text. */
#define DATABASE_MADE_MAX 64
typedef void database_maker(const char *text, size_t length, char out[DATABASE_MADE_MAX]);

/** Gives queries of this connection the function `name` of one text; NULL stays NULL. `make` writes
 *  a text that ends with a NUL, and gives the same for the same. */
enum status database_define(struct database *database, const char *name, database_maker *make);

/** From now on no trigger runs on this connection: SpatiaLite's keep an index up to date row by
 * row, which whoever fills a whole file does at once, at the end. */
void database_rest_triggers(struct database *database);

/** Makes a new file a SpatiaLite one, with WGS 84 as its only reference system: four milliseconds
 *  instead of the seconds that all six thousand take. */
enum status database_spatial_metadata(struct database *database);

#endif
