/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every parameter of every question, wrong in every way: the answer names it. */
#include "check.h"
#include "serving.h"

#include <stdio.h>
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

#define R "/api/v1/resources?"
#define HERE "lon=2.31&lat=48.81"

static const struct {
    const char *target;
    int code;
    const char *parameter; /* NULL: the problem names none */
} wrong[] = {
    {R "lon=181&lat=48", 400, "lon"},
    {R "lon=2&lat=-90.5", 400, "lat"},
    {R "lon=2", 400, "lat"},
    {R "lat=48", 400, "lon"},
    {R "lon=nan&lat=48", 400, "lon"},
    {R "lon=0x10&lat=48", 400, "lon"},
    {R "lon=inf&lat=48", 400, "lon"},
    {R "lon=+2%2C3&lat=48", 400, "lon"},
    {R "lon=&lat=48", 400, "lon"},
    {R "lon=1e999&lat=48", 400, "lon"},
    {R "lon=2&lon=3&lat=48", 400, "lon"},
    {R HERE "&radius_m=0", 400, "radius_m"},
    {R HERE "&radius_m=-5", 400, "radius_m"},
    {R HERE "&radius_m=20040001", 400, "radius_m"},
    {R HERE "&radius_m=2km", 400, "radius_m"},
    {R "radius_m=500", 400, "radius_m"},
    {R "limit=0", 400, "limit"},
    {R "limit=201", 400, "limit"},
    {R "limit=1.5", 400, "limit"},
    {R "limit=1e1", 400, "limit"},
    {R "limit=99999999999999999999", 400, "limit"},
    {R "limit=", 400, "limit"},
    {R "limit=5&limit=5", 400, "limit"},
    {R "mode=home", 400, "mode"},
    {R "mode=flying&" HERE, 400, "mode"},
    {R "mode=", 400, "mode"},
    {R "kind=person", 400, "kind"},
    {R "kind=point&kind=person", 400, "kind"},
    {R "skill=xyzzyqwv", 400, "skill"},
    {R "skill=", 400, "skill"},
    {R "any_skill=xyzzyqwv", 400, "any_skill"},
    {R "profession=xyzzyqwv", 400, "profession"},
    {R "profession=abc", 400, "profession"},
    {R "skill=pansem", 400, "skill"},
    {R "skill=machin", 400, "skill"},
    {"/api/v1/orientation?need=machin&" HERE, 400, "need"},
    {"/api/v1/sessions?skill=xyz", 400, "skill"},
    {R "profession=kin%C3%A9&profession=ide", 400, "profession"},
    {R "new_patients=yes", 400, "new_patients"},
    {R "walk_in=false", 400, "walk_in"},
    {R "wheelchair=", 400, "wheelchair"},
    {R "fees=9", 400, "fees"},
    {R "language=%20", 400, "language"},
    {R "language=Englisch", 400, "language"},
    {R "language=xyzzyqwv", 400, "language"},
    {R "at=tomorrow", 400, "at"},
    {R "at=2026-02-30T10:00", 400, "at"},
    {R "at=2026-11-22T25:00", 400, "at"},
    {R "cursor=abc", 400, "cursor"},
    {R "cursor=1", 400, "cursor"},
    {R "cursor=-1.20", 400, "cursor"},
    {R "cursor=1.20x", 400, "cursor"},
    {R "cursor=2.20", 400, "cursor"}, /* another generation */
    {R "cursor=1.9999", 400, "cursor"},
    {R "address=12+rue+d%27Al%C3%A9sia&" HERE, 400, "address"},
    {R "address=", 400, "address"},
    {R "address=zzzz+qqqq+xxxx", 404, "address"},
    {R "radius=500", 400, "radius"},
    {R "Limit=5", 400, "Limit"},
    {R "callback=x", 400, "callback"},
    {"/api/v1/resources/none?x=1", 400, "x"},
    {"/api/v1/resources/none", 404, NULL},
    {"/api/v1/zones", 400, "resource"},
    {"/api/v1/zones?resource=none", 404, "resource"},
    {"/api/v1/zones?resource=a&resource=b", 400, "resource"},
    {"/api/v1/territory?q=1", 400, "q"},
    {"/api/v1/status?x", 400, "x"},
    {"/api/v1/skills?q=a&limit=51", 400, "limit"},
    {"/api/v1/skills?q=a&limt=5", 400, "limt"},
    {"/api/v1/map", 400, "bbox"},
    {"/api/v1/map?bbox=1,2,3", 400, "bbox"},
    {"/api/v1/map?bbox=1,4,3,2", 400, "bbox"},
    {"/api/v1/map?bbox=1,2,181,4", 400, "bbox"},
    {"/api/v1/map?bbox=nan,2,3,4", 400, "bbox"},
    {"/api/v1/map?bbox=1,2,1,4", 400, "bbox"},
    {"/api/v1/map?bbox=1,2,3,4&zoom=-1", 400, "zoom"},
    {"/api/v1/map?bbox=1,2,3,4&limit=3", 400, "limit"},
    {"/api/v1/map?bbox=1,2,3,4&skill=xyzzy", 400, "skill"},
    {"/api/v1/basemap", 400, "bbox"},
    {"/api/v1/basemap?bbox=1,2,3", 400, "bbox"},
    {"/api/v1/basemap?bbox=1,2,3,4,5", 400, "bbox"},
    {"/api/v1/basemap?bbox=3,2,1,4", 400, "bbox"},
    {"/api/v1/basemap?bbox=1,2,3,nan", 400, "bbox"},
    {"/api/v1/basemap?bbox=1,2,3,91", 400, "bbox"},
    {"/api/v1/basemap?bbox=2.3,48.8,2.4,48.9&zoom=23", 400, "zoom"},
    {"/api/v1/openapi.json?v=1", 400, "v"},
    {"/api/v1/nothing", 404, NULL},
    {"/api/v2/resources", 404, NULL},
    {"/search/", 400, "q"},
    {"/search/?q=", 400, "q"},
    {"/search/?q=a&lat=95&lon=2", 400, "lat"},
    {"/search/?q=a&lat=48", 400, "lon"},
    {"/search/?q=a&type=town", 400, "type"},
    {"/search/?q=a&limit=101", 400, "limit"},
    {"/search/?q=a&autocomplete=2", 400, "autocomplete"},
    {"/search/?q=a&foo=2", 400, "foo"},
    {"/reverse/", 400, "lon"},
    {"/reverse/?lon=2", 400, "lat"},
    {"/reverse/?lon=2&lat=48&limit=0", 400, "limit"},
    {"/reverse/?lon=2&lat=48&distance=0", 400, "distance"},
    {"/reverse/?lon=2&lat=48&distance=5001", 400, "distance"},
    {"/healthz?x=1", 400, "x"},
    {"/nothing", 404, NULL},
    {"/../etc/passwd", 404, NULL},
};

