/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/buffer.h"
#include "importer/files/json_reader.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A source that gives `step` bytes at a time, then fails when told to. */
struct drip {
    const char *bytes;
    size_t length, step;
    bool fails;
};

static size_t read_drip(void *context, char *out, size_t capacity)
{
    struct drip *drip = context;
    size_t length = drip->length < drip->step ? drip->length : drip->step;
    if (length > capacity) length = capacity;
    if (length == 0 && drip->fails) return CSV_READ_ERROR;
    memcpy(out, drip->bytes, length);
    drip->bytes += length;
    drip->length -= length;
    return length;
}

/* The events in letters, texts as they are. */
static enum json_event spell(struct drip drip, struct buffer *out)
{
    static const char letters[] = "{}[]";
    struct json_reader *json = json_reader_open(read_drip, &drip);
    enum json_event event;
    assert_non_null(json);
    while ((event = json_next(json)) < JSON_END) {
        if (event <= JSON_ARRAY_END) buffer_char(out, letters[event]);
        if (event == JSON_KEY) buffer_format(out, "%s:", json_text(json));
        if (event == JSON_TEXT) buffer_format(out, "<%s>", json_text(json));
        if (event == JSON_NUMBER) buffer_format(out, "#%s ", json_text(json));
        if (event == JSON_IS_TRUE) buffer_char(out, 't');
        if (event == JSON_IS_FALSE) buffer_char(out, 'f');
        if (event == JSON_IS_NULL) buffer_char(out, 'n');
    }
    assert_int_equal(json_next(json), event); /* once ended, always ended */
    json_reader_close(json);
    return event;
}

static void every_value_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *events;
    } cases[] = {
        {"{}", "{}"},
        {" [ ] ", "[]"},
        {"\xEF\xBB\xBF{\"a\":1}", "{a:#1 }"},
        {"{\"a\":{\"b\":[1,-2.5e+3,\"x\"]},\"c\":null}", "{a:{b:[#1 #-2.5e+3 <x>]}c:n}"},
        {"[true,false,null,[],{}]", "[tfn[]{}]"},
        {"\"\\u00e9\\n\\\"\\/\\ud83d\\ude00\"", "<é\n\"/😀>"},
        {"\"é œ\"", "<é œ>"},
        {"0", "#0 "},
        {"-0.0", "#-0.0 "},
        {"[\n1\n,\r\n\t2 ]", "[#1 #2 ]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t step = 1; step < 8; step++) {
            if (step < 3 && (unsigned char)cases[i].text[0] == 0xEF) continue;
            struct buffer events = {0};
            struct drip drip = {cases[i].text, strlen(cases[i].text), step, false};
            assert_int_equal(spell(drip, &events), JSON_END);
            assert_string_equal(events.data, cases[i].events);
            buffer_free(&events);
        }
    }
}

static void what_is_no_json_is_broken_as_for_jansson(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "[1 2]",
        "{a:1}",
        "{'a':1}",
        "[01]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[1e]",
        "[-]",
        "nul",
        "truex",
        "[\"\t\"]",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"a",
        "{\"a\":1",
        "[1]]",
        "[1}",
        "{\"a\":1]",
        "[1]x",
        "\"\xFF\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\u0000\"",
        "[1,,2]",
        "// x\n1",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer events = {0};
        json_error_t error;
        json_t *other = json_loads(cases[i], JSON_DECODE_ANY, &error);
        struct drip drip = {cases[i], strlen(cases[i]), 3, false};
        if (spell(drip, &events) != JSON_BROKEN) fail_msg("%s should be broken", cases[i]);
        if (other != NULL) fail_msg("jansson reads %s", cases[i]);
        buffer_free(&events);
    }
}

static void where_it_breaks_is_told(void **state)
{
    (void)state;
    struct drip drip = {"{\n \"a\": tru }", 13, 4, false};
    struct json_reader *json = json_reader_open(read_drip, &drip);
    while (json_next(json) < JSON_END) continue;
    assert_int_equal(json_line(json), 2);
    assert_int_equal(json_column(json), 10);
    assert_true(strlen(json_why(json)) > 0);
    json_reader_close(json);
}

static void a_source_that_fails_is_not_taken_for_a_broken_file(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "{", "{\"a", "[12", "[tr", "[1,", "{\"a\":1}"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer events = {0};
        struct drip drip = {cases[i], strlen(cases[i]), 2, true};
        assert_int_equal(spell(drip, &events), JSON_READ_FAILED);
        buffer_free(&events);
    }
}

static void depth_and_length_have_an_end(void **state)
{
    (void)state;
    struct buffer text = {0}, events = {0};
    for (int i = 0; i < JSON_DEPTH_MAX; i++) buffer_char(&text, '[');
    for (int i = 0; i < JSON_DEPTH_MAX; i++) buffer_char(&text, ']');
    struct drip fits = {text.data, text.length, 100, false};
    assert_int_equal(spell(fits, &events), JSON_END);
    buffer_reset(&text);
    for (int i = 0; i <= JSON_DEPTH_MAX; i++) buffer_char(&text, '[');
    struct drip deep = {text.data, text.length, 100, false};
    assert_int_equal(spell(deep, &events), JSON_BROKEN);
    buffer_reset(&text);
    buffer_char(&text, '"');
    for (size_t i = 0; i < JSON_TEXT_MAX + 100000; i++) buffer_char(&text, 'x');
    struct drip endless = {text.data, text.length, 50000, false};
    assert_int_equal(spell(endless, &events), JSON_BROKEN);
    buffer_free(&text);
    buffer_free(&events);
}

static void a_value_is_passed_over(void **state)
{
    (void)state;
    const char *text = "{\"a\":[1,{\"b\":[]}],\"c\":\"d\"}";
    struct drip drip = {text, strlen(text), 5, false};
    struct json_reader *json = json_reader_open(read_drip, &drip);
    assert_int_equal(json_next(json), JSON_OBJECT_BEGIN);
    assert_int_equal(json_next(json), JSON_KEY);
    assert_int_equal(json_skip(json, json_next(json)), JSON_ARRAY_BEGIN);
    assert_int_equal(json_next(json), JSON_KEY);
    assert_string_equal(json_text(json), "c");
    assert_int_equal(json_skip(json, json_next(json)), JSON_TEXT);
    assert_int_equal(json_next(json), JSON_OBJECT_END);
    assert_int_equal(json_next(json), JSON_END);
    json_reader_close(json);
    json_reader_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_is_read),
        cmocka_unit_test(what_is_no_json_is_broken_as_for_jansson),
        cmocka_unit_test(where_it_breaks_is_told),
        cmocka_unit_test(a_source_that_fails_is_not_taken_for_a_broken_file),
        cmocka_unit_test(depth_and_length_have_an_end),
        cmocka_unit_test(a_value_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
