/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_columns.h"

#include "cells/columns.h"
#include "geodata/buffer.h"
#include "geodata/text.h"

#include <string.h>

static const struct column columns[RPPS_COLUMN_COUNT] = {
    [RPPS_ID] = {"Identification nationale PP", NULL},
    [RPPS_NAME] = {"Nom d'exercice", "Nom exercice"},
    [RPPS_FIRST_NAME] = {"Prénom d'exercice", "Prénom exercice"},
    [RPPS_PROFESSION] = {"Code profession", NULL},
    [RPPS_PROFESSION_LABEL] = {"Libellé profession", NULL},
    [RPPS_CATEGORY] = {"Code catégorie professionnelle", NULL},
    [RPPS_CATEGORY_LABEL] = {"Libellé catégorie professionnelle", NULL},
    [RPPS_SKILL] = {"Code savoir-faire", NULL},
    [RPPS_SKILL_LABEL] = {"Libellé savoir-faire", NULL},
    [RPPS_COMPANY] = {"Raison sociale site", "Raison sociale"},
    [RPPS_SIGN] = {"Enseigne commerciale site", "Enseigne commerciale"},
    [RPPS_NUMBER] = {"Numéro Voie (coord. structure)", "Numéro voie"},
    [RPPS_REPETITION] = {"Indice répétition voie (coord. structure)", "Indice répétition voie"},
    [RPPS_WAY_CODE] = {"Code type de voie (coord. structure)", "Code type de voie"},
    [RPPS_WAY] = {"Libellé type de voie (coord. structure)", "Libellé type de voie"},
    [RPPS_STREET] = {"Libellé Voie (coord. structure)", "Libellé voie"},
    [RPPS_DELIVERY] = {"Bureau cedex (coord. structure)", "Bureau cedex"},
    [RPPS_POSTCODE] = {"Code postal (coord. structure)", "Code postal"},
    [RPPS_CITYCODE] = {"Code commune (coord. structure)", "Code commune"},
    [RPPS_CITY] = {"Libellé commune (coord. structure)", "Libellé commune"},
    [RPPS_COUNTRY] = {"Libellé pays (coord. structure)", "Libellé pays"},
    [RPPS_PHONE] = {"Téléphone (coord. structure)", "Téléphone"},
    [RPPS_PHONE_2] = {"Téléphone 2 (coord. structure)", "Téléphone 2"},
    [RPPS_EMAIL] = {"Adresse e-mail (coord. structure)", "Adresse e-mail"},
    [RPPS_SECTOR] = {"Code secteur d'activité", "Code secteur activité"},
    [RPPS_SECTOR_LABEL] = {"Libellé secteur d'activité", "Libellé secteur activité"},
    [RPPS_ACTIVITY] = {"Code genre activité", "Code genre d'activité"},
    [RPPS_ACTIVITY_LABEL] = {"Libellé genre activité", "Libellé genre d'activité"},
    [RPPS_DIPLOMA_LABEL] = {"Libellé diplôme obtenu", NULL},
};

/* Without them a row says nobody, nothing or nowhere. */
static const enum rpps_column needed_of_activities[] = {
    RPPS_ID,       RPPS_NAME,   RPPS_FIRST_NAME, RPPS_PROFESSION, RPPS_NUMBER,
    RPPS_WAY_CODE, RPPS_STREET, RPPS_DELIVERY,   RPPS_POSTCODE,   RPPS_CITY};
static const enum rpps_column needed_of_skills[] = {RPPS_ID, RPPS_SKILL};
static const enum rpps_column needed_of_diplomas[] = {RPPS_ID, RPPS_DIPLOMA_LABEL};

/* Cuts at each `|` and leaves out what follows the last one when it is empty. */
static size_t cut(char *line, const char *out[RPPS_FIELDS_MAX])
{
    size_t count = 0;
    for (char *at = line; at != NULL && count < RPPS_FIELDS_MAX;) {
        char *bar = strchr(at, '|');
        if (bar != NULL) *bar = '\0';
        out[count++] = at;
        at = bar == NULL ? NULL : bar + 1;
    }
    while (count > 0 && out[count - 1][0] == '\0') count--;
    return count;
}

