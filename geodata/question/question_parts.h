/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef QUESTION_PARTS_H
#define QUESTION_PARTS_H

#include "geodata/question.h"
#include "taxonomy/skills_lexicon.h"

/** How a question is read, inside the core: the text is cut into tokens; each reader proposes spans
 *  of tokens (phrases, hours and dates, skills, addresses); the set of spans that covers most words
 *  with fewest pieces wins (question_choose.c); what is left is checked with the geocoder or said
 *  to be left over (question.c). */

#define WORD_MAX 40

struct question_token {
    char word[WORD_MAX];  /* folded; a longer one is cut, nothing knows it */
    char stem[WORD_MAX];  /* in the singular, a slip corrected */
    char plain[WORD_MAX]; /* the word, a slip in an everyday word corrected */
    unsigned edits;       /* of the stem */
    size_t start, end;    /* bytes of the text */
    int number;           /* leading digits; -1 when there is none */
    size_t digits;        /* how many */
    bool is_link;         /* says nothing alone */
    bool breaks;          /* a comma or a full stop stands before it */
    bool begins;          /* a phrase, a time, a radius or a skill may begin here */
    bool is_name;         /* of a person: no address */
};

/* Beside the kinds of the header: words of politeness and who the patient is ("pour ma mère"). */
enum { SPAN_FILLER = QUESTION_KIND_COUNT };

/* What a piece of time says. */
enum atom {
    ATOM_NONE,
    ATOM_NOW,
    ATOM_OPEN,     /* "ouvert": now, unless another piece says when */
    ATOM_DAY,      /* a: day, b: 1 when it may move to next week (a weekday) */
    ATOM_DAYS,     /* a: first day, b: last day */
    ATOM_FROM_DAY, /* a: day */
    ATOM_PART,     /* a: enum day_part */
    ATOM_DAY_PART, /* a: days from today, b: enum day_part */
    ATOM_HOUR,     /* a: minute of the day, b: 1 when it is said to be "du matin" */
    ATOM_AFTER,    /* a: minute */
    ATOM_BEFORE,   /* a: minute */
    ATOM_BETWEEN,  /* a, b: minutes */
    ATOM_IN,       /* a: minutes from now */
    /* in the table of phrases only: relative to today */
    ATOM_TODAY_PLUS, /* a: days */
    ATOM_WEEKEND,
    ATOM_THIS_WEEK,
    ATOM_NEXT_WEEK
};
enum day_part { PART_NONE, PART_MORNING, PART_NOON, PART_AFTERNOON, PART_EVENING, PART_NIGHT };

struct question_span {
    int kind;           /* enum question_kind or SPAN_FILLER */
    size_t first, last; /* tokens, `last` not included */
    int weight;
    skill_id skill;
    bool is_alternative; /* of another skill: "kiné ou ostéo" */
    unsigned edits;
    enum search_mode mode;
    enum atom atom;
    int32_t a, b;
    double radius_m;
    const struct language *language;
    const char *word; /* fees */
};

#define TOKENS_MAX (QUESTION_TEXT_MAX / 2 + 1)
#define SPANS_MAX 2048

struct question_work {
    const char *text;
    const struct question_context *context;
    const struct lexicon *lexicon;
    day today;
    int minute; /* of the day, now */
    size_t count;
    struct question_token tokens[TOKENS_MAX];
    size_t span_count;
    struct question_span spans[SPANS_MAX];
    size_t chosen_count;
    struct question_span chosen[TOKENS_MAX];
};

/* question_tokens.c */
enum status question_cut(struct question_work *work, const char *text, size_t length);
/** Corrects the slips of words that nothing knows. */
void question_correct(struct question_work *work);

/** Proposes a span; the weight is computed here. Beyond SPANS_MAX it is forgotten. */
void question_propose(struct question_work *work, struct question_span span);

/* Readers: each looks at every token. */
void question_find_phrases(struct question_work *work);   /* question_phrases.c */
void question_find_languages(struct question_work *work); /* question_language.c */
void question_find_times(struct question_work *work);     /* question_time.c */
void question_find_radius(struct question_work *work);    /* question_radius.c */
void question_find_skills(struct question_work *work);    /* question_skills.c */
void question_find_addresses(struct question_work *work); /* question_address.c */
/** After all of them: what is denied. */
void question_find_negations(struct question_work *work); /* question_negation.c */

/** The best spans that do not overlap, in order, in work->chosen. */
void question_choose(struct question_work *work); /* question_choose.c */

/** How many tokens from `at` a pattern takes; 0: it does not stand there. Words separated by
 * spaces, `a|b` either, `?` after a word: may be missing, `$my` and `$kin` as in
 * question_phrases.c. */
size_t question_match(const struct question_work *work, size_t at, const char *pattern);

/** Times put together (question_when.c). False when they contradict each other. */
bool question_when(const struct question_work *work, const struct question_span *atoms,
                   size_t count, struct question_reading *out);

/** A day that has a name, or some in a row: the next that is not over (question_holidays.c).
 * Returns the tokens taken. */
size_t question_read_holiday(const struct question_work *work, size_t at, day *first, day *last);

/** What the readers of times share (question_time.c): the token at `at`, or past the end one that
 * is nothing; how many tokens an hour takes (`14h30`, `midi`), in minutes; the longest of several
 *  patterns, ended by NULL. */
const struct question_token *question_token(const struct question_work *work, size_t at);
void question_propose_time(struct question_work *work, size_t first, size_t last, enum atom atom,
                           int32_t a, int32_t b);
size_t question_read_hour(const struct question_work *work, size_t at, int *minutes);
size_t question_match_longest(const struct question_work *work, size_t at,
                              const char *const *patterns);
void question_find_dates(struct question_work *work, size_t at); /* question_dates.c */

/** Checks address pieces with the geocoder and finds unnamed ones (question_place.c). */
void question_check_places(struct question_work *work, struct question_reading *out);

/** The character of the text between two neighbours when it is the only one, else 0. */
char question_between(const struct question_work *work, size_t at);

#endif
