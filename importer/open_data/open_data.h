/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_OPEN_DATA_H
#define IMPORTER_OPEN_DATA_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>

/** The territory that one of the State's codes names: a commune (75114, 2A004), a city with all
 *  its arrondissements (75056) or a département (75, 2A, 971). */
struct open_territory {
    char code[6];
    char departement[4];
    bool is_departement;
};

/** False when it is not the code of a territory; nothing says yet that a commune exists. */
bool open_territory_read(const char *text, struct open_territory *out);

/** Appends the codes of the communes that a row may say to be in the territory, separated by
 *  commas: 75056 is said as 75101,75102 … Nothing for a département. */
void open_territory_communes(const struct open_territory *territory, struct buffer *out);

/** From the communes of the département, as API Découpage administratif gives them (GeoJSON with
 *  `code` and `nom`), writes what the command territory loads to `path`: these communes, the
 *  arrondissements in place of Paris, Lyon and Marseille, and the outline of the territory. Its
 *  name is appended to `name`. STATUS_INVALID: the file does not read, or has no such commune;
 *  `why` says so in French. */
enum status open_territory_outline(const struct open_territory *territory, const char *communes,
                                   const char *path, struct buffer *name, struct buffer *why);

#endif
