/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workspace of an older version becomes what the same words would make today. */
#include "check.h"
#include "geodata/buffer.h"
#include "geodata/publish.h"
#include "geodata/store/database.h"
#include "town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERED 2

static struct database *open_old(const char *data, enum database_mode mode)
{
    struct database *database = NULL;
    char path[200];
    snprintf(path, sizeof path, "%s/workspace.sqlite", data);
    assert_int_equal(database_open(path, mode, true, &database), STATUS_OK);
    return database;
}

static void run(struct database *database, const char *sql)
{
    assert_int_equal(database_run(database, sql, sql), STATUS_OK);
}

static int64_t integer(struct database *database, const char *sql)
{
    int64_t value = -1;
    assert_int_equal(database_integer(database, sql, sql, &value), STATUS_OK);
    return value;
}

static void run_file(struct database *database, const char *path)
{
    char text[40000];
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    run(database, text);
}

static void attach(struct database *database, const char *data)
{
    char sql[300];
    snprintf(sql, sizeof sql, "ATTACH '%s/workspace.sqlite' AS today", data);
    run(database, sql);
}

/* Tables of our own in one of the two files. */
#define TABLES                                                                                     \
    "SELECT name FROM %s.sqlite_schema WHERE type = 'table' AND sql LIKE '%%STRICT%%' ORDER BY 1"

typedef void table_visitor(struct database *database, const char *table);

static void each_table(struct database *database, const char *schema, table_visitor *visit)
{
    struct statement *tables = NULL;
    char sql[200];
    snprintf(sql, sizeof sql, TABLES, schema);
    assert_int_equal(database_prepare(database, "tables", sql, &tables), STATUS_OK);
    while (statement_step(tables) == STATUS_OK) visit(database, column_text(tables, 0));
    statement_close(tables);
}

/* Copies the columns that the old file has. */
static void copy_table(struct database *database, const char *table)
{
    struct statement *names = NULL;
    struct buffer sql = {0}, columns = {0};
    buffer_format(&sql, "SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('%s')",
                  table);
    assert_int_equal(database_prepare(database, "columns", sql.data, &names), STATUS_OK);
    assert_int_equal(statement_step(names), STATUS_OK);
    buffer_text(&columns, column_text(names, 0));
    statement_close(names);
    buffer_reset(&sql);
    buffer_format(&sql, "INSERT OR REPLACE INTO main.\"%s\" (%s) SELECT %s FROM today.\"%s\"",
                  table, columns.data, columns.data, table);
    run(database, sql.data);
    buffer_free(&sql);
    buffer_free(&columns);
}

/* Each question with the table's name where it says @. */
static int64_t ask(struct database *database, const char *question, const char *table)
{
    struct buffer sql = {0};
    for (const char *at = question; *at != '\0'; at++) {
        if (*at == '@') buffer_text(&sql, table);
        if (*at != '@') buffer_char(&sql, *at);
    }
    int64_t answer = integer(database, sql.data);
    if (answer != 0) print_error("%s: %s\n", table, sql.data);
    buffer_free(&sql);
    return answer;
}

static void compare_table(struct database *database, const char *table)
{
    static const char *const differences[] = {
        "SELECT count(*) FROM (SELECT cid, name, type, \"notnull\", dflt_value, pk "
        "FROM pragma_table_info('@', 'today') EXCEPT SELECT cid, name, type, \"notnull\", "
        "dflt_value, pk FROM pragma_table_info('@', 'main'))",
        "SELECT count(*) FROM (SELECT name FROM pragma_index_list('@', 'today') EXCEPT "
        "SELECT name FROM pragma_index_list('@', 'main'))",
        "SELECT count(*) FROM (SELECT * FROM today.\"@\" EXCEPT SELECT * FROM main.\"@\")",
        "SELECT (SELECT count(*) FROM main.\"@\") - (SELECT count(*) FROM today.\"@\")",
    };
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++) {
        assert_int_equal(ask(database, differences[i], table), 0);
    }
}

/* Identities that hold a number, names and an address that fold. */
static void say_numbers(struct workspace *workspace)
{
    static const struct resource resources[] = {
        {.identity = "finess:990000017", .kind = RESOURCE_POINT, .name = "L'Œuvre du Pont"},
        {.identity = "rpps:10000000012@1 rue du pont",
         .kind = RESOURCE_PROFESSIONAL,
         .name = "Dr Zoé ÉTÉ-Bois",
         .place = {.address = "1, Rue du Pont", .postcode = "99000"}},
    };
    struct source source = {.key = "numbers", .kind = "sheet", .name = "Numéros"};
    enum row_change change;
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    for (int i = 0; i < NUMBERED; i++) {
        assert_int_equal(workspace_put_resource(workspace, &resources[i], &change), STATUS_OK);
    }
    assert_int_equal(workspace_end_source(workspace, true, NULL), STATUS_OK);
}

/* The town as an older version kept it, with an exclusion. */
static void make_old(const char *data, const char *today, int version)
{
    struct database *database = open_old(data, DATABASE_CREATE);
    assert_int_equal(database_spatial_metadata(database), STATUS_OK);
    char path[64];
    snprintf(path, sizeof path, "tests/cases/workspace-%d.sql", version);
    run_file(database, path);
    run_file(database, "geodata/sql/workspace_geometry_columns.sql");
    attach(database, today);
    run(database, "PRAGMA foreign_keys = OFF");
    each_table(database, "main", copy_table);
    assert_int_equal(integer(database, "PRAGMA main.user_version"), version);
    database_close(database);
}

static void check_upgrade_from(int version)
{
    char *old = town_folder(), *today = town_folder();
    struct workspace *workspace = NULL;
    assert_int_equal(workspace_open(today, &workspace), STATUS_OK);
    town_say(workspace);
    say_numbers(workspace);
    assert_int_equal(workspace_exclude(workspace, town_resources()[0].identity, EXCLUDE_EVERYWHERE,
                                       "à sa demande"),
                     STATUS_OK);
    workspace_close(workspace);
    make_old(old, today, version);

    assert_int_equal(workspace_open(old, &workspace), STATUS_OK);
    workspace_close(workspace);
    struct database *database = open_old(old, DATABASE_READ);
    attach(database, today);
    assert_int_equal(integer(database, "PRAGMA main.user_version"), 4);
    each_table(database, "today", compare_table);
    assert_int_equal(integer(database, "SELECT count(*) FROM main.record"),
                     TOWN_RESOURCES + NUMBERED);
    assert_int_equal(integer(database, "SELECT count(*) FROM main.record_identifier"), NUMBERED);
    assert_int_equal(integer(database, "SELECT count(*) FROM main.record WHERE name_key = ''"), 0);
    assert_int_equal(integer(database, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(integer(database, "SELECT count(*) FROM main.sqlite_schema WHERE name = "
                                       "'record_hours' AND instr(sql, 'BETWEEN 0 AND 7')"),
                     1);
    database_close(database);

    struct publish_summary summary;
    assert_int_equal(publish_directory(old, 0, &summary), STATUS_OK);
    assert_int_equal(summary.resources, TOWN_RESOURCES + NUMBERED - 1);
    town_remove(old);
    town_remove(today);
}

static void nothing_is_lost_and_all_is_compared_as_today(void **state)
{
    (void)state;
    check_upgrade_from(1);
    check_upgrade_from(2);
    check_upgrade_from(3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_and_all_is_compared_as_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
