/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only sessions hold: an on-call night, a screening day. The resource can be asked for it, and
 * answers when they take place, whatever its weekly hours say. */
#include "check.h"
#include "geodata/store/database.h"
#include "town.h"

#include "geodata/generation.h"
#include "geodata/publish.h"
#include "geodata/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ON_CALL "R210:1130"
#define PHYSIO_ON_CALL "loc:tour-de-garde"
#define SCREENING "loc:depistage-peau"
#define SIGHT "loc:depistage-visuel"
#define HEARING "loc:depistage-auditif"
#define DOCTOR "R38:SM54"
#define FLU "R210:0897"
#define DRESSING "loc:pansement"
#define MONDAY 20780 /* 23 November 2026, days since 1970 */

struct offers {
    char *folder;
    struct atlas *atlas;
};

static const struct {
    const char *structure;
    struct session session;
} said[] = {
    /* round the clock by its weekly hours, on call at night only */
    {"town:G",
     {.skill = ON_CALL, .first = 20770, .opens = 1200, .closes = 1920, .rrule = "FREQ=DAILY"}},
    {"town:F",
     {.skill = "loc:pharmacie-garde",
      .first = 20770,
      .opens = 1200,
      .closes = 1920,
      .rrule = "FREQ=DAILY"}},
    {"town:F", {.skill = SCREENING, .first = 20775, .opens = 600, .closes = 720}}, /* has ended */
    {"town:F", {.skill = SCREENING, .first = MONDAY + 1, .opens = 840, .closes = 960}},
    {"town:H",
     {.skill = PHYSIO_ON_CALL,
      .first = 20770,
      .opens = 1200,
      .closes = 1920,
      .rrule = "FREQ=DAILY"}},
    /* on Tuesday, at the health centre, which says nothing of appointments */
    {"town:G",
     {.skill = SIGHT,
      .first = MONDAY + 1,
      .opens = 600,
      .closes = 720,
      .appointment = TRISTATE_NO}},
    {"town:G",
     {.skill = SIGHT,
      .first = MONDAY + 1,
      .opens = 840,
      .closes = 960,
      .appointment = TRISTATE_YES}},
    {"town:G", {.skill = HEARING, .first = MONDAY + 1, .opens = 840, .closes = 960}},
    {"town:G",
     {.skill = DOCTOR,
      .first = MONDAY + 1,
      .opens = 600,
      .closes = 720,
      .appointment = TRISTATE_NO}},
    /* the pharmacy, which is walked into */
    {"town:rdv",
     {.skill = DRESSING,
      .first = MONDAY + 1,
      .opens = 600,
      .closes = 720,
      .appointment = TRISTATE_YES}},
};

static void say(struct workspace *workspace)
{
    const struct source source = {.key = "town:nights",
                                  .kind = "sessions",
                                  .name = "Gardes",
                                  .file_name = "gardes.csv",
                                  .as_of = "2026-11-01"};
    struct source_summary summary;
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        enum row_change change;
        bool known;
        assert_int_equal(
            workspace_put_session(workspace, said[i].structure, &said[i].session, &known, &change),
            STATUS_OK);
        assert_true(known);
    }
    assert_int_equal(workspace_end_source(workspace, true, &summary), STATUS_OK);
}

/* The community has a way of being on call of its own: a line of the taxonomy is enough. */
static void add_skill(const char *folder)
{
    struct database *database = NULL;
    char path[200];
    snprintf(path, sizeof path, "%s/workspace.sqlite", folder);
    assert_int_equal(database_open(path, DATABASE_WRITE, false, &database), STATUS_OK);
    assert_int_equal(database_run(database, "addition",
                                  "INSERT INTO skill VALUES ('" PHYSIO_ON_CALL
                                  "', 'on_call', 'G15:70',"
                                  " 'Tour de garde inventé', 'Made-up duty', '')"),
                     STATUS_OK);
    database_close(database);
}

