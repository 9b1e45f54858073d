/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/file.h"
#include "run/command.h"
#include "run/import.h"
#include "run/progress.h"
#include "territory/addresses_csv.h"

#include <stdio.h>
#include <string.h>

#define LAMBERT_93 2154

/* One run: all its files fill one book. */
struct filling {
    struct address_book *book;
    struct geo_projection *lambert;
    struct report *report;
    bool is_local;
};

static enum status refuse_file(const struct filling *filling, const char *path, size_t line,
                               const char *cause, const char *remedy)
{
    struct where where = {.file = file_name(path), .line = line};
    report_find(filling->report, FINDING_FILE, where, remedy, "%s", cause);
    return STATUS_INVALID;
}

static enum status explain(const struct filling *filling, const char *path, const struct csv *csv,
                           enum csv_result result, const struct file *file)
{
    struct buffer why = {0};
    enum status status = STATUS_INVALID;
    switch (result) {
    case CSV_RECORD:
    case CSV_END:
        return STATUS_OK;
    case CSV_OPEN_QUOTE:
        return refuse_file(filling, path, csv_line(csv),
                           "un guillemet s'ouvre sur cette ligne et ne se ferme jamais : le "
                           "fichier est coupé, ou ce guillemet est de trop",
                           "téléchargez-le de nouveau");
    case CSV_BINARY:
        return refuse_file(filling, path, csv_line(csv), "ceci n'est pas un fichier de texte UTF-8",
                           "téléchargez-le de nouveau, au format CSV");
    case CSV_TOO_LONG:
        return refuse_file(filling, path, csv_line(csv), "cette ligne dépasse 16 Mo",
                           "téléchargez le fichier de nouveau, au format CSV");
    case CSV_READ_FAILED:
        file_explain(file, &why);
        status =
            refuse_file(filling, path, 0, why.failed ? "le fichier ne se lit pas" : why.data, NULL);
        buffer_free(&why);
        return status;
    case CSV_NO_MEMORY:
        break;
    }
    return STATUS_NO_MEMORY;
}

static enum status add_row(struct filling *filling, const char *path,
                           const struct csv_record *record, const struct address_format *format,
                           struct pool *pool)
{
    struct address_row row;
    struct address_problem problem = {0};
    filling->report->counts.read++;
    enum status status = STATUS_INVALID;
    if (address_row_read(record, format, filling->lambert, pool, &row, &problem)) {
        status = address_book_add(filling->book, &row);
        problem = (struct address_problem){.cause = "le carnet d'adresses refuse cette ligne",
                                           .remedy = "vérifiez sa voie, sa commune et sa position"};
    }
    if (pool->failed) return STATUS_NO_MEMORY;
    if (status == STATUS_OK) filling->report->counts.added++;
    if (status != STATUS_INVALID) return status;
    struct where where = {.file = file_name(path),
                          .line = record->line,
                          .column = problem.column,
                          .value = problem.value};
    report_find(filling->report, FINDING_REFUSED, where, problem.remedy, "%s", problem.cause);
    return STATUS_OK;
}

static enum status read_header(struct filling *filling, const char *path, struct csv *csv,
                               const struct file *file, struct address_format *out,
                               size_t *field_count)
{
    struct csv_record header;
    const char *missing = NULL;
    enum csv_result result = csv_next(csv, &header);
    if (result == CSV_END) {
        return refuse_file(filling, path, 0, "le fichier ne contient que des lignes vides",
                           "téléchargez-le de nouveau");
    }
    if (result != CSV_RECORD) return explain(filling, path, csv, result, file);
    *field_count = header.count;
    if (address_format_match(&header, out, &missing)) {
        filling->is_local = out->is_local;
        return STATUS_OK;
    }
    if (missing == NULL) return STATUS_NO_MEMORY;
    struct where where = {.file = file_name(path), .line = header.line, .column = missing};
    report_find(filling->report, FINDING_FILE, where,
                "donnez un fichier adresses-XX.csv de la Base Adresse Nationale, ou une Base "
                "Adresse Locale",
                "il manque cette colonne");
    return STATUS_INVALID;
}

