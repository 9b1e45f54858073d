/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_VALUES_H
#define IMPORTER_VALUES_H

#include "files/pool.h"
#include "geodata/geo.h"
#include "geodata/schedule.h"
#include "geodata/tristate.h"

#include <stdbool.h>

/** What people write in cells, turned into values. NULL texts are empty cells. A call answers
 *  false when something is written that it cannot read; nothing is guessed. */

/** oui, non, o, n, x, 1, 0, vrai, faux, yes, no; NULL or `?` is unknown. */
bool value_yes_no(const char *text, enum tristate *out);

/** A telephone number as French people print it, `01 99 00 12 34`, from dots, spaces, +33, 0033,
 *  or a leading zero that a spreadsheet lost; short numbers (`3949`, `15`) and numbers of other
 *  countries (`+44 …`) as they are. Of several numbers, the first. */
bool value_phone(const char *text, struct pool *pool, const char **out);
/** What follows that number in the text (`poste 12`, a second number); NULL: nothing is said. */
const char *value_phone_rest(const char *text);

/** A day: `2026-11-15`, `15/11/2026`, `15.11.26`, `15 novembre 2026`, or `46341` as
 *  spreadsheets count days. */
bool value_day(const char *text, day *out);
/** The same, as YYYY-MM-DD. */
bool value_date(const char *text, struct pool *pool, const char **out);

/** The month, 1 .. 12, that a folded word names: `janvier`, `aout`, `sept`; 0: none, or `jui`. */
int value_month(const char *word);

/** A time of day, in minutes: `9h`, `9h30`, `09:30`, `9 h 30`, `midi`, or
 *  `0.375` as spreadsheets count; 24:00 is 1440. */
bool value_minutes(const char *text, int *out);

/** A number with a comma or a point. */
bool value_number(const char *text, double *out);

enum point_problem {
    POINT_FINE,
    POINT_ABSENT, /* both cells are empty */
    POINT_HALF,   /* one of them is */
    POINT_NO_NUMBER,
    POINT_LAMBERT_93, /* metres, not degrees */
    POINT_SWAPPED,    /* latitude where longitude should be */
    POINT_OUTSIDE     /* no such place on Earth */
};
enum point_problem value_point(const char *lon, const char *lat, struct point *out);
/** The cause in French, and what to do, for each problem but POINT_FINE and POINT_ABSENT. */
const char *point_problem_cause(enum point_problem problem);
const char *point_problem_remedy(enum point_problem problem);

/** Sector of fees [ANS R282], "0" .. "3", from `secteur 1`, `2 OPTAM`, `non conventionné`. */
bool value_fees(const char *text, const char **out);

/** An identifier of `length` characters (RPPS 11, FINESS 9): digits, spaces aside, the zeros that a
 *  spreadsheet lost put back; FINESS of Corsica holds a letter (`2A…`). */
bool value_identifier(const char *text, size_t length, struct pool *pool, const char **out);

/** A web address; `www.doctolib.fr` becomes `https://www.doctolib.fr`. False for anything that is
 *  not http or https, or is a mail address. */
bool value_website(const char *text, struct pool *pool, const char **out);

/** A mail address: one @ with something on both sides, no space. */
bool value_email(const char *text);

#endif
