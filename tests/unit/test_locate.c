/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "book.h"
#include "importer/run/locate_batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What one run says of all its rows, in words that can be compared. */
struct told {
    char *text;
    size_t length;
    struct report report;
};

#define QUERIES_MAX 1200

struct town_hall {
    struct book book;
    struct workspace *workspace;
    char *texts[QUERIES_MAX];
    size_t text_count;
};

/* The questions of the geocoder's own table: plain ones, typos, noise, unknown streets. */
static void read_texts(struct town_hall *hall)
{
    char line[1024];
    FILE *file = fopen("tests/cases/geocode.tsv", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL && hall->text_count < QUERIES_MAX / 6) {
        if (line[0] == '#' || line[0] == '\n') continue;
        hall->texts[hall->text_count++] = strndup(line, strcspn(line, "\t\r\n"));
    }
    fclose(file);
    assert_true(hall->text_count > 40);
}

static int open_hall(void **state)
{
    static struct town_hall hall;
    test_book_open("geodata/demo/adresses.csv", &hall.book);
    assert_int_equal(workspace_open(hall.book.folder, &hall.workspace), STATUS_OK);
    read_texts(&hall);
    *state = &hall;
    return 0;
}

static int close_hall(void **state)
{
    struct town_hall *hall = *state;
    for (size_t i = 0; i < hall->text_count; i++) free(hall->texts[i]);
    workspace_close(hall->workspace);
    test_book_close(&hall->book);
    return 0;
}

/* Each text in six ways, those with a point at one far from most addresses. */
static size_t make_queries(const struct town_hall *hall, struct locate_query *out)
{
    static const struct {
        const char *postcode, *city;
        bool has_point;
    } ways[] = {{NULL, NULL, false},       {"75014", "Paris", false}, {"75015", "PARIS 15", false},
                {NULL, "Nanterre", false}, {"75014", NULL, true},     {"", "", false}};
    size_t count = 0;
    for (size_t i = 0; i < hall->text_count; i++) {
        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
            out[count++] = (struct locate_query){.address = hall->texts[i],
                                                 .postcode = ways[way].postcode,
                                                 .city = ways[way].city,
                                                 .has_point = ways[way].has_point,
                                                 .point = {2.4200, 48.8800},
                                                 .where = {.file = "rows.csv", .line = count + 2}};
        }
    }
    return count;
}

static void write_place(FILE *out, const struct place *place)
{
    const char *texts[] = {place->address, place->postcode, place->citycode, place->city};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fprintf(out, "%s|", texts[i] == NULL ? "(none)" : texts[i]);
    fprintf(out, "%d|%a|%a|%a\n", place->method, place->point.lon, place->point.lat, place->score);
}

/* All findings, as the report's own file has them. */
static void copy_report(const struct report *report, const char *folder, FILE *out)
{
    char path[128], line[1024];
    snprintf(path, sizeof path, "%s/report.csv", folder);
    assert_int_equal(report_write(report, path), STATUS_OK);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) fputs(line, out);
    fclose(file);
}

static void tell(struct town_hall *hall, size_t batch, struct told *out)
{
    struct locate_query queries[QUERIES_MAX];
    struct locator *locator = NULL;
    struct pool pool = {0};
    size_t count = make_queries(hall, queries);
    FILE *file = open_memstream(&out->text, &out->length);
    assert_int_equal(locator_open(hall->book.folder, hall->workspace, &locator), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        struct place place;
        size_t left = count - i < batch ? count - i : batch;
        if (batch > 0 && i % batch == 0)
            assert_int_equal(locate_ahead(locator, queries + i, left), STATUS_OK);
        assert_int_equal(locate_place(locator, &queries[i], &pool, &out->report, &place),
                         STATUS_OK);
        write_place(file, &place);
    }
    locator_close(locator);
    pool_free(&pool);
    copy_report(&out->report, hall->book.folder, file);
    fclose(file);
}

static void forget(struct told *told)
{
    report_free(&told->report);
    free(told->text);
}

static void asked_ahead_is_answered_alike(void **state)
{
    static const size_t batches[] = {1, 7, 64, QUERIES_MAX};
    struct told one_by_one = {0};
    tell(*state, 0, &one_by_one);
    assert_non_null(strstr(one_by_one.text, "|75014|75114|")); /* some are found */
    assert_true(one_by_one.report.counts.doubtful > 10);       /* some are not */
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        struct told ahead = {0};
        tell(*state, batches[i], &ahead);
        assert_string_equal(ahead.text, one_by_one.text);
        forget(&ahead);
    }
    forget(&one_by_one);
}

