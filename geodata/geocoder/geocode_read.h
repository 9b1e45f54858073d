/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_READ_H
#define GEOCODE_READ_H

#include "geocoder/geocode_places.h"
#include "geocoder/geocode_words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A question as people type it, read word by word: which words may name the street, which is the
 * house number, what says where, what is only in the way. Nothing here looks at streets: several
 * readings may stand, and the street that is tried decides (geocode_score.h). */

#define TOKENS_MAX 32
#define TOKEN_READINGS 3
#define SPANS_MAX 6
#define NUMBER_MAX 9999 /* no street of France counts further */

struct token {
    char text[WORD_LENGTH_MAX + 1];
    size_t length;
    uint32_t letters; /* which letters it has, a bit each: a quick "cannot be alike" */
    uint32_t sound;   /* words_sound */
    unsigned segment; /* commas, brackets and dashes between spaces divide a question */
    enum word_role role;
    const char *readings[TOKEN_READINGS]; /* what it abbreviates */
    size_t reading_count;
    uint32_t number; /* 1 .. NUMBER_MAX when it begins with such digits, else 0 */
    char suffix[8];  /* letters glued to the number: b of 12b */
    bool is_ordinal; /* 14e, 3eme */
    bool is_noise;
    bool is_postcode; /* or INSEE code */
    bool is_district; /* 14e, or 14 after Paris */
    bool is_city;     /* part of a span */
    bool is_unfinished;
    bool is_stranded; /* an article that another follows, "des de": a word between is missing */
};

/* Neighbouring tokens that are the name of a city. */
struct span {
    size_t first, count;
    const struct commune *const *communes; /* the largest first */
    size_t commune_count;
};

struct reading {
    struct token tokens[TOKENS_MAX];
    size_t count;
    char postcode[6];               /* "" : none */
    bool postcode_is_known;         /* some commune has it; a CEDEX does not */
    const struct commune *citycode; /* an INSEE code was typed */
    unsigned district;              /* 0: none */
    struct span spans[SPANS_MAX];
    size_t span_count;
    bool is_attested; /* some street there has all its words: they are hardly mistyped */
    bool is_lenient;  /* two typos in short words: a last chance */
};

void reading_of(const struct gazetteer *gazetteer, const char *text, size_t length, bool unfinished,
                struct reading *out);

/* Letters of a word as a set. */
uint32_t letters_of(const char *word, size_t length);

#endif
