/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/diff.h"
#include "geodata/generation.h"
#include "geodata/publish.h"
#include "town.h"

#include <stdlib.h>
#include <string.h>

static const struct source people = {
    .key = "town:people", .kind = "sheet", .name = "Mairie de Bourg-Voisin", .as_of = "2026-11-01"};

/* Says all the town's people again, one of them as `changed`; a NULL name leaves
 * that one out. */
static void say_people(const char *data, size_t index, const struct resource *changed)
{
    struct workspace *workspace = NULL;
    enum row_change change;
    assert_int_equal(workspace_open(data, &workspace), STATUS_OK);
    assert_int_equal(workspace_begin_source(workspace, &people, false), STATUS_OK);
    for (size_t i = 0; i < TOWN_RESOURCES; i++) {
        const struct resource *resource = i == index ? changed : &town_resources()[i];
        if (resource->name == NULL) continue;
        assert_int_equal(workspace_put_resource(workspace, resource, &change), STATUS_OK);
    }
    assert_int_equal(workspace_end_source(workspace, true, NULL), STATUS_OK);
    workspace_close(workspace);
}

static void compare(const char *data, uint32_t before, uint32_t after, struct diff *out)
{
    struct buffer paths[2] = {{0}, {0}};
    generation_path(data, SERIES_DIRECTORY, before, &paths[0]);
    generation_path(data, SERIES_DIRECTORY, after, &paths[1]);
    assert_int_equal(diff_files(paths[0].data, paths[1].data, out), STATUS_OK);
    buffer_free(&paths[0]);
    buffer_free(&paths[1]);
}

/* The town, then the town with one resource changed: what does that change? */
static void change_one(size_t index, const struct resource *changed, struct diff *out)
{
    struct publish_summary summary;
    char *data = town_published();
    say_people(data, index, changed);
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);
    compare(data, 1, 2, out);
    town_remove(data);
}

static void the_same_town_twice_is_no_change(void **state)
{
    (void)state;
    struct diff diff;
    change_one(0, &town_resources()[0], &diff);
    assert_int_equal(diff.line_count, 0);
    assert_int_equal(diff.arrivals + diff.departures + diff.changed, 0);
    assert_int_equal(diff.sessions_added + diff.sessions_removed + diff.sessions_changed, 0);
    diff_free(&diff);
}

static void who_left_is_told_and_who_came_the_other_way_round(void **state)
{
    (void)state;
    struct diff diff;
    struct publish_summary summary;
    char *data = town_published();
    say_people(data, 5, &(struct resource){0}); /* the pharmacy, with its two sessions */
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);

    compare(data, 1, 2, &diff);
    assert_int_equal(diff.departures, 1);
    assert_int_equal(diff.arrivals + diff.changed, 0);
    assert_int_equal(diff.sessions_removed, 2);
    assert_int_equal(diff.line_count, 1);
    assert_int_equal(diff.lines[0].what, DIFF_DEPARTURE);
    assert_string_equal(diff.lines[0].name, "Pharmacie du Pont");
    assert_string_equal(diff.lines[0].identity, "town:F");
    diff_free(&diff);

    compare(data, 2, 1, &diff);
    assert_int_equal(diff.arrivals, 1);
    assert_int_equal(diff.departures + diff.changed, 0);
    assert_int_equal(diff.sessions_added, 2);
    assert_int_equal(diff.lines[0].what, DIFF_ARRIVAL);
    diff_free(&diff);
    town_remove(data);
}

/* What one correction of Alma's record must read like. */
static void each_field_is_told_before_and_after(void **state)
{
    (void)state;
    static const struct hours mornings = {.count = 2, .spans = {{0, 540, 720}, {1, 540, 720}}};
    static const struct zone wide[] = {
        {.effect = ZONE_INCLUDE, .shape = ZONE_CIRCLE, .radius_m = 1000, .label = "rayon 1 km"}};
    static const char *const one_skill[] = {"G15:60"};
    const struct closure holidays[] = {
        {day_from_civil((struct civil){2026, 12, 20}), day_from_civil((struct civil){2027, 1, 3})},
        {day_from_civil((struct civil){2027, 5, 14}), day_from_civil((struct civil){2027, 5, 14})}};
    struct resource alma = town_resources()[0];
    alma.phone = "01 99 00 00 99";
    alma.email = "alma@example.org";
    alma.new_patients = TRISTATE_NO;
    alma.new_patients_as_of = "2026-11-15";
    alma.hours = &mornings;
    alma.zones = wide;
    alma.zones_incomplete = true;
    alma.closures = holidays;
    alma.closure_count = 2;
    alma.skills = one_skill;
    alma.skill_count = 1;
    alma.fees = NULL;
    alma.restricted.mssante = NULL;
    struct diff diff;
    change_one(0, &alma, &diff);

    static const struct {
        enum diff_field field;
        const char *before, *after;
    } expected[] = {
        {DIFF_SKILL, "Pansement", NULL},
        {DIFF_PHONE, "01 99 00 00 01", "01 99 00 00 99"},
        {DIFF_EMAIL, NULL, "alma@example.org"},
        {DIFF_ZONE, "rayon 500 m", "rayon 1 km"},
        {DIFF_ZONE_GAP, "0", "1"},
        {DIFF_HOURS, "lundi, mardi, jeudi, vendredi 09:00-18:00; mercredi 09:00-12:00",
         "lundi, mardi 09:00-12:00"},
        {DIFF_CLOSURES, NULL, "du 2026-12-20 au 2027-01-03; 2027-05-14"},
        {DIFF_NEW_PATIENTS, "1", "0"},
        {DIFF_FEES, "1", NULL},
        {DIFF_MSSANTE, "alma.arpege@infirmier.mssante.example", NULL},
    };
    assert_int_equal(diff.changed, 1);
    assert_int_equal(diff.zones_grown, 1);
    assert_int_equal(diff.line_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < diff.line_count; i++) {
        const struct diff_line *line = &diff.lines[i];
        assert_string_equal(line->name, "Alma Arpège");
        assert_string_equal(line->profession, "Infirmier");
        assert_int_equal(line->field, expected[i].field);
        if (expected[i].before == NULL) assert_null(line->before);
        if (expected[i].after == NULL) assert_null(line->after);
        if (expected[i].before != NULL) assert_string_equal(line->before, expected[i].before);
        if (expected[i].after != NULL) assert_string_equal(line->after, expected[i].after);
    }
    assert_int_equal(diff.lines[3].reach, REACH_GROWN);
    assert_string_equal(diff.lines[7].as_of, "2026-11-15");
    diff_free(&diff);
}

