/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/basemap.h"

#include "geocoder/geocode_numbers.h"
#include "geocoder/geocode_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GAP_M 300.0     /* wider than between two doors of one street: a piece ends */
#define SPIKE_M 20.0    /* a detour shorter than this is a house's width */
#define ACROSS_M 60.0   /* the widest avenue, from door to door */
#define LIMIT_MAX 20000 /* streets: more is a picture of a whole département */

/* Positions on a plane around the street, in metres: exact enough over a few kilometres. */
struct spot {
    double x, y;
    uint32_t number;
};

struct sketch {
    struct point origin;
    double x_m, y_m; /* metres in a degree of lon and of lat, at the origin */
    struct spot *spots, *axis, *across;
    bool *kept;
    size_t capacity;
};

/* All that is drawn: points and names in growing arrays, offsets until they stop moving. */
struct line {
    size_t name, first, count;
    double importance;
};
struct drawing {
    struct line *lines;
    size_t line_count, line_capacity;
    struct point *points;
    size_t point_count, point_capacity;
    struct buffer names;
    struct sketch sketch;
    double tolerance_m;
    bool failed;
};

static bool grow(void **array, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *capacity) return true;
    size_t wider = wanted * 2 < 64 ? 64 : wanted * 2;
    void *moved = realloc(*array, wider * size);
    if (moved == NULL) return false;
    *array = moved;
    *capacity = wider;
    return true;
}

static void set_origin(struct sketch *sketch, const struct street_row *street)
{
    struct point origin = {street->lon / NUMBER_GRID, street->lat / NUMBER_GRID};
    sketch->origin = origin;
    sketch->x_m = geo_distance_m(origin, (struct point){origin.lon + 0.001, origin.lat}) * 1000;
    sketch->y_m = geo_distance_m(origin, (struct point){origin.lon, origin.lat + 0.001}) * 1000;
}

/* A spot for each number; doors that share one (12, 12 bis) are averaged. */
static size_t read_spots(struct sketch *sketch, const struct street_row *street)
{
    struct number_cursor cursor;
    size_t count = 0;
    unsigned shared = 0;
    numbers_begin(&cursor, street->numbers, street->numbers_length);
    while (count < sketch->capacity && numbers_next(&cursor)) {
        double x = (cursor.now.lon / NUMBER_GRID - sketch->origin.lon) * sketch->x_m;
        double y = (cursor.now.lat / NUMBER_GRID - sketch->origin.lat) * sketch->y_m;
        struct spot *last = count == 0 ? NULL : &sketch->spots[count - 1];
        if (last != NULL && last->number == cursor.now.number) {
            shared++;
            last->x += (x - last->x) / shared;
            last->y += (y - last->y) / shared;
            continue;
        }
        shared = 1;
        sketch->spots[count++] = (struct spot){x, y, cursor.now.number};
    }
    return count;
}

/* 0 .. 1: how far along a chord the point nearest to `spot` lies. */
static double share_along(const struct spot *spot, const struct spot *a, const struct spot *b)
{
    double x = b->x - a->x, y = b->y - a->y, length = x * x + y * y;
    if (length == 0) return 0;
    return fmin(fmax(((spot->x - a->x) * x + (spot->y - a->y) * y) / length, 0), 1);
}

static double distance_to_chord(const struct spot *spot, const struct spot *a, const struct spot *b)
{
    double share = share_along(spot, a, b);
    return hypot(spot->x - a->x - share * (b->x - a->x), spot->y - a->y - share * (b->y - a->y));
}

/* The point of a chain of spots that is nearest to `spot`; how far it is. */
static double nearest_on(const struct spot *chain, size_t count, const struct spot *spot,
                         struct spot *out)
{
    double nearest = INFINITY;
    for (size_t i = 0; i + 1 < count || i == 0; i++) {
        const struct spot *a = &chain[i], *b = i + 1 < count ? a + 1 : a;
        double share = share_along(spot, a, b);
        struct spot foot = {a->x + share * (b->x - a->x), a->y + share * (b->y - a->y), 0};
        double distance = hypot(spot->x - foot.x, spot->y - foot.y);
        if (distance >= nearest) continue;
        nearest = distance;
        *out = foot;
    }
    return nearest;
}

static double apart(const struct spot *a, const struct spot *b)
{
    return hypot(a->x - b->x, a->y - b->y);
}

/* A door at the back of a court pulls the axis aside and back again: left out. What then still
 * trembles is averaged with its neighbours. */
