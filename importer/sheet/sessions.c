/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet/sheet.h"

#include "cells/values.h"
#include "geodata/text.h"
#include "run/seen.h"
#include "words/session_days.h"

#include <string.h>

#define EVENING (17 * 60) /* from then on, a session may end the next morning */
#define NOON (12 * 60)
#define DAY_MINUTES 1440
#define YEARS_AHEAD 2 /* a recurrence without a date must fall within these */

struct row {
    const struct sheet *sheet;
    const struct sheet_context *context;
    const struct table_row *cells;
    struct timezone_rules *rules;
    struct buffer rrule, why;
    struct pool pool;
    struct skill_memo memo;
    struct session session;
    day days[SESSION_DAYS_MAX]; /* the first day of each session of the row */
    size_t day_count;
    bool refused;
};

static const char *cell(const struct row *row, enum session_column column)
{
    const char *text = table_cell(row->cells, row->sheet->session_at[column]);
    if (text != NULL || row->sheet->map == NULL) return text;
    return row->sheet->map->session_constants[column];
}

/* People look for the title that they gave. */
static const char *title(const struct row *row, enum session_column column)
{
    size_t at = row->sheet->session_at[column];
    return at == COLUMN_ABSENT ? session_columns[column].name : row->sheet->table.headers[at];
}

static void tell(const struct row *row, enum finding_kind kind, enum session_column column,
                 const char *cause, const char *remedy)
{
    struct where where = {
        .file = row->sheet->table.file,
        .sheet = row->sheet->table.sheet,
        .line = row->cells->line,
        .column = title(row, column),
        .value = cell(row, column),
    };
    report_find(row->context->report, kind, where, remedy, "%s", cause);
}

static void refuse(struct row *row, enum session_column column, const char *cause,
                   const char *remedy)
{
    row->refused = true;
    tell(row, FINDING_REFUSED, column, cause, remedy);
}

static void read_skill(struct row *row)
{
    struct buffer remedy = {0};
    const char *words = cell(row, SESSION_SKILL);
    if (words == NULL) {
        refuse(row, SESSION_SKILL, "la prestation est vide",
               "écrivez ce qui est proposé, par exemple « vaccin grippe »");
        return;
    }
    row->session.skill = sheet_skill(row->context->skills, &row->memo, words, &remedy);
    if (row->session.skill == NULL) {
        refuse(row, SESSION_SKILL, "cette prestation n'est pas connue", remedy.data);
    }
    buffer_free(&remedy);
}

/* `9h-12h` in the column of the beginning, when none is of the end. */
static bool read_both_hours(struct row *row, const char *text)
{
    struct hours hours;
    const char *monday = pool_format(&row->pool, "lundi %s", text);
    if (monday == NULL || hours_parse(monday, &hours, NULL) != STATUS_OK) return false;
    if (hours.count == 1) {
        row->session.opens = hours.spans[0].opens;
        row->session.closes = hours.spans[0].closes;
    } else {
        refuse(row, SESSION_BEGIN, "il y a plusieurs plages dans cette cellule",
               "écrivez une ligne par plage d'horaires");
    }
    return true;
}

static void read_hours(struct row *row)
{
    int opens = 0, closes = 0;
    const char *begin = cell(row, SESSION_BEGIN), *end = cell(row, SESSION_END);
    const char *remedy = "écrivez par exemple 9h, 9h30 ou 14:00";
    if (begin != NULL && end == NULL && read_both_hours(row, begin)) return;
    if (begin == NULL || !value_minutes(begin, &opens) || opens == DAY_MINUTES) {
        refuse(row, SESSION_BEGIN,
               begin == NULL ? "l'heure de début est vide" : "cette heure ne se lit pas", remedy);
        return;
    }
    if (end == NULL || !value_minutes(end, &closes)) {
        refuse(row, SESSION_END,
               end == NULL ? "l'heure de fin est vide" : "cette heure ne se lit pas", remedy);
        return;
    }
    if (closes <= opens && opens >= EVENING && closes <= NOON) closes += DAY_MINUTES;
    if (closes <= opens) {
        refuse(row, SESSION_END, "la fin est avant le début", "échangez ou corrigez les heures");
        return;
    }
    row->session.opens = (uint16_t)opens;
    row->session.closes = (uint16_t)closes;
}

static bool read_recurrence(struct row *row)
{
    const char *words = cell(row, SESSION_RECURRENCE);
    if (words == NULL) return true;
    buffer_reset(&row->why);
    buffer_reset(&row->rrule);
    if (recurrence_parse(words, row->session.first, &row->rrule, &row->why) == STATUS_OK) {
        row->session.rrule = pool_text(&row->pool, row->rrule.data, row->rrule.length);
        return true;
    }
    refuse(row, SESSION_RECURRENCE,
           row->why.length > 0 ? row->why.data : "cette récurrence ne se lit pas",
           "écrivez par exemple « tous les mardis jusqu'au 15/12 » ou « le premier samedi du "
           "mois »");
    return false;
}

