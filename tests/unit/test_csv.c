/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything that was read, `[field|field]` per record, then how it ended. */
static void read_all(csv_read *read, void *source, char *out, size_t size)
{
    struct csv *csv = NULL;
    struct csv_record record;
    enum csv_result result;
    size_t at = 0;
    assert_int_equal(csv_open(read, source, &csv), STATUS_OK);
    while ((result = csv_next(csv, &record)) == CSV_RECORD) {
        at += (size_t)snprintf(out + at, size - at, "%zu[", record.line);
        for (size_t i = 0; i < record.count; i++) {
            at += (size_t)snprintf(out + at, size - at, "%s%s", i ? "|" : "", record.fields[i]);
        }
        at += (size_t)snprintf(out + at, size - at, "]%s", record.ended ? "" : "~");
    }
    if (result == CSV_OPEN_QUOTE) snprintf(out + at, size - at, "quote %zu", csv_line(csv));
    if (result == CSV_BINARY) snprintf(out + at, size - at, "binary %zu", csv_line(csv));
    if (result == CSV_READ_FAILED) snprintf(out + at, size - at, "failed");
    csv_close(csv);
}

/* One byte at a time: a quote or a CRLF may fall between two reads of a slow source. */
static size_t read_slowly(void *memory, char *out, size_t capacity)
{
    return csv_read_memory(memory, out, capacity > 0 ? 1 : 0);
}

static const struct {
    const char *bytes;
    size_t length; /* 0: up to the NUL */
    const char *records;
} cases[] = {
    {"a;b\n1;2\n", 0, "1[a|b]2[1|2]"},
    {"a;b\r\n1;2\r\n", 0, "1[a|b]2[1|2]"},
    {"a;b\r1;2\r", 0, "1[a|b]2[1|2]"},
    {"a;b\n1;2", 0, "1[a|b]2[1|2]~"},
    {"a;b\n1;2\r\r\n3;4\n", 0, "1[a|b]2[1|2]4[3|4]"},
    {"a;b\n1;2\r3;4\n5;6\r\n", 0, "1[a|b]2[1|2]3[3|4]4[5|6]"},
    {"a;b\n;\r\n;;\n", 0, "1[a|b]2[|]3[||]"},
    {"a,b\n\"1,5\",2\n", 0, "1[a|b]2[1,5|2]"},
    {"a\tb\n1\t2;3\n", 0, "1[a|b]2[1|2;3]"},
    {"a|b\nx;y|z\n", 0, "1[a|b]2[x;y|z]"},
    {"\"a,b,c\";d\n1;2\n", 0, "1[a,b,c|d]2[1|2]"},
    {"sep=,\na;b,c\n", 0, "2[a;b|c]"},
    {"\xEF\xBB\xBF"
     "a;b\n",
     0, "1[a|b]"},
    {"a;b\n\"say \"\"hi\"\"\";2\n", 0, "1[a|b]2[say \"hi\"|2]"},
    {"a;b\n\"two\nlines\";2\nx;y\n", 0, "1[a|b]2[two\nlines|2]4[x|y]"},
    {"a;b\n\"two\r\nlines\";2\nx;y\n", 0, "1[a|b]2[two\nlines|2]4[x|y]"},
    {"a;b\n5\" pipe;2\n", 0, "1[a|b]2[5\" pipe|2]"},
    {"a;b\n\"x\"y;2\n", 0, "1[a|b]2[xy|2]"},
    {"a;b\n\n\n;\n", 0, "1[a|b]4[|]"},
    {"a;b\n1;\n", 0, "1[a|b]2[1|]"},
    {"a;b\n1;\"\"", 0, "1[a|b]2[1|]~"},
    {"a;b\n1;2;3\n4\n", 0, "1[a|b]2[1|2|3]3[4]"},
    {"a;b\n1;\"2\nx;y\nz;t\n", 0, "1[a|b]quote 2"},
    {"a;b\n1;2\nx;\"", 0, "1[a|b]2[1|2]quote 3"},
    {"a;b\n1;\0\n", 8, "1[a|b]binary 2"},
    {"a;b\n1;\"\0\"\n", 10, "1[a|b]binary 2"},
    {"", 0, ""},
    {"\n\r\n\n", 0, ""},
};

static void records_are_read_as_rfc_4180_and_people_write_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = cases[i].length != 0 ? cases[i].length : strlen(cases[i].bytes);
        for (int slowly = 0; slowly < 2; slowly++) {
            char out[512] = "";
            struct csv_memory memory = {cases[i].bytes, length};
            read_all(slowly ? read_slowly : csv_read_memory, &memory, out, sizeof out);
            assert_string_equal(out, cases[i].records);
        }
    }
}

static size_t read_then_fail(void *times, char *out, size_t capacity)
{
    int *left = times;
    if ((*left)-- == 0 || capacity < 8) return CSV_READ_ERROR;
    memcpy(out, "a;b\n1;2\n", 8);
    return 8;
}

/* Behind a line as long as what is read at once, so that of the slow source no line is there whole.
 */
