/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_MATCH_H
#define GEOCODE_MATCH_H

#include "geocoder/geocode_read.h"

/* The words of one street held against the words of one question. */

#define WORDS_MAX 24

struct word {
    const char *text;
    size_t length;
    enum word_role role;
    double weight;
    double likeness; /* with the token it was matched to; 0: none */
    bool is_sounded;
    uint32_t sound; /* words_sound, once is_sounded */
};

/* One street held against one question. */
struct trial {
    const struct reading *reading;
    struct word words[WORDS_MAX];
    size_t word_count;
    int claimed[TOKENS_MAX];  /* word that claims the token, -1: none */
    double share[TOKENS_MAX]; /* weight x likeness the token earned */
};

/* Lets each word of the street claim the token that is most like it: the same, an abbreviation of
 * it, glued to or split from its neighbour, unfinished, mistyped, or pronounced alike. */
void match_names(struct trial *trial, const char *words);

/* 0 .. 1 for two words a few typos apart; 0 when they are too different. */
double edited_likeness(const struct reading *reading, const char *typed, size_t typed_length,
                       uint32_t letters, const char *word, size_t length);

bool begins_with(const char *text, size_t length, const char *start, size_t start_length);

#endif
