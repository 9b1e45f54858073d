/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database.h"
#include "embedded/sql_publish_check_foreign_keys.h"
#include "embedded/sql_publish_check_generation.h"
#include "embedded/sql_publish_check_integrity.h"
#include "embedded/sql_publish_check_spatial_index.h"
#include "geodata/publish.h"
#include "publish_examine.h"

#include <string.h>

#define DIRECTORY_VERSION 1 /* user_version in directory.sql */
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

static void write_index(struct statement *row, uint32_t number, struct buffer *findings)
{
    (void)number;
    buffer_format(findings, "index spatial faux : table %s\n", column_text(row, 0));
}

static void write_generation(struct statement *row, uint32_t number, struct buffer *findings)
{
    if (column_integer(row, 0) != DIRECTORY_VERSION) {
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

static const struct check {
    const char *name, *sql;
    finding_writer *write;
    bool directory_only;
} checks[] = {
    {"check_integrity", sql_publish_check_integrity, write_damage, false},
    {"check_foreign_keys", sql_publish_check_foreign_keys, write_orphan, false},
    {"check_generation", sql_publish_check_generation, write_generation, true},
    {"check_spatial_index", sql_publish_check_spatial_index, write_index, true},
};

/* A query that fails (the file is no database, a table is missing) is a finding too. */
static enum status run_check(struct database *database, const struct check *check, uint32_t number,
                             struct buffer *findings)
{
    struct statement *statement = NULL;
    enum status status = database_prepare(database, check->name, check->sql, &statement);
    while (status == STATUS_OK && (status = statement_step(statement)) == STATUS_OK) {
        check->write(statement, number, findings);
    }
    statement_close(statement);
    if (status == STATUS_FAILED) buffer_format(findings, "contrôle impossible : %s\n", check->name);
    return status == STATUS_NOT_FOUND || status == STATUS_FAILED ? STATUS_OK : status;
}

enum status publish_examine(const char *path, enum series series, uint32_t number,
                            struct buffer *findings)
{
    struct database *database = NULL;
    size_t before = findings->length;
    bool is_directory = series == SERIES_DIRECTORY;
    enum status status = database_open_readonly(path, is_directory, &database);
    for (size_t i = 0; status == STATUS_OK && i < sizeof checks / sizeof *checks; i++) {
        if (checks[i].directory_only && !is_directory) continue;
        status = run_check(database, &checks[i], number, findings);
    }
    database_close(database);
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
