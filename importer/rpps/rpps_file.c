/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_file.h"

#include "files/archive.h"
#include "files/file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct rpps_reader {
    const struct rpps_file *of;
    struct file *file;             /* a text by itself */
    struct archive_member *member; /* or one of an archive */
    struct rpps_lines *lines;
};

static void refuse(const struct rpps_file *file, struct report *report, const struct buffer *why)
{
    report_find(report, FINDING_FILE, (struct where){.file = file->name}, NULL, "%s", why->data);
}

static enum status open_source(struct rpps_reader *reader, struct buffer *why)
{
    const struct rpps_file *of = reader->of;
    if (of->member != NULL) return archive_open(of->path, of->member, &reader->member, why);
    return file_open(of->path, &reader->file, why);
}

static enum status open_lines(const struct rpps_file *file, struct report *report,
                              struct rpps_reader **out)
{
    struct buffer why = {0};
    struct rpps_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) return STATUS_NO_MEMORY;
    reader->of = file;
    enum status status = open_source(reader, &why);
    if (status == STATUS_INVALID) refuse(file, report, &why);
    buffer_free(&why);
    if (status == STATUS_OK) {
        bool zipped = reader->member != NULL;
        reader->lines = rpps_lines_open(zipped ? archive_read : file_read,
                                        zipped ? (void *)reader->member : (void *)reader->file);
        if (reader->lines == NULL) status = STATUS_NO_MEMORY;
    }
    if (status != STATUS_OK) {
        rpps_reader_close(reader);
        return status;
    }
    *out = reader;
    return STATUS_OK;
}

void rpps_reader_refuse(const struct rpps_reader *reader, struct report *report)
{
    struct buffer why = {0};
    if (reader->member != NULL) {
        buffer_text(&why, "l'archive ZIP est coupée ou abîmée ; téléchargez-la de nouveau");
    } else {
        file_explain(reader->file, &why);
    }
    refuse(reader->of, report, &why);
    buffer_free(&why);
}

enum status rpps_reader_open(const struct rpps_file *file, struct report *report,
                             struct rpps_reader **out)
{
    struct rpps_line titles;
    struct rpps_reader *reader = NULL;
    enum status status = open_lines(file, report, &reader);
    if (status != STATUS_OK) return status;
    enum rpps_line_result result = rpps_lines_next(reader->lines, &titles);
    if (result == RPPS_LINES_FAILED) {
        rpps_reader_refuse(reader, report);
        rpps_reader_close(reader);
        return STATUS_INVALID;
    }
    *out = reader;
    return STATUS_OK;
}

enum rpps_line_result rpps_reader_next(struct rpps_reader *reader, struct rpps_line *out)
{
    return rpps_lines_next(reader->lines, out);
}

double rpps_reader_progress(const struct rpps_reader *reader)
{
    return reader->member != NULL ? archive_progress(reader->member) : file_progress(reader->file);
}

void rpps_reader_close(struct rpps_reader *reader)
{
    if (reader == NULL) return;
    rpps_lines_close(reader->lines);
    archive_close(reader->member);
    file_close(reader->file);
    free(reader);
}

/* `…_202611230300.txt` was published on 23 November 2026. */
static void read_date(const char *name, char out[11])
{
    out[0] = '\0';
    for (const char *at = strchr(name, '_'); at != NULL; at = strchr(at + 1, '_')) {
        size_t digits = strspn(at + 1, "0123456789");
        if (digits != 12 || strncmp(at + 1, "20", 2) != 0) continue;
        memcpy(out, at + 1, 4);
        memcpy(out + 5, at + 5, 2);
        memcpy(out + 8, at + 7, 2);
        out[4] = out[7] = '-';
        out[10] = '\0';
    }
}

static enum status explain_titles(const struct rpps_file *file, const char *missing,
                                  struct report *report)
{
    struct where where = {.file = file->name, .line = 1, .column = missing};
    report_find(report, FINDING_FILE, where,
                "donnez les fichiers PS_LibreAcces de l'Annuaire Santé tels qu'ils sont publiés, "
                "sans les ouvrir dans un tableur",
                missing != NULL ? "il manque cette colonne"
                                : "ce n'est pas un fichier du RPPS : ses titres ne sont pas ceux "
                                  "de Personne_activite, SavoirFaire ou Dipl_AutExerc");
    return STATUS_INVALID;
}

