/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/report.h"

#include "files/output.h"
#include "sheet/report_book.h"

#include <stdio.h>

/* The whole report as CSV or JSON. */

const char *report_kind_word(enum finding_kind kind)
{
    static const char *const words[] = {
        [FINDING_FILE] = "fichier refusé",
        [FINDING_REFUSED] = "refusée",
        [FINDING_DOUBTFUL] = "douteuse",
        [FINDING_NOTE] = "remarque",
    };
    return words[kind];
}

const char *report_change_word(enum row_change change)
{
    static const char *const words[] = {
        [ROW_NEW] = "nouvelle",
        [ROW_CHANGED] = "changée",
        [ROW_SAME] = "inchangée",
    };
    return words[change];
}

/* A cell that a spreadsheet would take for a formula is written with an apostrophe before it. */
static void write_cell(FILE *out, const char *text, const char *after)
{
    if (text == NULL) text = "";
    fputc('"', out);
    if (output_is_formula(text)) fputc('\'', out);
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
        write_csv_line(out, &finding->where, report_kind_word(finding->kind), finding->cause,
                       finding->remedy);
    }
    for (size_t i = 0; i < report->row_count; i++) {
        const struct row_outcome *row = &report->rows[i];
        struct where where = report_row_where(report, row);
        write_csv_line(out, &where, report_change_word(row->change), NULL, NULL);
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
        write_json_line(out, &finding->where, report_kind_word(finding->kind), finding->cause,
                        finding->remedy);
    }
    for (size_t i = 0; i < report->row_count; i++) {
        const struct row_outcome *row = &report->rows[i];
        struct where where = report_row_where(report, row);
        fputs(separator, out);
        separator = ",\n";
        write_json_line(out, &where, report_change_word(row->change), NULL, NULL);
    }
    fputs("\n]}\n", out);
}

enum status report_write(const struct report *report, const char *path)
{
    if (output_ends_with(path, ".xlsx")) {
        return report_book_write(&(struct report_book_query){.report = report}, path);
    }
    FILE *out = fopen(path, "we");
    if (out == NULL) return STATUS_FAILED;
    bool is_json = output_ends_with(path, ".json");
    if (is_json) write_json(report, out);
    if (!is_json) write_csv(report, out);
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0) failed = true;
    return failed ? STATUS_FAILED : STATUS_OK;
}
