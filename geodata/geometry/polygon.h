/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef POLYGON_H
#define POLYGON_H

#include "geodata/geo.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Polygons of a generation, all in one store of vertices on the 1e-7 degree grid, so that inside
 *  and outside are decided in whole numbers, exactly. Internal to geodata/. */
struct grid_point {
    int32_t lon, lat;
};

struct grid_box {
    struct grid_point low, high; /* both included */
};

struct polygon_ring {
    uint32_t first, count; /* closed: the last vertex is the first */
    bool outer;
};

struct polygon_store {
    int32_t (*vertices)[2];
    size_t vertex_count, vertex_capacity;
    struct polygon_ring *rings;
    size_t ring_count, ring_capacity;
};

/** Some rings of a store. */
struct polygon {
    const struct polygon_store *store;
    size_t first_ring, ring_count;
};

struct grid_point grid_of(struct point point);

/** Reads a SpatiaLite BLOB (POLYGON or MULTIPOLYGON, SRID 4326) at the end of the store.
 *  STATUS_INVALID: it is not one. */
enum status polygon_read(struct polygon_store *store, const void *blob, size_t length,
                         size_t *first_ring, size_t *ring_count);
/** Puts the rings of another store at the end of this one, and frees it. false: no memory. */
bool polygon_store_join(struct polygon_store *store, struct polygon_store *other);
void polygon_store_free(struct polygon_store *store);

/** An empty store with room for all that another one holds; false: no memory. */
bool polygon_store_open(struct polygon_store *store, const struct polygon_store *room_for);
/** Copies the rings of a polygon to the end of a store that has room for them. */
void polygon_store_copy(struct polygon_store *store, struct polygon polygon, size_t *first_ring);

/** Reads a SpatiaLite POINT BLOB; false when it is not one. */
bool polygon_read_point(const void *blob, size_t length, struct point *out);

struct grid_box polygon_box(struct polygon polygon);

/** Inside or on the edge; of a polygon that is a single ring, of which nothing else is at hand. */
bool ring_covers(const int32_t (*vertices)[2], size_t count, struct grid_point point);
bool polygon_covers(struct polygon polygon, struct grid_point point);

/** Metres from a point outside to the nearest edge; limit_m as for geo_distance_within. */
double polygon_distance_m(struct polygon polygon, const struct geo_origin *from, double limit_m);

#endif
