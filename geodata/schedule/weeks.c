/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule/weeks.h"

#include <stdlib.h>
#include <string.h>

#define WEEK_MINUTES (7 * 1440)
#define CELLS_FIRST 64

struct week {
    uint32_t first_span;
    uint8_t span_count;
    uint8_t usual_count; /* of them on weekdays; 0: it cannot be looked up */
};

/* Minutes since the Monday of the week in which it begins. */
static int begin_of(const struct hours_span *span)
{
    return span->weekday * 1440 + span->opens;
}

static int end_of(const struct hours_span *span)
{
    return span->weekday * 1440 + span->closes;
}

/* --- making ------------------------------------------------------------------------------- */

/* How many spans are of weekdays, when the one that began last is always the one that ends last and
 * some time is left between two of them; else 0. */
static size_t usual_spans(const struct hours_span *spans, size_t count)
{
    while (count > 0 && spans[count - 1].weekday == HOURS_HOLIDAY) count--;
    if (count == 0) return 0;
    int week_before = begin_of(&spans[count - 1]) - WEEK_MINUTES;
    int ends = end_of(&spans[count - 1]) - WEEK_MINUTES, begins = week_before;
    bool has_gap = false;
    for (size_t i = 0; i < count; i++) {
        const struct hours_span *span = &spans[i];
        if (begin_of(span) <= begins || end_of(span) < ends || span->closes <= span->opens)
            return 0;
        has_gap |= begin_of(span) > ends;
        begins = begin_of(span);
        ends = end_of(span);
    }
    return has_gap ? count : 0;
}

/* To twice the size, or to what is needed. */
static bool resize(void **items, size_t size, size_t *capacity, size_t count)
{
    void *resized = realloc(*items, (count + 1) * size);
    if (resized == NULL) return false;
    *items = resized;
    *capacity = count;
    return true;
}

static bool has_room(struct weeks *weeks, size_t spans)
{
    bool is_full = weeks->count == weeks->capacity;
    bool is_packed = weeks->span_count + spans > weeks->span_capacity;
    return (!is_full || resize((void **)&weeks->items, sizeof *weeks->items, &weeks->capacity,
                               2 * weeks->count + 64)) &&
           (!is_packed || resize((void **)&weeks->spans, sizeof *weeks->spans,
                                 &weeks->span_capacity, 2 * weeks->span_count + HOURS_SPAN_MAX));
}

static bool add(struct weeks *weeks, const struct hours_span *spans, size_t count)
{
    if (!has_room(weeks, count)) return false;
    memcpy(weeks->spans + weeks->span_count, spans, count * sizeof *spans);
    weeks->items[weeks->count++] = (struct week){.first_span = (uint32_t)weeks->span_count,
                                                 .span_count = (uint8_t)count,
                                                 .usual_count = (uint8_t)usual_spans(spans, count)};
    weeks->span_count += count;
    return true;
}

/* FNV-1a, span by span. */
static uint64_t hash_of(const struct hours_span *spans, size_t count)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < count; i++) {
        uint64_t span = (uint64_t)spans[i].weekday << 32 | (uint64_t)spans[i].opens << 16;
        hash = (hash ^ span ^ spans[i].closes) * UINT64_C(1099511628211);
    }
    return hash ^ hash >> 32;
}

static bool is_week(const struct weeks *weeks, uint32_t number, const struct hours_span *spans,
                    size_t count)
{
    const struct week *week = &weeks->items[number];
    const struct hours_span *has = weeks->spans + week->first_span;
    if (week->span_count != count) return false;
    for (size_t i = 0; i < count; i++) {
        if (has[i].weekday != spans[i].weekday || has[i].opens != spans[i].opens ||
            has[i].closes != spans[i].closes)
            return false;
    }
    return true;
}

/* The cell of these hours, or the empty one where they belong. */
static uint32_t *cell_of(const struct weeks *weeks, const struct hours_span *spans, size_t count)
{
    size_t at = hash_of(spans, count) % weeks->cell_count;
    while (weeks->cells[at] != 0 && !is_week(weeks, weeks->cells[at] - 1, spans, count))
        at = (at + 1) % weeks->cell_count;
    return &weeks->cells[at];
}

/* Half of the cells stay empty. */
static bool spread(struct weeks *weeks)
{
    if (weeks->cell_count > 2 * weeks->count) return true;
    size_t cell_count = weeks->cell_count == 0 ? CELLS_FIRST : 2 * weeks->cell_count;
    uint32_t *cells = calloc(cell_count, sizeof *cells);
    if (cells == NULL) return false;
    free(weeks->cells);
    weeks->cells = cells;
    weeks->cell_count = cell_count;
    for (uint32_t i = 0; i < weeks->count; i++) {
        const struct week *week = &weeks->items[i];
        *cell_of(weeks, weeks->spans + week->first_span, week->span_count) = i + 1;
    }
    return true;
}

