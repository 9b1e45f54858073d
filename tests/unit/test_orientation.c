/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several needs at one address, in Bourg-Voisin (its map is in support/town.c). */
#include "check.h"
#include "serving.h"
#include "town.h"

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

static json_t *get_at(const struct serving *serving, const char *path, double east, double north,
                      const char *more, int *code)
{
    char target[1024];
    struct point point = town_point(east, north);
    snprintf(target, sizeof target, "/api/v1/%s?lon=%.6f&lat=%.6f&%s", path, point.lon, point.lat,
             more);
    return serving_get(serving, target, code);
}

static json_t *orient(const struct serving *serving, double east, double north, const char *more)
{
    int code = 0;
    json_t *answer = get_at(serving, "orientation", east, north, more, &code);
    if (code != 200) fail_msg("%s: %d", more, code);
    return answer;
}

static const json_t *need_of(const json_t *answer, size_t index)
{
    return json_array_get(json_object_get(answer, "needs"), index);
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static const json_t *facts_of(const json_t *features, const char *name)
{
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *facts = json_object_get(json_array_get(features, i), "properties");
        if (strcmp(text_of(facts, "name"), name) == 0) return facts;
    }
    return NULL;
}

static void each_need_has_the_candidates_that_resources_gives(void **state)
{
    static const struct {
        const char *need, *question;
    } cases[] = {
        {"pansement,mode=home", "skill=pansement&mode=home"},
        {"G15:60", "skill=G15:60"},
        {"m%C3%A9decin,at=2026-11-23T11:00", "skill=m%C3%A9decin&at=2026-11-23T11:00"},
        {"vaccin grippe,new_patients=true", "skill=vaccin+grippe&new_patients=true"},
        {"kin%C3%A9,mode=home,at=now", "skill=kin%C3%A9&mode=home&at=now"},
        {"m%C3%A9decin,mode=remote", "skill=m%C3%A9decin&mode=remote"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char more[256];
        int code = 0;
        snprintf(more, sizeof more, "need=%s&limit=20", cases[i].need);
        for (char *space = more; (space = strchr(space, ' ')) != NULL;) *space = '+';
        json_t *answer = orient(*state, 14, 5, more);
        json_t *alone = get_at(*state, "resources", 14, 5, cases[i].question, &code);
        assert_int_equal(code, 200);
        const json_t *need = need_of(answer, 0);
        const json_t *candidates = json_object_get(need, "candidates");
        const json_t *features = json_object_get(alone, "features");
        assert_int_equal(json_array_size(candidates), json_array_size(features));
        assert_true(json_equal(json_object_get(need, "numberMatched"),
                               json_object_get(alone, "numberMatched")));
        for (size_t k = 0; k < json_array_size(candidates); k++) {
            json_t *facts = json_object_get(json_array_get(candidates, k), "properties");
            assert_int_equal(json_array_size(json_object_get(facts, "also_serves")), 0);
            json_object_del(facts, "also_serves");
        }
        assert_true(json_equal(candidates, features));
        assert_true(json_equal(json_object_get(need, "near_misses"),
                               json_object_get(alone, "near_misses")));
        json_decref(alone);
        json_decref(answer);
    }
}

static void who_serves_several_needs_is_said_so(void **state)
{
    json_t *answer = orient(*state, 6, 5, "need=pansement&need=m%C3%A9decin&need=infirmi%C3%A8re");
    const json_t *shared = json_object_get(answer, "shared");
    static const char *const nurses[] = {"Basile Œillet", "Joachim Jonc", "Alma Arpège"};
    assert_int_equal(json_array_size(shared), 3);
    for (size_t i = 0; i < 3; i++) { /* nearest first */
        const json_t *each = json_array_get(shared, i);
        const json_t *needs = json_object_get(each, "needs");
        assert_string_equal(text_of(each, "name"), nurses[i]);
        assert_int_equal(json_array_size(needs), 2);
        assert_int_equal(json_integer_value(json_array_get(needs, 0)), 0);
        assert_int_equal(json_integer_value(json_array_get(needs, 1)), 2);
    }
    const json_t *candidates = json_object_get(need_of(answer, 0), "candidates");
    const json_t *also = json_object_get(facts_of(candidates, "Basile Œillet"), "also_serves");
    assert_int_equal(json_array_size(also), 1);
    assert_int_equal(json_integer_value(json_array_get(also, 0)), 2);
    candidates = json_object_get(need_of(answer, 1), "candidates");
    also = json_object_get(facts_of(candidates, "Dr Élise Étang"), "also_serves");
    assert_int_equal(json_array_size(also), 0);
    json_decref(answer);
}

static void a_shared_one_may_lie_beyond_the_candidates_shown(void **state)
{
    json_t *answer = orient(*state, 4, 15, "need=pansement&need=infirmi%C3%A8re&limit=1");
    assert_int_equal(json_array_size(json_object_get(need_of(answer, 0), "candidates")), 1);
    assert_int_equal(json_integer_value(json_object_get(need_of(answer, 0), "numberMatched")), 3);
    assert_int_equal(json_array_size(json_object_get(answer, "shared")), 3);
    json_decref(answer);
}

static void a_need_without_answer_is_a_gap_with_its_near_misses(void **state)
{
    /* At (2, 1): Rive-Gauche, far from Alma's circle. */
    json_t *answer = orient(*state, 2, 1, "need=pansement,mode=home&need=m%C3%A9decin");
    const json_t *need = need_of(answer, 0);
    assert_int_equal(json_integer_value(json_object_get(need, "numberMatched")), 0);
    assert_int_equal(json_array_size(json_object_get(need, "candidates")), 0);
    assert_string_equal(text_of(json_object_get(need, "gap"), "text"),
                        "Personne dans l’annuaire ne dit faire «\u00a0Pansement\u00a0» à domicile "
                        "à cette adresse.");
    assert_string_equal(text_of(json_object_get(need, "gap"), "text_en"),
                        "Nobody in the directory says they do “Dressing” at home at this address.");
    const json_t *basile = facts_of(json_object_get(need, "near_misses"), "Basile Œillet");
    assert_non_null(basile);
    const json_t *reason = json_array_get(json_object_get(basile, "reasons"), 0);
    assert_string_equal(text_of(reason, "code"), "outside_zone");
    assert_true(json_is_null(json_object_get(need_of(answer, 1), "gap")));
    json_decref(answer);
}

static void a_gap_names_the_broader_skill_that_has_answers(void **state)
{
    /* Nobody holds the negative pressure therapy; its parent's parent is the dressing. */
    json_t *answer = orient(*state, 14, 5, "need=pression+n%C3%A9gative");
    const json_t *parent = json_object_get(need_of(answer, 0), "parent");
    assert_string_equal(text_of(json_object_get(parent, "skill"), "code"), "loc:pansement");
    assert_int_equal(json_integer_value(json_object_get(parent, "numberMatched")), 3);
    json_decref(answer);

    /* At home, only Basile and Joachim come to this door. */
    answer = orient(*state, 13, 5, "need=pression+n%C3%A9gative,mode=home");
    parent = json_object_get(need_of(answer, 0), "parent");
    assert_int_equal(json_integer_value(json_object_get(parent, "numberMatched")), 2);
    json_decref(answer);

    answer = orient(*state, 14, 5, "need=kin%C3%A9,mode=remote");
    assert_non_null(json_object_get(json_object_get(need_of(answer, 0), "gap"), "text"));
    assert_true(json_is_null(json_object_get(need_of(answer, 0), "parent")));
    json_decref(answer);
}

static void a_wrong_need_is_refused_by_name(void **state)
{
    static const struct {
        const char *more;
        int code;
        const char *parameter;
    } cases[] = {
        {"", 400, "need"},
        {"need=", 400, "need"},
        {"need=xyzzy", 400, "need"},
        {"need=pansement,mode=house", 400, "need"},
        {"need=pansement,at=later", 400, "need"},
        {"need=pansement,new_patients=false", 400, "need"},
        {"need=pansement,mode=home,mode=office", 400, "need"},
        {"need=pansement,colour=blue", 400, "need"},
        {"need=pansement&limit=21", 400, "limit"},
        {"need=pansement&radius_m=12", 400, "radius_m"},
        {"need=a&need=a&need=a&need=a&need=a&need=a&need=a&need=a&need=a", 400, "need"},
        {"need=pansement&address=1+rue", 400, "address"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int code = 0;
        json_t *answer = get_at(*state, "orientation", 6, 5, cases[i].more, &code);
        if (code != cases[i].code || text_of(answer, "parameter") == NULL ||
            strcmp(text_of(answer, "parameter"), cases[i].parameter) != 0)
            fail_msg("%s: %d %s", cases[i].more, code, text_of(answer, "parameter"));
        json_decref(answer);
    }
    int code = 0;
    json_t *answer = serving_get(*state, "/api/v1/orientation?need=pansement", &code);
    assert_int_equal(code, 400);
    assert_string_equal(text_of(answer, "parameter"), "address");
    json_decref(answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_need_has_the_candidates_that_resources_gives),
        cmocka_unit_test(who_serves_several_needs_is_said_so),
        cmocka_unit_test(a_shared_one_may_lie_beyond_the_candidates_shown),
        cmocka_unit_test(a_need_without_answer_is_a_gap_with_its_near_misses),
        cmocka_unit_test(a_gap_names_the_broader_skill_that_has_answers),
        cmocka_unit_test(a_wrong_need_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
