/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words/zone_words.h"

#include "files/geometry.h"
#include "geodata/text.h"
#include "words/zone_radius.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct reader {
    zone_area_known *known;
    void *context;
    struct pool *pool;
    struct zone_words *out;
};

struct piece {
    const char *text; /* in the pool */
    enum zone_effect effect;
    const char *label; /* as it was said, with its "sauf" */
};

static char *trimmed(struct pool *pool, const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)text[0])) {
        text++;
        length--;
    }
    while (length > 0 && (isspace((unsigned char)text[length - 1]) || text[length - 1] == '.')) {
        length--;
    }
    return pool_text(pool, text, length);
}

static void add_problem(struct reader *reader, const struct piece *piece, const char *cause,
                        bool mended)
{
    if (reader->out->problem_count == ZONE_PIECES_MAX) return;
    reader->out->problems[reader->out->problem_count++] = (struct zone_problem){
        .piece = piece->label,
        .cause = cause,
        .mended = mended,
        .excludes = piece->effect == ZONE_EXCLUDE,
    };
}

static void add_zone(struct reader *reader, const struct piece *piece, struct zone zone)
{
    if (reader->out->count == ZONE_PIECES_MAX) {
        add_problem(reader, piece, "il y a trop de zones dans cette cellule", false);
        return;
    }
    zone.effect = piece->effect;
    zone.label = piece->label;
    reader->out->zones[reader->out->count++] = zone;
}

static bool read_polygon(struct reader *reader, const struct piece *piece)
{
    if (strncasecmp(piece->text, "POLYGON", 7) != 0 &&
        strncasecmp(piece->text, "MULTIPOLYGON", 12) != 0) {
        return false;
    }
    struct buffer wkt = {0}, why = {0};
    bool mended = false;
    enum status status = geometry_read(piece->text, &wkt, &mended, &why);
    const char *cause = why.length == 0 ? NULL : pool_text(reader->pool, why.data, why.length);
    if (status != STATUS_OK || mended) add_problem(reader, piece, cause, mended);
    if (status == STATUS_OK) {
        struct piece drawn = *piece;
        drawn.label = piece->effect == ZONE_EXCLUDE ? "sauf zone dessinée" : "zone dessinée";
        const char *text = pool_text(reader->pool, wkt.data, wkt.length);
        add_zone(reader, &drawn, (struct zone){.shape = ZONE_GEOMETRY, .geometry = text});
    }
    buffer_free(&wkt);
    buffer_free(&why);
    return true;
}

static bool read_radius(struct reader *reader, const struct piece *piece)
{
    double radius = 0;
    if (!zone_radius_read(piece->text, &radius)) return false;
    if (radius < ZONE_RADIUS_MIN_M || radius > ZONE_RADIUS_MAX_M) {
        add_problem(reader, piece, "ce rayon n'est pas entre 10 m et 100 km", false);
        return true;
    }
    add_zone(reader, piece, (struct zone){.shape = ZONE_CIRCLE, .radius_m = radius});
    return true;
}

/* The cities with arrondissements: their postcodes, their INSEE codes, how many there are. */
static const struct city {
    const char *name, *postcode, *insee;
    int last;
} cities[] = {
    {"paris", "750", "751", 20}, {"lyon", "6900", "6938", 9}, {"marseille", "130", "132", 16}};
#define CITY_COUNT (sizeof cities / sizeof *cities)

static const char *insee_of_postcode(struct pool *pool, const char *text)
{
    if (strlen(text) != 5 || strspn(text, "0123456789") != 5) return NULL;
    for (size_t i = 0; i < CITY_COUNT; i++) {
        size_t length = strlen(cities[i].postcode);
        if (strncmp(text, cities[i].postcode, length) == 0) {
            return pool_format(pool, "%s%s", cities[i].insee, text + length);
        }
    }
    return NULL;
}

static bool skip_word(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0) return false;
    if ((*at)[length] != ' ' && (*at)[length] != '\0') return false;
    *at += length + ((*at)[length] == ' ');
    return true;
}

/* `14e`, `14 eme arrondissement`: the number, 0 when it is something else. */
static int arrondissement_number(const char *text)
{
    static const char *const endings[] = {"e",  "er",  "eme",  "ieme",  "nd",
                                          "ar", "arr", "ardt", "arrdt", "arrondissement"};
    char *end = NULL;
    long number = strtol(text, &end, 10);
    if (end == text || number < 1 || number > 20) return 0;
    const char *at = end;
    bool ended = *at == '\0', found = true;
    at += *at == ' ';
    while (*at != '\0' && found) {
        found = false;
        for (size_t i = 0; i < sizeof endings / sizeof *endings && !found; i++) {
            found = skip_word(&at, endings[i]);
        }
    }
    return ended || *at == '\0' ? (int)number : 0;
}

