/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A box of the map. Resources are numbered along a Hilbert curve, so those of a cell (a square of
 * the curve's own halving of the globe) follow each other in every list: a cell's count is the
 * difference of two places in the list, found by halving. */
#include "geometry/squares.h"
#include "search/search_parts.h"

/* A tile of 256 pixels at zoom z is 360 / 2^z degrees: two levels below, a cell has 76 pixels. */
#define LEVELS_BELOW_ZOOM 2
/* Fewer than these are looked at one by one. Where all that lie inside must be, it is those that
 * lie outside which cost, and they cost less than to find where quarters begin. */
#define FEW 32
#define FEW_OF_ALL SEARCH_MARKS_MAX
/* The mean of more than these is taken of as many, evenly drawn. */
#define DRAWN 16

/* The part of one list that may lie in a cell. */
struct run {
    uint32_t first, last;
};

struct cell {
    struct square square;
    struct run runs[SEARCH_SKILLS_MAX];
};

struct area {
    struct scope *scope;
    struct search_marks *out;
    struct span lon[2], lat;
    unsigned lon_count;
    unsigned level; /* of the cells that make one mark */
    bool is_each;   /* each alone instead */
    bool needs_no_look;
    uint32_t x, y;           /* cell of the last mark */
    double lon_sum, lat_sum; /* of the last mark */
    bool is_full;
};

static atlas_id id_of(const struct scope *scope, unsigned list, uint32_t item)
{
    return scope->lists[list] == NULL ? item : scope->lists[list][item];
}

static bool holds_point(const struct area *area, struct grid_point point)
{
    uint32_t x = curve_x(point.lon);
    bool is_in = span_holds(area->lat, curve_y(point.lat)) && span_holds(area->lon[0], x);
    return is_in || (area->lon_count == 2 && span_holds(area->lat, curve_y(point.lat)) &&
                     span_holds(area->lon[1], x));
}

static bool touches_area(const struct area *area, const struct square *square)
{
    if (!span_touches(area->lat, square->y, square->level)) return false;
    for (unsigned i = 0; i < area->lon_count; i++) {
        if (span_touches(area->lon[i], square->x, square->level)) return true;
    }
    return false;
}

static bool is_inside(const struct area *area, const struct square *square)
{
    if (!span_encloses(area->lat, square->y, square->level)) return false;
    for (unsigned i = 0; i < area->lon_count; i++) {
        if (span_encloses(area->lon[i], square->x, square->level)) return true;
    }
    return false;
}

/* --- marks ------------------------------------------------------------------------------- */

static void stand_alone(const struct area *area, struct search_mark *mark)
{
    struct point *point = &mark->point;
    atlas_point(area->scope->atlas, mark->resource, point);
    mark->cell = (struct box){point->lon, point->lat, point->lon, point->lat};
}

static void close_mark(struct area *area)
{
    struct search_marks *out = area->out;
    if (out->count == 0) return;
    struct search_mark *mark = &out->marks[out->count - 1];
    if (mark->count == 1) {
        stand_alone(area, mark);
        return;
    }
    mark->point =
        (struct point){area->lon_sum / (double)mark->count, area->lat_sum / (double)mark->count};
    mark->cell = square_box(area->x, area->y, area->level);
}

static void add_alone(struct area *area, atlas_id resource)
{
    struct search_marks *out = area->out;
    out->matched++;
    area->is_full |= out->count == SEARCH_MARKS_MAX;
    if (area->is_full) return;
    struct search_mark *mark = &out->marks[out->count++];
    mark->count = 1;
    mark->resource = resource;
    stand_alone(area, mark);
}

/* `count` more that answer, all in the cell of `resource`; their positions are about `point`. */
static void add(struct area *area, atlas_id resource, size_t count, struct point point)
{
    struct search_marks *out = area->out;
    const struct grid_point *at = &area->scope->atlas->records[resource].point;
    uint32_t x = square_begin(curve_x(at->lon), area->level),
             y = square_begin(curve_y(at->lat), area->level);
    bool is_new = out->count == 0 || x != area->x || y != area->y;
    out->matched += count;
    if (is_new && out->count == SEARCH_MARKS_MAX) area->is_full = true;
    if (area->is_full) return;
    if (is_new) {
        close_mark(area);
        out->marks[out->count++] = (struct search_mark){.resource = resource};
        area->x = x;
        area->y = y;
        area->lon_sum = area->lat_sum = 0;
    }
    out->marks[out->count - 1].count += count;
    area->lon_sum += point.lon * (double)count;
    area->lat_sum += point.lat * (double)count;
}

static void add_one(struct area *area, atlas_id resource)
{
    struct point point;
    if (area->is_each) {
        add_alone(area, resource);
        return;
    }
    atlas_point(area->scope->atlas, resource, &point);
    add(area, resource, 1, point);
}

static struct point mean_of(const struct scope *scope, struct run run)
{
    struct point sum = {0}, point;
    uint32_t count = run.last - run.first, drawn = count < DRAWN ? count : DRAWN;
    for (uint32_t i = 0; i < drawn; i++) {
        uint64_t step = ((uint64_t)(2 * i + 1) * count) / (2 * drawn);
        atlas_point(scope->atlas, id_of(scope, 0, run.first + (uint32_t)step), &point);
        sum.lon += point.lon / drawn;
        sum.lat += point.lat / drawn;
    }
    return sum;
}

static void add_all(struct area *area, struct run run)
{
    add(area, id_of(area->scope, 0, run.first), run.last - run.first, mean_of(area->scope, run));
}

/* --- cells ------------------------------------------------------------------------------- */

static bool answers(struct scope *scope, unsigned list, atlas_id resource)
{
    struct search_hit hit;
    if (!scope_passes(scope, list, resource)) return false;
    double distance_m = scope->query->has_center ? search_distance_m(scope, resource) : -1;
    return scope_judge(scope, resource, distance_m, &hit) == 0;
}

static void look_at(struct area *area, unsigned list, atlas_id resource)
{
    struct scope *scope = area->scope;
    if (!holds_point(area, scope->atlas->records[resource].point)) return;
    if (area->needs_no_look || answers(scope, list, resource)) add_one(area, resource);
}

/* Those of a cell one by one, along the curve: of several lists the lowest number next. */
static void look_at_each(struct area *area, struct cell *cell)
{
    struct scope *scope = area->scope;
    if (scope->count == 1) {
        for (uint32_t item = cell->runs[0].first; item < cell->runs[0].last; item++)
            look_at(area, 0, id_of(scope, 0, item));
        return;
    }
    for (;;) {
        atlas_id next = ATLAS_NONE;
        unsigned list = 0;
        for (unsigned i = 0; i < scope->count; i++) {
            struct run run = cell->runs[i];
            if (run.first == run.last || id_of(scope, i, run.first) >= next) continue;
            next = id_of(scope, i, run.first);
            list = i;
        }
        if (next == ATLAS_NONE) return;
        cell->runs[list].first++;
        look_at(area, list, next);
    }
}

/* Down while the box touches one quarter alone. */
static void find_way(const struct area *area, const struct square *from, struct way *out)
{
    out->end = *from;
    for (unsigned touched = 1; touched == 1 && out->end.level < SQUARE_LEVEL_MAX;) {
        struct square only = out->end;
        unsigned taken = 0;
        touched = 0;
        for (unsigned i = 0; i < 4; i++) {
            struct square quarter = square_quarter(&out->end, i);
            if (!touches_area(area, &quarter)) continue;
            touched++;
            only = quarter;
            taken = i;
        }
        if (touched != 1) break;
        out->squares[out->end.level] = out->end;
        out->taken[out->end.level] = taken;
        out->end = only;
    }
}

/* The first item of a run that compares as `least` or more. */
static uint32_t find_end(const struct scope *scope, const struct way *way, unsigned list,
                         struct run run, int least)
{
    while (run.first < run.last) {
        uint32_t middle = run.first + (run.last - run.first) / 2;
        atlas_id id = id_of(scope, list, middle);
        if (way_compare(way, scope->atlas->records[id].point) < least) {
            run.first = middle + 1;
        } else {
            run.last = middle;
        }
    }
    return run.first;
}

/* The smallest square that holds what the box has in common with the cell takes its place: a box is
 * small, and on the way to it most squares would be split for nothing. */
static void narrow(const struct area *area, struct cell *cell)
{
    struct way way;
    find_way(area, &cell->square, &way);
    if (way.end.level == cell->square.level) return;
    for (unsigned list = 0; list < area->scope->count; list++) {
        struct run *run = &cell->runs[list];
        run->first = find_end(area->scope, &way, list, *run, 0);
        run->last = find_end(area->scope, &way, list, *run, 1);
    }
    cell->square = way.end;
}

/* Where the quarter begins in a list. */
static uint32_t find_quarter(const struct scope *scope, const struct cell *cell, unsigned list,
                             unsigned quarter)
{
    uint32_t low = cell->runs[list].first, high = cell->runs[list].last;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        atlas_id id = id_of(scope, list, middle);
        if (square_quarter_of(&cell->square, scope->atlas->records[id].point) < quarter) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t total(const struct area *area, const struct cell *cell)
{
    size_t sum = 0;
    for (unsigned i = 0; i < area->scope->count; i++)
        sum += cell->runs[i].last - cell->runs[i].first;
    return sum;
}

/* Splits each list of the cell where its quarters begin. */
static void split(const struct scope *scope, const struct cell *cell, struct cell quarters[4])
{
    for (unsigned quarter = 0; quarter < 4; quarter++)
        quarters[quarter].square = square_quarter(&cell->square, quarter);
    for (unsigned list = 0; list < scope->count; list++) {
        uint32_t at = cell->runs[list].first;
        for (unsigned quarter = 0; quarter < 4; quarter++) {
            uint32_t end =
                quarter == 3 ? cell->runs[list].last : find_quarter(scope, cell, list, quarter + 1);
            quarters[quarter].runs[list] = (struct run){at, end};
            at = end;
        }
    }
}

/* A cell that makes no more than one mark and lies inside is counted whole, when none need to be
 * looked at. */
static void visit(struct area *area, struct cell *cell)
{
    bool is_over = area->is_each && area->is_full; /* begun again with cells */
    if (total(area, cell) == 0 || is_over || !touches_area(area, &cell->square)) return;
    if (total(area, cell) > FEW) narrow(area, cell);
    size_t left = total(area, cell);
    bool is_inner = is_inside(area, &cell->square);
    bool is_counted = area->needs_no_look && !area->is_each;
    if (is_inner && is_counted && left > 0 && cell->square.level >= area->level) {
        add_all(area, cell->runs[0]);
        return;
    }
    if (left <= (is_counted ? FEW : FEW_OF_ALL) || cell->square.level == SQUARE_LEVEL_MAX ||
        (is_inner && !is_counted)) {
        look_at_each(area, cell);
        return;
    }
    struct cell quarters[4];
    split(area->scope, cell, quarters);
    for (unsigned quarter = 0; quarter < 4; quarter++) visit(area, &quarters[quarter]);
}

/* --- the box ----------------------------------------------------------------------------- */

static uint64_t cells_across(struct span span, unsigned level)
{
    return level == 0 ? 1 : (uint64_t)(span.to >> (32 - level)) - (span.from >> (32 - level)) + 1;
}

/* Cells of that level at most, and as many marks as there is room for. */
static unsigned level_that_fits(const struct area *area, unsigned level)
{
    for (; level > 0; level--) {
        uint64_t across = 0;
        for (unsigned i = 0; i < area->lon_count; i++) across += cells_across(area->lon[i], level);
        if (across * cells_across(area->lat, level) <= SEARCH_MARKS_MAX) break;
    }
    return level;
}

static bool set_box(struct area *area, const struct box *box)
{
    if (!geo_point_is_valid((struct point){box->west, box->south}) ||
        !geo_point_is_valid((struct point){box->east, box->north}) || box->south > box->north)
        return false;
    uint32_t west = curve_x(geo_to_grid(box->west)), east = curve_x(geo_to_grid(box->east));
    area->lat = (struct span){curve_y(geo_to_grid(box->south)), curve_y(geo_to_grid(box->north))};
    area->lon_count = west <= east ? 1 : 2;
    area->lon[0] = (struct span){west, west <= east ? east : curve_x(geo_to_grid(180))};
    area->lon[1] = (struct span){0, east};
    return true;
}

static void find(struct area *area)
{
    const struct scope *scope = area->scope;
    struct cell all = {0};
    area->out->count = area->out->matched = 0;
    area->is_full = false;
    for (unsigned i = 0; i < scope->count; i++) {
        uint32_t first = 0, last = (uint32_t)scope->list_counts[i];
        while (first < last) { /* those without a place come last */
            uint32_t middle = first + (last - first) / 2;
            if (id_of(scope, i, middle) < scope->atlas->placed)
                first = middle + 1;
            else
                last = middle;
        }
        all.runs[i].last = first;
    }
    visit(area, &all);
    close_mark(area);
}

enum status search_in_area(const struct atlas *atlas, const struct search_query *query,
                           const struct search_area *asked, struct search_marks *out)
{
    struct scope scope;
    struct area area = {.scope = &scope, .out = out, .is_each = asked->zoom == SEARCH_ZOOM_NONE};
    out->count = out->matched = 0;
    if (!search_is_valid(atlas, query) || !set_box(&area, &asked->box)) return STATUS_INVALID;
    if (asked->zoom < SEARCH_ZOOM_NONE || asked->zoom > SEARCH_ZOOM_MAX) return STATUS_INVALID;
    scope_open(&scope, atlas, query);
    area.needs_no_look = search_needs_no_look(&scope);
    unsigned finest = area.is_each ? SQUARE_LEVEL_MAX : (unsigned)asked->zoom + LEVELS_BELOW_ZOOM;
    area.level = level_that_fits(&area, finest);
    find(&area);
    if (!area.is_each || !area.is_full) return STATUS_OK;
    area.is_each = false;
    find(&area);
    return STATUS_OK;
}
