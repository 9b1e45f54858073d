/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which hours: spans such as `9h-12h30 et de 14 h à 18 h`. Only what has one reading is taken. */
#include "schedule/hours_grammar.h"

#include <string.h>

#define TIME_MAX (2 * STATEMENT_SPAN_MAX)

/* What stands between two times. */
enum link { LINK_NONE, LINK_TO, LINK_DASH, LINK_SLASH, LINK_AND };

struct time_of_day {
    int minutes; /* 0 .. 1440 */
    bool bare;   /* a number alone: an hour only beside one that is written in full */
    bool end;    /* midnight as a word: the end of the day when a span closes with it */
    size_t token;
};

struct time_list {
    size_t count;
    struct time_of_day times[TIME_MAX];
    enum link links[TIME_MAX]; /* before each time */
    size_t first_token;
};

static const char *const to_words[] = {"a", "au", "aux", NULL};
static const char *const hour_words[] = {"h", "heure", "heures", "hr", "hrs", NULL};
static const char *const minute_words[] = {"min", "mn", "minutes", NULL};

static bool is_minutes(const struct token *token)
{
    return token->kind == TOKEN_NUMBER && token->digits == 2 && token->number < 60;
}

/* `9h`, `9 h 30`, `9h30min`: the tokens after the hour. A number after `9h` is minutes unless it
 * is itself an hour (`9h 12h`). */
static bool take_spoken_minutes(struct reader *reader, int *minutes)
{
    *minutes = 0;
    if (!reader_take(reader, hour_words)) return false;
    bool glued = reader_peek(reader, 0)->start == reader->phrase->tokens[reader->at - 1].end;
    bool hour_follows =
        token_is_one(reader_peek(reader, 1), hour_words) || reader_peek_is(reader, 1, TOKEN_COLON);
    if (!is_minutes(reader_peek(reader, 0)) || (hour_follows && !glued)) return true;
    *minutes = reader_peek(reader, 0)->number;
    reader->at++;
    reader_take(reader, minute_words);
    return true;
}

/* `:30`, `.30` after the hour. */
static bool take_written_minutes(struct reader *reader, int *minutes)
{
    if (!reader_peek_is(reader, 0, TOKEN_COLON) && !reader_peek_is(reader, 0, TOKEN_DOT))
        return false;
    if (!is_minutes(reader_peek(reader, 1))) return false;
    *minutes = reader_peek(reader, 1)->number;
    reader->at += 2;
    if (token_is_one(reader_peek(reader, 0), hour_words) &&
        !reader_peek_is(reader, 1, TOKEN_NUMBER))
        reader->at++;
    return true;
}

static bool take_time(struct reader *reader, struct time_of_day *out)
{
    static const char *const noon[] = {"midi", NULL}, *const midnight[] = {"minuit", NULL};
    bool week;
    *out = (struct time_of_day){0};
    if (reader_take(reader, noon)) {
        out->minutes = 12 * 60;
        return true;
    }
    if (reader_take(reader, midnight)) {
        out->end = true;
        return true;
    }
    if (hours_all_day_length(reader, 0, &week) > 0 || hours_all_week_length(reader, 0) > 0)
        return false;
    const struct token *hour = reader_peek(reader, 0);
    if (hour->kind != TOKEN_NUMBER || hour->digits > 2 || hour->number > 24) return false;
    reader->at++;
    int minutes = 0;
    if (!take_spoken_minutes(reader, &minutes) && !take_written_minutes(reader, &minutes)) {
        out->bare = true;
    }
    out->minutes = hour->number * 60 + minutes;
    return out->minutes <= 24 * 60;
}

static enum link take_link(struct reader *reader, bool between)
{
    while (hours_skip_remark(reader)) continue;
    if (reader_take_kind(reader, TOKEN_DASH)) return LINK_DASH;
    if (reader_take_kind(reader, TOKEN_SLASH)) return LINK_SLASH;
    if (reader_take_kind(reader, TOKEN_AND)) return between ? LINK_TO : LINK_AND;
    if (reader_take_kind(reader, TOKEN_COMMA)) {
        reader_take_kind(reader, TOKEN_AND);
        return LINK_AND;
    }
    if (token_is(reader_peek(reader, 0), "jusqu")) reader->at++;
    return reader_take(reader, to_words) ? LINK_TO : LINK_NONE;
}

/* The part of the day that introduces a span; its hours must agree. */
static const char *take_part_of_day(struct reader *reader)
{
    static const char *const parts[] = {"matin", "matins", "matinee", "apresmidi", "soir", NULL};
    hours_skip_fillers(reader);
    const struct token *token = reader_peek(reader, 0);
    bool named = reader_take(reader, parts);
    if (named) reader_take_kind(reader, TOKEN_COLON);
    hours_skip_fillers(reader);
    return named ? token->word : NULL;
}

static bool part_agrees(const char *part, int opens)
{
    if (part == NULL) return true;
    if (part[0] == 'm') return opens < 12 * 60;
    if (part[0] == 'a') return opens >= 12 * 60 && opens < 19 * 60;
    return opens >= 16 * 60;
}

