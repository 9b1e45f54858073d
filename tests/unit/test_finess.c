/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/skills.h"
#include "importer/finess/finess_category.h"
#include "importer/finess/finess_words.h"

#include <stdio.h>
#include <string.h>

static void every_category_is_found_and_every_skill_is_in_the_taxonomy(void **state)
{
    (void)state;
    struct skills *skills = NULL;
    size_t found = 0, skilled = 0;
    assert_int_equal(skills_default(&skills), STATUS_OK);
    for (unsigned code = 0; code < 1000; code++) {
        char text[8];
        snprintf(text, sizeof text, "%03u", code);
        const struct finess_category *category = finess_category_find(text);
        if (category == NULL) continue;
        found++;
        assert_string_equal(category->code, text);
        if (category->skill == NULL) continue;
        skilled++;
        assert_int_not_equal(skills_by_code(skills, category->skill), SKILL_NONE);
    }
    assert_int_equal(found, FINESS_CATEGORY_COUNT);
    assert_true(skilled >= 65);
    assert_null(finess_category_find("000"));
    assert_null(finess_category_find(""));
    assert_null(finess_category_find(NULL));
    skills_free(skills);
}

static void names_are_written_as_people_read_them(void **state)
{
    (void)state;
    static const struct {
        const char *written, *read;
    } cases[] = {
        {"CENTRE HOSPITALIER DE BOURG-EN-BRESSE", "Centre Hospitalier de Bourg-en-Bresse"},
        {"CMPP  INTERSECTORIEL ALOES ", "CMPP Intersectoriel Aloes"},
        {"SSIAD DE L'ADMR", "SSIAD de l'ADMR"},
        {"EHPAD \"LES LYS\"", "EHPAD \"Les Lys\""},
        {"HAD (NORD)", "HAD (Nord)"},
        {"CH ST JOSEPH", "CH St Joseph"},
        {"Déjà lisible CH", "Déjà lisible CH"},
        {"HÔPITAL ÉMILE ROUX", "Hôpital Émile Roux"},
        {"", ""},
    };
    struct pool pool = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(finess_words(cases[i].written, &pool), cases[i].read);
    }
    assert_string_equal(finess_town("PARIS CEDEX 14", &pool), "Paris");
    assert_null(finess_town("CEDEX", &pool));
    assert_null(finess_town(NULL, &pool));
    pool_free(&pool);
}

static void numbers_of_establishments_are_told_from_others(void **state)
{
    (void)state;
    assert_true(finess_is_number("750020927"));
    assert_true(finess_is_number("2A0000014"));
    assert_true(finess_is_number("2B0000020"));
    assert_false(finess_is_number("2C0000020"));
    assert_false(finess_is_number("75002092"));
    assert_false(finess_is_number("7500209270"));
    assert_false(finess_is_number("75002092X"));
    assert_false(finess_is_number(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_category_is_found_and_every_skill_is_in_the_taxonomy),
        cmocka_unit_test(names_are_written_as_people_read_them),
        cmocka_unit_test(numbers_of_establishments_are_told_from_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
