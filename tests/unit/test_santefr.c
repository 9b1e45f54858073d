/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "importer/vaccination/santefr.h"

#include <string.h>

/* The shape of the published cells, with an invented pharmacy's facts. */
#define TITLE "  <h3>Informations complémentaires relatives à l&#039;offre de vaccination</h3>,"
#define TAIL ",,<div>,  <ul class=\"resetul\">,      </ul>,</div>,"

static struct santefr_reception read_cell(const char *html, struct pool *pool)
{
    struct santefr_reception reception;
    assert_true(santefr_read_reception(html, pool, &reception));
    return reception;
}

static void a_cell_tells_access_hours_telephone_site_and_words(void **state)
{
    (void)state;
    struct pool pool = {0};
    struct santefr_reception reception = read_cell(
        TITLE "<p><strong>Accès :</strong> avec rendez-vous</p>,,,  <div class=\"horaires\">"
              "<li>Dimanche : 09h00-12h00</li><li>Lundi : 08h30-12h30 et 14h00-19h30</li></div>,,"
              "  <p><strong>Informations complémentaires : </strong>Vaccins sur RDV &amp; sans, "
              "<b>carte Vitale</b></p>,,"
              "  <p><strong>Téléphone pour la prise de rendez-vous : </strong>0199001234</p>,,"
              "  <p><strong>Site internet pour la prise de rendez-vous : </strong>"
              "<a href=\"https://ailleurs.example\" "
              "class=\"simple-link\">www.exemple.example</a></p>," TAIL,
        &pool);
    assert_true(reception.by_appointment && !reception.walk_in);
    assert_true(reception.has_hours);
    assert_int_equal(reception.hours.count, 3);
    assert_int_equal(reception.hours.spans[0].weekday, 0);
    assert_int_equal(reception.hours.spans[0].opens, 8 * 60 + 30);
    assert_int_equal(reception.hours.spans[1].closes, 19 * 60 + 30);
    assert_int_equal(reception.hours.spans[2].weekday, 6);
    assert_string_equal(reception.phone, "01 99 00 12 34");
    assert_string_equal(reception.website, "https://www.exemple.example");
    assert_string_equal(reception.note, "Vaccins sur RDV & sans, carte Vitale");
    pool_free(&pool);
}

static void what_is_not_said_stays_unknown(void **state)
{
    (void)state;
    struct pool pool = {0};
    const char *const cells[] = {NULL, "", TITLE TAIL, "<p></p>", ",,,"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct santefr_reception reception = read_cell(cells[i], &pool);
        assert_true(!reception.by_appointment && !reception.walk_in);
        assert_false(reception.has_hours);
        assert_null(reception.unread_hours);
        assert_null(reception.phone);
        assert_null(reception.website);
        assert_null(reception.note);
    }
    pool_free(&pool);
}

static void what_cannot_be_read_is_told_and_kept_as_words(void **state)
{
    (void)state;
    struct pool pool = {0};
    struct santefr_reception reception =
        read_cell("<li>Lundi : à la demande</li>"
                  "<p>Téléphone pour la prise de rendez-vous : 12</p>"
                  "<p>Site internet pour la prise de rendez-vous : javascript:alert(1)</p>"
                  "<p>Parking dans la cour</p>",
                  &pool);
    assert_false(reception.has_hours);
    assert_string_equal(reception.unread_hours, "Lundi : à la demande");
    assert_string_equal(reception.unread_website, "javascript:alert(1)");
    assert_null(reception.website);
    assert_non_null(strstr(reception.note, "Parking dans la cour"));
    assert_non_null(strstr(reception.note, "javascript:alert(1)"));
    pool_free(&pool);
}