/* Every time that follows, with what stands before each. */
static bool take_times(struct reader *reader, struct time_list *list)
{
    list->count = 0;
    list->first_token = reader->at;
    for (;;) {
        size_t start = reader->at;
        bool between = list->count % 2 == 1 && start > 0 &&
                       token_is(&reader->phrase->tokens[list->first_token], "entre");
        enum link link = list->count > 0 ? take_link(reader, between) : LINK_NONE;
        const char *part = take_part_of_day(reader);
        struct time_of_day time;
        size_t at = reader->at;
        if (!take_time(reader, &time)) {
            reader->at = start;
            return true;
        }
        if (list->count == TIME_MAX)
            return reader_refuse(reader, list->first_token, at, " est trop long");
        if (!part_agrees(part, time.minutes) || (part != NULL && list->count % 2 == 1)) {
            return reader_refuse(reader, start, at,
                                 " se contredit : l'heure n'est pas de ce moment");
        }
        time.token = at;
        list->times[list->count] = time;
        list->links[list->count++] = link;
    }
}

static bool increases(const struct time_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        if (list->times[i].minutes <= list->times[i - 1].minutes) return false;
    }
    return true;
}

/* `9h/12h-14h/18h` and `9h-12h - 14h-18h` are clear as long as the day goes on. */
static bool needs_increase(const struct time_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        if (list->links[i] == (i % 2 == 1 ? LINK_SLASH : LINK_DASH)) return true;
    }
    return false;
}

/* `lundi 9 à 12h` may be Monday the 9th at noon, `8/12h` the 8th of December; `de 9 à 12h` and
 * `9-12h` are hours. */
static bool are_clear_hours(const struct reader *reader, struct time_of_day from,
                            struct time_of_day to, enum link link)
{
    static const char *const from_words[] = {"de", "entre", NULL};
    if (link == LINK_SLASH) return !from.bare && !to.bare;
    if (!from.bare || link != LINK_TO) return true;
    return from.token > 0 && token_is_one(&reader->phrase->tokens[from.token - 1], from_words);
}

/* `lundi 9-12 / 14-18`: numbers alone are hours where all of them are, in the order of a day that
 * people work. `lundi 2-6` may be in the afternoon. */
static bool are_bare_hours(const struct reader *reader, const struct time_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct time_of_day *time = &list->times[i];
        bool dashed = i % 2 == 0 || list->links[i] == LINK_DASH || list->links[i] == LINK_TO;
        if (!time->bare || !dashed) return false;
        if (list->links[i] == LINK_TO &&
            !are_clear_hours(reader, list->times[i - 1], *time, LINK_TO))
            return false;
    }
    return list->times[0].minutes >= 7 * 60 && list->times[list->count - 1].minutes <= 23 * 60 &&
           increases(list);
}

static bool span_from(struct time_of_day from, struct time_of_day to, bool bare_hours,
                      struct hours_span *span)
{
    if (from.bare && to.bare && !bare_hours) return false;
    if ((from.bare || to.bare) && to.minutes <= from.minutes) return false;
    if (from.minutes >= 1440) return false;
    int closes = to.end ? 1440 : to.minutes;
    if (closes == from.minutes || (closes == 0 && from.minutes == 0)) return false;
    if (closes < from.minutes) closes += 1440;
    *span = (struct hours_span){.opens = (uint16_t)from.minutes, .closes = (uint16_t)closes};
    return true;
}

static bool spans_from_times(struct reader *reader, const struct time_list *list,
                             struct statement *statement)
{
    size_t first = list->first_token, last = reader->at - 1;
    if (list->count % 2 == 1) {
        last = hours_statement_end(reader, first);
        return reader_refuse(reader, first, last, " : il manque une heure");
    }
    if (needs_increase(list) && !increases(list)) {
        return reader_refuse(reader, first, last, " peut se lire de plusieurs façons");
    }
    bool bare_hours = are_bare_hours(reader, list);
    for (size_t i = 0; i < list->count; i += 2) {
        enum link to = list->links[i + 1];
        bool linked = to == LINK_DASH || to == LINK_TO || to == LINK_SLASH;
        bool apart = i == 0 || list->links[i] != LINK_TO;
        if (!linked || !apart) {
            return reader_refuse(reader, first, last,
                                 " : écrire les heures comme « 9h-12h et 14h-18h »");
        }
        struct hours_span *span = &statement->spans[statement->span_count];
        if (!are_clear_hours(reader, list->times[i], list->times[i + 1], to) ||
            !span_from(list->times[i], list->times[i + 1], bare_hours, span)) {
            return reader_refuse(reader, first, last, " : ces heures ne sont pas claires");
        }
        statement->span_count++;
    }
    return true;
}

/* Spans, or the whole day. Nothing taken and no span when there are none here. */
bool hours_take_spans(struct reader *reader, struct statement *statement)
{
    bool week;
    size_t length = hours_all_day_length(reader, 0, &week);
    if (length > 0) {
        reader->at += length;
        statement->spans[0] = (struct hours_span){.opens = 0, .closes = 1440};
        statement->span_count = 1;
        if (week && statement->days == 0) statement->days = EVERY_DAY;
        while (hours_skip_remark(reader)) continue;
        return true;
    }
    struct time_list list;
    if (!take_times(reader, &list)) return false;
    if (list.count == 0) return true;
    if (!spans_from_times(reader, &list, statement)) return false;
    while (hours_skip_remark(reader)) continue;
    return true;
}
