/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, instants as text. */
#include "geodata/schedule.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#define DAY_SECONDS 86400
#define YEAR_MAX 9999

/* Days from 1970-01-01 in the proleptic Gregorian calendar; the year is made to begin in March so
 * that the leap day comes last (Hinnant, "chrono-compatible low-level date algorithms"). */
day day_from_civil(struct civil civil)
{
    int year = civil.year - (civil.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil day_civil(day date)
{
    int shifted = date + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * day_of_year + 2) / 153;
    struct civil civil = {
        .year = year_of_era + era * 400 + (month >= 10),
        .month = month + (month < 10 ? 3 : -9),
        .day = day_of_year - (153 * month + 2) / 5 + 1,
    };
    return civil;
}

bool civil_is_day(struct civil civil)
{
    if (civil.year < 1 || civil.year > YEAR_MAX || civil.month < 1 || civil.month > 12) {
        return false;
    }
    struct civil again = day_civil(day_from_civil(civil));
    return again.month == civil.month && again.day == civil.day;
}

int day_weekday(day date)
{
    int weekday = (date + 3) % 7; /* 1970-01-01 was a Thursday */
    return weekday < 0 ? weekday + 7 : weekday;
}

/* Digits are put down by hand: an answer names some dozens of times. */
static char *put(char *to, int value, int digits, char after)
{
    for (int i = digits; i > 0; i--, value /= 10) to[i - 1] = (char)('0' + value % 10);
    to[digits] = after;
    return to + digits + 1;
}

void day_format(day date, struct buffer *out)
{
    struct civil civil = day_civil(date);
    if (civil.year < 0 || civil.year > YEAR_MAX) {
        buffer_format(out, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
        return;
    }
    char text[sizeof "YYYY-MM-DD"], *to = text;
    to = put(to, civil.year, 4, '-');
    to = put(to, civil.month, 2, '-');
    put(to, civil.day, 2, '\0');
    buffer_append(out, text, sizeof text - 1);
}

/* Reads `least` to `most` digits and moves past them. */
static bool read_digits(const char **text, int least, int most, int *value)
{
    int count = 0;
    *value = 0;
    while (count < most && isdigit((unsigned char)**text)) {
        *value = *value * 10 + (*(*text)++ - '0');
        count++;
    }
    return count >= least;
}

static bool read_char(const char **text, const char *wanted)
{
    if (**text == '\0' || strchr(wanted, **text) == NULL) return false;
    (*text)++;
    return true;
}

static bool read_iso_day(const char **text, day *out)
{
    struct civil civil;
    if (!read_digits(text, 4, 4, &civil.year) || !read_char(text, "-")) return false;
    if (!read_digits(text, 2, 2, &civil.month) || !read_char(text, "-")) return false;
    if (!read_digits(text, 2, 2, &civil.day) || !civil_is_day(civil)) return false;
    *out = day_from_civil(civil);
    return true;
}

static bool read_french_day(const char **text, day *out)
{
    struct civil civil;
    if (!read_digits(text, 1, 2, &civil.day) || !read_char(text, "/")) return false;
    if (!read_digits(text, 1, 2, &civil.month) || !read_char(text, "/")) return false;
    if (!read_digits(text, 4, 4, &civil.year) || !civil_is_day(civil)) return false;
    *out = day_from_civil(civil);
    return true;
}

static const char *skip_spaces(const char *text)
{
    while (isspace((unsigned char)*text)) text++;
    return text;
}

enum status day_parse(const char *text, day *out)
{
    const char *start = skip_spaces(text);
    const char *iso = start, *french = start;
    if (read_iso_day(&iso, out)) return *skip_spaces(iso) == '\0' ? STATUS_OK : STATUS_INVALID;
    if (!read_french_day(&french, out)) return STATUS_INVALID;
    return *skip_spaces(french) == '\0' ? STATUS_OK : STATUS_INVALID;
}

struct clock {
    int hour, minute, second;
};

/* HH:MM, then perhaps :SS and a fraction that is dropped. */
static bool read_clock(const char **text, struct clock *clock)
{
    int fraction;
    clock->second = 0;
    if (!read_digits(text, 2, 2, &clock->hour) || !read_char(text, ":")) return false;
    if (!read_digits(text, 2, 2, &clock->minute)) return false;
    if (read_char(text, ":") && !read_digits(text, 2, 2, &clock->second)) return false;
    if (read_char(text, ".") && !read_digits(text, 1, 9, &fraction)) return false;
    return clock->hour < 24 && clock->minute < 60 && clock->second < 60;
}

/* `Z`, `+01:00`, `-0330`: seconds east of UTC. */
static bool read_offset(const char **text, int *offset)
{
    *offset = 0;
    if (read_char(text, "Zz")) return true;
    int hours, minutes, sign = **text == '-' ? -1 : 1;
    if (!read_char(text, "+-") || !read_digits(text, 2, 2, &hours)) return false;
    read_char(text, ":");
    if (!read_digits(text, 2, 2, &minutes) || hours > 18 || minutes > 59) return false;
    *offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

enum status instant_parse(const struct timezone_rules *rules, const char *text, instant *out)
{
    day date;
    struct clock clock = {0};
    int offset;
    text = skip_spaces(text);
    if (!read_iso_day(&text, &date)) return STATUS_INVALID;
    if (read_char(&text, "Tt ") && !read_clock(&text, &clock)) return STATUS_INVALID;
    int minute = clock.hour * 60 + clock.minute;
    if (*text == '\0') {
        *out = instant_of(rules, date, minute) + clock.second;
        return STATUS_OK;
    }
    if (!read_offset(&text, &offset) || *text != '\0') return STATUS_INVALID;
    *out = (instant)date * DAY_SECONDS + minute * 60 + clock.second - offset;
    return STATUS_OK;
}

void instant_format(const struct timezone_rules *rules, instant at, struct buffer *out)
{
    int minute;
    day date = instant_day(rules, at, &minute);
    int second = (int)((at % 60 + 60) % 60);
    int offset = (int)((instant)date * DAY_SECONDS + minute * 60 - (at - second)) / 60;
    int east = offset < 0 ? -offset : offset;
    day_format(date, out);
    char text[sizeof "Thh:mm:ss+hh:mm"] = "T", *to = text + 1;
    to = put(to, minute / 60, 2, ':');
    to = put(to, minute % 60, 2, ':');
    to = put(to, second, 2, offset < 0 ? '-' : '+');
    to = put(to, east / 60, 2, ':');
    put(to, east % 60, 2, '\0');
    buffer_append(out, text, sizeof text - 1);
}

instant instant_now(void)
{
    return (instant)time(NULL);
}
