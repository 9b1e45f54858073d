/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/skills.h"
#include "importer/files/readable.h"
#include "importer/rpps/rpps_codes.h"
#include "importer/rpps/rpps_lines.h"
#include "importer/rpps/rpps_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes given `step` at a time: line ends and marks may fall between two reads. */
struct source {
    struct csv_memory memory;
    size_t step;
    size_t fails_after; /* reads; 0: never */
    size_t reads;
};

static size_t read_source(void *context, char *out, size_t capacity)
{
    struct source *source = context;
    if (source->fails_after > 0 && source->reads++ >= source->fails_after) return CSV_READ_ERROR;
    return csv_read_memory(&source->memory, out, capacity < source->step ? capacity : source->step);
}

/* The lines as `1:text;2:text`, `!` for a bad one, `?` when the source failed; `~` behind a last
 * line without an end. */
static void describe(struct source *source, char *out, size_t size)
{
    struct rpps_lines *lines = rpps_lines_open(read_source, source);
    assert_non_null(lines);
    struct rpps_line line;
    size_t length = 0;
    out[0] = '\0';
    for (;;) {
        enum rpps_line_result result = rpps_lines_next(lines, &line);
        if (result == RPPS_LINES_END) break;
        bool fine = result == RPPS_LINE;
        length += (size_t)snprintf(out + length, size - length, "%zu:%s%s;", line.number,
                                   fine ? line.text : "!", fine && !line.ended ? "~" : "");
        if (result == RPPS_LINES_FAILED) break;
    }
    rpps_lines_close(lines);
}

static void lines_end_where_they_end(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *lines;
    } cases[] = {
        {"", 0, ""},
        {"a", 1, "1:a~;"},
        {"a\nb\n", 4, "1:a;2:b;"},
        {"a\r\nb\r\n", 6, "1:a;2:b;"},
        {"a\nb", 3, "1:a;2:b~;"},
        {"\n\na\n\nb\n", 7, "3:a;5:b;"},
        {"\xEF\xBB\xBF"
         "a\nb\n",
         7, "1:a;2:b;"},
        {"a\n\xEF\xBB\xBF"
         "b\n",
         7,
         "1:a;2:\xEF\xBB\xBF"
         "b;"},
        {"\xEF\xBB\xBF\n", 4, ""},
        {"\"a\n\\b\n", 6, "1:\"a;2:\\b;"},
        {"a\0b\nc\n", 6, "1:!;2:c;"},
        {"a\rb\n", 4, "1:a\rb;"},
        {"\r\n\r\na", 5, "3:a~;"},
        {"a\n\0", 3, "1:a;2:!;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t step = 1; step <= 8; step++) {
            struct source source = {.memory = {cases[i].bytes, cases[i].length}, .step = step};
            char lines[256];
            describe(&source, lines, sizeof lines);
            assert_string_equal(lines, cases[i].lines);
        }
    }
}

static void a_line_without_end_is_passed_over(void **state)
{
    (void)state;
    static const size_t lengths[] = {RPPS_LINE_MAX, RPPS_LINE_MAX + 1, 64 * 1024 - 1,    64 * 1024,
                                     64 * 1024 + 1, 128 * 1024,        5 * 64 * 1024 + 5};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t length = lengths[i] + 5;
        char *bytes = malloc(length + 1);
        assert_non_null(bytes);
        memset(bytes, 'x', length);
        memcpy(bytes, "a\n", 2);
        memcpy(bytes + length - 3, "\nb\n", 4);
        struct source source = {.memory = {bytes, length}, .step = 100000};
        struct rpps_lines *lines = rpps_lines_open(read_source, &source);
        struct rpps_line line;
        assert_int_equal(rpps_lines_next(lines, &line), RPPS_LINE);
        enum rpps_line_result result = rpps_lines_next(lines, &line);
        assert_int_equal(result, lengths[i] <= RPPS_LINE_MAX ? RPPS_LINE : RPPS_LINE_BAD);
        assert_int_equal(line.number, 2);
        assert_int_equal(rpps_lines_next(lines, &line), RPPS_LINE);
        assert_string_equal(line.text, "b");
        assert_int_equal(line.number, 3);
        assert_int_equal(rpps_lines_next(lines, &line), RPPS_LINES_END);
        rpps_lines_close(lines);
        free(bytes);
    }
}

static void a_source_that_fails_ends_the_lines(void **state)
{
    (void)state;
    struct source source = {.memory = {"a\nb\nc\n", 6}, .step = 2, .fails_after = 2};
    char lines[64];
    describe(&source, lines, sizeof lines);
    assert_memory_equal(lines, "1:a;2:b;", 8);
    assert_non_null(strchr(lines, '!'));
}

