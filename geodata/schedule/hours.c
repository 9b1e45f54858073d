/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements become a week; a week becomes words. */
#include "schedule/hours_statement.h"

#include <stdlib.h>
#include <string.h>

#define DAYS 8 /* of the week, then HOURS_HOLIDAY */

struct week_day {
    bool said; /* open or closed, in so many words */
    size_t count;
    struct hours_span spans[HOURS_DAY_MAX];
};

struct week {
    struct week_day days[DAYS];
};

struct maker {
    const struct phrase *phrase;
    const struct statements *statements;
    struct buffer *why;
};

static bool refuse(const struct maker *maker, const struct statement *statement,
                   const char *message)
{
    if (maker->why != NULL) {
        phrase_quote(maker->phrase, statement->first_token, statement->last_token, maker->why);
        buffer_text(maker->why, message);
    }
    return false;
}

/* --- the spans of one day -------------------------------------------------------------------- */

static int compare_spans(const void *a, const void *b)
{
    const struct hours_span *left = a, *right = b;
    if (left->opens != right->opens) return left->opens < right->opens ? -1 : 1;
    return (left->closes > right->closes) - (left->closes < right->closes);
}

/* In order, overlapping and touching ones made one. False when a span runs past midnight over
 * another (`9h-3h, 14h-18h` is a slip of the pen) or when a day would have more than 24 hours. */
static bool merge_spans(struct hours_span *spans, size_t *count)
{
    qsort(spans, *count, sizeof *spans, compare_spans);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (kept == 0 || spans[i].opens > spans[kept - 1].closes) {
            spans[kept++] = spans[i];
            continue;
        }
        struct hours_span *last = &spans[kept - 1];
        if (last->closes > 1440 && last->closes > spans[i].opens) return false;
        if (spans[i].closes > last->closes) last->closes = spans[i].closes;
        int length = last->closes - last->opens;
        if (length > 1440 || (length == 1440 && last->opens != 0)) return false;
    }
    *count = kept;
    return true;
}

static bool same_spans(const struct week_day *spans, const struct week_day *other)
{
    if (spans->count != other->count) return false;
    for (size_t i = 0; i < spans->count; i++) {
        if (compare_spans(&spans->spans[i], &other->spans[i]) != 0) return false;
    }
    return true;
}

static bool spans_overlap(const struct week_day *spans, const struct week_day *other)
{
    for (size_t i = 0; i < spans->count; i++) {
        for (size_t j = 0; j < other->count; j++) {
            if (spans->spans[i].opens < other->spans[j].closes &&
                other->spans[j].opens < spans->spans[i].closes) {
                return true;
            }
        }
    }
    return false;
}

static bool day_from_statement(const struct maker *maker, const struct statement *statement,
                               struct week_day *out)
{
    *out = (struct week_day){.said = true, .count = statement->span_count};
    memcpy(out->spans, statement->spans, statement->span_count * sizeof *out->spans);
    return merge_spans(out->spans, &out->count) ||
           refuse(maker, statement, " : ces heures se recouvrent après minuit");
}

/* --- statements make a week ------------------------------------------------------------------ */

static bool add_spans(const struct maker *maker, const struct statement *statement,
                      const struct week_day *more, struct week_day *spans)
{
    if (spans->count + more->count > HOURS_DAY_MAX) {
        return refuse(maker, statement, " : trop d'horaires pour un même jour");
    }
    memcpy(spans->spans + spans->count, more->spans, more->count * sizeof *more->spans);
    spans->count += more->count;
    return merge_spans(spans->spans, &spans->count) ||
           refuse(maker, statement, " : ces heures se recouvrent après minuit");
}

/* Two statements about one day: the same, or apart in time. A part of the other (`lundi-vendredi
 * 9h-19h ; mercredi 14h-18h`) is as likely to replace it as to repeat it. */
static bool add_to_day(const struct maker *maker, const struct statement *statement,
                       const struct week_day *more, struct week_day *today)
{
    bool replaces = statement->exception || (maker->statements->osm && !statement->added);
    if (replaces && maker->statements->osm && today->count > 0 && !spans_overlap(more, today)) {
        return refuse(
            maker, statement,
            " remplace ou complète ? pour compléter, écrire « Mo 09:00-12:00,14:00-18:00 »");
    }
    if (replaces || !today->said) {
        *today = *more;
        return true;
    }
    if (same_spans(today, more)) return true;
    if (spans_overlap(today, more)) {
        return refuse(maker, statement,
                      " : ce jour a déjà d'autres heures ; écrire « sauf mercredi 14h-18h » pour "
                      "les remplacer");
    }
    return add_spans(maker, statement, more, today);
}

