/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the answers say, in Bourg-Voisin (its map is in support/town.c). */
#include "check.h"
#include "serving.h"
#include "town.h"

#include "geodata/geo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Asks at a place of the town's map. */
static json_t *ask_at(const struct serving *serving, double east, double north, const char *more)
{
    char target[512];
    int code = 0;
    struct point point = town_point(east, north);
    snprintf(target, sizeof target, "/api/v1/resources?lon=%.6f&lat=%.6f&%s", point.lon, point.lat,
             more);
    json_t *answer = serving_get(serving, target, &code);
    if (code != 200) fail_msg("%s: %d", target, code);
    return answer;
}

static const json_t *properties_of(const json_t *answer, const char *list, const char *name)
{
    const json_t *features = json_object_get(answer, list);
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *facts = json_object_get(json_array_get(features, i), "properties");
        if (strcmp(json_string_value(json_object_get(facts, "name")), name) == 0) return facts;
    }
    return NULL;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static const json_t *reason_of(const json_t *properties)
{
    return json_array_get(json_object_get(properties, "reasons"), 0);
}

static void home_visits_are_answered_by_the_door(void **state)
{
    /* At (14, 5): Rive-Droite, out of Les Tilleuls. */
    json_t *answer = ask_at(*state, 14, 5, "mode=home&profession=infirmi%C3%A8re");
    const json_t *basile = properties_of(answer, "features", "Basile Œillet");
    assert_non_null(basile);
    assert_string_equal(text_of(reason_of(basile), "code"), "zone_covers");
    assert_string_equal(text_of(reason_of(basile), "text"),
                        "se déplace à cette adresse : Rive-Droite");
    const json_t *alma = properties_of(answer, "near_misses", "Alma Arpège");
    assert_non_null(alma);
    assert_string_equal(text_of(reason_of(alma), "code"), "outside_zone");
    json_decref(answer);

    /* At (15, 12): Les Tilleuls, which Basile leaves out. */
    answer = ask_at(*state, 15, 12, "mode=home&profession=infirmi%C3%A8re");
    assert_null(properties_of(answer, "features", "Basile Œillet"));
    basile = properties_of(answer, "near_misses", "Basile Œillet");
    assert_non_null(basile);
    assert_string_equal(text_of(reason_of(basile), "code"), "excluded");
    assert_string_equal(text_of(reason_of(basile), "zone"), "sauf Les Tilleuls");
    json_decref(answer);
}

static void distances_are_whole_metres_and_in_order(void **state)
{
    json_t *answer = ask_at(*state, 6, 5, "limit=200");
    const json_t *features = json_object_get(answer, "features");
    json_int_t before = 0;
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *feature = json_array_get(features, i);
        const json_t *distance =
            json_object_get(json_object_get(feature, "properties"), "distance_m");
        const json_t *place = json_object_get(json_object_get(feature, "geometry"), "coordinates");
        if (place == NULL) {
            assert_true(json_is_null(distance));
            continue;
        }
        struct point point = {json_number_value(json_array_get(place, 0)),
                              json_number_value(json_array_get(place, 1))};
        assert_true(json_is_integer(distance));
        assert_true(json_integer_value(distance) >= before);
        before = json_integer_value(distance);
        assert_true(fabs(json_number_value(distance) - geo_distance_m(town_point(6, 5), point)) <
                    1);
    }
    json_decref(answer);
}

static void nothing_restricted_is_said(void **state)
{
    json_t *answer = ask_at(*state, 4, 15, "limit=200");
    char *text = json_dumps(answer, JSON_COMPACT);
    assert_non_null(strstr(text, "Alma Arp"));
    assert_null(strstr(text, "06 39 98"));
    assert_null(strstr(text, "mssante"));
    assert_null(strstr(text, "Appeler avant"));
    free(text);
    json_decref(answer);
}

