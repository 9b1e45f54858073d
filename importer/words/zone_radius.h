/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_ZONE_RADIUS_H
#define IMPORTER_ZONE_RADIUS_H

#include <stdbool.h>

/** `rayon 2 km`, `800 m`, `dans un rayon d'1,5 km autour du cabinet`: the radius in metres. False:
 *  the text says something else, or more. */
bool zone_radius_read(const char *text, double *radius_m);

#endif
