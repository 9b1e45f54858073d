/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "ban.h"
#include "book.h"
#include "geodata/generation.h"
#include "geodata/geo.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int open_demo(void **state)
{
    static struct book book;
    test_book_open("geodata/demo/adresses.csv", &book);
    *state = &book;
    return 0;
}

static int close_demo(void **state)
{
    test_book_close(*state);
    return 0;
}

static struct geocode_answer ask(void **state, const char *text)
{
    const struct book *book = *state;
    struct geocode_query query = {.text = text, .text_length = strlen(text)};
    struct geocode_answer answer;
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_OK);
    return answer;
}

/* A line of tests/cases/geocode.tsv. */
struct question {
    char text[512], label[256], how[32];
};

static bool read_question(FILE *file, struct question *out)
{
    char line[1024];
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#' || line[0] == '\n') continue;
        char *rest = line;
        snprintf(out->text, sizeof out->text, "%s", strsep(&rest, "\t"));
        char *label = strsep(&rest, "\t"), *how = strsep(&rest, "\t\r\n");
        snprintf(out->label, sizeof out->label, "%s", label == NULL ? "" : label);
        snprintf(out->how, sizeof out->how, "%s", how == NULL ? "" : how);
        return true;
    }
    return false;
}

static bool is_answered(const struct question *question, const struct geocode_answer *answer)
{
    const struct geocode_result *first = answer->results;
    if (strcmp(question->how, "nothing") == 0) {
        return answer->count == 0 || first->score < GEOCODE_SCORE_DOUBTFUL;
    }
    if (answer->count == 0 || strcmp(first->label, question->label) != 0) return false;
    if (strcmp(question->how, "sure") == 0) return first->score >= GEOCODE_SCORE_SURE;
    if (strcmp(question->how, "unsure") == 0) return first->score < GEOCODE_SCORE_SURE;
    return strcmp(question->how, "any") == 0 || strcmp(question->how, "typing") == 0;
}

static void every_case_of_the_table_is_answered(void **state)
{
    const struct book *book = *state;
    FILE *file = fopen("tests/cases/geocode.tsv", "r");
    struct question question;
    size_t asked = 0, wrong = 0;
    assert_non_null(file);
    while (read_question(file, &question)) {
        struct geocode_query query = {.text = question.text,
                                      .text_length = strlen(question.text),
                                      .autocomplete = strcmp(question.how, "typing") == 0};
        struct geocode_answer answer;
        assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_OK);
        asked++;
        if (!is_answered(&question, &answer)) {
            wrong++;
            print_message("%s: expected %s (%s), got %s (%.2f)\n", question.text, question.label,
                          question.how, answer.count == 0 ? "nothing" : answer.results[0].label,
                          answer.count == 0 ? 0 : answer.results[0].score);
        }
        geocode_answer_free(&answer);
    }
    fclose(file);
    assert_true(asked > 10);
    assert_int_equal(wrong, 0);
}

static void an_answer_says_what_an_envelope_and_a_map_need(void **state)
{
    struct geocode_answer answer = ask(state, "12 rue daguerre 75014 paris");
    assert_int_equal(answer.count > 0, 1);
    const struct geocode_result *door = &answer.results[0];
    assert_int_equal(door->type, GEOCODE_HOUSENUMBER);
    assert_string_equal(door->label, "12 Rue Daguerre 75014 Paris");
    assert_string_equal(door->name, "12 Rue Daguerre");
    assert_string_equal(door->housenumber, "12");
    assert_string_equal(door->street, "Rue Daguerre");
    assert_string_equal(door->postcode, "75014");
    assert_string_equal(door->citycode, "75114");
    assert_string_equal(door->city, "Paris");
    assert_string_equal(door->district, "Paris 14e Arrondissement");
    assert_string_equal(door->context, "75, Paris, Île-de-France");
    assert_string_equal(door->id, "75114_2513_00012");
    assert_false(door->number_is_near);
    /* As the Base Adresse Nationale gives them for this door. */
    assert_float_equal(door->point.lon, 2.330191, 1e-6);
    assert_float_equal(door->point.lat, 48.833813, 1e-6);
    assert_float_equal(door->x, 650832.7, 0.2);
    assert_float_equal(door->y, 6859515.05, 0.2);
    assert_true(door->importance > 0 && door->importance <= 1);
    geocode_answer_free(&answer);
}

