/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What calendar_file.c writes, libical reads back; lines and characters stay whole. */
#include "check.h"

#include "geodata/calendar_file.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void every_line_is_short_and_whole(const char *text)
{
    for (const char *line = text; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 75);
        assert_null(memchr(line, '\n', (size_t)(end - line)));
        if (line[0] == ' ') assert_true(((unsigned char)line[1] & 0xC0) != 0x80);
        line = end + 2;
    }
}

static icalcomponent *read_calendar(const struct buffer *out)
{
    assert_false(out->failed);
    every_line_is_short_and_whole(out->data);
    icalcomponent *calendar = icalparser_parse_string(out->data);
    assert_non_null(calendar);
    assert_int_equal(icalcomponent_count_errors(calendar), 0);
    assert_true(icalrestriction_check(calendar));
    return calendar;
}

static void texts_come_back_as_they_went(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Vaccination contre la grippe – Pharmacie du Pont",
        "a, b; c \\ d : e \"f\" \\n g",
        "première ligne\ndeuxième ligne\n\nquatrième",
        "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé",
        "x ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé",
        "éé 你好你好你好你好你好你好你好你好你好你好你好你好你好你好你好你好你好你好 "
        "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
        "=1+1",
        "un texte d'une longueur telle qu'il faut le plier plusieurs fois pour qu'il tienne dans "
        "des "
        "lignes de soixante-quinze octets, ce qui demande plus de cent cinquante octets en tout",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer out = {0};
        const struct calendar_event event = {.uid = "1@voisoin",
                                             .stamp = 1795424400,
                                             .from = 1795424400,
                                             .to = 1795428000,
                                             .summary = texts[i],
                                             .location = texts[i],
                                             .description = texts[i]};
        calendar_begin(&out, texts[i]);
        calendar_add(&out, &event);
        calendar_end(&out);
        icalcomponent *calendar = read_calendar(&out);
        icalcomponent *found = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        assert_string_equal(icalcomponent_get_summary(found), texts[i]);
        assert_string_equal(icalcomponent_get_location(found), texts[i]);
        assert_string_equal(icalcomponent_get_description(found), texts[i]);
        icalcomponent_free(calendar);
        buffer_free(&out);
    }
}

static void instants_and_points_come_back_as_they_went(void **state)
{
    (void)state;
    static const instant instants[] = {0, 951782400, 1795424400, 1774746000, 4102444799, -86399};
    for (size_t i = 0; i < sizeof instants / sizeof *instants; i++) {
        struct buffer out = {0};
        const struct calendar_event event = {.uid = "1@voisoin",
                                             .stamp = instants[i],
                                             .from = instants[i],
                                             .to = instants[i] + 5400,
                                             .summary = "x",
                                             .has_point = true,
                                             .point = {-61.5, 16.25}};
        calendar_begin(&out, "x");
        calendar_add(&out, &event);
        calendar_end(&out);
        icalcomponent *calendar = read_calendar(&out);
        icalcomponent *found = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        icaltimezone *utc = icaltimezone_get_utc_timezone();
        assert_int_equal(icaltime_as_timet_with_zone(icalcomponent_get_dtstart(found), utc),
                         instants[i]);
        assert_int_equal(icaltime_as_timet_with_zone(icalcomponent_get_dtend(found), utc),
                         instants[i] + 5400);
        icalproperty *geo = icalcomponent_get_first_property(found, ICAL_GEO_PROPERTY);
        assert_true(icalproperty_get_geo(geo).lat == 16.25);
        assert_true(icalproperty_get_geo(geo).lon == -61.5);
        icalcomponent_free(calendar);
        buffer_free(&out);
    }
}

static void a_hostile_text_adds_no_line(void **state)
{
    (void)state;
    static const char *const links[] = {"https://a.example/\r\nBEGIN:VALARM", "javascript:alert(1)",
                                        "https://a.example/ b", ""};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        struct buffer out = {0};
        const struct calendar_event event = {.uid = "1\r\nATTACH:x",
                                             .summary = "x\r\nEND:VEVENT\rBEGIN:VEVENT\x01\x7f",
                                             .to = 60,
                                             .link = links[i]};
        calendar_begin(&out, "x\r\nMETHOD:CANCEL");
        calendar_add(&out, &event);
        calendar_end(&out);
        icalcomponent *calendar = read_calendar(&out);
        assert_int_equal(icalcomponent_count_components(calendar, ICAL_ANY_COMPONENT), 1);
        assert_int_equal(icalcomponent_count_properties(calendar, ICAL_METHOD_PROPERTY), 0);
        icalcomponent *found = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        assert_int_equal(icalcomponent_count_properties(found, ICAL_ATTACH_PROPERTY), 0);
        assert_int_equal(icalcomponent_count_properties(found, ICAL_URL_PROPERTY), 0);
        assert_string_equal(icalcomponent_get_summary(found), "x\nEND:VEVENTBEGIN:VEVENT");
        icalcomponent_free(calendar);
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_come_back_as_they_went),
        cmocka_unit_test(instants_and_points_come_back_as_they_went),
        cmocka_unit_test(a_hostile_text_adds_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