/* A recurrence begins on its first day that comes, not on the day of the file. */
static void move_to_first_occurrence(struct row *row)
{
    struct interval interval;
    size_t count = 0;
    instant from = instant_of(row->rules, row->session.first, 0);
    instant to = instant_of(row->rules, row->session.first + YEARS_AHEAD * 366, 0);
    enum status status =
        session_occurrences(&row->session, row->rules, from, to, 1, &interval, &count);
    if (status == STATUS_OK && count > 0) {
        row->days[0] = row->session.first = instant_day(row->rules, interval.from, &(int){0});
        return;
    }
    refuse(row, SESSION_RECURRENCE, "cette récurrence ne donne aucune date",
           "donnez la première date dans la colonne « date », et vérifiez la date de fin");
}

/* The days of the cell; without one, the first that the recurrence says, else today. */
static bool read_dates(struct row *row)
{
    const char *date = cell(row, SESSION_DATE), *recurrence = cell(row, SESSION_RECURRENCE);
    day today = 0;
    value_day(row->context->today, &today);
    row->day_count = 1;
    if (date == NULL) {
        if (recurrence_start(recurrence, today, &row->days[0]) != STATUS_OK) row->days[0] = today;
        return true;
    }
    enum session_days_problem problem = session_days_read(date, today, row->days, &row->day_count);
    if (problem == SESSION_DAYS_TOO_MANY) {
        refuse(row, SESSION_DATE, "il y a plus de 60 dates dans cette cellule",
               "écrivez plutôt une récurrence, par exemple « tous les mardis jusqu'au 15/12 »");
    } else if (problem != SESSION_DAYS_FINE) {
        refuse(row, SESSION_DATE, "cette date ne se lit pas, ou n'existe pas",
               "écrivez 15/11/2026, ou « 12 et 19 novembre 2026 »");
    } else if (row->day_count > 1 && recurrence != NULL) {
        refuse(row, SESSION_DATE, "il y a plusieurs dates et une récurrence",
               "gardez les dates ou la récurrence");
    }
    return problem == SESSION_DAYS_FINE && (row->day_count == 1 || recurrence == NULL);
}

static void read_days(struct row *row)
{
    if (cell(row, SESSION_DATE) == NULL && cell(row, SESSION_RECURRENCE) == NULL) {
        refuse(row, SESSION_DATE, "il n'y a ni date ni récurrence",
               "donnez une date (15/11/2026) ou une récurrence (« tous les mardis »)");
        return;
    }
    if (!read_dates(row)) return;
    row->session.first = row->days[0];
    if (!read_recurrence(row) || row->session.rrule == NULL) return;
    move_to_first_occurrence(row);
}

static void read_appointment(struct row *row)
{
    static const struct {
        const char *words;
        enum tristate answer;
    } answers[] = {
        {"avec", TRISTATE_YES},
        {"avec rendez vous", TRISTATE_YES},
        {"avec rdv", TRISTATE_YES},
        {"sur rendez vous", TRISTATE_YES},
        {"sur rdv", TRISTATE_YES},
        {"sur inscription", TRISTATE_YES},
        {"obligatoire", TRISTATE_YES},
        {"sans", TRISTATE_NO},
        {"sans rendez vous", TRISTATE_NO},
        {"sans rdv", TRISTATE_NO},
        {"acces libre", TRISTATE_NO},
        {"libre", TRISTATE_NO},
    };
    const char *text = cell(row, SESSION_APPOINTMENT);
    if (value_yes_no(text, &row->session.appointment)) return;
    struct buffer folded = {0};
    text_fold(text, strlen(text), &folded);
    bool known = false;
    for (size_t i = 0; i < sizeof answers / sizeof *answers && folded.data != NULL; i++) {
        if (strcmp(folded.data, answers[i].words) != 0) continue;
        row->session.appointment = answers[i].answer;
        known = true;
    }
    buffer_free(&folded);
    if (!known) {
        tell(row, FINDING_DOUBTFUL, SESSION_APPOINTMENT,
             "ce n'est ni avec ni sans : la réponse reste « non précisé »",
             "écrivez avec, sans, ou laissez vide");
    }
}

static void read_row(struct row *row)
{
    row->session = (struct session){0};
    row->refused = false;
    if (cell(row, SESSION_STRUCTURE) == NULL) {
        refuse(row, SESSION_STRUCTURE, "la structure est vide",
               "écrivez son nom comme dans le tableau des structures");
    }
    read_skill(row);
    read_hours(row);
    read_days(row);
    read_appointment(row);
    row->session.public_text = cell(row, SESSION_PUBLIC);
    row->session.note = cell(row, SESSION_NOTE);
    if (!value_website(cell(row, SESSION_LINK), &row->pool, &row->session.link)) {
        tell(row, FINDING_DOUBTFUL, SESSION_LINK, "ce lien ne se lit pas : il n'est pas repris",
             "écrivez-le en entier, par exemple https://exemple.fr/rendez-vous");
    }
}