static size_t smooth_axis(struct spot *axis, size_t count)
{
    if (count < 3) return count;
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        bool ends = i + 1 == count;
        double detour = ends ? 0 : apart(&axis[kept - 1], &axis[i]) + apart(&axis[i], &axis[i + 1]);
        if (!ends && detour > SPIKE_M && detour > 1.6 * apart(&axis[kept - 1], &axis[i + 1])) {
            continue;
        }
        axis[kept++] = axis[i];
    }
    struct spot before = axis[0];
    for (size_t i = 1; i + 1 < kept; i++) {
        struct spot here = axis[i];
        if (apart(&before, &here) > GAP_M || apart(&here, &axis[i + 1]) > GAP_M) {
            before = here;
            continue;
        }
        axis[i].x = (before.x + 2 * here.x + axis[i + 1].x) / 4;
        axis[i].y = (before.y + 2 * here.y + axis[i + 1].y) / 4;
        before = here;
    }
    return kept;
}

/* The spots of one side, moved half way to the other side where it is across the street. */
static size_t find_axis(struct sketch *sketch, size_t count, unsigned parity)
{
    struct spot *across = sketch->across;
    size_t found = 0, others = 0;
    for (size_t i = 0; i < count; i++) {
        const struct spot *spot = &sketch->spots[i];
        if (spot->number % 2 == parity) {
            sketch->axis[found++] = *spot;
        } else {
            across[others++] = *spot;
        }
    }
    for (size_t i = 0; i < found && others > 0; i++) {
        struct spot *spot = &sketch->axis[i], foot;
        if (nearest_on(across, others, spot, &foot) > ACROSS_M) continue;
        spot->x = (spot->x + foot.x) / 2;
        spot->y = (spot->y + foot.y) / 2;
    }
    return smooth_axis(sketch->axis, found);
}

/* What the first axis leaves out: stretches where only the other side has doors. */
static size_t find_rest(struct sketch *sketch, size_t count, unsigned parity, size_t axis_count)
{
    size_t rest = 0;
    for (size_t i = 0; i < count; i++) {
        struct spot foot;
        const struct spot *spot = &sketch->spots[i];
        if (spot->number % 2 == parity) continue;
        if (axis_count > 0 && nearest_on(sketch->axis, axis_count, spot, &foot) <= ACROSS_M) {
            continue;
        }
        sketch->across[rest++] = *spot;
    }
    memcpy(sketch->axis, sketch->across, rest * sizeof *sketch->axis);
    return rest;
}

/* Douglas and Peucker: marks the spots that the line cannot do without. */
static void simplify(struct sketch *sketch, size_t first, size_t last, double tolerance_m)
{
    double farthest = tolerance_m;
    size_t at = 0;
    for (size_t i = first + 1; i < last; i++) {
        double distance =
            distance_to_chord(&sketch->axis[i], &sketch->axis[first], &sketch->axis[last]);
        if (distance <= farthest) continue;
        farthest = distance;
        at = i;
    }
    if (at == 0) return;
    sketch->kept[at] = true;
    simplify(sketch, first, at, tolerance_m);
    simplify(sketch, at, last, tolerance_m);
}

static void draw_line(struct drawing *drawing, const struct street_row *street, size_t first,
                      size_t last)
{
    struct sketch *sketch = &drawing->sketch;
    if (last <= first) return;
    if (hypot(sketch->axis[last].x - sketch->axis[first].x,
              sketch->axis[last].y - sketch->axis[first].y) < 5) {
        return; /* shorter than its own width */
    }
    if (!grow((void **)&drawing->lines, &drawing->line_capacity, drawing->line_count + 1,
              sizeof *drawing->lines) ||
        !grow((void **)&drawing->points, &drawing->point_capacity,
              drawing->point_count + last - first + 1, sizeof *drawing->points)) {
        drawing->failed = true;
        return;
    }
    memset(sketch->kept + first, 0, last - first + 1);
    sketch->kept[first] = sketch->kept[last] = true;
    simplify(sketch, first, last, drawing->tolerance_m);
    struct line *line = &drawing->lines[drawing->line_count++];
    *line = (struct line){.name = drawing->names.length,
                          .first = drawing->point_count,
                          .importance = street->importance};
    buffer_append(&drawing->names, street->name, strlen(street->name) + 1);
    for (size_t i = first; i <= last; i++) {
        if (!sketch->kept[i]) continue;
        drawing->points[drawing->point_count++] =
            (struct point){sketch->origin.lon + sketch->axis[i].x / sketch->x_m,
                           sketch->origin.lat + sketch->axis[i].y / sketch->y_m};
        line->count++;
    }
}

/* The axis, in as many lines as it has gaps and one more. */
static void draw_pieces(struct drawing *drawing, const struct street_row *street, size_t count)
{
    size_t first = 0;
    for (size_t i = 1; i < count; i++) {
        const struct spot *here = &drawing->sketch.axis[i], *before = here - 1;
        if (hypot(here->x - before->x, here->y - before->y) <= GAP_M) continue;
        draw_line(drawing, street, first, i - 1);
        first = i;
    }
    if (count > 0) draw_line(drawing, street, first, count - 1);
}

