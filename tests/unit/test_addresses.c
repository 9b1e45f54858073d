/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "ban.h"
#include "book.h"
#include "geodata/generation.h"
#include "geodata/geocoder/geocode_numbers.h"
#include "geodata/geocoder/geocode_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct address_row door = {
    .id = "75114_2513_00012",
    .number = 12,
    .suffix = "",
    .street = "Rue Daguerre",
    .postcode = "75014",
    .citycode = "75114",
    .city = "Paris 14e Arrondissement",
    .point = {2.330191, 48.833813},
};

static void a_row_without_a_street_or_a_point_is_refused(void **state)
{
    (void)state;
    char folder[64];
    folder_make(folder);
    struct address_book *book = NULL;
    assert_int_equal(address_book_begin(folder, &book), STATUS_OK);
    struct address_row row = door;
    row.street = "";
    assert_int_equal(address_book_add(book, &row), STATUS_INVALID);
    row = door;
    row.point.lat = 91;
    assert_int_equal(address_book_add(book, &row), STATUS_INVALID);
    row.point.lat = NAN;
    assert_int_equal(address_book_add(book, &row), STATUS_INVALID);
    row = door;
    row.citycode = "";
    assert_int_equal(address_book_add(book, &row), STATUS_INVALID);
    assert_int_equal(address_book_add(book, &door), STATUS_OK);
    address_book_close(book);
    folder_remove(folder);
}

static void what_a_book_holds_is_counted(void **state)
{
    (void)state;
    char folder[64];
    folder_make(folder);
    struct address_book *book = NULL;
    assert_int_equal(address_book_begin(folder, &book), STATUS_OK);
    struct address_row row = door;
    assert_int_equal(address_book_add(book, &row), STATUS_OK);
    assert_int_equal(address_book_add(book, &row), STATUS_OK); /* the same door again */
    row.suffix = "bis";
    assert_int_equal(address_book_add(book, &row), STATUS_OK);
    row.suffix = "p8";
    row.number = 54;
    row.street = "54P8 Rue Daguerre"; /* a defect of the source: the number within the name */
    assert_int_equal(address_book_add(book, &row), STATUS_OK);
    row = door;
    row.number = 0;
    row.street = NULL;
    row.locality = "Hameau des Lilas";
    assert_int_equal(address_book_add(book, &row), STATUS_OK);
    struct address_book_summary summary;
    assert_int_equal(address_book_publish(book, "test", "2026-01-01", "", &summary), STATUS_OK);
    assert_int_equal(summary.streets, 1);
    assert_int_equal(summary.numbers, 3);
    assert_int_equal(summary.places, 1);
    assert_int_equal(summary.communes, 1);
    assert_int_equal(summary.repeated, 1);
    assert_int_equal(summary.number, 1);
    folder_remove(folder);
}

static void two_streets_of_one_name_in_one_commune_stay_two(void **state)
{
    (void)state;
    char folder[64];
    folder_make(folder);
    struct address_book *book = NULL;
    struct address_book_summary summary;
    assert_int_equal(address_book_begin(folder, &book), STATUS_OK);
    struct address_row row = door;
    row.number = 54;
    row.suffix = "p8";
    row.street = "54P8 Rue Daguerre";
    row.id = "75114_zzzzzz_00054_p8"; /* an id of its own, though it is the same street */
    assert_int_equal(address_book_add(book, &row), STATUS_OK);
    assert_int_equal(address_book_add(book, &door), STATUS_OK);
    row = door; /* of a commune that was merged in */
    row.id = "75114_9999_00012";
    row.point.lat += 0.1;
    assert_int_equal(address_book_add(book, &row), STATUS_OK);
    assert_int_equal(address_book_publish(book, "test", "", "", &summary), STATUS_OK);
    assert_int_equal(summary.streets, 2);
    assert_int_equal(summary.numbers, 3);
    assert_int_equal(summary.repeated, 0);
    folder_remove(folder);
}

static void a_book_that_is_given_up_leaves_no_generation(void **state)
{
    (void)state;
    char folder[64];
    folder_make(folder);
    struct address_book *book = NULL;
    uint32_t number = 0;
    assert_int_equal(address_book_begin(folder, &book), STATUS_OK);
    assert_int_equal(address_book_add(book, &door), STATUS_OK);
    address_book_close(book);
    address_book_close(NULL);
    assert_int_equal(generation_current(folder, SERIES_ADDRESSES, &number), STATUS_NOT_FOUND);
    folder_remove(folder);
}

