/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book.h"
#include "cases.h"
#include "geodata/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Sunday 22 November 2026, ten in the morning, in Paris. */
#define NOW "2026-11-22T10:00"

struct desk {
    struct book book;
    struct skills *skills;
    struct timezone_rules *rules;
    struct question_context context, blind; /* with and without the address book */
};

static int open_desk(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    test_book_open("geodata/demo/adresses.csv", &desk->book);
    assert_int_equal(skills_default(&desk->skills), STATUS_OK);
    assert_int_equal(timezone_open("Europe/Paris", &desk->rules), STATUS_OK);
    desk->blind = (struct question_context){.rules = desk->rules, .skills = desk->skills};
    assert_int_equal(instant_parse(desk->rules, NOW, &desk->blind.now), STATUS_OK);
    desk->context = desk->blind;
    desk->context.geocoder = desk->book.geocoder;
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    test_book_close(&desk->book);
    skills_free(desk->skills);
    timezone_close(desk->rules);
    free(desk);
    return 0;
}

static void read(const struct question_context *context, const char *text,
                 struct question_reading *out)
{
    assert_int_equal(question_understand(text, strlen(text), context, out), STATUS_OK);
}

static void say(struct buffer *out, const char *separator, const char *word)
{
    if (out->length > 0) buffer_text(out, separator);
    buffer_text(out, word);
}

static void write_skills(const struct desk *desk, const struct question_reading *reading,
                         struct buffer *out)
{
    for (size_t i = 0; i < reading->skill_count; i++)
        say(out, " ", skills_get(desk->skills, reading->skills[i])->code);
    for (size_t i = 0; i < reading->any_skill_count; i++)
        say(out, i == 0 ? " " : "|", skills_get(desk->skills, reading->any_skills[i])->code);
}

/* The words of the table's third column, always in this order. */
static void write_filters(const struct question_reading *reading, struct buffer *out)
{
    static const char *const modes[] = {"", "domicile", "cabinet", "distance"};
    if (reading->mode != SEARCH_ANYWHERE) say(out, ", ", modes[reading->mode]);
    if (reading->walk_in) say(out, ", ", "sans rdv");
    if (reading->new_patients) say(out, ", ", "nouveaux patients");
    if (reading->wheelchair) say(out, ", ", "fauteuil");
    if (reading->language != NULL) say(out, ", ", reading->language->key);
    if (reading->fees[0] != '\0') {
        say(out, ", ", "secteur ");
        buffer_text(out, reading->fees);
    }
    if (reading->radius_m > 0) {
        say(out, ", ", "");
        buffer_format(out, "%.0f m", reading->radius_m);
    }
    if (reading->here) say(out, ", ", "ici");
}

/* "2026-11-23 06:00", without its seconds and offset. */
static void write_instant(const struct desk *desk, instant at, struct buffer *out)
{
    struct buffer full = {0};
    instant_format(desk->rules, at, &full);
    buffer_append(out, full.data, 10);
    buffer_char(out, ' ');
    buffer_append(out, full.data + 11, 5);
    buffer_free(&full);
}

static void write_time(const struct desk *desk, const struct question_reading *reading,
                       struct buffer *out)
{
    if (reading->when == QUESTION_AT) write_instant(desk, reading->at, out);
    if (reading->when != QUESTION_BETWEEN) return;
    write_instant(desk, reading->interval.from, out);
    buffer_text(out, " > ");
    write_instant(desk, reading->interval.to, out);
}

static void write_left_over(const char *text, const struct question_reading *reading,
                            struct buffer *out)
{
    for (size_t i = 0; i < reading->piece_count; i++) {
        const struct question_piece *piece = &reading->pieces[i];
        bool is_other = piece->kind == QUESTION_OTHER_ADDRESS;
        if (piece->kind != QUESTION_LEFT_OVER && !is_other) continue;
        if (out->length > 0) buffer_text(out, " | ");
        if (is_other) buffer_text(out, "autre adresse : ");
        buffer_append(out, text + piece->start, piece->end - piece->start);
    }
}

static const char *text_of(const struct buffer *buffer)
{
    return buffer->data == NULL ? "" : buffer->data;
}

struct count {
    const struct desk *desk;
    size_t wrong;
};

static void check_case(const char *const *fields, size_t line, void *context)
{
    struct count *count = context;
    struct question_reading reading;
    struct buffer skills = {0}, filters = {0}, time = {0}, left_over = {0};
    read(&count->desk->context, fields[0], &reading);
    write_skills(count->desk, &reading, &skills);
    write_filters(&reading, &filters);
    write_time(count->desk, &reading, &time);
    write_left_over(fields[0], &reading, &left_over);
    bool same = strcmp(text_of(&skills), fields[1]) == 0 &&
                strcmp(text_of(&filters), fields[2]) == 0 &&
                strcmp(text_of(&time), fields[3]) == 0 && strcmp(reading.address, fields[4]) == 0 &&
                strcmp(text_of(&left_over), fields[5]) == 0;
    if (!same) {
        count->wrong++;
        print_error("line %zu was read so:\n%s\t%s\t%s\t%s\t%s\t%s\n", line, fields[0],
                    text_of(&skills), text_of(&filters), text_of(&time), reading.address,
                    text_of(&left_over));
    }
    buffer_free(&skills);
    buffer_free(&filters);
    buffer_free(&time);
    buffer_free(&left_over);
}