static bool fit_sketch(struct sketch *sketch, size_t count)
{
    if (count <= sketch->capacity) return true;
    size_t capacity = count * 2;
    struct spot *spots = realloc(sketch->spots, capacity * sizeof *spots);
    if (spots != NULL) sketch->spots = spots;
    struct spot *axis = realloc(sketch->axis, capacity * sizeof *axis);
    if (axis != NULL) sketch->axis = axis;
    struct spot *across = realloc(sketch->across, capacity * sizeof *across);
    if (across != NULL) sketch->across = across;
    bool *kept = realloc(sketch->kept, capacity * sizeof *kept);
    if (kept != NULL) sketch->kept = kept;
    if (spots == NULL || axis == NULL || across == NULL || kept == NULL) return false;
    sketch->capacity = capacity;
    return true;
}

/* Doors stand around a square, not along it. */
static bool is_line(const struct street_row *street)
{
    static const char *const around[] = {"place ", "square ", "carrefour ", "parvis "};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        if (strncmp(street->words, around[i], strlen(around[i])) == 0) return false;
    }
    return !street->is_place;
}

static void draw_street(struct drawing *drawing, const struct street_row *street)
{
    struct sketch *sketch = &drawing->sketch;
    struct number_cursor cursor;
    numbers_begin(&cursor, street->numbers, street->numbers_length);
    if (cursor.left < 2 || cursor.left > street->numbers_length || !is_line(street)) return;
    if (!fit_sketch(sketch, cursor.left)) {
        drawing->failed = true;
        return;
    }
    set_origin(sketch, street);
    size_t count = read_spots(sketch, street), odd = 0;
    for (size_t i = 0; i < count; i++) odd += sketch->spots[i].number % 2;
    unsigned parity = odd * 2 > count ? 1 : 0; /* the side with more doors leads */
    size_t axis_count = find_axis(sketch, count, parity);
    draw_pieces(drawing, street, axis_count);
    draw_pieces(drawing, street, find_rest(sketch, count, parity, axis_count));
}

static enum status draw_streets(struct drawing *drawing, struct reader *reader, struct box box,
                                size_t limit)
{
    struct statement *rows = reader->inside;
    bind_real(rows, ":west", box.west);
    bind_real(rows, ":east", box.east);
    bind_real(rows, ":south", box.south);
    bind_real(rows, ":north", box.north);
    bind_integer(rows, ":limit", (int64_t)limit);
    enum status status;
    while ((status = statement_step(rows)) == STATUS_OK) {
        struct street_row street;
        street_row_read(rows, &street);
        draw_street(drawing, &street);
    }
    if (drawing->failed || drawing->names.failed) return STATUS_NO_MEMORY;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* One block: points, then names. */
static enum status hand_over(const struct drawing *drawing, struct basemap *out)
{
    size_t points = drawing->point_count * sizeof(struct point);
    struct basemap_line *lines = calloc(drawing->line_count + 1, sizeof *lines);
    struct point *arena = malloc(points + drawing->names.length + 1);
    if (lines == NULL || arena == NULL) {
        free(lines);
        free(arena);
        return STATUS_NO_MEMORY;
    }
    char *names = (char *)arena + points;
    if (drawing->point_count > 0) memcpy(arena, drawing->points, points);
    if (drawing->names.length > 0) memcpy(names, drawing->names.data, drawing->names.length);
    for (size_t i = 0; i < drawing->line_count; i++) {
        const struct line *line = &drawing->lines[i];
        lines[i] = (struct basemap_line){.name = names + line->name,
                                         .importance = line->importance,
                                         .points = arena + line->first,
                                         .point_count = line->count};
    }
    *out = (struct basemap){.lines = lines, .count = drawing->line_count, .arena = arena};
    return STATUS_OK;
}

enum status basemap_streets(const struct geocoder *geocoder, struct box box, double tolerance_m,
                            size_t limit, struct basemap *out)
{
    struct drawing drawing = {.tolerance_m = tolerance_m};
    struct reader *reader = NULL;
    *out = (struct basemap){0};
    bool is_box = box.west <= box.east && box.south <= box.north; /* false for NaN */
    if (!is_box || !(tolerance_m >= 0)) return STATUS_INVALID;
    if (limit == 0 || limit > LIMIT_MAX) limit = LIMIT_MAX;
    enum status status = reader_acquire(geocoder, &reader);
    if (status == STATUS_OK) status = draw_streets(&drawing, reader, box, limit);
    reader_release(geocoder, reader);
    if (status == STATUS_OK) status = hand_over(&drawing, out);
    free(drawing.lines);
    free(drawing.points);
    free(drawing.sketch.spots);
    free(drawing.sketch.axis);
    free(drawing.sketch.across);
    free(drawing.sketch.kept);
    buffer_free(&drawing.names);
    return status;
}

void basemap_free(struct basemap *basemap)
{
    if (basemap == NULL) return;
    free(basemap->lines);
    free(basemap->arena);
    *basemap = (struct basemap){0};
}
