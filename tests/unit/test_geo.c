/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/geo.h"

#include <geodesic.h>
#include <math.h>
#include <stdlib.h>

static double chord_m(struct point a, struct point b)
{
    struct earth_point p = geo_to_earth(a), q = geo_to_earth(b);
    double x = (double)p.x - q.x, y = (double)p.y - q.y, z = (double)p.z - q.z;
    return sqrt(x * x + y * y + z * z) / 100.0;
}

static struct point random_point(void)
{
    return (struct point){.lon = 360.0 * drand48() - 180.0, .lat = 180.0 * drand48() - 90.0};
}

static void distances_are_geodesic(void **state)
{
    (void)state;
    /* printed by PROJ 9.1.1: echo "lat lon lat lon" | geod -I -F %.3f +ellps=WGS84 */
    static const struct {
        struct point from, to;
        double metres;
    } cases[] = {
        {{2.330191, 48.833813}, {2.327, 48.8283}, 656.320},
        {{0, 0}, {1, 0}, 111319.491},
        {{0, 0}, {0, 1}, 110574.389},
        {{179.9, -13.3}, {-179.9, -13.3}, 21670.594},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(fabs(geo_distance_m(cases[i].from, cases[i].to) - cases[i].metres) < 0.001);
    }
}

static void near_and_far_are_as_far_as_proj_says(void **state)
{
    (void)state;
    struct geod_geodesic earth;
    geod_init(&earth, 6378137, 1 / 298.257223563);
    srand48(5);
    for (int i = 0; i < 200000; i++) {
        static const double reaches_m[] = {1, 2000, 99000, 101000, 3000000};
        struct point from = random_point(), to;
        if (i % 10 == 0) from.lon = 179.999;
        if (i % 11 == 0) from.lat = i % 2 ? 89.999 : -89.999;
        to = geo_destination(from, 360 * drand48(), reaches_m[i % 5] * drand48());
        double expected_m;
        geod_inverse(&earth, from.lat, from.lon, to.lat, to.lon, &expected_m, NULL, NULL);
        assert_true(fabs(geo_distance_m(from, to) - expected_m) < 2e-6);
        assert_true(geo_distance_m(from, from) == 0);
    }
}

static void a_chord_is_never_longer_than_the_way(void **state)
{
    (void)state;
    srand48(14);
    for (int i = 0; i < 20000; i++) {
        struct point a = random_point(), b = random_point();
        if (i % 2) b = geo_destination(a, 360.0 * drand48(), 5000.0 * drand48());
        assert_true(chord_m(a, b) <= geo_distance_m(a, b) + GEO_CHORD_SLACK_M);
    }
}

static void lambert_93_becomes_lon_lat_and_back(void **state)
{
    (void)state;
    /* 12 Rue Daguerre in the Base Adresse Nationale: both positions are in its row */
    struct geo_projection *lambert = geo_projection_open(2154);
    assert_non_null(lambert);
    struct point point;
    assert_true(geo_to_wgs84(lambert, 650832.7, 6859515.05, &point));
    assert_true(fabs(point.lon - 2.330191) < 2e-6 && fabs(point.lat - 48.833813) < 2e-6);
    double x, y;
    assert_true(geo_from_wgs84(lambert, point, &x, &y));
    assert_true(fabs(x - 650832.7) < 0.01 && fabs(y - 6859515.05) < 0.01);
    geo_projection_close(lambert);
    assert_null(geo_projection_open(1));
}

static void many_positions_are_turned_as_one_by_one(void **state)
{
    (void)state;
    struct geo_projection *antilles = geo_projection_open(5490);
    /* gdaltransform -s_srs EPSG:5490 -t_srs OGC:CRS84 says the first; the second is no place */
    struct point points[] = {{657242.9, 1795384.4}, {INFINITY, 0}, {658000, 1796000}}, alone;
    assert_non_null(antilles);
    geo_many_to_wgs84(antilles, points, 3);
    assert_true(fabs(points[0].lon - (-61.528737061)) < 1e-7);
    assert_true(fabs(points[0].lat - 16.234004328) < 1e-7);
    assert_false(geo_point_is_valid(points[1]));
    assert_true(geo_to_wgs84(antilles, 658000, 1796000, &alone));
    assert_true(points[2].lon == alone.lon && points[2].lat == alone.lat);
    geo_many_to_wgs84(antilles, points, 0);
    geo_projection_close(antilles);
}

static void nonsense_is_not_a_point(void **state)
{
    (void)state;
    assert_true(geo_point_is_valid((struct point){2.33, 48.83}));
    assert_false(geo_point_is_valid((struct point){650832.7, 6859515.05}));
    assert_false(geo_point_is_valid((struct point){NAN, 48}));
    assert_false(geo_point_is_valid((struct point){2, INFINITY}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_geodesic),
        cmocka_unit_test(near_and_far_are_as_far_as_proj_says),
        cmocka_unit_test(a_chord_is_never_longer_than_the_way),
        cmocka_unit_test(lambert_93_becomes_lon_lat_and_back),
        cmocka_unit_test(many_positions_are_turned_as_one_by_one),
        cmocka_unit_test(nonsense_is_not_a_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
