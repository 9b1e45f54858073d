/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"
#include "geodata/schedule.h"

static const char *formatted(const struct hours *hours, struct buffer *out)
{
    buffer_reset(out);
    hours_format(hours, out);
    return out->data;
}

static void check_invariants(const struct hours *hours)
{
    assert_true(hours->count <= HOURS_SPAN_MAX);
    for (size_t i = 0; i < hours->count; i++) {
        const struct hours_span *span = &hours->spans[i];
        assert_in_range(span->weekday, 0, HOURS_HOLIDAY);
        assert_in_range(span->opens, 0, 1439);
        bool is_closed = span->weekday == HOURS_HOLIDAY && span->opens == 0 && span->closes == 0;
        if (is_closed) assert_int_equal(i + 1, hours->count);
        if (is_closed) continue;
        assert_in_range(span->closes, span->opens + 1, span->opens + 1440);
        if (i == 0 || hours->spans[i - 1].weekday != span->weekday) continue;
        assert_true(hours->spans[i - 1].closes < span->opens);
    }
}

static void check_case(const char *const *fields, size_t line, void *context)
{
    (void)context;
    struct hours hours;
    struct buffer why = {0}, shown = {0};
    const char *expected = fields[1];
    enum status status = hours_parse(fields[0], &hours, &why);
    check_invariants(&hours);
    if (expected[0] != '!') {
        if (status != STATUS_OK) fail_msg("hours.tsv:%zu: %s: %s", line, fields[0], why.data);
        if (strcmp(formatted(&hours, &shown), expected) != 0) {
            fail_msg("hours.tsv:%zu: %s: %s", line, fields[0], shown.data);
        }
        assert_int_equal(why.length, 0);
    } else if (status != STATUS_INVALID || strstr(why.data, expected + 2) == NULL) {
        fail_msg("hours.tsv:%zu: %s: not refused as %s", line, fields[0], expected);
    }
    buffer_free(&why);
    buffer_free(&shown);
}

static void what_people_write_is_read_or_refused_as_the_table_says(void **state)
{
    (void)state;
    assert_true(cases_each("tests/cases/hours.tsv", check_case, NULL) >= 450);
}

static void read_shown_again(const char *const *fields, size_t line, void *context)
{
    (void)context;
    struct hours hours, again;
    struct buffer shown = {0};
    if (hours_parse(fields[0], &hours, NULL) != STATUS_OK) return;
    enum status status = hours_parse(formatted(&hours, &shown), &again, NULL);
    if (status != STATUS_OK) fail_msg("hours.tsv:%zu: %s is not read again", line, shown.data);
    assert_int_equal(again.count, hours.count);
    for (size_t i = 0; i < hours.count; i++) {
        assert_int_equal(again.spans[i].weekday, hours.spans[i].weekday);
        assert_int_equal(again.spans[i].opens, hours.spans[i].opens);
        assert_int_equal(again.spans[i].closes, hours.spans[i].closes);
    }
    buffer_free(&shown);
}

static void what_is_shown_is_read_again_as_the_same_hours(void **state)
{
    (void)state;
    cases_each("tests/cases/hours.tsv", read_shown_again, NULL);
}

static void the_same_words_in_capitals_without_accents_give_the_same_hours(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"Fermé le mercredi ; lundi-samedi 9h-19h sauf mercredi",
         "FERME LE MERCREDI ; LUNDI-SAMEDI 9H-19H SAUF MERCREDI"},
        {"lundi de 9h à 12h", "LUNDI DE 9H A 12H"},
        {"mardi après-midi 14h-18h", "MARDI APRES MIDI 14H-18H"},
        {"lundi\u00A09\u202Fh\u00A0–\u00A012\u202Fh", "lundi 9 h - 12 h"},
    };
    struct buffer shown = {0}, other = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct hours hours, capitals;
        assert_int_equal(hours_parse(texts[i][0], &hours, NULL), STATUS_OK);
        assert_int_equal(hours_parse(texts[i][1], &capitals, NULL), STATUS_OK);
        assert_string_equal(formatted(&hours, &shown), formatted(&capitals, &other));
    }
    buffer_free(&shown);
    buffer_free(&other);
}

static void ill_formed_text_is_refused_not_read(void **state)
{
    (void)state;
    static const char *const texts[] = {"lundi 9h-12h \xFF", "\xC3", "lundi\x01 9h-12h",
                                        "\xED\xA0\x80"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct hours hours;
        struct buffer why = {0};
        assert_int_equal(hours_parse(texts[i], &hours, &why), STATUS_INVALID);
        assert_true(why.length > 0);
        buffer_free(&why);
    }
}

static void a_text_longer_than_any_week_is_refused(void **state)
{
    (void)state;
    struct buffer text = {0}, why = {0};
    for (int i = 0; i < 1000; i++) buffer_text(&text, "lundi 9h-12h; ");
    struct hours hours;
    assert_int_equal(hours_parse(text.data, &hours, &why), STATUS_INVALID);
    assert_non_null(strstr(why.data, "trop long"));
    buffer_free(&text);
    buffer_free(&why);
}

/* `<li>Lundi : 08h30-20h30</li>` of a row, as the importer hands them over: joined by `; `. The
 * number of spans is counted here, from the dashes. */
static size_t santefr_hours(const char *row, struct buffer *text)
{
    size_t spans = 0;
    buffer_reset(text);
    const char *end = strstr(row, "<div class=\"\"horaires\"\">");
    if (end == NULL) return 0;
    const char *stop = strstr(end, "</div>");
    for (const char *item = strstr(end, "<li>"); item != NULL && item < stop;
         item = strstr(end, "<li>")) {
        end = strstr(item, "</li>");
        if (text->length > 0) buffer_text(text, "; ");
        buffer_append(text, item + 4, (size_t)(end - item - 4));
        for (const char *c = item; c < end; c++) spans += *c == '-';
    }
    return spans;
}

static void every_row_of_santefr_is_read_whole(void **state)
{
    (void)state;
    FILE *file = shared_open("data/vaccination/santefr-grippe-800.csv");
    if (file == NULL) {
        print_message("skipped: santefr-grippe-800.csv is not here\n");
        skip();
    }
    char *row = NULL;
    size_t capacity = 0, read = 0;
    struct buffer text = {0}, why = {0};
    while (getline(&row, &capacity, file) >= 0) {
        size_t spans = santefr_hours(row, &text);
        if (spans == 0) continue;
        struct hours hours;
        enum status status = hours_parse(text.data, &hours, &why);
        if (status != STATUS_OK) fail_msg("%s: %s", text.data, why.data);
        check_invariants(&hours);
        /* a few pharmacies repeat a day or give touching spans: never more than was written */
        assert_true(hours.count <= spans && hours.count > 0);
        read++;
    }
    print_message("santefr: %zu rows with hours\n", read);
    assert_true(read > 600);
    free(row);
    fclose(file);
    buffer_free(&text);
    buffer_free(&why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_write_is_read_or_refused_as_the_table_says),
        cmocka_unit_test(what_is_shown_is_read_again_as_the_same_hours),
        cmocka_unit_test(the_same_words_in_capitals_without_accents_give_the_same_hours),
        cmocka_unit_test(ill_formed_text_is_refused_not_read),
        cmocka_unit_test(a_text_longer_than_any_week_is_refused),
        cmocka_unit_test(every_row_of_santefr_is_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
