/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet/sheet_row.h"

#include "cells/values.h"
#include "geodata/text.h"
#include "run/identity.h"
#include "run/progress.h"
#include "run/seen.h"

#include <stdlib.h>
#include <string.h>

const char *sheet_skill(const struct skills *skills, struct skill_memo *memo, const char *words,
                        struct buffer *remedy)
{
    skill_id id = skill_memo_find(memo, skills, words);
    if (id != SKILL_NONE) return skills_get(skills, id)->code;

    struct skill_suggestion suggestions[3];
    size_t count = skills_suggest(skills, words, 3, suggestions);
    buffer_reset(remedy);
    for (size_t i = 0; i < count; i++) {
        buffer_format(remedy, "%s« %s »", i == 0 ? "vouliez-vous dire " : ", ",
                      suggestions[i].matched);
    }
    buffer_text(remedy, count > 0 ? " ?" : "écrivez-le autrement, par exemple « prise de sang »");
    buffer_text(remedy, " (« voisoin-import skills » montre tous les mots connus)");
    return NULL;
}

static void add_skill(struct sheet_row *row, const char *code)
{
    struct resource *resource = &row->resource;
    for (size_t i = 0; i < resource->skill_count; i++) {
        if (strcmp(row->skills[i], code) == 0) return;
    }
    if (resource->skill_count < SKILLS_MAX) row->skills[resource->skill_count++] = code;
}

static void read_profession(struct sheet_row *row)
{
    struct buffer remedy = {0};
    const char *words = sheet_row_cell(row, SHEET_PROFESSION);
    if (words == NULL) return;
    row->resource.profession = sheet_skill(row->context->skills, &row->memo, words, &remedy);
    if (row->resource.profession != NULL) add_skill(row, row->resource.profession);
    if (row->resource.profession == NULL) {
        sheet_row_doubt(row, SHEET_PROFESSION,
                        "cette profession n'est pas connue : elle n'est pas reprise", remedy.data);
    }
    buffer_free(&remedy);
}

static void read_skill(struct sheet_row *row, const char *words)
{
    struct buffer remedy = {0};
    const char *code = sheet_skill(row->context->skills, &row->memo, words, &remedy);
    if (code != NULL) add_skill(row, code);
    if (code == NULL) {
        struct where where = sheet_row_where(row, SHEET_SKILLS);
        where.value = words;
        report_find(row->context->report, FINDING_DOUBTFUL, where, remedy.data,
                    "cette compétence n'est pas connue : elle n'est pas reprise");
    }
    buffer_free(&remedy);
}

static void read_skills(struct sheet_row *row)
{
    const char *at = sheet_row_cell(row, SHEET_SKILLS), *piece = NULL;
    while ((piece = sheet_row_next_piece(row, &at, ";|\n")) != NULL) {
        bool whole = strchr(piece, ',') == NULL ||
                     skills_by_words(row->context->skills, piece) != SKILL_NONE;
        const char *rest = piece, *part = NULL;
        if (whole) read_skill(row, piece);
        while (!whole && (part = sheet_row_next_piece(row, &rest, ",")) != NULL)
            read_skill(row, part);
    }
    row->resource.skills = row->skills;
}

static bool is_of_a_person(const struct sheet_row *row)
{
    const struct skills *skills = row->context->skills;
    const char *code = row->resource.profession;
    if (code == NULL) return false;
    enum skill_kind kind = skills_get(skills, skills_by_code(skills, code))->kind;
    return kind == SKILL_PROFESSION || kind == SKILL_SPECIALTY;
}