static enum status read_rows(struct filling *filling, const char *path, struct csv *csv,
                             const struct file *file, const struct address_format *format,
                             size_t field_count)
{
    struct csv_record record = {.ended = true};
    struct progress progress = {0};
    struct pool pool = {0};
    enum status status = STATUS_OK;
    enum csv_result result = csv_next(csv, &record);
    size_t rows = 0;
    for (; result == CSV_RECORD && status == STATUS_OK; result = csv_next(csv, &record)) {
        if (!record.ended && record.count < field_count) {
            status = refuse_file(filling, path, record.line,
                                 "le fichier semble coupé au milieu de cette ligne",
                                 "téléchargez-le de nouveau");
            break;
        }
        pool_reset(&pool);
        status = add_row(filling, path, &record, format, &pool);
        progress_show(&progress, ++rows, file_progress(file));
    }
    progress_end(&progress);
    pool_free(&pool);
    if (status == STATUS_OK) status = explain(filling, path, csv, result, file);
    if (status == STATUS_OK && rows == 0) {
        status =
            refuse_file(filling, path, 0, "le fichier n'a que sa ligne de titres, aucune adresse",
                        "téléchargez-le de nouveau");
    }
    return status;
}

static enum status fill_from(struct filling *filling, const char *path)
{
    struct file *file = NULL;
    struct csv *csv = NULL;
    struct buffer why = {0};
    struct address_format format;
    size_t field_count = 0;
    enum status status = file_open(path, &file, &why);
    if (status == STATUS_INVALID) refuse_file(filling, path, 0, why.data, NULL);
    if (status != STATUS_OK) goto done;
    status = csv_open(file_read, file, &csv);
    if (status != STATUS_OK) goto done;
    status = read_header(filling, path, csv, file, &format, &field_count);
    if (status != STATUS_OK) goto done;
    status = read_rows(filling, path, csv, file, &format, field_count);
done:
    csv_close(csv);
    file_close(file);
    buffer_free(&why);
    return status;
}

static enum status publish(struct filling *filling, const struct options *options,
                           const struct import_file *first)
{
    struct address_book_summary summary = {0};
    const char *name = options->source_name;
    if (name == NULL) {
        name = filling->is_local ? "Base Adresse Locale"
                                 : "Base Adresse Nationale, Licence Ouverte 2.0";
    }
    struct address_book *book = filling->book;
    filling->book = NULL; /* closed whatever happens */
    enum status status = address_book_publish(
        book, name, options->as_of != NULL ? options->as_of : first->date, first->sha256, &summary);
    if (status != STATUS_OK) return status;
    printf("Carnet d'adresses %u publié : %llu voies, %llu numéros, %llu lieux-dits, "
           "%llu communes",
           summary.number, (unsigned long long)summary.streets, (unsigned long long)summary.numbers,
           (unsigned long long)summary.places, (unsigned long long)summary.communes);
    if (summary.repeated > 0) {
        printf(" (%llu adresses répétées)", (unsigned long long)summary.repeated);
    }
    puts(".");
    return STATUS_OK;
}

enum status addresses_command(const struct options *options, struct report *report)
{
    struct filling filling = {.report = report};
    struct import_file first = {0};
    enum status status = STATUS_OK;
    for (size_t i = options->file_count; i > 0 && status == STATUS_OK; i--) {
        status = import_file_open(options->files[i - 1], report, &first);
    }
    if (status != STATUS_OK) return status;
    filling.lambert = geo_projection_open(LAMBERT_93);
    status = address_book_begin(options->data, &filling.book);
    for (size_t i = 0; i < options->file_count && status == STATUS_OK; i++) {
        status = fill_from(&filling, options->files[i]);
    }
    if (status == STATUS_OK && report->counts.added == 0) {
        status = refuse_file(&filling, options->files[0], 0,
                             "aucune adresse n'a pu être lue : le carnet en service est gardé",
                             "corrigez le fichier");
    }
    if (status == STATUS_OK && !options->dry_run) status = publish(&filling, options, &first);
    address_book_close(filling.book);
    geo_projection_close(filling.lambert);
    return status;
}
