/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/publish.h"
#include "geodata/store/database.h"
#include "town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct workspace *open_workspace(const char *data)
{
    struct workspace *workspace = NULL;
    assert_int_equal(workspace_open(data, &workspace), STATUS_OK);
    return workspace;
}

static struct publish_summary publish(const char *data)
{
    struct publish_summary summary;
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);
    return summary;
}

static uint32_t current(const char *data)
{
    uint32_t number = 0;
    assert_int_equal(generation_current(data, SERIES_DIRECTORY, &number), STATUS_OK);
    return number;
}

static char *directory_path(const char *data, uint32_t number)
{
    struct buffer path = {0};
    generation_path(data, SERIES_DIRECTORY, number, &path);
    return path.data;
}

/* One value of a published generation, as text; free it. */
static char *ask(const char *data, uint32_t number, const char *sql)
{
    struct database *database = NULL;
    struct statement *statement = NULL;
    char *path = directory_path(data, number);
    assert_int_equal(database_open_readonly(path, true, &database), STATUS_OK);
    assert_int_equal(database_prepare(database, sql, sql, &statement), STATUS_OK);
    assert_int_equal(statement_step(statement), STATUS_OK);
    const char *text = column_text(statement, 0);
    char *answer = strdup(text == NULL ? "NULL" : text);
    statement_close(statement);
    database_close(database);
    free(path);
    return answer;
}

static void expect(const char *data, uint32_t number, const char *sql, const char *expected)
{
    char *answer = ask(data, number, sql);
    if (strcmp(answer, expected) != 0) print_message("%s\n", sql);
    assert_string_equal(answer, expected);
    free(answer);
}

