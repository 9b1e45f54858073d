/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "importer/words/day_hours.h"

#include <string.h>

/* As they stand in the national file of Covid centres, or nearly. */
static void every_shape_is_read_or_left_unread(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        enum day_hours said;
        const char *hours; /* hours_format's words, on Tuesday */
    } cases[] = {
        {"13:30-16:00", DAY_OPEN, "mardi 13:30-16:00"},
        {"12h-16h", DAY_OPEN, "mardi 12:00-16:00"},
        {"9:00-17:00", DAY_OPEN, "mardi 09:00-17:00"},
        {"09:00-13:00/14:00-18:00", DAY_OPEN, "mardi 09:00-13:00, 14:00-18:00"},
        {"9h/17h", DAY_OPEN, "mardi 09:00-17:00"},
        {"8h/12h-14h/20h", DAY_OPEN, "mardi 08:00-12:00, 14:00-20:00"},
        {"9h/12h30 et 13h30/16h30", DAY_OPEN, "mardi 09:00-12:30, 13:30-16:30"},
        {"9h à 12h30 et de 13h30 à 16h 30", DAY_OPEN, "mardi 09:00-12:30, 13:30-16:30"},
        {"de 8h à 18h", DAY_OPEN, "mardi 08:00-18:00"},
        {"9H 18H", DAY_OPEN, "mardi 09:00-18:00"},
        {"9h 18 h", DAY_OPEN, "mardi 09:00-18:00"},
        {"8 h 30 / 17 H 30", DAY_OPEN, "mardi 08:30-17:30"},
        {"09 h 00 - 21 h 00", DAY_OPEN, "mardi 09:00-21:00"},
        {"10: 00-16: 00", DAY_OPEN, "mardi 10:00-16:00"},
        {"8.30/20.00", DAY_OPEN, "mardi 08:30-20:00"},
        {"8h30 – 12h00 / 13h30 – 17h00", DAY_OPEN, "mardi 08:30-12:00, 13:30-17:00"},
        {"9h-12h, 14h-17h", DAY_OPEN, "mardi 09:00-12:00, 14:00-17:00"},
        {"9:00-13:00-14:00-18:00", DAY_OPEN, "mardi 09:00-13:00, 14:00-18:00"},
        {"8:00-12:30 14:00-19:00", DAY_OPEN, "mardi 08:00-12:30, 14:00-19:00"},
        {"8h30 12h30", DAY_OPEN, "mardi 08:30-12:30"},
        {"08:00-13:00/13:00-18:30", DAY_OPEN, "mardi 08:00-18:30"},
        {"07:00-09:30/12:00-13:30/18:00-19:30", DAY_OPEN,
         "mardi 07:00-09:30, 12:00-13:30, 18:00-19:30"},
        {"0h-24h", DAY_OPEN, "mardi 00:00-24:00"},
        {"fermé", DAY_CLOSED, ""},
        {"FERME", DAY_CLOSED, ""},
        {NULL, DAY_UNSAID, ""},
        {"", DAY_UNSAID, ""},
        {"non précisé", DAY_UNSAID, ""},
        {"A CONFIRMER", DAY_UNSAID, ""},
        {"ouvert", DAY_SOMETIME, ""},
        {"Ouvert ", DAY_SOMETIME, ""},
        {"en attente d'informations", DAY_UNSAID, ""},
        /* nothing is guessed */
        {"9h-3h/13h30-17h30", DAY_UNREAD, ""},
        {"14H00-18H00 9H00-18H00", DAY_UNREAD, ""},
        {"8h30-12h-30 / 14h00-18h00", DAY_UNREAD, ""},
        {"08:00-13-00/14:00-18:00", DAY_UNREAD, ""},
        {"14-17H", DAY_UNREAD, ""},
        {"8H30 12", DAY_UNREAD, ""},
        {"15h", DAY_UNREAD, ""},
        {"9h-25h", DAY_UNREAD, ""},
        {"9h70-12h", DAY_UNREAD, ""},
        {"09:00-12", DAY_UNREAD, ""},
        {"8H- 17H sur RDV", DAY_UNREAD, ""},
        {"8:00-12:00 à partir du 25/01", DAY_UNREAD, ""},
        {"08:30/17:30, à confirmer", DAY_UNREAD, ""},
        {"ouvert matin", DAY_UNREAD, ""},
        {"fermé8h/12h", DAY_UNREAD, ""},
        {"1h-2h 3h-4h 5h-6h 7h-8h 9h-10h 11h-12h 13h-14h", DAY_UNREAD, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct hours hours = {0};
        struct buffer words = {0};
        enum day_hours said = day_hours_read(cases[i].cell, 1, &hours);
        if (hours.count > 0) hours_format(&hours, &words);
        const char *read = words.data == NULL ? "" : words.data;
        if (said != cases[i].said || strcmp(read, cases[i].hours) != 0) {
            fail_msg("%s: said %d, %s", cases[i].cell, said, read);
        }
        buffer_free(&words);
    }
}

static void a_week_is_read_day_by_day(void **state)
{
    (void)state;
    struct hours hours = {0};
    struct buffer words = {0};
    assert_int_equal(day_hours_read("9h-12h", 0, &hours), DAY_OPEN);
    assert_int_equal(day_hours_read("fermé", 1, &hours), DAY_CLOSED);
    assert_int_equal(day_hours_read("9h-12h / 12h-14h", 2, &hours), DAY_OPEN);
    hours_format(&hours, &words);
    assert_string_equal(words.data, "lundi 09:00-12:00; mercredi 09:00-14:00");
    buffer_free(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_is_read_or_left_unread),
        cmocka_unit_test(a_week_is_read_day_by_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
