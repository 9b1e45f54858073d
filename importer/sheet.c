/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include "geodata/text.h"
#include "progress.h"
#include "seen.h"
#include "values.h"
#include "zone_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SKILLS_MAX 100 /* in one cell */

/* One row on its way to a resource. */
struct row {
    const struct sheet *sheet;
    const struct sheet_context *context;
    const struct table_row *cells;
    struct pool pool;
    struct hours hours;
    struct resource resource;
    const char *skills[SKILLS_MAX];
    bool refused;
};

static const char *cell(const struct row *row, enum sheet_column column)
{
    return table_cell(row->cells, row->sheet->at[column]);
}

static struct where where_is(const struct row *row, enum sheet_column column)
{
    return (struct where){
        .file = row->sheet->table.file,
        .line = row->cells->line,
        .column = sheet_columns[column].name,
        .value = cell(row, column),
    };
}

static void refuse(struct row *row, enum sheet_column column, const char *cause, const char *remedy)
{
    row->refused = true;
    report_find(row->context->report, FINDING_REFUSED, where_is(row, column), remedy, "%s", cause);
}

static void doubt(struct row *row, enum sheet_column column, const char *cause, const char *remedy)
{
    report_find(row->context->report, FINDING_DOUBTFUL, where_is(row, column), remedy, "%s", cause);
}

static void read_tristate(struct row *row, enum sheet_column column, enum tristate *out)
{
    if (value_yes_no(cell(row, column), out)) return;
    doubt(row, column, "ce n'est ni oui ni non : la réponse reste « non précisé »",
          "écrivez oui, non, ou laissez vide");
}

static void read_phone(struct row *row, enum sheet_column column, const char **out)
{
    if (value_phone(cell(row, column), &row->pool, out)) return;
    doubt(row, column, "ce numéro de téléphone ne se lit pas : il n'est pas repris",
          "écrivez dix chiffres, par exemple 01 99 00 12 34");
}

static void read_mail(struct row *row, enum sheet_column column, const char **out)
{
    const char *text = cell(row, column);
    if (text == NULL || value_email(text)) {
        *out = text;
        return;
    }
    doubt(row, column, "cette adresse électronique ne se lit pas : elle n'est pas reprise",
          "écrivez-la sous la forme nom@domaine.fr");
}

const char *sheet_skill(const struct skills *skills, const char *words, struct buffer *remedy)
{
    skill_id id = skills_by_words(skills, words);
    if (id == SKILL_NONE) id = skills_by_code(skills, words);
    if (id != SKILL_NONE) return skills_get(skills, id)->code;

    struct skill_suggestion suggestions[3];
    size_t count = skills_suggest(skills, words, 3, suggestions);
    buffer_reset(remedy);
    for (size_t i = 0; i < count; i++) {
        buffer_format(remedy, "%s« %s »", i == 0 ? "vouliez-vous dire " : ", ",
                      suggestions[i].matched);
    }
    buffer_text(remedy, count > 0 ? " ?" : "écrivez-le autrement, ou laissez vide");
    return NULL;
}

static void add_skill(struct row *row, const char *code)
{
    struct resource *resource = &row->resource;
    for (size_t i = 0; i < resource->skill_count; i++) {
        if (strcmp(row->skills[i], code) == 0) return;
    }
    if (resource->skill_count < SKILLS_MAX) row->skills[resource->skill_count++] = code;
}

static void read_profession(struct row *row)
{
    struct buffer remedy = {0};
    const char *words = cell(row, SHEET_PROFESSION);
    if (words == NULL) return;
    row->resource.profession = sheet_skill(row->context->skills, words, &remedy);
    if (row->resource.profession != NULL) add_skill(row, row->resource.profession);
    if (row->resource.profession == NULL) {
        doubt(row, SHEET_PROFESSION, "cette profession n'est pas connue : elle n'est pas reprise",
              remedy.data);
    }
    buffer_free(&remedy);
}

static void read_skill(struct row *row, const char *words)
{
    struct buffer remedy = {0};
    const char *code = sheet_skill(row->context->skills, words, &remedy);
    if (code != NULL) add_skill(row, code);
    if (code == NULL) {
        struct where where = where_is(row, SHEET_SKILLS);
        where.value = words;
        report_find(row->context->report, FINDING_DOUBTFUL, where, remedy.data,
                    "cette compétence n'est pas connue : elle n'est pas reprise");
    }
    buffer_free(&remedy);
}

/* The next piece of a list, in the pool; `;`, `|` and line ends part the pieces, commas too when
 * asked. NULL when there is none left. */
