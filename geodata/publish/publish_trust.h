/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PUBLISH_TRUST_H
#define PUBLISH_TRUST_H

#include "geodata/trust.h"
#include "store/database.h"

/** Writes the fields and the order of trust to the temporary tables that publishing reads. */
enum status publish_write_trust(struct database *database, const struct trust *trust);

#endif
