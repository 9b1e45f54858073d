/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tests/answers holds one example per answer shape; the real answers have the same members and the
 * same types. In an example, null stands for "may be null, or a text"; the first element of a list
 * stands for all, an empty list for any. */
#include "check.h"
#include "serving.h"

#include "geodata/atlas.h"

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

static bool is_number(const json_t *value)
{
    return json_is_integer(value) || json_is_real(value);
}

static bool same_type(const json_t *example, const json_t *real)
{
    if (is_number(example)) return is_number(real);
    if (json_is_boolean(example)) return json_is_boolean(real);
    return json_typeof(example) == json_typeof(real);
}

static void compare(const char *where, const json_t *example, json_t *real);

static void compare_objects(const char *where, const json_t *example, json_t *real)
{
    char place[256];
    const char *name;
    json_t *value;
    json_object_foreach(real, name, value)
    {
        snprintf(place, sizeof place, "%s.%s", where, name);
        const json_t *expected = json_object_get(example, name);
        if (expected == NULL) fail_msg("%s is not in the example", place);
        compare(place, expected, value);
    }
    json_object_foreach((json_t *)example, name, value)
    {
        if (json_object_get(real, name) == NULL) fail_msg("%s.%s is missing", where, name);
    }
}

static void compare(const char *where, const json_t *example, json_t *real)
{
    if (json_is_null(example) && (json_is_null(real) || json_is_string(real))) return;
    if (json_is_null(real)) return; /* what is known here may be unknown there */
    if (!same_type(example, real)) fail_msg("%s has another type", where);
    if (json_is_object(example)) compare_objects(where, example, real);
    if (!json_is_array(example) || json_array_size(example) == 0) return;
    for (size_t i = 0; i < json_array_size(real); i++)
        compare(where, json_array_get(example, 0), json_array_get(real, i));
}

/* The public id of a resource of the town. */
static char *id_of(const struct serving *serving, const char *name)
{
    int code = 0;
    char *id = NULL;
    json_t *all = serving_get(serving, "/api/v1/resources?limit=200", &code);
    const json_t *features = json_object_get(all, "features");
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *facts = json_object_get(json_array_get(features, i), "properties");
        if (strcmp(json_string_value(json_object_get(facts, "name")), name) == 0)
            id = strdup(json_string_value(json_object_get(facts, "id")));
    }
    json_decref(all);
    assert_non_null(id);
    return id;
}

static void check(const struct serving *serving, const char *file, const char *target)
{
    char path[128];
    int code = 0;
    json_error_t error;
    snprintf(path, sizeof path, "tests/answers/%s.json", file);
    json_t *example = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (example == NULL) fail_msg("%s: %s", path, error.text);
    json_t *real = serving_get(serving, target, &code);
    compare(target, example, real);
    json_decref(real);
    json_decref(example);
}

static void answers_have_the_shape_of_their_example(void **state)
{
    static const struct {
        const char *file, *target;
    } cases[] = {
        {"resources", "/api/v1/resources?lon=2.3165&lat=48.8036&limit=200"},
        {"resources", "/api/v1/resources?lon=2.3165&lat=48.8036&mode=home&skill=pansement"},
        {"resources", "/api/v1/resources?lon=2.3165&lat=48.8036&at=2026-11-22T03:00"},
        {"resources", "/api/v1/resources?limit=3"},
        {"resources", "/api/v1/resources?from=now&to=2026-11-24T10:00"},
        {"resources", "/api/v1/resources?q=infirmi%C3%A8re+%C3%A0+domicile+demain+matin+sans+rdv+"
                      "12+rue+d%27Al%C3%A9sia+anglophone+%C3%A0+moins+de+2+km+xyzzy"},
        {"resources",
         "/api/v1/resources?address=12+rue+d%27Al%C3%A9sia+75014+Paris&any_skill=kin%C3%A9"},
        {"orientation", "/api/v1/orientation?lon=2.3165&lat=48.8036&need=pansement,mode=home"
                        "&need=infirmi%C3%A8re&need=pression+n%C3%A9gative"},
        {"orientation",
         "/api/v1/orientation?address=12+rue+d%27Al%C3%A9sia+75014+Paris&need=G15:60,at=now"},
        {"sessions", "/api/v1/sessions"},
        {"sessions", "/api/v1/sessions?address=12+rue+d%27Al%C3%A9sia+75014+Paris&skill=grippe"
                     "&radius_m=20000&from=2026-11-01&to=2026-12-31"},
        {"skills", "/api/v1/skills?q=pansement"},
        {"skills", "/api/v1/skills"},
        {"status", "/api/v1/status"},
        {"territory", "/api/v1/territory"},
        {"map", "/api/v1/map?bbox=2.31,48.80,2.33,48.82"},
        {"map_clusters", "/api/v1/map?bbox=2.31,48.80,2.33,48.82&zoom=4"},
        {"basemap", "/api/v1/basemap?bbox=2.32,48.82,2.33,48.83&zoom=16"},
        {"search", "/search/?q=12+rue+d%27Al%C3%A9sia&limit=1&type=housenumber&lon=2.3&lat=48.8"},
        {"reverse", "/reverse/?lon=2.334&lat=48.8277&limit=3"},
        {"healthz", "/healthz"},
        {"problem", "/api/v1/resources?limit=0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(*state, cases[i].file, cases[i].target);
}

static void one_resource_and_its_zones_have_the_shape_of_their_example(void **state)
{
    static const char *const names[] = {"Alma Arpège", "Basile Œillet", "Joachim Jonc", "Inès Île",
                                        "Pharmacie du Pont"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char target[128];
        char *id = id_of(*state, names[i]);
        snprintf(target, sizeof target, "/api/v1/resources/%s", id);
        check(*state, "resource", target);
        snprintf(target, sizeof target, "/api/v1/zones?resource=%s", id);
        check(*state, "zones", target);
        free(id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_have_the_shape_of_their_example),
        cmocka_unit_test(one_resource_and_its_zones_have_the_shape_of_their_example),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