static void unknown_is_never_no(void **state)
{
    json_t *answer = ask_at(*state, 16, 18, "limit=200");
    const json_t *chloe = properties_of(answer, "features", "Chloé Colline");
    assert_string_equal(text_of(chloe, "wheelchair"), "no");
    assert_string_equal(text_of(chloe, "walk_in"), "unknown");
    assert_string_equal(text_of(json_object_get(chloe, "new_patients"), "state"), "unknown");
    assert_string_equal(text_of(json_object_get(chloe, "open"), "state"), "unknown");
    assert_true(json_is_null(json_object_get(chloe, "hours_text")));
    assert_true(json_is_null(json_object_get(chloe, "languages")));
    json_decref(answer);
}

static void opening_and_sessions_follow_the_clock(void **state)
{
    /* The clock stands at Monday 23 November 2026, 10:00. */
    json_t *answer = ask_at(*state, 10, 8, "limit=200");
    const json_t *pharmacy = properties_of(answer, "features", "Pharmacie du Pont");
    const json_t *open = json_object_get(pharmacy, "open");
    assert_string_equal(text_of(open, "state"), "open");
    assert_string_equal(text_of(open, "until"), "2026-11-23T18:00:00+01:00");
    const json_t *session = json_array_get(json_object_get(pharmacy, "sessions"), 0);
    assert_string_equal(text_of(json_object_get(session, "next"), "from"),
                        "2026-11-24T14:00:00+01:00");
    assert_string_equal(text_of(session, "appointment"), "no");
    json_decref(answer);

    answer = ask_at(*state, 10, 8, "at=2026-11-23T03:00&kind=structure");
    assert_null(properties_of(answer, "features", "Pharmacie du Pont"));
    assert_non_null(properties_of(answer, "features", "Centre de santé L'Haÿ"));
    pharmacy = properties_of(answer, "near_misses", "Pharmacie du Pont");
    assert_string_equal(text_of(reason_of(pharmacy), "code"), "closed");
    json_decref(answer);
}

static void who_answers_by_a_session_is_open_until_it_ends_and_says_so(void **state)
{
    /* Saturday: no weekly hours, vaccination from 9 to 12. */
    json_t *answer = ask_at(*state, 10, 8, "at=2026-11-21T10:00&skill=R210%3A0897&kind=structure");
    const json_t *pharmacy = properties_of(answer, "features", "Pharmacie du Pont");
    const json_t *open = json_object_get(pharmacy, "open");
    const json_t *reasons = json_object_get(pharmacy, "reasons");
    assert_string_equal(text_of(open, "state"), "open");
    assert_string_equal(text_of(open, "until"), "2026-11-21T12:00:00+01:00");
    assert_int_equal(json_array_size(reasons), 2);
    assert_string_equal(text_of(json_array_get(reasons, 1), "code"), "in_session");
    json_decref(answer);
}

static void all_that_is_not_said_is_told_together(void **state)
{
    /* Of Dr Diop nobody said where she makes home visits, nor when she is there. */
    json_t *answer =
        ask_at(*state, 15, 13, "mode=home&profession=m%C3%A9decin&at=2026-11-23T10:00");
    const json_t *diop = properties_of(answer, "near_misses", "Dr Awa Diop");
    const json_t *reasons = json_object_get(diop, "reasons");
    assert_int_equal(json_array_size(reasons), 2);
    assert_string_equal(text_of(json_array_get(reasons, 0), "code"), "zone_unknown");
    assert_string_equal(text_of(json_array_get(reasons, 1), "code"), "hours_unknown");
    json_decref(answer);
}

