/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/diff.h"

#include "base/arena.h"
#include "embedded/sql_diff_after.h"
#include "embedded/sql_diff_attach.h"
#include "embedded/sql_diff_before.h"
#include "embedded/sql_diff_closures.h"
#include "embedded/sql_diff_fields.h"
#include "embedded/sql_diff_has_gaps.h"
#include "embedded/sql_diff_hours.h"
#include "embedded/sql_diff_prepare.h"
#include "embedded/sql_diff_presence.h"
#include "embedded/sql_diff_sessions.h"
#include "embedded/sql_diff_skills.h"
#include "embedded/sql_diff_zone_gaps.h"
#include "embedded/sql_diff_zones.h"
#include "geodata/geo.h"
#include "geodata/schedule.h"
#include "store/database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOVED_M 1.0       /* less is a rounding, not a move */
#define SAME_GROUND 0.001 /* of the area: below, drawing a circle anew is enough to explain it */
#define COLUMN_VALUES 4   /* the first after identity, public_id, name, profession */

struct comparison;

/* What is asked of both generations, and what reads its answer. */
struct question {
    const char *name, *sql;
    void (*read)(struct comparison *comparison, struct statement *row);
    enum diff_field field; /* of read_plain */
};

struct comparison {
    struct database *database;
    struct diff *diff;
    size_t capacity;
    const struct question *question; /* being read */
    bool failed;                     /* memory ran out */
};

static const char *keep(struct comparison *comparison, const char *text)
{
    if (text == NULL) return NULL;
    const char *copy = arena_text(comparison->diff->memory, text);
    if (copy == NULL) comparison->failed = true;
    return copy;
}

/* The next line, about the resource of `row`; NULL when memory runs out. */
static struct diff_line *add_line(struct comparison *comparison, struct statement *row)
{
    struct diff *diff = comparison->diff;
    if (diff->line_count == comparison->capacity) {
        size_t capacity = comparison->capacity == 0 ? 64 : comparison->capacity * 2;
        struct diff_line *lines = realloc(diff->lines, capacity * sizeof *lines);
        if (lines == NULL) {
            comparison->failed = true;
            return NULL;
        }
        diff->lines = lines;
        comparison->capacity = capacity;
    }
    struct diff_line *line = &diff->lines[diff->line_count++];
    *line = (struct diff_line){
        .what = DIFF_CHANGE,
        .identity = keep(comparison, column_text(row, 0)),
        .id = keep(comparison, column_text(row, 1)),
        .name = keep(comparison, column_text(row, 2)),
        .profession = keep(comparison, column_text(row, 3)),
    };
    return line;
}

static struct diff_line *add_change(struct comparison *comparison, struct statement *row,
                                    enum diff_field field, const char *before, const char *after)
{
    struct diff_line *line = add_line(comparison, row);
    if (line == NULL) return NULL;
    line->field = field;
    line->before = keep(comparison, before);
    line->after = keep(comparison, after);
    return line;
}

