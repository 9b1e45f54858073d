/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_WORDS_H
#define GEOCODE_WORDS_H

#include "geodata/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What every reader of French addresses knows of single words. All words are folded (text_fold).
 * The address book and the questions asked of it go through the same functions. */

/* Longer words exist (compounds), none matters past this length. */
#define WORD_LENGTH_MAX 48

enum word_role {
    WORD_NAME,    /* says which street */
    WORD_TYPE,    /* rue, avenue, place … */
    WORD_ARTICLE, /* de, du, la, l … */
    WORD_DIGITS   /* 1945, 12 */
};
enum word_role words_role(const char *word, size_t length);

/* What `word` stands for when it is an abbreviation ("bd" is "boulevard"): writes at most `limit`
 * readings, returns how many. "pl" may only be "place", "gal" "general"; "pt" is "pont" or "petit".
 */
size_t words_expand(const char *word, size_t length, const char **out, size_t limit);

/* The reading when it is sure enough to rewrite an address book with ("st" is "saint"), else the
 * word itself. */
const char *words_canonical(const char *word);

/* Appends the words of a text: folded, each in its canonical reading, one space between. */
void words_of(const char *text, struct buffer *out);

/* Words that come with an address without being part of it. */
enum noise {
    NOISE_NONE,
    NOISE_ALONE,   /* cedex, france, rdc */
    NOISE_WITH_ONE /* batiment B, etage 3, bp 120: the next word goes too */
};
enum noise words_noise(const char *word, size_t length);

/* "bis", "ter", "quater" and their letters mean the same: the letter, or the word itself. */
const char *words_suffix(const char *suffix);

/* How a word is pronounced in French, roughly: equal for words that sound alike ("daguaire",
 * "daguerre"). 0 when there is nothing to say. */
uint32_t words_sound(const char *word, size_t length);

/* Calls `each` with the hash of every remainder of the word's first WORD_SPELLED letters when up to
 * `most` are taken away, itself included; the same hash may come twice. */
#define WORD_SPELLED 7
typedef void words_remainder_visitor(void *context, uint32_t hash);
void words_remainders(const char *word, size_t length, unsigned most, words_remainder_visitor *each,
                      void *context);

/* Letters that may be taken away from a word of that length when the book is written. */
unsigned words_deletes(size_t length);

#endif
