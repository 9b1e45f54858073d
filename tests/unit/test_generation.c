/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/generation.h"
#include "town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void write_file(const char *data, const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/directory", data);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/directory/%s", data, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static void paths_are_those_of_the_design(void **state)
{
    (void)state;
    struct buffer path = {0};
    generation_path("/data", SERIES_DIRECTORY, 12, &path);
    assert_string_equal(path.data, "/data/directory/directory-12.sqlite");
    buffer_reset(&path);
    generation_path("/data", SERIES_ADDRESSES, 4294967295, &path);
    assert_string_equal(path.data, "/data/addresses/addresses-4294967295.sqlite");
    buffer_free(&path);
}

static void the_pointer_is_a_number_or_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum status status;
        uint32_t number;
    } cases[] = {
        {"12\n", STATUS_OK, 12},
        {"7", STATUS_OK, 7},
        {"4294967295\n", STATUS_OK, 4294967295},
        {"4294967296\n", STATUS_FAILED, 0},
        {"", STATUS_FAILED, 0},
        {"0\n", STATUS_FAILED, 0},
        {"-1\n", STATUS_FAILED, 0},
        {"12 \n", STATUS_FAILED, 0},
        {"012\n", STATUS_FAILED, 0},
        {"douze\n", STATUS_FAILED, 0},
        {"99999999999999999999\n", STATUS_FAILED, 0},
    };
    char *data = town_folder();
    uint32_t number = 0;
    assert_int_equal(generation_current(data, SERIES_DIRECTORY, &number), STATUS_NOT_FOUND);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file(data, "current", cases[i].text);
        assert_int_equal(generation_current(data, SERIES_DIRECTORY, &number), cases[i].status);
        if (cases[i].status == STATUS_OK) assert_int_equal(number, cases[i].number);
    }
    assert_int_equal(generation_current(data, SERIES_ADDRESSES, &number), STATUS_NOT_FOUND);
    town_remove(data);
}

static void only_generations_are_listed_in_order(void **state)
{
    (void)state;
    static const char *const names[] = {
        "directory-10.sqlite",     "directory-9.sqlite",
        "directory-2.sqlite",      "directory-1.sqlite-journal",
        "directory-.sqlite",       "directory-03.sqlite",
        "directory-4.sqlite.part", ".directory-5.sqlite.part",
        "addresses-6.sqlite",      "current",
        "directory-7.sqlit",       "directory-99999999999.sqlite",
    };
    char *data = town_folder();
    uint32_t *numbers;
    size_t count;
    assert_int_equal(generation_list(data, SERIES_DIRECTORY, &numbers, &count), STATUS_OK);
    assert_int_equal(count, 0);
    free(numbers);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) write_file(data, names[i], "1");
    assert_int_equal(generation_list(data, SERIES_DIRECTORY, &numbers, &count), STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(numbers[0], 2);
    assert_int_equal(numbers[1], 9);
    assert_int_equal(numbers[2], 10);
    free(numbers);
    town_remove(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_those_of_the_design),
        cmocka_unit_test(the_pointer_is_a_number_or_an_error),
        cmocka_unit_test(only_generations_are_listed_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
