/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geometry/polygon.h"

#include "geometry/geometry_blob.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include <spatialite/gaiageo.h>

struct grid_point grid_of(struct point point)
{
    return (struct grid_point){.lon = geo_to_grid(point.lon), .lat = geo_to_grid(point.lat)};
}

static bool reserve(struct polygon_store *store, size_t vertices, size_t rings)
{
    if (store->vertex_count + vertices > store->vertex_capacity) {
        size_t capacity = (store->vertex_count + vertices) * 2;
        void *grown = realloc(store->vertices, capacity * sizeof *store->vertices);
        if (grown == NULL) return false;
        store->vertices = grown;
        store->vertex_capacity = capacity;
    }
    if (store->ring_count + rings > store->ring_capacity) {
        size_t capacity = (store->ring_count + rings) * 2 + 16;
        void *grown = realloc(store->rings, capacity * sizeof *store->rings);
        if (grown == NULL) return false;
        store->rings = grown;
        store->ring_capacity = capacity;
    }
    return true;
}

static bool add_ring(struct polygon_store *store, gaiaRingPtr ring, bool outer)
{
    size_t count = (size_t)ring->Points;
    if (!reserve(store, count, 1)) return false;
    store->rings[store->ring_count++] = (struct polygon_ring){
        .first = (uint32_t)store->vertex_count, .count = (uint32_t)count, .outer = outer};
    for (int i = 0; i < ring->Points; i++) {
        double lon, lat;
        gaiaGetPoint(ring->Coords, i, &lon, &lat);
        store->vertices[store->vertex_count][0] = geo_to_grid(lon);
        store->vertices[store->vertex_count][1] = geo_to_grid(lat);
        store->vertex_count++;
    }
    return true;
}

static bool add_polygon(struct polygon_store *store, gaiaPolygonPtr polygon)
{
    if (!add_ring(store, polygon->Exterior, true)) return false;
    for (int i = 0; i < polygon->NumInteriors; i++) {
        if (!add_ring(store, &polygon->Interiors[i], false)) return false;
    }
    return true;
}

enum status polygon_read(struct polygon_store *store, const void *blob, size_t length,
                         size_t *first_ring, size_t *ring_count)
{
    enum status status = STATUS_INVALID;
    *first_ring = store->ring_count;
    gaiaGeomCollPtr geometry =
        blob == NULL ? NULL : gaiaFromSpatiaLiteBlobWkb(blob, (unsigned int)length);
    if (geometry == NULL || geometry->FirstPolygon == NULL) goto done;
    for (gaiaPolygonPtr part = geometry->FirstPolygon; part != NULL; part = part->Next) {
        status = STATUS_NO_MEMORY;
        if (!add_polygon(store, part)) goto done;
    }
    status = STATUS_OK;
done:
    *ring_count = store->ring_count - *first_ring;
    if (geometry != NULL) gaiaFreeGeomColl(geometry);
    return status;
}

bool polygon_store_join(struct polygon_store *store, struct polygon_store *other)
{
    uint32_t before = (uint32_t)store->vertex_count;
    if (other->ring_count == 0) return true;
    if (!reserve(store, other->vertex_count, other->ring_count)) return false;
    memcpy(store->vertices + before, other->vertices,
           other->vertex_count * sizeof *store->vertices);
    for (size_t i = 0; i < other->ring_count; i++) {
        struct polygon_ring ring = other->rings[i];
        ring.first += before;
        store->rings[store->ring_count++] = ring;
    }
    store->vertex_count += other->vertex_count;
    polygon_store_free(other);
    return true;
}

bool polygon_store_open(struct polygon_store *store, const struct polygon_store *room_for)
{
    *store = (struct polygon_store){
        .vertices = malloc((room_for->vertex_count + 1) * sizeof *store->vertices),
        .vertex_capacity = room_for->vertex_count,
        .rings = malloc((room_for->ring_count + 1) * sizeof *store->rings),
        .ring_capacity = room_for->ring_count,
    };
    if (store->vertices != NULL && store->rings != NULL) return true;
    polygon_store_free(store);
    return false;
}

