/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"
#include "geodata/text.h"
#include "import.h"
#include "locate.h"
#include "progress.h"
#include "santefr.h"
#include "seen.h"
#include "table.h"
#include "territory_filter.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

#define SKILL_FLU "R210:0897"        /* ANS: vaccination contre la grippe */
#define SKILL_PHARMACY "R244:312"    /* ANS: pharmacie */
#define PROFESSION_PHARMACY "G15:21" /* ANS: pharmacien */

enum column_name {
    FINESS,
    NAME,
    STREET,
    STREET_MORE,
    POSTCODE,
    CITY,
    RECEPTION,
    LAT,
    LON,
    COLUMN_COUNT
};

static const struct column columns[COLUMN_COUNT] = {
    [FINESS] = {"Finess", "numéro finess"},
    [NAME] = {"Titre", "nom|raison sociale"},
    [STREET] = {"Adresse_voie 1", "adresse_voie1|adresse"},
    [STREET_MORE] = {"Adresse_voie 2", "adresse_voie2"},
    [POSTCODE] = {"Adresse_codepostal", "code postal"},
    [CITY] = {"Adresse_ville", "ville|commune"},
    [RECEPTION] = {"Modalites_accueil", "modalités d'accueil"},
    [LAT] = {"Adresse_latitude", "latitude"},
    [LON] = {"Adresse_longitude", "longitude"},
};
static const enum column_name needed[] = {FINESS, NAME, STREET, RECEPTION, LAT, LON};

struct santefr_file {
    struct table table;
    size_t at[COLUMN_COUNT];
};

struct batch {
    const struct options *options;
    struct santefr_file *tables;
    struct import_file *files;
    struct locator *locator;
    struct kept *kept;
    struct seen seen;
};

struct row {
    const struct santefr_file *file;
    const struct table_row *cells;
    struct report *report;
    struct pool pool;
    struct santefr_reception reception;
    struct resource resource;
    const char *skills[3];
};

static const char *cell(const struct row *row, enum column_name column)
{
    return table_cell(row->cells, row->file->at[column]);
}

static void tell(const struct row *row, enum finding_kind kind, enum column_name column,
                 const char *value, const char *cause, const char *remedy)
{
    struct where where = {.file = row->file->table.file,
                          .line = row->cells->line,
                          .column = columns[column].name,
                          .value = value};
    report_find(row->report, kind, where, remedy, "%s", cause);
}

static bool read_identity(struct row *row)
{
    const char *finess = NULL;
    row->resource.name = cell(row, NAME);
    if (row->resource.name == NULL) {
        tell(row, FINDING_REFUSED, NAME, NULL, "le nom est vide", "complétez-le dans le fichier");
        return false;
    }
    if (!value_identifier(cell(row, FINESS), 9, &row->pool, &finess) || finess == NULL) {
        tell(row, FINDING_REFUSED, FINESS, cell(row, FINESS), "ce n'est pas un numéro FINESS",
             "il a 9 chiffres ; corrigez-le dans le fichier");
        return false;
    }
    row->resource.identity = pool_format(&row->pool, "finess:%s", finess); /* also an identifier */
    return true;
}

static bool says_pharmacy(const char *name)
{
    char *folded = text_folded(name);
    bool says = folded != NULL && strstr(folded, "pharm") != NULL;
    free(folded);
    return says;
}

static void read_skills(struct row *row)
{
    struct resource *resource = &row->resource;
    row->skills[resource->skill_count++] = SKILL_FLU;
    if (says_pharmacy(resource->name)) {
        resource->profession = PROFESSION_PHARMACY;
        row->skills[resource->skill_count++] = PROFESSION_PHARMACY;
        row->skills[resource->skill_count++] = SKILL_PHARMACY;
    }
    resource->skills = row->skills;
}

static void read_reception(struct row *row)
{
    const struct santefr_reception *reception = &row->reception;
    struct resource *resource = &row->resource;
    resource->walk_in = reception->walk_in;
    resource->phone = reception->phone;
    resource->website = reception->website;
    resource->note = reception->note;
    resource->hours = reception->has_hours ? &reception->hours : NULL;
    if (reception->unread_hours != NULL) {
        tell(row, FINDING_DOUBTFUL, RECEPTION, reception->unread_hours,
             "ces horaires ne se lisent pas : ils restent « non précisés »", NULL);
    }
    if (reception->unread_phone != NULL) {
        tell(row, FINDING_DOUBTFUL, RECEPTION, reception->unread_phone,
             "ce numéro de téléphone ne se lit pas : il reste dans la remarque", NULL);
    }
    if (reception->unread_website != NULL) {
        tell(row, FINDING_DOUBTFUL, RECEPTION, reception->unread_website,
             "cette adresse de site ne se lit pas : elle reste dans la remarque", NULL);
    }
}

static enum point_problem read_query(const struct row *row, struct locate_query *out)
{
    *out = (struct locate_query){
        .address = cell(row, STREET),
        .postcode = cell(row, POSTCODE),
        .city = cell(row, CITY),
        .where = {.file = row->file->table.file, .line = row->cells->line},
    };
    enum point_problem problem = value_point(cell(row, LON), cell(row, LAT), &out->point);
    out->has_point = problem == POINT_FINE;
    return problem;
}

static enum status read_place(struct row *row, struct locator *locator)
{
    struct locate_query query;
    enum point_problem problem = read_query(row, &query);
    if (problem != POINT_FINE && problem != POINT_ABSENT) {
        tell(row, FINDING_DOUBTFUL, LON, cell(row, LON), point_problem_cause(problem),
             "la position est cherchée d'après l'adresse");
    }
    enum status status =
        locate_place(locator, &query, &row->pool, row->report, &row->resource.place);
    const char *more = cell(row, STREET_MORE);
    if (more != NULL && query.address != NULL) {
        row->resource.place.address = pool_format(&row->pool, "%s, %s", query.address, more);
    }
    return status;
}

