/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/base/print_set.h"
#include "geodata/publish/place_book.h"

#include <stdio.h>

#define DOORS 5000
#define BATCH_MAX 256

/* A number without order below DOORS, the same in every run. */
static unsigned door_of(unsigned i)
{
    return (unsigned)((uint64_t)(i + 1) * 2654435761U >> 7) % DOORS;
}

/* Batches of 1 to BATCH_MAX, so that equal places meet in one and across several, and the book
 * grows in between. */
static void equal_places_have_one_number_in_the_order_they_are_met(void **state)
{
    (void)state;
    static uint32_t numbers[DOORS];
    struct place_book book = {0};
    struct buffer bytes = {0};
    uint32_t met = 0;
    for (unsigned i = 0, size = 1; i < 40000; i += size, size = size % BATCH_MAX + 1) {
        struct place_key keys[BATCH_MAX];
        buffer_reset(&bytes);
        for (unsigned j = 0; j < size; j++) {
            keys[j] = (struct place_key){.start = bytes.length};
            buffer_format(&bytes, "%u rue du Pont", door_of(i + j));
            keys[j].length = bytes.length - keys[j].start;
        }
        assert_int_equal(place_book_number(&book, bytes.data, keys, size), STATUS_OK);
        for (unsigned j = 0; j < size; j++) {
            uint32_t *number = &numbers[door_of(i + j)];
            assert_int_equal(keys[j].is_first, *number == 0);
            if (*number == 0) *number = ++met;
            assert_int_equal(keys[j].number, *number);
        }
    }
    assert_int_equal(book.count, met);
    assert_in_range(met, DOORS / 2, DOORS);
    buffer_free(&bytes);
    place_book_free(&book);
}

static void a_place_that_goes_on_is_another(void **state)
{
    (void)state;
    static const char bytes[] = "12345678\0\0\0\0\0\0\0\0\0";
    struct place_book book = {0};
    struct place_key keys[17];
    for (size_t i = 0; i < 17; i++) keys[i] = (struct place_key){.start = 0, .length = i};
    assert_int_equal(place_book_number(&book, bytes, keys, 17), STATUS_OK);
    for (size_t i = 0; i < 17; i++) assert_int_equal(keys[i].number, i + 1);
    place_book_free(&book);
}

static void a_print_is_known_the_second_time(void **state)
{
    (void)state;
    struct print_set set = {0};
    for (uint64_t turn = 0; turn < 2; turn++) {
        for (uint64_t i = 1; i <= 4000; i++) {
            /* neighbours, and prints whose low bits are the same */
            fingerprint print = i % 2 == 0 ? i : i << 40;
            assert_int_equal(print_set_add(&set, print), turn == 0 ? STATUS_OK : STATUS_INVALID);
        }
    }
    assert_int_equal(set.count, 4000);
    print_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_places_have_one_number_in_the_order_they_are_met),
        cmocka_unit_test(a_place_that_goes_on_is_another),
        cmocka_unit_test(a_print_is_known_the_second_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
