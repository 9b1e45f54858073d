/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SKILLS_TABLE_H
#define SKILLS_TABLE_H

#include "geodata/buffer.h"
#include "geodata/skills.h"

/** How a taxonomy is put together, inside the core: from skills.csv (skills.c) or from a
 *  generation's table (atlas). Add every row in order, then finish. */
struct skill_row {
    const char *code;
    enum skill_kind kind;
    const char *parent; /* code; NULL or "" at the top */
    const char *label_fr, *label_en;
    const char *synonyms; /* separated by | */
};

struct skills *skills_new(void); /* NULL: no memory */
enum status skills_add(struct skills *skills, const struct skill_row *row);
/** Resolves parents and sorts the words. STATUS_INVALID (logged): a code twice, a parent that does
 *  not exist, a circle. */
enum status skills_finish(struct skills *skills);

bool skill_kind_read(const char *word, enum skill_kind *out);

/** What whoever does `id` does too, one step up (see skills_is_a); SKILL_NONE at the top. */
skill_id skills_implied(const struct skills *skills, skill_id id);

/** One label or synonym. */
struct skill_word {
    const char *written;
    const char *folded;
    const char *stem; /* folded, each word in the singular */
    skill_id skill;
    bool is_label;
};
const struct skill_word *skills_words(const struct skills *skills, size_t *count);

/** Appends folded words with their plural marks off: `soins infirmiers` is `soin infirmier`. */
void skills_stem(const char *folded, struct buffer *out);
/** The same of one word: how many of its letters are kept. */
size_t skills_stem_length(const char *word, size_t length);

#endif