static void questions_are_read_as_a_person_reads_them(void **state)
{
    const char *path = getenv("VOISOIN_QUESTIONS_FILE");
    struct count count = {.desk = *state};
    size_t cases =
        cases_each(path == NULL ? "tests/cases/questions.tsv" : path, check_case, &count);
    print_message("%zu questions, %zu misread\n", cases, count.wrong);
    assert_int_equal(count.wrong, 0);
    assert_true(path != NULL || cases >= 300);
}

/* Without an address book the same is read, the address aside. */
static void check_blind_case(const char *const *fields, size_t line, void *context)
{
    struct count *count = context;
    struct question_reading seeing, blind;
    read(&count->desk->context, fields[0], &seeing);
    read(&count->desk->blind, fields[0], &blind);
    bool same = seeing.skill_count == blind.skill_count && seeing.mode == blind.mode &&
                memcmp(seeing.skills, blind.skills, sizeof seeing.skills) == 0 &&
                seeing.when == blind.when && seeing.at == blind.at &&
                seeing.radius_m == blind.radius_m && seeing.walk_in == blind.walk_in;
    if (same) return;
    count->wrong++;
    print_error("line %zu is read otherwise without an address book\n", line);
}

static void without_an_address_book_the_rest_is_read_the_same(void **state)
{
    struct count count = {.desk = *state};
    cases_each("tests/cases/questions.tsv", check_blind_case, &count);
    assert_int_equal(count.wrong, 0);
}

static void check_pieces(const char *const *fields, size_t line, void *context)
{
    struct count *count = context;
    struct question_reading reading;
    size_t before = 0, length = strlen(fields[0]);
    read(&count->desk->context, fields[0], &reading);
    for (size_t i = 0; i < reading.piece_count; i++) {
        const struct question_piece *piece = &reading.pieces[i];
        bool holds = piece->start >= before && piece->end > piece->start && piece->end <= length &&
                     ((unsigned char)fields[0][piece->start] & 0xC0) != 0x80;
        if (!holds) print_error("line %zu: piece %zu\n", line, i);
        count->wrong += !holds;
        before = piece->end + 1;
    }
}

static void pieces_never_overlap_and_come_in_order(void **state)
{
    struct count count = {.desk = *state};
    cases_each("tests/cases/questions.tsv", check_pieces, &count);
    assert_int_equal(count.wrong, 0);
}

static void the_order_of_pieces_is_free(void **state)
{
    static const char *const parts[] = {"infirmière", "pansement complexe", "à domicile",
                                        "12 rue d'Alésia", "demain matin"};
    const struct desk *desk = *state;
    size_t order[5];
    for (size_t permutation = 0; permutation < 120; permutation++) {
        size_t rest = permutation;
        for (size_t i = 0; i < 5; i++) order[i] = i;
        for (size_t i = 0; i < 5; i++) {
            size_t other = i + rest % (5 - i), kept = order[i];
            rest /= 5 - i;
            order[i] = order[other];
            order[other] = kept;
        }
        char text[128] = "";
        for (size_t i = 0; i < 5; i++) {
            strcat(text, i == 0 ? "" : " ");
            strcat(text, parts[order[i]]);
        }
        struct question_reading reading;
        read(&desk->context, text, &reading);
        bool same = reading.skill_count == 2 && reading.mode == SEARCH_HOME &&
                    reading.when == QUESTION_BETWEEN && reading.piece_count == 5 &&
                    strcmp(reading.address, "12 rue d'Alésia") == 0 && reading.address_is_known;
        if (!same) fail_msg("%s", text);
    }
}