static void what_was_said_is_published(void **state)
{
    (void)state;
    char *data = town_folder();
    struct workspace *workspace = open_workspace(data);
    town_say(workspace);
    workspace_close(workspace);
    struct publish_summary summary = publish(data);
    assert_int_equal(summary.number, 1);
    assert_int_equal(summary.resources, TOWN_RESOURCES);
    assert_int_equal(summary.places, TOWN_RESOURCES - 1); /* E and J share a door */
    assert_int_equal(summary.zones, TOWN_ZONES);
    assert_int_equal(summary.sessions, TOWN_SESSIONS);
    assert_int_equal(summary.areas, TOWN_AREAS);
    assert_int_equal(summary.unplaced, 1);
    assert_int_equal(summary.excluded + summary.zones_unplaced + summary.sessions_unmatched, 0);

    static const struct {
        const char *sql, *answer;
    } cases[] = {
        {"SELECT territory || ' ' || timezone || ' ' || records FROM generation",
         "CPTS de Bourg-Voisin Europe/Paris 10"},
        {"SELECT group_concat(key || ' ' || rows) FROM source",
         "town:areas 5,town:people 10,town:sessions 3"},
        {"SELECT languages || fees || new_patients || new_patients_as_of || updated"
         " FROM resource WHERE identity = 'town:A'",
         "anglais;arabe112026-10-022026-10-02"},
        {"SELECT updated FROM resource WHERE identity = 'town:B'", "2026-10-01"},
        {"SELECT count(*) FROM resource WHERE new_patients IS NULL", "7"},
        {"SELECT direct_phone FROM resource_restricted JOIN resource ON id = resource"
         " WHERE identity = 'town:A'",
         "06 39 98 00 01"},
        {"SELECT count(*) FROM resource_restricted", "1"},
        {"SELECT group_concat(weekday || ':' || opens || '-' || closes) FROM hours"
         " JOIN resource ON id = resource WHERE identity = 'town:B'",
         "4:1200-1560,5:1200-1560"},
        {"SELECT AsText(geometry) FROM place JOIN resource ON place = place.id"
         " WHERE identity = 'town:F'",
         "POINT(2.3137 48.8072)"},
        {"SELECT method || score FROM place JOIN resource ON place = place.id"
         " WHERE identity = 'town:B'",
         "geocoded0.93"},
        {"SELECT group_concat(code) FROM resource_skill JOIN skill ON skill = skill.id"
         " JOIN resource ON resource = resource.id WHERE identity = 'town:J'",
         "G15:60,loc:pansement"},
        {"SELECT count(*) FROM resource WHERE length(public_id) = 16", "10"},
        {"SELECT first_day || ' ' || opens || ' ' || closes || ' ' || rrule || ' ' || exdates"
         " FROM session JOIN resource ON resource = resource.id"
         " WHERE identity = 'town:F' ORDER BY session.id",
         "2026-11-17 840 1080 FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231 2026-12-08"},
        {"SELECT count(*) FROM session WHERE appointment IS NULL", "1"},
        {"SELECT count(*) FROM skill WHERE code = 'R210:0897'", "1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect(data, 1, cases[i].sql, cases[i].answer);
    }
    town_remove(data);
}

static void zones_are_resolved(void **state)
{
    (void)state;
    char *data = town_published();
    /* is a door inside the zone of that label? The oracle is GEOS, over the polygons drawn in
     * town.c */
    static const struct {
        const char *label;
        double east, north;
        const char *inside;
    } cases[] = {
        {"Rive-Droite", 15, 13, "1"},          {"Rive-Droite", 5, 13, "0"},
        {"sauf Les Tilleuls", 15, 13, "1"},    {"sauf Les Tilleuls", 15, 9, "0"},
        {"autour de la colline", 16, 18, "1"}, {"autour de la colline", 10, 18, "0"},
        {"toute la commune", 1, 1, "1"},       {"toute la commune", 21, 1, "0"},
        {"sauf Rive-Gauche", 9, 4, "1"},       {"sauf Rive-Gauche", 12, 4, "0"},
        {"rayon 500 m", 4, 19, "1"},           {"rayon 500 m", 4, 21, "0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char sql[300];
        struct point door = town_point(cases[i].east, cases[i].north);
        snprintf(sql, sizeof sql,
                 "SELECT ST_Contains(geometry, MakePoint(%.7f, %.7f, 4326)) FROM zone"
                 " WHERE label = '%s'",
                 door.lon, door.lat, cases[i].label);
        expect(data, 1, sql, cases[i].inside);
    }
    expect(data, 1, "SELECT group_concat(label) FROM zone WHERE effect = 'exclude'",
           "sauf Les Tilleuls,sauf Rive-Gauche");
    expect(data, 1, "SELECT radius_m FROM zone WHERE label = 'rayon 500 m'", "500.0");
    expect(data, 1,
           "SELECT code FROM zone JOIN skill ON skill = skill.id"
           " WHERE label = 'rayon 1 km pour les pansements'",
           "loc:pansement");
    /* 64 corners on the circle, whose area the ellipsoid gives: 1/2 n sin(2 pi / n) r^2 */
    expect(data, 1,
           "SELECT abs(ST_Area(geometry, 1) - 784137.1) < 20 FROM zone"
           " WHERE label = 'rayon 500 m'",
           "1");
    town_remove(data);
}

static void an_excluded_resource_is_left_out_with_its_sessions(void **state)
{
    (void)state;
    char *data = town_published();
    struct workspace *workspace = open_workspace(data);
    assert_int_equal(workspace_exclude(workspace, "town:F", EXCLUDE_EVERYWHERE, "retraite"),
                     STATUS_OK);
    struct publish_summary summary = publish(data);
    assert_int_equal(summary.excluded, 1);
    assert_int_equal(summary.resources, TOWN_RESOURCES - 1);
    assert_int_equal(summary.sessions, 1);
    assert_int_equal(summary.sessions_unmatched, 0); /* a decision is not a fault */
    expect(data, 2, "SELECT count(*) FROM resource WHERE identity = 'town:F'", "0");

    town_say_people(workspace); /* the next import does not bring it back */
    assert_int_equal(publish(data).resources, TOWN_RESOURCES - 1);
    assert_int_equal(workspace_exclude(workspace, "town:F", EXCLUDE_NOT, NULL), STATUS_OK);
    assert_int_equal(publish(data).resources, TOWN_RESOURCES);
    workspace_close(workspace);
    town_remove(data);
}

static void say_one(struct workspace *workspace, const char *key, const struct resource *resource)
{
    struct source source = {.key = key, .kind = "sheet", .name = key, .as_of = "2026-11-01"};
    enum row_change change;
    struct source_summary summary;
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    assert_int_equal(workspace_put_resource(workspace, resource, &change), STATUS_OK);
    assert_int_equal(workspace_end_source(workspace, true, &summary), STATUS_OK);
}

static void the_last_source_to_speak_wins(void **state)
{
    (void)state;
    char *data = town_published();
    struct workspace *workspace = open_workspace(data);
    struct resource other = {
        .identity = "town:A", .kind = RESOURCE_PROFESSIONAL, .name = "Alma Arpège-Bis"};
    say_one(workspace, "other", &other);
    assert_int_equal(publish(data).resources, TOWN_RESOURCES);
    expect(data, 2, "SELECT name || updated FROM resource WHERE identity = 'town:A'",
           "Alma Arpège-Bis2026-11-01");
    town_say_people(workspace);
    publish(data);
    expect(data, 3, "SELECT name FROM resource WHERE identity = 'town:A'", "Alma Arpège");
    expect(data, 3, "SELECT count(DISTINCT identity) = count(*) FROM resource", "1");

    char *before = ask(data, 1, "SELECT public_id FROM resource WHERE identity = 'town:A'");
    expect(data, 3, "SELECT public_id FROM resource WHERE identity = 'town:A'", before);
    free(before);
    workspace_close(workspace);
    town_remove(data);
}

static void a_session_never_goes_to_the_wrong_namesake(void **state)
{
    (void)state;
    char *data = town_published();
    struct workspace *workspace = open_workspace(data);
    struct resource namesake = {
        .identity = "other:1", .kind = RESOURCE_STRUCTURE, .name = "PHARMACIE DU PONT"};
    say_one(workspace, "other", &namesake);
    struct publish_summary summary = publish(data);
    assert_int_equal(summary.sessions, 1);
    assert_int_equal(summary.sessions_unmatched, 2);

    namesake.kind = RESOURCE_PROFESSIONAL; /* the structure is meant */
    say_one(workspace, "other", &namesake);
    assert_int_equal(publish(data).sessions, TOWN_SESSIONS);
    expect(data, 3,
           "SELECT count(*) FROM session JOIN resource ON resource = resource.id"
           " WHERE identity = 'town:F'",
           "2");
    workspace_close(workspace);
    town_remove(data);
}

static void a_zone_whose_area_is_gone_is_left_out_and_counted(void **state)
{
    (void)state;
    char *data = town_published();
    struct workspace *workspace = open_workspace(data);
    struct source source = {.key = "town:areas", .kind = "territory", .name = "only the outline"};
    struct area area = {"territory", "bourg", "CPTS de Bourg-Voisin",
                        "POLYGON((2 48, 3 48, 3 49, 2 49, 2 48))"};
    struct buffer why = {0};
    bool repaired;
    enum row_change change;
    struct source_summary gone;
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    assert_int_equal(workspace_put_area(workspace, &area, &repaired, &why, &change), STATUS_OK);
    assert_int_equal(workspace_end_source(workspace, true, &gone), STATUS_OK);
    assert_int_equal(gone.removed, TOWN_AREAS - 1);
    struct publish_summary summary = publish(data);
    /* left: A's circle and C's polygon. J's circles go with the exclusion that cannot be placed:
     * it is not known any more where J comes. */
    assert_int_equal(summary.zones, 2);
    assert_int_equal(summary.zones_unplaced, 6);
    expect(data, 2,
           "SELECT count(*) FROM zone JOIN resource ON resource = resource.id"
           " WHERE identity = 'town:J'",
           "0");
    workspace_close(workspace);
    town_remove(data);
}

static void the_territory_has_its_time_zone(void **state)
{
    (void)state;
    char *data = town_published();
    struct workspace *workspace = open_workspace(data);
    assert_int_not_equal(workspace_set_timezone(workspace, "Europe/Atlantis"), STATUS_OK);
    assert_int_equal(workspace_set_timezone(workspace, "Indian/Reunion"), STATUS_OK);
    workspace_close(workspace);
    publish(data);
    expect(data, 2, "SELECT timezone FROM generation", "Indian/Reunion");
    town_remove(data);
}

static void nothing_to_publish_changes_nothing(void **state)
{
    (void)state;
    char *data = town_folder();
    struct publish_summary summary;
    uint32_t number;
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_NOT_FOUND);
    struct workspace *workspace = open_workspace(data);
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_INVALID);
    town_say_areas(workspace);
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_INVALID); /* no resource */
    assert_int_equal(generation_current(data, SERIES_DIRECTORY, &number), STATUS_NOT_FOUND);
    workspace_close(workspace);
    town_remove(data);
}

