/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_TERRITORY_H
#define SERVICE_TERRITORY_H

#include "geodata/atlas.h"
#include "geodata/buffer.h"

/** `{"name","timezone","box"}` of the territory: two answers show it. */
void territory_write(struct buffer *out, const struct atlas_facts *facts);

#endif
