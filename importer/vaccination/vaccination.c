/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vaccination/vaccination.h"

#include "run/command.h"
#include "run/import.h"
#include "run/progress.h"
#include "run/seen.h"
#include "territory/territory_filter.h"

#include <stdlib.h>
#include <string.h>

/* A file that was read, and what it is. */
struct vaccination_file {
    const struct vaccination_format *format;
    struct table table;
    size_t at[VACCINATION_COLUMNS_MAX];
};

/* The files of one format: they speak as one source. */
struct batch {
    const struct options *options;
    struct vaccination_file *tables;
    struct import_file *files;
    size_t count;
    struct locator *locator;
    struct kept *kept;
    struct seen seen;
};

const char *vaccination_cell(const struct vaccination_row *row, size_t column)
{
    return table_cell(row->cells, row->at[column]);
}

void vaccination_tell(const struct vaccination_row *row, enum finding_kind kind, size_t column,
                      const char *value, const char *cause, const char *remedy)
{
    struct where where = {.file = row->table->file,
                          .line = row->cells->line,
                          .column = row->format->columns[column].name,
                          .value = value};
    report_find(row->report, kind, where, remedy, "%s", cause);
}

void vaccination_note(struct vaccination_row *row, const char *label, const char *text)
{
    const char *before = row->resource.note;
    if (text == NULL) return;
    size_t length = before == NULL ? 0 : strlen(before);
    bool ended = length > 0 && strchr(".!?", before[length - 1]) != NULL;
    row->resource.note = pool_format(&row->pool, "%s%s%s%s", before == NULL ? "" : before,
                                     before == NULL ? ""
                                     : ended        ? " "
                                                    : ". ",
                                     label, text);
}

day vaccination_today(void)
{
    return (day)(instant_now() / 86400);
}

static enum point_problem ask(struct vaccination_row *row, struct locate_query *out)
{
    enum point_problem problem = row->format->query(row, out);
    out->has_point = problem == POINT_FINE;
    out->where = (struct where){.file = row->table->file, .line = row->cells->line};
    return problem;
}

static enum status read_place(struct vaccination_row *row, struct locator *locator)
{
    struct locate_query query;
    enum point_problem problem = ask(row, &query);
    if (problem != POINT_FINE && problem != POINT_ABSENT) {
        size_t column = row->format->lon;
        vaccination_tell(row, FINDING_DOUBTFUL, column, vaccination_cell(row, column),
                         point_problem_cause(problem),
                         "la position est cherchée d'après l'adresse");
    }
    enum status status =
        locate_place(locator, &query, &row->pool, row->report, &row->resource.place);
    if (status == STATUS_OK) row->format->finish(row);
    return status;
}

static enum status put_row(struct vaccination_row *row, struct workspace *workspace,
                           struct seen *seen)
{
    size_t before = 0, id = row->format->id;
    enum row_change change = ROW_NEW;
    enum status status = seen_add(seen, row->resource.identity, row->cells->line, &before);
    if (status != STATUS_OK) return status;
    if (before != 0) {
        vaccination_tell(row, FINDING_REFUSED, id, vaccination_cell(row, id),
                         "ce numéro est déjà sur une autre ligne", "gardez une seule des deux");
        return STATUS_OK;
    }
    status = workspace_put_resource(workspace, &row->resource, &change);
    if (status == STATUS_INVALID) {
        vaccination_tell(row, FINDING_REFUSED, row->format->place_name, row->resource.name,
                         "l'annuaire refuse cette ligne", "la cause est écrite au-dessus");
        return STATUS_OK;
    }
    if (status == STATUS_OK) report_row(row->report, row->table->file, row->cells->line, change);
    return status;
}

static enum status load_row(struct vaccination_row *row, struct batch *batch,
                            struct workspace *workspace)
{
    size_t name = row->format->place_name;
    row->resource = (struct resource){.name = vaccination_cell(row, name), .skills = row->skills};
    row->hours.count = 0;
    if (row->resource.name == NULL) {
        vaccination_tell(row, FINDING_REFUSED, name, NULL, "le nom est vide",
                         "complétez-le dans le fichier");
        return STATUS_OK;
    }
    bool taken = row->format->describe(row);
    if (row->pool.failed) return STATUS_NO_MEMORY;
    if (!taken) return STATUS_OK;
    enum status status = read_place(row, batch->locator);
    if (status != STATUS_OK) return status;
    if (row->pool.failed) return STATUS_NO_MEMORY;
    return put_row(row, workspace, &batch->seen);
}