void polygon_store_copy(struct polygon_store *store, struct polygon polygon, size_t *first_ring)
{
    *first_ring = store->ring_count;
    for (size_t i = 0; i < polygon.ring_count; i++) {
        struct polygon_ring ring = polygon.store->rings[polygon.first_ring + i];
        memcpy(store->vertices + store->vertex_count, polygon.store->vertices + ring.first,
               ring.count * sizeof *store->vertices);
        ring.first = (uint32_t)store->vertex_count;
        store->vertex_count += ring.count;
        store->rings[store->ring_count++] = ring;
    }
}

void polygon_store_free(struct polygon_store *store)
{
    free(store->vertices);
    free(store->rings);
    *store = (struct polygon_store){0};
}

bool polygon_read_point(const void *blob, size_t length, struct point *out)
{
    if (blob_read_point(blob, length, out)) return geo_point_is_valid(*out);
    gaiaGeomCollPtr geometry =
        blob == NULL ? NULL : gaiaFromSpatiaLiteBlobWkb(blob, (unsigned int)length);
    if (geometry == NULL) return false;
    bool found = geometry->FirstPoint != NULL;
    if (found) {
        *out = (struct point){.lon = geometry->FirstPoint->X, .lat = geometry->FirstPoint->Y};
    }
    gaiaFreeGeomColl(geometry);
    return found && geo_point_is_valid(*out);
}

struct grid_box polygon_box(struct polygon polygon)
{
    struct grid_box box = {.low = {INT32_MAX, INT32_MAX}, .high = {INT32_MIN, INT32_MIN}};
    for (size_t r = 0; r < polygon.ring_count; r++) {
        const struct polygon_ring *ring = &polygon.store->rings[polygon.first_ring + r];
        for (size_t i = 0; i < ring->count; i++) {
            const int32_t *vertex = polygon.store->vertices[ring->first + i];
            if (vertex[0] < box.low.lon) box.low.lon = vertex[0];
            if (vertex[1] < box.low.lat) box.low.lat = vertex[1];
            if (vertex[0] > box.high.lon) box.high.lon = vertex[0];
            if (vertex[1] > box.high.lat) box.high.lat = vertex[1];
        }
    }
    return box;
}

enum side { SIDE_LEFT, SIDE_EDGE, SIDE_RIGHT };

/* On which side of the line low -> high (low.lat <= high.lat) the point lies. The differences fit
 * 33 bits, the products 64; they are compared, not subtracted, so that nothing overflows. */
static enum side side_of(const int32_t *low, const int32_t *high, struct grid_point point)
{
    int64_t rise = ((int64_t)high[1] - low[1]) * ((int64_t)point.lon - low[0]);
    int64_t run = ((int64_t)high[0] - low[0]) * ((int64_t)point.lat - low[1]);
    if (rise == run) return SIDE_EDGE;
    return rise < run ? SIDE_LEFT : SIDE_RIGHT;
}

static bool between(int32_t value, int32_t a, int32_t b)
{
    return a < b ? value >= a && value <= b : value >= b && value <= a;
}

enum whereabouts { OUTSIDE, INSIDE, ON_EDGE };

/* Edge by edge, where a vertex is as high as the point. */
static enum whereabouts find_level(const int32_t (*vertices)[2], size_t count,
                                   struct grid_point point)
{
    bool inside = false;
    for (size_t i = 0; i + 1 < count; i++) {
        const int32_t *a = vertices[i], *b = vertices[i + 1];
        if (!between(point.lat, a[1], b[1])) continue;
        const int32_t *low = a[1] <= b[1] ? a : b, *high = a[1] <= b[1] ? b : a;
        enum side side = side_of(low, high, point);
        if (side == SIDE_EDGE && between(point.lon, a[0], b[0])) return ON_EDGE;
        /* half-open: a vertex belongs to the edge above it */
        if (point.lat >= low[1] && point.lat < high[1] && side == SIDE_LEFT) inside = !inside;
    }
    return inside ? INSIDE : OUTSIDE;
}

/* Which of some edges, 64 at most, have one end above the point and one below. Without a branch:
 * which they are cannot be foreseen. */
