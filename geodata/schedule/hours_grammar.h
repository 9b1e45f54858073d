/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_HOURS_GRAMMAR_H
#define GEODATA_HOURS_GRAMMAR_H

#include "schedule/hours_statement.h"
#include "taxonomy/phrase.h"

/** The pieces of the grammar of weekly hours, between hours_read.c, hours_days.c and
 *  hours_times.c. A function that takes nothing leaves the reader where it was. */

/** Words that say nothing by themselves: le, du, de, ouvert, … */
void hours_skip_fillers(struct reader *reader);

/** `sur rendez-vous`, `non-stop`, …: how one comes, which weekly hours do not hold. */
bool hours_skip_remark(struct reader *reader);

/** The last token of the statement that holds the token `at`. */
size_t hours_statement_end(const struct reader *reader, size_t at);

/** Notes which weekdays, French or OpenStreetMap's, the phrase uses. */
void hours_find_notation(struct reader *reader);

/** Days and what joins them: `lundi, mardi et jeudi`, `du lundi au vendredi`, `7j/7`, `Mo-Fr`.
 *  `jours fériés` are HOLIDAYS. False: no day here. */
bool hours_take_days(struct reader *reader, unsigned *days);

/** `7j/7`, `7/7`, `7 jours sur 7`: how many tokens it takes; 0: something else. */
size_t hours_all_week_length(const struct reader *reader, size_t ahead);

/** `24h/24`, `24/24`, `24h sur 24`, `24/7`, `h24`: how many tokens it takes; 0: something else.
 *  `*week`: it said 7 days too. */
size_t hours_all_day_length(const struct reader *reader, size_t ahead, bool *week);

/** Spans into `statement`, or the whole day; none when there is no hour here. False: refused. */
bool hours_take_spans(struct reader *reader, struct statement *statement);

#endif
