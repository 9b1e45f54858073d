/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "importer/cells/sheet_columns.h"

#include <stdio.h>
#include <string.h>

static void headers_are_recognised_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        size_t column;
    } cases[] = {
        {"nom", SHEET_NAME},
        {"NOM", SHEET_NAME},
        {"Compétences", SHEET_SKILLS},
        {"competence", SHEET_SKILLS},
        {"Téléphones", SHEET_PHONE},
        {"Tél.", SHEET_PHONE},
        {"Code_Postal", SHEET_POSTCODE},
        {"CP", SHEET_POSTCODE},
        {"Ville", SHEET_CITY},
        {"Zone d’intervention", SHEET_ZONE},
        {"ZONES", SHEET_ZONE},
        {"Visites à domicile", SHEET_HOME},
        {"N° RPPS", SHEET_RPPS},
        {"Accepte de nouveaux patients", SHEET_NEW_PATIENTS},
        {"Messagerie sécurisée", SHEET_MSSANTE},
        {"mis à jour", SHEET_UPDATED},
        {"accès fauteuil", SHEET_WHEELCHAIR},
        {"sans rendez-vous", SHEET_WALK_IN},
        {"E-mail", SHEET_EMAIL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t at[SHEET_COLUMN_COUNT];
        bool known = false;
        assert_true(
            columns_match(sheet_columns, SHEET_COLUMN_COUNT, &cases[i].header, 1, at, &known));
        assert_true(known);
        for (size_t c = 0; c < SHEET_COLUMN_COUNT; c++) {
            assert_int_equal(at[c], c == cases[i].column ? 0 : COLUMN_ABSENT);
        }
    }
}

static void columns_come_in_any_order_and_strangers_are_told(void **state)
{
    (void)state;
    const char *headers[] = {"Commune", "Signe astrologique", "Nom", "nom", ""};
    size_t at[SHEET_COLUMN_COUNT];
    bool known[5];
    assert_true(columns_match(sheet_columns, SHEET_COLUMN_COUNT, headers, 5, at, known));
    assert_int_equal(at[SHEET_CITY], 0);
    assert_int_equal(at[SHEET_NAME], 2);
    assert_true(known[0] && known[2]);
    assert_false(known[1] || known[3] || known[4]);
}

/* A header that two columns claimed would go to one of them by chance. */
static void no_header_means_two_things(void **state)
{
    (void)state;
    const struct column *tables[] = {sheet_columns, session_columns};
    const size_t counts[] = {SHEET_COLUMN_COUNT, SESSION_COLUMN_COUNT};
    for (size_t t = 0; t < 2; t++) {
        for (size_t c = 0; c < counts[t]; c++) {
            char words[512];
            snprintf(words, sizeof words, "%s|%s", tables[t][c].name,
                     tables[t][c].synonyms == NULL ? "" : tables[t][c].synonyms);
            char *rest = NULL;
            for (char *word = strtok_r(words, "|", &rest); word != NULL;
                 word = strtok_r(NULL, "|", &rest)) {
                size_t at[SHEET_COLUMN_COUNT];
                const char *header = word;
                assert_true(columns_match(tables[t], counts[t], &header, 1, at, NULL));
                if (at[c] != 0) print_message("%s\n", word);
                assert_int_equal(at[c], 0);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_are_recognised_as_people_write_them),
        cmocka_unit_test(columns_come_in_any_order_and_strangers_are_told),
        cmocka_unit_test(no_header_means_two_things),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