static enum status refuse_twin(struct row *row, const struct seen *seen, size_t before)
{
    bool elsewhere = seen_elsewhere(seen);
    struct where where = {.file = row->sheet->table.file,
                          .sheet = row->sheet->table.sheet,
                          .line = row->cells->line,
                          .column = title(row, SESSION_STRUCTURE),
                          .value = cell(row, SESSION_STRUCTURE)};
    row->refused = true;
    report_find(row->context->report, FINDING_REFUSED, where, "gardez une seule des deux lignes",
                "c'est la même séance (lieu, prestation, premier jour, heure) qu'à la ligne "
                "%zu%s%s%s",
                before, elsewhere ? " de la feuille « " : "", elsewhere ? seen->before_sheet : "",
                elsewhere ? " »" : "");
    return STATUS_OK;
}

/* Each session of the row is met once. */
static enum status meet(struct row *row, struct seen *seen)
{
    enum status status = STATUS_OK;
    struct buffer folded = {0};
    const char *structure = cell(row, SESSION_STRUCTURE);
    text_fold(structure, strlen(structure), &folded);
    for (size_t i = 0; i < row->day_count && status == STATUS_OK && !row->refused; i++) {
        size_t before = 0;
        const char *identity = pool_format(&row->pool, "%s %s %d %d", folded.data,
                                           row->session.skill, row->days[i], row->session.opens);
        status = identity == NULL ? STATUS_NO_MEMORY
                                  : seen_add(seen, identity, row->cells->line, &before);
        if (status == STATUS_OK && before != 0) status = refuse_twin(row, seen, before);
    }
    buffer_free(&folded);
    return status;
}

static enum status put_days(struct row *row, bool *known, enum row_change *change)
{
    enum status status = STATUS_OK;
    const char *structure = cell(row, SESSION_STRUCTURE);
    *change = ROW_SAME;
    for (size_t i = 0; i < row->day_count && status == STATUS_OK; i++) {
        enum row_change one = ROW_SAME;
        row->session.first = row->days[i];
        status =
            workspace_put_session(row->context->workspace, structure, &row->session, known, &one);
        if (one == ROW_NEW && (i == 0 || *change == ROW_NEW))
            *change = ROW_NEW;
        else if (one != ROW_SAME)
            *change = ROW_CHANGED;
        else if (*change == ROW_NEW)
            *change = ROW_CHANGED;
    }
    return status;
}

static enum status put_row(struct row *row, struct seen *seen)
{
    bool known = false;
    enum row_change change = ROW_NEW;
    enum status status = meet(row, seen);
    if (status != STATUS_OK || row->refused) return status;
    status = put_days(row, &known, &change);
    if (status == STATUS_INVALID) {
        refuse(row, SESSION_STRUCTURE, "l'annuaire refuse cette séance",
               "vérifiez ses dates, ses heures et sa récurrence");
        return STATUS_OK;
    }
    if (status != STATUS_OK) return status;
    if (!known) {
        tell(row, FINDING_DOUBTFUL, SESSION_STRUCTURE,
             "aucune fiche ne porte ce nom : la séance ne sera montrée que lorsqu'il y en aura une",
             "écrivez le nom comme dans le tableau des structures, ou chargez ce tableau");
    }
    report_sheet_row(row->context->report, row->sheet->table.file, row->sheet->table.sheet,
                     row->cells->line, change);
    return STATUS_OK;
}

static enum status load_row(struct row *row)
{
    struct report *report = row->context->report;
    pool_reset(&row->pool);
    report->counts.read++;
    table_tell_cells(&row->sheet->table, row->cells, report);
    read_row(row);
    if (row->pool.failed) return STATUS_NO_MEMORY;
    return row->refused ? STATUS_OK : put_row(row, row->context->seen);
}

enum status sessions_load(const struct sheet *sheet, const struct sheet_context *context)
{
    struct row row = {.sheet = sheet, .context = context};
    const struct table *table = &sheet->table;
    const struct table_row *cells = NULL;
    struct table_rows *rows = NULL;
    size_t count = 0;
    context->seen->sheet = table->sheet;
    /* days and recurrences are the same in every zone: any rules do */
    enum status status = timezone_open("Europe/Paris", &row.rules);
    if (status == STATUS_OK) {
        status = table_rows_open(table, 0, table->row_count, context->report, &rows);
    }
    while (status == STATUS_OK) {
        status = table_rows_next(rows, &cells, &count);
        if (status != STATUS_OK || count == 0) break;
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            row.cells = &cells[i];
            status = load_row(&row);
        }
    }
    table_rows_close(rows);
    timezone_close(row.rules);
    buffer_free(&row.rrule);
    buffer_free(&row.why);
    pool_free(&row.pool);
    return status;
}
