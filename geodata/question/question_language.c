/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "qui parle arabe", "anglophone", "en langue russe", "english speaking". */
#include "question/question_parts.h"

#include <string.h>

/* The one word that means "who speaks it". */
static const struct {
    const char *word, *name;
} speakers[] = {
    {"anglophone", "anglais"},         {"arabophone", "arabe"},     {"hispanophone", "espagnol"},
    {"lusophone", "portugais"},        {"italophone", "italien"},   {"germanophone", "allemand"},
    {"russophone", "russe"},           {"sinophone", "chinois"},    {"turcophone", "turc"},
    {"francophone", "français"},       {"berberophone", "berbère"}, {"polonophone", "polonais"},
    {"roumanophone", "roumain"},       {"persanophone", "persan"},  {"creolophone", "créole"},
    {"neerlandophone", "néerlandais"},
};

/* Only a language follows. */
static const char *const sure_ways[] = {
    "qui? parle|parlent|parlant|parler|parlerait bien|couramment? "
    "en|l|le|la|un|que|seulement|uniquement? peu?",
    "who? speaks|speak|speaking",
    NULL,
};
/* A place or anything else may follow. */
static const char *const ways[] = {
    "de|en? langue",
    "en",
    NULL,
};

#define WORDS_OF_NAME 4
#define MISTYPED_LETTERS 6 /* a shorter word is near too many names */

static void propose_language(struct question_work *work, size_t first, size_t last,
                             const struct language *language)
{
    question_propose(work, (struct question_span){.kind = QUESTION_LANGUAGE,
                                                  .first = first,
                                                  .last = last,
                                                  .skill = SKILL_NONE,
                                                  .language = language});
}

static const struct languages *names_of(const struct question_work *work)
{
    return skills_languages(work->context->skills);
}

/* The longest name of a language that begins at token `at`; its end, `at` when there is none. */
static size_t read_language(const struct question_work *work, size_t at,
                            const struct language **out)
{
    for (size_t words = WORDS_OF_NAME; words > 0; words--) {
        size_t last = at + words;
        if (last > work->count) continue;
        bool is_parted = false;
        for (size_t i = at; i < last; i++) is_parted = is_parted || work->tokens[i].breaks;
        if (is_parted) continue;
        size_t start = work->tokens[at].start;
        *out =
            languages_named(names_of(work), work->text + start, work->tokens[last - 1].end - start);
        if (*out != NULL) return last;
    }
    return at;
}

static void find_after(struct question_work *work, size_t at, const char *way, bool is_sure)
{
    const struct language *language = NULL;
    size_t count = question_match(work, at, way), word = at + count;
    if (count == 0 || word >= work->count) return;
    size_t last = read_language(work, word, &language);
    const struct question_token *token = &work->tokens[word];
    /* "en Corse" is where */
    bool is_place = !is_sure && strcmp(token->word, "corse") == 0;
    bool may_be_mistyped = is_sure && last == word && !token->breaks && !token->is_link &&
                           strlen(token->word) >= MISTYPED_LETTERS;
    if (may_be_mistyped) {
        language = languages_nearest(names_of(work), token->word, strlen(token->word));
        last = language == NULL ? word : word + 1;
    }
    if (last > word && !is_place) propose_language(work, at, last, language);
}

static void find_from(struct question_work *work, size_t at)
{
    const struct language *language = NULL;
    for (size_t i = 0; i < sizeof speakers / sizeof *speakers; i++) {
        const char *name = speakers[i].name;
        if (strcmp(work->tokens[at].stem, speakers[i].word) != 0) continue;
        language = languages_named(names_of(work), name, strlen(name));
        if (language != NULL) propose_language(work, at, at + 1, language);
    }
    for (const char *const *way = sure_ways; *way != NULL; way++) find_after(work, at, *way, true);
    for (const char *const *way = ways; *way != NULL; way++) find_after(work, at, *way, false);
}

/* "English speaking" */
static void find_before(struct question_work *work, size_t at)
{
    const struct language *language = NULL;
    if (question_match(work, at, "speaking|speaker|spoken") == 0) return;
    size_t first = at < WORDS_OF_NAME ? 0 : at - WORDS_OF_NAME;
    while (first < at && read_language(work, first, &language) != at) first++;
    if (first < at) propose_language(work, first, at + 1, language);
}

void question_find_languages(struct question_work *work)
{
    for (size_t at = 0; at < work->count; at++) {
        find_from(work, at);
        find_before(work, at);
    }
}
