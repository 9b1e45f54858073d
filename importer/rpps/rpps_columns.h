/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_COLUMNS_H
#define IMPORTER_RPPS_COLUMNS_H

#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The columns of the RPPS extracts, known by their titles in any order, for the publisher's
 *  vintages (52 and 56 columns) and other publishers' spellings differ. Of three files:
 *
 *    Personne_activite  a row per person, activity and savoir-faire, with the place
 *    SavoirFaire        a row per person and savoir-faire (a vintage has them here alone)
 *    Dipl_AutExerc      a row per person and diploma */
enum rpps_kind { RPPS_ACTIVITIES, RPPS_SKILLS, RPPS_DIPLOMAS };

enum rpps_column {
    RPPS_ID, /* type digit and number: 810000000003 */
    RPPS_NAME,
    RPPS_FIRST_NAME,
    RPPS_PROFESSION,
    RPPS_PROFESSION_LABEL,
    RPPS_CATEGORY,
    RPPS_CATEGORY_LABEL,
    RPPS_SKILL,
    RPPS_SKILL_LABEL,
    RPPS_COMPANY, /* raison sociale */
    RPPS_SIGN,    /* enseigne */
    RPPS_NUMBER,
    RPPS_REPETITION,
    RPPS_WAY_CODE,
    RPPS_WAY,
    RPPS_STREET,
    RPPS_DELIVERY, /* "75015 PARIS": bureau cedex */
    RPPS_POSTCODE,
    RPPS_CITYCODE,
    RPPS_CITY,
    RPPS_COUNTRY,
    RPPS_PHONE,
    RPPS_PHONE_2,
    RPPS_EMAIL,
    RPPS_SECTOR,
    RPPS_SECTOR_LABEL,
    RPPS_ACTIVITY, /* genre d'activité */
    RPPS_ACTIVITY_LABEL,
    RPPS_DIPLOMA_LABEL,
    RPPS_COLUMN_COUNT
};

#define RPPS_FIELDS_MAX 255 /* columns of a file */

struct rpps_format {
    enum rpps_kind kind;
    size_t count;                       /* of columns, a last empty one left out */
    uint8_t column_at[RPPS_FIELDS_MAX]; /* enum rpps_column by position; RPPS_COLUMN_COUNT: none */
};

/** Reads the line of titles, which is changed. STATUS_INVALID: this is no such file, or it lacks
 *  the column whose title `*missing` becomes (else NULL). */
enum status rpps_format_read(char *line, struct rpps_format *out, const char **missing);

enum rpps_split_result { RPPS_SPLIT, RPPS_TOO_FEW, RPPS_TOO_MANY };

/** A row's fields, spaces around them left out; NULL: empty, or the file has no such column. */
struct rpps_row {
    const char *fields[RPPS_COLUMN_COUNT];
};

/** The fields lie in `line`, which is changed. A `|` at the end of the line is no further field. */
enum rpps_split_result rpps_split(const struct rpps_format *format, char *line,
                                  struct rpps_row *out);

#endif
