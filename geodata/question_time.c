/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weekdays, dates and hours as they are written: "lundi", "le 24/12", "14h30", "après 19h". */
#include "question_parts.h"

#include <string.h>

#define DAY_MINUTES 1440

static const struct question_token *token_at(const struct question_work *work, size_t at)
{
    static const struct question_token none = {.number = -1};
    return at < work->count ? &work->tokens[at] : &none;
}

static void propose(struct question_work *work, size_t first, size_t last, enum atom atom,
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

day question_next_weekday(const struct question_work *work, int weekday)
{
    return work->today + (weekday - day_weekday(work->today) + 7) % 7;
}

/* `lundi`, `lundis`; -1 for another word. */
static int weekday_of(const char *word)
{
    static const char *const names[] = {"lundi",    "mardi",  "mercredi", "jeudi",
                                        "vendredi", "samedi", "dimanche"};
    for (int i = 0; i < 7; i++) {
        size_t length = strlen(names[i]);
        if (strncmp(word, names[i], length) != 0) continue;
        if (word[length] == '\0' || strcmp(word + length, "s") == 0) return i;
    }
    return -1;
}

/* 1 .. 12; 0 for another word. */
static int month_of(const char *word)
{
    static const char *const names[] = {"janvier",   "fevrier", "mars",     "avril",
                                        "mai",       "juin",    "juillet",  "aout",
                                        "septembre", "octobre", "novembre", "decembre"};
    static const char *const shorts[] = {"janv", "fev", "",     "avr", "",    "",
                                         "juil", "",    "sept", "oct", "nov", "dec"};
    for (int i = 0; i < 12; i++) {
        if (strcmp(word, names[i]) == 0) return i + 1;
        if (shorts[i][0] != '\0' && strcmp(word, shorts[i]) == 0) return i + 1;
    }
    return 0;
}

/* The hour at `at`, in minutes: `14h`, `14h30`, `14 h 30`, `14 heures`, `18:30`, `midi`, `minuit`.
 * Returns the tokens taken. A number alone is no hour. */
static size_t read_hour(const struct question_work *work, size_t at, int *minutes)
{
    const struct question_token *token = token_at(work, at), *next = token_at(work, at + 1);
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
    const struct question_token *tail = token_at(work, at + count);
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

static size_t longest(const struct question_work *work, size_t at, const char *const *patterns)
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
    propose(work, first, end, ATOM_HOUR, minutes, 0);
    if (morning > 0) propose(work, first, end + morning, ATOM_HOUR, minutes, 1);
}

static void find_hours(struct question_work *work, size_t at)
{
    static const char *const after[] = {"apres",         "a partir de|d", "des", "passe",
                                        "plus tard que", "depuis",        NULL};
    static const char *const before[] = {"avant", "jusqu a", "au plus tard a?", NULL};
    static const char *const between[] = {"entre", "de", NULL};
    int from = 0, to = 0;
    size_t count = read_hour(work, at, &from);
    if (count > 0) {
        bool is_noon = strcmp(work->tokens[at].plain, "midi") == 0;
        if (is_noon) propose(work, at, at + count, ATOM_PART, PART_NOON, 0);
        if (!is_noon) propose_hour(work, at, at + count, from);
        size_t joint = at + count;
        bool dash = question_between(work, joint - 1) == '-';
        size_t more = read_hour(work, dash ? joint : joint + 1, &to);
        bool linked = dash || question_match(work, joint, "a") > 0;
        if (more > 0 && linked && to > from)
            propose(work, at, (dash ? joint : joint + 1) + more, ATOM_BETWEEN, from, to);
    }
    size_t lead = question_match(work, at, "a|vers midi");
    if (lead > 0) propose(work, at, at + lead, ATOM_HOUR, 720, 0);
    lead = question_match(work, at, "vers|environ");
    if (lead > 0 && (count = read_hour(work, at + lead, &from)) > 0)
        propose_hour(work, at, at + lead + count, from);
    lead = longest(work, at, after);
    if (question_match(work, at, "apres midi") > 0) lead = 0; /* the afternoon */
    if (lead > 0 && (count = read_hour(work, at + lead, &from)) > 0)
        propose(work, at, at + lead + count, ATOM_AFTER, from, 0);
    lead = longest(work, at, before);
    if (lead > 0 && (count = read_hour(work, at + lead, &from)) > 0)
        propose(work, at, at + lead + count, ATOM_BEFORE, from, 0);
    lead = longest(work, at, between);
    if (lead == 0 || (count = read_hour(work, at + lead, &from)) == 0) return;
    size_t joint = at + lead + count;
    if (question_match(work, joint, "a|et") == 0) return;
    size_t more = read_hour(work, joint + 1, &to);
    if (more > 0 && to > from) propose(work, at, joint + 1 + more, ATOM_BETWEEN, from, to);
}

/* That day and month, this year or, once past, the next. */
static bool coming_day(const struct question_work *work, int month, int number, day *out)
{
    struct civil civil = day_civil(work->today);
    for (int tries = 0; tries < 8; tries++, civil.year++) { /* 29 February comes within eight */
        struct civil wanted = {civil.year, month, number};
        if (!civil_is_day(wanted)) continue;
        *out = day_from_civil(wanted);
        if (*out >= work->today) return true;
    }
    return false;
}

static bool day_of_year(const struct question_work *work, int year, int month, int number, day *out)
{
    if (year < 0) return coming_day(work, month, number, out);
    struct civil civil = {year < 100 ? 2000 + year : year, month, number};
    if (!civil_is_day(civil)) return false;
    *out = day_from_civil(civil);
    return true;
}

static bool is_year(const struct question_token *token)
{
    return token->digits == 4 && token->word[4] == '\0' && token->number >= 2020 &&
           token->number < 2100;
}

static bool is_day_number(const struct question_token *token)
{
    const char *rest = token->word + token->digits;
    return token->number >= 1 && token->number <= 31 && token->digits <= 2 &&
           (*rest == '\0' || (token->number == 1 && strcmp(rest, "er") == 0));
}

/* `24 décembre [2026]`, `24/12[/2026]`. */
static size_t read_date(const struct question_work *work, size_t at, day *out)
{
    const struct question_token *first = token_at(work, at), *second = token_at(work, at + 1),
                                *third = token_at(work, at + 2);
    if (!is_day_number(first)) return 0;
    int month = second->breaks ? 0 : month_of(second->plain);
    if (month > 0) {
        bool year = is_year(third);
        if (third->digits == 4 && !year) return 0; /* "rue du 8 mai 1945" */
        bool valid = day_of_year(work, year ? third->number : -1, month, first->number, out);
        return !valid ? 0 : year ? 3 : 2;
    }
    char sign = question_between(work, at);
    if (sign != '/' || second->number < 1 || second->number > 12 || second->digits > 2 ||
        second->word[second->digits] != '\0')
        return 0;
    bool year = question_between(work, at + 1) == '/' &&
                (is_year(third) || (third->digits == 2 && third->word[2] == '\0'));
    bool valid = day_of_year(work, year ? third->number : -1, second->number, first->number, out);
    return !valid ? 0 : year ? 3 : 2;
}

/* "le 24", when no address goes on after it. */
static size_t read_day_of_month(const struct question_work *work, size_t at, day *out)
{
    const struct question_token *number = token_at(work, at + 1), *next = token_at(work, at + 2);
    int ignored;
    if (question_match(work, at, "le") == 0 || !is_day_number(number)) return 0;
    bool ends =
        at + 2 >= work->count || next->breaks ||
        question_match(work, at + 2, "a|au|matin|soir|apres|midi|des|avant|entre|pour") > 0 ||
        read_hour(work, at + 2, &ignored) > 0;
    if (!ends || read_hour(work, at + 1, &ignored) > 0) return 0;
    struct civil civil = day_civil(work->today);
    for (int tries = 0; tries < 3; tries++) {
        struct civil wanted = {civil.year, civil.month, number->number};
        if (civil_is_day(wanted) && day_from_civil(wanted) >= work->today) {
            *out = day_from_civil(wanted);
            return 2;
        }
        civil.year += civil.month == 12;
        civil.month = civil.month % 12 + 1;
    }
    return 0;
}

/* A weekday, alone or with its date. */
static size_t read_weekday(const struct question_work *work, size_t at, day *out, bool *moves)
{
    int weekday = weekday_of(token_at(work, at)->plain);
    if (weekday < 0) return 0;
    *moves = false;
    size_t link = question_match(work, at + 1, "le");
    size_t date = read_date(work, at + 1 + link, out);
    if (date > 0) return 1 + link + date;
    const struct question_token *number = token_at(work, at + 1);
    *out = question_next_weekday(work, weekday);
    int ignored;
    bool is_door =
        question_match(work, at + 2, "rue|avenue|av|bd|boulevard|place|impasse|bis|ter") > 0;
    if (is_day_number(number) && !is_door && read_hour(work, at + 1, &ignored) == 0) {
        for (day later = *out; later < *out + 42; later += 7) {
            if (day_civil(later).day != number->number) continue;
            *out = later;
            return 2;
        }
    }
    size_t next = question_match(work, at + 1, "prochain|prochaine|suivant|qui vient?");
    if (next > 0) {
        if (*out == work->today) *out += 7;
        return 1 + next;
    }
    next = question_match(work, at + 1, "en huit|8");
    if (next > 0) {
        *out += 7;
        return 1 + next;
    }
    *moves = true;
    return 1;
}

static size_t read_one_day(const struct question_work *work, size_t at, day *out, bool *moves)
{
    size_t count = read_weekday(work, at, out, moves);
    if (count > 0) return count;
    *moves = false;
    count = read_date(work, at, out);
    if (count > 0) return count;
    if (question_match(work, at, "noel") > 0 && coming_day(work, 12, 25, out)) return 1;
    return 0;
}

/* "samedi ou dimanche", "du 24 au 26 décembre", "du lundi au vendredi". */
static void find_days(struct question_work *work, size_t at, day first, size_t count)
{
    size_t joint = at + count;
    size_t link = question_match(work, joint, "et|ou|au|a|jusqu au?");
    day last;
    bool moves;
    if (link == 0) return;
    bool span = question_match(work, joint, "au|a|jusqu") > 0;
    size_t more = read_one_day(work, joint + link, &last, &moves);
    if (more == 0) return;
    if (last < first && moves) last += 7;
    if (last == first + 1 || (span && last > first && last < first + 366))
        propose(work, at, joint + link + more, ATOM_DAYS, first, last);
}

/* "du 24 au 26 décembre": the first has no month of its own. */
static void find_numbered_days(struct question_work *work, size_t at)
{
    if (question_match(work, at, "du|entre le?") == 0) return;
    size_t number = at + question_match(work, at, "du|entre le?");
    day last;
    size_t joint = question_match(work, number + 1, "au|et le?");
    if (!is_day_number(token_at(work, number)) || joint == 0) return;
    size_t count = read_date(work, number + 1 + joint, &last);
    if (count == 0) return;
    struct civil civil = day_civil(last);
    civil.day = token_at(work, number)->number;
    if (!civil_is_day(civil) || day_from_civil(civil) > last) return;
    propose(work, at, number + 1 + joint + count, ATOM_DAYS, day_from_civil(civil), last);
}

static void find_dates(struct question_work *work, size_t at)
{
    static const char *const from[] = {"a partir de|du|d", "des", "apres", NULL};
    day found;
    bool moves;
    size_t count = read_one_day(work, at, &found, &moves);
    if (count > 0) {
        propose(work, at, at + count, ATOM_DAY, found, moves);
        find_days(work, at, found, count);
    }
    count = read_day_of_month(work, at, &found);
    if (count > 0) propose(work, at, at + count, ATOM_DAY, found, 0);
    find_numbered_days(work, at);
    size_t lead = longest(work, at, from);
    if (lead == 0) return;
    lead += question_match(work, at + lead, "le") > 0;
    if (question_match(work, at, "apres") > 0) return;
    count = read_one_day(work, at + lead, &found, &moves);
    if (count == 0 && question_match(work, at + lead, "demain") > 0) {
        found = work->today + 1;
        count = 1;
    }
    if (count > 0) propose(work, at, at + lead + count, ATOM_FROM_DAY, found, 0);
}

/* "dans 2 heures", "dans 3 jours". */
static void find_delays(struct question_work *work, size_t at)
{
    const struct question_token *number = token_at(work, at + 1);
    if (question_match(work, at, "dans") == 0 || number->number < 1 || number->number > 60) return;
    const char *unit = number->word + number->digits;
    bool whole = *unit == '\0';
    if (strcmp(unit, "h") == 0 || (whole && question_match(work, at + 2, "h|heure|heures") > 0))
        propose(work, at, at + 2 + whole, ATOM_IN, number->number * 60, 0);
    if (whole && question_match(work, at + 2, "min|mn|minutes|minute") > 0)
        propose(work, at, at + 3, ATOM_IN, number->number, 0);
    if (whole && question_match(work, at + 2, "jours|jour") > 0)
        propose(work, at, at + 3, ATOM_DAY, work->today + number->number, 0);
}

void question_find_times(struct question_work *work)
{
    for (size_t at = 0; at < work->count; at++) {
        find_hours(work, at);
        find_dates(work, at);
        find_delays(work, at);
    }
}