static void who_said_nothing_or_no_is_told_apart_with_the_reason(void **state)
{
    static const struct {
        const char *question, *name;
        const char *codes[3];
    } cases[] = {
        {"walk_in=true&profession=m%C3%A9decin", "Dr Awa Diop", {"walk_in_unknown"}},
        {"walk_in=true&skill=R210%3A0897", "Point prévention", {"walk_in_unknown"}},
        {"wheelchair=true&profession=m%C3%A9decin", "Dr Élise Étang", {"wheelchair_unknown"}},
        {"wheelchair=true&profession=kin%C3%A9", "Chloé Colline", {"wheelchair_no"}},
        {"language=arabe&skill=pansement", "Basile Œillet", {"language_unknown"}},
        {"language=polonais&skill=pansement", "Alma Arpège", {"language_no"}},
        {"fees=1&profession=m%C3%A9decin", "Dr Élise Étang", {"fees_unknown"}},
        {"fees=1&profession=m%C3%A9decin", "Dr Awa Diop", {"fees_no"}},
        {"mode=remote&profession=m%C3%A9decin", "Dr Awa Diop", {"remote_unknown"}},
        {"fees=2&wheelchair=true&profession=m%C3%A9decin",
         "Dr Élise Étang",
         {"wheelchair_unknown", "fees_unknown"}},
        /* who has no place is told too */
        {"language=arabe&profession=sage-femme", "Inès Île", {"language_unknown"}},
        {"new_patients=true&profession=sage-femme", "Inès Île", {"new_patients_unknown"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int with_place = 0; with_place < 2; with_place++) {
            char target[160];
            snprintf(target, sizeof target, "/api/v1/resources?%s", cases[i].question);
            int code = 200;
            json_t *answer = with_place ? ask_at(*state, 10, 8, cases[i].question)
                                        : serving_get(*state, target, &code);
            const json_t *miss = properties_of(answer, "near_misses", cases[i].name);
            const json_t *reasons = json_object_get(miss, "reasons");
            size_t count = 0;
            if (miss == NULL) fail_msg("%s: no %s", cases[i].question, cases[i].name);
            assert_null(properties_of(answer, "features", cases[i].name));
            for (; count < 3 && cases[i].codes[count] != NULL; count++)
                assert_string_equal(text_of(json_array_get(reasons, count), "code"),
                                    cases[i].codes[count]);
            assert_int_equal(json_array_size(reasons), count);
            json_decref(answer);
        }
    }
}

static void what_may_be_asked_instead_is_told(void **state)
{
    json_t *answer =
        ask_at(*state, 4, 15, "q=infirmi%C3%A8re+pansement+et+kin%C3%A9+%C3%A0+domicile");
    const json_t *needs = json_object_get(answer, "needs");
    assert_int_equal(json_integer_value(json_object_get(answer, "numberMatched")), 0);
    assert_int_equal(json_array_size(needs), 2);
    const json_t *first = json_array_get(needs, 0), *second = json_array_get(needs, 1);
    assert_int_equal(json_array_size(json_object_get(first, "skills")), 2);
    assert_int_equal(json_integer_value(json_object_get(first, "numberMatched")), 1);
    assert_int_equal(json_array_size(json_object_get(second, "skills")), 1);
    assert_int_equal(json_integer_value(json_object_get(second, "numberMatched")), 0);
    json_decref(answer);

    answer = ask_at(*state, 4, 15, "skill=R210%3A1536&kind=structure"); /* children's vaccines */
    const json_t *parent = json_object_get(answer, "parent");
    assert_string_equal(text_of(json_object_get(parent, "skill"), "code"), "R211:161");
    assert_int_equal(json_integer_value(json_object_get(parent, "numberMatched")), 1);
    json_decref(answer);

    answer = ask_at(*state, 4, 15, "q=infirmi%C3%A8re+pansement&wheelchair=true");
    assert_int_equal(json_array_size(json_object_get(answer, "needs")), 0);
    json_decref(answer);
}

static void filters_keep_what_said_yes(void **state)
{
    static const struct {
        const char *question;
        const char *names[4]; /* all that answer, in no order */
    } cases[] = {
        {"walk_in=true", {"Pharmacie du Pont"}},
        {"wheelchair=true", {"Dr Awa Diop"}},
        {"new_patients=true", {"Alma Arpège", "Dr Awa Diop"}},
        {"language=ARABE", {"Alma Arpège"}},
        {"language=English", {"Alma Arpège"}},
        {"language=en", {"Alma Arpège"}},
        {"q=qui+parle+english", {"Alma Arpège"}},
        {"fees=2", {"Dr Awa Diop"}},
        {"mode=remote", {"Dr Élise Étang"}},
        {"kind=point", {"Point prévention"}},
        {"kind=session", {"Pharmacie du Pont"}}, /* the other one has ended */
        {"skill=pansement&skill=G15%3A60", {"Alma Arpège", "Basile Œillet", "Joachim Jonc"}},
        {"profession=sage-femme", {"Inès Île"}},
        {"any_skill=sage-femme&any_skill=kin%C3%A9", {"Inès Île", "Chloé Colline"}},
        {"q=sage-femme+ou+kin%C3%A9", {"Inès Île", "Chloé Colline"}},
        {"radius_m=150", {"Basile Œillet"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *answer = ask_at(*state, 6, 5, cases[i].question);
        size_t count = 0;
        for (; count < 4 && cases[i].names[count] != NULL; count++) {
            if (properties_of(answer, "features", cases[i].names[count]) == NULL)
                fail_msg("%s: no %s", cases[i].question, cases[i].names[count]);
        }
        assert_int_equal(json_array_size(json_object_get(answer, "features")), count);
        assert_int_equal(json_integer_value(json_object_get(answer, "numberMatched")), count);
        json_decref(answer);
    }
}

static const char *link_of(const json_t *answer, const char *relation)
{
    const json_t *links = json_object_get(answer, "links");
    for (size_t i = 0; i < json_array_size(links); i++) {
        const json_t *each = json_array_get(links, i);
        if (strcmp(text_of(each, "rel"), relation) == 0) return text_of(each, "href");
    }
    return NULL;
}

static double score_of(void *state, const char *target)
{
    int code = 0;
    json_t *answer = serving_get(state, target, &code);
    assert_int_equal(code, 200);
    const json_t *place = json_object_get(json_object_get(answer, "query"), "address");
    double score = json_number_value(json_object_get(place, "score"));
    json_decref(answer);
    return score;
}

static void another_town_in_the_one_box_is_a_doubt(void **state)
{
    assert_true(score_of(*state, "/api/v1/resources?q=12+rue+d%27Al%C3%A9sia+demain") >= 0.8);
    assert_true(score_of(*state, "/api/v1/resources?q=12+rue+d%27Al%C3%A9sia+lyon+demain") < 0.8);
}

static void pages_hold_every_result_once(void **state)
{
    char target[512] = "/api/v1/resources?cursor=1.0.29922180&lon=2.31&lat=48.81&limit=3";
    char seen[2048] = "";
    size_t total = 0;
    for (int page = 0; page < 10 && target[0] != '\0'; page++) {
        int code = 0;
        json_t *answer = serving_get(*state, target, &code);
        assert_int_equal(code, 200);
        const json_t *features = json_object_get(answer, "features");
        for (size_t i = 0; i < json_array_size(features); i++, total++) {
            const char *id = text_of(json_array_get(features, i), "id");
            assert_null(strstr(seen, id));
            strcat(strcat(seen, id), " ");
        }
        const char *next = link_of(answer, "next");
        snprintf(target, sizeof target, "%s", next == NULL ? "" : next);
        json_decref(answer);
    }
    assert_string_equal(target, "");
    assert_int_equal(total, TOWN_RESOURCES);
}

static void an_address_that_is_not_found_says_what_to_do_and_what_comes_near(void **state)
{
    static const struct {
        const char *target, *parameter, *address;
        bool has_candidates;
    } cases[] = {
        {"address=zzzz+qqqq+xxxx", "address", "zzzz qqqq xxxx", false},
        {"address=12+rue+Raimon+Losran", "address", "12 rue Raimon Losran", true},
        {"q=pansement+12+rue+Qwertzuiop", "q", "12 rue Qwertzuiop", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char target[160];
        int code = 0;
        snprintf(target, sizeof target, "/api/v1/resources?%s", cases[i].target);
        json_t *problem = serving_get(*state, target, &code);
        assert_int_equal(code, 404);
        assert_string_equal(text_of(problem, "parameter"), cases[i].parameter);
        assert_string_equal(text_of(problem, "address"), cases[i].address);
        assert_non_null(strstr(text_of(problem, "detail"), "le code postal"));
        const json_t *candidates = json_object_get(problem, "address_candidates");
        assert_int_equal(json_array_size(candidates) > 0, cases[i].has_candidates);
        assert_true(json_array_size(candidates) <= 3);
        json_decref(problem);
    }
}

static void an_address_is_understood_or_refused(void **state)
{
    int code = 0;
    json_t *answer = serving_get(
        *state, "/api/v1/resources?address=12+rue+d%27Al%C3%A9sia+75014+Paris&limit=1", &code);
    assert_int_equal(code, 200);
    const json_t *query = json_object_get(answer, "query");
    const json_t *address = json_object_get(query, "address");
    assert_string_equal(text_of(address, "label"), "12 Rue d'Alésia 75014 Paris");
    assert_true(json_number_value(json_object_get(address, "score")) >= 0.8);
    assert_null(json_object_get(query, "address_candidates"));
    json_decref(answer);
}

/* The one piece of that kind; NULL when there is none. */
static const json_t *piece_of(const json_t *answer, const char *kind)
{
    const json_t *pieces =
        json_object_get(json_object_get(json_object_get(answer, "query"), "q"), "pieces");
    for (size_t i = 0; i < json_array_size(pieces); i++) {
        const json_t *piece = json_array_get(pieces, i);
        if (strcmp(text_of(piece, "kind"), kind) == 0) return piece;
    }
    return NULL;
}

static void one_box_says_how_it_was_read(void **state)
{
    int code = 0;
    json_t *answer = serving_get(*state,
                                 "/api/v1/resources?q=%C3%A9trange+infirmi%C3%A8re+%C3%A0+domicile+"
                                 "12+rue+d%27Al%C3%A9sia+demain+%C3%A0+9h",
                                 &code);
    assert_int_equal(code, 200);
    const json_t *query = json_object_get(answer, "query");
    assert_string_equal(text_of(query, "mode"), "home");
    assert_string_equal(text_of(query, "at"), "2026-11-24T09:00:00+01:00");
    assert_string_equal(text_of(json_object_get(query, "address"), "label"),
                        "12 Rue d'Alésia 75014 Paris");
    const json_t *skill = json_array_get(json_object_get(query, "skills"), 0);
    assert_string_equal(text_of(skill, "code"), "G15:60");
    assert_string_equal(text_of(skill, "matched"), "infirmière");
    const json_t *piece = piece_of(answer, "skill");
    assert_string_equal(text_of(piece, "value"), "G15:60");
    assert_int_equal(json_integer_value(json_object_get(piece, "start")), 8);
    assert_int_equal(json_integer_value(json_object_get(piece, "end")), 18);
    assert_string_equal(text_of(piece_of(answer, "mode"), "text"), "à domicile");
    assert_string_equal(text_of(piece_of(answer, "time"), "value"), "2026-11-24T09:00:00+01:00");
    const json_t *left_over = json_object_get(json_object_get(query, "q"), "left_over");
    assert_int_equal(json_array_size(left_over), 1);
    assert_string_equal(json_string_value(json_array_get(left_over, 0)), "étrange");
    json_decref(answer);
}

static void a_person_is_found_by_name(void **state)
{
    static const struct {
        const char *q, *name, *left_over; /* NULL: nobody alone, nothing */
    } cases[] = {
        {"q=Alma+Arp%C3%A8ge", "Alma Arpège", NULL},
        {"q=alma+arpege", "Alma Arpège", NULL},
        {"q=dr+diop", "Dr Awa Diop", NULL},
        {"q=docteur+Diop+m%C3%A9decin", "Dr Awa Diop", NULL},
        {"q=m%C3%A9decin+diop", NULL, "diop"}, /* no title, no capital */
        {"q=docteur+Inconnu+m%C3%A9decin", NULL, "docteur Inconnu"},
        {"q=Alma+Diop", NULL, "Alma Diop"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *answer = ask_at(*state, 6, 5, cases[i].q);
        const json_t *features = json_object_get(answer, "features");
        const json_t *left_over =
            json_object_get(json_object_get(json_object_get(answer, "query"), "q"), "left_over");
        bool is_found = cases[i].name != NULL && json_array_size(features) == 1 &&
                        properties_of(answer, "features", cases[i].name) != NULL;
        if (is_found != (cases[i].name != NULL)) fail_msg("%s", cases[i].q);
        assert_int_equal(json_array_size(left_over), cases[i].left_over != NULL);
        if (cases[i].left_over != NULL)
            assert_string_equal(json_string_value(json_array_get(left_over, 0)),
                                cases[i].left_over);
        if (cases[i].name != NULL)
            assert_true(json_is_true(json_object_get(piece_of(answer, "name"), "used")));
        json_decref(answer);
    }
    /* At (14, 5), out of her zone: said of her, not nothing. */
    json_t *answer = ask_at(*state, 14, 5, "q=Alma+Arp%C3%A8ge&mode=home");
    assert_int_equal(json_integer_value(json_object_get(answer, "numberMatched")), 0);
    assert_string_equal(
        text_of(reason_of(properties_of(answer, "near_misses", "Alma Arpège")), "code"),
        "outside_zone");
    json_decref(answer);
}

static void a_parameter_wins_over_the_box(void **state)
{
    json_t *answer = ask_at(
        *state, 4, 15, "q=kin%C3%A9+%C3%A0+domicile+75014+demain&mode=office&skill=G15:60&at=now");
    const json_t *query = json_object_get(answer, "query");
    static const char *const kinds[] = {"skill", "mode", "address", "time"};
    for (size_t i = 0; i < 4; i++)
        assert_true(json_is_false(json_object_get(piece_of(answer, kinds[i]), "used")));
    assert_string_equal(text_of(query, "mode"), "office");
    assert_int_equal(json_array_size(json_object_get(query, "skills")), 1);
    assert_string_equal(text_of(query, "at"), "2026-11-23T10:00:00+01:00");
    assert_non_null(properties_of(answer, "features", "Alma Arpège"));
    json_decref(answer);
}

static void a_box_without_a_place_asks_everywhere(void **state)
{
    int code = 0;
    json_t *answer = serving_get(
        *state, "/api/v1/resources?q=infirmi%C3%A8re+%C3%A0+domicile+%C3%A0+2+km", &code);
    assert_int_equal(code, 200);
    assert_true(json_is_false(json_object_get(piece_of(answer, "mode"), "used")));
    assert_true(json_is_false(json_object_get(piece_of(answer, "radius"), "used")));
    assert_true(json_is_true(json_object_get(piece_of(answer, "skill"), "used")));
    assert_non_null(properties_of(answer, "features", "Alma Arpège"));
    json_decref(answer);
}

static void boxes_that_cannot_be_asked_are_refused(void **state)
{
    static const struct {
        const char *question;
        int code;
        const char *parameter;
    } cases[] = {
        {"q=", 400, "q"},
        {"q=+", 400, "q"},
        {"q=dentiste+99+rue+du+Dentiste+imaginaire", 404, "q"},
        {"from=now", 400, "to"},
        {"to=now", 400, "from"},
        {"from=now&to=2026-11-23T09:00", 400, "to"},
        {"from=now&to=2028-11-23T09:00", 400, "to"},
        {"from=now&to=2026-11-24T09:00&at=now", 400, "at"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char target[256];
        int code = 0;
        snprintf(target, sizeof target, "/api/v1/resources?%s", cases[i].question);
        json_t *answer = serving_get(*state, target, &code);
        if (code != cases[i].code) fail_msg("%s: %d", target, code);
        assert_string_equal(text_of(answer, "parameter"), cases[i].parameter);
        json_decref(answer);
    }
}

static void a_period_finds_who_opens_during_it(void **state)
{
    /* Weekdays to 18:00; the session of Tuesday begins at 14:00. */
    static const struct {
        const char *when;
        bool opens;
    } cases[] = {
        {"from=2026-11-23T03:00&to=2026-11-23T05:00", false},
        {"from=2026-11-23T03:00&to=2026-11-23T12:00", true},
        {"from=2026-11-23T17:00&to=2026-11-24T02:00", true},
        {"from=2026-11-23T18:00&to=2026-11-24T02:00", false},
        {"from=2026-11-28T10:00&to=2026-11-29T23:00", false},
        {"from=2026-11-28T10:00&to=2026-12-20T00:00", true},
        {"q=ce+week+end", false},
        {"q=demain+matin", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *answer = ask_at(*state, 10, 8, cases[i].when);
        bool opens = properties_of(answer, "features", "Pharmacie du Pont") != NULL;
        if (opens != cases[i].opens) fail_msg("%s", cases[i].when);
        json_decref(answer);
    }
}

static void a_circle_is_drawn_at_its_radius(void **state)
{
    json_t *found = ask_at(*state, 4, 15, "limit=1");
    const json_t *alma = properties_of(found, "features", "Alma Arpège");
    char target[128];
    int code = 0;
    snprintf(target, sizeof target, "/api/v1/zones?resource=%s", text_of(alma, "id"));
    json_t *zones = serving_get(*state, target, &code);
    const json_t *zone = json_array_get(json_object_get(zones, "features"), 0);
    const json_t *ring =
        json_array_get(json_object_get(json_object_get(zone, "geometry"), "coordinates"), 0);
    assert_int_equal(json_array_size(ring), 97);
    for (size_t i = 0; i < 97; i++) {
        const json_t *vertex = json_array_get(ring, i);
        struct point point = {json_number_value(json_array_get(vertex, 0)),
                              json_number_value(json_array_get(vertex, 1))};
        double distance = geo_distance_m(town_point(4, 15), point);
        assert_true(distance > 499.8 && distance < 500.2);
    }
    assert_true(json_equal(json_array_get(ring, 0), json_array_get(ring, 96)));
    json_decref(zones);
    json_decref(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(home_visits_are_answered_by_the_door),
        cmocka_unit_test(another_town_in_the_one_box_is_a_doubt),
        cmocka_unit_test(distances_are_whole_metres_and_in_order),
        cmocka_unit_test(nothing_restricted_is_said),
        cmocka_unit_test(unknown_is_never_no),
        cmocka_unit_test(opening_and_sessions_follow_the_clock),
        cmocka_unit_test(who_answers_by_a_session_is_open_until_it_ends_and_says_so),
        cmocka_unit_test(all_that_is_not_said_is_told_together),
        cmocka_unit_test(what_may_be_asked_instead_is_told),
        cmocka_unit_test(filters_keep_what_said_yes),
        cmocka_unit_test(who_said_nothing_or_no_is_told_apart_with_the_reason),
        cmocka_unit_test(pages_hold_every_result_once),
        cmocka_unit_test(an_address_that_is_not_found_says_what_to_do_and_what_comes_near),
        cmocka_unit_test(an_address_is_understood_or_refused),
        cmocka_unit_test(one_box_says_how_it_was_read),
        cmocka_unit_test(a_person_is_found_by_name),
        cmocka_unit_test(a_parameter_wins_over_the_box),
        cmocka_unit_test(a_box_without_a_place_asks_everywhere),
        cmocka_unit_test(boxes_that_cannot_be_asked_are_refused),
        cmocka_unit_test(a_period_finds_who_opens_during_it),
        cmocka_unit_test(a_circle_is_drawn_at_its_radius),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