static const char *next_piece(struct row *row, const char **at, const char *separators)
{
    while (*at != NULL && **at != '\0') {
        *at += strspn(*at, " ");
        size_t length = strcspn(*at, separators);
        const char *start = *at;
        *at += length + ((*at)[length] != '\0');
        while (length > 0 && start[length - 1] == ' ') length--;
        if (length > 0) return pool_text(&row->pool, start, length);
    }
    return NULL;
}

static void read_skills(struct row *row)
{
    const char *at = cell(row, SHEET_SKILLS), *piece = NULL;
    while ((piece = next_piece(row, &at, ";|\n")) != NULL) {
        bool whole = strchr(piece, ',') == NULL ||
                     skills_by_words(row->context->skills, piece) != SKILL_NONE;
        const char *rest = piece, *part = NULL;
        if (whole) read_skill(row, piece);
        while (!whole && (part = next_piece(row, &rest, ",")) != NULL) read_skill(row, part);
    }
    row->resource.skills = row->skills;
}

static bool kind_of_profession(const struct row *row, enum skill_kind kind)
{
    const struct skills *skills = row->context->skills;
    const char *code = row->resource.profession;
    return code != NULL && skills_get(skills, skills_by_code(skills, code))->kind == kind;
}

static void read_kind(struct row *row)
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
    const char *text = cell(row, SHEET_TYPE);
    bool is_person = cell(row, SHEET_RPPS) != NULL || kind_of_profession(row, SKILL_PROFESSION) ||
                     kind_of_profession(row, SKILL_SPECIALTY);
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
        doubt(row, SHEET_TYPE, "ce type n'est pas connu : il est déduit de la profession",
              "écrivez professionnel, structure ou point");
    }
}

static void read_name(struct row *row)
{
    const char *name = cell(row, SHEET_NAME), *first = cell(row, SHEET_FIRST_NAME);
    if (name == NULL) {
        refuse(row, SHEET_NAME, "le nom est vide", "écrivez le nom de la personne ou du lieu");
        return;
    }
    row->resource.name = first == NULL ? name : pool_format(&row->pool, "%s %s", first, name);
}

static enum status read_place(struct row *row)
{
    struct locate_query query = {
        .address = cell(row, SHEET_ADDRESS),
        .postcode = cell(row, SHEET_POSTCODE),
        .city = cell(row, SHEET_CITY),
        .where = {.file = row->sheet->table.file, .line = row->cells->line},
    };
    if (query.postcode != NULL && strlen(query.postcode) == 4 &&
        strspn(query.postcode, "0123456789") == 4) {
        query.postcode = pool_format(&row->pool, "0%s", query.postcode); /* a lost zero */
    }
    enum point_problem problem =
        value_point(cell(row, SHEET_LON), cell(row, SHEET_LAT), &query.point);
    query.has_point = problem == POINT_FINE;
    if (problem != POINT_FINE && problem != POINT_ABSENT) {
        bool lon_is_it = cell(row, SHEET_LON) != NULL;
        refuse(row, lon_is_it ? SHEET_LON : SHEET_LAT, point_problem_cause(problem),
               point_problem_remedy(problem));
    }
    bool has_city = query.postcode != NULL || query.city != NULL;
    if (problem == POINT_ABSENT && query.address == NULL) {
        refuse(row, SHEET_ADDRESS, "on ne sait pas où c'est : il n'y a ni adresse ni coordonnées",
               "donnez l'adresse avec la commune ou le code postal, ou bien lon et lat");
    } else if (problem == POINT_ABSENT && !has_city) {
        refuse(row, SHEET_CITY, "la commune et le code postal sont vides",
               "donnez l'un des deux, ou bien lon et lat");
    }
    if (row->refused) return STATUS_OK;
    return locate_place(row->context->locator, &query, &row->pool, row->context->report,
                        &row->resource.place);
}

static bool is_known_area(void *workspace, const char *name)
{
    return workspace_has_area(workspace, name);
}

static void tell_zone_problem(struct row *row, const struct zone_problem *problem)
{
    struct where where = where_is(row, SHEET_ZONE);
    where.value = problem->piece;
    const char *remedy = problem->mended     ? "elle a été réparée : vérifiez-la sur la carte"
                         : problem->excludes ? "tant qu'on ne sait pas où il ne va pas, sa zone "
                                               "reste « non précisée » ; corrigez ce nom"
                                             : "écrivez « rayon 2 km », le nom d'une commune, d'un "
                                               "quartier ou d'une zone dessinée (commandes "
                                               "territory et zones)";
    report_find(row->context->report, FINDING_DOUBTFUL, where, remedy, "%s", problem->cause);
}

