/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_TERRITORY_FILTER_H
#define IMPORTER_TERRITORY_FILTER_H

#include "geodata/status.h"
#include "geodata/workspace.h"
#include "run/command.h"
#include "run/report.h"

#include <stdbool.h>
#include <stddef.h>

/** Which rows of a file of the whole country are kept.
 *
 *  --departement, --communes and --postcodes decide when they are given. Else a row is kept when
 * its commune is one of the loaded address book's or one of the territory's (communes, quartiers
 * and IRIS of the command territory): a neighbour just across the border is a neighbour. With
 * neither a book nor a territory nothing tells what to leave out, and every row is kept. */
struct kept;

/** Where a row says that it is; NULL: it does not say. */
struct kept_query {
    const char *citycode; /* INSEE, overseas as 971xx */
    const char *postcode;
    const char *town; /* "PARIS CEDEX 14", with or without a postcode before it */
};

/** STATUS_INVALID: an option does not name départements, communes or postcodes; the report says so.
 */
enum status kept_open(const struct options *options, struct workspace *workspace,
                      struct report *report, struct kept **out);
void kept_close(struct kept *kept);

/** Whether the row is kept. A commune that is told decides; a postcode that doors have is the next
 *  best; of CEDEX and other postcodes without doors the town's name decides, within the same
 *  département. A row that says none of them is not kept, unless every row is. */
bool kept_has(const struct kept *kept, const struct kept_query *query);

/** Whether doors of the address book have this postcode. CEDEX ones have none; without a book no
 *  postcode has. */
bool kept_has_doors(const struct kept *kept, const char *postcode);

/** One note: how many rows of `file` are elsewhere, and by what that was decided. Nothing when
 *  `left_out` is 0. */
void kept_tell(const struct kept *kept, const char *file, size_t left_out, struct report *report);

#endif
