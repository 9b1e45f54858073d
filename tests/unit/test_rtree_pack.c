/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "geodata/store/rtree_check.h"
#include "geodata/store/rtree_pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* An index written at once must be one that SQLite, SpatiaLite and a full scan agree with. */

struct layer {
    char path[64];
    struct database *database;
};

static void run(struct layer *layer, const char *sql)
{
    assert_int_equal(database_run(layer->database, "test", sql), STATUS_OK);
}

static int64_t count(struct layer *layer, const char *sql)
{
    int64_t value = -1;
    assert_int_equal(database_integer(layer->database, "test", sql, &value), STATUS_OK);
    return value;
}

static void open_layer(struct layer *layer, const char *table)
{
    snprintf(layer->path, sizeof layer->path, "/tmp/voisoin-rtree-XXXXXX");
    int file = mkstemp(layer->path);
    assert_true(file >= 0);
    close(file);
    assert_int_equal(database_open(layer->path, DATABASE_CREATE, true, &layer->database),
                     STATUS_OK);
    assert_int_equal(database_spatial_metadata(layer->database), STATUS_OK);
    run(layer, table);
}

static void close_layer(struct layer *layer)
{
    database_close(layer->database);
    unlink(layer->path);
}

/* Boxes small and large all over the globe, some of them points, some rows without a geometry; in
 * one corner many at the very same place. */
static void fill(struct layer *layer, int rows)
{
    char sql[900];
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
             "INSERT INTO shape (id, geometry)"
             "SELECT i * 3, CASE WHEN i %% 10 = 7 THEN NULL ELSE CastToMulti(BuildMbr("
             "  CASE WHEN i %% 4 = 0 THEN 2.32 ELSE (i * 7919 %% 35000) / 100.0 - 175 END,"
             "  CASE WHEN i %% 4 = 0 THEN 48.83 ELSE (i * 104729 %% 17000) / 100.0 - 85 END,"
             "  CASE WHEN i %% 4 = 0 THEN 2.33 ELSE (i * 7919 %% 35000) / 100.0 - 175 + i %% 13 / "
             "5.1 END,"
             "  CASE WHEN i %% 4 = 0 THEN 48.84 ELSE (i * 104729 %% 17000) / 100.0 - 85 + i %% 7 / "
             "5.3 END,"
             "  4326)) END FROM n",
             rows);
    if (rows > 0) run(layer, sql);
}

static void open_shapes(struct layer *layer, int rows)
{
    open_layer(layer, "CREATE TABLE shape (id INTEGER PRIMARY KEY, geometry BLOB) STRICT");
    run(layer, "SELECT RecoverGeometryColumn('shape', 'geometry', 4326, 'MULTIPOLYGON', 'XY')");
    run(layer, "SELECT CreateSpatialIndex('shape', 'geometry')");
    database_rest_triggers(layer->database);
    assert_int_equal(database_begin(layer->database), STATUS_OK);
    fill(layer, rows);
    assert_int_equal(rtree_pack(layer->database, "shape", BLOB_MULTIPOLYGON), STATUS_OK);
    assert_int_equal(database_commit(layer->database), STATUS_OK);
}

static void expect_sound(struct layer *layer)
{
    assert_int_equal(count(layer, "SELECT rtreecheck('idx_shape_geometry') = 'ok'"), 1);
    assert_int_equal(count(layer, "SELECT CheckSpatialIndex('shape', 'geometry')"), 1);
    bool sound = false;
    assert_int_equal(rtree_check(layer->database, "shape", BLOB_MULTIPOLYGON, &sound), STATUS_OK);
    assert_true(sound);
    assert_int_equal(count(layer, "SELECT count(*) FROM shape WHERE geometry IS NOT NULL"),
                     count(layer, "SELECT count(*) FROM idx_shape_geometry"));
}

/* What windows of many sizes find, by the index and by looking at every row. */
static void expect_same_answers(struct layer *layer)
{
    static const char windows[] =
        "WITH RECURSIVE w (n, x, y, size) AS (SELECT 0, -180.0, -90.0, 0.5 UNION ALL"
        " SELECT n + 1, n * 37 % 360 - 180.0, n * 61 % 180 - 90.0, n % 9 * n % 9 / 3.0"
        " FROM w WHERE n < 60)";
    char scan[900], index[900];
    snprintf(
        scan, sizeof scan,
        "%s SELECT coalesce(sum(id * (n + 1)), 0) FROM w JOIN shape ON MbrMinX(geometry) <= x + "
        "size"
        " AND MbrMaxX(geometry) >= x AND MbrMinY(geometry) <= y + size AND MbrMaxY(geometry) >= y",
        windows);
    snprintf(index, sizeof index,
             "%s SELECT coalesce(sum(id * (n + 1)), 0) FROM w JOIN idx_shape_geometry ON xmin <= x "
             "+ size"
             " AND xmax >= x AND ymin <= y + size AND ymax >= y JOIN shape ON id = pkid"
             " WHERE MbrMinX(geometry) <= x + size AND MbrMaxX(geometry) >= x"
             " AND MbrMinY(geometry) <= y + size AND MbrMaxY(geometry) >= y",
             windows);
    assert_int_equal(count(layer, index), count(layer, scan));
}

