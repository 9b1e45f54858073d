/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/values.h"

#include "geodata/text.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) return true;
    }
    return false;
}

bool value_yes_no(const char *text, enum tristate *out)
{
    static const char *const yes[] = {"oui", "o", "x", "1", "vrai", "true", "yes", "y", NULL};
    static const char *const no[] = {"non", "n", "0", "faux", "false", "no", NULL};
    static const char *const unknown[] = {"", "non precise", "inconnu", "nsp", "ne sait pas", NULL};
    *out = TRISTATE_UNKNOWN;
    if (text == NULL) return true;
    char *folded = text_folded(text);
    if (folded == NULL) return false;
    if (is_one_of(folded, yes)) *out = TRISTATE_YES;
    if (is_one_of(folded, no)) *out = TRISTATE_NO;
    bool read = *out != TRISTATE_UNKNOWN || is_one_of(folded, unknown);
    free(folded);
    return read;
}

int value_month(const char *word)
{
    static const char *const months[] = {"janvier",   "fevrier", "mars",     "avril",
                                         "mai",       "juin",    "juillet",  "aout",
                                         "septembre", "octobre", "novembre", "decembre"};
    size_t length = strlen(word);
    for (int m = 0; m < 12; m++) {
        bool begins = length >= 3 && strncmp(months[m], word, length) == 0;
        if (!begins) continue;
        if (length == 3 && strncmp(word, "jui", 3) == 0) return 0; /* juin or juillet */
        return m + 1;
    }
    return 0;
}

/* Folded words `15 11 2026`, `lundi 15 novembre 26`, `2026 11 15`, `15 11 2026 00 00`. */
static bool read_date_words(char *folded, int *year, int *month, int *day_of_month)
{
    int numbers[3] = {0}, count = 0, digits_of_first = 0;
    char *rest = NULL;
    for (char *word = strtok_r(folded, " ", &rest); word != NULL && count < 3;
         word = strtok_r(NULL, " ", &rest)) {
        size_t length = strlen(word);
        size_t digits = strspn(word, "0123456789");
        if (strcmp(word, "1er") == 0) digits = length = 1;
        if (digits == length && length <= 4) {
            if (count == 0) digits_of_first = (int)length;
            numbers[count++] = atoi(word);
            continue;
        }
        if (count == 0 && digits == 0) continue; /* the day of the week */
        int named = count == 1 ? value_month(word) : 0;
        if (named == 0) return false;
        numbers[count++] = named;
    }
    if (count < 3) return false;
    bool year_first = digits_of_first == 4;
    *year = year_first ? numbers[0] : numbers[2];
    *month = numbers[1];
    *day_of_month = year_first ? numbers[2] : numbers[0];
    if (*year < 100) *year += 2000;
    return true;
}

/* A day as spreadsheets count it, from 30 December 1899: between the years 2000 and 2100, five
 * digits. */
static bool read_serial(const char *text, day *out)
{
    size_t digits = strspn(text, "0123456789");
    day origin = 0;
    if (digits != 5 || text[5] != '\0' || day_parse("1899-12-30", &origin) != STATUS_OK)
        return false;
    int serial = atoi(text);
    *out = origin + serial;
    return serial >= 36526 && serial < 73051;
}

bool value_day(const char *text, day *out)
{
    int year = 0, month = 0, day_of_month = 0;
    if (read_serial(text, out)) return true;
    char *folded = text_folded(text);
    if (folded == NULL) return false;
    bool read = read_date_words(folded, &year, &month, &day_of_month);
    free(folded);
    if (!read || year < 1900 || year > 2200 || month > 99 || day_of_month > 99) return false;
    char date[40];
    snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, day_of_month);
    return day_parse(date, out) == STATUS_OK;
}

bool value_date(const char *text, struct pool *pool, const char **out)
{
    struct buffer date = {0};
    day read = 0;
    *out = NULL;
    if (text == NULL) return true;
    if (!value_day(text, &read)) return false;
    day_format(read, &date);
    if (!date.failed) *out = pool_text(pool, date.data, date.length);
    buffer_free(&date);
    return *out != NULL;
}

