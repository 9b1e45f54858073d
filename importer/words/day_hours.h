/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DAY_HOURS_H
#define IMPORTER_DAY_HOURS_H

#include "geodata/schedule.h"

/** The hours of one day, in a cell of its own, as hundreds of hands wrote them in one national
 * file: `13:30-16:00`, `9h/12h30 et 13h30/16h30`, `de 8h à 18h`, `8.30/20.00`, `9H 12H`, `fermé`.
 */
enum day_hours {
    DAY_UNSAID, /* empty, or words that say that it is not known yet */
    DAY_CLOSED,
    DAY_SOMETIME, /* `ouvert`, and when is not said */
    DAY_OPEN,     /* its spans were added */
    DAY_UNREAD    /* something else is written: nothing is guessed */
};

/** Adds the spans of `weekday` (0 Monday) to `out`, whose days come in order. Times are read two by
 *  two; one without its unit, a day that ends before it begins, a word that is no link between
 *  times make the cell unread. */
enum day_hours day_hours_read(const char *cell, unsigned weekday, struct hours *out);

#endif
