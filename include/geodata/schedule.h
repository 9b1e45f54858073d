/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_SCHEDULE_H
#define GEODATA_SCHEDULE_H

#include "geodata/buffer.h"
#include "geodata/status.h"
#include "geodata/tristate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** When a resource receives: weekly hours, dated or recurring sessions, closures. All of it is
 * local time of the territory; only this module turns local time into instants and back (libical
 * carries the zones' rules, both daylight changes included). */

/** Minutes of one weekly opening. It may run past midnight: 20:00-02:00 is opens 1200, closes 1560.
 */
struct hours_span {
    uint8_t weekday; /* 0 Monday .. 6 Sunday, HOURS_HOLIDAY on public holidays */
    uint16_t opens;  /* minutes after midnight, 0 .. 1439 */
    uint16_t closes; /* greater than opens, at most opens + 1440; 0 as opens: see below */
};

#define HOURS_HOLIDAY 7
#define HOURS_DAY_MAX 10 /* spans of one day: more is a mistake in the source */
#define HOURS_SPAN_MAX (8 * HOURS_DAY_MAX)

/** Weekly hours, in order of weekday and opening, neither overlapping nor touching. On a public
 *  holiday those of HOURS_HOLIDAY hold instead: one from 0 to 0 says closed on such days; none at
 *  all says nothing of them. Round the clock needs none. */
struct hours {
    size_t count;
    struct hours_span spans[HOURS_SPAN_MAX];
};

/** Reads weekly hours as French people and their software write them: `lundi 9h-12h et 14h-19h`,
 *  `lun-ven 08h30-20h30; sam 9h-13h`, `lundi au vendredi de 9 h à 18 h`, `7j/7 8h-20h`, `24h/24`,
 * `dimanche et jours fériés 10h-19h`, `lundi-samedi 9h-19h sauf jours fériés`, `Mardi : fermé`,
 * `Lundi : 08h30-13h00 et 14h00-20h00`, `20h-2h`, and OpenStreetMap's `Mo-Fr
 * 08:30-12:30,14:00-19:00; Sa,PH off`. STATUS_INVALID leaves in `why` (when not NULL) the piece
 * that was not understood, in French for the person who wrote it; nothing is guessed. */
enum status hours_parse(const char *text, struct hours *out, struct buffer *why);

/** Appends the hours as people read them, in French ("lundi-vendredi 08:30-12:30, 14:00-19:00;
 * samedi 09:00-13:00"). */
void hours_format(const struct hours *hours, struct buffer *out);

/** The territory's time zone ("Europe/Paris"): every change of its clocks from 1970 to 2100, read
 *  once. Never written afterwards, so threads share it without a lock. The zone files of the system
 *  (Debian's tzdata) are used when installed, for they follow the law; without them, ICU's own
 * copy. STATUS_NOT_FOUND: no such zone; STATUS_NO_MEMORY. */
struct timezone_rules;
enum status timezone_open(const char *name, struct timezone_rules **out);
void timezone_close(struct timezone_rules *rules);

/** Instants are seconds since 1970-01-01T00:00Z. */
typedef int64_t instant;
#define INSTANT_NONE INT64_MIN

/** A calendar day of the territory, as days since 1970-01-01. */
typedef int32_t day;

instant instant_now(void);
/** The instant of a local day and minute. In the hour that daylight saving skips, the instant just
 *  after the change; in the hour it repeats, the first. */
instant instant_of(const struct timezone_rules *rules, day date, int minute);
/** The local day and minute of an instant. */
day instant_day(const struct timezone_rules *rules, instant at, int *minute);
/** `2026-11-22T14:05:00+01:00` */
void instant_format(const struct timezone_rules *rules, instant at, struct buffer *out);
/** Reads `YYYY-MM-DDTHH:MM[:SS[.fraction]]` local, or with `Z` or an offset (the fraction is
 *  dropped, a space may stand for the T); or `YYYY-MM-DD` (that day at 00:00). STATUS_INVALID. */
enum status instant_parse(const struct timezone_rules *rules, const char *text, instant *out);
/** Days from `YYYY-MM-DD` or `DD/MM/YYYY`; STATUS_INVALID for a day that does not exist. */
enum status day_parse(const char *text, day *out);
void day_format(day date, struct buffer *out); /* YYYY-MM-DD */
int day_weekday(day date);                     /* 0 Monday .. 6 Sunday */

/** The same day by year, month 1 .. 12 and day of the month. */
struct civil {
    int year, month, day;
};
struct civil day_civil(day date);
day day_from_civil(struct civil civil);
bool civil_is_day(struct civil civil); /* it exists, years 1 .. 9999 */

/** Days on which a resource does not open whatever its weekly hours say. */
struct closure {
    day first, last; /* both included */
};

/** A dated or recurring session: vaccination, screening, workshop. */
struct session {
    const char *skill;   /* code */
    day first;           /* of the first occurrence */
    uint16_t opens;      /* minutes after midnight */
    uint16_t closes;     /* greater than opens, may pass midnight */
    const char *rrule;   /* RFC 5545 RRULE value without "RRULE:"; NULL: one day only */
    const char *exdates; /* days left out, YYYY-MM-DD separated by commas; NULL: none */
    /* Closures of its resource: what recurs does not take place then, a session of one day does.
     * Set in the atlas, 0 elsewhere. */
    const struct closure *closures;
    size_t closure_count;
    const struct rule_days
        *rule_days;            /* set in the atlas: its days are looked up; NULL elsewhere */
    const char *public_text;   /* for whom, as written; NULL: not said */
    bool on_call;              /* one may turn to its resource for what it is; set in the atlas */
    enum tristate appointment; /* needed, not needed, not said */
    const char *link;
    const char *note;
    const char *source_name, *source_date; /* who told us; set in the atlas, NULL elsewhere */
};

/** Reads a recurrence as a coordinator writes it: an RRULE (`FREQ=WEEKLY;BYDAY=TU;UNTIL=20261215`),
 * `tous les mardis`, `tous les mardis jusqu'au 15/12`, `un mardi sur deux`, `le premier samedi du
 * mois`, `tous les jours sauf dimanche`. `first` gives the year that a date without one belongs to.
 * Appends an RRULE value. STATUS_INVALID: `why` says, in French, what was not understood. */
enum status recurrence_parse(const char *text, day first, struct buffer *rrule, struct buffer *why);

/** The first day that such a text says itself: `un mercredi sur deux à partir du 8/11`, `tous les
 *  mardis du 3 novembre au 15 décembre`. A date without a year is the one nearest to `near`.
 *  STATUS_NOT_FOUND: it says none. */
enum status recurrence_start(const char *text, day near, day *out);

/** One interval of time, end not included. */
struct interval {
    instant from, to;
};

/** Occurrences of `session` that touch [from, to), in order: writes at most `limit` to `out`,
 * `*count` says how many. STATUS_INVALID: the RRULE is not one. */
enum status session_occurrences(const struct session *session, const struct timezone_rules *rules,
                                instant from, instant to, size_t limit, struct interval *out,
                                size_t *count);

/** The law of public holidays that a place is under, see geodata/holidays.h. */
enum holiday_law {
    HOLIDAYS_NATIONAL,
    HOLIDAYS_ALSACE_MOSELLE,
    HOLIDAYS_GUADELOUPE,
    HOLIDAYS_MARTINIQUE,
    HOLIDAYS_GUYANE,
    HOLIDAYS_REUNION,
    HOLIDAYS_MAYOTTE,
    HOLIDAYS_SAINT_BARTHELEMY,
    HOLIDAYS_SAINT_MARTIN,
    HOLIDAYS_WALLIS_ET_FUTUNA,
    HOLIDAYS_POLYNESIE,
    HOLIDAYS_NOUVELLE_CALEDONIE,
    HOLIDAYS_LAW_COUNT
};

enum open_state { OPEN_UNKNOWN, OPEN_NO, OPEN_YES };

struct opening {
    /* unknown when no weekly hours were given, but on a day said to be closed; and on a public
     * holiday that they say nothing of */
    enum open_state state;
    bool is_holiday; /* that is why it is unknown */
    instant from;    /* of opening_within: when it opens; INSTANT_NONE when it is open already */
    instant until;   /* open: until when; INSTANT_NONE when never closing or not open */
    instant next;    /* closed: next opening within 14 days; INSTANT_NONE when there is none */
};

/** When a resource opens: all that is known of it. */
struct timetable {
    const struct hours *hours; /* NULL: not known */
    const struct closure *closures;
    size_t closure_count;
    enum holiday_law law;
    const struct timezone_rules *rules;
};

/** Is it open at `at`, until when, or when next. On a public holiday what the hours say of such
 * days holds; when they say nothing, a day on which it would open is not known, unless it is open
 * round the clock. Unknown days are neither until nor next. Pure arithmetic: no allocation. */
struct opening opening_at(const struct timetable *table, instant at);

/** Is it open at some moment of [from, to)? Open: as it is at the first such moment. Unknown when
 * it is not known to be open and a day of the time asked is not known. */
struct opening opening_within(const struct timetable *table, instant from, instant to);

#endif