static enum status read_zones(struct row *row)
{
    struct resource *resource = &row->resource;
    struct zone_words words;
    const char *text = cell(row, SHEET_ZONE);
    read_tristate(row, SHEET_HOME, &resource->home_visit);
    if (text == NULL) return STATUS_OK;
    if (resource->home_visit == TRISTATE_NO) {
        doubt(row, SHEET_ZONE,
              "une zone est donnée, mais « domicile » dit non : elle n'est pas "
              "reprise",
              "videz l'une des deux cellules");
        return STATUS_OK;
    }
    resource->home_visit = TRISTATE_YES;
    enum status status =
        zone_words_read(text, is_known_area, row->context->workspace, &row->pool, &words);
    if (status == STATUS_INVALID) {
        doubt(row, SHEET_ZONE, "il y a trop de zones dans cette cellule : aucune n'est reprise",
              "donnez plutôt une commune entière, un rayon ou une zone dessinée");
        return STATUS_OK;
    }
    if (status != STATUS_OK) return status;
    bool believed = true;
    for (size_t i = 0; i < words.problem_count; i++) {
        const struct zone_problem *problem = &words.problems[i];
        if (problem->excludes && !problem->mended) believed = false;
        tell_zone_problem(row, problem);
    }
    resource->zones = words.zones;
    resource->zone_count = believed ? words.count : 0;
    return STATUS_OK;
}

static void read_hours(struct row *row)
{
    const char *text = cell(row, SHEET_HOURS);
    struct buffer why = {0};
    if (text == NULL) return;
    char *copy = pool_text(&row->pool, text, strlen(text));
    for (char *at = copy; at != NULL && *at != '\0'; at++) {
        if (*at == '|' || *at == '\n') *at = ';';
    }
    if (copy != NULL && hours_parse(copy, &row->hours, &why) == STATUS_OK) {
        row->resource.hours = &row->hours;
    } else if (copy != NULL) {
        report_find(row->context->report, FINDING_DOUBTFUL, where_is(row, SHEET_HOURS),
                    "écrivez par exemple « lundi-vendredi 9h-12h et 14h-19h; samedi 9h-12h »",
                    "ces horaires ne se lisent pas%s%s : ils restent « non précisés »",
                    why.length > 0 ? " : " : "", why.length > 0 ? why.data : "");
    }
    buffer_free(&why);
}

static void read_languages(struct row *row)
{
    const char *at = cell(row, SHEET_LANGUAGES), *piece = NULL, *all = NULL;
    while ((piece = next_piece(row, &at, ";|,/\n")) != NULL) {
        all = all == NULL ? piece : pool_format(&row->pool, "%s;%s", all, piece);
    }
    row->resource.languages = all;
}

static void read_contacts(struct row *row)
{
    struct resource *resource = &row->resource;
    read_phone(row, SHEET_PHONE, &resource->phone);
    read_phone(row, SHEET_DIRECT_PHONE, &resource->restricted.direct_phone);
    read_mail(row, SHEET_EMAIL, &resource->email);
    read_mail(row, SHEET_MSSANTE, &resource->restricted.mssante);
    resource->restricted.referral_note = cell(row, SHEET_REFERRAL);
    resource->note = cell(row, SHEET_NOTE);
    if (!value_website(cell(row, SHEET_WEBSITE), &row->pool, &resource->website)) {
        doubt(row, SHEET_WEBSITE, "cette adresse de site ne se lit pas : elle n'est pas reprise",
              "écrivez-la en entier, par exemple https://exemple.fr");
    }
}

static void read_practice(struct row *row)
{
    struct resource *resource = &row->resource;
    read_tristate(row, SHEET_REMOTE, &resource->remote);
    read_tristate(row, SHEET_WALK_IN, &resource->walk_in);
    read_tristate(row, SHEET_NEW_PATIENTS, &resource->new_patients);
    read_tristate(row, SHEET_WHEELCHAIR, &resource->wheelchair);
    if (!value_fees(cell(row, SHEET_FEES), &resource->fees)) {
        doubt(row, SHEET_FEES, "ce secteur n'est pas connu : il reste « non précisé »",
              "écrivez 1, 2, 3 (honoraires libres) ou 0 (non conventionné)");
    }
    if (!value_date(cell(row, SHEET_UPDATED), &row->pool, &resource->updated)) {
        doubt(row, SHEET_UPDATED, "cette date n'existe pas : celle du fichier est retenue",
              "écrivez 15/11/2026 ou 2026-11-15");
    }
    if (resource->new_patients != TRISTATE_UNKNOWN) {
        resource->new_patients_as_of =
            resource->updated != NULL ? resource->updated : row->context->today;
    }
}