bool weeks_add(struct weeks *weeks, const struct hours_span *spans, size_t count, uint32_t *number)
{
    if (count > HOURS_SPAN_MAX) count = HOURS_SPAN_MAX;
    if (!spread(weeks)) return false;
    uint32_t *cell = cell_of(weeks, spans, count);
    if (*cell == 0) {
        if (!add(weeks, spans, count)) return false;
        *cell = (uint32_t)weeks->count;
    }
    *number = *cell - 1;
    return true;
}

void weeks_finish(struct weeks *weeks)
{
    resize((void **)&weeks->items, sizeof *weeks->items, &weeks->capacity, weeks->count);
    resize((void **)&weeks->spans, sizeof *weeks->spans, &weeks->span_capacity, weeks->span_count);
    free(weeks->cells);
    weeks->cells = NULL;
    weeks->cell_count = 0;
}

void weeks_free(struct weeks *weeks)
{
    free(weeks->items);
    free(weeks->spans);
    free(weeks->cells);
    *weeks = (struct weeks){0};
}

void weeks_hours(const struct weeks *weeks, uint32_t number, struct hours *out)
{
    const struct week *week = &weeks->items[number];
    out->count = week->span_count;
    memcpy(out->spans, weeks->spans + week->first_span, out->count * sizeof *out->spans);
}

/* --- looking up --------------------------------------------------------------------------- */

/* How many of them have begun by that minute of the week. */
static size_t begun_by(const struct hours_span *spans, size_t count, int minute)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (begin_of(&spans[middle]) <= minute) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether it is open, and the minute at which that changes. Those that touch are one opening. */
static bool is_open(const struct hours_span *spans, size_t count, int minute, int *changes)
{
    size_t begun = begun_by(spans, count, minute);
    size_t next = begun == count ? 0 : begun, last = begun == 0 ? count - 1 : begun - 1;
    int later = begun == count ? WEEK_MINUTES : 0; /* of the next: it may be next week's */
    int ends = end_of(&spans[last]) - (begun == 0 ? WEEK_MINUTES : 0);
    *changes = begin_of(&spans[next]) + later;
    if (minute >= ends) return false;
    for (; *changes <= ends; *changes = begin_of(&spans[next]) + later) {
        ends = end_of(&spans[next]) + later;
        later += next + 1 == count ? WEEK_MINUTES : 0;
        next = next + 1 == count ? 0 : next + 1;
    }
    *changes = ends;
    return true;
}

static bool is_closed(const struct timetable *table, day from, day last)
{
    for (size_t i = 0; i < table->closure_count; i++) {
        if (table->closures[i].first <= last && from <= table->closures[i].last) return true;
    }
    return false;
}

static bool look_up(const struct weeks *weeks, const struct week *week,
                    const struct almanac *almanac, const struct timetable *table, instant at,
                    struct opening *out)
{
    int minute, changes;
    day today = instant_day(almanac->rules, at, &minute);
    day monday = today - day_weekday(today);
    minute += (today - monday) * 1440;
    bool open = is_open(weeks->spans + week->first_span, week->usual_count, minute, &changes);
    day last = monday + changes / 1440;
    if (!almanac_is_usual(almanac, table->law, today - 1, last)) return false;
    if (is_closed(table, today - 1, last)) return false;
    instant second = (at % 60 + 60) % 60; /* of its minute: so are the clocks of usual days */
    instant change = at - second + (instant)(changes - minute) * 60;
    *out = (struct opening){.state = open ? OPEN_YES : OPEN_NO,
                            .from = INSTANT_NONE,
                            .until = open ? change : INSTANT_NONE,
                            .next = open ? INSTANT_NONE : change};
    return true;
}

bool weeks_look_up(const struct weeks *weeks, uint32_t number, const struct almanac *almanac,
                   const struct timetable *table, instant from, instant to, struct opening *out)
{
    const struct week *week = &weeks->items[number];
    if (week->usual_count == 0) return false;
    if (!look_up(weeks, week, almanac, table, from, out)) return false;
    if (out->state == OPEN_YES || to <= from || out->next >= to) return true;
    instant next = out->next;
    if (!look_up(weeks, week, almanac, table, next, out)) return false;
    out->from = next;
    return true;
}