static struct rpps_format read_format(const char *titles)
{
    struct rpps_format format;
    const char *missing = NULL;
    char line[512];
    snprintf(line, sizeof line, "%s", titles);
    assert_int_equal(rpps_format_read(line, &format, &missing), STATUS_OK);
    return format;
}

static void rows_have_as_many_columns_as_the_titles(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum rpps_split_result result;
        const char *id, *skill;
    } cases[] = {
        {"8|x|SM04", RPPS_SPLIT, "8", "SM04"},
        {"8|x|SM04|", RPPS_SPLIT, "8", "SM04"},
        {"8|x|SM04|||", RPPS_SPLIT, "8", "SM04"},
        {" 8 |x|  SM04  ", RPPS_SPLIT, "8", "SM04"},
        {"8||", RPPS_SPLIT, "8", NULL},
        {"||", RPPS_SPLIT, NULL, NULL},
        {"  |  |  ", RPPS_SPLIT, NULL, NULL},
        {"8|x", RPPS_TOO_FEW, NULL, NULL},
        {"", RPPS_TOO_FEW, NULL, NULL},
        {"8|x|SM04|y", RPPS_TOO_MANY, NULL, NULL},
        {"8|x|SM04||y", RPPS_TOO_MANY, NULL, NULL},
    };
    struct rpps_format format = read_format("Identification nationale PP|Autre|Code savoir-faire|");
    assert_int_equal(format.kind, RPPS_SKILLS);
    assert_int_equal(format.count, 3);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rpps_row row;
        char line[64];
        snprintf(line, sizeof line, "%s", cases[i].line);
        assert_int_equal(rpps_split(&format, line, &row), cases[i].result);
        if (cases[i].result != RPPS_SPLIT) continue;
        if (cases[i].id == NULL)
            assert_null(row.fields[RPPS_ID]);
        else
            assert_string_equal(row.fields[RPPS_ID], cases[i].id);
        if (cases[i].skill == NULL)
            assert_null(row.fields[RPPS_SKILL]);
        else
            assert_string_equal(row.fields[RPPS_SKILL], cases[i].skill);
    }
}

static void titles_that_are_not_those_of_rpps_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *titles, *missing;
    } cases[] = {
        {"", NULL},
        {"|||", NULL},
        {"nom;prénom", NULL},
        {"Code postal|Ville", NULL},
        {"Code savoir-faire|Autre", NULL},
        {"Nom d'exercice|Code savoir-faire", "Identification nationale PP"},
        {"Identification nationale PP|Code postal", "Nom d'exercice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rpps_format format;
        const char *missing = "?";
        char line[128];
        snprintf(line, sizeof line, "%s", cases[i].titles);
        assert_int_equal(rpps_format_read(line, &format, &missing), STATUS_INVALID);
        if (cases[i].missing == NULL)
            assert_null(missing);
        else
            assert_string_equal(missing, cases[i].missing);
    }
}

static void more_columns_than_anybody_publishes_are_no_trouble(void **state)
{
    (void)state;
    char titles[4096] = "Identification nationale PP|Code savoir-faire";
    for (size_t i = 0; i < 600; i++) strcat(titles, "|x");
    struct rpps_format format;
    const char *missing = NULL;
    assert_int_equal(rpps_format_read(titles, &format, &missing), STATUS_OK);
    assert_int_equal(format.count, RPPS_FIELDS_MAX);
}

static void numbers_name_a_register(void **state)
{
    (void)state;
    static const struct {
        const char *id, *number;
    } cases[] = {
        {"810000000003", "rpps:10000000003"},
        {"0759300012", "adeli:759300012"},
        {"02A9300012", "adeli:2A9300012"},
        {"81000000000", NULL},
        {"8100000000031", NULL},
        {"81000000000A", NULL},
        {"0759300", NULL},
        {"075930001a", NULL},
        {"310000000003", NULL},
        {"", NULL},
        {NULL, NULL},
    };
    struct pool pool = {0};
    uint64_t keys[2] = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *number = NULL;
        uint64_t key = 0;
        bool read = rpps_read_number(cases[i].id, &pool, &number, &key);
        assert_int_equal(read, cases[i].number != NULL);
        if (read) assert_string_equal(number, cases[i].number);
        if (i < 2) keys[i] = key;
    }
    assert_true(keys[0] != keys[1]);
    pool_free(&pool);
}

