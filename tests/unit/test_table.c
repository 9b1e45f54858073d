/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "importer/cells/table.h"
#include "importer/cells/text_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_LENGTH 64

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static int make_path(void **state)
{
    char *path = calloc(1, PATH_LENGTH);
    strcpy(path, "/tmp/voisoin-table-XXXXXX");
    int handle = mkstemp(path);
    *state = path;
    return handle < 0 || close(handle) != 0;
}

static int remove_path(void **state)
{
    unlink(*state);
    free(*state);
    return 0;
}

static void append_rows(struct buffer *out, int count)
{
    buffer_text(out, "nom;ville\n");
    for (int i = 0; i < count; i++) buffer_format(out, "%d;« Été à %d »\n", i, i * 7);
}

/* Goes through all rows, each of which must be the next one of append_rows. */
static void check_rows(const struct table *table, int first, int count)
{
    struct report report = {0};
    struct table_rows *rows = NULL;
    const struct table_row *row = NULL;
    size_t read = 0;
    int next = first;
    assert_int_equal(table_rows_open(table, (size_t)first, (size_t)count, &report, &rows),
                     STATUS_OK);
    do {
        assert_int_equal(table_rows_next(rows, &row, &read), STATUS_OK);
        for (size_t i = 0; i < read; i++, next++) {
            char expected[40];
            snprintf(expected, sizeof expected, "« Été à %d »", next * 7);
            assert_int_equal(atoi(row[i].cells[0]), next);
            assert_string_equal(row[i].cells[1], expected);
            assert_int_equal(row[i].line, next + 2);
        }
    } while (read > 0);
    assert_int_equal(next, first + count);
    table_rows_close(rows);
    report_free(&report);
}

static void every_row_comes_once_in_its_order(void **state)
{
    struct buffer text = {0};
    struct report report = {0};
    struct table table;
    append_rows(&text, 20000);
    write_file(*state, text.data, text.length);
    assert_int_equal(table_read(*state, &report, &table), STATUS_OK);
    assert_int_equal(table.row_count, 20000);
    check_rows(&table, 0, 20000);
    check_rows(&table, 19998, 2);
    check_rows(&table, 0, 0);
    assert_int_equal(report.finding_count, 0);
    table_free(&table);
    report_free(&report);
    buffer_free(&text);
}

/* The file that was looked through must be the one whose rows are used. */
static void a_file_that_changed_since_is_refused(void **state)
{
    static const int counts[] = {20000, 20001, 19999, 3};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct buffer text = {0};
        struct report report = {0};
        struct table table;
        struct table_rows *rows = NULL;
        const struct table_row *row = NULL;
        enum status status = STATUS_OK;
        size_t read = 1;
        append_rows(&text, 20000);
        write_file(*state, text.data, text.length);
        assert_int_equal(table_read(*state, &report, &table), STATUS_OK);
        buffer_reset(&text);
        append_rows(&text, counts[i]);
        usleep(20000); /* the clock of a file system may stand still for so long */
        write_file(*state, text.data, text.length);
        assert_int_equal(table_rows_open(&table, 0, table.row_count, &report, &rows), STATUS_OK);
        while (status == STATUS_OK && read > 0) status = table_rows_next(rows, &row, &read);
        assert_int_equal(status, STATUS_INVALID);
        assert_int_equal(report.finding_count, 1);
        assert_non_null(strstr(report.findings[0].cause, "a changé"));
        table_rows_close(rows);
        table_free(&table);
        report_free(&report);
        buffer_free(&text);
    }
}

