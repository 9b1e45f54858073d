/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 20       /* findings on a terminal: a screenful */
#define VALUE_SHOWN_MAX 80 /* bytes of a cell's text in a message */

static bool grow(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) return true;
    size_t larger = *capacity == 0 ? 64 : *capacity * 2;
    void *grown = realloc(*items, larger * size);
    if (grown == NULL) return false;
    *items = grown;
    *capacity = larger;
    return true;
}

static const char *keep(struct report *report, const char *text)
{
    return text == NULL ? NULL : pool_text(&report->texts, text, strlen(text));
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_row(const struct where *a, const struct where *b)
{
    return a->line == b->line && a->line != 0 && a->file != NULL && same_text(a->file, b->file) &&
           same_text(a->sheet, b->sheet);
}

/* Findings of one row follow each other, so looking back at the last ones is enough. */
static bool already_counted(const struct report *report, const struct finding *finding)
{
    for (size_t i = report->finding_count; i > 0; i--) {
        const struct finding *before = &report->findings[i - 1];
        if (!same_row(&before->where, &finding->where)) return false;
        if (before->kind == finding->kind) return true;
    }
    return false;
}

static void count(struct report *report, const struct finding *finding)
{
    if (already_counted(report, finding)) return;
    if (finding->kind == FINDING_REFUSED) report->counts.refused++;
    if (finding->kind == FINDING_DOUBTFUL) report->counts.doubtful++;
}

void report_find(struct report *report, enum finding_kind kind, struct where where,
                 const char *remedy, const char *cause, ...)
{
    char words[1024]; /* a sentence; longer is cut */
    va_list arguments;
    va_start(arguments, cause);
    vsnprintf(words, sizeof words, cause, arguments);
    va_end(arguments);

    struct finding finding = {.kind = kind, .where = where};
    finding.where.file = keep(report, where.file);
    finding.where.sheet = keep(report, where.sheet);
    finding.where.column = keep(report, where.column);
    finding.where.value = keep(report, where.value);
    finding.cause = keep(report, words);
    finding.remedy = keep(report, remedy);
    if (finding.cause == NULL || report->texts.failed ||
        !grow((void **)&report->findings, report->finding_count, &report->finding_capacity,
              sizeof finding)) {
        report->failed = true;
        return;
    }
    count(report, &finding);
    report->findings[report->finding_count++] = finding;
}

void report_row(struct report *report, const char *file, size_t line, enum row_change change)
{
    report_sheet_row(report, file, NULL, line, change);
}

static bool is_table(const struct report_table *table, const char *file, const char *sheet)
{
    return same_text(table->file, file) && same_text(table->sheet, sheet);
}

/* Which table it is, the last that was met first; table_count: memory ran out. */
static size_t find_table(struct report *report, const char *file, const char *sheet)
{
    for (size_t i = report->table_count; i > 0; i--) {
        if (is_table(&report->tables[i - 1], file, sheet)) return i - 1;
    }
    struct report_table table = {keep(report, file), keep(report, sheet)};
    bool kept = !report->texts.failed && grow((void **)&report->tables, report->table_count,
                                              &report->table_capacity, sizeof table);
    if (!kept) return report->table_count;
    report->tables[report->table_count] = table;
    return report->table_count++;
}

void report_sheet_row(struct report *report, const char *file, const char *sheet, size_t line,
                      enum row_change change)
{
    if (change == ROW_NEW) report->counts.added++;
    if (change == ROW_CHANGED) report->counts.changed++;
    if (change == ROW_SAME) report->counts.same++;
    size_t table = find_table(report, file, sheet);
    if (table == report->table_count || !grow((void **)&report->rows, report->row_count,
                                              &report->row_capacity, sizeof *report->rows)) {
        report->failed = true;
        return;
    }
    report->rows[report->row_count++] = (struct row_outcome){
        .line = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX,
        .table = table & 0x3FFFFFFF,
        .change = (unsigned)change & 3U,
    };
}

struct where report_row_where(const struct report *report, const struct row_outcome *row)
{
    const struct report_table *table = &report->tables[row->table];
    return (struct where){.file = table->file, .sheet = table->sheet, .line = row->line};
}

static void count_words(struct buffer *out, size_t n, const char *adjective)
{
    buffer_format(out, "%zu %s%s", n, adjective, n > 1 ? "s" : "");
}

void report_counts_words(const struct report_counts *counts, const char *noun, struct buffer *out)
{
    const struct {
        size_t count;
        const char *adjective;
    } parts[] = {{counts->added, "nouvelle"},
                 {counts->changed, "changée"},
                 {counts->same, "inchangée"},
                 {counts->refused, "refusée"},
                 {counts->doubtful, "douteuse"}};
    buffer_format(out, "%zu %s%s ", counts->read, noun, counts->read > 1 ? "s" : "");
    buffer_text(out, counts->read > 1 ? "lues" : "lue");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_text(out, i == 0 ? " : " : ", ");
        count_words(out, parts[i].count, parts[i].adjective);
    }
    if (counts->removed > 0) {
        buffer_text(out, ", ");
        count_words(out, counts->removed, "retirée");
    }
    buffer_char(out, '.');
}

