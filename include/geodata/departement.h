/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_DEPARTEMENT_H
#define GEODATA_DEPARTEMENT_H

#include "geodata/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/** The départements of France and what is administered like one (geodata/departements.csv). */

/** Whether the `length` characters at `code` name one (`75`, `2A`, `971`); its name is then
 *  appended to `name`, which may be NULL. */
bool departement_find(const char *code, size_t length, struct buffer *name);

#endif
