/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "importer/run/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/voisoin-settings-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[100];
    snprintf(path, sizeof path, "%s/" SETTINGS_FILE, folder);
    remove(path);
    return rmdir(folder);
}

static void write_file(const char *text)
{
    char path[100];
    snprintf(path, sizeof path, "%s/" SETTINGS_FILE, folder);
    remove(path);
    if (text == NULL) return;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void without_a_file_the_shipped_one_counts(void **state)
{
    (void)state;
    struct settings *settings = NULL;
    struct report report = {0};
    unsigned long tries = 0;
    write_file(NULL);
    assert_int_equal(settings_open(folder, &report, &settings), STATUS_OK);
    const char *addresses = settings_text(settings, "open-data", "adresses");
    assert_non_null(strstr(addresses, "https://"));
    assert_non_null(strstr(addresses, "{departement}"));
    assert_int_equal(settings_number(settings, "open-data", "essais", 1, 20, &report, &tries),
                     STATUS_OK);
    assert_int_equal(tries, 5);
    assert_int_equal(report.finding_count, 0);
    settings_close(settings);
}

static void a_community_changes_one_value_and_keeps_the_others(void **state)
{
    (void)state;
    struct settings *settings = NULL;
    struct report report = {0};
    unsigned long tries = 0;
    write_file("\xEF\xBB\xBF; un commentaire\r\n\r\n [open-data] \r\n"
               "adresses=http://x.example/a.csv?b=c;d # e\r\nvaccination =\r\n");
    assert_int_equal(settings_open(folder, &report, &settings), STATUS_OK);
    assert_string_equal(settings_text(settings, "open-data", "adresses"),
                        "http://x.example/a.csv?b=c;d # e");
    assert_string_equal(settings_text(settings, "open-data", "vaccination"), "");
    assert_int_equal(settings_number(settings, "open-data", "essais", 1, 20, &report, &tries),
                     STATUS_OK);
    assert_int_equal(settings_number(settings, "open-data", "essais", 6, 20, &report, &tries),
                     STATUS_INVALID);
    assert_int_equal(settings_number(settings, "open-data", "vaccination", 0, 20, &report, &tries),
                     STATUS_INVALID);
    assert_int_equal(report.finding_count, 2);
    report_free(&report);
    settings_close(settings);
}

static void a_slip_of_the_pen_is_refused_where_it_stands(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line, *word;
    } cases[] = {
        {"adresses = x\n", ":1:", "aucune section"},
        {"[open-data]\nadrese = x\n", ":2:", "n'existe pas"},
        {"[opendata]\n\nadresses = x\n", ":3:", "n'existe pas"},
        {"[open-data]\nadresses = x\nadresses = y\n", ":3:", "deux fois"},
        {"[open-data]\nadresses\n", ":2:", "nom = valeur"},
        {"[open-data\n", ":1:", "nom = valeur"},
        {"PK\x03\x04 a workbook", ": ", "classeur"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings *settings = NULL;
        struct report report = {0};
        char told[2000] = "";
        write_file(cases[i].text);
        assert_int_equal(settings_open(folder, &report, &settings), STATUS_INVALID);
        assert_null(settings);
        FILE *out = fmemopen(told, sizeof told, "w");
        report_print(&report, NULL, out);
        fclose(out);
        if (strstr(told, cases[i].line) == NULL || strstr(told, cases[i].word) == NULL) {
            fail_msg("%s tells %s", cases[i].text, told);
        }
        report_free(&report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_file_the_shipped_one_counts),
        cmocka_unit_test(a_community_changes_one_value_and_keeps_the_others),
        cmocka_unit_test(a_slip_of_the_pen_is_refused_where_it_stands),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