bool value_minutes(const char *text, int *out)
{
    while (*text == ' ') text++;
    if (strcasecmp(text, "midi") == 0) {
        *out = 12 * 60;
        return true;
    }
    double part = 0.0;
    if (strncmp(text, "0.", 2) == 0 && value_number(text, &part)) {
        *out = (int)lround(part * 1440.0); /* a spreadsheet's time of day: 0.375 is 9:00 */
        return true;
    }
    if (!isdigit((unsigned char)*text)) return false;
    char *end = NULL;
    long hours = strtol(text, &end, 10), minutes = 0;
    while (*end == ' ') end++;
    if (strncasecmp(end, "heures", 6) == 0) {
        end += 6;
    } else if (strncasecmp(end, "heure", 5) == 0) {
        end += 5;
    } else if (*end == 'h' || *end == 'H' || *end == ':') {
        end++;
    } else {
        return false;
    }
    while (*end == ' ') end++;
    if (isdigit((unsigned char)*end)) {
        if (!isdigit((unsigned char)end[1])) return false;
        minutes = strtol(end, &end, 10);
    }
    if (strcmp(end, ":00") == 0) end += 3; /* seconds that a spreadsheet adds */
    while (*end == ' ') end++;
    if (*end != '\0' || hours > 24 || minutes > 59 || hours * 60 + minutes > 1440) return false;
    *out = (int)(hours * 60 + minutes);
    return true;
}

/* A plain number, as all coordinates are: its digits and the power of ten below them are both
 * exact, so that one division rounds as strtod does. False: it is none. */