static const char *folded_in(struct row *row, const char *text)
{
    struct buffer folded = {0};
    if (text != NULL) text_fold(text, strlen(text), &folded);
    const char *kept = folded.length == 0 ? "" : pool_text(&row->pool, folded.data, folded.length);
    if (folded.failed) row->pool.failed = true;
    buffer_free(&folded);
    return kept;
}

static const char *read_official_id(struct row *row, enum sheet_column column, size_t length)
{
    const char *id = NULL;
    if (value_identifier(cell(row, column), length, &row->pool, &id)) return id;
    doubt(row, column, "ce numéro n'a pas le bon nombre de chiffres : il n'est pas repris",
          "un numéro RPPS a 11 chiffres, un numéro FINESS en a 9");
    return NULL;
}

/* What makes this row the same one next time. An identifier counts within its file only: two
 * tables may both number their rows from 1. */
static void read_identity(struct row *row)
{
    struct resource *resource = &row->resource;
    const char *id = cell(row, SHEET_ID);
    const char *rpps = read_official_id(row, SHEET_RPPS, 11);
    const char *finess = read_official_id(row, SHEET_FINESS, 9);
    const char *address = folded_in(row, resource->place.address);
    bool is_person = resource->kind == RESOURCE_PROFESSIONAL;
    if (address[0] == '\0') {
        address = pool_format(&row->pool, "%.5f %.5f", resource->place.point.lon,
                              resource->place.point.lat);
    }
    if (id != NULL) {
        resource->identity = pool_format(&row->pool, "sheet:%s:%s", row->context->scope, id);
    } else if (finess != NULL && !is_person) {
        resource->identity = pool_format(&row->pool, "finess:%s", finess);
    } else if (rpps != NULL) {
        resource->identity = pool_format(&row->pool, "rpps:%s@%s", rpps, address);
    } else {
        const char *town =
            folded_in(row, resource->place.postcode != NULL ? resource->place.postcode
                                                            : resource->place.city);
        resource->identity =
            pool_format(&row->pool, "name:%s@%s %s", folded_in(row, resource->name), address, town);
    }
}

static enum status read_row(struct row *row)
{
    row->resource = (struct resource){0};
    row->refused = false;
    read_name(row);
    enum status status = read_place(row);
    if (status != STATUS_OK || row->refused) return status;
    read_profession(row);
    read_skills(row);
    read_kind(row);
    status = read_zones(row);
    if (status != STATUS_OK) return status;
    read_hours(row);
    read_languages(row);
    read_contacts(row);
    read_practice(row);
    read_identity(row);
    return row->pool.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status put_row(struct row *row, struct seen *seen)
{
    struct report *report = row->context->report;
    size_t before = 0;
    enum row_change change = ROW_NEW;
    enum status status = seen_add(seen, row->resource.identity, row->cells->line, &before);
    if (status != STATUS_OK) return status;
    if (before != 0) {
        enum sheet_column column = cell(row, SHEET_ID) != NULL ? SHEET_ID : SHEET_NAME;
        report_find(report, FINDING_REFUSED, where_is(row, column),
                    "gardez une seule ligne par personne et par lieu, et donnez à chacune son "
                    "identifiant",
                    "c'est la même personne au même endroit (ou le même identifiant) qu'à la "
                    "ligne %zu",
                    before);
        return STATUS_OK;
    }
    status = workspace_put_resource(row->context->workspace, &row->resource, &change);
    if (status == STATUS_INVALID) {
        refuse(row, SHEET_NAME, "l'annuaire refuse cette ligne",
               "vérifiez chacune de ses cellules ; la cause est écrite au-dessus");
        return STATUS_OK;
    }
    if (status == STATUS_OK) report_row(report, row->sheet->table.file, row->cells->line, change);
    return status;
}

enum status sheet_load(const struct sheet *sheet, const struct sheet_context *context)
{
    struct row row = {.sheet = sheet, .context = context};
    struct seen seen = {0};
    struct progress progress = {0};
    const struct table *table = &sheet->table;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < table->row_count && status == STATUS_OK; i++) {
        pool_reset(&row.pool);
        row.cells = &table->rows[i];
        context->report->counts.read++;
        status = read_row(&row);
        if (status == STATUS_OK && !row.refused) status = put_row(&row, &seen);
        progress_show(&progress, i + 1, (double)(i + 1) / (double)table->row_count);
    }
    progress_end(&progress);
    seen_free(&seen);
    pool_free(&row.pool);
    return status;
}
