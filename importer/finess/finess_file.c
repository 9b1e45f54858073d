/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finess/finess_file.h"

#include "cells/values.h"
#include "geodata/geo.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FINESS_LENGTH 9

struct finess_position {
    char finess[FINESS_LENGTH + 1];
    int epsg;
    struct point point; /* metres east and north, then degrees */
};

void finess_positions_free(struct finess_positions *positions)
{
    free(positions->list);
    *positions = (struct finess_positions){0};
}

/* "1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93"; before 2026
 * "1,ATLASANTE,96,BAN,L93_METROPOLE", before 2023 "1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93",
 * overseas "UTM_N20". 0: it names none.
 */
static int system_of(const char *text)
{
    static const struct {
        const char *name;
        int epsg;
    } names[] = {
        {"LAMBERT_93", 2154}, {"L93", 2154},    {"UTM_N20", 5490}, {"UTM20N", 5490},
        {"UTM_N21", 4467},    {"UTM21N", 4467}, {"UTM_N22", 2972}, {"UTM22N", 2972},
        {"UTM_S38", 4471},    {"UTM38S", 4471}, {"UTM_S40", 2975}, {"UTM40S", 2975},
    };
    if (text == NULL) return 0;
    const char *number = strstr(text, "EPSG:");
    if (number != NULL) {
        long code = strtol(number + strlen("EPSG:"), NULL, 10);
        return code > 0 && code < 100000 ? (int)code : 0;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strstr(text, names[i].name) != NULL) return names[i].epsg;
    }
    return 0;
}

enum status finess_positions_add(struct finess_positions *positions, const char *finess,
                                 const char *x, const char *y, const char *text)
{
    struct finess_position position = {.epsg = system_of(text)};
    bool fits = finess != NULL && strlen(finess) == FINESS_LENGTH && x != NULL && y != NULL &&
                value_number(x, &position.point.lon) && value_number(y, &position.point.lat);
    /* the origin of a projection is nobody's door */
    if (!fits || (position.point.lon == 0 && position.point.lat == 0)) return STATUS_INVALID;
    if (positions->count == positions->capacity) {
        size_t wider = positions->capacity == 0 ? 1024 : positions->capacity * 2;
        struct finess_position *moved = realloc(positions->list, wider * sizeof *moved);
        if (moved == NULL) return STATUS_NO_MEMORY;
        positions->list = moved;
        positions->capacity = wider;
    }
    memcpy(position.finess, finess, sizeof position.finess);
    positions->list[positions->count++] = position;
    positions->sorted = false;
    return STATUS_OK;
}

static int by_system(const void *left, const void *right)
{
    const struct finess_position *a = left, *b = right;
    return a->epsg < b->epsg ? -1 : a->epsg > b->epsg;
}

static int by_number(const void *left, const void *right)
{
    const struct finess_position *a = left, *b = right;
    return strcmp(a->finess, b->finess);
}

/* Positions of one system, from `list` on, become degrees; those that cannot become invalid. */
static bool turn(struct finess_position *list, size_t count)
{
    struct geo_projection *projection = geo_projection_open(list->epsg);
    struct point *points = malloc(count * sizeof *points);
    for (size_t i = 0; points != NULL && i < count; i++) points[i] = list[i].point;
    if (points != NULL && projection != NULL) geo_many_to_wgs84(projection, points, count);
    for (size_t i = 0; points != NULL && i < count; i++) list[i].point = points[i];
    geo_projection_close(projection);
    free(points);
    return points != NULL && projection != NULL;
}

size_t finess_positions_finish(struct finess_positions *positions)
{
    struct finess_position *list = positions->list;
    size_t kept = 0, count = positions->count;
    if (positions->sorted || count == 0) return 0;
    qsort(list, count, sizeof *list, by_system);
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first; next < count && list[next].epsg == list[first].epsg;) next++;
        if (list[first].epsg == 0 || !turn(list + first, next - first)) continue;
        for (size_t i = first; i < next; i++) {
            if (geo_point_is_valid(list[i].point)) list[kept++] = list[i];
        }
    }
    positions->count = kept;
    qsort(list, kept, sizeof *list, by_number);
    positions->sorted = true;
    return count - kept;
}

bool finess_positions_find(const struct finess_positions *positions, const char *finess,
                           struct point *out)
{
    struct finess_position key = {0};
    if (positions == NULL || positions->count == 0 || strlen(finess) != FINESS_LENGTH) return false;
    memcpy(key.finess, finess, sizeof key.finess);
    const struct finess_position *found =
        bsearch(&key, positions->list, positions->count, sizeof key, by_number);
    if (found == NULL) return false;
    *out = found->point;
    return true;
}

const char *finess_trimmed(char *text)
{
    while (isspace((unsigned char)*text)) text++;
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) length--;
    text[length] = '\0';
    return length == 0 ? NULL : text;
}

/* The source with its first bytes given back, after they were looked at. */
struct peeked {
    csv_read *read;
    void *source;
    char head[64];
    size_t at, length;
};

static size_t read_peeked(void *context, char *out, size_t capacity)
{
    struct peeked *peeked = context;
    size_t left = peeked->length - peeked->at;
    if (left == 0) return peeked->read(peeked->source, out, capacity);
    size_t length = left < capacity ? left : capacity;
    memcpy(out, peeked->head + peeked->at, length);
    peeked->at += length;
    return length;
}

/* A JSON begins with an accolade, whatever comes before it. */
static bool is_json(const struct peeked *peeked)
{
    size_t at = 0;
    if (peeked->length >= 3 && memcmp(peeked->head, "\xEF\xBB\xBF", 3) == 0) at = 3;
    while (at < peeked->length && isspace((unsigned char)peeked->head[at])) at++;
    return at < peeked->length && (peeked->head[at] == '{' || peeked->head[at] == '[');
}

enum status finess_read(const struct finess_reading *reading, struct finess_summary *out,
                        struct finess_trouble *trouble)
{
    struct peeked peeked = {.read = reading->read, .source = reading->source};
    while (peeked.length < sizeof peeked.head) {
        size_t length = reading->read(reading->source, peeked.head + peeked.length,
                                      sizeof peeked.head - peeked.length);
        if (length == CSV_READ_ERROR) return STATUS_FAILED;
        if (length == 0) break;
        peeked.length += length;
    }
    struct finess_reading whole = *reading;
    whole.read = read_peeked;
    whole.source = &peeked;
    *out = (struct finess_summary){.shape = is_json(&peeked) ? FINESS_PLUS : FINESS_LEGACY};
    return out->shape == FINESS_PLUS ? finess_json_read(&whole, out, trouble)
                                     : finess_legacy_read(&whole, out, trouble);
}
