/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SKILL_MEMO_H
#define IMPORTER_SKILL_MEMO_H

#include "geodata/skills.h"

#define MEMO_SLOTS 512 /* a directory says its skills in some hundred ways */
#define MEMO_TEXT_MAX 60

/** What words were found to mean: of a million cells nearly all say what one before them said. A
 *  zeroed struct remembers nothing; it serves one taxonomy, and of two texts of one slot knows the
 *  last. */
struct skill_memo {
    struct {
        char text[MEMO_TEXT_MAX]; /* as written; "" in a free slot */
        skill_id skill;
    } slots[MEMO_SLOTS];
};

/** The skill that these words name, or whose code they are; SKILL_NONE when there is none. */
skill_id skill_memo_find(struct skill_memo *memo, const struct skills *skills, const char *words);

#endif
