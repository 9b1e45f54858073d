/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 20       /* findings on a terminal: a screenful */
#define VALUE_SHOWN_MAX 80 /* bytes of a cell's text in a message */

struct finding {
    enum finding_kind kind;
    struct where where; /* its texts live in report->texts */
    const char *cause, *remedy;
};

struct row_outcome {
    const char *file, *sheet;
    size_t line;
    enum row_change change;
};

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

void report_sheet_row(struct report *report, const char *file, const char *sheet, size_t line,
                      enum row_change change)
{
    if (change == ROW_NEW) report->counts.added++;
    if (change == ROW_CHANGED) report->counts.changed++;
    if (change == ROW_SAME) report->counts.same++;
    if (!grow((void **)&report->rows, report->row_count, &report->row_capacity,
              sizeof *report->rows)) {
        report->failed = true;
        return;
    }
    struct row_outcome last = {0};
    if (report->row_count > 0) last = report->rows[report->row_count - 1];
    report->rows[report->row_count++] = (struct row_outcome){
        .file = same_text(last.file, file) ? last.file : keep(report, file),
        .sheet = same_text(last.sheet, sheet) ? last.sheet : keep(report, sheet),
        .line = line,
        .change = change,
    };
}

static void print_count(FILE *out, size_t n, const char *noun, const char *adjective,
                        const char *separator)
{
    const char *plural = n > 1 ? "s" : "";
    if (noun != NULL)
        fprintf(out, "%zu %s%s %s%s%s", n, noun, plural, adjective, plural, separator);
    if (noun == NULL) fprintf(out, "%zu %s%s%s", n, adjective, plural, separator);
}

static void print_value(FILE *out, const char *value)
{
    size_t length = strlen(value), shown = length;
    if (shown > VALUE_SHOWN_MAX) {
        shown = VALUE_SHOWN_MAX;
        while (shown > 0 && ((unsigned char)value[shown] & 0xC0) == 0x80) shown--;
    }
    for (size_t i = 0; i < shown; i++) {
        unsigned char c = (unsigned char)value[i];
        fputc(c < 0x20 || c == 0x7F ? ' ' : c, out);
    }
    if (shown < length) fputs("…", out);
}

static void print_place(FILE *out, const struct where *where)
{
    if (where->file != NULL) fputs(where->file, out);
    if (where->sheet != NULL) fprintf(out, ", feuille « %s »", where->sheet);
    if (where->line > 0 && where->is_feature) {
        fprintf(out, ": objet %zu", where->line);
    } else if (where->line > 0) {
        fprintf(out, where->sheet != NULL ? ", ligne %zu" : ":%zu", where->line);
    }
    if (where->file != NULL) fputs(": ", out);
}

