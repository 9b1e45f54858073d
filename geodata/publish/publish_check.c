/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/print_set.h"
#include "embedded/sql_publish_check_foreign_keys.h"
#include "embedded/sql_publish_check_generation.h"
#include "embedded/sql_publish_check_integrity.h"
#include "embedded/sql_publish_check_public_ids.h"
#include "embedded/sql_publish_examine_open.h"
#include "embedded/sql_publish_public_ids.h"
#include "geodata/crew.h"
#include "geodata/publish.h"
#include "publish/publish_examine.h"
#include "store/database.h"
#include "store/rtree_check.h"

#include <stdatomic.h>
#include <string.h>

#define DIRECTORY_VERSION 2 /* user_version in directory.sql; version 1 is still read */
#define DIRECTORY_INDEXES 3 /* spatial indexes: area, place, zone */

/* Writes what one row of a check means; a row may mean nothing. */
typedef void finding_writer(struct statement *row, uint32_t number, struct buffer *findings);

static void write_damage(struct statement *row, uint32_t number, struct buffer *findings)
{
    (void)number;
    const char *words = column_text(row, 0);
    if (words != NULL && strcmp(words, "ok") == 0) return;
    buffer_format(findings, "fichier abîmé : %s\n", words == NULL ? "" : words);
}

static void write_orphan(struct statement *row, uint32_t number, struct buffer *findings)
{
    (void)number;
    buffer_format(findings, "lien rompu : %d ligne(s) de %s renvoient à une ligne absente de %s\n",
                  (int)column_integer(row, 2), column_text(row, 0), column_text(row, 1));
}

static void write_namesake(struct statement *row, uint32_t number, struct buffer *findings)
{
    (void)number;
    buffer_format(findings, "deux fiches portent l'identifiant public %s\n", column_text(row, 0));
}

static void write_generation(struct statement *row, uint32_t number, struct buffer *findings)
{
    if (column_integer(row, 0) < 1 || column_integer(row, 0) > DIRECTORY_VERSION) {
        buffer_format(findings, "version du schéma : %d au lieu de %d\n",
                      (int)column_integer(row, 0), DIRECTORY_VERSION);
    }
    if (column_integer(row, 1) != (int64_t)number) {
        buffer_format(findings, "le fichier porte le numéro %d au lieu de %u\n",
                      (int)column_integer(row, 1), number);
    }
    if (column_integer(row, 2) != DIRECTORY_INDEXES) {
        buffer_format(findings, "%d index spatiaux au lieu de %d\n", (int)column_integer(row, 2),
                      DIRECTORY_INDEXES);
    }
}

struct check;

/* Writes what it finds. */
typedef enum status checker(struct database *database, const struct check *check, uint32_t number,
                            struct buffer *findings);
static checker read_rows, read_ids, read_index;

/* The longest first: they run beside each other. */
static const struct check {
    const char *name;
    checker *run;
    const char *sql; /* of read_rows and read_ids: each row is a finding */
    finding_writer *write;
    const char *table; /* of read_index */
    enum blob_type type;
    bool directory_only;
} checks[] = {
    {"check_foreign_keys", read_rows, sql_publish_check_foreign_keys, write_orphan, NULL, 0, false},
    {"check_integrity", read_rows, sql_publish_check_integrity, write_damage, NULL, 0, false},
    {"check_place_index", read_index, NULL, NULL, "place", BLOB_POINT, true},
    {"check_public_ids", read_ids, sql_publish_check_public_ids, write_namesake, NULL, 0, true},
    {"check_zone_index", read_index, NULL, NULL, "zone", BLOB_MULTIPOLYGON, true},
    {"check_area_index", read_index, NULL, NULL, "area", BLOB_MULTIPOLYGON, true},
    {"check_generation", read_rows, sql_publish_check_generation, write_generation, NULL, 0, true},
};
#define CHECK_COUNT (sizeof checks / sizeof *checks)

struct examination {
    const char *path;
    enum series series;
    uint32_t number;
    _Atomic size_t next; /* check that nobody has begun */
    struct {
        enum status status;
        struct buffer findings;
    } outcomes[CHECK_COUNT];
};