/* One that is walked into, but not for what it does by appointment. */
static void say_pharmacy(struct workspace *workspace)
{
    static const char *const skills[] = {"rdv:0897", "R244:312", DRESSING};
    static const struct resource pharmacy = {.identity = "town:rdv",
                                             .kind = RESOURCE_STRUCTURE,
                                             .name = "Pharmacie du Rendez-vous",
                                             .skills = skills,
                                             .skill_count = 3,
                                             .walk_in = TRISTATE_YES,
                                             .place = {.address = "99 rue Lointaine",
                                                       .postcode = "99000",
                                                       .citycode = "99001",
                                                       .city = "Bourg-Voisin",
                                                       .method = PLACE_SOURCE,
                                                       .point = {4.9, 47.9}}};
    const struct source source = {.key = "town:rdv",
                                  .kind = "sheet",
                                  .name = "Rendez-vous",
                                  .file_name = "rdv.csv",
                                  .as_of = "2026-11-01"};
    struct source_summary summary;
    enum row_change change;
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    assert_int_equal(workspace_put_resource(workspace, &pharmacy, &change), STATUS_OK);
    assert_int_equal(workspace_end_source(workspace, true, &summary), STATUS_OK);
}

static int open_offers(void **state)
{
    static struct offers offers;
    struct workspace *workspace;
    struct publish_summary summary;
    struct buffer path = {0};
    offers.folder = town_folder();
    assert_int_equal(workspace_open(offers.folder, &workspace), STATUS_OK);
    workspace_close(workspace);
    add_skill(offers.folder);
    assert_int_equal(workspace_open(offers.folder, &workspace), STATUS_OK);
    town_say(workspace);
    say_pharmacy(workspace);
    say(workspace);
    workspace_close(workspace);
    assert_int_equal(publish_directory(offers.folder, 0, &summary), STATUS_OK);
    generation_path(offers.folder, SERIES_DIRECTORY, summary.number, &path);
    assert_int_equal(atlas_load(path.data, AUDIENCE_PUBLIC, NULL, NULL, &offers.atlas), STATUS_OK);
    buffer_free(&path);
    *state = &offers;
    return 0;
}

static int close_offers(void **state)
{
    struct offers *offers = *state;
    atlas_close(offers->atlas);
    town_remove(offers->folder);
    return 0;
}

static instant at(const struct offers *offers, day date, int hour)
{
    return instant_of(atlas_timezone(offers->atlas), date, hour * 60);
}

static struct search_query asking(const struct offers *offers, const skill_id *skill, int hour)
{
    return (struct search_query){.has_center = true,
                                 .center = town_point(10, 10),
                                 .skills = skill,
                                 .skill_count = 1,
                                 .now = at(offers, MONDAY, 10),
                                 .has_at = hour >= 0,
                                 .at = at(offers, MONDAY, hour < 0 ? 0 : hour)};
}

static skill_id skill_of(const struct offers *offers, const char *code)
{
    skill_id skill = skills_by_code(atlas_skills(offers->atlas), code);
    assert_int_not_equal(skill, SKILL_NONE);
    return skill;
}

static void on_call_is_asked_for_like_any_skill(void **state)
{
    struct offers *offers = *state;
    skill_id skill = skill_of(offers, ON_CALL);
    struct search_query query = asking(offers, &skill, -1);
    struct search_result result;
    assert_int_equal(atlas_skill_count(offers->atlas, skill), 1);
    assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
    assert_int_equal(result.matched, 1);
}

