/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words/day_hours.h"

#include "geodata/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define TIMES_MAX 12 /* six spans a day */

/* What is no time between two times, once accents and case are aside. */
static bool is_link(const char *word, size_t length)
{
    static const char *const links[] = {"de", "a", "et", "puis"};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        if (strlen(links[i]) == length && memcmp(links[i], word, length) == 0) return true;
    }
    return false;
}

static bool says_one_of(const char *folded, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(folded, *words) == 0) return true;
    }
    return false;
}

static bool says_unknown(const char *folded)
{
    static const char *const words[] = {"",
                                        "non precise",
                                        "en cours de precision",
                                        "en cours de precisions",
                                        "en cours de definition",
                                        "en attente de precision",
                                        "en attente d informations",
                                        "a preciser",
                                        "a repreciser",
                                        "a confirmer",
                                        "a completer",
                                        "a definir",
                                        "nc",
                                        NULL};
    return says_one_of(folded, words);
}

static bool says_open(const char *folded)
{
    static const char *const words[] = {"ouvert", "ouverte", "ouverture", NULL};
    return says_one_of(folded, words);
}

static bool says_closed(const char *folded)
{
    static const char *const words[] = {"ferme", "fermee", "fermeture", NULL};
    return says_one_of(folded, words);
}

/* Digits at `at`, at most two, as a number; -1 when there are none or more. */
static int read_digits(const char **at)
{
    size_t length = strspn(*at, "0123456789");
    if (length == 0 || length > 2) return -1;
    int value = 0;
    for (size_t i = 0; i < length; i++) value = value * 10 + (*at)[i] - '0';
    *at += length;
    return value;
}

/* `9h`, `9 h 30`, `09:30`, `8.30`, `10: 00`; the separator tells that it is a time. -1: it is not.
 */
static int read_time(const char **at)
{
    const char *next = *at;
    int hour = read_digits(&next);
    if (hour < 0) return -1;
    next += strspn(next, " ");
    bool letter = *next == 'h' || *next == 'H';
    if (!letter && *next != ':' && *next != '.') return -1;
    next++;
    const char *after = next + strspn(next, " ");
    int minute = 0;
    /* after an h and a space, digits are the next time's unless they have no separator of their own
     */
    const char *digits = after;
    int found = read_digits(&digits);
    const char *unit = digits + strspn(digits, " ");
    bool own = *unit == 'h' || *unit == 'H' || *unit == ':';
    if (found >= 0 && !(letter && after > next && own)) {
        if (digits - after != 2) return -1;
        minute = found;
        next = digits;
    } else if (!letter) {
        return -1;
    }
    if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) return -1;
    *at = next;
    return hour * 60 + minute;
}

/* Over what links two times; false at anything else. */
static bool skip_links(const char **at)
{
    static const char *const dashes[] = {"–", "—", "à", "À"};
    for (;;) {
        bool passed = false;
        *at += strspn(*at, " -/,;\t");
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
            size_t length = strlen(dashes[i]);
            if (strncmp(*at, dashes[i], length) != 0) continue;
            *at += length;
            passed = true;
        }
        size_t length = 0;
        char word[8];
        while (isalpha((unsigned char)(*at)[length]) && length < sizeof word) {
            word[length] = (char)tolower((unsigned char)(*at)[length]);
            length++;
        }
        if (length > 0 && length < sizeof word && is_link(word, length)) {
            *at += length;
            passed = true;
        }
        if (!passed) return **at == '\0' || isdigit((unsigned char)**at);
    }
}

/* How many times there are, all of them read; 0 when something else is written. */
static size_t read_times(const char *cell, int *times)
{
    size_t count = 0;
    const char *at = cell;
    while (skip_links(&at) && *at != '\0') {
        int time = read_time(&at);
        if (time < 0 || count == TIMES_MAX) return 0;
        times[count++] = time;
    }
    return *at == '\0' ? count : 0;
}

static bool are_in_order(const int *times, size_t count)
{
    if (count == 0 || count % 2 != 0) return false;
    for (size_t i = 1; i < count; i++) {
        bool touches = i % 2 == 0 && times[i] == times[i - 1];
        if (times[i] <= times[i - 1] && !touches) return false;
    }
    return true;
}

static void add_span(struct hours *out, unsigned weekday, int opens, int closes)
{
    struct hours_span *last = out->count == 0 ? NULL : &out->spans[out->count - 1];
    if (last != NULL && last->weekday == weekday && last->closes == opens) {
        last->closes = (uint16_t)closes;
        return;
    }
    if (out->count == HOURS_SPAN_MAX) return;
    out->spans[out->count++] =
        (struct hours_span){(uint8_t)weekday, (uint16_t)opens, (uint16_t)closes};
}

enum day_hours day_hours_read(const char *cell, unsigned weekday, struct hours *out)
{
    int times[TIMES_MAX];
    char *folded = cell == NULL ? NULL : text_folded(cell);
    if (folded == NULL) return DAY_UNSAID;
    bool unknown = says_unknown(folded), closed = says_closed(folded), open = says_open(folded);
    free(folded);
    if (unknown) return DAY_UNSAID;
    if (closed) return DAY_CLOSED;
    if (open) return DAY_SOMETIME;
    size_t count = read_times(cell, times);
    if (!are_in_order(times, count)) return DAY_UNREAD;
    for (size_t i = 0; i < count; i += 2) add_span(out, weekday, times[i], times[i + 1]);
    return DAY_OPEN;
}
