/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours as they are written: "14h30", "après 19h", "dans 2 heures". */
#include "question/question_parts.h"

#include <string.h>

#define DAY_MINUTES 1440

const struct question_token *question_token(const struct question_work *work, size_t at)
{
    static const struct question_token none = {.number = -1};
    return at < work->count ? &work->tokens[at] : &none;
}

void question_propose_time(struct question_work *work, size_t first, size_t last, enum atom atom,
                           int32_t a, int32_t b)
{
    question_propose(work, (struct question_span){.kind = QUESTION_TIME,
                                                  .first = first,
                                                  .last = last,
                                                  .skill = SKILL_NONE,
                                                  .atom = atom,
                                                  .a = a,
                                                  .b = b});
}

/* The hour at `at`, in minutes: `14h`, `14h30`, `14 h 30`, `14 heures`, `18:30`, `midi`, `minuit`.
 * Returns the tokens taken. A number alone is no hour. */
size_t question_read_hour(const struct question_work *work, size_t at, int *minutes)
{
    const struct question_token *token = question_token(work, at),
                                *next = question_token(work, at + 1);
    const char *unit = token->word + token->digits;
    if (strcmp(token->plain, "midi") == 0 || strcmp(token->plain, "minuit") == 0) {
        *minutes = token->plain[2] == 'd' ? 720 : DAY_MINUTES;
        return 1;
    }
    if (token->number < 0 || token->number > 24 || token->digits > 2) return 0;
    *minutes = token->number * 60;
    size_t count = 1;
    if (unit[0] == '\0' && question_between(work, at) == ':' && next->digits == 2 &&
        next->number < 60 && next->word[2] == '\0') {
        *minutes += next->number;
        return *minutes <= DAY_MINUTES ? 2 : 0;
    }
    if (unit[0] == '\0' && !next->breaks &&
        question_match(work, at + 1, "h|heure|heures|hrs") > 0) {
        count = 2;
    } else if (unit[0] != 'h') {
        return 0;
    }
    const struct question_token *tail = question_token(work, at + count);
    if (unit[0] == 'h' && unit[1] != '\0') {
        if (unit[1] < '0' || unit[1] > '5' || unit[2] < '0' || unit[2] > '9') return 0;
        if (unit[3] != '\0' && strcmp(unit + 3, "min") != 0) return 0;
        *minutes += (unit[1] - '0') * 10 + (unit[2] - '0');
    } else if (tail->digits == 2 && tail->number < 60 && tail->word[2] == '\0' &&
               question_between(work, at + count - 1) == ' ' &&
               question_match(work, at + count + 1,
                              "rue|avenue|av|bd|boulevard|place|bis|ter|impasse|allee|decembre|"
                              "janvier|novembre") == 0) {
        *minutes += tail->number;
        count++;
    } else if (question_match(work, at + count, "et demie|demi") > 0) {
        *minutes += 30;
        count += 2;
    }
    return *minutes <= DAY_MINUTES ? count : 0;
}

size_t question_match_longest(const struct question_work *work, size_t at,
                              const char *const *patterns)
{
    size_t best = 0;
    for (; *patterns != NULL; patterns++) {
        size_t count = at < work->count ? question_match(work, at, *patterns) : 0;
        if (count > best) best = count;
    }
    return best;
}

/* An hour that ends at `end`, and "du matin" after it. */
static void propose_hour(struct question_work *work, size_t first, size_t end, int minutes)
{
    size_t morning = minutes < 720 ? question_match(work, end, "du mat|matin") : 0;
    question_propose_time(work, first, end, ATOM_HOUR, minutes, 0);
    if (morning > 0) question_propose_time(work, first, end + morning, ATOM_HOUR, minutes, 1);
}