static enum status read_rows(struct database *database, const struct check *check, uint32_t number,
                             struct buffer *findings)
{
    struct statement *statement = NULL;
    enum status status = database_prepare(database, check->name, check->sql, &statement);
    while (status == STATUS_OK && (status = statement_step(statement)) == STATUS_OK) {
        check->write(statement, number, findings);
    }
    statement_close(statement);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Two ids that are one have one print. So could two that differ: only then they are all compared,
 * which takes ten times as long. */
static enum status read_ids(struct database *database, const struct check *check, uint32_t number,
                            struct buffer *findings)
{
    struct statement *row = NULL;
    struct print_set prints = {0};
    enum status status = database_prepare(database, "public_ids", sql_publish_public_ids, &row);
    while (status == STATUS_OK && (status = statement_step(row)) == STATUS_OK) {
        fingerprint print = fingerprint_start();
        fingerprint_text(&print, column_text(row, 0));
        status = print_set_add(&prints, print);
    }
    statement_close(row);
    print_set_free(&prints);
    if (status == STATUS_INVALID) return read_rows(database, check, number, findings);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_index(struct database *database, const struct check *check, uint32_t number,
                              struct buffer *findings)
{
    (void)number;
    bool sound = true;
    enum status status = rtree_check(database, check->table, check->type, &sound);
    if (status == STATUS_OK && !sound)
        buffer_format(findings, "index spatial faux : table %s\n", check->table);
    return status;
}

/* A query that fails (the file is no database, a table is missing) is a finding too. */
static enum status run_check(struct database *database, const struct check *check, uint32_t number,
                             struct buffer *findings)
{
    enum status status = check->run(database, check, number, findings);
    if (status != STATUS_FAILED) return status;
    buffer_format(findings, "contrôle impossible : %s\n", check->name);
    return STATUS_OK;
}

static enum status open_file(const char *path, struct database **out)
{
    enum status status = database_open_readonly(path, false, out);
    if (status != STATUS_OK) return status;
    status = database_run(*out, "examine_open", sql_publish_examine_open);
    return status == STATUS_FAILED ? STATUS_OK : status; /* no database: the checks will say so */
}

/* One check after the other until all are begun, on one connection, as a thread must: for each
 * connection SQLite reads the whole schema, which takes longer than most checks of a small file. */
static void examine_piece(void *context, size_t piece)
{
    struct examination *examination = context;
    struct database *database = NULL;
    enum status opened = STATUS_OK;
    (void)piece;
    for (size_t i; (i = atomic_fetch_add(&examination->next, 1)) < CHECK_COUNT;) {
        struct buffer *findings = &examination->outcomes[i].findings;
        if (checks[i].directory_only && examination->series != SERIES_DIRECTORY) continue;
        if (database == NULL && opened == STATUS_OK)
            opened = open_file(examination->path, &database);
        enum status status = opened == STATUS_OK
                                 ? run_check(database, &checks[i], examination->number, findings)
                                 : opened;
        examination->outcomes[i].status = findings->failed ? STATUS_NO_MEMORY : status;
    }
    database_close(database);
}

enum status publish_examine(const char *path, enum series series, uint32_t number,
                            struct buffer *findings)
{
    struct examination examination = {.path = path, .series = series, .number = number};
    size_t before = findings->length;
    enum status status = STATUS_OK;
    crew_run(CHECK_COUNT, examine_piece, &examination, NULL);
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        if (status == STATUS_OK) status = examination.outcomes[i].status;
        buffer_text(findings, examination.outcomes[i].findings.data);
        buffer_free(&examination.outcomes[i].findings);
    }
    if (status == STATUS_OK && findings->failed) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK && findings->length > before) status = STATUS_INVALID;
    return status;
}

enum status publish_check(const char *data, enum series series, uint32_t number,
                          struct buffer *findings)
{
    struct buffer path = {0};
    generation_path(data, series, number, &path);
    enum status status = STATUS_NO_MEMORY;
    if (!path.failed) status = publish_examine(path.data, series, number, findings);
    buffer_free(&path);
    return status;
}
