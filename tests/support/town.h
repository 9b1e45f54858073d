/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUPPORT_TOWN_H
#define SUPPORT_TOWN_H

#include "geodata/workspace.h"

/** Bourg-Voisin, an imaginary town of two quartiers and ten resources; town.c draws its map. Tests
 *  that need a real directory get one here. Any failure fails the test. */

/** A position: hundreds of metres east and north of the town's south-west corner, roughly (the
 *  grid is of 0.00137 degrees of longitude and 0.0009 of latitude). */
struct point town_point(double east, double north);

#define TOWN_RESOURCES 10
#define TOWN_SESSIONS 3
#define TOWN_ZONES 8 /* statements */
#define TOWN_AREAS 5 /* territory, commune, two quartiers, one drawn zone */

/** A new empty folder for data; free it with town_remove. */
char *town_folder(void);
void town_remove(char *folder);

/** Says the whole town to a workspace: source `town:areas`, `town:people`, `town:sessions`. */
void town_say(struct workspace *workspace);
void town_say_areas(struct workspace *workspace);
void town_say_people(struct workspace *workspace);
void town_say_sessions(struct workspace *workspace);

/** The ten resources; borrowed, read only. */
const struct resource *town_resources(void);

/** Says the town in a new folder and publishes it as generation 1. Free with town_remove. */
char *town_published(void);

#endif
