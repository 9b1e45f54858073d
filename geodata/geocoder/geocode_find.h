/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_FIND_H
#define GEOCODE_FIND_H

#include "geocoder/geocode_score.h"

/* The streets that may answer a question, best first. */
#define HITS_MAX 128

struct hits {
    struct hit list[HITS_MAX];
    size_t count;
    size_t keep; /* how many are worth keeping, at most HITS_MAX */
};

/* Puts a hit in its place by rank, when it is worth keeping. */
void hits_keep(struct hits *hits, const struct hit *hit);

/* Cities, when the question says only where. True when that answers it: no street is meant. */
bool find_communes(const struct gazetteer *gazetteer, const struct reading *reading,
                   const struct geocode_query *query, struct hits *hits);

enum status find_hits(const struct geocoder *geocoder, struct reader *reader,
                      const struct geocode_query *query, struct reading *reading, struct hits *out);

/* Words that a typed one may have been meant for. */
struct correction {
    char word[WORD_LENGTH_MAX + 2]; /* '@' before a city's */
    unsigned edits;
    int64_t streets;
};
/* Writes at most `limit`, the likeliest first; returns how many. */
size_t corrections_of(struct reader *reader, const char *typed, size_t length, unsigned most,
                      struct correction *out, size_t limit);

/* Words that go on from an unfinished one, those of most streets first; likewise. */
size_t beginnings_of(struct reader *reader, const char *typed, struct correction *out,
                     size_t limit);

#endif