static void packed_numbers_come_back_as_they_were(void **state)
{
    (void)state;
    static const struct house_number numbers[] = {
        {.number = 1, .lon = 2330191, .lat = 48833813},
        {.number = 1, .suffix = "b", .lon = 2330195, .lat = 48833800},
        {.number = 1, .suffix = "quater", .postcode = "75116", .lon = -61530000, .lat = 16241000},
        {.number = 54, .suffix = "p8", .in_name = true, .lon = -180000000, .lat = -90000000},
        {.number = 9999, .id = "A7482_6956_11", .lon = 180000000, .lat = 90000000},
    };
    const size_t count = sizeof numbers / sizeof *numbers;
    struct buffer blob = {0};
    numbers_pack(numbers, count, &blob);
    struct number_cursor cursor;
    numbers_begin(&cursor, blob.data, blob.length);
    for (size_t i = 0; i < count; i++) {
        assert_true(numbers_next(&cursor));
        assert_int_equal(cursor.now.number, numbers[i].number);
        assert_string_equal(cursor.now.suffix, numbers[i].suffix);
        assert_string_equal(cursor.now.postcode, numbers[i].postcode);
        assert_string_equal(cursor.now.id, numbers[i].id);
        assert_int_equal(cursor.now.in_name, numbers[i].in_name);
        assert_int_equal(cursor.now.lon, numbers[i].lon);
        assert_int_equal(cursor.now.lat, numbers[i].lat);
    }
    assert_false(numbers_next(&cursor));
    buffer_free(&blob);
}

static void numbers_cut_short_end_the_walk(void **state)
{
    (void)state;
    const struct house_number numbers[2] = {{.number = 7, .suffix = "ter", .lon = 1, .lat = 2},
                                            {.number = 300, .id = "x", .lon = 3, .lat = 4}};
    struct buffer blob = {0};
    numbers_pack(numbers, 2, &blob);
    for (size_t length = 0; length < blob.length; length++) {
        char *copy = malloc(length + 1); /* of its exact length: the sanitizer sees one byte more */
        memcpy(copy, blob.data, length);
        char *exact = realloc(copy, length == 0 ? 1 : length);
        struct number_cursor cursor;
        size_t read = 0;
        numbers_begin(&cursor, exact, length);
        while (numbers_next(&cursor)) read++;
        assert_true(read < 2);
        free(exact);
    }
    buffer_free(&blob);
}

struct words_case {
    const char *text, *words;
};

static void names_are_written_out(void **state)
{
    (void)state;
    static const struct words_case cases[] = {
        {"Rue du Dr Roux", "rue du docteur roux"},
        {"Bd St-Michel", "boulevard saint michel"},
        {"Av. du Gal Leclerc", "avenue du general leclerc"},
        {"Rue de l'Œuvre", "rue de l oeuvre"},
        {"Imp. Ste-Léonie", "impasse sainte leonie"},
        {"Voie A/12", "voie a 12"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer words = {0};
        buffer_text(&words, "");
        words_of(cases[i].text, &words);
        assert_string_equal(words.data == NULL ? "" : words.data, cases[i].words);
        buffer_free(&words);
    }
}

static void words_that_sound_alike_are_filed_together(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"daguerre", "daguaire"}, {"alesia", "alezia"}, {"pyrenees", "pirenee"},
        {"philippe", "filipe"},   {"thibaud", "tibo"},  {"gaite", "guete"},
        {"moulin", "moullin"},    {"chateau", "chato"}, {"guillaume", "guilaume"},
    };
    size_t alike = 0;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *a = pairs[i][0], *b = pairs[i][1];
        alike += words_sound(a, strlen(a)) == words_sound(b, strlen(b));
    }
    assert_true(alike >= 6); /* rough by nature */
    assert_int_not_equal(words_sound("daguerre", 8), words_sound("alesia", 6));
    assert_int_not_equal(words_sound("moulin", 6), words_sound("marais", 6));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_without_a_street_or_a_point_is_refused),
        cmocka_unit_test(what_a_book_holds_is_counted),
        cmocka_unit_test(two_streets_of_one_name_in_one_commune_stay_two),
        cmocka_unit_test(a_book_that_is_given_up_leaves_no_generation),
        cmocka_unit_test(packed_numbers_come_back_as_they_were),
        cmocka_unit_test(numbers_cut_short_end_the_walk),
        cmocka_unit_test(names_are_written_out),
        cmocka_unit_test(words_that_sound_alike_are_filed_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
