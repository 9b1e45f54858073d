/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_TEMPLATE_PAGE_H
#define IMPORTER_TEMPLATE_PAGE_H

#include "files/book.h"
#include "geodata/skills.h"

/** The pages of a workbook that coordinators fill: each title explained in a comment, lists of
 *  choices under those that have some. The command template leaves them empty, export fills them.
 */

enum template_kind { TEMPLATE_PEOPLE, TEMPLATE_SESSIONS };

/** Set the first four, then call template_page_open. */
struct template_page {
    struct book *book; /* borrowed */
    enum template_kind kind;
    bool (*is_left_out)(size_t column); /* of enum sheet_column; NULL: none is */
    size_t profession_count;            /* for the list of choices */
    lxw_worksheet *sheet;
    size_t next, width; /* row to come; columns */
};

/** Adds the sheet with its titles; false when memory ran out. */
bool template_page_open(struct template_page *page);

/** Writes the next row: `cells` by enum sheet_column or session_column; NULL: the example. */
void template_page_row(struct template_page *page, const char *const *cells);

/** Puts filters on the titles, once all rows are there. */
void template_page_filter(const struct template_page *page);

/** Writes from `row` on what each column of both pages holds, with its example: comments do not
 * show on a telephone, nor on paper. */
void template_explain(struct book *book, lxw_worksheet *sheet, size_t row);

/** Adds the sheet that the lists of professions (specialties and kinds of place too) and of
 *  languages come from. */
bool template_professions(struct book *book, const struct skills *skills);
/** How many professions it holds. */
size_t template_profession_count(const struct skills *skills);

#endif
