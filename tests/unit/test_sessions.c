/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dated sessions: in Bourg-Voisin by hand (its map is in support/town.c), and two hundred random
 * ones against libical for the days, the C library for the clock and PROJ for the distance. */
#include "check.h"
#include "serving.h"
#include "town.h"

#include "geodata/csv.h"
#include "geodata/generation.h"
#include "geodata/publish.h"
#include "geodata/sessions.h"

#include <geodesic.h>
#include <libical/ical.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MONDAY_10_AM 1795424400   /* 2026-11-23T10:00:00+01:00 */
#define SATURDAY_11_AM 1795255200 /* 2026-11-21T11:00:00+01:00 */

static int open_town(void **state)
{
    static struct serving serving;
    serving_open(&serving);
    *state = &serving;
    return 0;
}

static int close_town(void **state)
{
    serving_close(*state);
    return 0;
}

static json_t *get_at(struct serving *serving, instant now, const char *more)
{
    char target[512];
    int code = 0;
    serving->context.now = now;
    snprintf(target, sizeof target, "/api/v1/sessions?%s", more);
    json_t *answer = serving_get(serving, target, &code);
    if (code != 200) fail_msg("%s: %d", target, code);
    return answer;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void sessions_come_in_the_order_they_begin(void **state)
{
    static const struct {
        instant now;
        const char *more;
        const char *from[8]; /* of each occurrence */
    } cases[] = {
        {MONDAY_10_AM, "", {"2026-11-24T14:00:00+01:00", "2026-12-01T14:00:00+01:00"}},
        /* one Tuesday is left out, and the year's last one comes before the end */
        {MONDAY_10_AM,
         "to=2027-06-01",
         {"2026-11-24T14:00:00+01:00", "2026-12-01T14:00:00+01:00", "2026-12-15T14:00:00+01:00",
          "2026-12-22T14:00:00+01:00", "2026-12-29T14:00:00+01:00"}},
        {MONDAY_10_AM, "to=2027-06-01&limit=1", {"2026-11-24T14:00:00+01:00"}},
        {MONDAY_10_AM,
         "from=2026-12-02&to=2026-12-15",
         {"2026-12-15T14:00:00+01:00"}}, /* all of that day */
        {MONDAY_10_AM, "from=2026-12-02&to=2026-12-15T14:00", {NULL}},
        /* what has begun and is not over is still there, and nothing that is over */
        {SATURDAY_11_AM,
         "from=2026-11-01&to=2026-11-22",
         {"2026-11-21T09:00:00+01:00", "2026-11-21T10:00:00+01:00"}},
        {SATURDAY_11_AM + 3599,
         "to=2026-11-22",
         {"2026-11-21T09:00:00+01:00", "2026-11-21T10:00:00+01:00"}},
        {SATURDAY_11_AM + 3600, "to=2026-11-22", {"2026-11-21T10:00:00+01:00"}},
        {MONDAY_10_AM, "from=2026-11-01&to=2026-11-22", {NULL}},
        {MONDAY_10_AM, "skill=vaccination&limit=1", {"2026-11-24T14:00:00+01:00"}},
        {MONDAY_10_AM, "skill=pansement", {NULL}},
        {MONDAY_10_AM,
         "lon=2.3137&lat=48.8072&radius_m=50", /* the pharmacy's door */
         {"2026-11-24T14:00:00+01:00", "2026-12-01T14:00:00+01:00"}},
        {MONDAY_10_AM, "lon=2.3137&lat=48.8062&radius_m=50", {NULL}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *answer = get_at(*state, cases[i].now, cases[i].more);
        const json_t *sessions = json_object_get(answer, "sessions");
        size_t count = 0;
        for (; count < 8 && cases[i].from[count] != NULL; count++) {
            const char *from = text_of(json_array_get(sessions, count), "from");
            if (from == NULL || strcmp(from, cases[i].from[count]) != 0)
                fail_msg("%s: %s instead of %s", cases[i].more, from, cases[i].from[count]);
        }
        if (json_array_size(sessions) != count) fail_msg("%s: more", cases[i].more);
        bool more = json_is_true(json_object_get(answer, "more"));
        assert_int_equal(more, strstr(cases[i].more, "limit") != NULL);
        json_decref(answer);
    }
}

static void a_session_says_all_that_is_known(void **state)
{
    json_t *answer = get_at(*state, MONDAY_10_AM, "limit=1&lon=2.3137&lat=48.8072");
    const json_t *session = json_array_get(json_object_get(answer, "sessions"), 0);
    assert_string_equal(text_of(session, "to"), "2026-11-24T18:00:00+01:00");
    assert_string_equal(text_of(json_object_get(session, "skill"), "code"), "R210:0897");
    assert_string_equal(text_of(json_object_get(session, "resource"), "name"), "Pharmacie du Pont");
    assert_string_equal(text_of(json_object_get(session, "address"), "text"), "10 rue du Pont");
    assert_int_equal(json_integer_value(json_object_get(session, "distance_m")), 0);
    assert_string_equal(text_of(session, "public"), "65 ans et plus");
    assert_string_equal(text_of(session, "appointment"), "no");
    assert_true(json_is_null(json_object_get(session, "link")));
    const json_t *source = json_object_get(session, "source");
    assert_string_equal(text_of(source, "name"), "Mairie de Bourg-Voisin");
    assert_string_equal(text_of(source, "date"), "2026-10-01");
    json_decref(answer);
}

static void a_wrong_question_is_refused_by_name(void **state)
{
    static const struct {
        const char *target, *parameter;
        int code;
    } cases[] = {
        {"/api/v1/sessions?from=yesterday", "from", 400},
        {"/api/v1/sessions?to=2026-13-01", "to", 400},
        {"/api/v1/sessions?from=2026-12-02&to=2026-12-01", "to", 400},
        {"/api/v1/sessions?from=2026-12-02&to=2028-12-01", "to", 400},
        {"/api/v1/sessions?from=2090-12-02", "to", 400},
        {"/api/v1/sessions?limit=0", "limit", 400},
        {"/api/v1/sessions?limit=1001", "limit", 400},
        {"/api/v1/sessions?skill=xyzzy", "skill", 400},
        {"/api/v1/sessions?radius_m=100", "radius_m", 400},
        {"/api/v1/sessions.ics?lon=2", "lat", 400},
        {"/api/v1/sessions.csv?mode=home", "mode", 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int code = 0;
        json_t *answer = serving_get(*state, cases[i].target, &code);
        if (code != cases[i].code || text_of(answer, "parameter") == NULL ||
            strcmp(text_of(answer, "parameter"), cases[i].parameter) != 0)
            fail_msg("%s: %d %s", cases[i].target, code, text_of(answer, "parameter"));
        json_decref(answer);
    }
}

static void the_calendar_holds_the_same_sessions(void **state)
{
    int code = 0;
    json_t *answer = get_at(*state, MONDAY_10_AM, "to=2027-06-01");
    const json_t *sessions = json_object_get(answer, "sessions");
    char *text = serving_text(*state, "/api/v1/sessions.ics?to=2027-06-01", &code);
    assert_int_equal(code, 200);
    icalcomponent *calendar = icalparser_parse_string(text);
    assert_non_null(calendar);
    assert_int_equal(icalcomponent_count_errors(calendar), 0);
    assert_true(icalrestriction_check(calendar));
    size_t count = 0;
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; event != NULL; count++) {
        const json_t *session = json_array_get(sessions, count);
        struct icaltimetype start = icalcomponent_get_dtstart(event);
        instant from = INSTANT_NONE;
        assert_int_equal(instant_parse(atlas_timezone(((struct serving *)*state)->atlas),
                                       text_of(session, "from"), &from),
                         STATUS_OK);
        assert_true(icaltime_is_utc(start));
        assert_int_equal(icaltime_as_timet_with_zone(start, icaltimezone_get_utc_timezone()), from);
        assert_string_equal(icalcomponent_get_summary(event),
                            "Vaccination contre la grippe – Pharmacie du Pont");
        assert_string_equal(icalcomponent_get_location(event),
                            "10 rue du Pont, 99000 Bourg-Voisin");
        assert_string_equal(icalcomponent_get_description(event),
                            "Public : 65 ans et plus\nRendez-vous : sans rendez-vous\n"
                            "Source : Mairie de Bourg-Voisin, 2026-10-01");
        event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
    }
    assert_int_equal(count, json_array_size(sessions));
    icalcomponent_free(calendar);
    free(text);
    json_decref(answer);
}

static void the_table_holds_the_same_sessions(void **state)
{
    static const char *const expected[] = {"Pharmacie du Pont",
                                           "Vaccination contre la grippe",
                                           "2026-11-24",
                                           "14:00",
                                           "18:00",
                                           "65 ans et plus",
                                           "sans",
                                           "",
                                           "",
                                           "10 rue du Pont",
                                           "99000",
                                           "Bourg-Voisin",
                                           "2.313700",
                                           "48.807200",
                                           "0",
                                           "Mairie de Bourg-Voisin",
                                           "2026-10-01"};
    int code = 0;
    ((struct serving *)*state)->context.now = MONDAY_10_AM;
    char *text = serving_text(*state, "/api/v1/sessions.csv?lon=2.3137&lat=48.8072", &code);
    struct csv_memory memory = {text, strlen(text)};
    struct csv *csv = NULL;
    struct csv_record record;
    assert_int_equal(code, 200);
    assert_int_equal(csv_open(csv_read_memory, &memory, &csv), STATUS_OK);
    assert_int_equal(csv_next(csv, &record), CSV_RECORD);
    assert_int_equal(csv_separator(csv), ';');
    size_t columns = record.count;
    assert_int_equal(csv_next(csv, &record), CSV_RECORD);
    assert_int_equal(record.count, columns);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_string_equal(record.fields[i], expected[i]);
    assert_int_equal(csv_next(csv, &record), CSV_RECORD);
    assert_string_equal(record.fields[2], "2026-12-01");
    assert_int_equal(csv_next(csv, &record), CSV_END);
    csv_close(csv);
    free(text);
}

/* --- random sessions ----------------------------------------------------------------------- */

#define RANDOM_SESSIONS 200
#define RANDOM_QUESTIONS 400
#define EXPECTED_MAX 40000

struct drawn {
    struct session session;
    const struct resource *resource;
    char rrule[80], exdates[64], note[32];
};

struct expected {
    time_t from, to;
    double distance_m;
    const struct drawn *drawn;
};

static unsigned short seed[3] = {14, 11, 26};

static int below(int limit)
{
    return (int)(erand48(seed) * limit);
}

static void draw(struct drawn *out, size_t number)
{
    static const char *const rules[] = {"FREQ=WEEKLY",
                                        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
                                        "FREQ=DAILY;COUNT=9",
                                        "FREQ=MONTHLY;BYDAY=1SA",
                                        "FREQ=MONTHLY;BYMONTHDAY=-1",
                                        "FREQ=WEEKLY;BYDAY=TU,WE;UNTIL=20270131"};
    static const char *const skills[] = {"R210:0897", "R211:161", "loc:vaccin-hpv",
                                         "loc:pansement"};
    struct session *session = &out->session;
    *out = (struct drawn){.resource = &town_resources()[below(TOWN_RESOURCES)]};
    int rule = below(8); /* some are of one day */
    session->skill = skills[below(4)];
    session->first = 20700 + below(300);
    session->opens = (uint16_t)(360 + 15 * below(60));
    session->closes = (uint16_t)(session->opens + 15 + 15 * below(10));
    snprintf(out->note, sizeof out->note, "n° %zu", number);
    session->note = out->note;
    if (rule >= 6) return;
    strcpy(out->rrule, rules[rule]);
    session->rrule = out->rrule;
    struct buffer left_out = {0};
    day_format(session->first + 7 * below(20), &left_out);
    snprintf(out->exdates, sizeof out->exdates, "%s", left_out.data);
    session->exdates = out->exdates;
    buffer_free(&left_out);
}

/* By the C library's clock: TZ is Europe/Paris. */
static time_t clock_of(struct icaltimetype date, int minute)
{
    struct tm local = {.tm_year = date.year - 1900,
                       .tm_mon = date.month - 1,
                       .tm_mday = date.day,
                       .tm_min = minute,
                       .tm_isdst = -1};
    return mktime(&local);
}

static size_t expand(const struct drawn *drawn, time_t from, time_t to, double distance_m,
                     struct expected *out, size_t count)
{
    const struct session *session = &drawn->session;
    struct icaltimetype date =
        icaltime_from_timet_with_zone((time_t)session->first * 86400, 1, NULL);
    const char *rrule = session->rrule == NULL ? "FREQ=DAILY;COUNT=1" : session->rrule;
    icalrecur_iterator *dates = icalrecur_iterator_new(icalrecurrencetype_from_string(rrule), date);
    for (;;) {
        date = icalrecur_iterator_next(dates);
        if (icaltime_is_null_time(date)) break;
        struct expected found = {clock_of(date, session->opens), clock_of(date, session->closes),
                                 distance_m, drawn};
        char text[48];
        snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
        if (found.from >= to) break;
        if (found.to <= from) continue;
        if (session->exdates != NULL && strstr(session->exdates, text) != NULL) continue;
        assert_true(count < EXPECTED_MAX);
        out[count++] = found;
    }
    icalrecur_iterator_free(dates);
    return count;
}

static bool is_asked(const struct skills *skills, const char *code, skill_id asked)
{
    skill_id id = skills_by_code(skills, code);
    while (id != SKILL_NONE && id != asked) id = skills_get(skills, id)->parent;
    return id == asked;
}

static double metres(struct point from, const struct resource *resource)
{
    struct geod_geodesic earth;
    double distance_m = -1;
    if (resource->place.method == PLACE_NONE) return -1;
    geod_init(&earth, 6378137, 1 / 298.257223563);
    geod_inverse(&earth, from.lat, from.lon, resource->place.point.lat, resource->place.point.lon,
                 &distance_m, NULL, NULL);
    return distance_m;
}

/* Published coordinates are rounded to a centimetre: two doors at the same place are equal. */
static int compare_expected(const void *a, const void *b)
{
    const struct expected *left = a, *right = b;
    if (left->from != right->from) return left->from < right->from ? -1 : 1;
    bool left_known = left->distance_m >= 0, right_known = right->distance_m >= 0;
    if (left_known != right_known) return left_known ? -1 : 1;
    if (fabs(left->distance_m - right->distance_m) < 0.05) return 0;
    return left->distance_m < right->distance_m ? -1 : 1;
}

static struct atlas *publish_random(char *folder, struct drawn *drawn)
{
    struct workspace *workspace = NULL;
    struct publish_summary published;
    struct source_summary summary;
    struct source source = {.key = "random", .kind = "sessions", .name = "Au hasard"};
    enum row_change change;
    bool known;
    assert_int_equal(workspace_open(folder, &workspace), STATUS_OK);
    town_say_areas(workspace);
    town_say_people(workspace);
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    for (size_t i = 0; i < RANDOM_SESSIONS; i++) {
        draw(&drawn[i], i);
        assert_int_equal(workspace_put_session(workspace, drawn[i].resource->identity,
                                               &drawn[i].session, &known, &change),
                         STATUS_OK);
        assert_true(known);
    }
    assert_int_equal(workspace_end_source(workspace, true, &summary), STATUS_OK);
    workspace_close(workspace);
    assert_int_equal(publish_directory(folder, 0, &published), STATUS_OK);

    struct buffer path = {0};
    struct atlas *atlas = NULL;
    generation_path(folder, SERIES_DIRECTORY, 1, &path);
    assert_int_equal(atlas_load(path.data, AUDIENCE_PUBLIC, NULL, NULL, &atlas), STATUS_OK);
    buffer_free(&path);
    return atlas;
}

static struct sessions_query random_query(const struct skills *skills)
{
    static const char *const asked[] = {"R210:0897", "R211:161", "loc:pansement", NULL};
    struct sessions_query query = {.from = 1788000000 + 3600 * (instant)below(9000),
                                   .limit = (size_t)(1 + below(200)),
                                   .skill = SKILL_NONE};
    const char *skill = asked[below(4)];
    if (skill != NULL) query.skill = skills_by_code(skills, skill);
    query.to = query.from + 900 * (1 + (instant)below(90 * 96));
    query.has_center = below(4) > 0;
    query.center = town_point(below(20), below(20));
    if (query.has_center && below(2) == 0) query.radius_m = 100 + below(1500);
    return query;
}

static size_t scan(const struct skills *skills, const struct drawn *drawn,
                   const struct sessions_query *query, struct expected *out)
{
    size_t count = 0;
    for (size_t i = 0; i < RANDOM_SESSIONS; i++) {
        double distance_m = query->has_center ? metres(query->center, drawn[i].resource) : -1;
        if (query->skill != SKILL_NONE && !is_asked(skills, drawn[i].session.skill, query->skill))
            continue;
        if (query->radius_m > 0 && (distance_m < 0 || distance_m > query->radius_m)) continue;
        count = expand(&drawn[i], query->from, query->to, distance_m, out, count);
    }
    qsort(out, count, sizeof *out, compare_expected);
    return count;
}

static void two_hundred_random_sessions_come_as_libical_says(void **state)
{
    (void)state;
    static struct drawn drawn[RANDOM_SESSIONS];
    struct expected *expected = calloc(EXPECTED_MAX, sizeof *expected);
    char *folder = town_folder();
    setenv("TZ", "Europe/Paris", 1);
    tzset();
    struct atlas *atlas = publish_random(folder, drawn);
    size_t seen = 0;
    for (size_t i = 0; i < RANDOM_QUESTIONS; i++) {
        struct sessions_query query = random_query(atlas_skills(atlas));
        struct sessions_result result;
        size_t count = scan(atlas_skills(atlas), drawn, &query, expected);
        assert_int_equal(sessions_find(atlas, &query, &result), STATUS_OK);
        assert_int_equal(result.count, count < query.limit ? count : query.limit);
        assert_int_equal(result.has_more, count > query.limit);
        for (size_t k = 0; k < result.count; k++, seen++) {
            const struct session_found *found = &result.found[k];
            assert_int_equal(found->when.from, expected[k].from);
            assert_true(fabs(found->distance_m - expected[k].distance_m) < 0.05);
            /* among equals any order: the one of this note is there, with its end and its door */
            const struct drawn *same = &drawn[atoi(found->session->note + strlen("n° "))];
            assert_string_equal(found->name, same->resource->name);
            assert_int_equal(found->when.to - found->when.from,
                             60 * (same->session.closes - same->session.opens));
        }
        sessions_free(&result);
    }
    assert_true(seen > RANDOM_QUESTIONS * 20);
    atlas_close(atlas);
    town_remove(folder);
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_come_in_the_order_they_begin),
        cmocka_unit_test(a_session_says_all_that_is_known),
        cmocka_unit_test(a_wrong_question_is_refused_by_name),
        cmocka_unit_test(the_calendar_holds_the_same_sessions),
        cmocka_unit_test(the_table_holds_the_same_sessions),
        cmocka_unit_test(two_hundred_random_sessions_come_as_libical_says),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