/* The places of the next rows, asked for all at once. */
static enum status locate_rows(struct vaccination_row *row, const struct table_row *cells,
                               size_t count, struct locator *locator)
{
    struct locate_query *queries = calloc(count, sizeof *queries);
    if (queries == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        row->cells = &cells[i];
        ask(row, &queries[i]);
    }
    enum status status =
        row->pool.failed ? STATUS_NO_MEMORY : locate_ahead(locator, queries, count);
    free(queries);
    return status;
}

/* Whoever gives this file by hand wants all of it, unless a territory is asked for. */
static bool asks_for_territory(const struct options *options)
{
    return options->departement != NULL || options->communes != NULL || options->postcodes != NULL;
}

static bool is_kept(const struct vaccination_row *row, const struct kept *kept)
{
    if (kept == NULL) return true;
    struct kept_query query = {.postcode = vaccination_cell(row, row->format->postcode),
                               .town = vaccination_cell(row, row->format->town)};
    return kept_has(kept, &query);
}

static enum status open_helpers(struct batch *batch, struct workspace *workspace,
                                struct report *report)
{
    enum status status = STATUS_OK;
    if (batch->locator == NULL) {
        status = locator_open(batch->options->data, workspace, &batch->locator);
    }
    if (status == STATUS_OK && batch->kept == NULL && asks_for_territory(batch->options)) {
        status = kept_open(batch->options, workspace, report, &batch->kept);
    }
    return status;
}

static void tell_closed(const char *file, size_t closed, struct report *report)
{
    if (closed == 0) return;
    report_find(report, FINDING_NOTE, (struct where){.file = file}, NULL,
                closed > 1 ? "%zu lieux ont fermé : ils n'entrent pas"
                           : "%zu lieu a fermé : il n'entre pas",
                closed);
}

struct load {
    struct batch *batch;
    struct workspace *workspace;
    struct vaccination_row row;
    struct progress progress;
    size_t read, elsewhere;
};

static enum status load_piece(struct load *load, const struct table_row *cells, size_t count)
{
    struct vaccination_row *row = &load->row;
    pool_reset(&row->pool);
    enum status status = locate_rows(row, cells, count, load->batch->locator);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        pool_reset(&row->pool);
        row->cells = &cells[i];
        if (is_kept(row, load->batch->kept)) {
            row->report->counts.read++;
            status = load_row(row, load->batch, load->workspace);
        } else {
            load->elsewhere++;
        }
        load->read++;
        progress_show(&load->progress, load->read,
                      (double)load->read / (double)row->table->row_count);
    }
    return status;
}

static enum status load_rows(struct load *load)
{
    const struct table *table = load->row.table;
    const struct table_row *cells = NULL;
    struct table_rows *rows = NULL;
    size_t count = 0;
    enum status status = table_rows_open(table, 0, table->row_count, load->row.report, &rows);
    while (status == STATUS_OK) {
        status = table_rows_next(rows, &cells, &count);
        if (status != STATUS_OK || count == 0) break;
        status = load_piece(load, cells, count);
    }
    progress_end(&load->progress);
    table_rows_close(rows);
    pool_free(&load->row.pool);
    return status;
}

static enum status load(void *context, struct workspace *workspace, size_t index,
                        struct report *report)
{
    struct batch *batch = context;
    const struct vaccination_file *file = &batch->tables[index];
    size_t closed = 0;
    struct load load = {.batch = batch,
                        .workspace = workspace,
                        .row = {.format = file->format,
                                .table = &file->table,
                                .at = file->at,
                                .report = report,
                                .closed = &closed}};
    if (index == 0) seen_free(&batch->seen);
    enum status status = open_helpers(batch, workspace, report);
    if (status == STATUS_OK) status = load_rows(&load);
    if (status != STATUS_OK) return status;
    kept_tell(batch->kept, file->table.file, load.elsewhere, report);
    tell_closed(file->table.file, closed, report);
    return STATUS_OK;
}

