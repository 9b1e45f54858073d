/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days as they are written: "lundi", "le 24/12", "du 24 au 26 décembre", "d'ici vendredi". */
#include "question/question_parts.h"

#include <string.h>

static day next_weekday(const struct question_work *work, int weekday)
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
    const struct question_token *first = question_token(work, at),
                                *second = question_token(work, at + 1),
                                *third = question_token(work, at + 2);
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
    const struct question_token *number = question_token(work, at + 1),
                                *next = question_token(work, at + 2);
    int ignored;
    if (question_match(work, at, "le") == 0 || !is_day_number(number)) return 0;
    if (at > 0 && question_match(work, at - 1, "dans|sur|vers") > 0) return 0; /* dans le 14 */
    bool ends =
        at + 2 >= work->count || next->breaks ||
        question_match(work, at + 2, "a|au|matin|soir|apres|midi|des|avant|entre|pour") > 0 ||
        question_read_hour(work, at + 2, &ignored) > 0;
    if (!ends || question_read_hour(work, at + 1, &ignored) > 0) return 0;
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

/* `sam 28`, `ven 14h`, `dim matin`: cut short only before what a day goes with. */
static int short_weekday(const struct question_work *work, size_t at)
{
    static const char *const names[] = {"lun", "mar", "mer", "jeu", "ven|vend", "sam", "dim"};
    int ignored;
    bool goes_on = is_day_number(question_token(work, at + 1)) ||
                   question_read_hour(work, at + 1, &ignored) > 0 ||
                   question_match(work, at + 1, "matin|midi|aprem|apres|soir|prochain") > 0;
    for (int i = 0; goes_on && i < 7; i++) {
        if (question_match(work, at, names[i]) > 0) return i;
    }
    return -1;
}

/* A weekday, alone or with its date. */
static size_t read_weekday(const struct question_work *work, size_t at, day *out, bool *moves)
{
    int weekday = weekday_of(question_token(work, at)->plain);
    if (weekday < 0) weekday = short_weekday(work, at);
    if (weekday < 0) return 0;
    size_t link = question_match(work, at + 1, "le");
    size_t date = read_date(work, at + 1 + link, out);
    if (date > 0) return 1 + link + date;
    const struct question_token *number = question_token(work, at + 1);
    *out = next_weekday(work, weekday);
    int ignored;
    bool is_door =
        question_match(work, at + 2, "rue|avenue|av|bd|boulevard|place|impasse|bis|ter") > 0;
    if (is_day_number(number) && !is_door && question_read_hour(work, at + 1, &ignored) == 0) {
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
    day last;
    size_t count = question_read_holiday(work, at, out, &last);
    *moves = false;
    if (count > 0 && last == *out) return count;
    count = read_weekday(work, at, out, moves);
    return count > 0 ? count : read_date(work, at, out);
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
        question_propose_time(work, at, joint + link + more, ATOM_DAYS, first, last);
}

/* "du 24 au 26 décembre", "24 et 25 décembre": the first has no month of its own. */
static void find_numbered_days(struct question_work *work, size_t at)
{
    size_t number = at + question_match(work, at, "du|entre le?");
    day last;
    size_t joint = question_match(work, number + 1, "au|et|ou le?");
    if (!is_day_number(question_token(work, number)) || joint == 0) return;
    size_t count = read_date(work, number + 1 + joint, &last);
    if (count == 0) return;
    struct civil civil = day_civil(last);
    civil.day = question_token(work, number)->number;
    if (!civil_is_day(civil) || day_from_civil(civil) > last) return;
    bool follows = day_from_civil(civil) == last - 1;
    if (number == at && !follows && question_match(work, number + 1, "au") == 0) return;
    question_propose_time(work, at, number + 1 + joint + count, ATOM_DAYS, day_from_civil(civil),
                          last);
}

/* "jusqu'à Noël", "d'ici vendredi", "sous 15 jours": from today on. */
static void find_limit(struct question_work *work, size_t at)
{
    static const char *const until[] = {"d ici", "jusqu a|au", NULL};
    day last;
    bool moves;
    size_t lead = question_match_longest(work, at, until);
    size_t count = lead == 0 ? 0 : read_one_day(work, at + lead, &last, &moves);
    if (count > 0) question_propose_time(work, at, at + lead + count, ATOM_DAYS, work->today, last);
    lead = question_match(work, at, "dans|ds|sous|d les|ici? les?");
    const struct question_token *number = question_token(work, at + lead);
    bool is_plain =
        number->number > 0 && number->number <= 60 && number->digits == strlen(number->word);
    if (lead < 2 && question_match(work, at, "sous") == 0) return;
    if (lead > 0 && is_plain && question_match(work, at + lead + 1, "jours|j") > 0)
        question_propose_time(work, at, at + lead + 2, ATOM_DAYS, work->today,
                              work->today + number->number);
}

static void find_dates(struct question_work *work, size_t at)
{
    static const char *const from[] = {"a partir de|du|d", "des", "apres", NULL};
    day found, last;
    bool moves;
    size_t count = question_read_holiday(work, at, &found, &last);
    if (count > 0 && last > found)
        question_propose_time(work, at, at + count, ATOM_DAYS, found, last);
    count = read_one_day(work, at, &found, &moves);
    if (count > 0) {
        question_propose_time(work, at, at + count, ATOM_DAY, found, moves);
        find_days(work, at, found, count);
    }
    count = read_day_of_month(work, at, &found);
    if (count > 0) question_propose_time(work, at, at + count, ATOM_DAY, found, 0);
    size_t lead = question_match_longest(work, at, from);
    if (lead == 0) return;
    lead += question_match(work, at + lead, "le") > 0;
    if (question_match(work, at, "apres") > 0) return;
    count = read_one_day(work, at + lead, &found, &moves);
    if (count == 0 && question_match(work, at + lead, "demain") > 0) {
        found = work->today + 1;
        count = 1;
    }
    if (count > 0) question_propose_time(work, at, at + lead + count, ATOM_FROM_DAY, found, 0);
}

/* "la nuit de samedi à dimanche", "la nuit du 24 au 25 décembre": the one that begins then. */
static void find_nights(struct question_work *work, size_t at)
{
    day first, last = 0;
    bool moves;
    size_t lead = question_match(work, at, "dans|pendant? la? nuit|nuits de|du|d");
    if (lead == 0) return;
    size_t count = read_one_day(work, at + lead, &first, &moves);
    bool is_number = count == 0 && is_day_number(question_token(work, at + lead));
    if (count == 0 && !is_number) return;
    size_t joint = at + lead + (is_number ? 1 : count);
    size_t link = question_match(work, joint, "a|au|et");
    size_t more = link == 0 ? 0 : read_one_day(work, joint + link, &last, &moves);
    if (is_number) {
        first = last - 1;
        if (more == 0 || day_civil(first).day != question_token(work, at + lead)->number) return;
    }
    question_propose_time(work, at, more > 0 ? joint + link + more : joint, ATOM_DAY_PART,
                          first - work->today, PART_NIGHT);
}

void question_find_dates(struct question_work *work, size_t at)
{
    find_dates(work, at);
    find_limit(work, at);
    find_numbered_days(work, at);
    find_nights(work, at);
}