static bool add_open_days(const struct maker *maker, const struct statement *statement,
                          struct week *week)
{
    struct week_day more;
    if (!day_from_statement(maker, statement, &more)) return false;
    for (unsigned weekday = 0; weekday < DAYS; weekday++) {
        if ((statement->days >> weekday & 1) == 0) continue;
        if (!add_to_day(maker, statement, &more, &week->days[weekday])) return false;
    }
    return true;
}

/* `lundi-samedi 9h-19h ; mercredi fermé` closes one day of many; `lundi 9h-12h ; lundi fermé` says
 * two things at once. */
static bool contradicts(const struct maker *maker, const struct statement *closed)
{
    if (closed->exception || maker->statements->osm) return false;
    for (size_t i = 0; i < maker->statements->count; i++) {
        const struct statement *open = &maker->statements->list[i];
        bool shared = !open->closed && (open->days & closed->days) != 0;
        bool narrower = (closed->days & ~open->days) == 0 && closed->days != open->days;
        if (shared && !narrower) return true;
    }
    return false;
}

static bool close_days(const struct maker *maker, const struct statement *statement,
                       struct week *week)
{
    if (contradicts(maker, statement)) {
        return refuse(maker, statement, " : ce jour est dit à la fois ouvert et fermé");
    }
    for (unsigned weekday = 0; weekday < DAYS; weekday++) {
        if (statement->days >> weekday & 1) week->days[weekday] = (struct week_day){.said = true};
    }
    return true;
}

/* OpenStreetMap's rules apply in the order written; people's closed days win wherever they stand.
 */
static bool make_week(const struct maker *maker, struct week *week)
{
    const struct statements *statements = maker->statements;
    for (size_t i = 0; i < statements->count; i++) {
        const struct statement *statement = &statements->list[i];
        if (statement->closed && !statements->osm) continue;
        bool made = statement->closed ? close_days(maker, statement, week)
                                      : add_open_days(maker, statement, week);
        if (!made) return false;
        if (statement->but_holidays) week->days[HOURS_HOLIDAY].said = true;
    }
    for (size_t i = 0; i < statements->count && !statements->osm; i++) {
        const struct statement *statement = &statements->list[i];
        if (statement->closed && !close_days(maker, statement, week)) return false;
    }
    return true;
}

static bool week_is_round_the_clock(const struct week *week)
{
    for (size_t weekday = 0; weekday < 7; weekday++) {
        const struct week_day *hours = &week->days[weekday];
        if (hours->count != 1 || hours->spans[0].opens != 0 || hours->spans[0].closes != 1440) {
            return false;
        }
    }
    return true;
}

/* Public holidays round the clock are days like others. */
static bool check_holidays(const struct maker *maker, struct week *week)
{
    struct week_day *holidays = &week->days[HOURS_HOLIDAY];
    bool is_usual = same_spans(holidays, &week->days[0]);
    for (size_t i = 0; holidays->said && !is_usual && i < maker->statements->count; i++) {
        const struct statement *statement = &maker->statements->list[i];
        if (!statement->but_holidays && (statement->days & HOLIDAYS) == 0) continue;
        return refuse(maker, statement,
                      " : des horaires 24h/24 ne s'arrêtent pas les jours fériés");
    }
    *holidays = (struct week_day){0};
    return true;
}

/* A week of closed days only leaves the others unknown; unknown is not closed. */
static bool check_week(const struct maker *maker, struct week *week)
{
    const struct statement *first = &maker->statements->list[0];
    size_t said = 0, open = 0;
    for (size_t weekday = 0; weekday < 7; weekday++) {
        said += week->days[weekday].said;
        open += week->days[weekday].count > 0;
    }
    if (open == 0 && said < 7) return refuse(maker, first, " : rien ne dit les autres jours");
    if (open == 0 && week->days[HOURS_HOLIDAY].count == 0) week->days[HOURS_HOLIDAY].said = false;
    return !week_is_round_the_clock(week) || check_holidays(maker, week);
}

static enum status make_hours(const struct phrase *phrase, const struct statements *statements,
                              struct hours *out, struct buffer *why)
{
    const struct maker maker = {phrase, statements, why};
    struct week week = {0};
    if (!make_week(&maker, &week) || !check_week(&maker, &week)) return STATUS_INVALID;
    for (unsigned weekday = 0; weekday < DAYS; weekday++) {
        for (size_t i = 0; i < week.days[weekday].count; i++) {
            out->spans[out->count] = week.days[weekday].spans[i];
            out->spans[out->count++].weekday = (uint8_t)weekday;
        }
    }
    const struct week_day *holidays = &week.days[HOURS_HOLIDAY];
    if (holidays->said && holidays->count == 0)
        out->spans[out->count++] = (struct hours_span){.weekday = HOURS_HOLIDAY};
    return STATUS_OK;
}

