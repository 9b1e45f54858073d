/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/import.h"

#include "files/file.h"
#include "geodata/text.h"
#include "run/decisions.h"

#include <string.h>

enum status import_file_open(const char *path, struct report *report, struct import_file *out)
{
    struct buffer why = {0};
    *out = (struct import_file){.path = path};
    enum status status = file_check(path, &why);
    if (status == STATUS_INVALID) {
        report_find(report, FINDING_FILE, (struct where){.file = file_name(path)}, NULL, "%s",
                    why.data);
    }
    if (status == STATUS_OK) status = file_sha256(path, out->sha256);
    if (status == STATUS_OK) status = file_date(path, out->date);
    buffer_free(&why);
    return status;
}

/* `Infirmiers (nov.)` becomes `infirmiers-nov`. */
static void append_slug(const char *text, size_t length, struct buffer *out)
{
    size_t start = out->length;
    text_fold(text, length, out);
    for (size_t i = start; i < out->length; i++) {
        if (out->data[i] == ' ') out->data[i] = '-';
    }
}

struct source_words {
    struct buffer key, name;
    struct source source;
};

static enum status describe(const struct import *import, const struct options *options,
                            const struct import_file *file, struct source_words *out)
{
    struct buffer stem = {0};
    const char *kind = file->kind != NULL ? file->kind : import->kind;
    file_stem(file->path, &stem);
    const char *given = options->source_name;
    if (given != NULL) buffer_text(&out->name, given);
    if (given == NULL && import->name != NULL) buffer_text(&out->name, import->name);
    if (given == NULL && import->name == NULL) buffer_append(&out->name, stem.data, stem.length);

    if (given == NULL && import->key != NULL) {
        buffer_text(&out->key, import->key);
    } else {
        buffer_format(&out->key, "%s:", kind);
        if (given != NULL) append_slug(given, strlen(given), &out->key);
        if (given == NULL) append_slug(stem.data, stem.length, &out->key);
    }
    bool failed = stem.failed || out->key.failed || out->name.failed;
    buffer_free(&stem);
    if (failed) return STATUS_NO_MEMORY;
    out->source = (struct source){
        .key = out->key.data,
        .kind = kind,
        .name = out->name.data,
        .publisher = options->publisher != NULL ? options->publisher : import->publisher,
        .licence = options->licence != NULL ? options->licence : import->licence,
        .url = options->url != NULL ? options->url : import->url,
        .file_name = file_name(file->path),
        .sha256 = file->sha256,
        .as_of = options->as_of != NULL ? options->as_of : file->date,
    };
    return STATUS_OK;
}

struct turn {
    const struct import *import;
    struct workspace *workspace;
    struct report *report;
    const struct source *source;
    size_t first, count; /* files */
};

static enum status load_files(const struct turn *turn)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < turn->count && status == STATUS_OK; i++) {
        status = turn->import->load(turn->import->context, turn->workspace, turn->first + i,
                                    turn->report);
    }
    return status;
}

static void tell_absent(const struct turn *turn, size_t absent)
{
    report_find(turn->report, FINDING_NOTE, (struct where){.file = turn->source->file_name},
                "corrigez-les puis relancez l'import",
                "%zu ligne%s d'avant n'y %s plus, mais rien n'est retiré tant que des lignes "
                "sont refusées",
                absent, absent > 1 ? "s" : "", absent > 1 ? "sont" : "est");
}

/* Two tables of one name, in two folders, take each other's place. */
static void tell_replaced(const struct turn *turn)
{
    report_find(turn->report, FINDING_NOTE, (struct where){.file = turn->source->file_name},
                "si c'est un autre tableau qui porte le même nom, renommez l'un des deux fichiers "
                "et rechargez l'autre",
                "aucune des lignes d'avant n'est dans ce fichier : il les remplace toutes");
}

/* One transaction, rolled back unless `keep`. When rows are refused nothing is removed. */
static enum status load_source(const struct turn *turn, const struct decisions *decisions,
                               bool keep)
{
    struct source_summary summary = {0};
    bool partial = turn->import->partial;
    size_t refused_before = turn->report->counts.refused;
    enum status status = workspace_begin_source(turn->workspace, turn->source, partial);
    if (status != STATUS_OK) return status;
    status = load_files(turn);
    bool refused = turn->report->counts.refused > refused_before;
    if (refused) workspace_keep_unsaid(turn->workspace);
    if (status != STATUS_OK) {
        workspace_end_source(turn->workspace, false, NULL);
        return status;
    }
    status = workspace_end_source(turn->workspace, keep, &summary);
    if (status != STATUS_OK) return status;
    if (keep)
        status =
            decisions_tell_lost(decisions, turn->workspace, turn->source->file_name, turn->report);
    if (status != STATUS_OK) return status;
    turn->report->counts.removed += summary.removed;
    if (refused && !partial && summary.absent > 0) tell_absent(turn, summary.absent);
    if (summary.removed > 0 && summary.same + summary.changed == 0) tell_replaced(turn);
    return STATUS_OK;
}

/* How many files, from `first` on, speak as one source: all of them when they were told to, else
 * the sheets of one workbook that hold the same kind of thing. */
static size_t source_length(const struct import *import, const struct options *options,
                            size_t first)
{
    const struct import_file *files = import->files;
    if (import->key != NULL || options->source_name != NULL) return import->file_count;
    size_t next = first + 1;
    while (next < import->file_count && files[next].path == files[first].path &&
           files[next].kind == files[first].kind) {
        next++;
    }
    return next - first;
}

enum status import_run(const struct import *import, const struct options *options,
                       struct report *report)
{
    struct workspace *workspace = NULL;
    enum status status = workspace_open(options->data, &workspace);
    if (status != STATUS_OK) return status;
    size_t step = 0;
    for (size_t i = 0; i < import->file_count && status == STATUS_OK; i += step) {
        step = source_length(import, options, i);
        struct source_words words = {0};
        status = describe(import, options, &import->files[i], &words);
        struct turn turn = {.import = import,
                            .workspace = workspace,
                            .report = report,
                            .source = &words.source,
                            .first = i,
                            .count = step};
        struct decisions decisions = {0};
        if (status == STATUS_OK) status = decisions_read(workspace, &decisions);
        if (status == STATUS_OK) status = load_source(&turn, &decisions, !options->dry_run);
        decisions_free(&decisions);
        buffer_free(&words.key);
        buffer_free(&words.name);
    }
    workspace_close(workspace);
    return status;
}