/* How many of the columns that the format needs the table has; `at` is theirs. */
static bool match(const struct vaccination_format *format, struct vaccination_file *file,
                  size_t *found)
{
    const struct table *table = &file->table;
    *found = 0;
    if (!columns_match(format->columns, format->column_count, table->headers, table->header_count,
                       file->at, NULL)) {
        return false;
    }
    for (size_t i = 0; i < format->needed_count; i++) {
        *found += file->at[format->needed[i]] != COLUMN_ABSENT;
    }
    return true;
}

static enum status refuse_table(const struct vaccination_file *file, struct report *report)
{
    const struct vaccination_format *format = file->format;
    for (size_t i = 0; i < format->needed_count; i++) {
        if (file->at[format->needed[i]] != COLUMN_ABSENT) continue;
        struct where where = {.file = file->table.file,
                              .line = file->table.header_line,
                              .column = format->columns[format->needed[i]].name};
        report_find(report, FINDING_FILE, where, format->doubt, "il manque cette colonne");
        break;
    }
    return STATUS_INVALID;
}

/* The format whose columns are all there; else the one that most are of, which refuses. */
static enum status open_table(const char *path, struct report *report, struct vaccination_file *out,
                              struct import_file *file)
{
    size_t flu = 0, covid = 0;
    enum status status = table_read(path, report, &out->table);
    if (status != STATUS_OK) return status;
    file->path = path;
    memcpy(file->sha256, out->table.sha256, sizeof file->sha256);
    memcpy(file->date, out->table.date, sizeof file->date);
    if (!match(&vaccination_covid, out, &covid) || !match(&vaccination_flu, out, &flu)) {
        return STATUS_NO_MEMORY;
    }
    bool is_covid = covid * vaccination_flu.needed_count > flu * vaccination_covid.needed_count;
    out->format = is_covid ? &vaccination_covid : &vaccination_flu;
    if (!match(out->format, out, &flu)) return STATUS_NO_MEMORY;
    return flu == out->format->needed_count ? STATUS_OK : refuse_table(out, report);
}

/* All files of one format, as one source. */
static enum status run(const struct vaccination_format *format, const struct batch *all,
                       struct report *report)
{
    struct batch batch = {.options = all->options,
                          .tables = calloc(all->count, sizeof *batch.tables),
                          .files = calloc(all->count, sizeof *batch.files)};
    bool held = batch.tables != NULL && batch.files != NULL;
    for (size_t i = 0; held && i < all->count; i++) {
        if (all->tables[i].format != format) continue;
        batch.tables[batch.count] = all->tables[i]; /* its memory stays the other's */
        batch.files[batch.count++] = all->files[i];
    }
    const struct import import = {
        .kind = "vaccination",
        .key = format->key,
        .name = format->name,
        .publisher = format->publisher,
        .licence = "Licence Ouverte 2.0",
        .files = batch.files,
        .file_count = batch.count,
        .load = load,
        .context = &batch,
    };
    enum status status = held ? STATUS_OK : STATUS_NO_MEMORY;
    if (held && batch.count > 0) status = import_run(&import, all->options, report);
    locator_close(batch.locator);
    kept_close(batch.kept);
    seen_free(&batch.seen);
    free(batch.tables);
    free(batch.files);
    return status;
}

enum status vaccination_command(const struct options *options, struct report *report)
{
    size_t count = options->file_count;
    struct batch all = {
        .options = options,
        .tables = calloc(count, sizeof *all.tables),
        .files = calloc(count, sizeof *all.files),
    };
    enum status status = STATUS_NO_MEMORY;
    if (all.tables == NULL || all.files == NULL) goto done;
    status = STATUS_OK;
    for (; all.count < count && status == STATUS_OK; all.count++) {
        status = open_table(options->files[all.count], report, &all.tables[all.count],
                            &all.files[all.count]);
    }
    if (status == STATUS_OK) status = run(&vaccination_flu, &all, report);
    if (status == STATUS_OK) status = run(&vaccination_covid, &all, report);
done:
    for (size_t i = 0; all.tables != NULL && i < count; i++) table_free(&all.tables[i].table);
    free(all.tables);
    free(all.files);
    return status;
}
