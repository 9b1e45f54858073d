/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside, outside and edge against GEOS, on a coarse grid where doors fall on edges and vertices
 * all the time. Whole numbers are exact in GEOS's doubles too. */
#include "check.h"
#include "geodata/geometry/polygon.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POLYGONS 400
#define DOORS 300
#define REACH 24 /* the grid goes from -REACH to REACH */

struct drawing {
    int32_t vertices[64][2];
    struct polygon_ring rings[2];
    struct polygon_store store;
};

static size_t draw_star(int32_t (*vertices)[2], size_t corners, double least, double most)
{
    for (size_t i = 0; i < corners; i++) {
        double angle = 2 * M_PI * (double)i / (double)corners;
        double radius = least + (most - least) * drand48();
        vertices[i][0] = (int32_t)lround(radius * cos(angle));
        vertices[i][1] = (int32_t)lround(radius * sin(angle));
    }
    memcpy(vertices[corners], vertices[0], sizeof *vertices);
    return corners + 1;
}

static struct polygon draw(struct drawing *drawing)
{
    size_t outer = draw_star(drawing->vertices, 3 + (size_t)(drand48() * 17), 9, REACH);
    size_t hole = draw_star(drawing->vertices + outer, 3 + (size_t)(drand48() * 5), 1, 6);
    drawing->rings[0] = (struct polygon_ring){0, (uint32_t)outer, true};
    drawing->rings[1] = (struct polygon_ring){(uint32_t)outer, (uint32_t)hole, false};
    drawing->store = (struct polygon_store){.vertices = drawing->vertices, .rings = drawing->rings};
    return (struct polygon){&drawing->store, 0, drand48() < 0.5 ? 1 : 2};
}

static GEOSGeometry *geos_ring(GEOSContextHandle_t geos, const struct drawing *drawing,
                               const struct polygon_ring *ring)
{
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos, ring->count, 2);
    for (uint32_t i = 0; i < ring->count; i++) {
        const int32_t *vertex = drawing->vertices[ring->first + i];
        GEOSCoordSeq_setXY_r(geos, sequence, i, vertex[0], vertex[1]);
    }
    return GEOSGeom_createLinearRing_r(geos, sequence);
}

static GEOSGeometry *geos_polygon(GEOSContextHandle_t geos, const struct drawing *drawing,
                                  size_t ring_count)
{
    GEOSGeometry *hole = ring_count > 1 ? geos_ring(geos, drawing, &drawing->rings[1]) : NULL;
    return GEOSGeom_createPolygon_r(geos, geos_ring(geos, drawing, &drawing->rings[0]), &hole,
                                    hole == NULL ? 0 : 1);
}

static void inside_and_edge_are_as_geos_says(void **state)
{
    (void)state;
    GEOSContextHandle_t geos = GEOS_init_r();
    size_t compared = 0, covered = 0, on_edge = 0;
    srand48(14);
    for (int i = 0; i < POLYGONS; i++) {
        struct drawing drawing;
        struct polygon polygon = draw(&drawing);
        GEOSGeometry *geometry = geos_polygon(geos, &drawing, polygon.ring_count);
        if (GEOSisValid_r(geos, geometry) != 1) { /* a star rounded onto itself */
            GEOSGeom_destroy_r(geos, geometry);
            continue;
        }
        GEOSGeometry *edge = GEOSBoundary_r(geos, geometry);
        for (int k = 0; k < DOORS; k++) {
            struct grid_point door = {(int32_t)(drand48() * (2 * REACH + 3)) - REACH - 1,
                                      (int32_t)(drand48() * (2 * REACH + 3)) - REACH - 1};
            GEOSGeometry *point = GEOSGeom_createPointFromXY_r(geos, door.lon, door.lat);
            bool expected = GEOSCovers_r(geos, geometry, point) == 1;
            assert_int_equal(polygon_covers(polygon, door), expected);
            on_edge += GEOSIntersects_r(geos, edge, point) == 1;
            covered += expected;
            compared++;
            GEOSGeom_destroy_r(geos, point);
        }
        GEOSGeom_destroy_r(geos, edge);
        GEOSGeom_destroy_r(geos, geometry);
    }
    GEOS_finish_r(geos);
    print_message("%zu doors, %zu covered, %zu on an edge\n", compared, covered, on_edge);
    assert_true(compared > 50000 && covered > 1000 && on_edge > 1000);
}

static void the_widest_polygon_does_not_overflow(void **state)
{
    (void)state;
    static int32_t world[][2] = {{-1800000000, -900000000},
                                 {1800000000, -900000000},
                                 {1800000000, 900000000},
                                 {-1800000000, 900000000},
                                 {-1800000000, -900000000}};
    static int32_t half[][2] = {{-1800000000, -900000000},
                                {1800000000, 900000000},
                                {-1800000000, 900000000},
                                {-1800000000, -900000000}};
    struct polygon_ring ring = {0, 5, true};
    struct polygon_store store = {.vertices = world, .rings = &ring};
    struct polygon polygon = {&store, 0, 1};
    assert_true(polygon_covers(polygon, (struct grid_point){0, 0}));
    assert_true(polygon_covers(polygon, (struct grid_point){1800000000, 900000000}));
    store.vertices = half;
    ring.count = 4;
    assert_true(polygon_covers(polygon, (struct grid_point){-1000000000, 800000000}));
    assert_true(polygon_covers(polygon, (struct grid_point){0, 0}));
    assert_false(polygon_covers(polygon, (struct grid_point){1000000000, -800000000}));
}

static void metres_to_the_nearest_edge_are_geodesic(void **state)
{
    (void)state;
    /* a square of Paris; the door is due north of its upper edge */
    static int32_t square[][2] = {{23200000, 488200000},
                                  {23400000, 488200000},
                                  {23400000, 488300000},
                                  {23200000, 488300000},
                                  {23200000, 488200000}};
    struct polygon_ring ring = {0, 5, true};
    struct polygon_store store = {.vertices = square, .rings = &ring};
    struct polygon polygon = {&store, 0, 1};
    static const struct {
        struct point edge;
        double azimuth_deg, metres;
    } cases[] = {{{2.33, 48.83}, 0, 412}, {{2.34, 48.83}, 45, 250}, {{2.34, 48.83}, 30, 150000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double metres = cases[i].metres;
        struct geo_origin door =
            geo_origin(geo_destination(cases[i].edge, cases[i].azimuth_deg, metres));
        assert_true(fabs(polygon_distance_m(polygon, &door, INFINITY) - metres) < 0.5);
        /* not worth measuring: no less than the limit, no more than it is */
        double least_m = polygon_distance_m(polygon, &door, metres / 2);
        assert_true(least_m > metres / 2 && least_m < metres + 0.5);
    }
}

static void bytes_that_are_no_polygon_are_refused(void **state)
{
    (void)state;
    struct polygon_store store = {0};
    size_t first, count;
    struct point point;
    assert_int_equal(polygon_read(&store, NULL, 0, &first, &count), STATUS_INVALID);
    assert_int_equal(polygon_read(&store, "rubbish", 7, &first, &count), STATUS_INVALID);
    assert_false(polygon_read_point("rubbish", 7, &point));
    polygon_store_free(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inside_and_edge_are_as_geos_says),
        cmocka_unit_test(the_widest_polygon_does_not_overflow),
        cmocka_unit_test(metres_to_the_nearest_edge_are_geodesic),
        cmocka_unit_test(bytes_that_are_no_polygon_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