static void read_kind(struct sheet_row *row)
{
    static const struct {
        const char *word;
        enum resource_kind kind;
    } words[] = {
        {"professionnel", RESOURCE_PROFESSIONAL},
        {"professionnelle", RESOURCE_PROFESSIONAL},
        {"professionnel de sante", RESOURCE_PROFESSIONAL},
        {"pro", RESOURCE_PROFESSIONAL},
        {"personne", RESOURCE_PROFESSIONAL},
        {"structure", RESOURCE_STRUCTURE},
        {"etablissement", RESOURCE_STRUCTURE},
        {"point", RESOURCE_POINT},
        {"point de prevention", RESOURCE_POINT},
        {"service", RESOURCE_POINT},
        {"prevention", RESOURCE_POINT},
    };
    const char *text = sheet_row_cell(row, SHEET_TYPE);
    bool is_person = sheet_row_cell(row, SHEET_RPPS) != NULL || is_of_a_person(row);
    row->resource.kind = is_person ? RESOURCE_PROFESSIONAL : RESOURCE_STRUCTURE;
    if (text == NULL) return;
    struct buffer folded = {0};
    text_fold(text, strlen(text), &folded);
    bool known = false;
    for (size_t i = 0; i < sizeof words / sizeof *words && !folded.failed; i++) {
        if (strcmp(folded.data, words[i].word) != 0) continue;
        row->resource.kind = words[i].kind;
        known = true;
    }
    buffer_free(&folded);
    if (!known) {
        sheet_row_doubt(row, SHEET_TYPE, "ce type n'est pas connu : il est déduit de la profession",
                        "écrivez professionnel, structure ou point");
    }
}

static void read_name(struct sheet_row *row)
{
    const char *name = sheet_row_cell(row, SHEET_NAME),
               *first = sheet_row_cell(row, SHEET_FIRST_NAME);
    if (name == NULL) {
        sheet_row_refuse(row, SHEET_NAME, "le nom est vide",
                         "écrivez le nom de la personne ou du lieu");
        return;
    }
    row->resource.name = first == NULL ? name : pool_join(&row->pool, first, " ", name, NULL);
}

/* What is asked to find the row's place. */
static enum point_problem read_query(struct sheet_row *row, struct locate_query *out)
{
    *out = (struct locate_query){
        .address = sheet_row_cell(row, SHEET_ADDRESS),
        .postcode = sheet_row_cell(row, SHEET_POSTCODE),
        .city = sheet_row_cell(row, SHEET_CITY),
        .where = sheet_row_where(row, SHEET_ADDRESS),
    };
    if (out->postcode != NULL && strlen(out->postcode) == 4 &&
        strspn(out->postcode, "0123456789") == 4) {
        out->postcode = pool_join(&row->pool, "0", out->postcode, NULL); /* a lost zero */
    }
    enum point_problem problem =
        value_point(sheet_row_cell(row, SHEET_LON), sheet_row_cell(row, SHEET_LAT), &out->point);
    out->has_point = problem == POINT_FINE;
    return problem;
}

/* An identifier that the command export wrote is a whole identity: the row stays the same one in
 * whatever table it comes back. */
static bool is_whole_identity(const char *id)
{
    static const char *const schemes[] = {
        "sheet:", "finess:", "rpps:", "adeli:", "name:", "covid:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (strncmp(id, schemes[i], strlen(schemes[i])) == 0) return true;
    }
    return false;
}

static enum status read_place(struct sheet_row *row)
{
    struct locate_query query;
    enum point_problem problem = read_query(row, &query);
    if (problem != POINT_FINE && problem != POINT_ABSENT) {
        bool lon_is_it = sheet_row_cell(row, SHEET_LON) != NULL;
        sheet_row_refuse(row, lon_is_it ? SHEET_LON : SHEET_LAT, point_problem_cause(problem),
                         point_problem_remedy(problem));
    }
    bool has_city = query.postcode != NULL || query.city != NULL;
    /* a register has people without a street: what was exported comes back as it is */
    const char *id = sheet_row_cell(row, SHEET_ID);
    bool exported = id != NULL && is_whole_identity(id);
    if (problem == POINT_ABSENT && query.address == NULL && !exported) {
        sheet_row_refuse(row, SHEET_ADDRESS,
                         "on ne sait pas où c'est : il n'y a ni adresse ni coordonnées",
                         "donnez l'adresse avec la commune ou le code postal, ou bien lon et lat");
    } else if (problem == POINT_ABSENT && !has_city && !exported) {
        sheet_row_refuse(row, SHEET_CITY, "la commune et le code postal sont vides",
                         "donnez l'un des deux, ou bien lon et lat");
    }
    if (row->refused) return STATUS_OK;
    return locate_place(row->context->locator, &query, &row->pool, row->context->report,
                        &row->resource.place);
}