static void find_hours(struct question_work *work, size_t at)
{
    static const char *const after[] = {"apres",         "a partir de|d", "des",       "passe",
                                        "plus tard que", "depuis",        "pas avant", NULL};
    static const char *const before[] = {"avant", "jusqu a", "au plus tard a?", "pas apres", NULL};
    static const char *const between[] = {"entre", "de", NULL};
    int from = 0, to = 0;
    size_t count = question_read_hour(work, at, &from);
    if (count > 0) {
        bool is_noon = strcmp(work->tokens[at].plain, "midi") == 0;
        if (is_noon) question_propose_time(work, at, at + count, ATOM_PART, PART_NOON, 0);
        if (!is_noon) propose_hour(work, at, at + count, from);
        size_t joint = at + count;
        bool dash = question_between(work, joint - 1) == '-';
        size_t more = question_read_hour(work, dash ? joint : joint + 1, &to);
        bool linked = dash || question_match(work, joint, "a") > 0;
        if (more > 0 && linked && to > from)
            question_propose_time(work, at, (dash ? joint : joint + 1) + more, ATOM_BETWEEN, from,
                                  to);
    }
    size_t lead = question_match(work, at, "a|vers midi");
    if (lead > 0) question_propose_time(work, at, at + lead, ATOM_HOUR, 720, 0);
    lead = question_match(work, at, "vers|environ");
    if (lead > 0 && (count = question_read_hour(work, at + lead, &from)) > 0)
        propose_hour(work, at, at + lead + count, from);
    lead = question_match_longest(work, at, after);
    if (question_match(work, at, "apres midi") > 0) lead = 0; /* the afternoon */
    if (lead > 0 && (count = question_read_hour(work, at + lead, &from)) > 0)
        question_propose_time(work, at, at + lead + count, ATOM_AFTER, from, 0);
    lead = question_match_longest(work, at, before);
    if (lead > 0 && (count = question_read_hour(work, at + lead, &from)) > 0)
        question_propose_time(work, at, at + lead + count, ATOM_BEFORE, from, 0);
    lead = question_match_longest(work, at, between);
    if (lead == 0 || (count = question_read_hour(work, at + lead, &from)) == 0) return;
    size_t joint = at + lead + count;
    if (question_match(work, joint, "a|et") == 0) return;
    size_t more = question_read_hour(work, joint + 1, &to);
    if (more > 0 && to > from)
        question_propose_time(work, at, joint + 1 + more, ATOM_BETWEEN, from, to);
}

/* "ouvert entre 12 et 14": of a way, an age or a distance it would be numbers. */
static void find_bare_hours(struct question_work *work, size_t at)
{
    const struct question_token *from = question_token(work, at + 1);
    const struct question_token *to = question_token(work, at + 3);
    if (question_match(work, at, "entre") == 0 || question_match(work, at + 2, "et") == 0) return;
    bool are_hours = from->number >= 0 && to->number <= 24 && from->number < to->number &&
                     from->word[from->digits] == '\0' && to->word[to->digits] == '\0';
    bool ends = question_match(work, at + 4,
                               "rue|avenue|av|bd|boulevard|place|ans|mois|m|metres|km|euros") == 0;
    if (are_hours && ends)
        question_propose_time(work, at, at + 4, ATOM_BETWEEN, from->number * 60, to->number * 60);
}

/* "dans 2 heures", "dans 3 jours". */
static void find_delays(struct question_work *work, size_t at)
{
    const struct question_token *number = question_token(work, at + 1);
    if (question_match(work, at, "dans") == 0 || number->number < 1 || number->number > 60) return;
    const char *unit = number->word + number->digits;
    bool whole = *unit == '\0';
    if (strcmp(unit, "h") == 0 || (whole && question_match(work, at + 2, "h|heure|heures") > 0))
        question_propose_time(work, at, at + 2 + whole, ATOM_IN, number->number * 60, 0);
    if (whole && question_match(work, at + 2, "min|mn|minutes|minute") > 0)
        question_propose_time(work, at, at + 3, ATOM_IN, number->number, 0);
    if (whole && question_match(work, at + 2, "jours|jour") > 0)
        question_propose_time(work, at, at + 3, ATOM_DAY, work->today + number->number, 0);
}

void question_find_times(struct question_work *work)
{
    for (size_t at = 0; at < work->count; at++) {
        find_hours(work, at);
        find_bare_hours(work, at);
        question_find_dates(work, at);
        find_delays(work, at);
    }
}
