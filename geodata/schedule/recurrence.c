/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recurrence in French becomes an RRULE: `le premier samedi du mois jusqu'au 15/12`. */
#include "schedule/recurrence_words.h"
#include "schedule/rule.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define HALF_YEAR 183          /* days: a date without a year is nearer than that */
#define HORIZON_DAYS (5 * 366) /* a session that never comes in five years is a mistake */

static const char *const ical_days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

static void write_days(const struct recurrence *recurrence, struct buffer *out)
{
    const char *separator = ";BYDAY=";
    for (unsigned i = 0; i < 7; i++) {
        if ((recurrence->days >> i & 1) == 0) continue;
        buffer_format(out, "%s%s", separator, ical_days[i]);
        separator = ",";
    }
    for (size_t i = 0; i < recurrence->position_count; i++) {
        buffer_format(out, "%s%d%s", separator, recurrence->positions[i].position,
                      ical_days[recurrence->positions[i].weekday]);
        separator = ",";
    }
}

static void write_rule(const struct recurrence *recurrence, struct buffer *out)
{
    static const char *const names[] = {"DAILY", "WEEKLY", "MONTHLY"};
    bool every_day = recurrence->days == EVERY_DAY && recurrence->interval == 1;
    buffer_format(out, "FREQ=%s", every_day ? "DAILY" : names[recurrence->frequency]);
    if (recurrence->interval > 1) buffer_format(out, ";INTERVAL=%d", recurrence->interval);
    if (!every_day) write_days(recurrence, out);
    if (recurrence->month_day > 0) buffer_format(out, ";BYMONTHDAY=%d", recurrence->month_day);
    if (recurrence->count > 0) buffer_format(out, ";COUNT=%d", recurrence->count);
    if (!recurrence->ends) return;
    struct civil until = day_civil(recurrence->until);
    buffer_format(out, ";UNTIL=%04d%02d%02d", until.year, until.month, until.day);
}

/* A rule that libical reads and that falls on a day before long. */
static enum status check_rule(const char *text, day first, struct buffer *why)
{
    struct icalrecurrencetype rule;
    const char *problem = NULL;
    enum status status = rule_read(text, &rule, &problem);
    if (status == STATUS_OK) {
        struct rule_walk walk;
        day date;
        rule_walk_open(&walk, &rule, first, first, first + HORIZON_DAYS);
        status = rule_walk_next(&walk, &date);
        rule_walk_close(&walk);
        problem = "cette règle ne donne aucune date";
    }
    if (status == STATUS_OK) return STATUS_OK;
    if (why != NULL) buffer_format(why, "« %.60s » : %s", text, problem);
    return STATUS_INVALID;
}

/* --- RRULE as it is -------------------------------------------------------------------------- */

static const char *rule_text(const char *text)
{
    while (isspace((unsigned char)*text)) text++;
    if (strncasecmp(text, "RRULE:", 6) == 0) text += 6;
    return strncasecmp(text, "FREQ=", 5) == 0 ? text : NULL;
}

static bool ends_part(const struct buffer *rule)
{
    return rule->length > 0 && rule->data[rule->length - 1] == ';';
}

/* In capitals, without spaces, empty parts or a last semicolon. */
static void tidy_rule(const char *text, struct buffer *out)
{
    for (; *text != '\0'; text++) {
        if (isspace((unsigned char)*text) || (*text == ';' && ends_part(out))) continue;
        buffer_char(out, (char)toupper((unsigned char)*text));
    }
    if (ends_part(out)) out->data[--out->length] = '\0';
}

static bool read_french(const char *text, day first, struct buffer *rule, struct buffer *why)
{
    struct recurrence recurrence = {.interval = 1};
    struct phrase *phrase = malloc(sizeof *phrase);
    bool read = false;
    if (phrase == NULL || phrase_read(text, phrase) != STATUS_OK) {
        if (why != NULL) buffer_text(why, "le texte est trop long pour une récurrence");
        goto done;
    }
    struct reader reader = {.phrase = phrase, .why = why, .french = true};
    if (reader_peek_is(&reader, 0, TOKEN_END)) {
        if (why != NULL) buffer_text(why, "aucune récurrence n'est écrite");
        goto done;
    }
    if (!recurrence_take_frequency(&reader, &recurrence)) goto done;
    if (!recurrence_take_bounds(&reader, first, &recurrence)) goto done;
    read = reader_peek_is(&reader, 0, TOKEN_END) || recurrence_refuse(&reader);
    if (read) write_rule(&recurrence, rule);
done:
    free(phrase);
    return read;
}

enum status recurrence_parse(const char *text, day first, struct buffer *rrule, struct buffer *why)
{
    struct buffer rule = {0};
    const char *written = rule_text(text);
    if (written != NULL) tidy_rule(written, &rule);
    enum status status = STATUS_OK;
    if (written == NULL && !read_french(text, first, &rule, why)) status = STATUS_INVALID;
    if (rule.failed) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = check_rule(rule.data, first, why);
    if (status == STATUS_OK) buffer_append(rrule, rule.data, rule.length);
    if (rrule->failed) status = STATUS_NO_MEMORY;
    buffer_free(&rule);
    return status;
}

enum status recurrence_start(const char *text, day near, day *out)
{
    static const char *const from[] = {"du", "des", "le", NULL};
    enum status status = STATUS_NOT_FOUND;
    struct phrase *phrase = malloc(sizeof *phrase);
    if (phrase == NULL) return STATUS_NO_MEMORY;
    if (rule_text(text) != NULL || phrase_read(text, phrase) != STATUS_OK) goto done;
    for (size_t i = 1; i < phrase->count && status != STATUS_OK; i++) {
        struct reader reader = {.phrase = phrase, .at = i, .french = true};
        const struct token *before = &phrase->tokens[i - 1];
        bool begins = token_is(before, "partir") || token_is(before, "des");
        if (!begins && !token_is(reader_peek(&reader, 0), "du")) continue;
        reader_take(&reader, from);
        if (recurrence_take_date(&reader, near - HALF_YEAR, out)) status = STATUS_OK;
    }
done:
    free(phrase);
    return status;
}
