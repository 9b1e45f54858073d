/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which days: the part of the grammar of weekly hours that names them. */
#include "schedule/hours_grammar.h"

#include <string.h>

static const char *const holiday_words[] = {"feries", "ferie", "ph", NULL};
static const char *const to_words[] = {"a", "au", "aux", NULL};
static const char *const hour_words[] = {"h", "heure", "heures", "hr", "hrs", NULL};

static int osm_day(const struct token *token)
{
    static const char *const names[] = {"mo", "tu", "we", "th", "fr", "sa", "su"};
    for (int weekday = 0; weekday < 7; weekday++) {
        if (token_is(token, names[weekday])) return weekday;
    }
    return -1;
}

static int day_at(const struct reader *reader, size_t ahead)
{
    const struct token *token = reader_peek(reader, ahead);
    int weekday = phrase_weekday(token);
    if (weekday >= 0) return weekday;
    if (token_is(token, "we") && reader->french) return -1;
    return osm_day(token);
}

/* Which notation: only the words that belong to one alone. */
void hours_find_notation(struct reader *reader)
{
    for (size_t i = 0; i < reader->phrase->count; i++) {
        const struct token *token = &reader->phrase->tokens[i];
        if (token_is(token, "sa") || token_is(token, "we")) continue;
        if (phrase_weekday(token) >= 0) reader->french = true;
        if (osm_day(token) >= 0) reader->osm = true;
    }
}

/* `7j/7`, `7/7`, `7 jours sur 7`: how many tokens, 0 when it is something else. */
size_t hours_all_week_length(const struct reader *reader, size_t ahead)
{
    static const char *const day_words[] = {"j", "jours", "jour", NULL};
    size_t start = ahead;
    if (!reader_peek_is(reader, ahead, TOKEN_NUMBER) || reader_peek(reader, ahead)->number != 7)
        return 0;
    ahead++;
    bool named = token_is_one(reader_peek(reader, ahead), day_words);
    if (named) ahead++;
    bool linked =
        reader_peek_is(reader, ahead, TOKEN_SLASH) || token_is(reader_peek(reader, ahead), "sur");
    if (linked) ahead++;
    if (!named && !linked) return 0;
    if (!reader_peek_is(reader, ahead, TOKEN_NUMBER) || reader_peek(reader, ahead)->number != 7)
        return 0;
    ahead++;
    if (token_is_one(reader_peek(reader, ahead), day_words)) ahead++;
    return ahead - start;
}

/* `24h/24`, `24/24`, `24h sur 24`, `24/7`, `h24`: how many tokens; `*week`: 7 days were said. */
size_t hours_all_day_length(const struct reader *reader, size_t ahead, bool *week)
{
    size_t start = ahead;
    *week = false;
    if (token_is(reader_peek(reader, ahead), "h")) {
        return reader_peek(reader, ahead + 1)->number == 24 ? 2 : 0;
    }
    if (!reader_peek_is(reader, ahead, TOKEN_NUMBER) || reader_peek(reader, ahead)->number != 24)
        return 0;
    ahead++;
    bool named = token_is_one(reader_peek(reader, ahead), hour_words);
    if (named) ahead++;
    bool linked =
        reader_peek_is(reader, ahead, TOKEN_SLASH) || token_is(reader_peek(reader, ahead), "sur");
    if (linked) ahead++;
    if ((!named && !linked) || !reader_peek_is(reader, ahead, TOKEN_NUMBER)) return 0;
    int per = reader_peek(reader, ahead)->number;
    *week = per == 7 && linked;
    if (per != 24 && !*week) return 0;
    ahead++;
    if (token_is_one(reader_peek(reader, ahead), hour_words)) ahead++;
    if (*week && token_is(reader_peek(reader, ahead), "j")) ahead++;
    return ahead - start;
}

/* Sets of days that are one expression. */
static bool take_day_set(struct reader *reader, unsigned *days)
{
    static const char *const every[] = {"tlj", "quotidien", "quotidiennement", NULL};
    size_t length = hours_all_week_length(reader, 0);
    if (length == 0 && token_is(reader_peek(reader, 0), "tous") &&
        token_is(reader_peek(reader, 1), "les") && token_is(reader_peek(reader, 2), "jours")) {
        length = 3;
    }
    if (length == 0 && token_is(reader_peek(reader, 0), "chaque") &&
        token_is(reader_peek(reader, 1), "jour")) {
        length = 2;
    }
    if (length > 0 || reader_take(reader, every)) {
        reader->at += length;
        *days |= EVERY_DAY;
        return true;
    }
    bool weekend =
        token_is(reader_peek(reader, 0), "weekend") || token_is(reader_peek(reader, 0), "weekends");
    bool we = token_is(reader_peek(reader, 0), "we") && reader->french && !reader->osm;
    if (!weekend && !we) return false;
    reader->at++;
    *days |= 0x60u;
    return true;
}

