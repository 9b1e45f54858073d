/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/buffer.h"
#include "geodata/text.h"
#include "importer/geometry.h"
#include "importer/zone_words.h"

#include <stdlib.h>
#include <string.h>

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
    buffer_text(out, "");
}

static void zones_are_read_as_coordinators_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *zones;
    } cases[] = {
        {"rayon 2 km", "+2000m"},
        {"2 km", "+2000m"},
        {"2km", "+2000m"},
        {"800 m", "+800m"},
        {"1,5 km", "+1500m"},
        {"1.5 km", "+1500m"},
        {"Rayon de 3 kilomètres autour du cabinet", "+3000m"},
        {"dans un rayon d'1 km", "+1000m"},
        {"500 mètres à la ronde", "+500m"},
        {"Rayon 2\xC2\xA0km", "+2000m"},
        {"Plaisance", "+[Plaisance]"},
        {"PLAISANCE ; Petit-Montrouge", "+[PLAISANCE]+[Petit-Montrouge]"},
        {"Plaisance|Pernety", "+[Plaisance]+[Pernety]"},
        {"Plaisance, Pernety et Petit Montrouge", "+[Plaisance]+[Pernety]+[Petit Montrouge]"},
        {"Mairie et église", "+[Mairie et église]"},
        {"Alésia – Tombe-Issoire", "+[Alésia – Tombe-Issoire]"},
        {"75014", "+[75114]"},
        {"75014, 75013", "+[75114]+[75113]"},
        {"7511403", "+[7511403]"},
        {"rayon 2 km; sauf Plaisance", "+2000m-[Plaisance]"},
        {"rayon 2 km sauf Plaisance", "+2000m-[Plaisance]"},
        {"Paris 14e, hors Pernety et Plaisance", "+[Paris 14e]-[Pernety]-[Plaisance]"},
        {"Hors Pernety", "-[Pernety]"},
        {"Paris 14e à l'exception de Pernety", "+[Paris 14e]-[Pernety]"},
        {"POLYGON((2.30 48.82, 2.33 48.82, 2.33 48.84, 2.30 48.82))", "+polygon"},
        {"sauf POLYGON((2.30 48.82, 2.33 48.82, 2.33 48.84, 2.30 48.82))", "-polygon"},
        {"POLYGON((2.30 48.82, 2.33 48.84, 2.33 48.82, 2.30 48.84, 2.30 48.82))", "+polygon~"},
        {"POLYGON((2.30 48.82, 2.33 48.82))", "?POLYGON((2.30 48.82, 2.33 48.82))"},
        {"POLYGON((650832 6859515, 650900 6859515, 650900 6859600, 650832 6859515))",
         "?POLYGON((650832 6859515, 650900 6859515, 650900 6859600, 650832 6859515))"},
        {"POLYGON((nonsense", "?POLYGON((nonsense"},
        {"Atlantide", "?Atlantide"},
        {"Plaisance; Atlantide", "+[Plaisance]?Atlantide"},
        {"rayon 2 km sauf Atlantide", "+2000m?-sauf Atlantide"},
        {"rayon 500 km", "?rayon 500 km"},
        {"2", "?2"},
        {"2 km vers le nord", "?2 km vers le nord"},
        {";; |", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pool pool = {0};
        struct buffer told = {0};
        struct zone_words words;
        assert_int_equal(zone_words_read(cases[i].cell, known, NULL, &pool, &words), STATUS_OK);
        tell(&words, &told);
        assert_string_equal(told.data, cases[i].zones);
        buffer_free(&told);
        pool_free(&pool);
    }
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
