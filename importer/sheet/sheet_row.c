/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet/sheet_row.h"

#include "cells/values.h"
#include "words/zone_words.h"

#include <ctype.h>
#include <string.h>

#define DIGITS_OF_ONE 15 /* of the longest telephone number, with its country (E.164) */

const char *sheet_row_cell(const struct sheet_row *row, enum sheet_column column)
{
    const char *text = table_cell(row->cells, row->sheet->at[column]);
    if (text != NULL || row->sheet->map == NULL) return text;
    return row->sheet->map->sheet_constants[column];
}

/* People look for the title that they gave. */
static const char *sheet_title(const struct sheet *sheet, enum sheet_column column)
{
    size_t at = sheet->at[column];
    return at == COLUMN_ABSENT ? sheet_columns[column].name : sheet->table.headers[at];
}

struct where sheet_row_where(const struct sheet_row *row, enum sheet_column column)
{
    return (struct where){
        .file = row->sheet->table.file,
        .sheet = row->sheet->table.sheet,
        .line = row->cells->line,
        .column = sheet_title(row->sheet, column),
        .value = sheet_row_cell(row, column),
    };
}

void sheet_row_refuse(struct sheet_row *row, enum sheet_column column, const char *cause,
                      const char *remedy)
{
    row->refused = true;
    report_find(row->context->report, FINDING_REFUSED, sheet_row_where(row, column), remedy, "%s",
                cause);
}

void sheet_row_doubt(struct sheet_row *row, enum sheet_column column, const char *cause,
                     const char *remedy)
{
    report_find(row->context->report, FINDING_DOUBTFUL, sheet_row_where(row, column), remedy, "%s",
                cause);
}

const char *sheet_row_next_piece(struct sheet_row *row, const char **at, const char *separators)
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

static void read_tristate(struct sheet_row *row, enum sheet_column column, enum tristate *out)
{
    if (value_yes_no(sheet_row_cell(row, column), out)) return;
    sheet_row_doubt(row, column, "ce n'est ni oui ni non : la réponse reste « non précisé »",
                    "écrivez oui, non, ou laissez vide");
}

static size_t count_digits(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) count += isdigit((unsigned char)*text) != 0;
    return count;
}

static void read_phone(struct sheet_row *row, enum sheet_column column, const char **out)
{
    const char *text = sheet_row_cell(row, column);
    if (value_phone(text, &row->pool, out)) {
        if (text != NULL && count_digits(text) > DIGITS_OF_ONE) {
            sheet_row_doubt(row, column, "il y a plusieurs numéros : seul le premier est repris",
                            "gardez celui que tout le monde peut appeler ; « téléphone direct » "
                            "est pour les professionnels");
        } else if (value_phone_rest(text) != NULL) {
            sheet_row_doubt(row, column, "ce qui suit le numéro n'est pas repris",
                            "écrivez-le plutôt dans une colonne « remarque »");
        }
        return;
    }
    sheet_row_doubt(row, column, "ce numéro de téléphone ne se lit pas : il n'est pas repris",
                    "écrivez dix chiffres, par exemple 01 99 00 12 34");
}

static void read_mail(struct sheet_row *row, enum sheet_column column, const char **out)
{
    const char *text = sheet_row_cell(row, column);
    if (text == NULL || value_email(text)) {
        *out = text;
        return;
    }
    sheet_row_doubt(row, column,
                    "cette adresse électronique ne se lit pas : elle n'est pas reprise",
                    "écrivez-la sous la forme nom@domaine.fr");
}

static bool is_known_area(void *workspace, const char *name)
{
    return workspace_has_area(workspace, name);
}

static void tell_zone_problem(struct sheet_row *row, const struct zone_problem *problem)
{
    struct where where = sheet_row_where(row, SHEET_ZONE);
    where.value = problem->piece;
    const char *remedy = problem->mended     ? "elle a été réparée : vérifiez-la sur la carte"
                         : problem->excludes ? "tant qu'on ne sait pas où il ne va pas, sa zone "
                                               "reste « non précisée » ; corrigez ce nom"
                                             : "écrivez « rayon 2 km », le nom d'une commune, d'un "
                                               "quartier ou d'une zone dessinée (commandes "
                                               "territory et zones)";
    report_find(row->context->report, FINDING_DOUBTFUL, where, remedy, "%s", problem->cause);
}

