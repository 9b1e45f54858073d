/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUPPORT_RANDOM_DIRECTORY_H
#define SUPPORT_RANDOM_DIRECTORY_H

#include <stddef.h>

/** Writes a directory-N.sqlite of `count` invented resources, the same for the same seed: clustered
 *  like towns (Paris and around, Mata-Utu in Wallis, a town that the antimeridian cuts), several at
 *  one door, some without a place; the program's own taxonomy by Zipf, 1 to 6 skills each; one in
 * five with home-visit zones (polygons of 8 to 20 vertices, circles, exclusions, some for one skill
 *  only), some with hours and closures. Fails the test when it cannot. */
void random_directory_write(const char *path, unsigned seed, size_t count);

#endif
