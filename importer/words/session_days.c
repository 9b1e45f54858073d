/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words/session_days.h"

#include "cells/values.h"
#include "files/pool.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define HALF_YEAR 183 /* days */

struct pieces {
    const char *texts[SESSION_DAYS_MAX];
    size_t count;
    struct pool pool;
};

/* How long the sign is that parts two dates here; 0: none. A comma in `1,5` is none. */
static size_t joint_length(const char *text)
{
    if (strchr(",;&\n+", text[0]) != NULL) return 1;
    return strncasecmp(text, " et ", 4) == 0 ? 4 : 0;
}

static const char *without_article(const char *text)
{
    static const char *const articles[] = {"les ", "le ", "du ", "date : ", "dates : "};
    text += strspn(text, " ");
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        size_t length = strlen(articles[i]);
        if (strncasecmp(text, articles[i], length) == 0) return text + length;
    }
    return text;
}

static bool add_piece(struct pieces *pieces, const char *text, size_t length)
{
    char *piece = pool_text(&pieces->pool, text, length);
    if (piece == NULL) return false;
    const char *bare = without_article(piece);
    size_t end = strlen(bare);
    while (end > 0 && (bare[end - 1] == ' ' || bare[end - 1] == '.')) end--;
    if (end == 0) return true;
    if (pieces->count == SESSION_DAYS_MAX) return false;
    pieces->texts[pieces->count++] = pool_text(&pieces->pool, bare, end);
    return !pieces->pool.failed;
}

static bool cut(const char *text, struct pieces *pieces)
{
    const char *start = text;
    for (; *text != '\0'; text++) {
        size_t joint = joint_length(text);
        if (joint == 0) continue;
        if (!add_piece(pieces, start, (size_t)(text - start))) return false;
        start = text + joint;
        text = start - 1;
    }
    return add_piece(pieces, start, strlen(start));
}

/* What follows the number of the day: ` novembre 2026`, `/11`. NULL: nothing does. */
static const char *after_day(const char *text)
{
    text += strcspn(text, "0123456789");
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 2) return NULL;
    text += digits;
    if (strncasecmp(text, "er", 2) == 0) text += 2;
    return text[strspn(text, " ")] == '\0' ? NULL : text;
}

/* A date, or one without its year, which is then the nearest. */
static bool read_date(const char *text, day today, struct pool *pool, day *out)
{
    if (value_day(text, out)) return true;
    bool found = false;
    struct civil now = day_civil(today);
    for (int year = now.year - 1; year <= now.year + 1; year++) {
        day date = 0;
        const char *whole = pool_format(pool, "%s %d", text, year);
        if (whole == NULL || !value_day(whole, &date)) continue;
        if (date <= today - HALF_YEAR || date > today + HALF_YEAR) continue;
        *out = date;
        found = true;
    }
    return found;
}

static bool is_among(const day *days, size_t count, day wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (days[i] == wanted) return true;
    }
    return false;
}

enum session_days_problem session_days_read(const char *text, day today, day out[SESSION_DAYS_MAX],
                                            size_t *count)
{
    struct pieces pieces = {0};
    enum session_days_problem problem = SESSION_DAYS_FINE;
    *count = 0;
    if (!cut(text, &pieces)) problem = SESSION_DAYS_TOO_MANY;
    const char *rest = NULL; /* the month and year of the dates that follow */
    for (size_t i = pieces.count; i > 0 && problem == SESSION_DAYS_FINE; i--) {
        const char *piece = pieces.texts[i - 1], *own = after_day(piece);
        if (own != NULL) rest = own;
        if (own == NULL && rest != NULL) piece = pool_format(&pieces.pool, "%s%s", piece, rest);
        pieces.texts[i - 1] = piece;
    }
    if (pieces.count == 0 && problem == SESSION_DAYS_FINE) problem = SESSION_DAYS_UNREAD;
    for (size_t i = 0; i < pieces.count && problem == SESSION_DAYS_FINE; i++) {
        day date = 0;
        const char *piece = pieces.texts[i];
        if (piece == NULL || !read_date(piece, today, &pieces.pool, &date)) {
            problem = SESSION_DAYS_UNREAD;
        } else if (!is_among(out, *count, date)) {
            out[(*count)++] = date;
        }
    }
    pool_free(&pieces.pool);
    return problem;
}
