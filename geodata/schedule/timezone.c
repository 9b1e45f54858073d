/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A zone is compiled once into the instants at which its offset from UTC changes. After that no
 * library is asked, so questions are lock-free and cost a binary search. libical reads the
 * system's zone files, which security updates keep current; where there are none (a bare
 * container) ICU answers from the data it carries. */
#include "geodata/log.h"
#include "geodata/schedule.h"

#include <libical/ical.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define DAY_SECONDS 86400
#define FIRST_INSTANT INT64_C(0)         /* 1970-01-01 */
#define LAST_INSTANT INT64_C(4102444800) /* 2100-01-01: later instants keep the last offset */
#define STEP                                                                                       \
    (7 * DAY_SECONDS) /* no zone keeps an offset for less than a week (Morocco: a month)           \
                       */

struct transition {
    instant at;
    int64_t local;  /* what a clock shows at that instant, before it is changed, as if UTC */
    int32_t offset; /* seconds east of UTC from then on */
};

struct timezone_rules {
    int32_t first_offset;
    size_t count, capacity;
    struct transition *transitions;
};

/** Seconds east of UTC at an instant, as one library knows it. */
typedef int32_t offset_function(void *zone, instant at);

static int32_t ical_offset(void *zone, instant at)
{
    int is_daylight = 0;
    struct icaltimetype time =
        icaltime_from_timet_with_zone((time_t)at, 0, icaltimezone_get_utc_timezone());
    return icaltimezone_get_utc_offset_of_utc_time(zone, &time, &is_daylight);
}

static int32_t icu_offset(void *zone, instant at)
{
    UErrorCode error = U_ZERO_ERROR;
    ucal_setMillis(zone, (UDate)at * 1000, &error);
    int32_t milliseconds = ucal_get(zone, UCAL_ZONE_OFFSET, &error);
    milliseconds += ucal_get(zone, UCAL_DST_OFFSET, &error);
    return U_FAILURE(error) ? 0 : milliseconds / 1000;
}

static bool add_transition(struct timezone_rules *rules, instant at, int32_t before, int32_t after)
{
    if (rules->count == rules->capacity) {
        size_t capacity = rules->capacity == 0 ? 320 : rules->capacity * 2;
        struct transition *grown =
            realloc(rules->transitions, capacity * sizeof *rules->transitions);
        if (grown == NULL) return false;
        rules->transitions = grown;
        rules->capacity = capacity;
    }
    rules->transitions[rules->count++] =
        (struct transition){.at = at, .local = at + before, .offset = after};
    return true;
}

/* The first second, in (low, high], whose offset is no longer that of `low`. */
static instant find_change(offset_function *offset, void *zone, instant low, instant high)
{
    int32_t before = offset(zone, low);
    while (high - low > 1) {
        instant middle = low + (high - low) / 2;
        if (offset(zone, middle) == before) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}

static bool compile(struct timezone_rules *rules, offset_function *offset, void *zone)
{
    offset(zone, LAST_INSTANT); /* libical then lists all changes at once, not year by year */
    int32_t before = offset(zone, FIRST_INSTANT);
    rules->first_offset = before;
    for (instant at = FIRST_INSTANT; at < LAST_INSTANT; at += STEP) {
        int32_t after = offset(zone, at + STEP);
        if (after == before) continue;
        if (!add_transition(rules, find_change(offset, zone, at, at + STEP), before, after)) {
            return false;
        }
        before = after;
    }
    return true;
}

static enum status compile_with_ical(const char *name, struct timezone_rules *rules)
{
    /* libical fills its list of zones as they are asked for: one thread at a time */
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    enum status status = STATUS_NOT_FOUND;
    pthread_mutex_lock(&mutex);
    icaltimezone *zone = icaltimezone_get_builtin_timezone(name);
    if (zone == NULL || icaltimezone_get_component(zone) == NULL) goto done;
    status = compile(rules, ical_offset, zone) ? STATUS_OK : STATUS_NO_MEMORY;
done:
    pthread_mutex_unlock(&mutex);
    return status;
}

static enum status compile_with_icu(const char *name, struct timezone_rules *rules)
{
    UChar id[64], canonical[64];
    UBool is_system = false;
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = 0;
    u_strFromUTF8(id, 64, &length, name, -1, &error);
    ucal_getCanonicalTimeZoneID(id, length, canonical, 64, &is_system, &error);
    if (U_FAILURE(error) || !is_system) return STATUS_NOT_FOUND;
    UCalendar *zone = ucal_open(id, length, "en", UCAL_GREGORIAN, &error);
    if (U_FAILURE(error)) return STATUS_FAILED;
    bool compiled = compile(rules, icu_offset, zone);
    ucal_close(zone);
    return compiled ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status timezone_open(const char *name, struct timezone_rules **out)
{
    struct timezone_rules *rules = calloc(1, sizeof *rules);
    if (rules == NULL) return STATUS_NO_MEMORY;
    enum status status = compile_with_ical(name, rules);
    if (status == STATUS_NOT_FOUND) status = compile_with_icu(name, rules);
    if (status != STATUS_OK) {
        log_error("timezone: cannot read the zone \"%s\"", name);
        timezone_close(rules);
        return status;
    }
    *out = rules;
    return STATUS_OK;
}

void timezone_close(struct timezone_rules *rules)
{
    if (rules == NULL) return;
    free(rules->transitions);
    free(rules);
}

instant instant_of(const struct timezone_rules *rules, day date, int minute)
{
    int64_t local = (int64_t)date * DAY_SECONDS + (int64_t)minute * 60;
    size_t low = 0, high = rules->count; /* transitions before `low` have passed on the clock */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rules->transitions[middle].local <= local) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) return local - rules->first_offset;
    const struct transition *passed = &rules->transitions[low - 1];
    instant at = local - passed->offset;
    return at < passed->at ? passed->at : at; /* earlier: a local time that is skipped */
}

static int32_t offset_at(const struct timezone_rules *rules, instant at)
{
    size_t low = 0, high = rules->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rules->transitions[middle].at <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? rules->first_offset : rules->transitions[low - 1].offset;
}

day instant_day(const struct timezone_rules *rules, instant at, int *minute)
{
    int64_t local = at + offset_at(rules, at);
    int64_t days = local / DAY_SECONDS - (local % DAY_SECONDS < 0);
    if (minute != NULL) *minute = (int)((local - days * DAY_SECONDS) / 60);
    return (day)days;
}