static bool read_plain_number(const char *digits, double *out)
{
    static const double powers[] = {1.0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool is_negative = *digits == '-', has_point = false;
    uint64_t whole = 0;
    size_t count = 0, decimals = 0;
    for (digits += is_negative; *digits != '\0'; digits++) {
        if ((*digits == '.' || *digits == ',') && !has_point) {
            has_point = true;
            continue;
        }
        if (*digits < '0' || *digits > '9' || ++count > 15) return false;
        whole = whole * 10 + (uint64_t)(*digits - '0');
        decimals += has_point;
    }
    if (count == 0) return false;
    double number = (double)whole / powers[decimals];
    *out = is_negative ? -number : number;
    return true;
}

bool value_number(const char *text, double *out)
{
    char digits[64];
    size_t count = 0;
    if (read_plain_number(text, out)) return true;
    for (; *text != '\0'; text++) {
        if (*text == ' ') continue;
        if (count + 1 == sizeof digits || strchr("0123456789.,-+", *text) == NULL) return false;
        digits[count++] = *text == ',' ? '.' : *text;
    }
    digits[count] = '\0';
    char *end = NULL;
    *out = strtod(digits, &end);
    return count > 0 && *end == '\0' && isfinite(*out);
}

/* Lambert-93 covers 0 .. 1,300 km east and 6,000 .. 7,200 km north. */
static bool looks_lambert_93(double x, double y)
{
    return fabs(x) > 1000.0 && fabs(x) < 1400000.0 && y > 5900000.0 && y < 7300000.0;
}

/* France with its neighbours, far from being symmetric: lon 41 .. 52 and lat -6 .. 10 is the sea
 * off Somalia, but mostly a pair written the other way round. */
static bool looks_swapped(double lon, double lat)
{
    return lon > 41.0 && lon < 52.0 && lat > -6.0 && lat < 10.0;
}

enum point_problem value_point(const char *lon, const char *lat, struct point *out)
{
    if (lon == NULL && lat == NULL) return POINT_ABSENT;
    if (lon == NULL || lat == NULL) return POINT_HALF;
    if (!value_number(lon, &out->lon) || !value_number(lat, &out->lat)) return POINT_NO_NUMBER;
    if (looks_lambert_93(out->lon, out->lat) || looks_lambert_93(out->lat, out->lon)) {
        return POINT_LAMBERT_93;
    }
    if (!geo_point_is_valid(*out) || (out->lon == 0.0 && out->lat == 0.0)) return POINT_OUTSIDE;
    if (looks_swapped(out->lon, out->lat)) return POINT_SWAPPED;
    return POINT_FINE;
}

const char *point_problem_cause(enum point_problem problem)
{
    switch (problem) {
    case POINT_HALF:
        return "il manque la longitude ou la latitude";
    case POINT_NO_NUMBER:
        return "ce n'est pas un nombre de degrés";
    case POINT_LAMBERT_93:
        return "ces coordonnées sont en mètres (Lambert-93), il faut des degrés (WGS 84)";
    case POINT_SWAPPED:
        return "la longitude et la latitude sont inversées";
    case POINT_OUTSIDE:
        return "cette position n'existe pas";
    case POINT_FINE:
    case POINT_ABSENT:
        break;
    }
    return "";
}

const char *point_problem_remedy(enum point_problem problem)
{
    switch (problem) {
    case POINT_LAMBERT_93:
        return "donnez lon et lat, par exemple 2,330191 et 48,833813, ou laissez ces cellules "
               "vides : l'adresse suffira";
    case POINT_SWAPPED:
        return "échangez les deux cellules : en France, lat est proche de 48, lon de 2";
    case POINT_HALF:
    case POINT_NO_NUMBER:
    case POINT_OUTSIDE:
        return "corrigez les deux cellules, ou videz-les : l'adresse suffira";
    case POINT_FINE:
    case POINT_ABSENT:
        break;
    }
    return NULL;
}

bool value_fees(const char *text, const char **out)
{
    static const struct {
        const char *words, *code;
    } cases[] = {
        {"non conventionne", "0"},
        {"hors convention", "0"},
        {"nc", "0"},
        {"honoraires libres", "3"},
        {"conventionne avec depassement", "2"},
        {"conventionne", "1"},
    };
    *out = NULL;
    if (text == NULL) return true;
    char *folded = text_folded(text);
    if (folded == NULL) return false;
    const char *number = strncmp(folded, "secteur ", 8) == 0 ? folded + 8 : folded;
    if (number[0] == 'c' && isdigit((unsigned char)number[1])) number++; /* c1, c2: old codes */
    for (const char *code = "0123"; *code != '\0' && *out == NULL; code++) {
        bool alone = number[0] == *code && (number[1] == '\0' || number[1] == ' ');
        if (alone) *out = &"0\0001\0002\0003"[(*code - '0') * 2];
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases && *out == NULL; i++) {
        if (strcmp(folded, cases[i].words) == 0) *out = cases[i].code;
    }
    free(folded);
    return *out != NULL;
}

bool value_identifier(const char *text, size_t length, struct pool *pool, const char **out)
{
    char digits[16] = {0};
    size_t count = 0;
    *out = NULL;
    if (text == NULL) return true;
    for (; *text != '\0'; text++) {
        char c = (char)toupper((unsigned char)*text);
        if (c == ' ' || c == '.') continue;
        bool corsica = length == 9 && count == 1 && (c == 'A' || c == 'B');
        if (!isdigit((unsigned char)c) && !corsica) return false;
        if (count == length || count + 1 == sizeof digits) return false;
        digits[count++] = c;
    }
    if (count == 0 || count + 2 < length) return false;
    *out = pool_format(pool, "%.*s%s", (int)(length - count), "00", digits);
    return *out != NULL;
}

/* Whether `host`, up to its path, may be the name of a machine: something on both sides of a dot,
 * and no @, which makes it a mail address. */
static bool is_host(const char *host)
{
    size_t length = strcspn(host, "/?#");
    const char *dot = memchr(host, '.', length);
    return dot != NULL && dot > host && dot + 1 < host + length &&
           memchr(host, '@', length) == NULL;
}

bool value_website(const char *text, struct pool *pool, const char **out)
{
    *out = NULL;
    if (text == NULL) return true;
    if (strpbrk(text, " \t\n\"<>\\") != NULL) return false;
    bool secure = strncasecmp(text, "https://", 8) == 0;
    if (secure || strncasecmp(text, "http://", 7) == 0) {
        if (!is_host(text + (secure ? 8 : 7))) return false;
        *out = pool_text(pool, text, strlen(text));
        return *out != NULL;
    }
    if (strchr(text, ':') != NULL || !is_host(text)) return false;
    *out = pool_format(pool, "https://%s", text);
    return *out != NULL;
}

bool value_email(const char *text)
{
    const char *at = strchr(text, '@');
    if (at == NULL || at == text || strchr(at + 1, '@') != NULL) return false;
    const char *dot = strrchr(at, '.');
    return dot != NULL && dot > at + 1 && dot[1] != '\0' && strpbrk(text, " ,;<>") == NULL;
}