enum status sheet_row_read_zones(struct sheet_row *row)
{
    struct resource *resource = &row->resource;
    struct zone_words words;
    const char *text = sheet_row_cell(row, SHEET_ZONE);
    read_tristate(row, SHEET_HOME, &resource->home_visit);
    if (text == NULL) return STATUS_OK;
    if (resource->home_visit == TRISTATE_NO) {
        sheet_row_doubt(row, SHEET_ZONE,
                        "une zone est donnée, mais « domicile » dit non : elle n'est pas "
                        "reprise",
                        "videz l'une des deux cellules");
        return STATUS_OK;
    }
    resource->home_visit = TRISTATE_YES;
    enum status status =
        zone_words_read(text, is_known_area, row->context->workspace, &row->pool, &words);
    if (status == STATUS_INVALID) {
        sheet_row_doubt(row, SHEET_ZONE,
                        "il y a trop de zones dans cette cellule : aucune n'est reprise",
                        "donnez plutôt une commune entière, un rayon ou une zone dessinée");
        return STATUS_OK;
    }
    if (status != STATUS_OK) return status;
    bool believed = true;
    resource->zones_incomplete = words.elsewhere;
    for (size_t i = 0; i < words.problem_count; i++) {
        const struct zone_problem *problem = &words.problems[i];
        if (problem->excludes && !problem->mended) believed = false;
        if (!problem->excludes && !problem->mended) resource->zones_incomplete = true;
        tell_zone_problem(row, problem);
    }
    resource->zones = words.zones;
    resource->zone_count = believed ? words.count : 0;
    return STATUS_OK;
}

/* What the reader of hours says ends in what to do, after a semicolon or a colon. */
static void tell_hours(struct sheet_row *row, char *why)
{
    char *cut = why == NULL ? NULL : strstr(why, " ; ");
    if (why != NULL && cut == NULL) cut = strstr(why, " : laisser");
    if (why != NULL && cut == NULL) cut = strstr(why, " : écrire");
    const char *remedy = cut == NULL ? "écrivez par exemple « lundi-vendredi 9h-12h et 14h-19h; "
                                       "samedi 9h-12h »"
                                     : cut + 3;
    if (cut != NULL) *cut = '\0';
    report_find(row->context->report, FINDING_DOUBTFUL, sheet_row_where(row, SHEET_HOURS), remedy,
                "ces horaires restent « non précisés »%s%s", why == NULL ? "" : " : ",
                why == NULL ? "" : why);
}

void sheet_row_read_hours(struct sheet_row *row)
{
    const char *text = sheet_row_cell(row, SHEET_HOURS);
    struct buffer why = {0};
    if (text == NULL) return;
    char *copy = pool_text(&row->pool, text, strlen(text));
    for (char *at = copy; at != NULL && *at != '\0'; at++) {
        if (*at == '|' || *at == '\n') *at = ';';
    }
    if (copy != NULL && hours_parse(copy, &row->hours, &why) == STATUS_OK) {
        row->resource.hours = &row->hours;
    } else if (copy != NULL) {
        tell_hours(row, why.length > 0 ? why.data : NULL);
    }
    buffer_free(&why);
}

void sheet_row_read_closures(struct sheet_row *row)
{
    struct resource *resource = &row->resource;
    const char *text = sheet_row_cell(row, SHEET_CLOSURES);
    if (text == NULL) return;
    enum status status = closure_words_read(text, &row->closures);
    if (status == STATUS_OK) {
        resource->closures = row->closures.closures;
        resource->closure_count = row->closures.count;
        return;
    }
    struct where where = sheet_row_where(row, SHEET_CLOSURES);
    where.value = pool_text(&row->pool, row->closures.unread, row->closures.unread_length);
    resource->hours = NULL;
    report_find(row->context->report, FINDING_DOUBTFUL, where,
                "écrivez par exemple « du 1/8/2026 au 15/8/2026; 24/12/2026 », avec l'année",
                "ces jours de fermeture ne se lisent pas : les horaires restent « non précisés »");
}

/* A language said twice is kept once. */
static const char *add_language(struct sheet_row *row, const char *all, const char *label)
{
    size_t length = strlen(label);
    for (const char *at = all; at != NULL && *at != '\0'; at += strspn(at, ";")) {
        size_t piece = strcspn(at, ";");
        if (piece == length && memcmp(at, label, length) == 0) return all;
        at += piece;
    }
    return all == NULL ? label : pool_format(&row->pool, "%s;%s", all, label);
}

