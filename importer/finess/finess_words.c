/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finess/finess_words.h"

#include "files/readable.h"
#include "run/way.h"

#include <ctype.h>
#include <string.h>

bool finess_is_number(const char *text)
{
    if (strlen(text) != 9) return false;
    for (size_t i = 0; i < 9; i++) {
        bool corsica = i == 1 && text[0] == '2' && (text[1] == 'A' || text[1] == 'B');
        if (!isdigit((unsigned char)text[i]) && !corsica) return false;
    }
    return true;
}

static bool is_one_of(const char *word, size_t length, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strlen(*words) == length && memcmp(*words, word, length) == 0) return true;
    }
    return false;
}

/* In names and streets alike. */
static bool is_zone_or_number(const char *word, size_t length)
{
    static const char *const known[] = {"ZA", "ZAC", "ZI",  "ZUP",  "II",   "III",
                                        "IV", "VI",  "VII", "VIII", "XIII", NULL};
    return is_one_of(word, length, known);
}

/* Abbreviations that hold a vowel, so that they could be taken for words. In a street they would be
 * words: `Mas des Rosiers`. */
static bool is_abbreviation(const char *word, size_t length)
{
    static const char *const known[] = {
        "ADAPEI", "ADMR",   "AGEP",   "ANPAA", "APAJH",  "APF",   "APHP",   "ASDR",   "ASSAD",
        "BAPU",   "CAARUD", "CAJ",    "CAMSP", "CATTP",  "CCAS",  "CEGIDD", "CHI",    "CHIC",
        "CHU",    "CIAS",   "CLAT",   "CLIC",  "CMPEA",  "CMPI",  "CPEF",   "CSAPA",  "CSI",
        "DAC",    "DEAT",   "EAM",    "EANM",  "EHPA",   "EHPAD", "EPSM",   "ESA",    "ESAT",
        "FAM",    "GCSMS",  "GEM",    "GIE",   "HAD",    "HIA",   "IEM",    "IES",    "IME",
        "IMPRO",  "ITEP",   "MAIA",   "MAPA",  "MARPA",  "MAS",   "MDA",    "MECS",   "MGEN",
        "MSA",    "OHS",    "PASS",   "PMI",   "SA",     "SAAD",  "SAEMO",  "SAMSAH", "SAS",
        "SASU",   "SAVS",   "SELARL", "SELAS", "SESSAD", "SIAE",  "SMUR",   "SPASAD", "SSIAD",
        "UAD",    "UDAF",   "UGECAM", "UHR",   "UNA",    "USLD",  "USP",    "VIH",    NULL,
    };
    return is_one_of(word, length, known);
}

/* CH, CMPP: two to five consonants; `ST`, `DR` and the like are words cut short. */
static bool is_unspeakable(const char *word, size_t length)
{
    static const char *const cut[] = {"ST",  "DR", "MR",  "MME", "PR", "BD",
                                      "RTE", "PL", "CHT", "GD",  NULL};
    if (length < 2 || length > 5) return false;
    for (size_t i = 0; i < length; i++) {
        bool consonant = isupper((unsigned char)word[i]) && strchr("AEIOUY", word[i]) == NULL;
        if (!consonant) return false;
    }
    return !is_one_of(word, length, cut);
}

static char *single_spaced(const char *text, struct pool *pool)
{
    char *copy = pool_text(pool, text, strlen(text));
    if (copy == NULL) return NULL;
    char *out = copy;
    for (const char *at = copy; *at != '\0'; at++) {
        bool again = isspace((unsigned char)*at) && (out == copy || out[-1] == ' ');
        if (!again) *out++ = isspace((unsigned char)*at) ? ' ' : *at;
    }
    if (out > copy && out[-1] == ' ') out--;
    *out = '\0';
    return copy;
}

#define WORD_ENDS " -'/.,()\"&+"

