/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/languages.h"
#include "geodata/text.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

static int load(void **state)
{
    struct languages *languages = NULL;
    assert_int_equal(languages_open(&languages), STATUS_OK);
    *state = languages;
    return 0;
}

static int unload(void **state)
{
    languages_close(*state);
    return 0;
}

static void one_language_has_one_name_however_it_is_written(void **state)
{
    static const struct {
        const char *written, *label; /* NULL: no language */
    } cases[] = {
        {"anglais", "anglais"},
        {"English", "anglais"},
        {"EN", "anglais"},
        {"eng", "anglais"},
        {"  Anglais ", "anglais"},
        {"Español", "espagnol"},
        {"العربية", "arabe"},
        {"Deutsch", "allemand"},
        {"FR", "français"},
        {"Farsi", "persan"},
        {"CREOLE HAITIEN", "créole haïtien"},
        {"LSF", "langue des signes"},
        {"Langue des Signes Française", "langue des signes"},
        {"sign language", "langue des signes"},
        {"darija", "arabe marocain"},
        {"cantonais", "cantonais"},
        {"flamand", "néerlandais"},
        {"tigrinya", "tigrigna"},
        {"no", NULL},
        {"non", NULL},
        {"oui", NULL},
        {"mul", NULL},
        {"multilingue", NULL},
        {"klingonais", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *written = cases[i].written;
        const struct language *found = languages_find(*state, written, strlen(written));
        if ((found == NULL) != (cases[i].label == NULL)) fail_msg("%s", written);
        if (found != NULL) assert_string_equal(found->label, cases[i].label);
    }
}

/* Against ICU asked directly: no two languages share a name that decides for the wrong one. */
static void every_french_name_of_iso_639_leads_to_its_language(void **state)
{
    size_t known = 0;
    for (const char *const *code = uloc_getISOLanguages(); *code != NULL; code++) {
        UChar units[200];
        char name[600];
        int32_t written = 0;
        UErrorCode error = U_ZERO_ERROR;
        int32_t length = uloc_getDisplayLanguage(*code, "fr", units, 200, &error);
        u_strToUTF8(name, sizeof name, &written, units, length, &error);
        if (U_FAILURE(error) || error == U_USING_DEFAULT_WARNING) continue;
        const struct language *found = languages_find(*state, name, (size_t)written);
        if (found == NULL) continue; /* "contenu linguistique" and the like */
        assert_string_equal(found->label, name);
        known++;
    }
    assert_true(known > 550);
}

static void a_cell_is_read_as_a_person_reads_it(void **state)
{
    static const struct {
        const char *cell, *keys;
    } cases[] = {
        {"anglais", "|anglais|"},
        {"English", "|anglais|"},
        {"anglais (courant)", "|anglais|"},
        {"anglais courant et arabe", "|anglais|arabe|"},
        {"FR EN ES", "|francais|anglais|espagnol|"},
        {"Bilingue français-anglais", "|francais|anglais|"},
        {"anglais;arabe", "|anglais|arabe|"},
        {"anglais; ; arabe ;", "|anglais|arabe|"},
        {"kabyle", "|kabyle|~berbere|"},
        {"arabe marocain", "|arabe marocain|~arabe|"},
        {"langue des signes", "|langue des signes|"},
        {"notions d'anglais", "|?notions d anglais|"},
        {"toutes langues (interprète)", "|?toutes langues interprete|"},
        {"anglais;gallo", "|anglais|?gallo|"},
        {"", "|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer keys = {0};
        languages_keys(*state, cases[i].cell, &keys);
        assert_string_equal(keys.data, cases[i].keys);
        buffer_free(&keys);
    }
}

static void nobody_is_told_a_no_that_was_not_said(void **state)
{
    static const struct {
        const char *told, *asked;
        enum tristate spoken;
    } cases[] = {
        {"English", "en", TRISTATE_YES},
        {"anglais (courant)", "English", TRISTATE_YES},
        {"russe", "anglais", TRISTATE_NO},
        {"kabyle", "berbère", TRISTATE_YES},
        {"berbère", "kabyle", TRISTATE_UNKNOWN},
        {"chleuh", "kabyle", TRISTATE_NO},
        {"cantonais", "mandarin", TRISTATE_NO},
        {"chinois", "mandarin", TRISTATE_UNKNOWN},
        {"notions d'anglais", "anglais", TRISTATE_UNKNOWN},
        {"plusieurs", "russe", TRISTATE_UNKNOWN},
        {"russe;plusieurs", "russe", TRISTATE_YES},
        {"anglais;arabe", "français", TRISTATE_UNKNOWN},
        {"LSF", "langue des signes", TRISTATE_YES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer keys = {0};
        const char *asked = cases[i].asked;
        languages_keys(*state, cases[i].told, &keys);
        enum tristate spoken =
            languages_spoken(keys.data, languages_find(*state, asked, strlen(asked)));
        if (spoken != cases[i].spoken) fail_msg("%s, asked %s: %d", keys.data, asked, spoken);
        buffer_free(&keys);
    }
}

static void a_slip_has_a_nearest_language(void **state)
{
    assert_string_equal(languages_nearest(*state, "Englisch", 8)->label, "anglais");
    assert_string_equal(languages_nearest(*state, "portuguais", 10)->label, "portugais");
    assert_null(languages_nearest(*state, "klingonais", 10));
    assert_null(languages_nearest(*state, "rus", 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_language_has_one_name_however_it_is_written),
        cmocka_unit_test(every_french_name_of_iso_639_leads_to_its_language),
        cmocka_unit_test(a_cell_is_read_as_a_person_reads_it),
        cmocka_unit_test(nobody_is_told_a_no_that_was_not_said),
        cmocka_unit_test(a_slip_has_a_nearest_language),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
