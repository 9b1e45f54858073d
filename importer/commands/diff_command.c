/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/diff_command.h"

#include "commands/generations.h"
#include "export/diff_words.h"
#include "files/output.h"
#include "run/trust_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 50 /* lines on a terminal */

/* The command diff: what a publication changes, or would. */

/* A line end inside a value must not look like another line. */
static void print_words(const struct buffer *words)
{
    for (size_t i = 0; i < words->length; i++) {
        unsigned char c = (unsigned char)words->data[i];
        putchar(c < 0x20 || c == 0x7F ? ' ' : c);
    }
    putchar('\n');
}

static void print_diff(const struct diff *diff, const char *title)
{
    struct buffer words = {0};
    buffer_format(&words, "%s : ", title);
    diff_words_counts(diff, &words);
    buffer_char(&words, '.');
    print_words(&words);
    for (size_t i = 0; i < diff->line_count && i < SHOWN_MAX; i++) {
        const struct diff_line *line = &diff->lines[i];
        buffer_reset(&words);
        buffer_format(&words, "  %s", line->name);
        if (line->profession != NULL) buffer_format(&words, " (%s)", line->profession);
        buffer_text(&words, " : ");
        diff_words_line(line, &words);
        print_words(&words);
    }
    if (diff->line_count > SHOWN_MAX) {
        size_t others = diff->line_count - SHOWN_MAX;
        printf("… et %zu autre%s (voir --report).\n", others, others > 1 ? "s" : "");
    }
    buffer_free(&words);
}

static void write_csv(const struct diff *diff, struct buffer *out)
{
    buffer_text(out, "\xEF\xBB\xBF"
                     "changement;identifiant;nom;profession;champ;avant;après;phrase\r\n");
    struct buffer words = {0};
    for (size_t i = 0; i < diff->line_count; i++) {
        const struct diff_line *line = &diff->lines[i];
        buffer_reset(&words);
        diff_words_line(line, &words);
        const char *const cells[] = {
            diff_words_what(line),
            line->identity,
            line->name,
            line->profession,
            diff_words_field(line),
            diff_words_value(line, line->before),
            diff_words_value(line, line->after),
            words.data,
        };
        size_t count = sizeof cells / sizeof *cells;
        for (size_t cell = 0; cell < count; cell++) {
            output_cell(out, cells[cell]);
            buffer_text(out, cell + 1 < count ? ";" : "\r\n");
        }
    }
    if (words.failed) out->failed = true;
    buffer_free(&words);
}

static void write_member(struct buffer *out, const char *name, const char *value)
{
    buffer_format(out, ",\"%s\":", name);
    output_json(out, value);
}

static void write_json(const struct diff *diff, struct buffer *out)
{
    struct buffer words = {0};
    buffer_format(out,
                  "{\"arrivées\":%zu,\"départs\":%zu,\"fiches modifiées\":%zu,"
                  "\"zones agrandies\":%zu,\"zones réduites\":%zu,\"séances ajoutées\":%zu,"
                  "\"séances retirées\":%zu,\"séances changées\":%zu,\n\"lignes\":[",
                  diff->arrivals, diff->departures, diff->changed, diff->zones_grown,
                  diff->zones_shrunk, diff->sessions_added, diff->sessions_removed,
                  diff->sessions_changed);
    for (size_t i = 0; i < diff->line_count; i++) {
        const struct diff_line *line = &diff->lines[i];
        buffer_reset(&words);
        diff_words_line(line, &words);
        buffer_text(out, i == 0 ? "\n{\"changement\":" : ",\n{\"changement\":");
        output_json(out, diff_words_what(line));
        write_member(out, "identifiant", line->identity);
        write_member(out, "nom", line->name);
        write_member(out, "profession", line->profession);
        write_member(out, "champ", line->what == DIFF_CHANGE ? diff_words_field(line) : NULL);
        write_member(out, "avant", diff_words_value(line, line->before));
        write_member(out, "après", diff_words_value(line, line->after));
        write_member(out, "phrase", words.data);
        buffer_char(out, '}');
    }
    buffer_text(out, "\n]}\n");
    if (words.failed) out->failed = true;
    buffer_free(&words);
}

static enum status tell(const struct diff *diff, const char *title, const struct options *options)
{
    const char *path = options->report_path;
    print_diff(diff, title);
    if (path == NULL) return STATUS_OK;
    struct buffer content = {0};
    if (output_ends_with(path, ".json")) write_json(diff, &content);
    if (!output_ends_with(path, ".json")) write_csv(diff, &content);
    enum status status = output_file(path, &content);
    buffer_free(&content);
    if (status == STATUS_FAILED) {
        fprintf(stderr, "Le compte rendu n'a pas pu être écrit : %s\n", path);
        return STATUS_INVALID;
    }
    return status;
}

