/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "territory/addresses_csv.h"

#include "cells/columns.h"
#include "cells/values.h"
#include "geodata/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NUMBER_NONE 99999 /* what BAL writes for a place without numbers */
#define NUMBER_MAX 99998
#define TEXT_MAX 200 /* characters of a street's or a town's name: longer is a mistake */

static const struct column columns[ADDRESS_COLUMN_COUNT] = {
    [ADDRESS_ID] = {"id", "cle_interop"},
    [ADDRESS_NUMBER] = {"numero", NULL},
    [ADDRESS_SUFFIX] = {"rep", "suffixe"},
    [ADDRESS_STREET] = {"nom_voie", "toponyme|voie_nom"},
    [ADDRESS_LOCALITY] = {"nom_ld", "lieudit_complement_nom"},
    [ADDRESS_POSTCODE] = {"code_postal", NULL},
    [ADDRESS_CITYCODE] = {"code_insee", "commune_insee"},
    [ADDRESS_CITY] = {"nom_commune", "commune_nom"},
    [ADDRESS_LON] = {"lon", "long"},
    [ADDRESS_LAT] = {"lat", NULL},
    [ADDRESS_X] = {"x", NULL},
    [ADDRESS_Y] = {"y", NULL},
};
static const enum address_column needed[] = {ADDRESS_NUMBER, ADDRESS_STREET, ADDRESS_CITY,
                                             ADDRESS_LON, ADDRESS_LAT};

bool address_format_match(const struct csv_record *header, struct address_format *out,
                          const char **missing)
{
    *missing = NULL;
    if (!columns_match(columns, ADDRESS_COLUMN_COUNT, header->fields, header->count, out->at,
                       NULL)) {
        return false;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (out->at[needed[i]] != COLUMN_ABSENT) continue;
        *missing = columns[needed[i]].name;
        return false;
    }
    out->is_local = strcasecmp(header->fields[out->at[ADDRESS_CITY]], "commune_nom") == 0;
    return true;
}

struct row {
    const struct csv_record *record;
    const struct address_format *format;
    struct pool *pool;
    struct address_problem *problem;
    bool is_utf8;
};

/* NULL when the cell is empty or the column absent. */
static const char *cell(const struct row *row, enum address_column column)
{
    size_t at = row->format->at[column];
    if (at >= row->record->count) return NULL;
    const char *text = row->record->fields[at];
    while (*text == ' ') text++;
    if (*text == '\0') return NULL;
    if (row->is_utf8) return text;
    struct buffer converted = {0};
    const char *encoding = NULL;
    text_to_utf8(text, strlen(text), &converted, &encoding);
    const char *kept =
        converted.data == NULL ? NULL : pool_text(row->pool, converted.data, converted.length);
    buffer_free(&converted);
    return kept;
}

static bool fail(const struct row *row, enum address_column column, const char *cause,
                 const char *remedy)
{
    *row->problem = (struct address_problem){.column = columns[column].name,
                                             .value = cell(row, column),
                                             .cause = cause,
                                             .remedy = remedy};
    return false;
}

/* The fields of a record lie one after the other, a NUL after each: one pass looks at all. */
static bool record_is_utf8(const struct csv_record *record)
{
    const char *last = record->fields[record->count - 1];
    return text_is_utf8(record->fields[0], (size_t)(last - record->fields[0]) + strlen(last));
}

/* `163`, and `163,0000000000` as some tools write it. */
static bool read_number(const struct row *row, uint32_t *out)
{
    const char *text = cell(row, ADDRESS_NUMBER);
    *out = 0;
    if (text == NULL) return true;
    char *end = NULL;
    unsigned long number = strtoul(text, &end, 10);
    bool digits = isdigit((unsigned char)*text) != 0;
    if (*end == ',' || *end == '.') end += 1 + strspn(end + 1, "0");
    while (*end == ' ') end++;
    bool no_number = row->format->is_local && number == NUMBER_NONE;
    if (!digits || *end != '\0' || (number > NUMBER_MAX && !no_number)) {
        return fail(row, ADDRESS_NUMBER, "ce n'est pas un numéro de voie",
                    "corrigez-le à la source, ou videz la cellule");
    }
    if (!no_number) *out = (uint32_t)number;
    return true;
}

static void read_names(const struct row *row, struct address_row *out)
{
    const char *id = cell(row, ADDRESS_ID);
    out->id = id != NULL ? id : "";
    out->suffix = cell(row, ADDRESS_SUFFIX);
    out->street = cell(row, ADDRESS_STREET);
    out->locality = cell(row, ADDRESS_LOCALITY);
    out->postcode = cell(row, ADDRESS_POSTCODE);
    out->citycode = cell(row, ADDRESS_CITYCODE);
    out->city = cell(row, ADDRESS_CITY);
    if (out->suffix == NULL) out->suffix = "";
    if (out->citycode == NULL && row->format->is_local && strlen(out->id) > 6 &&
        out->id[5] == '_') {
        out->citycode = pool_text(row->pool, out->id, 5);
    }
    if (row->format->is_local && out->number == 0) { /* a toponym without numbers is a place */
        out->locality = out->street;
        out->street = NULL;
    }
}

static bool read_xy(const struct row *row, struct address_row *out)
{
    const char *x = cell(row, ADDRESS_X), *y = cell(row, ADDRESS_Y);
    out->has_xy = x != NULL && y != NULL && value_number(x, &out->x) && value_number(y, &out->y);
    return out->has_xy;
}

static bool read_point(const struct row *row, struct geo_projection *lambert,
                       struct address_row *out)
{
    bool overseas = out->citycode != NULL && strncmp(out->citycode, "97", 2) == 0;
    read_xy(row, out);
    enum point_problem problem =
        value_point(cell(row, ADDRESS_LON), cell(row, ADDRESS_LAT), &out->point);
    if (problem == POINT_FINE) return true;
    if (problem == POINT_ABSENT && out->has_xy && !overseas && lambert != NULL &&
        geo_to_wgs84(lambert, out->x, out->y, &out->point)) {
        return true;
    }
    if (problem == POINT_ABSENT) {
        return fail(row, ADDRESS_LON, "cette adresse n'a pas de position",
                    "complétez lon et lat à la source");
    }
    return fail(row, ADDRESS_LON, point_problem_cause(problem),
                "corrigez lon et lat à la source (degrés, WGS 84)");
}

bool address_row_read(const struct csv_record *record, const struct address_format *format,
                      struct geo_projection *lambert, struct pool *pool, struct address_row *out,
                      struct address_problem *problem)
{
    struct row row = {.record = record,
                      .format = format,
                      .pool = pool,
                      .problem = problem,
                      .is_utf8 = record_is_utf8(record)};
    *out = (struct address_row){0};
    if (!read_number(&row, &out->number)) return false;
    read_names(&row, out);
    if (out->street == NULL && out->locality == NULL) {
        return fail(&row, ADDRESS_STREET, "il n'y a ni nom de voie ni lieu-dit",
                    "complétez la ligne à la source");
    }
    const char *name = out->street != NULL ? out->street : out->locality;
    if (strlen(name) > TEXT_MAX * 2) {
        return fail(&row, ADDRESS_STREET, "ce nom est trop long pour être un nom de voie",
                    "corrigez-le à la source");
    }
    if (out->citycode == NULL) {
        return fail(&row, ADDRESS_CITYCODE, "le code INSEE de la commune est inconnu",
                    "complétez la ligne à la source");
    }
    if (out->city == NULL) {
        return fail(&row, ADDRESS_CITY, "la commune est vide", "complétez la ligne à la source");
    }
    return read_point(&row, lambert, out);
}