/* `*known` false: a text with other titles. */
static enum status read_titles(struct rpps_file *file, struct report *report, bool *known,
                               const char **missing)
{
    struct rpps_line line;
    struct rpps_reader *reader = NULL;
    enum status status = open_lines(file, report, &reader);
    if (status != STATUS_OK) return status;
    *known = false;
    *missing = NULL;
    enum rpps_line_result result = rpps_lines_next(reader->lines, &line);
    if (result == RPPS_LINES_FAILED) {
        rpps_reader_refuse(reader, report);
        status = STATUS_INVALID;
    }
    if (result == RPPS_LINE) {
        status = rpps_format_read(line.text, &file->format, missing);
        *known = status == STATUS_OK;
        if (status == STATUS_INVALID) status = STATUS_OK;
    }
    rpps_reader_close(reader);
    return status;
}

struct search {
    const char *path;
    struct report *report;
    struct rpps_files *files;
};

static enum status add_file(struct search *search, const char *member)
{
    struct rpps_files *files = search->files;
    struct rpps_file *moved = realloc(files->list, (files->count + 1) * sizeof *moved);
    if (moved == NULL) return STATUS_NO_MEMORY;
    files->list = moved;
    struct rpps_file *file = &moved[files->count];
    *file =
        (struct rpps_file){.path = search->path, .member = member == NULL ? NULL : strdup(member)};
    if (member != NULL && file->member == NULL) return STATUS_NO_MEMORY;
    file->name = file_name(member == NULL ? file->path : file->member);
    read_date(file->name, file->date);
    bool known = false;
    const char *missing = NULL;
    enum status status = read_titles(file, search->report, &known, &missing);
    bool passed_over = member != NULL && !known && missing == NULL;
    if (status == STATUS_OK && !known && !passed_over) {
        status = explain_titles(file, missing, search->report);
    }
    if (status == STATUS_OK && known) files->count++;
    if (status != STATUS_OK || !known) free(file->member);
    return status;
}

static enum status add_member(void *context, const char *member)
{
    size_t length = strlen(member);
    bool text = length > 4 && (strcasecmp(member + length - 4, ".txt") == 0 ||
                               strcasecmp(member + length - 4, ".csv") == 0);
    return text ? add_file(context, member) : STATUS_OK;
}

static enum status add_archive(struct search *search)
{
    struct buffer why = {0};
    enum status status = archive_each(search->path, add_member, search, &why);
    if (status == STATUS_INVALID && why.length > 0) {
        report_find(search->report, FINDING_FILE, (struct where){.file = file_name(search->path)},
                    NULL, "%s", why.data);
    }
    buffer_free(&why);
    return status;
}

enum status rpps_files_open(const char *const *paths, size_t count, struct report *report,
                            struct rpps_files *out)
{
    enum status status = STATUS_OK;
    *out = (struct rpps_files){0};
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct search search = {.path = paths[i], .report = report, .files = out};
        status = archive_is(paths[i]) ? add_archive(&search) : add_file(&search, NULL);
    }
    bool has_activities = false;
    for (size_t i = 0; i < out->count; i++) {
        if (out->list[i].format.kind == RPPS_ACTIVITIES) has_activities = true;
    }
    if (status != STATUS_OK || has_activities) return status;
    report_find(report, FINDING_FILE, (struct where){.file = file_name(paths[0])},
                "donnez aussi PS_LibreAcces_Personne_activite : c'est lui qui dit où chacun exerce",
                "il n'y a pas de fichier Personne_activite");
    return STATUS_INVALID;
}

void rpps_files_close(struct rpps_files *files)
{
    for (size_t i = 0; i < files->count; i++) free(files->list[i].member);
    free(files->list);
    *files = (struct rpps_files){0};
}