static void a_wrong_parameter_is_named(void **state)
{
    const struct serving *serving = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int code = 0;
        json_t *problem = serving_get(serving, wrong[i].target, &code);
        const char *named = json_string_value(json_object_get(problem, "parameter"));
        bool is_named = wrong[i].parameter == NULL
                            ? named == NULL
                            : named != NULL && strcmp(named, wrong[i].parameter) == 0;
        if (code != wrong[i].code || !is_named)
            fail_msg("%s: %d %s", wrong[i].target, code, named == NULL ? "-" : named);
        assert_int_equal(json_integer_value(json_object_get(problem, "status")), code);
        assert_true(json_string_length(json_object_get(problem, "detail")) > 0);
        json_decref(problem);
    }
}

static void a_misspelt_name_is_recognised(void **state)
{
    int code = 0;
    json_t *problem = serving_get(*state, R "adress=12", &code);
    assert_int_equal(code, 400);
    assert_non_null(strstr(json_string_value(json_object_get(problem, "detail")), "« address »"));
    json_decref(problem);
}

static void a_text_that_is_too_long_is_413(void **state)
{
    static const char *const starts[] = {"/search/?q=", R "address=", "/api/v1/skills?q="};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        char target[400];
        int code = 0;
        snprintf(target, sizeof target, "%s%0201d", starts[i], 0);
        json_decref(serving_get(*state, target, &code));
        assert_int_equal(code, 413);
    }
}

static void nothing_published_is_503(void **state)
{
    struct serving bare = *(struct serving *)*state;
    static const struct {
        const char *target;
        int code;
    } cases[] = {{"/api/v1/status", 503},    {R "limit=1", 503},
                 {"/search/?q=a", 503},      {"/api/v1/basemap?bbox=1,2,3,4", 503},
                 {"/healthz", 503},          {"/api/v1/openapi.json", 200},
                 {"/api/v1/status?x=1", 400}};
    bare.context.atlas = NULL;
    bare.context.geocoder = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int code = 0;
        json_decref(serving_get(&bare, cases[i].target, &code));
        if (code != cases[i].code) fail_msg("%s: %d", cases[i].target, code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_parameter_is_named),
        cmocka_unit_test(a_misspelt_name_is_recognised),
        cmocka_unit_test(a_text_that_is_too_long_is_413),
        cmocka_unit_test(nothing_published_is_503),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
