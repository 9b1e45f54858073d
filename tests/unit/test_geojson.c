/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geojson.h"

#include "geodata/geo.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static GEOSGeometry *drawn(GEOSContextHandle_t geos, struct point center, double radius_m)
{
    struct buffer text = {0};
    geojson_circle(&text, center, radius_m);
    assert_false(text.failed);
    GEOSGeoJSONReader *reader = GEOSGeoJSONReader_create_r(geos);
    GEOSGeometry *shape = GEOSGeoJSONReader_readGeometry_r(geos, reader, text.data);
    assert_non_null(shape);
    GEOSGeoJSONReader_destroy_r(geos, reader);
    buffer_free(&text);
    return shape;
}

static bool covers(GEOSContextHandle_t geos, const GEOSGeometry *shape, struct point point)
{
    GEOSGeometry *at = GEOSGeom_createPointFromXY_r(geos, point.lon, point.lat);
    char answer = GEOSCovers_r(geos, shape, at);
    GEOSGeom_destroy_r(geos, at);
    return answer == 1;
}

/* GEOS reads what was written and says where it lies; how many parts there must be is RFC 7946's.
 */
static void a_circle_is_cut_at_the_antimeridian_and_nowhere_else(void **state)
{
    static const struct {
        struct point center;
        double radius_m;
        int parts;
    } cases[] = {
        {{2.33, 48.83}, 2000, 1},      /* Paris */
        {{-176.17, -13.28}, 30000, 1}, /* Wallis */
        {{179.95, -16.5}, 20000, 2},   /* Taveuni, Fiji */
        {{-179.99, -16.5}, 20000, 2},  /* from the other side */
        {{180, 0}, 5000, 2},           {{-180, 0}, 5000, 2}, {{179.5, 51}, 50000, 2},
    };
    GEOSContextHandle_t geos = GEOS_init_r();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct point center = cases[i].center;
        double radius_m = cases[i].radius_m;
        GEOSGeometry *shape = drawn(geos, center, radius_m);
        assert_int_equal(GEOSGetNumGeometries_r(geos, shape), cases[i].parts);
        assert_int_equal(GEOSisValid_r(geos, shape), 1);
        double west, east;
        GEOSGeom_getXMin_r(geos, shape, &west);
        GEOSGeom_getXMax_r(geos, shape, &east);
        assert_true(west >= -180 && east <= 180);
        for (int part = 0; part < cases[i].parts; part++) {
            const GEOSGeometry *one = GEOSGetGeometryN_r(geos, shape, part);
            GEOSGeom_getXMin_r(geos, one, &west);
            GEOSGeom_getXMax_r(geos, one, &east);
            assert_true(east - west < 2);
            char is_ccw = 0;
            GEOSCoordSeq_isCCW_r(
                geos, GEOSGeom_getCoordSeq_r(geos, GEOSGetExteriorRing_r(geos, one)), &is_ccw);
            assert_int_equal(is_ccw, 1);
        }
        for (int azimuth = 0; azimuth < 360; azimuth += 5) {
            assert_true(covers(geos, shape, geo_destination(center, azimuth, 0.99 * radius_m)));
            assert_false(covers(geos, shape, geo_destination(center, azimuth, 1.01 * radius_m)));
        }
        GEOSGeom_destroy_r(geos, shape);
    }
    GEOS_finish_r(geos);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_circle_is_cut_at_the_antimeridian_and_nowhere_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