static void rolling_back_moves_the_pointer_only(void **state)
{
    (void)state;
    char *data = town_published();
    publish(data);
    publish(data);
    uint32_t number = 0;
    assert_int_equal(publish_rollback(data, SERIES_DIRECTORY, 0, &number), STATUS_OK);
    assert_int_equal(number, 2);
    assert_int_equal(current(data), 2);
    assert_int_equal(publish(data).number, 4); /* no number is used twice */
    assert_int_equal(current(data), 4);
    assert_int_equal(publish_rollback(data, SERIES_DIRECTORY, 1, &number), STATUS_OK);
    assert_int_equal(current(data), 1);
    assert_int_equal(publish_rollback(data, SERIES_DIRECTORY, 0, &number), STATUS_NOT_FOUND);
    assert_int_equal(publish_rollback(data, SERIES_DIRECTORY, 9, &number), STATUS_NOT_FOUND);
    assert_int_equal(current(data), 1);
    town_remove(data);
}

static void old_generations_go_but_never_the_current(void **state)
{
    (void)state;
    char *data = town_published();
    struct publish_summary summary;
    uint32_t number, *numbers;
    size_t count;
    for (int i = 0; i < 4; i++) {
        assert_int_equal(publish_directory(data, 2, &summary), STATUS_OK);
    }
    assert_int_equal(generation_list(data, SERIES_DIRECTORY, &numbers, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(numbers[0], 4);
    assert_int_equal(numbers[1], 5);
    free(numbers);
    assert_int_equal(publish_rollback(data, SERIES_DIRECTORY, 4, &number), STATUS_OK);
    assert_int_equal(current(data), 4);
    town_remove(data);
}

static void the_file_stands_alone(void **state)
{
    (void)state;
    char *data = town_published();
    struct buffer folder = {0}, findings = {0};
    generation_folder(data, SERIES_DIRECTORY, &folder);
    char command[300], listing[300] = "";
    snprintf(command, sizeof command, "ls -A %s", folder.data);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_true(fread(listing, 1, sizeof listing - 1, pipe) > 0);
    pclose(pipe);
    assert_string_equal(listing, "current\ndirectory-1.sqlite\n");
    assert_int_equal(publish_check(data, SERIES_DIRECTORY, 1, &findings), STATUS_OK);
    expect(data, 1, "SELECT journal_mode FROM pragma_journal_mode", "delete");
    buffer_free(&folder);
    buffer_free(&findings);
    town_remove(data);
}

static void gdal_sees_the_layers(void **state)
{
    (void)state;
    char *data = town_published(), *path = directory_path(data, 1);
    char command[400], output[20000] = "";
    snprintf(command, sizeof command, "ogrinfo -ro -so -al %s 2>/dev/null", path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(output, 1, sizeof output - 1, pipe);
    int exit_code = pclose(pipe);
    if (WIFEXITED(exit_code) && WEXITSTATUS(exit_code) == 127) {
        print_message("skipped: no ogrinfo\n");
        skip();
    }
    assert_true(length > 0);
    static const struct {
        const char *layer, *geometry, *count;
    } cases[] = {
        {"Layer name: place\n", "Geometry: Point\n", "Feature Count: 9\n"},
        {"Layer name: zone\n", "Geometry: Multi Polygon\n", "Feature Count: 8\n"},
        {"Layer name: area\n", "Geometry: Multi Polygon\n", "Feature Count: 5\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *layer = strstr(output, cases[i].layer);
        assert_non_null(layer);
        const char *geometry = strstr(layer, "Geometry: ");
        assert_memory_equal(geometry, cases[i].geometry, strlen(cases[i].geometry));
        const char *count = strstr(layer, "Feature Count: ");
        assert_memory_equal(count, cases[i].count, strlen(cases[i].count));
        assert_non_null(strstr(layer, "WGS 84"));
    }
    free(path);
    town_remove(data);
}

static void a_damaged_file_is_found_out(void **state)
{
    (void)state;
    char *data = town_published(), *path = directory_path(data, 1);
    struct buffer findings = {0};
    struct database *database = NULL;
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(database_open(path, DATABASE_WRITE, true, &database), STATUS_OK);
    assert_int_equal(database_run(database, "damage",
                                  "PRAGMA foreign_keys = OFF;"
                                  "DELETE FROM idx_zone_geometry WHERE pkid = 1;"
                                  "DELETE FROM source WHERE key = 'town:people';"
                                  "UPDATE resource SET public_id = 'twice' WHERE id IN (2, 5);"
                                  "UPDATE generation SET number = 7"),
                     STATUS_OK);
    database_close(database);
    assert_int_equal(publish_check(data, SERIES_DIRECTORY, 1, &findings), STATUS_INVALID);
    assert_non_null(strstr(findings.data, "index spatial faux : table zone"));
    assert_non_null(strstr(findings.data, "lien rompu : 10 ligne(s) de resource"));
    assert_non_null(strstr(findings.data, "deux fiches portent l'identifiant public twice"));
    assert_non_null(strstr(findings.data, "le fichier porte le numéro 7 au lieu de 1"));

    buffer_reset(&findings);
    assert_int_equal(truncate(path, 100000), 0);
    assert_int_equal(publish_check(data, SERIES_DIRECTORY, 1, &findings), STATUS_INVALID);
    assert_int_equal(publish_check(data, SERIES_DIRECTORY, 2, &findings), STATUS_NOT_FOUND);
    buffer_free(&findings);
    free(path);
    town_remove(data);
}

static void another_series_is_published_by_file(void **state)
{
    (void)state;
    char *data = town_folder();
    int lock = -1;
    assert_int_equal(publish_lock(data, &lock), STATUS_OK);
    for (uint32_t i = 1; i <= 3; i++) {
        struct buffer part = {0};
        struct database *database = NULL;
        uint32_t number = 0;
        generation_folder(data, SERIES_ADDRESSES, &part);
        buffer_text(&part, "/.addresses.part");
        assert_int_equal(database_open(part.data, DATABASE_CREATE, false, &database), STATUS_OK);
        assert_int_equal(database_run(database, "t", "CREATE TABLE t (x)"), STATUS_OK);
        database_close(database);
        assert_int_equal(publish_file(data, SERIES_ADDRESSES, part.data, 0, &number), STATUS_OK);
        assert_int_equal(number, i);
        assert_int_equal(generation_current(data, SERIES_ADDRESSES, &number), STATUS_OK);
        assert_int_equal(number, i);
        struct buffer findings = {0};
        assert_int_equal(publish_check(data, SERIES_ADDRESSES, i, &findings), STATUS_OK);
        buffer_free(&findings);
        buffer_free(&part);
    }
    publish_unlock(lock);
    town_remove(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_said_is_published),
        cmocka_unit_test(zones_are_resolved),
        cmocka_unit_test(an_excluded_resource_is_left_out_with_its_sessions),
        cmocka_unit_test(the_last_source_to_speak_wins),
        cmocka_unit_test(a_session_never_goes_to_the_wrong_namesake),
        cmocka_unit_test(a_zone_whose_area_is_gone_is_left_out_and_counted),
        cmocka_unit_test(the_territory_has_its_time_zone),
        cmocka_unit_test(nothing_to_publish_changes_nothing),
        cmocka_unit_test(rolling_back_moves_the_pointer_only),
        cmocka_unit_test(old_generations_go_but_never_the_current),
        cmocka_unit_test(the_file_stands_alone),
        cmocka_unit_test(gdal_sees_the_layers),
        cmocka_unit_test(a_damaged_file_is_found_out),
        cmocka_unit_test(another_series_is_published_by_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