/* `paris 14e`, or `14e` where one city only has such a one on our territory. */
static const char *arrondissement(const struct reader *reader, const char *folded)
{
    const char *only = NULL;
    size_t said = CITY_COUNT, found = 0;
    for (size_t i = 0; i < CITY_COUNT; i++) {
        if (skip_word(&folded, cities[i].name)) said = i;
    }
    int number = arrondissement_number(folded);
    for (size_t i = 0; i < CITY_COUNT && number > 0; i++) {
        if ((said < CITY_COUNT && i != said) || number > cities[i].last) continue;
        const char *code =
            pool_format(reader->pool, strlen(cities[i].insee) == 3 ? "%s%02d" : "%s%d",
                        cities[i].insee, number);
        if (code == NULL || !reader->known(reader->context, code)) continue;
        only = code;
        found++;
    }
    return found == 1 ? only : NULL;
}

/* Words before a name that do not change which area it is. */
static const char *bare_name(const char *folded)
{
    static const char *const words[] = {
        "tout", "toute",    "le",        "la",      "les",      "l",          "dans",
        "sur",  "quartier", "quartiers", "commune", "communes", "ville",      "secteur",
        "de",   "du",       "des",       "d",       "a",        "uniquement", "seulement"};
    bool skipped = true;
    while (skipped) {
        skipped = false;
        for (size_t i = 0; i < sizeof words / sizeof *words && !skipped; i++) {
            skipped = skip_word(&folded, words[i]);
        }
    }
    return folded;
}

/* Words after a name that do not either. */
static void cut_endings(char *folded)
{
    static const char *const words[] = {" uniquement", " seulement", " exclusivement"};
    size_t length = strlen(folded);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t ending = strlen(words[i]);
        if (length > ending && strcmp(folded + length - ending, words[i]) == 0)
            folded[length - ending] = '\0';
    }
}

/* `75014 paris`, `paris 75014`: the postcode; the name of its city adds nothing. */
static const char *postcode_with_city(struct pool *pool, const char *folded)
{
    const char *code = folded + strcspn(folded, "0123456789");
    if (strspn(code, "0123456789") != 5) return NULL;
    const char *before = folded, *after = code + 5;
    for (size_t i = 0; i < CITY_COUNT; i++) {
        if (skip_word(&before, cities[i].name)) break;
    }
    bool first = before == code;
    after += *after == ' ';
    for (size_t i = 0; i < CITY_COUNT && code == folded; i++) {
        if (skip_word(&after, cities[i].name)) break;
    }
    return first && *after == '\0' ? insee_of_postcode(pool, pool_text(pool, code, 5)) : NULL;
}

/* The area that a name means; NULL: none that we know. */
static const char *find_area(const struct reader *reader, const char *text)
{
    if (reader->known(reader->context, text)) return text;
    const char *area = insee_of_postcode(reader->pool, text);
    if (area != NULL && reader->known(reader->context, area)) return area;
    struct buffer folded = {0};
    text_fold(text, strlen(text), &folded);
    char *whole = folded.length == 0 ? NULL : pool_text(reader->pool, folded.data, folded.length);
    buffer_free(&folded);
    if (whole == NULL) return NULL;
    cut_endings(whole);
    const char *name = bare_name(whole);
    if (name[0] == '\0') return NULL;
    area = postcode_with_city(reader->pool, name);
    if (area != NULL && reader->known(reader->context, area)) return area;
    area = arrondissement(reader, name);
    if (area != NULL) return area;
    return reader->known(reader->context, name) ? name : NULL;
}

static bool read_area(struct reader *reader, const struct piece *piece)
{
    const char *area = find_area(reader, piece->text);
    if (area == NULL) return false;
    add_zone(reader, piece, (struct zone){.shape = ZONE_AREA, .area = area});
    return true;
}

/* Where a list of names goes on: the nearest of its signs, and how long it is. */
static const char *find_joint(const char *text, size_t *length)
{
    bool only_codes = text[strspn(text, "0123456789 ")] == '\0'; /* `75014 75013` */
    *length = 1;
    if (only_codes) return strchr(text, ' ');
    static const char *const joints[] = {",", " et ", " + ", " & ", "/", " - "};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        const char *at = strstr(text, joints[i]);
        if (at == NULL || (found != NULL && found <= at)) continue;
        found = at;
        *length = strlen(joints[i]);
    }
    return found;
}

/* The next of several names in one piece, `A, B et C`; NULL when there is none left. */
static char *next_name(struct pool *pool, const char **at)
{
    size_t joint = 0;
    if (*at == NULL) return NULL;
    const char *cut = find_joint(*at, &joint);
    char *name = trimmed(pool, *at, cut == NULL ? strlen(*at) : (size_t)(cut - *at));
    *at = cut == NULL ? NULL : cut + joint;
    return name;
}