static const char *folded_in(struct sheet_row *row, const char *text)
{
    struct buffer folded = {0};
    if (text != NULL) text_fold(text, strlen(text), &folded);
    const char *kept = folded.length == 0 ? "" : pool_text(&row->pool, folded.data, folded.length);
    if (folded.failed) row->pool.failed = true;
    buffer_free(&folded);
    return kept;
}

static const char *read_official_id(struct sheet_row *row, enum sheet_column column, size_t length)
{
    const char *id = NULL;
    if (value_identifier(sheet_row_cell(row, column), length, &row->pool, &id)) return id;
    sheet_row_doubt(row, column,
                    "ce numéro n'a pas le bon nombre de chiffres : il n'est pas repris",
                    "un numéro RPPS a 11 chiffres, un numéro FINESS en a 9, un SIRET 14");
    return NULL;
}

static void add_identifier(struct sheet_row *row, const char *scheme, const char *number)
{
    struct resource *resource = &row->resource;
    if (number == NULL) return;
    row->identifiers[resource->identifier_count++] = pool_join(&row->pool, scheme, number, NULL);
    resource->identifiers = row->identifiers;
}

/* Of a person, FINESS and SIRET say where they work. */
static void read_identifiers(struct sheet_row *row, const char *rpps, const char *finess)
{
    const char *siret = read_official_id(row, SHEET_SIRET, 14);
    if (row->resource.kind == RESOURCE_PROFESSIONAL) {
        add_identifier(row, "rpps:", rpps);
    } else {
        add_identifier(row, "finess:", finess);
        add_identifier(row, "siret:", siret);
    }
}

/* What makes this row the same one next time. An identifier counts within its file only: two
 * tables may both number their rows from 1. */
static void read_identity(struct sheet_row *row)
{
    struct resource *resource = &row->resource;
    struct pool *pool = &row->pool;
    const char *id = sheet_row_cell(row, SHEET_ID);
    const char *rpps = read_official_id(row, SHEET_RPPS, 11);
    const char *finess = read_official_id(row, SHEET_FINESS, 9);
    bool is_person = resource->kind == RESOURCE_PROFESSIONAL;
    read_identifiers(row, rpps, finess);
    if (id != NULL && is_whole_identity(id)) {
        resource->identity = id;
    } else if (id != NULL) {
        resource->identity = pool_join(pool, "sheet:", row->context->scope, ":", id, NULL);
    } else if (finess != NULL && !is_person) {
        resource->identity = pool_join(pool, "finess:", finess, NULL);
    } else {
        const char *who = rpps != NULL
                              ? pool_join(pool, "rpps:", rpps, NULL)
                              : pool_join(pool, "name:", folded_in(row, resource->name), NULL);
        resource->identity = identity_of_person(who, &resource->place, pool);
    }
}

/* Said as a language or as a skill, it is found as both. Who counts no language says nothing of the
 * others. */
static void join_sign_language(struct sheet_row *row)
{
    static const char label[] = "langue des signes", code[] = "loc:langue-des-signes";
    const char *languages = row->resource.languages;
    bool is_spoken = languages != NULL && strstr(languages, label) != NULL, is_skill = false;
    for (size_t i = 0; i < row->resource.skill_count; i++)
        is_skill = is_skill || strcmp(row->skills[i], code) == 0;
    if (is_spoken && !is_skill) add_skill(row, code);
    if (is_skill && !is_spoken && languages != NULL)
        row->resource.languages = pool_format(&row->pool, "%s;%s", languages, label);
}

/* The line that a template shows is somebody who does not exist. */
static void doubt_example(struct sheet_row *row)
{
    const char *id = sheet_row_cell(row, SHEET_ID);
    if (id == NULL || strcmp(id, SHEET_EXAMPLE_ID) != 0) return;
    sheet_row_doubt(row, SHEET_ID, "c'est la ligne d'exemple du modèle",
                    "effacez-la du tableau avant de publier");
}