static void on_call_is_when_it_takes_place_not_when_the_place_is_open(void **state)
{
    struct offers *offers = *state;
    skill_id skill = skill_of(offers, ON_CALL);
    struct search_result result;
    static const struct {
        int hour;
        size_t matched;
    } cases[] = {{1, 1}, {7, 1}, {8, 0}, {12, 0}, {19, 0}, {20, 1}, {23, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_query query = asking(offers, &skill, cases[i].hour);
        assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
        instant night = at(offers, MONDAY - (cases[i].hour < 12), 20);
        if (result.count == 1) assert_int_equal(result.hits[0].session.from, night);
        if (result.count == 1) assert_int_equal(result.hits[0].session.to, night + 12 * 3600);
        if (result.matched != cases[i].matched)
            fail_msg("at %d h: %zu", cases[i].hour, result.matched);
        bool told = result.near_miss_count == 1 && result.near_misses[0].reason == REASON_CLOSED;
        assert_true(told == (cases[i].matched == 0));
    }
}

static void a_session_that_has_ended_is_not_offered(void **state)
{
    struct offers *offers = *state;
    skill_id skill = skill_of(offers, SCREENING);
    struct search_query query = asking(offers, &skill, -1);
    struct search_result result;
    static const struct {
        day date;
        int hour;
        size_t matched;
    } cases[] = {{20775, 11, 1},
                 {MONDAY, 10, 1},
                 {MONDAY + 1, 15, 1},
                 {MONDAY + 1, 16, 0},
                 {MONDAY + 9, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        query.now = at(offers, cases[i].date, cases[i].hour);
        assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
        assert_int_equal(result.matched, cases[i].matched);
    }
}

static void what_is_done_every_day_follows_the_weekly_hours(void **state)
{
    struct offers *offers = *state;
    skill_id skills[] = {skill_of(offers, FLU), skill_of(offers, SCREENING)};
    struct search_query query =
        asking(offers, &skills[0], 11); /* Monday morning: open, no session */
    struct search_result result;
    assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
    assert_int_equal(result.matched, 1);
    assert_int_equal(result.hits[0].session.to, 0); /* by its weekly hours */
    query.skills = skills; /* both at once: only the session holds the second */
    query.skill_count = 2;
    assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
    assert_int_equal(result.matched, 0);
    query.skill_count = 0; /* either: the first is enough */
    query.any_skills = skills;
    query.any_skill_count = 2;
    assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
    assert_int_equal(result.matched, 1);
}

static void who_is_on_call_answers_for_what_it_is_and_not_for_all_it_does(void **state)
{
    struct offers *offers = *state;
    skill_id pharmacy = skill_of(offers, "R244:312"), flu = skill_of(offers, FLU);
    struct search_result result;
    static const struct {
        int hour;
        bool open, on_call;
    } cases[] = {{7, true, true}, {11, true, false}, {19, false, false}, {21, true, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_query query = asking(offers, &pharmacy, cases[i].hour);
        assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
        assert_int_equal(result.matched, cases[i].open);
        if (result.matched > 0) assert_true((result.hits[0].session.to != 0) == cases[i].on_call);
    }
    struct search_query query = asking(offers, &flu, 21);
    assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
    assert_int_equal(result.matched, 0);
}

/* The health centre is open round the clock and says nothing of appointments; its sessions do, or
 * not. */
static void without_an_appointment_tells_what_really_fails(void **state)
{
    struct offers *offers = *state;
    static const struct {
        const char *skill;
        int hour; /* of Tuesday; -1: whenever */
        enum reason reason;
        bool in_session;
    } cases[] = {
        {SIGHT, -1, REASON_DISTANCE, false},          {SIGHT, 11, REASON_DISTANCE, true},
        {SIGHT, 15, REASON_WALK_IN_NO, true},         {SIGHT, 18, REASON_CLOSED, false},
        {HEARING, -1, REASON_WALK_IN_UNKNOWN, false}, {HEARING, 15, REASON_WALK_IN_UNKNOWN, true},
        {DOCTOR, -1, REASON_DISTANCE, false},         {DOCTOR, 11, REASON_DISTANCE, true},
        {DOCTOR, 15, REASON_WALK_IN_UNKNOWN, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        skill_id skill = skill_of(offers, cases[i].skill);
        struct search_query query = asking(offers, &skill, cases[i].hour);
        struct search_result result;
        query.at += 24 * 3600;
        query.walk_in = true;
        query.kinds = 1u << RESOURCE_STRUCTURE;
        assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
        assert_int_equal(result.count + result.near_miss_count, 1);
        const struct search_hit *told =
            result.count == 1 ? &result.hits[0] : &result.near_misses[0];
        if (told->reason != cases[i].reason || (told->session.to != 0) != cases[i].in_session)
            fail_msg("%s, %d h: %d", cases[i].skill, cases[i].hour, told->reason);
    }
}

static void sessions_by_appointment_leave_the_other_hours_unknown(void **state)
{
    struct offers *offers = *state;
    skill_id skill = skill_of(offers, DRESSING);
    struct search_query query = asking(offers, &skill, -1);
    struct search_result result;
    query.center = (struct point){4.9, 47.9};
    query.radius_m = 100;
    query.walk_in = true;
    assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
    assert_int_equal(result.matched, 0);
    assert_int_equal(result.near_miss_count, 1);
    assert_int_equal(result.near_misses[0].reason, REASON_WALK_IN_UNKNOWN);
}

static void an_appointment_for_one_act_says_nothing_of_the_rest(void **state)
{
    struct offers *offers = *state;
    static const struct {
        const char *skill;
        bool is_walked_into;
    } cases[] = {{FLU, false}, {"rdv:0897", false}, {"R244:312", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        skill_id skill = skill_of(offers, cases[i].skill);
        struct search_query query = asking(offers, &skill, -1);
        struct search_result result;
        query.center = (struct point){4.9, 47.9};
        query.radius_m = 100;
        assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
        assert_int_equal(result.matched, 1); /* found when nobody asks about appointments */
        query.walk_in = true;
        assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
        assert_int_equal(result.matched, cases[i].is_walked_into);
        skill_id either[] = {skill, skill_of(offers, "R244:312")};
        query.skill_count = 0;
        query.any_skills = either;
        query.any_skill_count = 2;
        assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
        assert_int_equal(result.matched, 1); /* one of them wants none */
        query.any_skill_count = 1;
        assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
        assert_int_equal(result.matched, cases[i].is_walked_into);
        if (cases[i].is_walked_into) continue;
        assert_int_equal(result.near_misses[0].reason, REASON_WALK_IN_NO);
        assert_int_equal(result.near_misses[0].unknown, 0);
    }
}

static void a_skill_of_the_community_may_be_of_being_on_call(void **state)
{
    struct offers *offers = *state;
    skill_id skill = skill_of(offers, PHYSIO_ON_CALL);
    struct search_query query = asking(offers, &skill, 21);
    struct search_result result;
    size_t count;
    assert_int_equal(search_near(offers->atlas, &query, &result), STATUS_OK);
    assert_int_equal(result.matched, 1);
    const struct session *session = atlas_sessions(offers->atlas, result.hits[0].resource, &count);
    size_t on_call = 0;
    for (size_t i = 0; i < count; i++) on_call += session[i].on_call;
    assert_int_equal(on_call, 1); /* the flu session of the same place is none */
    assert_true(count > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_an_appointment_tells_what_really_fails),
        cmocka_unit_test(sessions_by_appointment_leave_the_other_hours_unknown),
        cmocka_unit_test(an_appointment_for_one_act_says_nothing_of_the_rest),
        cmocka_unit_test(a_skill_of_the_community_may_be_of_being_on_call),
        cmocka_unit_test(on_call_is_asked_for_like_any_skill),
        cmocka_unit_test(on_call_is_when_it_takes_place_not_when_the_place_is_open),
        cmocka_unit_test(a_session_that_has_ended_is_not_offered),
        cmocka_unit_test(who_is_on_call_answers_for_what_it_is_and_not_for_all_it_does),
        cmocka_unit_test(what_is_done_every_day_follows_the_weekly_hours),
    };
    return cmocka_run_group_tests(tests, open_offers, close_offers);
}
