/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_NAMING_H
#define SERVICE_NAMING_H

#include "context.h"
#include "sentence.h"

#include "geodata/search.h"

/** A person's name among the words left over: "dr Martin", "Élise Étang". */

/** Finds the professionals with that name, ascending, at most SEARCH_AMONG_MAX in `out`, and makes
 *  its piece of the sentence a QUESTION_NAME. Words are a name after a title, with a capital or
 *  when there are no others, and only when somebody in the directory has them all; else they stay
 * left over. Returns how many. */
size_t naming_find(const struct context *context, struct sentence *sentence,
                   atlas_id out[SEARCH_AMONG_MAX]);

#endif