static void a_number_that_does_not_exist_gives_the_nearest_and_says_so(void **state)
{
    struct geocode_answer answer = ask(state, "9999 rue daguerre 75014");
    assert_true(answer.count > 0);
    assert_true(answer.results[0].number_is_near);
    assert_string_equal(answer.results[0].street, "Rue Daguerre");
    assert_true(answer.results[0].score < GEOCODE_SCORE_SURE);
    geocode_answer_free(&answer);
}

static void questions_out_of_range_are_refused(void **state)
{
    const struct book *book = *state;
    struct geocode_answer answer;
    char longest[GEOCODE_TEXT_MAX + 2];
    memset(longest, 'a', sizeof longest);
    struct geocode_query query = {.text = longest, .text_length = GEOCODE_TEXT_MAX};
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_OK);
    geocode_answer_free(&answer);
    query.text_length = GEOCODE_TEXT_MAX + 1;
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_INVALID);
    query = (struct geocode_query){.text = "", .text_length = 0};
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_INVALID);
    query = (struct geocode_query){.text = "a", .text_length = 1, .limit = GEOCODE_LIMIT_MAX + 1};
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_INVALID);
    query =
        (struct geocode_query){.text = "a", .text_length = 1, .has_near = true, .near = {NAN, 48}};
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_INVALID);
}

static void a_filter_keeps_only_its_own(void **state)
{
    const struct book *book = *state;
    struct geocode_answer answer;
    struct geocode_query query = {.text = "12 rue daguerre", .text_length = 15};
    query.type = GEOCODE_STREET;
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_OK);
    assert_true(answer.count > 0);
    for (size_t i = 0; i < answer.count; i++) {
        assert_int_equal(answer.results[i].type, GEOCODE_STREET);
    }
    geocode_answer_free(&answer);
    query =
        (struct geocode_query){.text = "12 rue daguerre", .text_length = 15, .postcode = "75013"};
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_OK);
    assert_int_equal(answer.count, 0);
    geocode_answer_free(&answer);
    query.postcode = NULL;
    query.citycode = "75114";
    assert_int_equal(geocode_search(book->geocoder, &query, &answer), STATUS_OK);
    assert_true(answer.count > 0);
    geocode_answer_free(&answer);
}

static void every_door_is_nearest_to_itself(void **state)
{
    const struct book *book = *state;
    struct table *rows = table_open("geodata/demo/adresses.csv", ';');
    assert_non_null(rows);
    size_t line = 0, asked = 0;
    while (table_next(rows)) {
        if (line++ % 97 != 0) continue;
        struct point point = {strtod(table_value(rows, "lon"), NULL),
                              strtod(table_value(rows, "lat"), NULL)};
        struct geocode_answer answer;
        assert_int_equal(geocode_reverse(book->geocoder, point, 0, 3, &answer), STATUS_OK);
        assert_int_equal(answer.count, 3);
        assert_true(answer.results[0].distance_m < 0.1);
        assert_true(answer.results[0].distance_m <= answer.results[1].distance_m);
        assert_true(answer.results[1].distance_m <= answer.results[2].distance_m);
        geocode_answer_free(&answer);
        asked++;
    }
    table_close(rows);
    assert_true(asked > 50);
}

/* The nearest of all doors, by looking at each of them. */
static double scan_nearest_m(struct point from)
{
    struct table *rows = table_open("geodata/demo/adresses.csv", ';');
    double nearest = INFINITY;
    while (table_next(rows)) {
        struct point point = {strtod(table_value(rows, "lon"), NULL),
                              strtod(table_value(rows, "lat"), NULL)};
        nearest = fmin(nearest, geo_distance_m(from, point));
    }
    table_close(rows);
    return nearest;
}

