/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "geodata/geometry/geometry_blob.h"
#include "geodata/publish/publish_circle.h"
#include "geodata/store/database.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int pick_up(void **state)
{
    *state = calloc(1, sizeof(struct circle_pen));
    return *state == NULL;
}

static int put_down(void **state)
{
    free(*state);
    return 0;
}

static struct point corner(const struct buffer *drawing, int i)
{
    struct point point; /* on a little-endian machine, as the tests' are */
    memcpy(&point.lon, drawing->data + 60 + 16 * i, sizeof point.lon);
    memcpy(&point.lat, drawing->data + 68 + 16 * i, sizeof point.lat);
    return point;
}

/* PROJ's inverse geodesic, which the drawing does not use, is the judge. */
static void corners_lie_on_the_circle(void **state)
{
    static const double latitudes[] = {-85,      -69.995, -21.115,    0,       0.005, 4.9372,
                                       41.37777, 48.8333, 48.8333333, 51.0899, 69.99, 70.01},
                        radii_m[] = {1, 150, 500, 2000, 2000.5, 19999, 20001, 300000},
                        longitudes[] = {-61.5, 2.3266, 140};
    struct buffer drawing = {0};
    for (size_t i = 0; i < sizeof latitudes / sizeof *latitudes; i++) {
        for (size_t j = 0; j < sizeof radii_m / sizeof *radii_m; j++) {
            for (size_t k = 0; k < sizeof longitudes / sizeof *longitudes; k++) {
                struct point center = {longitudes[k], latitudes[i]};
                buffer_reset(&drawing);
                publish_draw_circle(*state, center, radii_m[j], &drawing);
                assert_int_equal(drawing.length, 60 + 16 * 65 + 1);
                for (int c = 0; c <= CIRCLE_CORNERS; c++) {
                    double beside_m = geo_distance_m(center, corner(&drawing, c)) - radii_m[j];
                    assert_true(fabs(beside_m) < 0.011); /* half the grid's diagonal */
                }
            }
        }
    }
    buffer_free(&drawing);
}

static void spatialite_reads_a_valid_polygon_and_writes_the_same_bytes(void **state)
{
    static const char sql[] =
        "SELECT IsValid(g) AND SRID(g) = 4326 AND GeometryType(g) = 'MULTIPOLYGON'"
        " AND NumPoints(ExteriorRing(GeometryN(g, 1))) = 65"
        " AND hex(g) = hex(GeomFromWKB(AsBinary(g), 4326)) FROM (SELECT :drawing AS g)";
    struct buffer drawing = {0};
    struct database *database = NULL;
    struct statement *query = NULL;
    publish_draw_circle(*state, (struct point){2.3266, 48.8333}, 1500, &drawing);
    assert_int_equal(database_open(":memory:", DATABASE_CREATE, true, &database), STATUS_OK);
    assert_int_equal(database_prepare(database, "test", sql, &query), STATUS_OK);
    bind_bytes(query, ":drawing", drawing.data, drawing.length);
    assert_int_equal(statement_step(query), STATUS_OK);
    assert_int_equal(column_integer(query, 0), 1);
    statement_close(query);
    database_close(database);

    struct box box;
    assert_true(blob_read_box(drawing.data, drawing.length, BLOB_MULTIPOLYGON, &box));
    assert_false(blob_read_box(drawing.data, drawing.length, BLOB_POINT, &box));
    assert_true(box.west < 2.31 && box.east > 2.34 && box.south < 48.82 && box.north > 48.846);
    buffer_free(&drawing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners_lie_on_the_circle),
        cmocka_unit_test(spatialite_reads_a_valid_polygon_and_writes_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, pick_up, put_down);
}
