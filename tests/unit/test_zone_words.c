/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"
#include "geodata/buffer.h"
#include "geodata/text.h"
#include "importer/files/geometry.h"
#include "importer/words/zone_words.h"

/* The territory of these tests. */
static bool known(void *context, const char *name)
{
    (void)context;
    static const char *const names[] = {"plaisance",
                                        "petit montrouge",
                                        "pernety",
                                        "75114",
                                        "75113",
                                        "7511403",
                                        "mairie et eglise",
                                        "paris 14e",
                                        "75115",
                                        "montparnasse",
                                        "alesia tombe issoire"};
    char *folded = text_folded(name);
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(folded, names[i]) == 0) found = true;
    }
    free(folded);
    return found;
}

/* `+2000m` a circle, `+[area]`, `+polygon`, `-` an exclusion, `?piece` what was not understood. */
static void tell(const struct zone_words *words, struct buffer *out)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct zone *zone = &words->zones[i];
        buffer_char(out, zone->effect == ZONE_INCLUDE ? '+' : '-');
        if (zone->shape == ZONE_CIRCLE) buffer_format(out, "%.0fm", zone->radius_m);
        if (zone->shape == ZONE_AREA) buffer_format(out, "[%s]", zone->area);
        if (zone->shape == ZONE_GEOMETRY) buffer_text(out, "polygon");
    }
    for (size_t i = 0; i < words->problem_count; i++) {
        const struct zone_problem *problem = &words->problems[i];
        buffer_format(out, "%s%s", problem->mended ? "~" : "?", problem->excludes ? "-" : "");
        if (!problem->mended) buffer_text(out, problem->piece);
    }
    buffer_text(out, words->elsewhere ? "+..." : "");
}

static void check_case(const char *const *fields, size_t line, void *context)
{
    struct pool pool = {0};
    struct buffer told = {0};
    struct zone_words words;
    (void)context;
    assert_int_equal(zone_words_read(fields[0], known, NULL, &pool, &words), STATUS_OK);
    tell(&words, &told);
    if (strcmp(told.data, fields[1]) != 0) {
        fail_msg("zones.tsv:%zu: %s: %s", line, fields[0], told.data);
    }
    buffer_free(&told);
    pool_free(&pool);
}

static void zones_are_read_as_coordinators_write_them(void **state)
{
    (void)state;
    assert_true(cases_each("tests/cases/zones.tsv", check_case, NULL) >= 75);
    check_case((const char *const[]){"", ""}, 0, NULL);
}

static void a_zone_keeps_what_was_said_and_a_mended_one_says_where(void **state)
{
    (void)state;
    struct pool pool = {0};
    struct zone_words words;
    assert_int_equal(zone_words_read("Rayon 2 km; Paris 14e, hors Pernety et Plaisance", known,
                                     NULL, &pool, &words),
                     STATUS_OK);
    assert_string_equal(words.zones[0].label, "Rayon 2 km");
    assert_string_equal(words.zones[2].label, "sauf Pernety");
    assert_string_equal(words.zones[3].label, "sauf Plaisance");
    assert_int_equal(
        zone_words_read("POLYGON((2.30 48.82, 2.33 48.84, 2.33 48.82, 2.30 48.84, 2.30 48.82))",
                        known, NULL, &pool, &words),
        STATUS_OK);
    assert_non_null(strstr(words.problems[0].cause, "se croise"));
    assert_non_null(strstr(words.problems[0].cause, "lon 2.315"));
    pool_free(&pool);
}

static void a_cell_of_a_thousand_pieces_is_refused(void **state)
{
    (void)state;
    char cell[4001] = "";
    for (size_t i = 0; i < 1000; i++) memcpy(cell + 4 * i, "2km;", 4);
    struct pool pool = {0};
    struct zone_words words;
    assert_int_equal(zone_words_read(cell, known, NULL, &pool, &words), STATUS_INVALID);
    pool_free(&pool);
}

int main(void)
{
    geometry_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zones_are_read_as_coordinators_write_them),
        cmocka_unit_test(a_zone_keeps_what_was_said_and_a_mended_one_says_where),
        cmocka_unit_test(a_cell_of_a_thousand_pieces_is_refused),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geometry_end();
    return failed;
}