static void reverse_agrees_with_a_full_scan(void **state)
{
    const struct book *book = *state;
    srand(14);
    for (size_t i = 0; i < 30; i++) {
        struct point point = {2.30 + 0.05 * rand() / RAND_MAX, 48.81 + 0.04 * rand() / RAND_MAX};
        double nearest_m = scan_nearest_m(point);
        struct geocode_answer answer;
        assert_int_equal(geocode_reverse(book->geocoder, point, 5000, 1, &answer), STATUS_OK);
        assert_int_equal(answer.count, 1);
        assert_float_equal(answer.results[0].distance_m, nearest_m, 0.2);
        geocode_answer_free(&answer);
    }
}

static void reverse_looks_no_further_than_asked(void **state)
{
    const struct book *book = *state;
    struct geocode_answer answer;
    struct point at_sea = {-5, 48};
    assert_int_equal(geocode_reverse(book->geocoder, at_sea, 5000, 5, &answer), STATUS_OK);
    assert_int_equal(answer.count, 0);
    geocode_answer_free(&answer);
    assert_int_equal(geocode_reverse(book->geocoder, at_sea, 5001, 5, &answer), STATUS_INVALID);
    assert_int_equal(geocode_reverse(book->geocoder, (struct point){0, NAN}, 0, 5, &answer),
                     STATUS_INVALID);
}

static void what_is_not_an_address_book_is_not_opened(void **state)
{
    (void)state;
    struct geocoder *geocoder = NULL;
    assert_int_equal(geocoder_open("no/such/file.sqlite", &geocoder), STATUS_NOT_FOUND);
    assert_int_equal(geocoder_open("geodata/demo/adresses.csv", &geocoder), STATUS_FAILED);
    assert_null(geocoder);
}

/* Two towns, each with a Rue de l'Église, and a hamlet. */
static void open_towns(struct book *out)
{
    static const struct address_row rows[] = {
        {"01001_0010_00001",
         1,
         "",
         "Rue de l'Église",
         NULL,
         "01400",
         "01001",
         "Bourg-Neuf",
         {5.10, 46.10},
         false,
         0,
         0},
        {"01001_0010_00003",
         3,
         "bis",
         "Rue de l'Église",
         NULL,
         "01400",
         "01001",
         "Bourg-Neuf",
         {5.11, 46.10},
         false,
         0,
         0},
        {"29002_0020_00001",
         1,
         "",
         "Rue de l'Église",
         NULL,
         "29200",
         "29002",
         "Port-Vieux",
         {-4.10, 48.20},
         false,
         0,
         0},
        {"29002_0040_00001",
         1,
         "",
         "Rue du Port",
         NULL,
         "29280",
         "29002",
         "Port-Vieux",
         {-4.11, 48.20},
         false,
         0,
         0},
        {"29002_0030",
         0,
         "",
         NULL,
         "Kerbihan",
         "29200",
         "29002",
         "Port-Vieux",
         {-4.12, 48.21},
         false,
         0,
         0},
    };
    struct address_book *book = NULL;
    struct address_book_summary summary;
    struct buffer path = {0};
    folder_make(out->folder);
    assert_int_equal(address_book_begin(out->folder, &book), STATUS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(address_book_add(book, &rows[i]), STATUS_OK);
    }
    assert_int_equal(address_book_publish(book, "towns", "", "", &summary), STATUS_OK);
    generation_path(out->folder, SERIES_ADDRESSES, summary.number, &path);
    assert_int_equal(geocoder_open(path.data, &out->geocoder), STATUS_OK);
    buffer_free(&path);
}

