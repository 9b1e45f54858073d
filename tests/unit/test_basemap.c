/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "book.h"
#include "geodata/basemap.h"
#include "geodata/geo.h"

#include <math.h>
#include <string.h>

static const struct box paris_14e = {2.30, 48.81, 2.35, 48.85};

static int open_demo(void **state)
{
    static struct book book;
    test_book_open("geodata/demo/adresses.csv", &book);
    *state = &book;
    return 0;
}

static int close_demo(void **state)
{
    test_book_close(*state);
    return 0;
}

static double length_m(const struct basemap_line *line)
{
    double length = 0;
    for (size_t i = 1; i < line->point_count; i++) {
        length += geo_distance_m(line->points[i - 1], line->points[i]);
    }
    return length;
}

static void streets_are_lines_without_leaps(void **state)
{
    const struct book *book = *state;
    struct basemap map;
    assert_int_equal(basemap_streets(book->geocoder, paris_14e, 0, 0, &map), STATUS_OK);
    assert_true(map.count > 250);
    for (size_t i = 0; i < map.count; i++) {
        assert_true(map.lines[i].point_count >= 2);
        assert_true(map.lines[i].importance >= 0 && map.lines[i].importance <= 1);
        if (i > 0) assert_true(map.lines[i].importance <= map.lines[i - 1].importance);
        for (size_t k = 1; k < map.lines[i].point_count; k++) {
            assert_true(geo_distance_m(map.lines[i].points[k - 1], map.lines[i].points[k]) < 301);
        }
    }
    basemap_free(&map);
}

/* Rue Daguerre is some 630 m long on the map of the city, from avenue du Général-Leclerc to avenue
 * du Maine. */
static void a_street_is_about_as_long_as_it_is(void **state)
{
    const struct book *book = *state;
    struct basemap map;
    double length = 0;
    assert_int_equal(basemap_streets(book->geocoder, paris_14e, 3, 0, &map), STATUS_OK);
    for (size_t i = 0; i < map.count; i++) {
        if (strcmp(map.lines[i].name, "Rue Daguerre") == 0) length += length_m(&map.lines[i]);
    }
    assert_in_range((int)length, 540, 720);
    basemap_free(&map);
}

static void a_coarser_map_has_fewer_points(void **state)
{
    const struct book *book = *state;
    size_t points[2] = {0, 0};
    const double tolerances_m[2] = {0, 20};
    for (size_t i = 0; i < 2; i++) {
        struct basemap map;
        assert_int_equal(basemap_streets(book->geocoder, paris_14e, tolerances_m[i], 0, &map),
                         STATUS_OK);
        for (size_t k = 0; k < map.count; k++) points[i] += map.lines[k].point_count;
        basemap_free(&map);
    }
    assert_true(points[1] < points[0] / 2);
}

static void only_streets_of_the_box_are_drawn_and_no_more_than_asked(void **state)
{
    const struct book *book = *state;
    struct basemap map;
    assert_int_equal(basemap_streets(book->geocoder, paris_14e, 3, 10, &map), STATUS_OK);
    assert_true(map.count > 0 && map.count <= 20); /* ten streets, some in pieces */
    basemap_free(&map);
    struct box elsewhere = {5, 45, 5.1, 45.1};
    assert_int_equal(basemap_streets(book->geocoder, elsewhere, 3, 10, &map), STATUS_OK);
    assert_int_equal(map.count, 0);
    basemap_free(&map);
    struct box no_box = {3, 45, 2, 46};
    assert_int_equal(basemap_streets(book->geocoder, no_box, 3, 10, &map), STATUS_INVALID);
    struct box nowhere = {NAN, 45, 2, 46};
    assert_int_equal(basemap_streets(book->geocoder, nowhere, 3, 10, &map), STATUS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streets_are_lines_without_leaps),
        cmocka_unit_test(a_street_is_about_as_long_as_it_is),
        cmocka_unit_test(a_coarser_map_has_fewer_points),
        cmocka_unit_test(only_streets_of_the_box_are_drawn_and_no_more_than_asked),
    };
    return cmocka_run_group_tests(tests, open_demo, close_demo);
}