static void read_names(struct reader *reader, const struct piece *piece)
{
    const char *at = piece->text;
    bool several = find_joint(at, &(size_t){0}) != NULL;
    char *name = NULL;
    while ((name = next_name(reader->pool, &at)) != NULL) {
        if (name[0] == '\0') continue;
        struct piece one = {.text = name, .effect = piece->effect, .label = piece->label};
        bool excludes = piece->effect == ZONE_EXCLUDE;
        if (several) one.label = excludes ? pool_format(reader->pool, "sauf %s", name) : name;
        if (read_radius(reader, &one) || read_area(reader, &one)) continue;
        add_problem(reader, &one, "ce nom n'est ni un territoire connu, ni une zone dessinée",
                    false);
    }
}

/* What an export writes for the part of a zone that nobody could read. */
static bool read_elsewhere(struct reader *reader, const struct piece *piece)
{
    struct buffer folded = {0};
    text_fold(piece->text, strlen(piece->text), &folded);
    bool is_elsewhere = piece->effect == ZONE_INCLUDE && !folded.failed && folded.length > 0 &&
                        strcmp(folded.data, "ailleurs non precise") == 0;
    if (is_elsewhere) reader->out->elsewhere = true;
    buffer_free(&folded);
    return is_elsewhere;
}

static void read_one(struct reader *reader, const struct piece *piece)
{
    if (piece->text == NULL || piece->text[0] == '\0') return;
    if (read_elsewhere(reader, piece)) return;
    if (read_polygon(reader, piece)) return;
    if (read_radius(reader, piece)) return;
    if (read_area(reader, piece)) return;
    if (strncasecmp(piece->text, "entre ", 6) == 0) { /* not a list: `entre 1 et 2 km` */
        add_problem(reader, piece, "on ne sait pas jusqu'où exactement", false);
        return;
    }
    read_names(reader, piece);
}

/* Where a word that excludes begins in `text`, and its length; NULL when there is none. */
static const char *find_exception(const char *text, size_t *length)
{
    static const char *const words[] = {"sauf ",
                                        "sf ",
                                        "mais pas ",
                                        "pas ",
                                        "sans ",
                                        "en dehors de ",
                                        "à part ",
                                        "hors ",
                                        "excepté ",
                                        "à l'exception de ",
                                        "à l’exception de ",
                                        "à l'exception du ",
                                        "à l’exception du "};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *at = strcasestr(text, words[i]);
        bool begins_word = at != NULL && (at == text || strchr(" ,(", at[-1]) != NULL);
        if (!begins_word || (found != NULL && found <= at)) continue;
        found = at;
        *length = strlen(words[i]);
    }
    return found;
}

/* `Plaisance sauf Pernety` is two statements. */
static void read_piece(struct reader *reader, const char *text)
{
    size_t length = 0;
    const char *exception = find_exception(text, &length);
    size_t before = exception == NULL ? strlen(text) : (size_t)(exception - text);
    bool bracketed = before > 0 && text[before - 1] == '(';
    while (before > 0 && strchr(" ,(", text[before - 1]) != NULL) before--;
    const char *included = trimmed(reader->pool, text, before);
    if (included == NULL) return;
    read_one(reader, &(struct piece){.text = included, .effect = ZONE_INCLUDE, .label = included});
    if (exception == NULL) return;
    char *excluded = trimmed(reader->pool, exception + length, strlen(exception + length));
    size_t end = excluded == NULL ? 0 : strlen(excluded);
    if (bracketed && end > 0 && excluded[end - 1] == ')') excluded[end - 1] = '\0';
    const char *label = pool_format(reader->pool, "sauf %s", excluded == NULL ? "" : excluded);
    read_one(reader, &(struct piece){.text = excluded, .effect = ZONE_EXCLUDE, .label = label});
}

enum status zone_words_read(const char *cell, zone_area_known *known, void *context,
                            struct pool *pool, struct zone_words *out)
{
    struct reader reader = {.known = known, .context = context, .pool = pool, .out = out};
    *out = (struct zone_words){0};
    out->zones = pool_alloc(pool, ZONE_PIECES_MAX * sizeof *out->zones);
    out->problems = pool_alloc(pool, ZONE_PIECES_MAX * sizeof *out->problems);
    if (pool->failed) return STATUS_NO_MEMORY;
    size_t pieces = 0;
    while (*cell != '\0') {
        size_t length = strcspn(cell, ";|\n");
        if (++pieces > ZONE_PIECES_MAX) return STATUS_INVALID;
        char *piece = trimmed(pool, cell, length);
        if (piece != NULL && piece[0] != '\0') read_piece(&reader, piece);
        cell += length + (cell[length] != '\0');
    }
    return pool->failed ? STATUS_NO_MEMORY : STATUS_OK;
}
