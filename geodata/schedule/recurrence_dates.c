/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and dates of a recurrence in French, from when and until when. */
#include "schedule/recurrence_words.h"

bool recurrence_refuse(struct reader *reader)
{
    return reader_refuse(reader, reader->at, reader->phrase->count - 1,
                         " n'est pas compris ; écrire par exemple « tous les mardis jusqu'au "
                         "15/12 », « un mardi sur deux » ou « le premier samedi du mois »");
}

bool recurrence_take_words(struct reader *reader, const char *first, const char *second)
{
    bool both = token_is(reader_peek(reader, 0), first) && token_is(reader_peek(reader, 1), second);
    if (both) reader->at += 2;
    return both;
}

bool recurrence_take_count(struct reader *reader, int *number)
{
    static const char *const words[] = {"un",     "une",  "deux", "trois",
                                        "quatre", "cinq", "six",  "quinze"};
    static const int values[] = {1, 1, 2, 3, 4, 5, 6, 15};
    const struct token *token = reader_peek(reader, 0);
    *number = token->kind == TOKEN_NUMBER ? token->number : 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (token_is(token, words[i])) *number = values[i];
    }
    if (*number == 0) return false;
    reader->at++;
    return true;
}

bool recurrence_is_ordinal_ending(const struct token *token)
{
    static const char *const endings[] = {"er",   "ers", "ere", "e",   "es",   "eme",
                                          "emes", "nd",  "nds", "nde", "ieme", NULL};
    return token_is_one(token, endings);
}

bool recurrence_take_ordinal(struct reader *reader, int *position)
{
    static const char *const words[] = {"premier",   "deuxieme",  "second", "troisieme",
                                        "quatrieme", "cinquieme", "dernier"};
    static const int values[] = {1, 2, 2, 3, 4, 5, -1};
    const struct token *token = reader_peek(reader, 0);
    if (token->kind == TOKEN_NUMBER && recurrence_is_ordinal_ending(reader_peek(reader, 1))) {
        *position = token->number;
        reader->at += 2;
        return true;
    }
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        size_t length = strlen(words[i]);
        bool same = token->kind == TOKEN_WORD && strncmp(token->word, words[i], length) == 0;
        if (!same || (token->word[length] != '\0' && strcmp(token->word + length, "s") != 0)) {
            continue;
        }
        *position = values[i];
        reader->at++;
        return true;
    }
    return false;
}

static bool take_month(struct reader *reader, int *month)
{
    static const char *const names[] = {"janvier",   "fevrier", "mars",     "avril",
                                        "mai",       "juin",    "juillet",  "aout",
                                        "septembre", "octobre", "novembre", "decembre"};
    for (int i = 0; i < 12; i++) {
        if (!token_is(reader_peek(reader, 0), names[i])) continue;
        *month = i + 1;
        reader->at++;
        return true;
    }
    return false;
}

/* A year in four digits or two; without one, the first such day from `first` on. */
static bool date_with_year(struct civil civil, day first, day *out)
{
    if (civil.year == 0) {
        civil.year = day_civil(first).year;
        if (civil_is_day(civil) && day_from_civil(civil) < first) civil.year++;
    }
    if (civil.year < 100) civil.year += 2000;
    if (!civil_is_day(civil)) return false;
    *out = day_from_civil(civil);
    return true;
}

static void take_year(struct reader *reader, struct civil *civil)
{
    const struct token *token = reader_peek(reader, 0);
    if (token->kind != TOKEN_NUMBER || (token->digits != 4 && token->digits != 2)) return;
    civil->year = token->number;
    reader->at++;
}

bool recurrence_take_date(struct reader *reader, day first, day *out)
{
    struct civil civil = {0};
    size_t start = reader->at;
    int weekday = phrase_weekday(reader_peek(reader, 0));
    if (weekday >= 0) reader->at++;
    const struct token *token = reader_peek(reader, 0);
    civil.day = token->number;
    if (!reader_take_kind(reader, TOKEN_NUMBER)) return recurrence_refuse(reader);
    if (recurrence_is_ordinal_ending(reader_peek(reader, 0))) reader->at++;
    if (reader_take_kind(reader, TOKEN_SLASH)) {
        civil.month = reader_peek(reader, 0)->number;
        if (!reader_take_kind(reader, TOKEN_NUMBER)) return recurrence_refuse(reader);
        if (reader_take_kind(reader, TOKEN_SLASH)) take_year(reader, &civil);
    } else {
        if (!take_month(reader, &civil.month)) return recurrence_refuse(reader);
        if (reader_peek(reader, 0)->digits == 4) take_year(reader, &civil);
    }
    if (!date_with_year(civil, first, out)) {
        return reader_refuse(reader, start, reader->at - 1, " : ce jour n'existe pas");
    }
    return weekday < 0 || day_weekday(*out) == weekday ||
           reader_refuse(reader, start, reader->at - 1,
                         " : la date et le jour de la semaine ne vont pas ensemble");
}

/* The start is said elsewhere: here it may only be repeated. */
static bool take_start(struct reader *reader, day first)
{
    size_t start = reader->at;
    day date;
    if (!recurrence_take_date(reader, first, &date)) return false;
    return date == first || reader_refuse(reader, start, reader->at - 1,
                                          " : ce n'est pas la date de la première séance");
}

static bool take_end(struct reader *reader, day first, struct recurrence *recurrence)
{
    static const char *const included[] = {"inclus", "compris", NULL};
    size_t start = reader->at;
    if (!recurrence_take_date(reader, first, &recurrence->until)) return false;
    recurrence->ends = true;
    reader_take(reader, included);
    return recurrence->until >= first ||
           reader_refuse(reader, start, reader->at - 1, " vient avant la première séance");
}

static bool take_until(struct reader *reader)
{
    static const char *const to[] = {"au", "a", NULL}, *const until[] = {"jusqu", NULL};
    if (!reader_take(reader, until)) return false;
    return reader_take(reader, to);
}

static bool take_times(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const times[] = {"fois", "seances", "seance", NULL};
    if (!reader_peek_is(reader, 0, TOKEN_NUMBER)) return recurrence_refuse(reader);
    int count = reader_peek(reader, 0)->number;
    if (count < 1 || count > 1000 || !token_is_one(reader_peek(reader, 1), times)) {
        return recurrence_refuse(reader);
    }
    reader->at += 2;
    recurrence->count = count;
    return true;
}

bool recurrence_take_bounds(struct reader *reader, day first, struct recurrence *recurrence)
{
    static const char *const to[] = {"au", NULL}, *const from[] = {"du", "des", NULL};
    reader_take_kind(reader, TOKEN_COMMA);
    if (reader_peek_is(reader, 0, TOKEN_END)) return true;
    bool starts = recurrence_take_words(reader, "a", "partir");
    if (reader_take(reader, from) || starts) {
        static const char *const article[] = {"du", "le", NULL};
        reader_take(reader, article);
        if (!take_start(reader, first)) return false;
        if (reader_take(reader, to)) return take_end(reader, first, recurrence);
        if (reader_peek_is(reader, 0, TOKEN_END)) return true;
    }
    if (take_until(reader)) return take_end(reader, first, recurrence);
    return take_times(reader, recurrence);
}