/* What was written is shown; nobody is told that it means another language. */
static void doubt_language(struct sheet_row *row, const char *piece)
{
    struct where where = sheet_row_where(row, SHEET_LANGUAGES);
    const struct language *near =
        languages_nearest(skills_languages(row->context->skills), piece, strlen(piece));
    const char *remedy = "écrivez le nom de chaque langue parlée, par exemple « anglais; arabe »";
    if (near != NULL)
        remedy = pool_format(&row->pool,
                             "vouliez-vous dire « %s » ? sinon, écrivez le nom de "
                             "chaque langue parlée",
                             near->label);
    where.value = piece;
    report_find(row->context->report, FINDING_DOUBTFUL, where, remedy,
                "cette langue n'est pas reconnue : elle est montrée telle quelle, et qui demande "
                "une autre langue lira « non précisé »");
}

void sheet_row_read_languages(struct sheet_row *row)
{
    const char *at = sheet_row_cell(row, SHEET_LANGUAGES), *piece = NULL, *all = NULL;
    while ((piece = sheet_row_next_piece(row, &at, ";|,/\n")) != NULL) {
        const struct language *read[LANGUAGES_IN_TEXT];
        size_t count =
            languages_read(skills_languages(row->context->skills), piece, strlen(piece), read);
        for (size_t i = 0; i < count; i++) all = add_language(row, all, read[i]->label);
        if (count > 0) continue;
        all = add_language(row, all, piece);
        doubt_language(row, piece);
    }
    row->resource.languages = all;
}

void sheet_row_read_contacts(struct sheet_row *row)
{
    struct resource *resource = &row->resource;
    read_phone(row, SHEET_PHONE, &resource->phone);
    read_phone(row, SHEET_DIRECT_PHONE, &resource->restricted.direct_phone);
    read_mail(row, SHEET_EMAIL, &resource->email);
    read_mail(row, SHEET_MSSANTE, &resource->restricted.mssante);
    resource->restricted.referral_note = sheet_row_cell(row, SHEET_REFERRAL);
    resource->note = sheet_row_cell(row, SHEET_NOTE);
    if (!value_website(sheet_row_cell(row, SHEET_WEBSITE), &row->pool, &resource->website)) {
        sheet_row_doubt(row, SHEET_WEBSITE,
                        "cette adresse de site ne se lit pas : elle n'est pas reprise",
                        "écrivez-la en entier, par exemple https://exemple.fr");
    }
}

void sheet_row_read_practice(struct sheet_row *row)
{
    struct resource *resource = &row->resource;
    read_tristate(row, SHEET_REMOTE, &resource->remote);
    read_tristate(row, SHEET_WALK_IN, &resource->walk_in);
    read_tristate(row, SHEET_NEW_PATIENTS, &resource->new_patients);
    read_tristate(row, SHEET_WHEELCHAIR, &resource->wheelchair);
    if (!value_fees(sheet_row_cell(row, SHEET_FEES), &resource->fees)) {
        sheet_row_doubt(row, SHEET_FEES, "ce secteur n'est pas connu : il reste « non précisé »",
                        "écrivez 1, 2, 3 (honoraires libres) ou 0 (non conventionné)");
    }
    if (!value_date(sheet_row_cell(row, SHEET_UPDATED), &row->pool, &resource->updated)) {
        sheet_row_doubt(row, SHEET_UPDATED,
                        "cette date n'existe pas : celle du fichier est retenue",
                        "écrivez 15/11/2026 ou 2026-11-15");
    }
    if (resource->new_patients != TRISTATE_UNKNOWN) {
        resource->new_patients_as_of =
            resource->updated != NULL ? resource->updated : row->context->today;
    }
}

bool sheet_row_is_somebody_else(const struct sheet_row *row)
{
    const struct decision *decision = decisions_find_other(row->context->decisions, &row->resource);
    if (decision == NULL) return false;
    report_find(row->context->report, FINDING_FILE, sheet_row_where(row, SHEET_ID),
                "rendez à chacun l'identifiant qu'il avait (commande export), ou retirez la "
                "décision (correct, exclude, avec --remove)",
                "cet identifiant, %s, était celui de « %s » ; il est maintenant celui de « %s »",
                decision->excludes ? "mis à l'écart" : "qui porte des corrections", decision->shown,
                row->resource.name);
    return true;
}
