/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/buffer.h"
#include "importer/words/closure_words.h"

#include <string.h>

/* The closures in one line: 2026-08-01..2026-08-15 2026-12-24 */
static void print(const struct closure_words *words, struct buffer *out)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct closure *closure = &words->closures[i];
        if (i > 0) buffer_text(out, " ");
        day_format(closure->first, out);
        if (closure->last == closure->first) continue;
        buffer_text(out, "..");
        day_format(closure->last, out);
    }
}

static void what_people_write_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *closures;
    } cases[] = {
        {"24/12/2026", "2026-12-24"},
        {"le 24 décembre 2026", "2026-12-24"},
        {"2026-12-24", "2026-12-24"},
        {"24.12.26", "2026-12-24"},
        {"46380", "2026-12-24"},
        {"du 1/8/2026 au 15/8/2026", "2026-08-01..2026-08-15"},
        {"du 1er au 15 août 2026", "2026-08-01..2026-08-15"},
        {"Congés du lundi 3 août au samedi 22 août 2026 inclus", "2026-08-03..2026-08-22"},
        {"du 20/12 au 3/1/2027", "2026-12-20..2027-01-03"},
        {"du 20 décembre au 3 janvier 2027", "2026-12-20..2027-01-03"},
        {"1/8/2026 - 15/8/2026", "2026-08-01..2026-08-15"},
        {"1/8/2026-15/8/2026", "2026-08-01..2026-08-15"},
        {"01/08/2026 – 15/08/2026", "2026-08-01..2026-08-15"},
        {"2026-08-01 - 2026-08-15", "2026-08-01..2026-08-15"},
        {"du 1/8/2026 jusqu'au 15/8/2026", "2026-08-01..2026-08-15"},
        {"24 et 31 décembre 2026", "2026-12-24 2026-12-31"},
        {"24, 26 et 31 décembre 2026", "2026-12-24 2026-12-26 2026-12-31"},
        {"24/12/2026, 31/12/2026", "2026-12-24 2026-12-31"},
        {"24/12/2026; du 1/8/2027 au 15/8/2027", "2026-12-24 2027-08-01..2027-08-15"},
        {"24/12/2026\n31/12/2026;", "2026-12-24 2026-12-31"},
        {"29/2/2028", "2028-02-29"},
        {"", ""},
        {" ; ", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct closure_words words;
        struct buffer line = {0};
        buffer_text(&line, "");
        enum status status = closure_words_read(cases[i].cell, &words);
        print(&words, &line);
        if (status != STATUS_OK || strcmp(line.data, cases[i].closures) != 0) {
            fail_msg("%s: %s, not %s", cases[i].cell, line.data, cases[i].closures);
        }
        buffer_free(&line);
    }
}

static void what_would_have_to_be_guessed_is_refused(void **state)
{
    (void)state;
    static const char *const cells[] = {
        "en août",
        "24/12", /* of which year? */
        "du 1er au 15 août",
        "24/12/2026 31/12/2026", /* from one to the other, or both? */
        "du 15/8/2026 au 1/8/2026",
        "31/2/2026",
        "29/2/2027",
        "du 1/1/2020 au 1/1/2030", /* longer than a closure */
        "du 1/8/2026",             /* reads as a day, but says that it goes on */
        "vacances scolaires",
        "du 1/8/2026 au 15/8/2026 au 20/8/2026",
        "au 15/8/2026",
        "mars",
        "du 1 jui au 5 jui 2026",
        "0/0/0",
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct closure_words words;
        if (closure_words_read(cells[i], &words) != STATUS_INVALID) {
            fail_msg("%s was read", cells[i]);
        }
        assert_ptr_equal(words.unread, cells[i]);
    }
}

static void the_first_piece_that_is_not_read_is_named(void **state)
{
    (void)state;
    struct closure_words words;
    assert_int_equal(closure_words_read("24/12/2026; en août; 31/12/2026", &words), STATUS_INVALID);
    assert_int_equal(words.unread_length, strlen(" en août"));
    assert_memory_equal(words.unread, " en août", words.unread_length);
}

static void too_many_are_refused(void **state)
{
    (void)state;
    struct buffer cell = {0};
    struct closure_words words;
    for (int i = 0; i < CLOSURES_MAX; i++) buffer_format(&cell, "%d/1/2026;", i % 28 + 1);
    assert_int_equal(closure_words_read(cell.data, &words), STATUS_OK);
    assert_int_equal(words.count, CLOSURES_MAX);
    buffer_text(&cell, "1/2/2026");
    assert_int_equal(closure_words_read(cell.data, &words), STATUS_INVALID);
    buffer_free(&cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_write_is_read),
        cmocka_unit_test(what_would_have_to_be_guessed_is_refused),
        cmocka_unit_test(the_first_piece_that_is_not_read_is_named),
        cmocka_unit_test(too_many_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
