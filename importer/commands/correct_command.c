/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/table.h"
#include "commands/generations.h"
#include "files/file.h"
#include "run/command.h"
#include "sheet/correction.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The command correct: what a human decides of one field, and no import undoes. */

static void print_correction(void *context, const char *identity, const char *field,
                             const char *value, const char *reason, const char *decided_at,
                             const char *name)
{
    size_t *shown = context;
    (*shown)++;
    printf("  %s (%s), %s : %s, depuis le %.10s%s%s\n",
           name != NULL ? name : "absent des fichiers d'aujourd'hui", identity, field,
           value != NULL ? value : "non précisé", decided_at, reason != NULL ? ", " : "",
           reason != NULL ? reason : "");
}

static enum status list(struct workspace *workspace)
{
    size_t shown = 0;
    puts("Corrections :");
    enum status status = workspace_each_correction(workspace, NULL, print_correction, &shown);
    if (status == STATUS_OK && shown == 0) puts("  aucune");
    return status;
}

struct work {
    const struct options *options;
    struct corrector corrector;
    char today[11];
    size_t written;
};

static enum status begin(struct work *work)
{
    struct source source = {.key = WORKSPACE_CORRECTION,
                            .kind = WORKSPACE_CORRECTION,
                            .name = "Corrections de la coordination",
                            .as_of = work->today};
    return workspace_begin_source(work->corrector.workspace, &source, true);
}

static enum status refuse(const struct work *work, const char *cause, const char *remedy)
{
    report_find(work->corrector.report, FINDING_REFUSED, work->corrector.where, remedy, "%s",
                cause);
    return STATUS_INVALID;
}

/* One field of one resource, inside the turn. A name that nobody knows is refused. */
static enum status decide(struct work *work, const char *typed, const char *field,
                          const char *value, struct buffer *identity)
{
    struct workspace *workspace = work->corrector.workspace;
    struct buffer name = {0};
    buffer_reset(identity);
    work->corrector.where.column = field;
    work->corrector.where.value = value;
    enum sheet_column column = field == NULL ? SHEET_COLUMN_COUNT : correction_column(field);
    enum status status = workspace_find_identity(workspace, typed, identity, &name);
    if (status == STATUS_NOT_FOUND) {
        work->corrector.where.column = "identifiant";
        work->corrector.where.value = typed;
        status = refuse(work, "ce n'est l'identifiant d'aucune fiche",
                        "donnez celui de la carte, ou de la colonne « identifiant » de export");
    }
    if (status == STATUS_OK && field != NULL && column == SHEET_COLUMN_COUNT) {
        status = refuse(work, "ce champ ne se corrige pas",
                        "donnez le titre d'une colonne, par exemple téléphone ou horaires");
    }
    if (status == STATUS_OK && value != NULL && correction_hides(value) &&
        correction_needs(column)) {
        status = refuse(work, "ce champ ne peut pas être caché",
                        "pour que la fiche ne paraisse plus, voir la commande exclude");
    }
    size_t changed = 1;
    if (status == STATUS_OK && work->options->remove) {
        status = workspace_remove_correction(
            workspace, identity->data, field == NULL ? NULL : sheet_columns[column].name, &changed);
        if (status == STATUS_NOT_FOUND) status = refuse(work, "rien n'y est corrigé", NULL);
    } else if (status == STATUS_OK) {
        status =
            workspace_put_correction(workspace, identity->data, sheet_columns[column].name,
                                     correction_hides(value) ? NULL : value, work->options->reason);
    }
    if (status == STATUS_OK) work->written += changed;
    buffer_free(&name);
    return status;
}

static enum status end(struct work *work, enum status status)
{
    enum status ended = workspace_end_source(work->corrector.workspace, status == STATUS_OK, NULL);
    return status != STATUS_OK ? status : ended;
}

static enum status decide_one(struct work *work)
{
    const struct options *options = work->options;
    const char *field = options->file_count > 1 ? options->files[1] : NULL;
    const char *value = options->file_count > 2 ? options->files[2] : NULL;
    work->corrector.where.file = "correct";
    enum status status = begin(work);
    if (status != STATUS_OK) return status;
    struct buffer identity = {0};
    status = decide(work, options->files[0], field, value, &identity);
    if (status == STATUS_OK) status = correction_apply(&work->corrector, identity.data);
    buffer_free(&identity);
    return end(work, status);
}

