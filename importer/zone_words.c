/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zone_words.h"

#include "geodata/text.h"
#include "geometry.h"

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

/* Words that may stand around a distance without changing what it says. */
static bool only_filler(const char *text, size_t length)
{
    static const char *const fillers[] = {
        "rayon",     "un",       "de",    "d",        "dans",    "du",    "cabinet", "autour",
        "a",         "la",       "ronde", "env",      "environ", "jusqu", "moins",   "zone",
        "perimetre", "officine", "l",     "domicile", "maximum", "max",   "le",      NULL};
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
        if ((**end == 's' || **end == 'S') && length > 2) (*end)++;
        if (isalnum((unsigned char)**end)) continue;
        return units[i].metres;
    }
    return 0;
}

static bool read_radius(struct reader *reader, const struct piece *piece)
{
    const char *first = piece->text + strcspn(piece->text, "0123456789");
    if (*first == '\0') return false;
    char number[16];
    size_t length = strspn(first, "0123456789.,");
    if (length >= sizeof number) return false;
    memcpy(number, first, length);
    number[length] = '\0';
    char *comma = strchr(number, ',');
    if (comma != NULL) *comma = '.';
    char *number_end = NULL;
    double radius = strtod(number, &number_end);
    const char *unit = first + length + strspn(first + length, " ");
    if (strncmp(unit, "\xC2\xA0", 2) == 0) unit += 2;
    const char *end = NULL;
    double metres = unit_m(unit, &end);
    if (*number_end != '\0' || metres == 0) return false;
    if (!only_filler(piece->text, (size_t)(first - piece->text))) return false;
    if (!only_filler(end, strlen(end))) return false;

    radius *= metres;
    if (radius < 1 || radius > ZONE_RADIUS_MAX_M) {
        add_problem(reader, piece, "ce rayon n'est pas entre 1 m et 100 km", false);
        return true;
    }
    add_zone(reader, piece, (struct zone){.shape = ZONE_CIRCLE, .radius_m = radius});
    return true;
}

/* Postcodes of the three cities with arrondissements stand for their INSEE codes. */
static const char *insee_of_postcode(struct pool *pool, const char *text)
{
    static const struct {
        const char *prefix, *insee;
    } cities[] = {{"750", "751"}, {"6900", "6938"}, {"130", "132"}};
    if (strlen(text) != 5 || strspn(text, "0123456789") != 5) return NULL;
    for (size_t i = 0; i < sizeof cities / sizeof *cities; i++) {
        size_t length = strlen(cities[i].prefix);
        if (strncmp(text, cities[i].prefix, length) == 0) {
            return pool_format(pool, "%s%s", cities[i].insee, text + length);
        }
    }
    return NULL;
}

static bool read_area(struct reader *reader, const struct piece *piece)
{
    const char *area = piece->text;
    if (!reader->known(reader->context, area)) {
        area = insee_of_postcode(reader->pool, piece->text);
        if (area == NULL || !reader->known(reader->context, area)) return false;
    }
    add_zone(reader, piece, (struct zone){.shape = ZONE_AREA, .area = area});
    return true;
}

/* The next of several names in one piece, `A, B et C`; NULL when there is none left. */
static char *next_name(struct pool *pool, const char **at)
{
    if (*at == NULL) return NULL;
    const char *comma = strchr(*at, ','), *and = strstr(*at, " et ");
    const char *cut = comma == NULL || (and != NULL && and < comma) ? and : comma;
    char *name = trimmed(pool, *at, cut == NULL ? strlen(*at) : (size_t)(cut - *at));
    *at = cut == NULL ? NULL : cut + (cut == and? 4 : 1);
    return name;
}

static void read_names(struct reader *reader, const struct piece *piece)
{
    const char *at = piece->text;
    bool several = strchr(at, ',') != NULL || strstr(at, " et ") != NULL;
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

static void read_one(struct reader *reader, const struct piece *piece)
{
    if (piece->text == NULL || piece->text[0] == '\0') return;
    if (read_polygon(reader, piece)) return;
    if (read_radius(reader, piece)) return;
    if (read_area(reader, piece)) return;
    read_names(reader, piece);
}

/* Where a word that excludes begins in `text`, and its length; NULL when there is none. */
static const char *find_exception(const char *text, size_t *length)
{
    static const char *const words[] = {"sauf ", "hors ", "excepté ", "à l'exception de ",
                                        "à l’exception de "};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *at = strcasestr(text, words[i]);
        bool begins_word = at != NULL && (at == text || at[-1] == ' ' || at[-1] == ',');
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
    while (before > 0 && (text[before - 1] == ',' || text[before - 1] == ' ')) before--;
    const char *included = trimmed(reader->pool, text, before);
    if (included == NULL) return;
    read_one(reader, &(struct piece){.text = included, .effect = ZONE_INCLUDE, .label = included});
    if (exception == NULL) return;
    const char *excluded = trimmed(reader->pool, exception + length, strlen(exception + length));
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
