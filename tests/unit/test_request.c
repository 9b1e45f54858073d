/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "request.h"

#include <stdio.h>
#include <string.h>

static void a_target_becomes_a_path_and_parameters(void **state)
{
    (void)state;
    struct request request;
    assert_int_equal(
        request_read("GET", "/a%20b?x=1&y=d%27Al%C3%A9sia+75&&x=2&empty=&bare&z=a=b", &request),
        STATUS_OK);
    assert_string_equal(request.path, "/a b");
    assert_int_equal(request.parameter_count, 6);
    assert_string_equal(request_value(&request, "y"), "d'Alésia 75");
    assert_string_equal(request_value(&request, "x"), "1");
    assert_string_equal(request.parameters[2].value, "2");
    assert_string_equal(request_value(&request, "empty"), "");
    assert_string_equal(request_value(&request, "bare"), "");
    assert_string_equal(request_value(&request, "z"), "a=b");
    assert_null(request_value(&request, "none"));
    request_free(&request);
}

static void bytes_that_are_no_question_are_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"",          "*",         "http://host/", "/?q=%",
                                        "/?q=%4",    "/?q=%zz",   "/?q=%00",      "/?q=%0A",
                                        "/%00",      "/?%0d=1",   "/?q=%C3%28",   "/?q=%FF",
                                        "/?q=\xC3(", "/?q=\x01a", "/?q=%ED%A0%80"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request request;
        if (request_read("GET", cases[i], &request) != STATUS_INVALID)
            fail_msg("taken: %s", cases[i]);
        request_free(&request);
    }
}

static void what_is_unreadable_is_named_with_what_to_write(void **state)
{
    (void)state;
    static const struct {
        const char *target, *parameter, *words;
    } cases[] = {
        {"/?a=1&q=pansement%00", "q", "%00"}, {"/?q=a%1Fb", "q", "contrôle"},
        {"/?q=caf%E9", "q", "%C3%A9"},        {"/?q=100%", "q", "%25"},
        {"/?q=100%&a=%00", "q", "%25"},       {"/?%00=1", NULL, "contrôle"},
        {"/%00", NULL, "contrôle"},           {"*", NULL, "« / »"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request request;
        assert_int_equal(request_read("GET", cases[i].target, &request), STATUS_INVALID);
        assert_non_null(strstr(request.fault, cases[i].words));
        if (cases[i].parameter == NULL) assert_null(request.fault_parameter);
        if (cases[i].parameter != NULL)
            assert_string_equal(request.fault_parameter, cases[i].parameter);
        request_free(&request);
    }
}

static void parameters_are_counted(void **state)
{
    (void)state;
    char target[1024] = "/?";
    struct request request;
    for (int i = 0; i < REQUEST_PARAMETERS_MAX; i++)
        snprintf(target + strlen(target), sizeof target - strlen(target), "p%d=1&", i);
    assert_int_equal(request_read("GET", target, &request), STATUS_OK);
    assert_int_equal(request.parameter_count, REQUEST_PARAMETERS_MAX);
    request_free(&request);
    strcat(target, "more=1");
    assert_int_equal(request_read("GET", target, &request), STATUS_INVALID);
    request_free(&request);
}

static void gzip_is_given_to_whoever_takes_it(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool takes;
    } cases[] = {
        {NULL, false},
        {"", false},
        {"gzip", true},
        {"deflate, GZIP;q=0.5", true},
        {"br, *", true},
        {"gzip;q=0", false},
        {"gzip; q=0.000, identity", false},
        {"xgzip, gzipped", false},
        {"identity", false},
        {",, ,", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(request_header_takes_gzip(cases[i].header), cases[i].takes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_becomes_a_path_and_parameters),
        cmocka_unit_test(bytes_that_are_no_question_are_refused),
        cmocka_unit_test(what_is_unreadable_is_named_with_what_to_write),
        cmocka_unit_test(parameters_are_counted),
        cmocka_unit_test(gzip_is_given_to_whoever_takes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
