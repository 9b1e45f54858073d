/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recurrence in French becomes an RRULE: `le premier samedi du mois jusqu'au 15/12`. */
#include "schedule/hours_grammar.h"
#include "schedule/rule.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define HALF_YEAR 183 /* days: a date without a year is nearer than that */
#define POSITION_MAX 12
#define HORIZON_DAYS (5 * 366) /* a session that never comes in five years is a mistake */

enum frequency { DAILY, WEEKLY, MONTHLY };

struct recurrence {
    enum frequency frequency;
    int interval;
    unsigned days; /* bit 0 Monday */
    size_t position_count;
    struct {
        int position; /* 1 .. 5, -1 the last */
        int weekday;
    } positions[POSITION_MAX];
    int month_day; /* 0: none */
    int count;     /* 0: none */
    bool ends;
    day until;
};

static bool refuse_here(struct reader *reader)
{
    return reader_refuse(reader, reader->at, reader->phrase->count - 1,
                         " n'est pas compris ; écrire par exemple « tous les mardis jusqu'au "
                         "15/12 », « un mardi sur deux » ou « le premier samedi du mois »");
}

/* --- numbers and dates ----------------------------------------------------------------------- */

static bool take_count(struct reader *reader, int *number)
{
    static const char *const words[] = {"un",     "une",  "deux", "trois",
                                        "quatre", "cinq", "six",  "quinze"};
    static const int values[] = {1, 1, 2, 3, 4, 5, 6, 15};
    const struct token *token = reader_peek(reader, 0);
    *number = token->kind == TOKEN_NUMBER ? token->number : 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (token_is(token, words[i])) *number = values[i];
    }
    if (*number == 0) return false;
    reader->at++;
    return true;
}

static bool is_ordinal_ending(const struct token *token)
{
    static const char *const endings[] = {"er",   "ers", "ere", "e",   "es",   "eme",
                                          "emes", "nd",  "nds", "nde", "ieme", NULL};
    return token_is_one(token, endings);
}

/* `premier`, `1er`, `dernier`: 1 .. 5 or -1. */
static bool take_ordinal(struct reader *reader, int *position)
{
    static const char *const words[] = {"premier",   "deuxieme",  "second", "troisieme",
                                        "quatrieme", "cinquieme", "dernier"};
    static const int values[] = {1, 2, 2, 3, 4, 5, -1};
    const struct token *token = reader_peek(reader, 0);
    if (token->kind == TOKEN_NUMBER && is_ordinal_ending(reader_peek(reader, 1))) {
        *position = token->number;
        reader->at += 2;
        return true;
    }
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        size_t length = strlen(words[i]);
        bool same = token->kind == TOKEN_WORD && strncmp(token->word, words[i], length) == 0;
        if (!same || (token->word[length] != '\0' && strcmp(token->word + length, "s") != 0)) {
            continue;
        }
        *position = values[i];
        reader->at++;
        return true;
    }
    return false;
}

static bool take_month(struct reader *reader, int *month)
{
    static const char *const names[] = {"janvier",   "fevrier", "mars",     "avril",
                                        "mai",       "juin",    "juillet",  "aout",
                                        "septembre", "octobre", "novembre", "decembre"};
    for (int i = 0; i < 12; i++) {
        if (!token_is(reader_peek(reader, 0), names[i])) continue;
        *month = i + 1;
        reader->at++;
        return true;
    }
    return false;
}

/* A year in four digits or two; without one, the first such day from `first` on. */
static bool date_with_year(struct civil civil, day first, day *out)
{
    if (civil.year == 0) {
        civil.year = day_civil(first).year;
        if (civil_is_day(civil) && day_from_civil(civil) < first) civil.year++;
    }
    if (civil.year < 100) civil.year += 2000;
    if (!civil_is_day(civil)) return false;
    *out = day_from_civil(civil);
    return true;
}

static void take_year(struct reader *reader, struct civil *civil)
{
    const struct token *token = reader_peek(reader, 0);
    if (token->kind != TOKEN_NUMBER || (token->digits != 4 && token->digits != 2)) return;
    civil->year = token->number;
    reader->at++;
}

