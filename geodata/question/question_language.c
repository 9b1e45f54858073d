/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "qui parle arabe", "anglophone", "en langue russe". */
#include "question/question_parts.h"

#include <string.h>

/* Languages people ask for, and the one word that means "who speaks it". */
static const struct {
    const char *name, *speaker;
} languages[] = {
    {"anglais", "anglophone"},
    {"arabe", "arabophone"},
    {"espagnol", "hispanophone"},
    {"portugais", "lusophone"},
    {"italien", "italophone"},
    {"allemand", "germanophone"},
    {"russe", "russophone"},
    {"chinois", "sinophone"},
    {"turc", "turcophone"},
    {"francais", "francophone"},
    {"mandarin", NULL},
    {"kabyle", NULL},
    {"berbere", "berberophone"},
    {"polonais", "polonophone"},
    {"roumain", "roumanophone"},
    {"hebreu", NULL},
    {"wolof", NULL},
    {"bambara", NULL},
    {"soninke", NULL},
    {"tamoul", NULL},
    {"vietnamien", NULL},
    {"japonais", NULL},
    {"ukrainien", NULL},
    {"persan", "persanophone"},
    {"farsi", NULL},
    {"dari", NULL},
    {"hindi", NULL},
    {"ourdou", NULL},
    {"bengali", NULL},
    {"grec", NULL},
    {"serbe", NULL},
    {"croate", NULL},
    {"albanais", NULL},
    {"lingala", NULL},
    {"creole", "creolophone"},
    {"breton", NULL},
    {"neerlandais", NULL},
    {"coreen", NULL},
    {"peul", NULL},
    {"armenien", NULL},
    {"georgien", NULL},
    {"kurde", NULL},
    {"pachto", NULL},
    {"thai", NULL},
    {"tigrinya", NULL},
    {"bulgare", NULL},
    {"hongrois", NULL},
    {"tcheque", NULL},
    {"suedois", NULL},
    {"danois", NULL},
    {"amharique", NULL},
};

static const char *const language_ways[] = {
    "qui? parle|parlent|parlant|parler|parlerait|parlait en|l|le|la|un? peu?",
    "de|en? langue",
    "en",
    NULL,
};

static void propose_language(struct question_work *work, size_t first, size_t at, const char *name)
{
    question_propose(work, (struct question_span){.kind = QUESTION_LANGUAGE,
                                                  .first = first,
                                                  .last = at + 1,
                                                  .skill = SKILL_NONE,
                                                  .word = name});
}

static void find_from(struct question_work *work, size_t at)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        if (languages[i].speaker != NULL &&
            strcmp(work->tokens[at].stem, languages[i].speaker) == 0)
            propose_language(work, at, at, languages[i].name);
        for (const char *const *way = language_ways; *way != NULL; way++) {
            size_t count = question_match(work, at, *way);
            size_t word = at + count;
            if (count == 0 || word >= work->count || work->tokens[word].breaks) continue;
            if (strcmp(work->tokens[word].word, languages[i].name) == 0)
                propose_language(work, at, word, languages[i].name);
        }
    }
    if (question_match(work, at, "english speaking") > 0)
        propose_language(work, at, at + 1, "anglais");
}

void question_find_languages(struct question_work *work)
{
    for (size_t at = 0; at < work->count; at++) find_from(work, at);
}