static void print_finding(FILE *out, const struct finding *finding)
{
    const struct where *where = &finding->where;
    print_place(out, where);
    if (where->column != NULL) fprintf(out, "colonne « %s »: ", where->column);
    if (where->value != NULL && where->value[0] != '\0') {
        print_value(out, where->value);
        fputs(": ", out);
    }
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
    print_count(out, counts->read, noun, "lue", " : ");
    print_count(out, counts->added, NULL, "nouvelle", ", ");
    print_count(out, counts->changed, NULL, "changée", ", ");
    print_count(out, counts->same, NULL, "inchangée", ", ");
    print_count(out, counts->refused, NULL, "refusée", ", ");
    print_count(out, counts->doubtful, NULL, "douteuse", "");
    if (counts->removed > 0) {
        fputs(", ", out);
        print_count(out, counts->removed, NULL, "retirée", "");
    }
    fputs(".\n", out);
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

static const char *const kind_words[] = {
    [FINDING_FILE] = "fichier refusé",
    [FINDING_REFUSED] = "refusée",
    [FINDING_DOUBTFUL] = "douteuse",
    [FINDING_NOTE] = "remarque",
};

static const char *const change_words[] = {
    [ROW_NEW] = "nouvelle",
    [ROW_CHANGED] = "changée",
    [ROW_SAME] = "inchangée",
};

/* A cell that a spreadsheet would take for a formula is written with an apostrophe before it. */
static void write_cell(FILE *out, const char *text, const char *after)
{
    if (text == NULL) text = "";
    fputc('"', out);
    if (text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL) fputc('\'', out);
    for (; *text != '\0'; text++) {
        if (*text == '"') fputc('"', out);
        fputc(*text, out);
    }
    fprintf(out, "\"%s", after);
}

static void write_csv_line(FILE *out, const struct where *where, const char *state,
                           const char *cause, const char *remedy)
{
    write_cell(out, where->file, ";");
    write_cell(out, where->sheet, ";");
    if (where->line > 0) fprintf(out, "%zu", where->line);
    fputc(';', out);
    write_cell(out, state, ";");
    write_cell(out, where->column, ";");
    write_cell(out, where->value, ";");
    write_cell(out, cause, ";");
    write_cell(out, remedy, "\r\n");
}

static void write_csv(const struct report *report, FILE *out)
{
    fputs("\xEF\xBB\xBF"
          "fichier;feuille;ligne;état;colonne;valeur;cause;remède\r\n",
          out);
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct finding *finding = &report->findings[i];
        write_csv_line(out, &finding->where, kind_words[finding->kind], finding->cause,
                       finding->remedy);
    }
    for (size_t i = 0; i < report->row_count; i++) {
        const struct row_outcome *row = &report->rows[i];
        struct where where = {.file = row->file, .sheet = row->sheet, .line = row->line};
        write_csv_line(out, &where, change_words[row->change], NULL, NULL);
    }
}

static void write_json_text(FILE *out, const char *name, const char *text)
{
    fprintf(out, ",\"%s\":", name);
    if (text == NULL) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') fputc('\\', out);
        if (c < 0x20) fprintf(out, "\\u%04x", c);
        if (c >= 0x20) fputc(c, out);
    }
    fputc('"', out);
}

static void write_json_line(FILE *out, const struct where *where, const char *state,
                            const char *cause, const char *remedy)
{
    fprintf(out, "{\"ligne\":%zu", where->line);
    write_json_text(out, "fichier", where->file);
    write_json_text(out, "feuille", where->sheet);
    write_json_text(out, "état", state);
    write_json_text(out, "colonne", where->column);
    write_json_text(out, "valeur", where->value);
    write_json_text(out, "cause", cause);
    write_json_text(out, "remède", remedy);
    fputc('}', out);
}

static void write_json(const struct report *report, FILE *out)
{
    const struct report_counts *counts = &report->counts;
    fprintf(out,
            "{\"lues\":%zu,\"nouvelles\":%zu,\"changées\":%zu,\"inchangées\":%zu,"
            "\"retirées\":%zu,\"refusées\":%zu,\"douteuses\":%zu,\n\"lignes\":[",
            counts->read, counts->added, counts->changed, counts->same, counts->removed,
            counts->refused, counts->doubtful);
    const char *separator = "\n";
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct finding *finding = &report->findings[i];
        fputs(separator, out);
        separator = ",\n";
        write_json_line(out, &finding->where, kind_words[finding->kind], finding->cause,
                        finding->remedy);
    }
    for (size_t i = 0; i < report->row_count; i++) {
        const struct row_outcome *row = &report->rows[i];
        struct where where = {.file = row->file, .sheet = row->sheet, .line = row->line};
        fputs(separator, out);
        separator = ",\n";
        write_json_line(out, &where, change_words[row->change], NULL, NULL);
    }
    fputs("\n]}\n", out);
}

enum status report_write(const struct report *report, const char *path)
{
    FILE *out = fopen(path, "we");
    if (out == NULL) return STATUS_FAILED;
    size_t length = strlen(path);
    bool is_json = length >= 5 && strcmp(path + length - 5, ".json") == 0;
    if (is_json) write_json(report, out);
    if (!is_json) write_csv(report, out);
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0) failed = true;
    return failed ? STATUS_FAILED : STATUS_OK;
}

void report_free(struct report *report)
{
    free(report->findings);
    free(report->rows);
    pool_free(&report->texts);
    *report = (struct report){0};
}