/* 75114_2513 is Rue Daguerre. */
static void a_key_gives_its_door_when_the_address_agrees(void **state)
{
    struct town_hall *hall = *state;
    static const struct {
        const char *ban_id, *address, *citycode, *label;
        bool by_id;
    } cases[] = {
        {"75114_2513_00012", "12 RUE DAGUERRE", "75114", "12 Rue Daguerre 75014 Paris", true},
        {"75114_2513_00012", "12 R DGUERRE", NULL, "12 Rue Daguerre 75014 Paris", true},
        {"75114_2513_00012", "Bât 3, 12 rue Daguerre", NULL, "12 Rue Daguerre 75014 Paris", true},
        {"75114_2513_00010_b", "10 B R DAGUERRE", NULL, "10b Rue Daguerre 75014 Paris", true},
        {"75114_2513_00012", "RUE DAGUERRE", NULL, "12 Rue Daguerre 75014 Paris", true},
        {"75114_2513", "RUE DAGUERRE", NULL, "Rue Daguerre 75014 Paris", true},
        {"75114_2513_00012", NULL, NULL, "12 Rue Daguerre 75014 Paris", true},
        /* what contradicts the address, or says less, is not believed */
        {"75114_2513_00012", "35 rue Daguerre", NULL, "35 Rue Daguerre 75014 Paris", false},
        {"75114_2513_00012", "12 rue Didot", NULL, "12 Rue Didot 75014 Paris", false},
        {"75114_2513_00012", "12 rue Daguerre", "75113", "12 Rue Daguerre 75014 Paris", false},
        {"75114_2513", "12 rue Daguerre", NULL, "12 Rue Daguerre 75014 Paris", false},
        {"75114_2513_09999", "12 rue Daguerre", NULL, "12 Rue Daguerre 75014 Paris", false},
        {"what ?", "12 rue Daguerre", NULL, "12 Rue Daguerre 75014 Paris", false},
        {"75114_2513_09999", NULL, NULL, NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct locate_query query = {
            .ban_id = cases[i].ban_id, .address = cases[i].address, .citycode = cases[i].citycode};
        struct locate_answer answer;
        locate_ask(hall->book.geocoder, &query, &answer);
        assert_int_equal(answer.status, STATUS_OK);
        assert_int_equal(answer.by_id, cases[i].by_id);
        assert_int_equal(answer.candidates.count > 0, cases[i].label != NULL);
        if (cases[i].label != NULL)
            assert_string_equal(answer.candidates.results[0].label, cases[i].label);
        locate_answer_free(&answer);
    }
}

static void a_joined_door_is_as_sure_as_an_address_can_be(void **state)
{
    struct town_hall *hall = *state;
    struct locator *locator = NULL;
    struct pool pool = {0};
    struct report report = {0};
    struct place place;
    assert_int_equal(locator_open(hall->book.folder, hall->workspace, &locator), STATUS_OK);
    struct locate_query query = {.ban_id = "75114_2513_00012", .address = "12 R D AGUERRE X"};
    assert_int_equal(locate_place(locator, &query, &pool, &report, &place), STATUS_OK);
    assert_int_equal(place.method, PLACE_GEOCODED);
    assert_float_equal(place.score, 1, 0);
    assert_string_equal(place.postcode, "75014");
    assert_int_equal(report.finding_count, 0);
    query.has_point = true;
    query.point = (struct point){2.34, 48.86}; /* 3 km away */
    assert_int_equal(locate_place(locator, &query, &pool, &report, &place), STATUS_OK);
    assert_int_equal(place.method, PLACE_GEOCODED);
    assert_int_equal(report.counts.doubtful, 1);
    query.point = (struct point){2.3310, 48.8340};
    assert_int_equal(locate_place(locator, &query, &pool, &report, &place), STATUS_OK);
    assert_int_equal(place.method, PLACE_SOURCE);
    locator_close(locator);
    pool_free(&pool);
    report_free(&report);
}

static void what_was_not_asked_ahead_is_asked_in_its_turn(void **state)
{
    struct town_hall *hall = *state;
    struct locate_query asked = {.address = "12 rue Daguerre", .postcode = "75014"};
    struct locate_query other = {.address = "35 rue Daguerre", .postcode = "75014"};
    struct locate_query nowhere = {.postcode = "75014"};
    struct locate_batch batch = {0};
    assert_null(locate_batch_find(&batch, &asked));
    assert_int_equal(locate_batch_ask(&batch, hall->book.geocoder, &asked, 1), STATUS_OK);
    assert_non_null(locate_batch_find(&batch, &asked));
    assert_null(locate_batch_find(&batch, &other));
    assert_null(locate_batch_find(&batch, &nowhere));
    assert_int_equal(locate_batch_ask(&batch, hall->book.geocoder, &other, 1), STATUS_OK);
    assert_null(locate_batch_find(&batch, &asked)); /* of the batch before */
    locate_batch_free(&batch);
}

static void equal_places_are_asked_once_and_others_never_mixed(void **state)
{
    struct town_hall *hall = *state;
    const struct locate_query queries[] = {
        {.address = "12 rue Daguerre", .postcode = "75014"},
        {.address = "12 rue Daguerre", .city = "75014"},
        {.address = "12 rue Daguerre", .postcode = "75014", .city = ""},
        {.address = "12 rue Daguerre"},
        {.address = "12 rue Daguerre", .ban_id = "75114_2513_00012"},
        {.ban_id = "75114_2513_00012"},
        {.ban_id = "75114_2513_00012", .citycode = "75114"},
    };
    char again[] = "12 rue Daguerre";
    const struct locate_query same = {.address = again, .postcode = "75014"};
    struct locate_batch batch = {0};
    size_t count = sizeof queries / sizeof *queries;
    assert_int_equal(locate_batch_ask(&batch, hall->book.geocoder, queries, count), STATUS_OK);
    assert_ptr_equal(locate_batch_find(&batch, &same), locate_batch_find(&batch, &queries[0]));
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_ptr_not_equal(locate_batch_find(&batch, &queries[i]),
                                 locate_batch_find(&batch, &queries[j]));
        }
    }
    locate_batch_free(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asked_ahead_is_answered_alike),
        cmocka_unit_test(a_key_gives_its_door_when_the_address_agrees),
        cmocka_unit_test(a_joined_door_is_as_sure_as_an_address_can_be),
        cmocka_unit_test(what_was_not_asked_ahead_is_asked_in_its_turn),
        cmocka_unit_test(equal_places_are_asked_once_and_others_never_mixed),
    };
    return cmocka_run_group_tests_name("locate", tests, open_hall, close_hall);
}
