/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All of Paris, and one question in eleven of a published sample whose answers are known: what a
 * change to the geocoder must not lose. Skipped where the files are not there. */
#include "check.h"

#include "ban.h"
#include "book.h"
#include "geodata/geo.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

#define ONE_IN 11

struct category {
    const char *name;
    double least; /* share of first answers that must be right */
    size_t asked, right;
};

/* The figures of tests/bench/GEOCODER.md, less what a sample this small may lose by chance. */
static struct category categories[] = {
    {"exact", 1, 0, 0},        {"lower_noaccent", 1, 0, 0},  {"afnor_upper", 1, 0, 0},
    {"abbrev", 1, 0, 0},       {"no_postcode", 1, 0, 0},     {"no_city", 1, 0, 0},
    {"no_number", 1, 0, 0},    {"swapped", 0.99, 0, 0},      {"typo1", 0.98, 0, 0},
    {"typo2", 0.95, 0, 0},     {"missing_word", 0.93, 0, 0}, {"noise", 0.99, 0, 0},
    {"ac_street", 0.88, 0, 0}, {"ac_postcode", 0.99, 0, 0},  {"suffix", 0.98, 0, 0},
};
#define CATEGORY_COUNT (sizeof categories / sizeof *categories)

static struct category *category_of(const char *name)
{
    for (size_t i = 0; i < CATEGORY_COUNT; i++) {
        if (strcmp(categories[i].name, name) == 0) return &categories[i];
    }
    return NULL;
}

static bool same_folded(const char *a, const char *b)
{
    char *left = text_folded(a), *right = text_folded(b);
    bool same = left != NULL && right != NULL && strcmp(left, right) == 0;
    free(left);
    free(right);
    return same;
}

static bool is_right(const struct table *row, const struct geocode_result *result)
{
    struct point truth = {strtod(table_value(row, "lon"), NULL),
                          strtod(table_value(row, "lat"), NULL)};
    const char *street = result->street == NULL ? result->name : result->street;
    if (!same_folded(street, table_value(row, "street"))) return false;
    if (strcmp(table_value(row, "need"), "number") == 0) {
        return geo_distance_m(truth, result->point) < 50;
    }
    return strcmp(result->postcode, table_value(row, "postcode")) == 0;
}

static void ask(const struct geocoder *geocoder, const struct table *row)
{
    struct category *category = category_of(table_value(row, "category"));
    const char *text = table_value(row, "query");
    struct geocode_query query = {.text = text,
                                  .text_length = strlen(text),
                                  .autocomplete =
                                      strcmp(table_value(row, "autocomplete"), "1") == 0};
    struct geocode_answer answer;
    assert_non_null(category);
    assert_int_equal(geocode_search(geocoder, &query, &answer), STATUS_OK);
    category->asked++;
    category->right += answer.count > 0 && is_right(row, &answer.results[0]);
    geocode_answer_free(&answer);
}

static void a_published_sample_is_answered(void **state)
{
    (void)state;
    char ban[512], sample[512];
    struct book paris;
    if (!shared_path("data/ban/adresses-75.csv.gz", ban, sizeof ban) ||
        !shared_path("bench/paris-bench.csv", sample, sizeof sample)) {
        print_message("skipped: the files of Paris are not there\n");
        skip();
    }
    test_book_open(ban, &paris);
    struct table *row = table_open(sample, ',');
    assert_non_null(row);
    for (size_t line = 0; table_next(row); line++) {
        if (line % ONE_IN == 0) ask(paris.geocoder, row);
    }
    table_close(row);
    test_book_close(&paris);
    for (size_t i = 0; i < CATEGORY_COUNT; i++) {
        const struct category *category = &categories[i];
        double right = (double)category->right / (double)category->asked;
        if (right < category->least) {
            print_message("%s: %zu of %zu\n", category->name, category->right, category->asked);
        }
        assert_true(category->asked >= 20);
        assert_true(right >= category->least);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_published_sample_is_answered)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
