/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_NAMES_H
#define GEODATA_NAMES_H

#include "geodata/atlas.h"

#include <stdbool.h>
#include <stddef.h>

/** Structures and points of the directory by their name: "hôpital Cochin", "PMI Didot". */
struct name_match {
    atlas_id resource;
    double score;      /* 0 .. 1: how much of the question the name says, and the reverse */
    const char *name;  /* all texts live as long as the atlas */
    const char *label; /* the name, its postcode and city: asking it again finds it again */
    const char *postcode, *citycode, *city; /* NULL: not said */
};

#define NAMES_LIMIT_MAX 20
#define NAMES_SCORE_LEAST 0.50 /* below, too little of the question is in the name */

/** Best first; writes at most `limit` to `out`, returns how many. Each word of the text is looked
 * for as it is, the last one as a beginning when `unfinished`; words that no name has are forgiven
 * as long as most of the text is found. */
size_t names_search(const struct atlas *atlas, const char *text, size_t length, bool unfinished,
                    size_t limit, struct name_match *out);

/** Professionals whose name may hold this word (folded, see text_fold): all that do, ascending, and
 *  by chance a few that do not, so the name is to be compared. Lives as long as the atlas. */
const atlas_id *names_with_word(const struct atlas *atlas, const char *word, size_t length,
                                size_t *count);

#endif
