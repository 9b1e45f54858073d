/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_ROW_H
#define IMPORTER_RPPS_ROW_H

#include "files/pool.h"
#include "geodata/resource.h"
#include "rpps/rpps_columns.h"

#include <stdbool.h>
#include <stdint.h>

/** What a row of Personne_activite says, read from its fields; texts live in the pool or in the
 *  row. When memory runs out pool->failed is set. */

/** The person: `rpps:10000000003` of 810000000003, `adeli:759300012` of 0759300012. `key` is
 *  another number for each person. False: neither of the two. */
bool rpps_read_number(const char *id, struct pool *pool, const char **number, uint64_t *key);

/** `Élodie NOMFICTIF` of NOMFICTIF and ÉLODIE; NULL: there is no name. */
const char *rpps_read_name(const struct rpps_row *row, struct pool *pool);

/** The place as the file writes it, without a point: the address from its split fields, readable;
 *  postcode and town also from "75015 PARIS"; of a town the words that come before CEDEX. Whatever
 *  is not told is NULL. */
void rpps_read_place(const struct rpps_row *row, struct pool *pool, struct place *out);

/** The five digits of the postcode, or of "75015 PARIS"; NULL: there are none. */
const char *rpps_read_postcode(const struct rpps_row *row, struct pool *pool);

/** The town for a postcode that no door has (CEDEX): `Paris 14e` of "75674 PARIS CEDEX 14". */
const char *rpps_read_cedex_town(const struct rpps_row *row, struct pool *pool);

/** What makes the person at this place the same one next time (identity.h); where the address is
 *  not told the structure's name stands for it. */
const char *rpps_read_identity(const struct rpps_row *row, const char *number,
                               const struct place *place, struct pool *pool);

/** The structure's name when it says more than "CABINET MME NOMFICTIF"; else NULL. */
const char *rpps_read_structure(const struct rpps_row *row, struct pool *pool);

/** Whether the row says that it is in another country. */
bool rpps_is_abroad(const struct rpps_row *row);

#endif