struct rehearsal {
    const struct options *options;
    uint32_t current;
};

static enum status look(void *context, const char *path)
{
    const struct rehearsal *rehearsal = context;
    struct diff diff;
    struct buffer current = {0};
    generation_path(rehearsal->options->data, SERIES_DIRECTORY, rehearsal->current, &current);
    enum status status = current.failed ? STATUS_NO_MEMORY : diff_files(current.data, path, &diff);
    buffer_free(&current);
    if (status != STATUS_OK) return status == STATUS_NOT_FOUND ? STATUS_FAILED : status;
    status = tell(&diff, "Ce que publier changerait", rehearsal->options);
    diff_free(&diff);
    return status;
}

static enum status look_at_first(void *context, const char *path)
{
    (void)context;
    (void)path;
    puts("Rien n'est encore publié : ce serait le premier annuaire.");
    return STATUS_OK;
}

enum status diff_rehearse(const struct options *options, struct report *report,
                          struct publish_summary *out)
{
    struct rehearsal rehearsal = {.options = options};
    struct trust trust;
    enum status status = generation_current(options->data, SERIES_DIRECTORY, &rehearsal.current);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) return status;
    bool first = status == STATUS_NOT_FOUND;
    status = trust_settings(options->data, report, &trust);
    if (status != STATUS_OK) return status;
    return publish_rehearse(options->data, &(struct publish_options){.trust = &trust},
                            first ? look_at_first : look, &rehearsal, out);
}

static enum status diff_workspace(const struct options *options, struct report *report)
{
    struct publish_summary summary;
    int lock = -1;
    if (!generations_has_workspace(options->data)) {
        fputs("Rien n'a encore été chargé : il n'y a rien à comparer.\n", stderr);
        return STATUS_INVALID;
    }
    enum status status = publish_lock(options->data, &lock);
    if (status != STATUS_OK) return status;
    status = diff_rehearse(options, report, &summary);
    publish_unlock(lock);
    if (status == STATUS_INVALID) fputs("Il n'y a encore rien à publier.\n", stderr);
    return status;
}

/* The generation before `after`; 0 when there is none. */
static enum status find_before(const char *data, uint32_t after, uint32_t *out)
{
    uint32_t *numbers = NULL;
    size_t count = 0;
    *out = 0;
    enum status status = generation_list(data, SERIES_DIRECTORY, &numbers, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (numbers[i] < after) *out = numbers[i];
    }
    free(numbers);
    return status;
}

static enum status choose(const struct options *options, uint32_t *before, uint32_t *after)
{
    *before = *after = 0;
    for (size_t i = 0; i < options->file_count; i++) {
        if (!generations_read_number(options->files[i], i == 0 ? before : after)) {
            return STATUS_INVALID;
        }
    }
    enum status status = STATUS_OK;
    if (*after == 0) status = generation_current(options->data, SERIES_DIRECTORY, after);
    if (status == STATUS_OK && *before == 0) status = find_before(options->data, *after, before);
    if (status == STATUS_NOT_FOUND) fputs("Rien n'est encore publié.\n", stderr);
    if (status == STATUS_OK && *before == 0) {
        fprintf(stderr, "Il n'y a pas d'annuaire gardé avant le numéro %u.\n", *after);
        status = STATUS_NOT_FOUND;
    }
    return status;
}

enum status diff_command(const struct options *options, struct report *report)
{
    uint32_t before, after;
    struct buffer paths[2] = {{0}, {0}}, title = {0};
    struct diff diff = {0};
    if (options->file_count == 1 && strcmp(options->files[0], "workspace") == 0) {
        return diff_workspace(options, report);
    }
    enum status status = choose(options, &before, &after);
    if (status != STATUS_OK) return status;
    generation_path(options->data, SERIES_DIRECTORY, before, &paths[0]);
    generation_path(options->data, SERIES_DIRECTORY, after, &paths[1]);
    buffer_format(&title, "De l'annuaire %u à l'annuaire %u", before, after);
    bool failed = paths[0].failed || paths[1].failed || title.failed;
    status = failed ? STATUS_NO_MEMORY : diff_files(paths[0].data, paths[1].data, &diff);
    if (status == STATUS_OK) status = tell(&diff, title.data, options);
    if (status == STATUS_NOT_FOUND) {
        fputs("L'un de ces annuaires n'est pas gardé (voir la commande list).\n", stderr);
    }
    buffer_free(&paths[0]);
    buffer_free(&paths[1]);
    buffer_free(&title);
    diff_free(&diff);
    return status;
}
