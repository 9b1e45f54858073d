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
    book_open("geodata/demo/adresses.csv", &desk->book);
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
    book_close(&desk->book);
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
}

/* The words of the table's third column, always in this order. */
static void write_filters(const struct question_reading *reading, struct buffer *out)
{
    static const char *const modes[] = {"", "domicile", "cabinet", "distance"};
    if (reading->mode != SEARCH_ANYWHERE) say(out, ", ", modes[reading->mode]);
    if (reading->walk_in) say(out, ", ", "sans rdv");
    if (reading->new_patients) say(out, ", ", "nouveaux patients");
    if (reading->wheelchair) say(out, ", ", "fauteuil");
    if (reading->language[0] != '\0') say(out, ", ", reading->language);
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
        if (piece->kind != QUESTION_LEFT_OVER) continue;
        if (out->length > 0) buffer_text(out, " | ");
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
    const char *path = getenv("VOISOIN_QUESTIONS");
    struct count count = {.desk = *state};
    size_t cases =
        cases_each(path == NULL ? "tests/cases/questions.tsv" : path, check_case, &count);
    print_message("%zu questions, %zu misread\n", cases, count.wrong);
    assert_int_equal(count.wrong, 0);
    assert_true(path != NULL || cases >= 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_read_as_a_person_reads_them),
    };
    return cmocka_run_group_tests_name("question", tests, open_desk, close_desk);
}