/* `15/12`, `15/12/2026`, `mardi 15 décembre`, `1er décembre 2026`. */
static bool take_date(struct reader *reader, day first, day *out)
{
    struct civil civil = {0};
    size_t start = reader->at;
    int weekday = phrase_weekday(reader_peek(reader, 0));
    if (weekday >= 0) reader->at++;
    const struct token *token = reader_peek(reader, 0);
    civil.day = token->number;
    if (!reader_take_kind(reader, TOKEN_NUMBER)) return refuse_here(reader);
    if (is_ordinal_ending(reader_peek(reader, 0))) reader->at++;
    if (reader_take_kind(reader, TOKEN_SLASH)) {
        civil.month = reader_peek(reader, 0)->number;
        if (!reader_take_kind(reader, TOKEN_NUMBER)) return refuse_here(reader);
        if (reader_take_kind(reader, TOKEN_SLASH)) take_year(reader, &civil);
    } else {
        if (!take_month(reader, &civil.month)) return refuse_here(reader);
        if (reader_peek(reader, 0)->digits == 4) take_year(reader, &civil);
    }
    if (!date_with_year(civil, first, out)) {
        return reader_refuse(reader, start, reader->at - 1, " : ce jour n'existe pas");
    }
    return weekday < 0 || day_weekday(*out) == weekday ||
           reader_refuse(reader, start, reader->at - 1,
                         " : la date et le jour de la semaine ne vont pas ensemble");
}

/* --- how often ------------------------------------------------------------------------------- */

static bool take_words(struct reader *reader, const char *first, const char *second)
{
    bool both = token_is(reader_peek(reader, 0), first) && token_is(reader_peek(reader, 1), second);
    if (both) reader->at += 2;
    return both;
}

static bool take_every(struct reader *reader)
{
    static const char *const each[] = {"chaque", NULL};
    return take_words(reader, "tous", "les") || take_words(reader, "toutes", "les") ||
           reader_take(reader, each);
}

/* `jours`, `semaines`, `mois` */
static bool take_period(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const days[] = {"jour", "jours", NULL};
    static const char *const weeks[] = {"semaine", "semaines", NULL};
    static const char *const months[] = {"mois", NULL};
    if (reader_take(reader, days)) {
        recurrence->frequency = DAILY;
    } else if (reader_take(reader, weeks)) {
        recurrence->frequency = WEEKLY;
    } else if (reader_take(reader, months)) {
        recurrence->frequency = MONTHLY;
    } else {
        return false;
    }
    return true;
}

/* `toutes les deux semaines`, `tous les 15 jours`, `chaque mois`. Nothing taken when it is not. */
static bool take_every_period(struct reader *reader, struct recurrence *recurrence)
{
    size_t start = reader->at;
    int number = 1;
    struct recurrence every = *recurrence;
    if (take_every(reader) && (take_count(reader, &number), take_period(reader, &every))) {
        if (every.frequency == DAILY && number == 8) return false; /* a week, people say */
        every.interval = number;
        if (every.frequency == DAILY && number == 15) { /* "quinze jours" are two weeks */
            every.frequency = WEEKLY;
            every.interval = 2;
        }
        *recurrence = every;
        return true;
    }
    reader->at = start;
    return false;
}

/* `un mardi sur deux`, `une semaine sur trois`. */
static bool take_one_in(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const one[] = {"un", "une", NULL}, *const in[] = {"sur", NULL};
    size_t start = reader->at;
    struct recurrence every = *recurrence;
    int number = reader_peek(reader, 0)->number;
    if (reader_take(reader, one) || (number == 1 && reader_take_kind(reader, TOKEN_NUMBER))) {
        int weekday = phrase_weekday(reader_peek(reader, 0));
        bool named = weekday >= 0;
        if (named) {
            every.frequency = WEEKLY;
            every.days = 1u << weekday;
            reader->at++;
        }
        if ((named || take_period(reader, &every)) && reader_take(reader, in) &&
            take_count(reader, &every.interval) && every.interval > 1) {
            *recurrence = every;
            return true;
        }
    }
    reader->at = start;
    return false;
}

