/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SHEET_ROW_H
#define IMPORTER_SHEET_ROW_H

#include "sheet/sheet.h"
#include "words/closure_words.h"

#define SKILLS_MAX 100 /* in one cell */

/** One row of the sheet on its way to a resource; shared by the files that read it. */
struct sheet_row {
    const struct sheet *sheet;
    const struct sheet_context *context;
    const struct table_row *cells;
    struct pool pool;
    struct skill_memo memo;
    struct hours hours;
    struct closure_words closures;
    struct resource resource;
    const char *skills[SKILLS_MAX];
    const char *identifiers[2]; /* the RPPS of a person; the FINESS and the SIRET of a place */
    bool refused;
    size_t loaded; /* rows of the table */
};

/** Reads the row's cells into its resource; `refused` and the report tell what is wrong. */
enum status sheet_row_read(struct sheet_row *row);

/** The text of a cell; NULL when it is empty or the column absent. */
const char *sheet_row_cell(const struct sheet_row *row, enum sheet_column column);
struct where sheet_row_where(const struct sheet_row *row, enum sheet_column column);
/** Tells what is wrong with a cell: the row is refused, or it goes in and a human looks. */
void sheet_row_refuse(struct sheet_row *row, enum sheet_column column, const char *cause,
                      const char *remedy);
void sheet_row_doubt(struct sheet_row *row, enum sheet_column column, const char *cause,
                     const char *remedy);

/** The next piece of a list, in the pool, parted by any of `separators`; NULL: none is left. */
const char *sheet_row_next_piece(struct sheet_row *row, const char **at, const char *separators);

/** Home visits and where; weekly hours, languages, contacts and ways of receiving. */
enum status sheet_row_read_zones(struct sheet_row *row);
void sheet_row_read_hours(struct sheet_row *row);
/** After the hours, which are not believed when it cannot be read on which days they do not hold.
 */
void sheet_row_read_closures(struct sheet_row *row);
void sheet_row_read_languages(struct sheet_row *row);
void sheet_row_read_contacts(struct sheet_row *row);
void sheet_row_read_practice(struct sheet_row *row);

/** Whether a human decided something about whoever had the row's identity, and the row is somebody
 *  else's; told. A table whose numbers were given anew would make somebody else's telephone of a
 *  correction, and keep out whoever got the number of an excluded person: the file is refused. */
bool sheet_row_is_somebody_else(const struct sheet_row *row);

#endif