static void a_street_of_two_towns_is_never_sure(void **state)
{
    (void)state;
    struct book towns;
    void *handle = &towns;
    open_towns(&towns);
    struct geocode_answer answer = ask(&handle, "1 rue de l'eglise");
    assert_int_equal(answer.count, 2);
    assert_true(answer.results[0].score < GEOCODE_SCORE_SURE);
    geocode_answer_free(&answer);
    answer = ask(&handle, "1 rue de l'eglise port vieux");
    assert_true(answer.count > 0);
    assert_string_equal(answer.results[0].city, "Port-Vieux");
    assert_true(answer.results[0].score >= GEOCODE_SCORE_SURE);
    geocode_answer_free(&answer);
    answer = ask(&handle, "3 ter rue de l'eglise 01400");
    assert_string_equal(answer.results[0].label, "3 bis Rue de l'Église 01400 Bourg-Neuf");
    geocode_answer_free(&answer);
    test_book_close(&towns);
}

static void nearness_decides_between_two_towns(void **state)
{
    (void)state;
    struct book towns;
    open_towns(&towns);
    const struct point nears[] = {{5.2, 46.2}, {-4.2, 48.3}};
    const char *const cities[] = {"Bourg-Neuf", "Port-Vieux"};
    for (size_t i = 0; i < 2; i++) {
        struct geocode_query query = {
            .text = "1 rue de l'eglise", .text_length = 17, .has_near = true, .near = nears[i]};
        struct geocode_answer answer;
        assert_int_equal(geocode_search(towns.geocoder, &query, &answer), STATUS_OK);
        assert_true(answer.count > 0);
        assert_string_equal(answer.results[0].city, cities[i]);
        geocode_answer_free(&answer);
    }
    test_book_close(&towns);
}

static void a_postcode_keeps_out_the_rest_of_its_commune(void **state)
{
    (void)state;
    struct book towns;
    open_towns(&towns);
    const char *const postcodes[] = {"29280", "29200"};
    for (size_t i = 0; i < 2; i++) {
        struct geocode_query query = {
            .text = "1 rue du port", .text_length = 13, .postcode = postcodes[i]};
        struct geocode_answer answer;
        assert_int_equal(geocode_search(towns.geocoder, &query, &answer), STATUS_OK);
        for (size_t k = 0; k < answer.count; k++) {
            assert_string_equal(answer.results[k].postcode, postcodes[i]);
        }
        assert_true(i == 1 || answer.count == 1);
        geocode_answer_free(&answer);
    }
    test_book_close(&towns);
}

static void towns_and_hamlets_are_found_by_name(void **state)
{
    (void)state;
    struct book towns;
    void *handle = &towns;
    open_towns(&towns);
    struct geocode_answer answer = ask(&handle, "kerbihan");
    assert_true(answer.count > 0);
    assert_int_equal(answer.results[0].type, GEOCODE_LOCALITY);
    assert_string_equal(answer.results[0].label, "Kerbihan 29200 Port-Vieux");
    geocode_answer_free(&answer);
    answer = ask(&handle, "port-vieux");
    assert_true(answer.count > 0);
    assert_int_equal(answer.results[0].type, GEOCODE_MUNICIPALITY);
    assert_string_equal(answer.results[0].context, "29, Finistère, Bretagne");
    assert_null(answer.results[0].street);
    geocode_answer_free(&answer);
    test_book_close(&towns);
}

