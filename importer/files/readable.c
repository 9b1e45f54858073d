/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/readable.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* In UTF-8 À to Þ are C3 80 to C3 9E, and their small letters 20 behind them; 97 is × and 9F ß. */
static bool is_capital_pair(const unsigned char *at)
{
    bool latin = at[0] == 0xC3 && at[1] >= 0x80 && at[1] <= 0x9E && at[1] != 0x97;
    return latin || (at[0] == 0xC5 && at[1] == 0x92); /* Œ */
}

static bool is_small_pair(const unsigned char *at)
{
    bool latin = at[0] == 0xC3 && at[1] >= 0xA0 && at[1] != 0xB7;
    return latin || (at[0] == 0xC5 && at[1] == 0x93);
}

static bool has_small_letter(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        if (islower(*at) && *at < 0x80) return true;
        if (is_small_pair(at)) return true;
    }
    return false;
}

static bool begins_word(char before)
{
    return before == ' ' || before == '-' || before == '\'' || before == '(' || before == '/' ||
           before == '.' || before == ',' || before == '"';
}

/* Makes every capital small but the first letters of words. */
static void lower(char *text)
{
    char before = ' ';
    for (unsigned char *at = (unsigned char *)text; *at != '\0'; at++) {
        bool first = begins_word(before);
        before = (char)*at;
        if (*at < 0x80 && isupper(*at) && !first) *at = (unsigned char)tolower(*at);
        if (!is_capital_pair(at)) continue;
        if (!first) at[1] = (unsigned char)(at[1] + (at[0] == 0xC3 ? 0x20 : 1));
        at++;
    }
}

static bool is_small_word(const char *word, size_t length)
{
    static const char *const small[] = {"De",  "Du", "Des", "La",   "Le",  "Les", "Et", "Au",
                                        "Aux", "En", "Sur", "Sous", "Lès", "À",   "D",  "L"};
    for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
        if (strlen(small[i]) == length && memcmp(small[i], word, length) == 0) return true;
    }
    return false;
}

static void lower_small_words(char *text, bool first_too)
{
    size_t length = 0;
    for (char *at = text; *at != '\0'; at += length) {
        size_t gap = strspn(at, " -'");
        bool elided = at[gap] != '\0' && at[gap + 1] == '\'';
        at += gap;
        length = strcspn(at, " -'");
        bool alone = length == 1 && !elided; /* a staircase, a building: not an article */
        if ((at == text && !first_too) || alone || !is_small_word(at, length)) continue;
        unsigned char *first = (unsigned char *)at;
        if (*first < 0x80) *first = (unsigned char)tolower(*first);
        if (is_capital_pair(first)) first[1] = (unsigned char)(first[1] + 0x20);
    }
}

const char *readable_name(const char *text, struct pool *pool)
{
    char *copy = pool_text(pool, text, strlen(text));
    if (copy != NULL && !has_small_letter(copy)) lower(copy);
    return copy;
}

static const char *read_words(const char *text, struct pool *pool, bool first_too)
{
    char *copy = pool_text(pool, text, strlen(text));
    if (copy == NULL || has_small_letter(copy)) return copy;
    lower(copy);
    lower_small_words(copy, first_too);
    return copy;
}

const char *readable_words(const char *text, struct pool *pool)
{
    return read_words(text, pool, false);
}

const char *readable_more(const char *text, struct pool *pool)
{
    return read_words(text, pool, true);
}
