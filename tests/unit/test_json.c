/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by service/json.c, read back by jansson. */
#include "check.h"
#include "json.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static json_t *read_back(struct buffer *buffer)
{
    json_error_t error;
    assert_false(buffer->failed);
    json_t *value =
        json_loadb(buffer->data, buffer->length, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    if (value == NULL) fail_msg("%s: %s", error.text, buffer->data);
    buffer_free(buffer);
    return value;
}

static void every_character_comes_back(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {
#define TEXT(literal) {(literal), sizeof(literal) - 1}
        TEXT(""),
        TEXT("12 Rue d'Alésia"),
        TEXT("\"quoted\" \\ back"),
        TEXT("a\nb\tc\rd\be\ff"),
        TEXT("\x01\x1F\x7F"),
        TEXT("a\0b"),
        TEXT("</script><!-- 🩺 \xE2\x80\xA8"),
#undef TEXT
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        json_write_string_n(&out, cases[i].text, cases[i].length);
        json_t *value = read_back(&out);
        assert_int_equal(json_string_length(value), cases[i].length);
        assert_memory_equal(json_string_value(value), cases[i].text, cases[i].length);
        json_decref(value);
    }
}

/* Eight bytes are looked at at once: wherever it stands, whatever stands beside it. */
static void what_needs_escaping_is_found_anywhere(void **state)
{
    (void)state;
    static const char needy[] = "\"\\\x01\x1F\x7F\n";
    static const char *const others[] = {"a", " ", "!", "~", "é", "\U00010FFFF"};
    for (size_t i = 0; i < sizeof others / sizeof *others * (sizeof needy - 1) * 20; i++) {
        char text[128] = "";
        for (size_t n = 0; n < 20; n++) {
            if (n == i % 20) strncat(text, &needy[i / 20 % (sizeof needy - 1)], 1);
            strcat(text, others[i / 20 / (sizeof needy - 1)]);
        }
        struct buffer out = {0};
        json_write_string(&out, text);
        json_t *value = read_back(&out);
        assert_string_equal(json_string_value(value), text);
        json_decref(value);
    }
}

static void numbers_are_short_and_exact(void **state)
{
    (void)state;
    static const struct {
        double value;
        unsigned decimals;
        const char *text;
    } cases[] = {
        {0, 6, "0"},
        {2.327, 6, "2.327"},
        {48.8277012, 6, "48.827701"},
        {-0.0000004, 6, "0"},
        {-0.0000006, 6, "-0.000001"},
        {-179.9999999, 6, "-180"},
        {0.05, 2, "0.05"},
        {1.005, 0, "1"},
        {411.5, 0, "412"},
        {651105.61, 2, "651105.61"},
        {1e15, 6, "1000000000000000"},
        {NAN, 6, "null"},
        {INFINITY, 0, "null"},
        {1e300, 0, "null"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        json_write_number(&out, cases[i].value, cases[i].decimals);
        assert_string_equal(out.data, cases[i].text);
        buffer_free(&out);
    }
}

static void integers_reach_both_ends(void **state)
{
    (void)state;
    static const int64_t cases[] = {0, 7, -7, 1234567890, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        json_write_integer(&out, cases[i]);
        json_t *value = read_back(&out);
        assert_int_equal(json_integer_value(value), cases[i]);
        json_decref(value);
    }
}

static void commas_fall_into_place(void **state)
{
    (void)state;
    struct buffer out = {0};
    json_open(&out, '{');
    json_name_string(&out, "a", "x:");
    json_name(&out, "b");
    json_open(&out, '[');
    json_write_integer(&out, 1);
    json_write_null(&out);
    json_write_bool(&out, true);
    json_write_point(&out, (struct point){2.5, 48});
    json_open(&out, '{');
    json_close(&out, '}');
    json_write_tristate(&out, TRISTATE_UNKNOWN);
    json_write_string(&out, NULL);
    json_close(&out, ']');
    json_name_said(&out, "c", "");
    json_close(&out, '}');
    assert_string_equal(
        out.data, "{\"a\":\"x:\",\"b\":[1,null,true,[2.5,48],{},\"unknown\",null],\"c\":null}");
    json_decref(read_back(&out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_comes_back),
        cmocka_unit_test(what_needs_escaping_is_found_anywhere),
        cmocka_unit_test(numbers_are_short_and_exact),
        cmocka_unit_test(integers_reach_both_ends),
        cmocka_unit_test(commas_fall_into_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
