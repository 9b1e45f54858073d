/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RECONCILE_H
#define RECONCILE_H

#include "store/database.h"

/** Which records of the workspace are one resource (docs/decisions/003-reconciling.md): those of
 *  one identity, of one FINESS or SIRET, of one RPPS at one place, of one name at one place with no
 *  number that contradicts, and those that a human called the same; the surest first, and never two
 *  records of one source. Corrections take no part.
 *
 *  Works on a connection to which the workspace is attached as `workspace`, inside a transaction,
 *  and leaves temporary tables there: member, barred, naming, likely (reconcile_tables.sql). Only
 *  records that share something with another cost anything. */
enum status reconcile_run(struct database *database);

/** After reconcile_run: keeps in the workspace what must outlive today's records. */
enum status reconcile_learn(struct database *database);

#endif
