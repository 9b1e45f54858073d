/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_REPORT_BOOK_H
#define IMPORTER_REPORT_BOOK_H

#include "run/report.h"
#include "sheet/sheet.h"

/** A report as a workbook: a page « Résumé » (what happened, how to go on, what no row is to blame
 *  for), then a copy of each of the coordinator's tables, its rows in their order, all cells as
 *  texts. Two columns stand before the others: « état » (ajoutée, modifiée, inchangée, douteuse,
 *  refusée) and « erreurs » (what, why, how to mend). The cells to blame are coloured and carry the
 *  cause as a comment.
 *
 *  The corrected copy is given to the command sheet as it is: it speaks as the file it was made
 *  from, because « Résumé » names that file. */

#define REPORT_BOOK_TITLE "Compte rendu de Voisoin" /* the first cell of « Résumé » */
#define REPORT_BOOK_SUMMARY "Résumé"
#define REPORT_BOOK_STATE "état"
#define REPORT_BOOK_ERRORS "erreurs"
/* The titles of the table in « Résumé », in this order; the counts follow. */
#define REPORT_BOOK_SHEET "feuille"
#define REPORT_BOOK_ORIGIN "fichier d'origine"
#define REPORT_BOOK_SOURCE "source"

struct report_book_query {
    const struct report *report;
    const struct sheets *sheets; /* NULL or none: every finding and row is listed instead */
    const char *source_name;     /* given with --source; NULL: the file's name */
    enum status status;          /* how the run ended */
    bool dry_run;
};

/** STATUS_FAILED: it could not be written; what was there before is still there. */
enum status report_book_write(const struct report_book_query *query, const char *path);

#endif