static const char *words(const char *text, bool is_name, struct pool *pool)
{
    const char *given = single_spaced(text, pool);
    if (given == NULL || *given == '\0') return given;
    const char *read = readable_words(given, pool);
    if (read == NULL || strlen(read) != strlen(given)) return read;
    char *out = pool_text(pool, read, strlen(read));
    for (const char *at = given; out != NULL && *at != '\0';) {
        size_t length = strcspn(at, WORD_ENDS);
        bool kept = is_zone_or_number(at, length) ||
                    (is_name && (is_abbreviation(at, length) || is_unspeakable(at, length)));
        if (kept) memcpy(out + (at - given), at, length);
        at += length;
        at += strspn(at, WORD_ENDS);
    }
    return out;
}

const char *finess_words(const char *text, struct pool *pool)
{
    return words(text, true, pool);
}

const char *finess_town(const char *text, struct pool *pool)
{
    if (text == NULL) return NULL;
    const char *end = strstr(text, "CEDEX");
    size_t length = end == NULL ? strlen(text) : (size_t)(end - text);
    while (length > 0 && text[length - 1] == ' ') length--;
    const char *town = pool_text(pool, text, length);
    return town == NULL || *town == '\0' ? NULL : readable_words(town, pool);
}

/* bis, ter or a letter: it belongs to the number. */
static bool is_suffix(const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    if (length == 1) return isalpha((unsigned char)text[0]) != 0;
    return length > 0 &&
           (strcmp(text, "BIS") == 0 || strcmp(text, "TER") == 0 || strcmp(text, "QUATER") == 0);
}

static const char *joined(struct pool *pool, const char *a, const char *separator, const char *b)
{
    if (a == NULL || b == NULL) return a == NULL ? b : a;
    return pool_format(pool, "%s%s%s", a, separator, b);
}

/* BP 132, CS 10010, TSA: the post office's, nobody can go there. */
static bool is_post_box(const char *text)
{
    return strncmp(text, "BP", 2) == 0 || strncmp(text, "CS ", 3) == 0 ||
           strncmp(text, "TSA", 3) == 0 || strncmp(text, "B.P", 3) == 0;
}

/* `BP 71 IMMEUBLE SEMAFA` without its post box; NULL when nothing is left. */
static const char *without_post_box(const char *text)
{
    if (text == NULL || !is_post_box(text)) return text;
    const char *at = text + strcspn(text, "0123456789");
    at += strspn(at, "0123456789 ,-");
    return *at == '\0' ? NULL : at;
}

/* Behind its way a street begins with a small word: `Route de Paris`. */
static const char *after_way(const char *street, struct pool *pool)
{
    const char *written = pool_format(pool, "R %s", street);
    const char *read = written == NULL ? NULL : words(written, false, pool);
    return read == NULL ? NULL : read + strlen("R ");
}

const char *finess_door(const struct finess_site *site, struct pool *pool)
{
    const char *number = site->number;
    if (site->street == NULL && site->way == NULL) {
        const char *place = without_post_box(site->locality);
        return place == NULL ? NULL : words(place, false, pool);
    }
    const char *way = site->way == NULL ? NULL : way_words(site->way);
    const char *street = NULL;
    if (site->street != NULL) {
        street = way == NULL ? words(site->street, false, pool) : after_way(site->street, pool);
    }
    if (number != NULL && is_suffix(site->street_more)) {
        number = joined(pool, number, " ", site->street_more);
    }
    return joined(pool, number, " ", joined(pool, way, " ", street));
}

const char *finess_address(const struct finess_site *site, struct pool *pool)
{
    const char *door = finess_door(site, pool);
    const char *more[] = {is_suffix(site->street_more) ? NULL : site->street_more, site->more,
                          without_post_box(site->locality)};
    bool is_door = site->street == NULL && site->way == NULL; /* the locality is the door */
    for (size_t i = 0; i < (is_door ? 2 : 3); i++) {
        if (more[i] == NULL) continue;
        door = joined(pool, door, ", ", words(more[i], false, pool));
    }
    return door;
}