/* What stands under a table: rows kept, remarks told, and the first text without a title. */
static void remarks_end_a_table(void **state)
{
    static const struct {
        const char *rows;
        size_t kept, below, widest;
        const char *untitled;
    } cases[] = {
        {"A;1;x;\n", 1, 0, 4, NULL},
        {"A;1;x;y\n", 1, 0, 4, "y"},
        {"A;1;x;\n\n* vérifier;;;\n", 1, 1, 4, NULL},
        {"A;1;x;\n\n* vérifier;;;;;\nNB : et ceci;;;\n", 1, 2, 4, NULL},
        {"A;1;x;\n* vérifier;;;\n", 2, 0, 4, NULL},
        {"A;1;x;\n\n* vérifier;;;\nB;2;y;\n", 3, 0, 4, NULL},
        {"A;1;x;\nTotal;2;;\n", 1, 1, 4, NULL},
        {"A;1;x;\nTotal;2;;\n* et ceci;;;\n", 1, 2, 4, NULL},
        {"A;1;x;\n* un;;;\n\n* deux;;;\n* trois;;;\n", 2, 2, 4, NULL},
        {"A;1;x;\n\n;;;* sans titre\n", 1, 1, 4, NULL},
        {"Total;;;\n", 0, 1, 4, NULL},
        {"* seule;;;\n", 1, 0, 4, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer text = {0};
        struct report report = {0};
        struct table table;
        buffer_format(&text, "nom;nombre;ville;\n%s", cases[i].rows);
        write_file(*state, text.data, text.length);
        assert_int_equal(table_begin(*state, &report, &table), STATUS_OK);
        assert_int_equal(table_scan(&table, true, &report), STATUS_OK);
        assert_int_equal(table.row_count, cases[i].kept);
        assert_int_equal(table.below_count, cases[i].below);
        assert_int_equal(table.widest, cases[i].widest);
        assert_int_equal(report.finding_count, cases[i].below);
        const char *untitled = table.untitled[3];
        if (cases[i].untitled == NULL) assert_null(untitled);
        if (cases[i].untitled != NULL) assert_string_equal(untitled, cases[i].untitled);
        table_free(&table);
        report_free(&report);
        buffer_free(&text);
    }
}

/* Reads a text in mouthfuls of `capacity` bytes. */
static void read_all(const char *path, size_t capacity, struct buffer *out)
{
    struct buffer why = {0};
    struct text_file *text = NULL;
    enum text_encoding encoding;
    char bytes[4096];
    assert_int_equal(text_file_encoding(path, &encoding, &why), STATUS_OK);
    assert_int_equal(text_file_open(path, encoding, &text, &why), STATUS_OK);
    for (;;) {
        size_t length = text_file_read(text, bytes, capacity);
        assert_true(length <= capacity);
        if (length == 0) break;
        buffer_append(out, bytes, length);
    }
    text_file_close(text);
    buffer_free(&why);
}

/* A character that a piece of the file cuts in two is read whole: the same as text_to_utf8 makes of
 * the file in one go. */
static void characters_between_two_pieces_are_whole(void **state)
{
    static const char *const marks[] = {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x8F\xA5",
                                        "\xE9",     "\xC3",         "\xFF\xFE"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        bool is_utf16 = i == 5;
        for (size_t shift = 0; shift < 8; shift++) {
            struct buffer bytes = {0}, whole = {0}, pieces = {0};
            const char *encoding = NULL;
            if (is_utf16) buffer_text(&bytes, marks[i]);
            while (bytes.length < 65536 + 4096 - 8 + shift - shift % (is_utf16 ? 2 : 1)) {
                buffer_append(&bytes, "a", is_utf16 ? 2 : 1);
            }
            for (int n = 0; n < 4; n++) { /* of UTF-16, a hospital: D83C DFE5 */
                if (is_utf16) buffer_append(&bytes, "\x3C\xD8\xE5\xDF", 4);
                if (!is_utf16) buffer_text(&bytes, marks[i]);
            }
            buffer_append(&bytes, "z", is_utf16 && shift != 7 ? 2 : 1);
            write_file(*state, bytes.data, bytes.length);
            assert_int_equal(text_to_utf8(bytes.data, bytes.length, &whole, &encoding), STATUS_OK);
            read_all(*state, 1 + shift * 500, &pieces);
            assert_int_equal(pieces.length, whole.length);
            assert_memory_equal(pieces.data, whole.data, whole.length);
            buffer_free(&bytes);
            buffer_free(&whole);
            buffer_free(&pieces);
        }
    }
}

#define test_of_file(name) cmocka_unit_test_setup_teardown(name, make_path, remove_path)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_of_file(every_row_comes_once_in_its_order),
        test_of_file(a_file_that_changed_since_is_refused),
        test_of_file(remarks_end_a_table),
        test_of_file(characters_between_two_pieces_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
