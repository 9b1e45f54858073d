/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words/zone_radius.h"

#include "geodata/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Words that may stand around a distance without changing what it says. */
static bool only_filler(const char *text, size_t length)
{
    static const char *const fillers[] = {
        "rayon",      "un",   "de",        "d",         "dans",      "du",       "cabinet",
        "autour",     "a",    "la",        "ronde",     "env",       "environ",  "jusqu",
        "moins",      "zone", "perimetre", "officine",  "l",         "domicile", "maximum",
        "max",        "le",   "vol",       "oiseau",    "au",        "mon",      "pharmacie",
        "uniquement", "et",   "maxi",      "seulement", "alentours", "aux",      NULL};
    struct buffer folded = {0};
    text_fold(text, length, &folded);
    bool only = !folded.failed;
    char *rest = NULL;
    char *word = folded.length == 0 ? NULL : strtok_r(folded.data, " ", &rest);
    for (; only && word != NULL; word = strtok_r(NULL, " ", &rest)) {
        const char *const *filler = fillers;
        while (*filler != NULL && strcmp(*filler, word) != 0) filler++;
        only = *filler != NULL;
    }
    buffer_free(&folded);
    return only;
}

/* `km`, `kilomètres`, `m`, `mètres`: metres in one unit, and where the unit ends. */
static double unit_m(const char *text, const char **end)
{
    static const struct {
        const char *word;
        double metres;
    } units[] = {{"kilomètre", 1000}, {"kilometre", 1000}, {"km", 1000},
                 {"mètre", 1},        {"metre", 1},        {"m", 1}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i].word);
        if (strncasecmp(text, units[i].word, length) != 0) continue;
        *end = text + length;
        if ((**end == 's' || **end == 'S') && length >= 2) (*end)++;
        if (isalnum((unsigned char)**end)) continue;
        return units[i].metres;
    }
    return 0;
}

/* `2`, `1,5`, `2 000`: the number at `text`, and where it ends. */
static bool read_number(const char *text, double *out, const char **end)
{
    char number[16];
    size_t length = 0;
    const char *at = text;
    for (; length + 1 < sizeof number; at++) {
        bool thousands = *at == ' ' && strspn(at + 1, "0123456789") == 3;
        if (thousands) continue;
        if (*at == '\0' || strchr("0123456789.,", *at) == NULL) break;
        number[length++] = *at == ',' ? '.' : *at;
    }
    number[length] = '\0';
    char *rest = NULL;
    *out = strtod(number, &rest);
    *end = at;
    return rest != number && *rest == '\0';
}

bool zone_radius_read(const char *text, double *radius_m)
{
    const char *first = text + strcspn(text, "0123456789"), *unit = NULL, *end = NULL;
    double radius = 0;
    if (*first == '\0' || !read_number(first, &radius, &unit)) return false;
    unit += strspn(unit, " ");
    if (strncmp(unit, "\xC2\xA0", 2) == 0) unit += 2;
    double metres = unit_m(unit, &end);
    if (metres == 0) return false;
    if (!only_filler(text, (size_t)(first - text)) || !only_filler(end, strlen(end))) return false;
    *radius_m = radius * metres;
    return true;
}