static void a_line_reads_alike_whole_and_byte_by_byte(void **state)
{
    (void)state;
    const size_t filler = (size_t)256 * 1024, room = filler + 1000;
    char *bytes = malloc(room), *whole = malloc(room), *slowly = malloc(room);
    assert_true(bytes != NULL && whole != NULL && slowly != NULL);
    memset(bytes, 'a', filler);
    bytes[filler] = '\n';
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = cases[i].length > 0 ? cases[i].length : strlen(cases[i].bytes);
        memcpy(bytes + filler + 1, cases[i].bytes, length);
        struct csv_memory at_once = {bytes, filler + 1 + length}, in_pieces = at_once;
        read_all(csv_read_memory, &at_once, whole, room);
        read_all(read_slowly, &in_pieces, slowly, room);
        assert_string_equal(whole, slowly);
    }
    free(bytes);
    free(whole);
    free(slowly);
}

static void a_source_that_fails_is_not_the_end_of_the_file(void **state)
{
    (void)state;
    char out[128] = "";
    int times = 1;
    read_all(read_then_fail, &times, out, sizeof out);
    assert_string_equal(out, "1[a|b]2[1|2]failed");
}

static void a_long_file_keeps_its_line_numbers(void **state)
{
    (void)state;
    size_t length = 0, rows = 40000;
    char *bytes = malloc(rows * 24);
    for (size_t i = 1; i <= rows; i++) {
        length += (size_t)sprintf(bytes + length, "%zu;\"a\nb\";x%zu\n", i, i);
    }
    struct csv_memory memory = {bytes, length};
    struct csv *csv = NULL;
    struct csv_record record;
    assert_int_equal(csv_open(csv_read_memory, &memory, &csv), STATUS_OK);
    for (size_t i = 1; i <= rows; i++) {
        char last[24];
        snprintf(last, sizeof last, "x%zu", i);
        assert_int_equal(csv_next(csv, &record), CSV_RECORD);
        assert_int_equal(record.line, 2 * i - 1);
        assert_int_equal(record.count, 3);
        assert_string_equal(record.fields[1], "a\nb");
        assert_string_equal(record.fields[2], last);
    }
    assert_int_equal(csv_next(csv, &record), CSV_END);
    csv_close(csv);
    free(bytes);
}

static void a_separator_that_is_said_wins_over_the_guess(void **state)
{
    (void)state;
    struct csv_memory memory = {"a;b,c\n1;2,3\n", 12};
    struct csv *csv = NULL;
    struct csv_record record;
    assert_int_equal(csv_open(csv_read_memory, &memory, &csv), STATUS_OK);
    csv_use_separator(csv, ',');
    assert_int_equal(csv_separator(csv), ',');
    assert_int_equal(csv_next(csv, &record), CSV_RECORD);
    assert_int_equal(record.count, 2);
    assert_string_equal(record.fields[0], "a;b");
    csv_close(csv);
}

static void a_cell_is_quoted_only_where_it_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *text, *comma, *semicolon;
    } written[] = {
        {"", "", ""},
        {"12 rue d'Alésia", "12 rue d'Alésia", "12 rue d'Alésia"},
        {"12, rue", "\"12, rue\"", "12, rue"},
        {"a;b", "a;b", "\"a;b\""},
        {"\"", "\"\"\"\"", "\"\"\"\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\"", "\"say \"\"hi\"\"\""},
        {"two\nlines", "\"two\nlines\"", "\"two\nlines\""},
        {"a\rb", "\"a\rb\"", "\"a\rb\""},
        {" a ", " a ", " a "},
    };
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct buffer out = {0};
        csv_write_cell(&out, written[i].text, ',');
        buffer_char(&out, '|');
        csv_write_cell(&out, written[i].text, ';');
        char expected[64];
        snprintf(expected, sizeof expected, "%s|%s", written[i].comma, written[i].semicolon);
        assert_string_equal(out.data, expected);
        buffer_free(&out);
    }
}

static void what_looks_like_a_formula_is_made_a_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written;
    } texts[] = {
        {"=1+1", "'=1+1"},
        {"+33199000001", "'+33199000001"},
        {"-2", "'-2"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\t=1", "'\t=1"},
        {"\r=1", "\"'\r=1\""},
        {"=\"a\";1", "\"'=\"\"a\"\";1\""},
        {"a=1", "a=1"},
        {"'", "'"},
        {"é", "é"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer out = {0};
        csv_write_safe_cell(&out, texts[i].text, ';');
        assert_string_equal(out.data, texts[i].written);
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_read_as_rfc_4180_and_people_write_them),
        cmocka_unit_test(a_line_reads_alike_whole_and_byte_by_byte),
        cmocka_unit_test(a_source_that_fails_is_not_the_end_of_the_file),
        cmocka_unit_test(a_long_file_keeps_its_line_numbers),
        cmocka_unit_test(a_separator_that_is_said_wins_over_the_guess),
        cmocka_unit_test(a_cell_is_quoted_only_where_it_must_be),
        cmocka_unit_test(what_looks_like_a_formula_is_made_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