static uint64_t crossed_edges(const int32_t (*vertices)[2], size_t edges, int32_t lat,
                              bool *has_level)
{
    uint64_t crossed = 0;
    bool was_above = vertices[0][1] > lat, has = vertices[0][1] == lat;
    for (size_t i = 0; i < edges; i++) {
        int32_t at = vertices[i + 1][1];
        bool is_above = at > lat;
        crossed |= (uint64_t)(is_above != was_above) << i;
        has |= at == lat;
        was_above = is_above;
    }
    *has_level = has;
    return crossed;
}

/* Counts the edges that a ray from the point towards the east crosses. */
static enum whereabouts find_in_ring(const int32_t (*vertices)[2], size_t count,
                                     struct grid_point point)
{
    bool inside = false, has_level;
    for (size_t first = 0; first + 1 < count; first += 64) {
        size_t edges = count - 1 - first < 64 ? count - 1 - first : 64;
        uint64_t crossed = crossed_edges(vertices + first, edges, point.lat, &has_level);
        if (has_level) return find_level(vertices, count, point);
        for (; crossed != 0; crossed &= crossed - 1) {
            const int32_t *a = vertices[first + (size_t)__builtin_ctzll(crossed)], *b = a + 2;
            bool rises = a[1] < b[1];
            enum side side = side_of(rises ? a : b, rises ? b : a, point);
            if (side == SIDE_EDGE) return ON_EDGE;
            inside ^= side == SIDE_LEFT;
        }
    }
    return inside ? INSIDE : OUTSIDE;
}

bool ring_covers(const int32_t (*vertices)[2], size_t count, struct grid_point point)
{
    return find_in_ring(vertices, count, point) != OUTSIDE;
}

bool polygon_covers(struct polygon polygon, struct grid_point point)
{
    bool inside = false;
    for (size_t r = 0; r < polygon.ring_count; r++) {
        const struct polygon_ring *ring = &polygon.store->rings[polygon.first_ring + r];
        const int32_t(*vertices)[2] = (const int32_t(*)[2])(polygon.store->vertices + ring->first);
        enum whereabouts found = find_in_ring(vertices, ring->count, point);
        if (found == ON_EDGE) return true;
        inside ^= found == INSIDE;
    }
    return inside;
}

/* The nearest place of one edge, on a plane whose unit is a degree of latitude and whose origin is
 * the point: over the few kilometres of a near miss that is right to a metre. */
struct planar {
    double x, y;
};

static struct planar nearest_on_edge(const int32_t *a, const int32_t *b, struct point point,
                                     double shrink)
{
    double ax = (geo_from_grid(a[0]) - point.lon) * shrink, ay = geo_from_grid(a[1]) - point.lat;
    double bx = (geo_from_grid(b[0]) - point.lon) * shrink, by = geo_from_grid(b[1]) - point.lat;
    double dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
    double along = length2 > 0 ? -(ax * dx + ay * dy) / length2 : 0;
    along = along < 0 ? 0 : along > 1 ? 1 : along;
    return (struct planar){.x = ax + along * dx, .y = ay + along * dy};
}

/* The nearest edge is chosen on the plane; only the way to it is measured on the ellipsoid. */
double polygon_distance_m(struct polygon polygon, const struct geo_origin *from, double limit_m)
{
    struct point point = from->point;
    double shrink = fmax(cos(point.lat * M_PI / 180.0), 1e-6); /* the pole itself is on every lon */
    struct planar nearest = {INFINITY, INFINITY};
    double least2 = INFINITY;
    for (size_t r = 0; r < polygon.ring_count; r++) {
        const struct polygon_ring *ring = &polygon.store->rings[polygon.first_ring + r];
        for (size_t i = 0; i + 1 < ring->count; i++) {
            const int32_t *a = polygon.store->vertices[ring->first + i];
            struct planar at = nearest_on_edge(a, a + 2, point, shrink);
            if (at.x * at.x + at.y * at.y >= least2) continue;
            least2 = at.x * at.x + at.y * at.y;
            nearest = at;
        }
    }
    if (isinf(least2)) return INFINITY;
    struct point edge = {.lon = point.lon + nearest.x / shrink, .lat = point.lat + nearest.y};
    return geo_distance_within(from, edge, limit_m);
}