static void cedex_towns_keep_their_district(void **state)
{
    (void)state;
    static const struct {
        const char *delivery, *city, *town, *cedex_town;
    } cases[] = {
        {"75674 PARIS CEDEX 14", NULL, "Paris", "Paris 14e"},
        {"75001 PARIS CEDEX 01", "Paris", "Paris", "Paris 1er"},
        {"34295 MONTPELLIER CEDEX 5", NULL, "Montpellier", "Montpellier"},
        {NULL, "PARIS CEDEX 99", "Paris", "Paris"},
        {"92140 CLAMART CEDEX", NULL, "Clamart", "Clamart"},
        {"75014 PARIS", NULL, "Paris", "Paris"},
        {"75014", NULL, NULL, NULL},
        {"75014 ", NULL, NULL, NULL},
        {"CEDEX", NULL, "Cedex", "Cedex"},
        {"88240 HAYE (L')", NULL, "L'Haye", "L'Haye"},
        {"69890 TOUR DE SALVAGNY (LA)", NULL, "La Tour de Salvagny", "La Tour de Salvagny"},
        {"(LA)", NULL, "(La)", "(La)"},
        {" (LA)", NULL, " (La)", " (La)"},
        {"X ()", NULL, "X ()", "X ()"},
    };
    struct pool pool = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rpps_row row = {0};
        struct place place;
        row.fields[RPPS_DELIVERY] = cases[i].delivery;
        row.fields[RPPS_CITY] = cases[i].city;
        rpps_read_place(&row, &pool, &place);
        const char *town = rpps_read_cedex_town(&row, &pool);
        if (cases[i].town == NULL) {
            assert_null(place.city);
            assert_null(town);
            continue;
        }
        assert_string_equal(place.city, cases[i].town);
        assert_string_equal(town, cases[i].cedex_town);
    }
    pool_free(&pool);
}

static void capitals_become_readable(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *words;
    } cases[] = {
        {"ALEXANDRE", "Alexandre", "Alexandre"},
        {"JEAN-LOUP", "Jean-Loup", "Jean-Loup"},
        {"ANNE MAËLLE", "Anne Maëlle", "Anne Maëlle"},
        {"Élodie d'ARC", "Élodie d'ARC", "Élodie d'ARC"},
        {"ŒUVRE DU CŒUR", "Œuvre Du Cœur", "Œuvre du Cœur"},
        {"RUE DE L'ABBÉ CARTON", "Rue De L'Abbé Carton", "Rue de l'Abbé Carton"},
        {"L'HAY-LES-ROSES", "L'Hay-Les-Roses", "L'Hay-les-Roses"},
        {"AVENUE DU 1ER MAI", "Avenue Du 1er Mai", "Avenue du 1er Mai"},
        {"ESCALIER D", "Escalier D", "Escalier D"},
        {"À", "À", "À"},
        {"", "", ""},
        {"\xC3", "\xC3", "\xC3"},
        {" '-", " '-", " '-"},
    };
    struct pool pool = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(readable_name(cases[i].text, &pool), cases[i].name);
        assert_string_equal(readable_words(cases[i].text, &pool), cases[i].words);
    }
    assert_string_equal(readable_more("DE LA TOUR", &pool), "de la Tour");
    pool_free(&pool);
}

/* What geodata/SKILLS.md keeps is in the taxonomy: no alias leads nowhere. */
static void every_code_that_is_brought_to_another_reaches_a_skill(void **state)
{
    (void)state;
    struct skills *skills = NULL;
    assert_int_equal(skills_default(&skills), STATUS_OK);
    static const char *const absent[] = {"SM46", "SM47", "SM82"}; /* no skill of ours */
    for (int number = 1; number <= 95; number++) {
        char code[8];
        snprintf(code, sizeof code, "SM%02d", number);
        bool known = rpps_savoir_faire(skills, code) != NULL;
        bool expected = true;
        for (size_t i = 0; i < 3; i++) expected = expected && strcmp(code, absent[i]) != 0;
        if (known != expected) fail_msg("%s is %sknown", code, known ? "" : "not ");
    }
    assert_string_equal(rpps_savoir_faire(skills, "SM26"), "R38:SM54");
    assert_string_equal(rpps_savoir_faire(skills, "SM04"), "R38:SM04");
    assert_string_equal(rpps_profession(skills, "60"), "G15:60");
    assert_null(rpps_profession(skills, "97"));
    assert_null(rpps_savoir_faire(skills, ""));
    assert_string_equal(
        rpps_diploma(skills, "Diplôme d'État d'infirmier en pratique avancée mention urgences"),
        "R356:86");
    assert_null(rpps_diploma(skills, "DE infirmier"));
    skills_free(skills);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_where_they_end),
        cmocka_unit_test(a_line_without_end_is_passed_over),
        cmocka_unit_test(a_source_that_fails_ends_the_lines),
        cmocka_unit_test(rows_have_as_many_columns_as_the_titles),
        cmocka_unit_test(titles_that_are_not_those_of_rpps_are_refused),
        cmocka_unit_test(more_columns_than_anybody_publishes_are_no_trouble),
        cmocka_unit_test(numbers_name_a_register),
        cmocka_unit_test(cedex_towns_keep_their_district),
        cmocka_unit_test(capitals_become_readable),
        cmocka_unit_test(every_code_that_is_brought_to_another_reaches_a_skill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
