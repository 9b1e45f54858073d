/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_IDENTITY_H
#define IMPORTER_IDENTITY_H

#include "files/pool.h"
#include "geodata/resource.h"

/** What makes a person at a place the same one in whatever file it comes: its number and the
 *  place's address, folded, with the postcode (else the town); without an address, the position.
 *  `rpps:10001234567@12 rue daguerre 75014`. NULL when memory ran out (pool->failed). */
const char *identity_of_person(const char *number, const struct place *place, struct pool *pool);

#endif