static enum status decide_row(struct work *work, const struct table *table,
                              const struct table_row *row, size_t id)
{
    const char *typed = table_cell(row, id);
    struct buffer identity = {0};
    enum status status = STATUS_OK;
    work->corrector.where.line = row->line;
    for (size_t i = 0; i < table->header_count && status == STATUS_OK; i++) {
        const char *value = table_cell(row, i);
        if (i == id || value == NULL) continue;
        if (correction_column(table->headers[i]) == SHEET_COLUMN_COUNT) continue;
        status = typed == NULL ? refuse(work, "l'identifiant est vide", NULL)
                               : decide(work, typed, table->headers[i], value, &identity);
    }
    if (status == STATUS_OK && identity.length > 0) {
        status = correction_apply(&work->corrector, identity.data);
    }
    buffer_free(&identity);
    return status;
}

static enum status decide_rows(struct work *work, const struct table *table, size_t id)
{
    const struct table_row *cells = NULL;
    struct table_rows *rows = NULL;
    size_t count = 0;
    enum status status = table_rows_open(table, 0, table->row_count, work->corrector.report, &rows);
    while (status == STATUS_OK) {
        status = table_rows_next(rows, &cells, &count);
        if (status != STATUS_OK || count == 0) break;
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            status = decide_row(work, table, &cells[i], id);
        }
    }
    table_rows_close(rows);
    return status;
}

/* All or nothing: a table of decisions that is half taken helps nobody. */
static enum status decide_table(struct work *work, const struct table *table)
{
    size_t at[SHEET_COLUMN_COUNT];
    if (!columns_match(sheet_columns, SHEET_COLUMN_COUNT, table->headers, table->header_count, at,
                       NULL)) {
        return STATUS_NO_MEMORY;
    }
    work->corrector.where.file = table->file;
    if (at[SHEET_ID] == COLUMN_ABSENT) {
        return refuse(work, "il manque la colonne « identifiant »", NULL);
    }
    enum status status = begin(work);
    if (status != STATUS_OK) return status;
    return end(work, decide_rows(work, table, at[SHEET_ID]));
}

static enum status decide_file(struct work *work)
{
    struct table table = {0};
    enum status status = table_read(work->options->files[0], work->corrector.report, &table);
    if (status == STATUS_OK) status = decide_table(work, &table);
    table_free(&table);
    return status;
}

/* What is wrong with the line that was typed; NULL: nothing. */
static const char *why_wrong(const struct options *options)
{
    size_t count = options->file_count;
    if (options->remove && (count == 0 || count > 2)) {
        return "Dites de quelle fiche, et de quel champ s'il n'y en a qu'un.";
    }
    if (!options->remove && count != 0 && count != 1 && count != 3) {
        return "Donnez l'identifiant, le champ et la valeur ; ou un fichier.";
    }
    if (!options->remove && count == 1 && access(options->files[0], R_OK) != 0) {
        return "Ce fichier n'existe pas ; pour une seule correction, donnez aussi le champ et la "
               "valeur.";
    }
    return NULL;
}

static enum status work_through(struct work *work)
{
    const struct options *options = work->options;
    if (options->file_count == 0) return list(work->corrector.workspace);
    enum status status = workspace_settle(options->data);
    if (status == STATUS_OK) {
        status = locator_open(options->data, work->corrector.workspace, &work->corrector.locator);
    }
    if (status != STATUS_OK) return status;
    bool is_file = options->file_count == 1 && !options->remove;
    status = is_file ? decide_file(work) : decide_one(work);
    if (status == STATUS_OK) {
        printf("%zu correction%s %s, dès la prochaine publication.\n", work->written,
               work->written > 1 ? "s" : "",
               options->remove ? (work->written > 1 ? "retirées" : "retirée")
                               : (work->written > 1 ? "enregistrées" : "enregistrée"));
    }
    return status;
}

enum status correct_command(const struct options *options, struct report *report)
{
    struct work work = {.options = options, .corrector = {.report = report}};
    const char *wrong = why_wrong(options);
    time_t now = time(NULL);
    struct tm local;
    if (wrong != NULL) {
        fprintf(stderr, "%s\n", wrong);
        return STATUS_INVALID;
    }
    if (!generations_has_workspace(options->data)) {
        fputs("Rien n'a encore été chargé : il n'y a rien à corriger.\n", stderr);
        return STATUS_NOT_FOUND;
    }
    strftime(work.today, sizeof work.today, "%Y-%m-%d", localtime_r(&now, &local));
    work.corrector.today = work.today;
    enum status status = workspace_open(options->data, &work.corrector.workspace);
    if (status == STATUS_OK) status = work_through(&work);
    locator_close(work.corrector.locator);
    workspace_close(work.corrector.workspace);
    return status;
}
