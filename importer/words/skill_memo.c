/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words/skill_memo.h"

#include <string.h>

static skill_id find(const struct skills *skills, const char *words)
{
    skill_id id = skills_by_words(skills, words);
    return id != SKILL_NONE ? id : skills_by_code(skills, words);
}

skill_id skill_memo_find(struct skill_memo *memo, const struct skills *skills, const char *words)
{
    size_t length = 0, hash = 0;
    for (; words[length] != '\0'; length++) hash = hash * 31 + (unsigned char)words[length];
    if (length == 0 || length >= MEMO_TEXT_MAX) return find(skills, words);
    size_t at = hash % MEMO_SLOTS;
    if (strcmp(memo->slots[at].text, words) != 0) {
        memcpy(memo->slots[at].text, words, length + 1);
        memo->slots[at].skill = find(skills, words);
    }
    return memo->slots[at].skill;
}
