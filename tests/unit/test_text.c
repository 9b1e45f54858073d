/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

static void words_are_compared_without_accents_case_or_punctuation(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded;
    } cases[] = {
        {"L'Haÿ-les-Roses", "l hay les roses"},
        {"Rue de l’Ouest", "rue de l ouest"},
        {"CŒUR", "coeur"},
        {"ﬁl  №5", "fil no5"},
        {"  Kiné (à domicile) ", "kine a domicile"},
        {"Straße", "strasse"},
        {"", ""},
        {" - ", ""},
        {"\xC3(", ""},
        {"a\xFF"
         "b",
         "a b"},
        {"Î e\xCC\x81", "i e"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folded = text_folded(cases[i].text);
        assert_string_equal(folded, cases[i].folded);
        free(folded);
    }
}

static void folding_appends_and_folds_again_to_itself(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_text(&buffer, "x ");
    text_fold("Élan", strlen("Élan"), &buffer);
    assert_string_equal(buffer.data, "x elan");
    buffer_free(&buffer);
}

static void a_file_is_read_by_mark_then_utf8_then_windows_1252(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *text, *encoding;
    } cases[] = {
        {"\xEF\xBB\xBF"
         "caf\xC3\xA9",
         8, "café", "UTF-8"},
        {"caf\xE9 \x80", 6, "café €", "Windows-1252"},
        {"\xFF\xFE"
         "a\0\xE9\0",
         6, "aé", "UTF-16"},
        {"plain", 5, "plain", "UTF-8"},
        {"\xC0\xAF", 2, "À¯", "Windows-1252"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        const char *encoding = NULL;
        assert_int_equal(text_to_utf8(cases[i].bytes, cases[i].length, &out, &encoding), STATUS_OK);
        assert_string_equal(out.data, cases[i].text);
        assert_string_equal(encoding, cases[i].encoding);
        buffer_free(&out);
    }
}

static void what_windows_1252_cannot_write_is_a_question_mark(void **state)
{
    (void)state;
    static const struct {
        const char *text, *bytes;
    } cases[] = {
        {"", ""},
        {"12 rue d'Alésia", "12 rue d'Al\xE9sia"},
        {"Sacr\xC3\xA9-C\xC5\x93ur 5 \xE2\x82\xAC", "Sacr\xE9-C\x9Cur 5 \x80"},
        {"\xC4\x80 \xE2\x86\x92 b", "? ? b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        buffer_text(&out, "<");
        assert_int_equal(text_to_windows_1252(cases[i].text, strlen(cases[i].text), &out),
                         STATUS_OK);
        assert_string_equal(out.data + 1, cases[i].bytes);
        assert_int_equal(out.length, strlen(cases[i].bytes) + 1);
        buffer_free(&out);
    }
}

static void typos_are_counted_up_to_a_limit(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned most, edits;
    } cases[] = {
        {"alesia", "alesia", 2, 0},
        {"alesia", "alsia", 2, 1},
        {"alesia", "laesia", 2, 1},
        {"alesia", "alexia", 2, 1},
        {"alesia", "aleesiaa", 2, 2},
        {"alesia", "daguerre", 2, 3},
        {"", "ab", 2, 2},
        {"", "abc", 2, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(text_edits(cases[i].a, strlen(cases[i].a), cases[i].b, strlen(cases[i].b),
                                    cases[i].most),
                         cases[i].edits);
    }
}

/* The whole table, nothing left out. */
static unsigned plain_edits(const char *a, const char *b)
{
    static unsigned table[32][32];
    size_t rows = strlen(a), columns = strlen(b);
    for (size_t i = 0; i <= rows; i++) {
        for (size_t j = 0; j <= columns; j++) {
            unsigned best = i == 0 ? (unsigned)j : j == 0 ? (unsigned)i : 99;
            if (i > 0 && j > 0) {
                unsigned changed = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
                best = changed;
                if (table[i - 1][j] + 1 < best) best = table[i - 1][j] + 1;
                if (table[i][j - 1] + 1 < best) best = table[i][j - 1] + 1;
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                table[i - 2][j - 2] + 1 < best) {
                best = table[i - 2][j - 2] + 1;
            }
            table[i][j] = best;
        }
    }
    return table[rows][columns];
}

static void typos_are_counted_as_the_whole_table_counts_them(void **state)
{
    (void)state;
    srand(14);
    for (int round = 0; round < 200000; round++) {
        char a[12] = "", b[12] = "";
        size_t a_length = (size_t)(rand() % 11), b_length = (size_t)(rand() % 11);
        for (size_t i = 0; i < a_length; i++) a[i] = (char)('a' + rand() % 3);
        for (size_t i = 0; i < b_length; i++) b[i] = (char)('a' + rand() % 3);
        unsigned expected = plain_edits(a, b);
        for (unsigned most = 0; most <= 3; most++) {
            unsigned edits = text_edits(a, a_length, b, b_length, most);
            assert_int_equal(edits, expected > most ? most + 1 : expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_compared_without_accents_case_or_punctuation),
        cmocka_unit_test(folding_appends_and_folds_again_to_itself),
        cmocka_unit_test(a_file_is_read_by_mark_then_utf8_then_windows_1252),
        cmocka_unit_test(what_windows_1252_cannot_write_is_a_question_mark),
        cmocka_unit_test(typos_are_counted_up_to_a_limit),
        cmocka_unit_test(typos_are_counted_as_the_whole_table_counts_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