/* A local time of the territory, whatever the hour of Greenwich; both changes of the clock. */
static void times_are_the_territory_s(void **state)
{
    static const struct {
        const char *zone, *now, *text, *at;
    } cases[] = {
        {"Europe/Paris", "2026-11-22T10:00", "à 18h30", "2026-11-22T18:30:00+01:00"},
        {"Indian/Reunion", "2026-11-22T23:30", "demain 9h", "2026-11-23T09:00:00+04:00"},
        {"Pacific/Wallis", "2026-11-22T10:00", "lundi 8h", "2026-11-23T08:00:00+12:00"},
        {"America/Martinique", "2026-11-22T10:00", "dans 2 heures", "2026-11-22T12:00:00-04:00"},
        {"Europe/Paris", "2027-03-27T22:00", "demain à 3h30", "2027-03-28T03:30:00+02:00"},
        {"Europe/Paris", "2026-10-24T22:00", "demain à 9h", "2026-10-25T09:00:00+01:00"},
        {"Europe/Paris", "2026-12-31T10:00", "demain 9h", "2027-01-01T09:00:00+01:00"},
        {"Europe/Paris", "2026-12-28T10:00", "le 2 janvier 9h", "2027-01-02T09:00:00+01:00"},
        {"Europe/Paris", "2027-01-02T10:00", "29 février 8h", "2028-02-29T08:00:00+01:00"},
        {"Europe/Paris", "2026-11-22T10:00", "dimanche 9h", "2026-11-29T09:00:00+01:00"},
        {"Europe/Paris", "2026-11-22T10:00", "dimanche 11h", "2026-11-22T11:00:00+01:00"},
    };
    const struct desk *desk = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct timezone_rules *rules = NULL;
        struct question_context context = desk->blind;
        struct question_reading reading;
        struct buffer at = {0};
        assert_int_equal(timezone_open(cases[i].zone, &rules), STATUS_OK);
        assert_int_equal(instant_parse(rules, cases[i].now, &context.now), STATUS_OK);
        context.rules = rules;
        read(&context, cases[i].text, &reading);
        assert_int_equal(reading.when, QUESTION_AT);
        instant_format(rules, reading.at, &at);
        assert_string_equal(at.data, cases[i].at);
        buffer_free(&at);
        timezone_close(rules);
    }
}

/* Each part of France has public holidays of its own. */
static void a_public_holiday_is_the_territory_s_next_one(void **state)
{
    static const struct {
        enum holiday_law law;
        const char *now, *day;
    } cases[] = {
        {HOLIDAYS_NATIONAL, "2026-11-22T10:00", "2026-12-25 00:00"},
        {HOLIDAYS_REUNION, "2026-11-22T10:00", "2026-12-20 00:00"},
        {HOLIDAYS_NATIONAL, "2026-12-26T10:00", "2027-01-01 00:00"},
        {HOLIDAYS_ALSACE_MOSELLE, "2026-12-26T00:00", "2026-12-26 00:00"},
        {HOLIDAYS_MAYOTTE, "2027-04-01T10:00", "2027-04-27 00:00"},
        {HOLIDAYS_NATIONAL, "2027-04-01T10:00", "2027-05-01 00:00"},
    };
    const struct desk *desk = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct question_context context = desk->blind;
        struct question_reading reading;
        struct buffer from = {0};
        assert_int_equal(instant_parse(desk->rules, cases[i].now, &context.now), STATUS_OK);
        context.law = cases[i].law;
        read(&context, "pharmacie ouverte les jours fériés", &reading);
        assert_int_equal(reading.when, QUESTION_BETWEEN);
        write_instant(desk, reading.interval.from, &from);
        assert_string_equal(from.data, cases[i].day);
        buffer_free(&from);
    }
}

static void what_is_no_question_is_refused(void **state)
{
    const struct desk *desk = *state;
    struct question_reading reading;
    char text[QUESTION_TEXT_MAX + 2];
    memset(text, 'a', sizeof text);
    assert_int_equal(question_understand(text, QUESTION_TEXT_MAX, &desk->context, &reading),
                     STATUS_OK);
    assert_int_equal(question_understand(text, QUESTION_TEXT_MAX + 1, &desk->context, &reading),
                     STATUS_INVALID);
    assert_int_equal(question_understand("kin\xe9", 4, &desk->context, &reading), STATUS_INVALID);
    assert_int_equal(question_understand("", 0, &desk->context, &reading), STATUS_OK);
    assert_int_equal(reading.piece_count, 0);
    assert_int_equal(question_understand(" , ?! ", 6, &desk->context, &reading), STATUS_OK);
    assert_int_equal(reading.piece_count, 0);
}

/* More pieces than there is room for: the last one holds the rest, as words left over, whatever it
 * was before. */
static void nothing_is_lost_of_a_long_question(void **state)
{
    static const char *const words[] = {"kiné, xyzzy, ", "kiné, "};
    const struct desk *desk = *state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct question_reading reading;
        char text[QUESTION_TEXT_MAX + 1] = "";
        while (strlen(text) + 20 < sizeof text) strcat(text, words[i]);
        read(&desk->context, text, &reading);
        assert_int_equal(reading.piece_count, QUESTION_PIECES_MAX);
        const struct question_piece *last = &reading.pieces[QUESTION_PIECES_MAX - 1];
        assert_int_equal(last->kind, QUESTION_LEFT_OVER);
        assert_int_equal(last->skill, SKILL_NONE);
        assert_int_equal(last->end, strlen(text) - 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_read_as_a_person_reads_them),
        cmocka_unit_test(without_an_address_book_the_rest_is_read_the_same),
        cmocka_unit_test(pieces_never_overlap_and_come_in_order),
        cmocka_unit_test(the_order_of_pieces_is_free),
        cmocka_unit_test(times_are_the_territory_s),
        cmocka_unit_test(a_public_holiday_is_the_territory_s_next_one),
        cmocka_unit_test(what_is_no_question_is_refused),
        cmocka_unit_test(nothing_is_lost_of_a_long_question),
    };
    return cmocka_run_group_tests_name("question", tests, open_desk, close_desk);
}