static enum status put_row(struct row *row, struct workspace *workspace, struct seen *seen)
{
    size_t before = 0;
    enum row_change change = ROW_NEW;
    enum status status = seen_add(seen, row->resource.identity, row->cells->line, &before);
    if (status != STATUS_OK) return status;
    if (before != 0) {
        tell(row, FINDING_REFUSED, FINESS, cell(row, FINESS),
             "ce numéro FINESS est déjà sur une autre ligne", "gardez une seule des deux");
        return STATUS_OK;
    }
    status = workspace_put_resource(workspace, &row->resource, &change);
    if (status == STATUS_INVALID) {
        tell(row, FINDING_REFUSED, NAME, cell(row, NAME), "l'annuaire refuse cette ligne",
             "la cause est écrite au-dessus");
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        report_row(row->report, row->file->table.file, row->cells->line, change);
    return status;
}

static enum status load_row(struct row *row, struct batch *batch, struct workspace *workspace)
{
    row->resource = (struct resource){.kind = RESOURCE_STRUCTURE};
    if (!read_identity(row)) return STATUS_OK;
    read_skills(row);
    if (!santefr_read_reception(cell(row, RECEPTION), &row->pool, &row->reception)) {
        return STATUS_NO_MEMORY;
    }
    read_reception(row);
    enum status status = read_place(row, batch->locator);
    if (status != STATUS_OK) return status;
    if (row->pool.failed) return STATUS_NO_MEMORY;
    return put_row(row, workspace, &batch->seen);
}

/* The places of the next rows, asked for all at once. */
static enum status locate_rows(struct row *row, size_t first, struct locator *locator)
{
    const struct table *table = &row->file->table;
    size_t count =
        table->row_count - first < LOCATE_AHEAD ? table->row_count - first : LOCATE_AHEAD;
    struct locate_query *queries = calloc(count, sizeof *queries);
    if (queries == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        row->cells = &table->rows[first + i];
        read_query(row, &queries[i]);
    }
    enum status status = locate_ahead(locator, queries, count);
    free(queries);
    return status;
}

/* Whoever gives this file by hand wants all of it, unless a territory is asked for. */
static bool asks_for_territory(const struct options *options)
{
    return options->departement != NULL || options->communes != NULL || options->postcodes != NULL;
}

static bool is_kept(const struct row *row, const struct kept *kept)
{
    if (kept == NULL) return true;
    struct kept_query query = {.postcode = cell(row, POSTCODE), .town = cell(row, CITY)};
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

static enum status load(void *context, struct workspace *workspace, size_t index,
                        struct report *report)
{
    struct batch *batch = context;
    struct row row = {.file = &batch->tables[index], .report = report};
    struct progress progress = {0};
    const struct table *table = &row.file->table;
    size_t elsewhere = 0;
    if (index == 0) seen_free(&batch->seen);
    enum status status = open_helpers(batch, workspace, report);
    for (size_t i = 0; i < table->row_count && status == STATUS_OK; i++) {
        pool_reset(&row.pool);
        if (i % LOCATE_AHEAD == 0) status = locate_rows(&row, i, batch->locator);
        if (status != STATUS_OK) break;
        row.cells = &table->rows[i];
        if (is_kept(&row, batch->kept)) {
            report->counts.read++;
            status = load_row(&row, batch, workspace);
        } else {
            elsewhere++;
        }
        progress_show(&progress, i + 1, (double)(i + 1) / (double)table->row_count);
    }
    progress_end(&progress);
    pool_free(&row.pool);
    if (status == STATUS_OK) kept_tell(batch->kept, table->file, elsewhere, report);
    return status;
}

static enum status open_table(const char *path, struct report *report, struct santefr_file *out,
                              struct import_file *file)
{
    enum status status = table_read(path, report, &out->table);
    if (status != STATUS_OK) return status;
    file->path = path;
    memcpy(file->sha256, out->table.sha256, sizeof file->sha256);
    memcpy(file->date, out->table.date, sizeof file->date);
    if (!columns_match(columns, COLUMN_COUNT, out->table.headers, out->table.header_count, out->at,
                       NULL)) {
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (out->at[needed[i]] != COLUMN_ABSENT) continue;
        struct where where = {
            .file = out->table.file, .line = 1, .column = columns[needed[i]].name};
        report_find(report, FINDING_FILE, where,
                    "est-ce bien le fichier des lieux de vaccination de Santé.fr ?",
                    "il manque cette colonne");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

enum status vaccination_command(const struct options *options, struct report *report)
{
    size_t count = options->file_count;
    struct batch batch = {
        .options = options,
        .tables = calloc(count, sizeof *batch.tables),
        .files = calloc(count, sizeof *batch.files),
    };
    enum status status = STATUS_NO_MEMORY;
    if (batch.tables == NULL || batch.files == NULL) goto done;
    status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = open_table(options->files[i], report, &batch.tables[i], &batch.files[i]);
    }
    if (status != STATUS_OK) goto done;
    struct import import = {
        .kind = "vaccination",
        .key = "santefr-grippe",
        .name = "Santé.fr, lieux de vaccination contre la grippe",
        .publisher = "Santé.fr",
        .licence = "Licence Ouverte 2.0",
        .files = batch.files,
        .file_count = count,
        .load = load,
        .context = &batch,
    };
    status = import_run(&import, options, report);
done:
    locator_close(batch.locator);
    kept_close(batch.kept);
    seen_free(&batch.seen);
    for (size_t i = 0; batch.tables != NULL && i < count; i++) table_free(&batch.tables[i].table);
    free(batch.tables);
    free(batch.files);
    return status;
}
