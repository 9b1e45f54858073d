/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_HOLIDAYS_H
#define GEODATA_HOLIDAYS_H

#include "geodata/schedule.h"

/** Public holidays, as the law of each part of France names them (the table of holidays.c gives the
 *  article of each). What is a holiday in some communes only, or by custom only, is a perhaps. */
enum holiday { HOLIDAY_NO, HOLIDAY_PERHAPS, HOLIDAY_YES };

/** The law of a place, from the INSEE code of its commune ("67482", "97105") or its postcode; NULL,
 *  and what is no such code, are under the national one. */
enum holiday_law holidays_law(const char *code);

enum holiday holidays_day(enum holiday_law law, day date);

/** The first that is surely a public holiday there, `from` included. */
day holidays_next(enum holiday_law law, day from);

/** Easter Sunday of a year. */
day holidays_easter(int year);

#endif
