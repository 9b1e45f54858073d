/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said long ago is not known any more: in the atlas, in the answers and in the filter, and
 * the service sees the day change by itself. Bourg-Voisin speaks of 1 and 2 October 2026. */
#include "check.h"
#include "config.h"
#include "feature.h"
#include "follow.h"
#include "lender.h"
#include "town.h"

#include "geodata/generation.h"
#include "geodata/search.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OCTOBER_2_NOON 1790935200 /* 2026-10-02T12:00:00+02:00 */
#define DAY_S 86400
#define WAIT_MS 20000

static _Atomic int64_t clock_now = OCTOBER_2_NOON;

instant __wrap_instant_now(void);
instant __wrap_instant_now(void)
{
    return clock_now;
}

static int open_town(void **state)
{
    *state = town_published();
    return 0;
}

static int close_town(void **state)
{
    town_remove(*state);
    return 0;
}

/* How many say they take new patients, and how many say they do not. */
static size_t count_taking(const struct atlas *atlas)
{
    static struct search_result result;
    const struct search_query query = {.new_patients = true};
    assert_int_equal(search_near(atlas, &query, &result), STATUS_OK);
    return result.matched;
}

static size_t count_said(const struct atlas *atlas, const char *state)
{
    char member[64];
    size_t count = 0;
    struct buffer text = {0};
    snprintf(member, sizeof member, "\"new_patients\":{\"state\":\"%s\"", state);
    for (atlas_id id = 0; id < TOWN_RESOURCES; id++) {
        buffer_reset(&text);
        atlas_write_text(atlas, id, &text);
        count += memmem(text.data, text.length, member, strlen(member)) != NULL;
    }
    buffer_free(&text);
    return count;
}

static void what_was_said_long_ago_is_unknown(void **state)
{
    /* Alma said yes on the 2nd; Dr Diop said yes and Basile no, in a list of the 1st. */
    static const struct {
        unsigned days;
        int later; /* than the 2nd, days */
        size_t yes, no;
    } cases[] = {
        {0, 36500, 2, 1}, {180, 0, 2, 1}, {180, 179, 2, 1}, {180, 180, 1, 0},
        {180, 181, 0, 0}, {1, 0, 2, 1},   {1, 1, 1, 0},     {1, 2, 0, 0},
    };
    struct buffer path = {0};
    generation_path(*state, SERIES_DIRECTORY, 1, &path);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atlas *atlas = NULL;
        const struct atlas_options options = {.encode = feature_encode,
                                              .new_patients_days = cases[i].days,
                                              .now =
                                                  OCTOBER_2_NOON + (instant)DAY_S * cases[i].later};
        assert_int_equal(atlas_load_with(path.data, AUDIENCE_PUBLIC, &options, &atlas), STATUS_OK);
        if (count_taking(atlas) != cases[i].yes || count_said(atlas, "yes") != cases[i].yes ||
            count_said(atlas, "no") != cases[i].no)
            fail_msg("%u days, %d later: %zu, %zu yes, %zu no", cases[i].days, cases[i].later,
                     count_taking(atlas), count_said(atlas, "yes"), count_said(atlas, "no"));
        atlas_close(atlas);
    }
    buffer_free(&path);
}

static bool becomes(struct lender *lender, size_t taking)
{
    for (int waited_ms = 0; waited_ms < WAIT_MS; waited_ms += 50) {
        struct loan loan;
        lender_lend(lender, &loan);
        size_t count = count_taking(loan.context.atlas);
        lender_take_back(lender, &loan);
        if (count == taking) return true;
        usleep(50000);
    }
    return false;
}

static void the_service_sees_the_day_change(void **state)
{
    struct config config;
    struct lender *lender = NULL;
    struct follower *follower = NULL;
    assert_int_equal(config_defaults(&config), STATUS_OK);
    assert_int_equal(config.new_patients_days, 180);
    assert_int_equal(lender_open(&config, NULL, NULL, &lender), STATUS_OK);
    clock_now = OCTOBER_2_NOON + (int64_t)179 * DAY_S;
    assert_int_equal(follow_open(*state, config.new_patients_days, lender, &follower), STATUS_OK);
    assert_true(becomes(lender, 2));
    clock_now += DAY_S / 2; /* midnight, summer time having begun between */
    assert_true(becomes(lender, 1));
    clock_now += DAY_S;
    assert_true(becomes(lender, 0));
    follow_close(follower);
    lender_close(lender);
    config_free(&config);
}

static void the_days_are_a_setting(void **state)
{
    static const struct {
        const char *text;
        enum status status;
        unsigned days;
    } cases[] = {
        {"[directory]\nnew_patients_days = 90\n", STATUS_OK, 90},
        {"[directory]\nnew_patients_days = 0\n", STATUS_OK, 0},
        {"[directory]\nnew_patients_days = -1\n", STATUS_INVALID, 180},
        {"[directory]\nnew_patients_days = 90 days\n", STATUS_INVALID, 180},
        {"[directory]\nnew_patients_days = 99999999999\n", STATUS_INVALID, 180},
        {"[service]\nnew_patients_days = 90\n", STATUS_INVALID, 180},
        {"[directory]\nnew_patients_days = 90\nnew_patients_days = 91\n", STATUS_INVALID, 90},
    };
    struct buffer path = {0};
    buffer_format(&path, "%s/service.ini", (const char *)*state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config config;
        FILE *file = fopen(path.data, "w");
        fputs(cases[i].text, file);
        fclose(file);
        assert_int_equal(config_defaults(&config), STATUS_OK);
        assert_int_equal(config_read(&config, path.data), cases[i].status);
        assert_int_equal(config.new_patients_days, cases[i].days);
        config_free(&config);
    }
    buffer_free(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_said_long_ago_is_unknown),
        cmocka_unit_test(the_service_sees_the_day_change),
        cmocka_unit_test(the_days_are_a_setting),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
