/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "à moins de 2 km", "dans un rayon de 500 m", "1,5 km à la ronde". */
#include "question/question_parts.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    double metres;
} units[] = {{"m", 1},      {"metre", 1},        {"metres", 1},        {"km", 1000},
             {"kms", 1000}, {"kilometre", 1000}, {"kilometres", 1000}, {"kilometer", 1000}};

static const struct {
    const char *word;
    double value;
} numbers[] = {{"un", 1},     {"une", 1},  {"deux", 2}, {"trois", 3},
               {"quatre", 4}, {"cinq", 5}, {"dix", 10}, {"cent", 100}};

static double unit_of(const char *word)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(word, units[i].word) == 0) return units[i].metres;
    }
    return 0;
}

/* The digits of a token and what follows them within it ("500m"). */
static const char *after_digits(const struct question_token *token)
{
    return token->word + token->digits;
}

static double number_of(const struct question_token *token)
{
    if (token->number >= 0) return token->number;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(token->word, numbers[i].word) == 0) return numbers[i].value;
    }
    return -1;
}

/* Reads a distance from `at`: how many tokens it takes, 0 when there is none. */
static size_t read_distance(const struct question_work *work, size_t at, double *metres)
{
    if (at >= work->count) return 0;
    const struct question_token *token = &work->tokens[at];
    double value = number_of(token);
    size_t count = 1;
    if (value < 0 || token->digits > 5) return 0;
    char sign = question_between(work, at);
    bool whole = token->number >= 0 && *after_digits(token) == '\0';
    if (whole && (sign == ',' || sign == '.') && token[1].number >= 0 && token[1].digits <= 3) {
        double tenths = token[1].number;
        for (size_t i = 0; i < token[1].digits; i++) tenths /= 10;
        value += tenths;
        token++;
        count++;
    }
    double unit = token->number >= 0 ? unit_of(after_digits(token)) : 0;
    if (unit <= 0 && (token->number < 0 || *after_digits(token) == '\0') &&
        at + count < work->count) {
        unit = unit_of(work->tokens[at + count].word);
        count++;
    }
    *metres = value * unit;
    return *metres >= 1 && *metres <= SEARCH_RADIUS_MAX_M ? count : 0;
}

static const char *const before[] = {"a moins de|d",
                                     "dans un? rayon de|d",
                                     "sur? un? rayon de|d",
                                     "rayon de|d?",
                                     "a|jusqu a?",
                                     "max|maximum",
                                     "dans les",
                                     "moins de|d",
                                     "jusqu a",
                                     "perimetre de",
                                     "dans un perimetre de|d",
                                     "autour",
                                     NULL};
static const char *const after[] = {"a la ronde",  "max|maximum", "autour|alentour",
                                    "de distance", "maxi",        NULL};

void question_find_radius(struct question_work *work)
{
    for (size_t at = 0; at < work->count; at++) {
        size_t lead = 0, tail = 0;
        for (const char *const *pattern = before; *pattern != NULL; pattern++) {
            size_t count = question_match(work, at, *pattern);
            if (count > lead) lead = count;
        }
        double metres = 0;
        size_t count = read_distance(work, at + lead, &metres);
        if (count == 0) continue;
        size_t last = at + lead + count;
        for (const char *const *pattern = after; *pattern != NULL; pattern++) {
            size_t more = last < work->count ? question_match(work, last, *pattern) : 0;
            if (more > tail) tail = more;
        }
        question_propose(work, (struct question_span){.kind = QUESTION_RADIUS,
                                                      .first = at,
                                                      .last = last + tail,
                                                      .skill = SKILL_NONE,
                                                      .radius_m = metres});
    }
}
