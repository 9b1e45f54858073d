/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skills of the taxonomy, longest words first: "vaccin contre la grippe" before "vaccin". */
#include "question/question_parts.h"

#include <string.h>

#define KEY_MAX 160
#define SKILL_WORDS_MAX 9 /* the longest synonym has eight words that count */

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strcmp(word, *list) == 0) return true;
    }
    return false;
}

/* The key of tokens [first, last). False when it is too long to be one. */
static bool write_key(const struct question_work *work, size_t first, size_t last, char *key)
{
    size_t length = 0;
    for (size_t i = first; i < last; i++) {
        const struct question_token *token = &work->tokens[i];
        size_t more = strlen(token->stem);
        bool is_letter = i + 1 == last && i > first && strcmp(token->word, "a") == 0;
        if (token->is_link && !is_letter) continue;
        if (length + more + 2 > KEY_MAX) return false;
        if (length > 0) key[length++] = ' ';
        memcpy(key + length, token->stem, more);
        length += more;
    }
    key[length] = '\0';
    return true;
}

/* "à domicile" or "en visio" at the end of [first, last): where it begins, else `last`. */
static size_t end_without_mode(const struct question_work *work, size_t first, size_t last)
{
    static const char *const modes[] = {"domicile", "visio", "ligne", NULL};
    if (last - first < 2 || !is_one_of(work->tokens[last - 1].plain, modes)) return last;
    size_t end = last - 1;
    while (end > first && work->tokens[end - 1].is_link) end--;
    return end > first ? end : last;
}

static bool is_person(enum skill_kind kind)
{
    return kind == SKILL_PROFESSION || kind == SKILL_SPECIALTY;
}

static bool holds_home(const struct question_work *work, size_t first, size_t last)
{
    while (first < last && strcmp(work->tokens[first].plain, "domicile") != 0) first++;
    return first < last;
}

/* A mode said within a skill's words stays a mode: "médecin à domicile" is a doctor who comes, and
 * "soins à domicile" nurses who do. Only what is nothing else keeps its whole name ("aide à
 * domicile", "hospitalisation à domicile"). Returns where the skill's own words end; `first` when
 * shorter words say it all. */
static size_t own_end(const struct question_work *work, size_t first, size_t last, skill_id id)
{
    char key[KEY_MAX];
    bool goes_on;
    const struct skills *skills = work->context->skills;
    const struct skill *skill = skills_get(skills, id);
    size_t end = end_without_mode(work, first, last);
    if (end == last && skill->kind == SKILL_ACT && holds_home(work, first, last)) return first;
    if (end == last || !write_key(work, first, end, key)) return last;
    skill_id rest = lexicon_find(work->lexicon, key, &goes_on);
    if (rest == id) return first;
    if (rest != SKILL_NONE && is_person(skills_get(skills, rest)->kind)) return first;
    bool is_service = skill->kind == SKILL_STRUCTURE || skill->kind == SKILL_PROGRAMME;
    if (is_service || strcmp(skill->label_fr, "Aide à domicile") == 0) return last;
    return end;
}

static void propose_skill(struct question_work *work, size_t first, size_t last, skill_id id)
{
    unsigned edits = 0;
    size_t end = own_end(work, first, last, id);
    if (end == first) return;
    for (size_t i = first; i < last; i++)
        edits += work->tokens[i].is_link ? 0 : work->tokens[i].edits;
    question_propose(
        work,
        (struct question_span){
            .kind = QUESTION_SKILL, .first = first, .last = end, .skill = id, .edits = edits});
}

/* Where a person is belongs to the question, not to the skill. */
static bool is_where(const struct question_token *token)
{
    static const char *const words[] = {"chez", "pres", NULL};
    return is_one_of(token->word, words);
}

/* What "PASS" and "toux" come down to without their plural and "mal-être" without its small word,
 * and what people say for another reason: "je ne peux pas me déplacer", "j'ai mal". */
static bool means_nothing_alone(const struct question_work *work, size_t at)
{
    const char *word = work->tokens[at].word;
    static const char *const words[] = {"pas", "tous", NULL};
    if (strcmp(word, "mal") != 0) return is_one_of(word, words);
    return at + 1 == work->count || strcmp(work->tokens[at + 1].word, "etre") != 0;
}

static void find_from(struct question_work *work, size_t first)
{
    char key[KEY_MAX];
    size_t words = 0;
    if (work->tokens[first].is_link) return;
    for (size_t last = first + 1; last <= work->count && words < SKILL_WORDS_MAX; last++) {
        const struct question_token *token = &work->tokens[last - 1];
        bool goes_on = false;
        if ((token->breaks && last > first + 1) || is_where(token)) return;
        if (token->is_link && strcmp(token->word, "a") != 0) continue;
        words += !token->is_link;
        if (!write_key(work, first, last, key)) return;
        skill_id id = lexicon_find(work->lexicon, key, &goes_on);
        bool is_said = words > 1 || !means_nothing_alone(work, first);
        if (id != SKILL_NONE && is_said) propose_skill(work, first, last, id);
        if (!goes_on && !token->is_link) return;
    }
}

/* "dr" is what is written before a name, and now and then alone. */
static void find_abbreviations(struct question_work *work, size_t at)
{
    bool goes_on;
    const char *word = work->tokens[at].word;
    if (strcmp(word, "dr") != 0 && strcmp(word, "docteure") != 0 && strcmp(word, "doc") != 0)
        return;
    skill_id id = lexicon_find(work->lexicon, "docteur", &goes_on);
    if (id != SKILL_NONE) propose_skill(work, at, at + 1, id);
}

void question_find_skills(struct question_work *work)
{
    for (size_t at = 0; at < work->count; at++) {
        find_from(work, at);
        find_abbreviations(work, at);
    }
}
