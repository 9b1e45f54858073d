/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LANGUAGES_NAMES_H
#define LANGUAGES_NAMES_H

#include <stddef.h>

/** What ISO 639 does not tell of a language people speak in France. */
struct language_words {
    const char *code;  /* of ISO 639, as ICU has it; NULL: it has none */
    const char *label; /* of one without a code */
    const char *names; /* folded, separated by | */
    const char *wider; /* label of what it is a kind of */
};
extern const struct language_words language_words[];
extern const size_t language_words_count;

/** Folded words that say how well, or nothing: "anglais courant". NULL ends them. */
extern const char *const language_qualities[];

/** Codes that are no language: several, none, not known. NULL ends them. */
extern const char *const language_no_codes[];

#endif