/* What tells the three files apart; false: none of them. */
static bool read_kind(const size_t at[RPPS_COLUMN_COUNT], enum rpps_kind *out)
{
    bool has_place = at[RPPS_STREET] != COLUMN_ABSENT || at[RPPS_POSTCODE] != COLUMN_ABSENT ||
                     at[RPPS_DELIVERY] != COLUMN_ABSENT;
    if (has_place) {
        *out = RPPS_ACTIVITIES;
    } else if (at[RPPS_DIPLOMA_LABEL] != COLUMN_ABSENT) {
        *out = RPPS_DIPLOMAS;
    } else if (at[RPPS_SKILL] != COLUMN_ABSENT) {
        *out = RPPS_SKILLS;
    } else {
        return false;
    }
    return at[RPPS_ID] != COLUMN_ABSENT || at[RPPS_NAME] != COLUMN_ABSENT;
}

static const char *find_missing(enum rpps_kind kind, const size_t at[RPPS_COLUMN_COUNT])
{
    static const struct {
        const enum rpps_column *columns;
        size_t count;
    } needed[] = {
        [RPPS_ACTIVITIES] = {needed_of_activities,
                             sizeof needed_of_activities / sizeof *needed_of_activities},
        [RPPS_SKILLS] = {needed_of_skills, sizeof needed_of_skills / sizeof *needed_of_skills},
        [RPPS_DIPLOMAS] = {needed_of_diplomas,
                           sizeof needed_of_diplomas / sizeof *needed_of_diplomas},
    };
    for (size_t i = 0; i < needed[kind].count; i++) {
        enum rpps_column column = needed[kind].columns[i];
        if (at[column] == COLUMN_ABSENT) return columns[column].name;
    }
    return NULL;
}

static enum status match_titles(char *line, struct rpps_format *out, const char **missing)
{
    const char *titles[RPPS_FIELDS_MAX];
    size_t at[RPPS_COLUMN_COUNT];
    out->count = cut(line, titles);
    if (!columns_match(columns, RPPS_COLUMN_COUNT, titles, out->count, at, NULL)) {
        return STATUS_NO_MEMORY;
    }
    if (!read_kind(at, &out->kind)) return STATUS_INVALID;
    *missing = find_missing(out->kind, at);
    if (*missing != NULL) return STATUS_INVALID;
    memset(out->column_at, RPPS_COLUMN_COUNT, sizeof out->column_at);
    for (size_t i = 0; i < RPPS_COLUMN_COUNT; i++) {
        if (at[i] != COLUMN_ABSENT) out->column_at[at[i]] = (uint8_t)i;
    }
    return STATUS_OK;
}

enum status rpps_format_read(char *line, struct rpps_format *out, const char **missing)
{
    struct buffer utf8 = {0};
    const char *encoding = NULL;
    *missing = NULL;
    if (line[0] == '"') return STATUS_INVALID; /* quotes of a spreadsheet: here they are data */
    if (text_is_utf8(line, strlen(line))) return match_titles(line, out, missing);
    enum status status = text_to_utf8(line, strlen(line), &utf8, &encoding);
    if (status == STATUS_OK) status = match_titles(utf8.data, out, missing);
    buffer_free(&utf8);
    return status;
}

static const char *trim(char *field, char *end)
{
    while (*field == ' ') field++;
    while (end > field && end[-1] == ' ') end--;
    *end = '\0';
    return *field == '\0' ? NULL : field;
}

enum rpps_split_result rpps_split(const struct rpps_format *format, char *line,
                                  struct rpps_row *out)
{
    for (size_t i = 0; i < RPPS_COLUMN_COUNT; i++) out->fields[i] = NULL;
    size_t count = 0;
    for (char *at = line; at != NULL; count++) {
        char *bar = strchr(at, '|');
        char *end = bar != NULL ? bar : at + strlen(at);
        if (count == format->count) { /* only what `|` at the end of the line opens */
            return at[strspn(at, "|")] == '\0' ? RPPS_SPLIT : RPPS_TOO_MANY;
        }
        uint8_t column = format->column_at[count];
        const char *field = trim(at, end);
        if (column < RPPS_COLUMN_COUNT) out->fields[column] = field;
        at = bar == NULL ? NULL : bar + 1;
    }
    return count < format->count ? RPPS_TOO_FEW : RPPS_SPLIT;
}