/* `une semaine sur deux` or `tous les 15 jours` after the days. */
static bool take_week_interval(struct reader *reader, struct recurrence *recurrence)
{
    struct recurrence every = *recurrence;
    size_t start = reader->at;
    reader_take_kind(reader, TOKEN_COMMA);
    bool found = take_one_in(reader, &every) || take_every_period(reader, &every);
    if (found && every.frequency == WEEKLY && every.days == recurrence->days) {
        recurrence->interval = every.interval;
        return true;
    }
    reader->at = start;
    return !found || refuse_here(reader);
}

static bool take_of_the_month(struct reader *reader)
{
    static const char *const month[] = {"mois", NULL};
    if (take_words(reader, "du", "mois") || take_words(reader, "par", "mois")) return true;
    if (take_words(reader, "de", "chaque")) return reader_take(reader, month);
    if (take_words(reader, "de", "tous")) return take_words(reader, "les", "mois");
    return false;
}

static bool add_positions(struct recurrence *recurrence, const int *ordinals, size_t count,
                          int weekday)
{
    for (size_t i = 0; i < count; i++) {
        int position = ordinals[i];
        if (position < -1 || position > 5 || recurrence->position_count == POSITION_MAX) {
            return false;
        }
        recurrence->positions[recurrence->position_count].position = position;
        recurrence->positions[recurrence->position_count++].weekday = weekday;
    }
    return true;
}

/* One group of `le 1er et le 3e mardi`; false: something else, or refused. */
static bool take_position_group(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const article[] = {"le", "les", NULL};
    int ordinals[5];
    size_t count = 0;
    for (;;) {
        reader_take(reader, article);
        if (count == 5 || !take_ordinal(reader, &ordinals[count])) return false;
        count++;
        if (!reader_take_kind(reader, TOKEN_COMMA) && !reader_take_kind(reader, TOKEN_AND)) break;
    }
    int weekday = phrase_weekday(reader_peek(reader, 0));
    if (weekday < 0) return false;
    reader->at++;
    return add_positions(recurrence, ordinals, count, weekday);
}

/* `le premier samedi du mois`, `tous les premiers lundis et troisièmes jeudis du mois`. */
static bool take_positions(struct reader *reader, struct recurrence *recurrence)
{
    struct recurrence monthly = *recurrence;
    size_t start = reader->at;
    monthly.frequency = MONTHLY;
    take_every(reader);
    bool found = take_position_group(reader, &monthly);
    while (found && reader_take_kind(reader, TOKEN_AND)) {
        found = take_position_group(reader, &monthly);
    }
    if (found && take_of_the_month(reader)) {
        *recurrence = monthly;
        return true;
    }
    reader->at = start;
    return false;
}

/* `le 15 de chaque mois`, `le 1er du mois` */
static bool take_month_day(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const article[] = {"le", "tous", "les", NULL};
    size_t start = reader->at;
    while (reader_take(reader, article)) continue;
    int number = reader_peek(reader, 0)->number;
    if (reader_take_kind(reader, TOKEN_NUMBER) && number >= 1 && number <= 31) {
        if (is_ordinal_ending(reader_peek(reader, 0))) reader->at++;
        if (take_of_the_month(reader)) {
            recurrence->frequency = MONTHLY;
            recurrence->month_day = number;
            return true;
        }
    }
    reader->at = start;
    return false;
}

/* `tous les mardis et jeudis`, `du lundi au vendredi`, `tous les jours sauf dimanche` */
static bool take_weekdays(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const except[] = {"sauf", "hors", NULL};
    size_t start = reader->at;
    unsigned less;
    if (!hours_take_days(reader, &recurrence->days) || (recurrence->days & HOLIDAYS) != 0) {
        reader->at = start;
        return false;
    }
    if (reader_take(reader, except)) {
        if (!hours_take_days(reader, &less) || (less & HOLIDAYS) != 0) return false;
        recurrence->days &= ~less;
    }
    recurrence->frequency = WEEKLY;
    return recurrence->days != 0 && take_week_interval(reader, recurrence);
}