static bool is_range_sign(const struct token *token)
{
    return token->kind == TOKEN_DASH || token_is_one(token, to_words);
}

/* `L-V`, `L au S`, `LMMJV`: letters name days only where they can mean nothing else. */
static bool take_letters(struct reader *reader, unsigned *days)
{
    static const struct {
        const char *word;
        unsigned days;
    } weeks[] = {{"lmmjv", 0x1Fu}, {"lmmjvs", 0x3Fu}, {"lmmjvsd", EVERY_DAY}};
    static const char *const ends[] = {"v", "s", "d"};
    const struct token *first = reader_peek(reader, 0), *last = reader_peek(reader, 2);
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
        if (!token_is(first, weeks[i].word)) continue;
        reader->at++;
        *days |= weeks[i].days;
        return true;
    }
    if (!token_is(first, "l") || !is_range_sign(reader_peek(reader, 1))) return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!token_is(last, ends[i])) continue;
        reader->at += 3;
        *days |= (1u << (5 + i)) - 1;
        return true;
    }
    return false;
}

/* A day, or a range of days (it may run over Sunday). */
static bool take_days_item(struct reader *reader, unsigned *days)
{
    if (take_day_set(reader, days) || take_letters(reader, days)) return true;
    int first = day_at(reader, 0);
    if (first < 0) return false;
    reader->at++;
    *days |= 1u << first;
    size_t ahead = 1;
    if (!is_range_sign(reader_peek(reader, 0))) return true;
    if (token_is(reader_peek(reader, ahead), "le")) ahead++;
    int last = day_at(reader, ahead);
    if (last < 0 || last == first) return true;
    reader->at += ahead + 1;
    for (int weekday = first; weekday != last; weekday = (weekday + 1) % 7) *days |= 1u << weekday;
    *days |= 1u << last;
    return true;
}

/* `jours fériés`, `y compris les jours fériés`, `jours fériés compris`. What is included in fewer
 * than all days may fall on one of the others: that is not understood. */
static bool take_holidays(struct reader *reader, unsigned before, unsigned *days)
{
    static const char *const even[] = {"meme", "dont", NULL};
    static const char *const included[] = {"compris", "inclus", NULL};
    size_t start = reader->at;
    bool is_included = reader_take(reader, even);
    if (token_is(reader_peek(reader, 0), "y") && token_is(reader_peek(reader, 1), "compris")) {
        reader->at += 2;
        is_included = true;
    }
    hours_skip_fillers(reader);
    if (is_included && phrase_weekday(reader_peek(reader, 0)) == 6) { /* `dimanches et fériés` */
        reader->at++;
        reader_take_kind(reader, TOKEN_AND);
        hours_skip_fillers(reader);
    }
    bool found = reader_take(reader, holiday_words);
    is_included |= found && reader_take(reader, included);
    if (!found || (is_included && before != EVERY_DAY)) {
        reader->at = start;
        return false;
    }
    *days |= HOLIDAYS;
    return true;
}

/* `lundi/vendredi` may be two days or five; `mardi/jeudi`, `lundi/mardi/jeudi` are a list. */
static bool may_be_a_range(const struct reader *reader)
{
    const struct token *after = reader_peek(reader, 3);
    return day_at(reader, 0) == 0 && reader_peek_is(reader, 1, TOKEN_SLASH) &&
           day_at(reader, 2) >= 4 && after->kind != TOKEN_SLASH && after->kind != TOKEN_COMMA &&
           after->kind != TOKEN_AND;
}

/* Days with what joins them. False: no day here, nothing taken. */
bool hours_take_days(struct reader *reader, unsigned *days)
{
    bool found = false;
    *days = 0;
    if (may_be_a_range(reader)) return false;
    for (;;) {
        size_t start = reader->at;
        if (found && !reader_take_kind(reader, TOKEN_SLASH)) {
            reader_take_kind(reader, TOKEN_COMMA);
            reader_take_kind(reader, TOKEN_AND);
        }
        size_t fillers = reader->at;
        unsigned more = 0;
        bool item = take_days_item(reader, &more);
        if (!item) {
            hours_skip_fillers(reader);
            item = take_days_item(reader, &more);
        }
        if (!item) item = take_holidays(reader, *days, &more);
        /* `Mo Tu` side by side is not that notation's; `Mar Mo-Fr` would be the month of March */
        bool beside = found && fillers == start;
        if (item && beside && reader->osm) item = false;
        if (!item) {
            reader->at = start;
            return found;
        }
        /* `tous les jours du lundi au vendredi` are those five */
        bool narrows = beside && *days == EVERY_DAY && more != HOLIDAYS;
        *days = narrows ? more : *days | more;
        found = true;
    }
}