enum status sheet_row_read(struct sheet_row *row)
{
    row->resource = (struct resource){0};
    row->refused = false;
    read_name(row);
    enum status status = read_place(row);
    if (status != STATUS_OK || row->refused) return status;
    read_profession(row);
    read_skills(row);
    read_kind(row);
    status = sheet_row_read_zones(row);
    if (status != STATUS_OK) return status;
    sheet_row_read_hours(row);
    sheet_row_read_closures(row);
    sheet_row_read_languages(row);
    join_sign_language(row);
    sheet_row_read_contacts(row);
    sheet_row_read_practice(row);
    read_identity(row);
    doubt_example(row);
    return row->pool.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status put_row(struct sheet_row *row, struct seen *seen)
{
    struct report *report = row->context->report;
    size_t before = 0;
    enum row_change change = ROW_NEW;
    enum status status = seen_add(seen, row->resource.identity, row->cells->line, &before);
    if (status != STATUS_OK) return status;
    if (before != 0) {
        enum sheet_column column = sheet_row_cell(row, SHEET_ID) != NULL ? SHEET_ID : SHEET_NAME;
        bool elsewhere = seen_elsewhere(seen);
        report_find(report, FINDING_REFUSED, sheet_row_where(row, column),
                    "gardez une seule ligne par personne et par lieu, et donnez à chacune son "
                    "identifiant",
                    "c'est la même personne au même endroit (ou le même identifiant) qu'à la "
                    "ligne %zu%s%s%s",
                    before, elsewhere ? " de la feuille « " : "",
                    elsewhere ? seen->before_sheet : "", elsewhere ? " »" : "");
        return STATUS_OK;
    }
    if (sheet_row_is_somebody_else(row)) return STATUS_INVALID;
    status = workspace_put_resource(row->context->workspace, &row->resource, &change);
    if (status == STATUS_INVALID) {
        sheet_row_refuse(row, SHEET_NAME, "l'annuaire refuse cette ligne",
                         "vérifiez chacune de ses cellules ; la cause est écrite au-dessus");
        return STATUS_OK;
    }
    const struct table *table = &row->sheet->table;
    if (status == STATUS_OK) {
        report_sheet_row(report, table->file, table->sheet, row->cells->line, change);
    }
    return status;
}

/* The places of the next rows, asked for all at once: one by one they would wait for one core. */
static enum status locate_rows(struct sheet_row *row, const struct table_row *cells, size_t count)
{
    if (!locator_has_book(row->context->locator)) return STATUS_OK;
    struct locate_query *queries = calloc(count, sizeof *queries);
    if (queries == NULL) return STATUS_NO_MEMORY;
    pool_reset(&row->pool);
    for (size_t i = 0; i < count; i++) {
        row->cells = &cells[i];
        read_query(row, &queries[i]);
    }
    enum status status =
        row->pool.failed ? STATUS_NO_MEMORY : locate_ahead(row->context->locator, queries, count);
    free(queries);
    return status;
}

static enum status load_row(struct sheet_row *row, struct seen *seen)
{
    struct report *report = row->context->report;
    pool_reset(&row->pool);
    report->counts.read++;
    table_tell_cells(&row->sheet->table, row->cells, report);
    enum status status = sheet_row_read(row);
    return status == STATUS_OK && !row->refused ? put_row(row, seen) : status;
}

static enum status load_rows(struct sheet_row *row, const struct table_row *cells, size_t count,
                             struct progress *progress)
{
    size_t all = row->sheet->table.row_count;
    enum status status = locate_rows(row, cells, count);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        row->cells = &cells[i];
        status = load_row(row, row->context->seen);
        row->loaded++;
        progress_show(progress, row->loaded, (double)row->loaded / (double)all);
    }
    return status;
}

enum status sheet_load(const struct sheet *sheet, const struct sheet_context *context)
{
    struct sheet_row row = {.sheet = sheet, .context = context};
    struct progress progress = {0};
    const struct table *table = &sheet->table;
    const struct table_row *cells = NULL;
    struct table_rows *rows = NULL;
    size_t count = 0;
    context->seen->sheet = table->sheet;
    enum status status = table_rows_open(table, 0, table->row_count, context->report, &rows);
    while (status == STATUS_OK) {
        status = table_rows_next(rows, &cells, &count);
        if (status != STATUS_OK || count == 0) break;
        status = load_rows(&row, cells, count, &progress);
    }
    progress_end(&progress);
    table_rows_close(rows);
    pool_free(&row.pool);
    return status;
}
