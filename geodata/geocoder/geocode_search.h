/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_SEARCH_H
#define GEOCODE_SEARCH_H

#include "geocoder/geocode_find.h"

/* One question on its way through the index: what geocode_groups.c makes of its words and
 * geocode_find.c asks for. */

#define GROUPS_MAX 8
#define SEEN_SLOTS 4096 /* a power of two, more than twice the rows that are ever read */

/* Streets that hold one word of the question, in any of its readings: an FTS5 expression. */
struct group {
    size_t token;
    size_t start, length; /* in search->text */
    int64_t streets;      /* how many, at most; 0: no street has such a word */
};

struct search {
    const struct geocoder *geocoder;
    struct reader *reader;
    const struct geocode_query *query;
    struct reading *reading;
    struct hits *hits;
    struct buffer *text, *expression, *place;
    struct group groups[GROUPS_MAX];
    size_t group_count;
    struct group type;     /* the kind of way that was typed, else no length */
    int64_t place_streets; /* how many lie there, about */
    size_t rows_left;
    int64_t work_left; /* list entries that the index may still walk over */
    int64_t rarest;    /* streets of the rarest part of the expression */
    size_t parts;      /* joined by AND */
    int64_t seen[SEEN_SLOTS];
    enum status status;
};

/* How far a group may go from the word as typed. */
enum effort { EFFORT_EXACT, EFFORT_CORRECTED, EFFORT_LENIENT };

/* Makes the groups of the words that must be there; of all words but the first number when the
 * question has only common ones ("voie f 15"). `with_noise` takes in what seemed to be in the way.
 */
void groups_make(struct search *search, enum effort effort, bool with_noise);
/* Of all words but the first number, the last one left out or not. */
void groups_make_plain(struct search *search, enum effort effort, bool with_last);

/* Where to look: what the caller demands, else the postcode, else the arrondissement. */
void place_make(struct search *search);
static inline bool has_place(const struct search *search)
{
    return search->place->length > 0;
}

#endif