static void read_presence(struct comparison *comparison, struct statement *row)
{
    bool came = column_integer(row, COLUMN_VALUES) == 1;
    struct diff_line *line = add_line(comparison, row);
    if (line != NULL) line->what = came ? DIFF_ARRIVAL : DIFF_DEPARTURE;
    if (came) comparison->diff->arrivals++;
    if (!came) comparison->diff->departures++;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void read_position(struct comparison *comparison, struct statement *row)
{
    bool before = !column_is_null(row, COLUMN_VALUES), after = !column_is_null(row, 6);
    struct point from = {column_real(row, 4), column_real(row, 5)};
    struct point to = {column_real(row, 6), column_real(row, 7)};
    double distance_m = before && after ? geo_distance_m(from, to) : 0;
    if (before == after && distance_m < MOVED_M) return;
    struct buffer texts[2] = {{0}, {0}};
    if (before) buffer_format(&texts[0], "%.6f %.6f", from.lon, from.lat);
    if (after) buffer_format(&texts[1], "%.6f %.6f", to.lon, to.lat);
    struct diff_line *line =
        add_change(comparison, row, DIFF_POSITION, texts[0].data, texts[1].data);
    if (line != NULL) line->distance_m = distance_m;
    buffer_free(&texts[0]);
    buffer_free(&texts[1]);
}

static void read_fields(struct comparison *comparison, struct statement *row)
{
    enum { AS_OF = 8, FIRST = 9 }; /* columns of diff_fields.sql */
    static const enum diff_field fields[] = {
        DIFF_NAME,         DIFF_KIND,      DIFF_PROFESSION,    DIFF_ADDRESS, DIFF_PHONE,
        DIFF_EMAIL,        DIFF_WEBSITE,   DIFF_HOME_VISIT,    DIFF_REMOTE,  DIFF_WALK_IN,
        DIFF_NEW_PATIENTS, DIFF_LANGUAGES, DIFF_WHEELCHAIR,    DIFF_FEES,    DIFF_NOTE,
        DIFF_DIRECT_PHONE, DIFF_MSSANTE,   DIFF_REFERRAL_NOTE,
    };
    read_position(comparison, row);
    for (int i = 0; i < (int)(sizeof fields / sizeof *fields); i++) {
        const char *before = column_text(row, FIRST + 2 * i);
        const char *after = column_text(row, FIRST + 2 * i + 1);
        if (same_text(before, after)) continue;
        struct diff_line *line = add_change(comparison, row, fields[i], before, after);
        if (line != NULL && fields[i] == DIFF_NEW_PATIENTS) {
            line->as_of = keep(comparison, column_text(row, AS_OF));
        }
    }
}

/* "0 540 720,0 840 1080" as people read it; NULL for NULL. */
static const char *week_words(const char *spans, struct buffer *out)
{
    struct hours hours = {0};
    unsigned weekday, opens, closes;
    int length = 0;
    if (spans == NULL) return NULL;
    while (hours.count < HOURS_SPAN_MAX &&
           sscanf(spans, "%u %u %u%n", &weekday, &opens, &closes, &length) == 3) {
        hours.spans[hours.count++] =
            (struct hours_span){(uint8_t)weekday, (uint16_t)opens, (uint16_t)closes};
        spans += length;
        if (*spans != ',') break;
        spans++;
    }
    hours_format(&hours, out);
    return out->data;
}

static void read_hours(struct comparison *comparison, struct statement *row)
{
    struct buffer before = {0}, after = {0};
    add_change(comparison, row, DIFF_HOURS, week_words(column_text(row, COLUMN_VALUES), &before),
               week_words(column_text(row, COLUMN_VALUES + 1), &after));
    if (before.failed || after.failed) comparison->failed = true;
    buffer_free(&before);
    buffer_free(&after);
}

static void read_zone(struct comparison *comparison, struct statement *row)
{
    struct diff *diff = comparison->diff;
    struct diff_line *line = add_change(comparison, row, DIFF_ZONE, column_text(row, COLUMN_VALUES),
                                        column_text(row, COLUMN_VALUES + 1));
    if (line == NULL || line->before == NULL || line->after == NULL) return;
    double before = column_real(row, COLUMN_VALUES + 2);
    double after = column_real(row, COLUMN_VALUES + 3);
    if (after > before * (1 + SAME_GROUND)) {
        line->reach = REACH_GROWN;
        diff->zones_grown++;
    } else if (after < before * (1 - SAME_GROUND)) {
        line->reach = REACH_SHRUNK;
        diff->zones_shrunk++;
    }
}

static void read_session(struct comparison *comparison, struct statement *row)
{
    struct diff *diff = comparison->diff;
    const char *before = column_text(row, COLUMN_VALUES);
    const char *after = column_text(row, COLUMN_VALUES + 1);
    if (before == NULL) diff->sessions_added++;
    if (after == NULL) diff->sessions_removed++;
    if (before != NULL && after != NULL) diff->sessions_changed++;
    if (column_integer(row, COLUMN_VALUES + 2) == 0) return;
    add_change(comparison, row, DIFF_SESSION, before, after);
}

/* Before and after as they stand. */
static void read_plain(struct comparison *comparison, struct statement *row)
{
    add_change(comparison, row, comparison->question->field, column_text(row, COLUMN_VALUES),
               column_text(row, COLUMN_VALUES + 1));
}

static const struct question questions[] = {
    {"presence", sql_diff_presence, read_presence, 0},
    {"fields", sql_diff_fields, read_fields, 0},
    {"skills", sql_diff_skills, read_plain, DIFF_SKILL},
    {"hours", sql_diff_hours, read_hours, 0},
    {"closures", sql_diff_closures, read_plain, DIFF_CLOSURES},
    {"zones", sql_diff_zones, read_zone, 0},
    {"sessions", sql_diff_sessions, read_session, 0},
};

/* Of generations that both keep them. */
static const struct question gaps = {"zone_gaps", sql_diff_zone_gaps, read_plain, DIFF_ZONE_GAP};

static enum status ask(struct comparison *comparison, const struct question *question)
{
    struct statement *row = NULL;
    comparison->question = question;
    enum status status =
        database_prepare(comparison->database, question->name, question->sql, &row);
    while (status == STATUS_OK && (status = statement_step(row)) == STATUS_OK) {
        question->read(comparison, row);
        if (comparison->failed) status = STATUS_NO_MEMORY;
    }
    statement_close(row);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status open_both(struct comparison *comparison, const char *before, const char *after)
{
    struct statement *attach = NULL;
    if (access(before, F_OK) != 0) return STATUS_NOT_FOUND; /* attaching would make it */
    enum status status = database_open_readonly(after, true, &comparison->database);
    if (status == STATUS_OK) {
        status = database_prepare(comparison->database, "attach", sql_diff_attach, &attach);
    }
    if (status != STATUS_OK) return status;
    bind_text(attach, ":path", before);
    status = statement_run(attach);
    statement_close(attach);
    if (status != STATUS_OK) return status;
    status = database_run(comparison->database, "diff_prepare", sql_diff_prepare);
    if (status != STATUS_OK) return status;
    status = database_run(comparison->database, "diff_after", sql_diff_after);
    if (status != STATUS_OK) return status;
    return database_run(comparison->database, "diff_before", sql_diff_before);
}

static enum status ask_all(struct comparison *comparison)
{
    int64_t has_gaps = 0;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        enum status status = ask(comparison, &questions[i]);
        if (status != STATUS_OK) return status;
    }
    enum status status =
        database_integer(comparison->database, "has_gaps", sql_diff_has_gaps, &has_gaps);
    return status == STATUS_OK && has_gaps == 1 ? ask(comparison, &gaps) : status;
}

/* Arrivals, departures, changes; by name, and all of one resource together. */
static int compare_lines(const void *a, const void *b)
{
    const struct diff_line *left = a, *right = b;
    int order = (left->what > right->what) - (left->what < right->what);
    if (order == 0) order = strcmp(left->name, right->name);
    if (order == 0) order = strcmp(left->identity, right->identity);
    if (order == 0) order = (left->field > right->field) - (left->field < right->field);
    if (order == 0) order = (left->before == NULL) - (right->before == NULL);
    const char *words[2] = {left->after != NULL ? left->after : left->before,
                            right->after != NULL ? right->after : right->before};
    return order != 0 || words[0] == NULL || words[1] == NULL ? order : strcmp(words[0], words[1]);
}

static void sort_lines(struct diff *diff)
{
    if (diff->line_count == 0) return;
    qsort(diff->lines, diff->line_count, sizeof *diff->lines, compare_lines);
    for (size_t i = 0; i < diff->line_count; i++) {
        const struct diff_line *line = &diff->lines[i];
        if (line->what != DIFF_CHANGE) continue;
        bool first = i == 0 || line[-1].what != DIFF_CHANGE ||
                     strcmp(line[-1].identity, line->identity) != 0;
        if (first) diff->changed++;
    }
}

enum status diff_files(const char *before, const char *after, struct diff *out)
{
    struct comparison comparison = {.diff = out};
    *out = (struct diff){.memory = calloc(1, sizeof *out->memory)};
    if (out->memory == NULL) return STATUS_NO_MEMORY;

    enum status status = open_both(&comparison, before, after);
    if (status == STATUS_OK) status = ask_all(&comparison);
    database_close(comparison.database);
    if (status == STATUS_OK) sort_lines(out);
    if (status != STATUS_OK) diff_free(out);
    return status;
}

void diff_free(struct diff *diff)
{
    if (diff->memory != NULL) arena_free(diff->memory);
    free(diff->memory);
    free(diff->lines);
    *diff = (struct diff){0};
}
