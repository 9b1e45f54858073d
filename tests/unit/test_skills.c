/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/skills.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int load(void **state)
{
    struct skills *skills = NULL;
    assert_int_equal(skills_default(&skills), STATUS_OK);
    *state = skills;
    return 0;
}

static int unload(void **state)
{
    skills_free(*state);
    return 0;
}

static void the_taxonomy_is_as_rich_as_promised(void **state)
{
    struct skills *skills = *state;
    size_t professions = 0, synonyms = 0;
    for (size_t i = 0; i < skills_count(skills); i++) {
        const struct skill *skill = skills_get(skills, (skill_id)i);
        if (skill->kind == SKILL_PROFESSION) professions++;
        if (skill->synonyms[0] != '\0') synonyms++;
        for (const char *c = skill->synonyms; *c != '\0'; c++) synonyms += *c == '|';
    }
    assert_true(professions >= 25);
    assert_true(skills_count(skills) >= 180);
    assert_true(synonyms >= 600);
}

static void every_label_and_synonym_leads_to_its_skill(void **state)
{
    struct skills *skills = *state;
    for (size_t i = 0; i < skills_count(skills); i++) {
        const struct skill *skill = skills_get(skills, (skill_id)i);
        struct skill_suggestion first;
        char *copy = strdup(skill->synonyms), *rest = copy;
        for (char *word = strsep(&rest, "|"); word != NULL; word = strsep(&rest, "|")) {
            if (word[0] == '\0') continue;
            size_t count = skills_suggest(skills, word, 1, &first);
            if (count != 1 || first.id != i) print_error("synonym: %s (%s)\n", word, skill->code);
            assert_true(count == 1 && first.id == i);
        }
        free(copy);
        assert_int_equal(skills_suggest(skills, skill->label_fr, 1, &first), 1);
        assert_int_equal(first.id, i);
    }
}

static void what_people_type_finds_the_skill_first(void **state)
{
    struct skills *skills = *state;
    FILE *file = fopen("tests/cases/skills.tsv", "r");
    assert_non_null(file);
    char line[512];
    size_t cases = 0, wrong = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#' || line[0] == '\n') continue;
        char *rest = line;
        const char *typed = strsep(&rest, "\t");
        const char *code = strsep(&rest, "\t\n");
        struct skill_suggestion first;
        size_t count = skills_suggest(skills, typed, 1, &first);
        const char *found = count == 0 ? "nothing" : skills_get(skills, first.id)->code;
        cases++;
        if (strcmp(found, code) == 0) continue;
        wrong++;
        print_error("%s: expected %s, found %s (%s)\n", typed, code, found,
                    count == 0 ? "" : first.matched);
    }
    fclose(file);
    assert_true(cases >= 300);
    assert_int_equal(wrong, 0);
}

static void a_spreadsheet_word_is_read_without_guessing(void **state)
{
    struct skills *skills = *state;
    skill_id nurse = skills_by_code(skills, "G15:60");
    assert_int_not_equal(nurse, SKILL_NONE);
    assert_int_equal(skills_by_words(skills, "Infirmiers"), nurse);
    assert_int_equal(skills_by_words(skills, "IDE"), nurse);
    assert_int_equal(skills_by_words(skills, "infirmeir"), SKILL_NONE);
    assert_int_equal(skills_by_words(skills, ""), SKILL_NONE);
    assert_int_equal(skills_by_code(skills, "G15:999"), SKILL_NONE);
}

static void a_parameter_is_a_known_word_or_a_typo_of_one_skill_alone(void **state)
{
    struct skills *skills = *state;
    static const struct {
        const char *word, *code; /* NULL: no skill */
    } cases[] = {
        {"kiné", "G15:70"},
        {"KINES", "G15:70"},
        {"infirmeir", "G15:60"},
        {"ortophoniste", "G15:91"},
        {"vacin gripe", "R210:0897"},
        {"pansement", "loc:pansement"},
        {"pansements complexes", "loc:pansement-complexe"},
        {"abc", NULL},
        {"machin", NULL},
        {"xyz", NULL},
        {"pansem", NULL},
        {"kin", NULL},
        {"vaccin grippe pour ma mère", NULL},
        {"i", NULL},
        {"infirmière kiné", NULL},
        {"", NULL},
        {"ide2", NULL},
        {"vaccin hépatite c", NULL}, /* as near to A as to B */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        skill_id found = skills_meant(skills, cases[i].word);
        const char *code = found == SKILL_NONE ? "" : skills_get(skills, found)->code;
        if (strcmp(code, cases[i].code == NULL ? "" : cases[i].code) != 0)
            fail_msg("%s: %s", cases[i].word, code);
    }
}

static const char small[] = "code;kind;parent;label_fr;label_en;synonyms\n"
                            "G15:10;profession;;Médecin;Doctor;\n"
                            "G15:60;profession;;Infirmier;Nurse;ide\n"
                            "R38:SM04;specialty;G15:10;Cardiologie;Cardiology;\n"
                            "loc:pansement;act;G15:60;Pansement;Dressing;\n"
                            "loc:pansement-complexe;act;loc:pansement;Pansement complexe;C;\n";

static void a_finer_act_implies_the_broader_but_never_the_profession(void **state)
{
    (void)state;
    struct skills *skills = NULL;
    assert_int_equal(skills_read(small, sizeof small - 1, &skills), STATUS_OK);
    skill_id doctor = skills_by_code(skills, "G15:10"), nurse = skills_by_code(skills, "G15:60");
    skill_id heart = skills_by_code(skills, "R38:SM04");
    skill_id dressing = skills_by_code(skills, "loc:pansement");
    skill_id complex = skills_by_code(skills, "loc:pansement-complexe");
    assert_true(skills_is_a(skills, complex, dressing));
    assert_false(skills_is_a(skills, dressing, complex));
    assert_false(skills_is_a(skills, dressing, nurse));
    assert_true(skills_is_a(skills, heart, doctor));
    assert_true(skills_is_a(skills, nurse, nurse));
    skills_free(skills);
}

static void a_damaged_taxonomy_is_refused(void **state)
{
    (void)state;
    static const char *const damaged[] = {
        "code;kind\n",
        "code;kind;parent;label_fr;label_en;synonyms\nG15:60;profession;;Infirmier;Nurse\n",
        "code;kind;parent;label_fr;label_en;synonyms\nG15:60;job;;Infirmier;Nurse;\n",
        "code;kind;parent;label_fr;label_en;synonyms\na;act;b;A;A;\n",
        "code;kind;parent;label_fr;label_en;synonyms\na;act;;A;A;\na;act;;A;A;\n",
        "code;kind;parent;label_fr;label_en;synonyms\na;act;b;A;A;\nb;act;a;B;B;\n",
    };
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        struct skills *skills = NULL;
        assert_int_equal(skills_read(damaged[i], strlen(damaged[i]), &skills), STATUS_INVALID);
        assert_null(skills);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_taxonomy_is_as_rich_as_promised),
        cmocka_unit_test(every_label_and_synonym_leads_to_its_skill),
        cmocka_unit_test(what_people_type_finds_the_skill_first),
        cmocka_unit_test(a_spreadsheet_word_is_read_without_guessing),
        cmocka_unit_test(a_parameter_is_a_known_word_or_a_typo_of_one_skill_alone),
        cmocka_unit_test(a_finer_act_implies_the_broader_but_never_the_profession),
        cmocka_unit_test(a_damaged_taxonomy_is_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
