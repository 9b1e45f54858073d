/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/packed.h"
#include "files/file.h"
#include "finess/finess_category.h"
#include "finess/finess_file.h"
#include "finess/finess_load.h"
#include "run/command.h"
#include "run/import.h"

#include <stdlib.h>
#include <string.h>

static enum status refuse(const char *path, const struct finess_trouble *trouble,
                          struct report *report)
{
    struct where where = {.file = file_name(path), .line = trouble->line};
    char column[64] = "";
    if (trouble->column > 0) {
        snprintf(column, sizeof column, "à la colonne %zu, ", trouble->column);
    }
    report_find(report, FINDING_FILE, where,
                "téléchargez de nouveau le fichier des structures de FINESS", "%s%s", column,
                trouble->why.data == NULL ? "" : trouble->why.data);
    return STATUS_INVALID;
}

static enum status refuse_source(const char *path, const struct packed *file, struct report *report)
{
    struct buffer why = {0};
    packed_explain(file, &why);
    report_find(report, FINDING_FILE, (struct where){.file = file_name(path)}, NULL, "%s",
                why.data == NULL ? "" : why.data);
    buffer_free(&why);
    return STATUS_INVALID;
}

enum status finess_file_read(const char *path, struct finess_reading *reading,
                             struct report *report, struct finess_summary *out)
{
    static const char *const endings[] = {".json", ".csv", ".txt", NULL};
    struct packed *file = NULL;
    struct buffer why = {0};
    struct finess_trouble trouble = {0};
    enum status status = packed_open(path, endings, &file, &why);
    if (status == STATUS_INVALID) {
        report_find(report, FINDING_FILE, (struct where){.file = file_name(path)}, NULL, "%s",
                    why.data);
    }
    if (status != STATUS_OK) goto done;
    reading->read = packed_read;
    reading->source = file;
    status = finess_read(reading, out, &trouble);
    if (status == STATUS_FAILED) status = refuse_source(path, file, report);
    if (status == STATUS_INVALID && trouble.why.length > 0) refuse(path, &trouble, report);
done:
    packed_close(file);
    buffer_free(&why);
    buffer_free(&trouble.why);
    return status;
}

/* The first reading: is the file whole, and what positions does it hold? */
static enum status look_at(const char *path, struct report *report, struct finess_load *load,
                           struct import_file *file, enum finess_shape *shape)
{
    struct finess_reading reading = {.gather = &load->positions};
    struct finess_summary summary;
    enum status status = import_file_open(path, report, file);
    if (status == STATUS_OK) status = finess_file_read(path, &reading, report, &summary);
    if (status != STATUS_OK) return status;
    if (summary.date[0] != '\0') memcpy(file->date, summary.date, sizeof file->date);
    if (summary.shape == FINESS_PLUS) *shape = FINESS_PLUS;
    return STATUS_OK;
}

static void tell_unknown_systems(size_t dropped, const struct options *options,
                                 struct report *report)
{
    if (dropped == 0) return;
    report_find(report, FINDING_NOTE, (struct where){.file = file_name(options->files[0])}, NULL,
                "%zu position%s dans un système de coordonnées inconnu : l'adresse est cherchée à "
                "la place",
                dropped, dropped > 1 ? "s sont" : " est");
}

enum status finess_command(const struct options *options, struct report *report)
{
    size_t count = options->file_count;
    struct finess_load load = {.options = options};
    struct import_file *files = calloc(count, sizeof *files);
    enum finess_shape shape = FINESS_LEGACY;
    enum status status = files == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = look_at(options->files[i], report, &load, &files[i], &shape);
    }
    if (status != STATUS_OK) goto done;
    tell_unknown_systems(finess_positions_finish(&load.positions), options, report);
    struct import import = {
        .kind = "finess",
        .key = "finess",
        .name = "FINESS",
        .publisher = shape == FINESS_PLUS ? "Agence du numérique en santé" : "DREES",
        .licence = "Licence Ouverte 2.0",
        .files = files,
        .file_count = count,
        .load = finess_load,
        .context = &load,
    };
    status = import_run(&import, options, report);
done:
    finess_load_free(&load);
    free(files);
    return status;
}
