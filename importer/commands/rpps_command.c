/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_load.h"
#include "run/command.h"
#include "run/import.h"

#include <string.h>

/* Reads before the import begins: what is refused, left out or unknown is told once, and a row that
 * the publisher damaged does not keep in the directory those who asked to leave it. */
static enum status read_all(const struct options *options, const struct rpps_files *files,
                            struct report *report, struct kept **kept, struct rpps_read *out)
{
    struct workspace *workspace = NULL;
    enum status status = workspace_open(options->data, &workspace);
    if (status == STATUS_OK) status = kept_open(options, workspace, report, kept);
    if (status == STATUS_OK) {
        struct rpps_reading reading = {.data = options->data,
                                       .files = files,
                                       .kept = *kept,
                                       .skills = workspace_skills(workspace),
                                       .report = report};
        status = rpps_read(&reading, out);
    }
    workspace_close(workspace);
    return status;
}

static const struct rpps_file *first_of_activities(const struct rpps_files *files)
{
    size_t i = 0;
    while (files->list[i].format.kind != RPPS_ACTIVITIES) i++;
    return &files->list[i];
}

static enum status load(const struct options *options, const struct rpps_files *files,
                        struct report *report)
{
    struct kept *kept = NULL;
    struct rpps_read read = {0};
    struct import_file source;
    const struct rpps_file *first = first_of_activities(files);
    enum status status = import_file_open(first->path, report, &source);
    if (status == STATUS_OK) status = read_all(options, files, report, &kept, &read);
    if (status == STATUS_OK) {
        if (first->date[0] != '\0') memcpy(source.date, first->date, sizeof source.date);
        struct rpps_load load = {
            .data = options->data, .files = files, .kept = kept, .read = &read};
        struct import import = {
            .kind = "rpps",
            .key = "rpps",
            .name = "Annuaire Santé (RPPS)",
            .publisher = "Agence du numérique en santé",
            .licence = "Licence Ouverte 2.0",
            .url = "https://annuaire.sante.fr/",
            .files = &source,
            .file_count = 1,
            .partial = read.partial,
            .load = rpps_load,
            .context = &load,
        };
        status = import_run(&import, options, report);
    }
    rpps_read_free(&read);
    kept_close(kept);
    return status;
}

enum status rpps_command(const struct options *options, struct report *report)
{
    struct rpps_files files = {0};
    enum status status = rpps_files_open(options->files, options->file_count, report, &files);
    if (status == STATUS_OK) status = load(options, &files, report);
    rpps_files_close(&files);
    return status;
}