static enum status explain(struct buffer *why, const char *message)
{
    if (why != NULL) buffer_text(why, message);
    return STATUS_INVALID;
}

enum status hours_parse(const char *text, struct hours *out, struct buffer *why)
{
    out->count = 0;
    struct phrase *phrase = malloc(sizeof *phrase);
    struct statements *statements = malloc(sizeof *statements);
    enum status status = STATUS_NO_MEMORY;
    if (phrase == NULL || statements == NULL) goto done;

    status = phrase_read(text, phrase);
    if (status == STATUS_INVALID) explain(why, "le texte est trop long pour des horaires");
    if (status != STATUS_OK) goto done;
    status = statements_read(phrase, statements, why);
    if (status != STATUS_OK) goto done;
    status = statements->count > 0 ? make_hours(phrase, statements, out, why)
                                   : explain(why, "aucun horaire n'est écrit");
done:
    free(statements);
    free(phrase);
    return status;
}

/* --- words ----------------------------------------------------------------------------------- */

static const char *const day_names[] = {"lundi",    "mardi",  "mercredi", "jeudi",
                                        "vendredi", "samedi", "dimanche", "jours fériés"};

static void format_days(unsigned days, struct buffer *out)
{
    bool first = (days & EVERY_DAY) != EVERY_DAY;
    if (!first) {
        buffer_text(out, "tous les jours");
        days &= HOLIDAYS;
    }
    for (unsigned weekday = 0; weekday < DAYS; weekday++) {
        if ((days >> weekday & 1) == 0) continue;
        unsigned last = weekday;
        while (last < 6 && (days >> (last + 1) & 1)) last++;
        buffer_text(out, first ? "" : ", ");
        buffer_text(out, day_names[weekday]);
        if (last > weekday) {
            buffer_text(out, last > weekday + 1 ? "-" : ", ");
            buffer_text(out, day_names[last]);
        }
        first = false;
        weekday = last;
    }
}

/* Written for each resource of an atlas: buffer_format would take five times as long. */
static void format_minute(int minute, struct buffer *out)
{
    int hour = minute / 60;
    const char text[] = {(char)('0' + hour / 10), (char)('0' + hour % 10), ':',
                         (char)('0' + minute % 60 / 10), (char)('0' + minute % 10)};
    buffer_append(out, text, sizeof text);
}

static void format_span(const struct hours_span *span, struct buffer *out)
{
    format_minute(span->opens, out);
    buffer_char(out, '-');
    format_minute(span->closes > 1440 ? span->closes - 1440 : span->closes, out);
}

static void week_from_hours(const struct hours *hours, struct week *week)
{
    *week = (struct week){0};
    for (size_t i = 0; i < hours->count; i++) {
        struct week_day *spans = &week->days[hours->spans[i].weekday];
        spans->said = true;
        if (hours->spans[i].closes == 0) continue; /* closed on public holidays */
        if (spans->count < HOURS_DAY_MAX) spans->spans[spans->count++] = hours->spans[i];
    }
}

/* Days with the same hours are said together, in the order of the first of them. */
void hours_format(const struct hours *hours, struct buffer *out)
{
    struct week week;
    week_from_hours(hours, &week);
    if (hours->count == 0) buffer_text(out, "fermé");
    if (week_is_round_the_clock(&week)) {
        buffer_text(out, "24h/24, 7j/7");
        return;
    }
    unsigned done = 0;
    for (unsigned weekday = 0; weekday < DAYS; weekday++) {
        const struct week_day *spans = &week.days[weekday];
        if (spans->count == 0 || (done >> weekday & 1)) continue;
        unsigned same = 0;
        for (unsigned other = weekday; other < DAYS; other++) {
            if (same_spans(spans, &week.days[other])) same |= 1u << other;
        }
        if (done != 0) buffer_text(out, "; ");
        done |= same;
        format_days(same, out);
        for (size_t i = 0; i < spans->count; i++) {
            buffer_text(out, i == 0 ? " " : ", ");
            format_span(&spans->spans[i], out);
        }
    }
    const struct week_day *holidays = &week.days[HOURS_HOLIDAY];
    if (holidays->said && holidays->count == 0) buffer_text(out, "; jours fériés fermé");
}