static void hours_are_read_however_their_days_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *html, *shown; /* NULL: not read, all of it kept as words */
    } cases[] = {
        {"<li>Du lundi au vendredi : 9h-12h</li><li>Samedi : 9h-11h</li>",
         "lundi-vendredi 09:00-12:00; samedi 09:00-11:00"},
        {"<li>Lundi, mardi et jeudi de 9h à 12h</li>", "lundi, mardi, jeudi 09:00-12:00"},
        {"<li>Lun. 9h-12h</li><li>Mar. : 9h-12h</li>", "lundi, mardi 09:00-12:00"},
        {"<li>Mardis : 9h-12h</li>", "mardi 09:00-12:00"},
        {"<li>Lundi : 9h-12h<br>14h-19h</li><li>Mardi : fermé</li>",
         "lundi 09:00-12:00, 14:00-19:00"},
        {"<dt>Lundi :</dt><dd>9h-12h</dd><dt>Mardi :</dt><dd>14h-19h</dd>",
         "lundi 09:00-12:00; mardi 14:00-19:00"},
        {"<tr><td>Lundi</td><td>9h-12h</td><td>et de 14h à 19h</td></tr>",
         "lundi 09:00-12:00, 14:00-19:00"},
        {"<li>Lundi : 9h-12h</li><p>Informations complémentaires : a<br>Mardi : 9h-12h</p>",
         "lundi 09:00-12:00"},
        {"<li>Mardi : à la demande</li><li>Samedi : 9h-12h</li>", NULL},
        {"<li>Du lundi au vendredi : le matin</li><li>Samedi : 9h-12h</li>", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pool pool = {0};
        struct buffer shown = {0};
        struct santefr_reception reception = read_cell(cases[i].html, &pool);
        if (reception.has_hours != (cases[i].shown != NULL)) fail_msg("%s", cases[i].html);
        hours_format(&reception.hours, &shown);
        if (reception.has_hours) assert_string_equal(shown.data, cases[i].shown);
        if (!reception.has_hours) assert_non_null(strstr(reception.note, "Samedi : 9h-12h"));
        buffer_free(&shown);
        pool_free(&pool);
    }
}

static void nothing_that_was_said_is_lost(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        bool walk_in, by_appointment;
        const char *note; /* NULL: all of it is in the fields */
    } cases[] = {
        {"<p>Accès : Sans RDV</p>", true, false, NULL},
        {"<p>Accès : SUR RENDEZ-VOUS</p>", false, true, NULL},
        {"<p>Accès : avec ou sans rendez-vous</p>", true, false,
         "Accès : avec ou sans rendez-vous"},
        {"<p>Accès : libre</p>", false, false, "Accès : libre"},
        {"<p>Accès : sans rendez-vous</p><p>Accès : au fond de la cour</p>", true, false,
         "Accès : au fond de la cour"},
        {"<p>Téléphone pour la prise de rendez-vous : 0199001234 ou 0639980000</p>", false, false,
         "Téléphone pour la prise de rendez-vous : 0199001234 ou 0639980000"},
        {"<p>Téléphone pour la prise de rendez-vous : 0199001234</p>"
         "<p>Téléphone pour la prise de rendez-vous : 0639980000</p>",
         false, false, "Téléphone pour la prise de rendez-vous : 0639980000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pool pool = {0};
        struct santefr_reception reception = read_cell(cases[i].html, &pool);
        assert_int_equal(reception.walk_in, cases[i].walk_in);
        assert_int_equal(reception.by_appointment, cases[i].by_appointment);
        assert_int_equal(reception.note == NULL, cases[i].note == NULL);
        if (reception.note != NULL) assert_string_equal(reception.note, cases[i].note);
        pool_free(&pool);
    }
}

static void no_html_survives(void **state)
{
    (void)state;
    struct pool pool = {0};
    struct santefr_reception reception =
        read_cell("<p>Informations complémentaires : <script>alert(1)</script>bonjour"
                  "<img src=x onerror=alert(1)> <a href='javascript:x'>lien</a><iframe></p>",
                  &pool);
    assert_string_equal(reception.note, "bonjour lien");
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_tells_access_hours_telephone_site_and_words),
        cmocka_unit_test(what_is_not_said_stays_unknown),
        cmocka_unit_test(what_cannot_be_read_is_told_and_kept_as_words),
        cmocka_unit_test(hours_are_read_however_their_days_are_written),
        cmocka_unit_test(nothing_that_was_said_is_lost),
        cmocka_unit_test(no_html_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
