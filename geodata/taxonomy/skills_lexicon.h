/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SKILLS_LEXICON_H
#define SKILLS_LEXICON_H

#include "geodata/skills.h"

#include <stdbool.h>
#include <stddef.h>

/** The taxonomy's words as they stand in running text. Each label and synonym is kept as a key: its
 *  words folded, in the singular, the words that only tie others together left out ("vaccin contre
 *  la grippe" and "vaccins contre grippe" are `vaccin contre grippe`). Built once, never changed.
 */
struct lexicon;

struct lexicon *lexicon_build(const struct skills *skills); /* NULL: no memory */
void lexicon_free(struct lexicon *lexicon);

/** The lexicon of a taxonomy, which owns it. */
const struct lexicon *skills_lexicon(const struct skills *skills);

/** The skill of exactly this key, or SKILL_NONE; `*goes_on` when a longer key begins so. */
skill_id lexicon_find(const struct lexicon *lexicon, const char *key, bool *goes_on);

/** A word of some French label or synonym; in the singular. */
bool lexicon_knows(const struct lexicon *lexicon, const char *word);

/** The known word that `word` was meant to be, a slip or two aside (never in the first letter,
 * never in a word of fewer than five); NULL when there is none. */
const char *lexicon_correct(const struct lexicon *lexicon, const char *word, unsigned *edits);

/** How many slips a word of so many letters is forgiven. */
unsigned lexicon_edits_allowed(size_t letters);

/** Articles, pronouns, prepositions: they tie words together and say nothing alone. */
bool lexicon_is_link(const char *word);

#endif