/* 51 cells fill a node: around each power the tree gets another level. */
static void every_size_is_sound_and_finds_what_a_scan_finds(void **state)
{
    (void)state;
    static const int sizes[] = {0, 1, 2, 56, 57, 58, 2889, 2890, 2891, 2892, 20000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct layer layer;
        open_shapes(&layer, sizes[i]);
        expect_sound(&layer);
        expect_same_answers(&layer);
        close_layer(&layer);
    }
}

static void whoever_edits_the_file_finds_a_tree_that_grows_and_shrinks(void **state)
{
    (void)state;
    struct layer layer;
    open_shapes(&layer, 3000);
    database_close(layer.database);
    assert_int_equal(database_open(layer.path, DATABASE_WRITE, true, &layer.database), STATUS_OK);
    run(&layer, "INSERT INTO shape SELECT id + 1, geometry FROM shape");
    expect_sound(&layer);
    run(&layer, "DELETE FROM shape WHERE id % 5 <> 0");
    expect_sound(&layer);
    expect_same_answers(&layer);
    run(&layer, "DELETE FROM shape");
    expect_sound(&layer);
    close_layer(&layer);
}

/* The tree stands in three tables that anybody can write to. */
static void a_damaged_tree_is_found_out(void **state)
{
    (void)state;
    static const char *const damages[] = {
        "DELETE FROM idx_shape_geometry_rowid WHERE rowid = 9",
        "INSERT INTO idx_shape_geometry_rowid (rowid, nodeno) VALUES (99999, 2)",
        "UPDATE idx_shape_geometry_rowid SET nodeno = nodeno + 1 WHERE rowid = 9",
        "DELETE FROM idx_shape_geometry_parent WHERE nodeno = 3",
        "UPDATE idx_shape_geometry_parent SET parentnode = 3 WHERE nodeno = 4",
        "INSERT INTO idx_shape_geometry_parent (nodeno, parentnode) VALUES (99999, 1)",
        "DELETE FROM idx_shape_geometry_node WHERE nodeno = 5",
        "DELETE FROM idx_shape_geometry_node",
        "INSERT INTO idx_shape_geometry_node (nodeno, data) VALUES (99999, x'00000000')",
        "UPDATE idx_shape_geometry_node SET data = x'0001' WHERE nodeno = 1",
        "UPDATE idx_shape_geometry_node SET data = x'FFFF' || substr(data, 3) WHERE nodeno = 1",
        "UPDATE idx_shape_geometry_node SET data = substr(data, 1, 2) || x'FFFF' || substr(data, 5)"
        " WHERE nodeno = 9",
        "UPDATE idx_shape_geometry_node SET data = (SELECT data FROM idx_shape_geometry_node"
        " WHERE nodeno = 12) WHERE nodeno = 11",
        /* the first row's western end is no number; its first box lies elsewhere */
        "UPDATE idx_shape_geometry_node SET data = substr(data, 1, 12) || x'7FC00000' ||"
        " substr(data, 17) WHERE nodeno = 9",
        "UPDATE idx_shape_geometry_node SET data = substr(data, 1, 12) || x'C3330000' ||"
        " substr(data, 17) WHERE nodeno = 9",
        "DELETE FROM shape WHERE id = 9",
        "INSERT INTO shape SELECT 99999, geometry FROM shape WHERE id = 9",
        "UPDATE shape SET geometry = (SELECT geometry FROM shape WHERE id = 30) WHERE id = 33",
        "UPDATE shape SET geometry = x'00' WHERE id = 33",
    };
    struct layer layer;
    bool sound;
    open_shapes(&layer, 3000);
    assert_int_equal(rtree_check(layer.database, "shape", BLOB_MULTIPOLYGON, &sound), STATUS_OK);
    assert_true(sound);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        assert_int_equal(database_begin(layer.database), STATUS_OK);
        run(&layer, damages[i]);
        assert_int_equal(rtree_check(layer.database, "shape", BLOB_MULTIPOLYGON, &sound),
                         STATUS_OK);
        if (sound) print_message("not found: %s\n", damages[i]);
        assert_false(sound);
        database_rollback(layer.database);
    }
    close_layer(&layer);
}

static void a_geometry_of_another_kind_is_refused(void **state)
{
    (void)state;
    static const char *const geometries[] = {
        "MakePoint(2.3, 48.8, 4326)",
        "CastToMulti(BuildMbr(2, 48, 3, 49, 2154))",
        "BuildMbr(2, 48, 3, 49, 4326)",
        "x'0001E6100000'",
        "x''",
    };
    for (size_t i = 0; i < sizeof geometries / sizeof *geometries; i++) {
        struct layer layer;
        char sql[200];
        open_shapes(&layer, 0);
        snprintf(sql, sizeof sql, "INSERT INTO shape VALUES (1, %s)", geometries[i]);
        run(&layer, sql);
        assert_int_equal(rtree_pack(layer.database, "shape", BLOB_MULTIPOLYGON), STATUS_FAILED);
        close_layer(&layer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_is_sound_and_finds_what_a_scan_finds),
        cmocka_unit_test(whoever_edits_the_file_finds_a_tree_that_grows_and_shrinks),
        cmocka_unit_test(a_damaged_tree_is_found_out),
        cmocka_unit_test(a_geometry_of_another_kind_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