static void value_words(struct buffer *out, const char *value)
{
    size_t length = strlen(value), shown = length;
    if (shown > VALUE_SHOWN_MAX) {
        shown = VALUE_SHOWN_MAX;
        while (shown > 0 && ((unsigned char)value[shown] & 0xC0) == 0x80) shown--;
    }
    for (size_t i = 0; i < shown; i++) {
        unsigned char c = (unsigned char)value[i];
        buffer_char(out, c < 0x20 || c == 0x7F ? ' ' : (char)c);
    }
    if (shown < length) buffer_text(out, "…");
}

void report_place_words(const struct where *where, struct buffer *out)
{
    buffer_text(out, where->file);
    if (where->sheet != NULL) buffer_format(out, ", feuille « %s »", where->sheet);
    if (where->line > 0 && where->is_feature) {
        buffer_format(out, ": objet %zu", where->line);
    } else if (where->line > 0) {
        buffer_format(out, where->sheet != NULL ? ", ligne %zu" : ":%zu", where->line);
    }
    if (where->file != NULL) buffer_text(out, ": ");
    if (where->column != NULL) buffer_format(out, "colonne « %s »: ", where->column);
    if (where->value == NULL || where->value[0] == '\0') return;
    value_words(out, where->value);
    buffer_text(out, ": ");
}

static void print_finding(FILE *out, const struct finding *finding)
{
    struct buffer place = {0};
    report_place_words(&finding->where, &place);
    if (place.data != NULL) fputs(place.data, out);
    buffer_free(&place);
    fputs(finding->cause, out);
    if (finding->remedy != NULL) fprintf(out, " ; %s", finding->remedy);
    fputc('\n', out);
}

static const char *const kind_titles[] = {
    [FINDING_FILE] = "Fichier refusé :",
    [FINDING_REFUSED] = "Refus :",
    [FINDING_DOUBTFUL] = "À vérifier :",
    [FINDING_NOTE] = "À savoir :",
};

static size_t print_kind(const struct report *report, enum finding_kind kind, size_t room,
                         FILE *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < report->finding_count && shown < room; i++) {
        if (report->findings[i].kind != kind) continue;
        if (shown++ == 0) fprintf(out, "%s\n", kind_titles[kind]);
        fputs("  ", out);
        print_finding(out, &report->findings[i]);
    }
    return shown;
}

static void print_counts(const struct report_counts *counts, const char *noun, FILE *out)
{
    struct buffer words = {0};
    report_counts_words(counts, noun, &words);
    if (words.data != NULL) fprintf(out, "%s\n", words.data);
    buffer_free(&words);
}

void report_print(const struct report *report, const char *noun, FILE *out)
{
    if (noun != NULL) print_counts(&report->counts, noun, out);
    size_t shown = 0;
    for (enum finding_kind kind = FINDING_FILE; kind <= FINDING_NOTE; kind++) {
        shown += print_kind(report, kind, SHOWN_MAX - shown, out);
    }
    if (shown < report->finding_count) {
        size_t others = report->finding_count - shown;
        fprintf(out, "… et %zu autre%s (voir --report).\n", others, others > 1 ? "s" : "");
    }
}

void report_free(struct report *report)
{
    free(report->findings);
    free(report->rows);
    free(report->tables);
    pool_free(&report->texts);
    *report = (struct report){0};
}
