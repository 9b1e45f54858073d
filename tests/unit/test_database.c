/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/store/database.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

static struct database *memory(bool spatial)
{
    struct database *database = NULL;
    assert_int_equal(database_open(":memory:", DATABASE_CREATE, spatial, &database), STATUS_OK);
    return database;
}

static void a_file_that_is_missing_is_not_found_and_not_made(void **state)
{
    (void)state;
    struct database *database = NULL;
    assert_int_equal(database_open_readonly("/nonexistent/x.sqlite", false, &database),
                     STATUS_NOT_FOUND);
    assert_null(database);
    assert_int_equal(database_open("/nonexistent/x.sqlite", DATABASE_CREATE, false, &database),
                     STATUS_FAILED);
}

static void values_come_back_as_bound(void **state)
{
    (void)state;
    struct database *database = memory(false);
    struct statement *statement = NULL;
    assert_int_equal(database_prepare(database, "echo",
                                      "SELECT :text, :none, :integer, :real, :bytes, :yes, :unsaid",
                                      &statement),
                     STATUS_OK);
    bind_text(statement, ":text", "L'Haÿ");
    bind_text(statement, ":none", NULL);
    bind_integer(statement, ":integer", INT64_MIN);
    bind_real(statement, ":real", 0.1);
    bind_bytes(statement, ":bytes", "a\0b", 3);
    bind_tristate(statement, ":yes", TRISTATE_YES);
    bind_tristate(statement, ":unsaid", TRISTATE_UNKNOWN);
    assert_int_equal(statement_step(statement), STATUS_OK);
    assert_string_equal(column_text(statement, 0), "L'Haÿ");
    assert_null(column_text(statement, 1));
    assert_true(column_integer(statement, 2) == INT64_MIN);
    assert_true(column_real(statement, 3) == 0.1);
    size_t length;
    assert_memory_equal(column_bytes(statement, 4, &length), "a\0b", 3);
    assert_int_equal(length, 3);
    assert_int_equal(column_tristate(statement, 5), TRISTATE_YES);
    assert_int_equal(column_tristate(statement, 6), TRISTATE_UNKNOWN);
    assert_int_equal(statement_step(statement), STATUS_NOT_FOUND);
    statement_close(statement);
    database_close(database);
}

static void a_value_goes_when_null_is_bound_after_it(void **state)
{
    (void)state;
    struct database *database = memory(false);
    struct statement *echo = NULL;
    assert_int_equal(database_prepare(database, "echo", "SELECT :a, :b, :c", &echo), STATUS_OK);
    for (int round = 0; round < 8; round++) { /* every pair of what was and what comes */
        bind_text(echo, ":a", (round & 1) != 0 ? "a" : NULL);
        bind_bytes(echo, ":b", (round & 2) != 0 ? "b" : NULL, 1);
        bind_tristate(echo, ":c", (round & 4) != 0 ? TRISTATE_NO : TRISTATE_UNKNOWN);
        assert_int_equal(statement_step(echo), STATUS_OK);
        assert_int_equal(column_is_null(echo, 0), (round & 1) == 0);
        assert_int_equal(column_is_null(echo, 1), (round & 2) == 0);
        assert_int_equal(column_is_null(echo, 2), (round & 4) == 0);
        statement_reset(echo);
    }
    statement_close(echo);
    database_close(database);
}

static void a_wrong_parameter_name_fails_the_step(void **state)
{
    (void)state;
    struct database *database = memory(false);
    struct statement *statement = NULL;
    assert_int_equal(database_prepare(database, "typo", "SELECT :lon", &statement), STATUS_OK);
    bind_real(statement, ":lng", 2.3);
    assert_int_equal(statement_step(statement), STATUS_FAILED);
    statement_close(statement);
    database_close(database);
}

static void foreign_keys_are_enforced_and_a_rollback_undoes(void **state)
{
    (void)state;
    struct database *database = memory(false);
    assert_int_equal(database_run(database, "schema",
                                  "CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;"
                                  "CREATE TABLE b (a INTEGER REFERENCES a (id)) STRICT;"),
                     STATUS_OK);
    assert_int_equal(database_run(database, "orphan", "INSERT INTO b VALUES (7)"), STATUS_FAILED);
    assert_int_equal(database_begin(database), STATUS_OK);
    assert_int_equal(database_run(database, "row", "INSERT INTO a VALUES (7)"), STATUS_OK);
    assert_int_equal(database_last_id(database), 7);
    assert_int_equal(database_changes(database), 1);
    database_rollback(database);
    database_rollback(database);
    int64_t count = -1;
    assert_int_equal(database_integer(database, "count", "SELECT count(*) FROM a", &count),
                     STATUS_OK);
    assert_int_equal(count, 0);
    database_close(database);
}

static void spatialite_answers_where_asked(void **state)
{
    (void)state;
    static const char sql[] = "SELECT ST_IsValid(ST_GeomFromText('POINT(2.33 48.83)', 4326))";
    struct database *plain = memory(false), *spatial = memory(true);
    int64_t valid = 0;
    assert_int_equal(database_integer(plain, "plain", sql, &valid), STATUS_FAILED);
    assert_int_equal(database_integer(spatial, "spatial", sql, &valid), STATUS_OK);
    assert_int_equal(valid, 1);
    database_close(plain);
    database_close(spatial);
}

/* cmocka's assertions belong to the main thread: a thread only counts its right answers. */
static void *ask_areas(void *argument)
{
    int *right = argument;
    for (int i = 0; i < 8; i++) {
        struct database *database = NULL;
        int64_t area = 0;
        if (database_open(":memory:", DATABASE_CREATE, true, &database) != STATUS_OK) return NULL;
        enum status status = database_integer(database, "area",
                                              "SELECT ST_Area(ST_Intersection(BuildMbr(0, 0, 4, 4),"
                                              " BuildMbr(1, 1, 9, 3)))",
                                              &area);
        database_close(database);
        *right += status == STATUS_OK && area == 6; /* 3 by 2 */
    }
    return NULL;
}

static void each_thread_has_its_own_spatialite(void **state)
{
    (void)state;
    pthread_t threads[4];
    int right[4] = {0};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, ask_areas, &right[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(right[i], 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_is_missing_is_not_found_and_not_made),
        cmocka_unit_test(values_come_back_as_bound),
        cmocka_unit_test(a_value_goes_when_null_is_bound_after_it),
        cmocka_unit_test(a_wrong_parameter_name_fails_the_step),
        cmocka_unit_test(foreign_keys_are_enforced_and_a_rollback_undoes),
        cmocka_unit_test(spatialite_answers_where_asked),
        cmocka_unit_test(each_thread_has_its_own_spatialite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