static void a_move_tells_how_far_and_leaves_the_circle_alone(void **state)
{
    (void)state;
    struct resource alma = town_resources()[0];
    alma.place.point.lat += 0.0018; /* 200 m north: a degree is 111.2 km here */
    struct diff diff;
    change_one(0, &alma, &diff);
    assert_int_equal(diff.line_count, 1);
    assert_int_equal(diff.lines[0].field, DIFF_POSITION);
    assert_true(diff.lines[0].distance_m > 199 && diff.lines[0].distance_m < 201);
    diff_free(&diff);
}

/* Basile comes to Rive-Droite but not to Les Tilleuls: without the exception he covers more. */
static void an_exception_less_is_a_zone_that_grew(void **state)
{
    (void)state;
    struct resource basile = town_resources()[1];
    basile.zone_count = 1;
    struct diff diff;
    change_one(1, &basile, &diff);
    assert_int_equal(diff.line_count, 1);
    assert_int_equal(diff.zones_grown, 1);
    assert_string_equal(diff.lines[0].before, "Rive-Droite; sauf Les Tilleuls");
    assert_string_equal(diff.lines[0].after, "Rive-Droite");
    diff_free(&diff);

    basile.zone_count = 0;
    change_one(1, &basile, &diff);
    assert_int_equal(diff.zones_grown + diff.zones_shrunk, 0); /* where is not known any more */
    assert_null(diff.lines[0].after);
    diff_free(&diff);
}

static void say_session(const char *data, struct session session)
{
    struct source source = {
        .key = "town:sessions", .kind = "sessions", .name = "Mairie", .as_of = "2026-11-01"};
    struct workspace *workspace = NULL;
    enum row_change change;
    bool known;
    assert_int_equal(workspace_open(data, &workspace), STATUS_OK);
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    assert_int_equal(workspace_put_session(workspace, "town:H", &session, &known, &change),
                     STATUS_OK);
    assert_int_equal(workspace_end_source(workspace, true, NULL), STATUS_OK);
    workspace_close(workspace);
}

static void sessions_are_told_one_by_one(void **state)
{
    (void)state;
    struct diff diff;
    struct publish_summary summary;
    char *data = town_published();
    say_session(data, (struct session){.skill = "R210:0897",
                                       .first = 20778,
                                       .opens = 600,
                                       .closes = 1020,
                                       .public_text = "tous"});
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);
    compare(data, 1, 2, &diff);
    assert_int_equal(diff.sessions_removed, 2);
    assert_int_equal(diff.sessions_changed, 1);
    assert_int_equal(diff.sessions_added, 0);
    assert_int_equal(diff.changed, 2);
    const struct diff_line *last = &diff.lines[diff.line_count - 1];
    assert_string_equal(last->name, "Point prévention");
    assert_non_null(strstr(last->before, "2026-11-21, 10:00-16:00"));
    assert_non_null(strstr(last->after, "2026-11-21, 10:00-17:00"));
    diff_free(&diff);
    town_remove(data);
}

static void a_file_that_is_not_there_is_not_made(void **state)
{
    (void)state;
    struct diff diff;
    struct buffer path = {0};
    char *data = town_published();
    generation_path(data, SERIES_DIRECTORY, 1, &path);
    assert_int_equal(diff_files("/nowhere/directory-1.sqlite", path.data, &diff), STATUS_NOT_FOUND);
    assert_int_equal(diff_files(path.data, "/nowhere/directory-1.sqlite", &diff), STATUS_NOT_FOUND);
    buffer_free(&path);
    town_remove(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_town_twice_is_no_change),
        cmocka_unit_test(who_left_is_told_and_who_came_the_other_way_round),
        cmocka_unit_test(each_field_is_told_before_and_after),
        cmocka_unit_test(a_move_tells_how_far_and_leaves_the_circle_alone),
        cmocka_unit_test(an_exception_less_is_a_zone_that_grew),
        cmocka_unit_test(sessions_are_told_one_by_one),
        cmocka_unit_test(a_file_that_is_not_there_is_not_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