static void a_door_is_found_by_its_key(void **state)
{
    const struct book *book = *state;
    static const struct {
        const char *id, *label; /* NULL: no answer */
    } cases[] = {
        {"75114_2513_00012", "12 Rue Daguerre 75014 Paris"},
        {"75114_2513", "Rue Daguerre 75014 Paris"},
        {"75114_2513_12", "12 Rue Daguerre 75014 Paris"},
        {"75114_2513_00010_bis", "10b Rue Daguerre 75014 Paris"},
        {"75114_2513_00010_B", "10b Rue Daguerre 75014 Paris"},
        {"75114_2513_00012_ter", NULL},
        {"75114_2513_09999", NULL},
        {"75114_0000_00012", NULL},
        {"01053_1950_00062", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct geocode_answer answer;
        assert_int_equal(geocode_by_id(book->geocoder, cases[i].id, &answer), STATUS_OK);
        assert_int_equal(answer.count, cases[i].label != NULL);
        if (answer.count == 1) {
            assert_string_equal(answer.results[0].label, cases[i].label);
            assert_float_equal(answer.results[0].score, 1, 0);
        }
        geocode_answer_free(&answer);
    }
    static const char *const wrong[] = {"",
                                        "75114",
                                        "_2513_00012",
                                        "75114_2513_",
                                        "75114__00012",
                                        "_",
                                        "751142_1_1",
                                        "75114_2513_00012_bis_1",
                                        "75114_2513_1x",
                                        "75114_2513_00012_"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct geocode_answer answer;
        assert_int_equal(geocode_by_id(book->geocoder, wrong[i], &answer), STATUS_INVALID);
    }
}

/* Every door of the demo, by the id its file gives. */
static void every_door_is_found_by_the_key_of_its_row(void **state)
{
    const struct book *book = *state;
    struct table *row = table_open("geodata/demo/adresses.csv", ';');
    size_t found = 0, doors = 0;
    assert_non_null(row);
    for (; table_next(row); doors++) {
        struct geocode_answer answer;
        assert_int_equal(geocode_by_id(book->geocoder, table_value(row, "id"), &answer), STATUS_OK);
        if (answer.count == 1) {
            struct point truth = {strtod(table_value(row, "lon"), NULL),
                                  strtod(table_value(row, "lat"), NULL)};
            assert_true(geo_distance_m(truth, answer.results[0].point) < 0.2);
            found++;
        }
        geocode_answer_free(&answer);
    }
    table_close(row);
    print_message("%zu of %zu\n", found, doors);
    assert_true(found * 1000 >= doors * 995); /* not those whose id is not their street's */
}

struct asker {
    const struct geocoder *geocoder;
    size_t right;
};

static void *ask_many(void *context)
{
    struct asker *asker = context;
    for (size_t i = 0; i < 200; i++) {
        struct geocode_query query = {.text = "12 rue dagerre", .text_length = 14};
        struct geocode_answer answer;
        if (geocode_search(asker->geocoder, &query, &answer) != STATUS_OK) continue;
        asker->right += answer.count > 0 && strcmp(answer.results[0].street, "Rue Daguerre") == 0;
        geocode_answer_free(&answer);
    }
    return NULL;
}

static void many_threads_may_ask_at_once(void **state)
{
    const struct book *book = *state;
    pthread_t threads[4];
    struct asker askers[4];
    for (size_t i = 0; i < 4; i++) {
        askers[i] = (struct asker){.geocoder = book->geocoder};
        assert_int_equal(pthread_create(&threads[i], NULL, ask_many, &askers[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(askers[i].right, 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_table_is_answered),
        cmocka_unit_test(an_answer_says_what_an_envelope_and_a_map_need),
        cmocka_unit_test(a_number_that_does_not_exist_gives_the_nearest_and_says_so),
        cmocka_unit_test(questions_out_of_range_are_refused),
        cmocka_unit_test(a_filter_keeps_only_its_own),
        cmocka_unit_test(every_door_is_nearest_to_itself),
        cmocka_unit_test(reverse_agrees_with_a_full_scan),
        cmocka_unit_test(reverse_looks_no_further_than_asked),
        cmocka_unit_test(what_is_not_an_address_book_is_not_opened),
        cmocka_unit_test(a_street_of_two_towns_is_never_sure),
        cmocka_unit_test(nearness_decides_between_two_towns),
        cmocka_unit_test(a_postcode_keeps_out_the_rest_of_its_commune),
        cmocka_unit_test(towns_and_hamlets_are_found_by_name),
        cmocka_unit_test(a_door_is_found_by_its_key),
        cmocka_unit_test(every_door_is_found_by_the_key_of_its_row),
        cmocka_unit_test(many_threads_may_ask_at_once),
    };
    return cmocka_run_group_tests(tests, open_demo, close_demo);
}