static bool take_single_word(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const daily[] = {"quotidien", "quotidienne", "quotidiennement", NULL};
    static const char *const weekly[] = {"hebdomadaire", NULL};
    static const char *const monthly[] = {"mensuel", "mensuelle", NULL};
    if (reader_take(reader, daily)) {
        recurrence->frequency = DAILY;
    } else if (reader_take(reader, weekly)) {
        recurrence->frequency = WEEKLY;
    } else if (reader_take(reader, monthly)) {
        recurrence->frequency = MONTHLY;
    } else {
        return false;
    }
    return true;
}

static bool take_frequency(struct reader *reader, struct recurrence *recurrence)
{
    return take_single_word(reader, recurrence) || take_positions(reader, recurrence) ||
           take_month_day(reader, recurrence) || take_one_in(reader, recurrence) ||
           take_weekdays(reader, recurrence) || take_every_period(reader, recurrence) ||
           refuse_here(reader);
}

/* --- from when, until when ------------------------------------------------------------------- */

/* The start is said elsewhere: here it may only be repeated. */
static bool take_start(struct reader *reader, day first)
{
    size_t start = reader->at;
    day date;
    if (!take_date(reader, first, &date)) return false;
    return date == first || reader_refuse(reader, start, reader->at - 1,
                                          " : ce n'est pas la date de la première séance");
}

static bool take_end(struct reader *reader, day first, struct recurrence *recurrence)
{
    static const char *const included[] = {"inclus", "compris", NULL};
    size_t start = reader->at;
    if (!take_date(reader, first, &recurrence->until)) return false;
    recurrence->ends = true;
    reader_take(reader, included);
    return recurrence->until >= first ||
           reader_refuse(reader, start, reader->at - 1, " vient avant la première séance");
}

static bool take_until(struct reader *reader)
{
    static const char *const to[] = {"au", "a", NULL}, *const until[] = {"jusqu", NULL};
    if (!reader_take(reader, until)) return false;
    return reader_take(reader, to);
}

static bool take_times(struct reader *reader, struct recurrence *recurrence)
{
    static const char *const times[] = {"fois", "seances", "seance", NULL};
    if (!reader_peek_is(reader, 0, TOKEN_NUMBER)) return refuse_here(reader);
    int count = reader_peek(reader, 0)->number;
    if (count < 1 || count > 1000 || !token_is_one(reader_peek(reader, 1), times)) {
        return refuse_here(reader);
    }
    reader->at += 2;
    recurrence->count = count;
    return true;
}

static bool take_bounds(struct reader *reader, day first, struct recurrence *recurrence)
{
    static const char *const to[] = {"au", NULL}, *const from[] = {"du", "des", NULL};
    reader_take_kind(reader, TOKEN_COMMA);
    if (reader_peek_is(reader, 0, TOKEN_END)) return true;
    bool starts = take_words(reader, "a", "partir");
    if (reader_take(reader, from) || starts) {
        static const char *const article[] = {"du", "le", NULL};
        reader_take(reader, article);
        if (!take_start(reader, first)) return false;
        if (reader_take(reader, to)) return take_end(reader, first, recurrence);
        if (reader_peek_is(reader, 0, TOKEN_END)) return true;
    }
    if (take_until(reader)) return take_end(reader, first, recurrence);
    return take_times(reader, recurrence);
}

/* --- the rule -------------------------------------------------------------------------------- */

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
    if (!take_frequency(&reader, &recurrence)) goto done;
    if (!take_bounds(&reader, first, &recurrence)) goto done;
    read = reader_peek_is(&reader, 0, TOKEN_END) || refuse_here(&reader);
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
        if (take_date(&reader, near - HALF_YEAR, out)) status = STATUS_OK;
    }
done:
    free(phrase);
    return status;
}
