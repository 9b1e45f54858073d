/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/file.h"
#include "files/output.h"
#include "geodata/generation.h"
#include "geodata/publish.h"
#include "open_data/open_data_run.h"

#include <stdio.h>
#include <string.h>

/* What the address book in service was made of, beside the download: its number and the file's
 * SHA-256. */
struct book_note {
    struct buffer path, text;
};

static void book_note_free(struct book_note *note)
{
    buffer_free(&note->path);
    buffer_free(&note->text);
}

static enum status describe_book(const struct open_run *run, const struct open_item *item,
                                 struct book_note *out)
{
    uint32_t number = 0;
    char sha256[65] = "";
    enum status status = generation_current(run->options->data, SERIES_ADDRESSES, &number);
    if (status == STATUS_OK) status = file_sha256(item->download.path.data, sha256);
    buffer_format(&out->path, "%s.book", item->download.path.data);
    buffer_format(&out->text, "%u %s\n", number, sha256);
    if (out->path.failed || out->text.failed) return STATUS_NO_MEMORY;
    return status;
}

static bool holds(const char *path, const struct buffer *text)
{
    char bytes[200];
    FILE *file = fopen(path, "re");
    size_t length = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
    if (file != NULL) fclose(file);
    return length == text->length && memcmp(bytes, text->data, length) == 0;
}

static bool is_book_in_service(const struct open_run *run, const struct open_item *item)
{
    struct book_note note = {0};
    bool same = describe_book(run, item, &note) == STATUS_OK && holds(note.path.data, &note.text);
    book_note_free(&note);
    return same;
}

static enum status remember_book(const struct open_run *run, const struct open_item *item)
{
    struct book_note note = {0};
    enum status status = describe_book(run, item, &note);
    if (status == STATUS_OK) status = output_file(note.path.data, &note.text);
    book_note_free(&note);
    return status;
}

static enum status run_command(const struct open_item *item, const struct options *options,
                               struct report *report)
{
    int lock = -1;
    if (item->source->is_book) return item->source->run(options, report);
    enum status status = publish_lock(options->data, &lock);
    if (status != STATUS_OK) return status;
    status = item->source->run(options, report);
    publish_unlock(lock);
    return status;
}

static struct report_counts since(const struct report_counts *now,
                                  const struct report_counts *before)
{
    return (struct report_counts){
        .read = now->read - before->read,
        .added = now->added - before->added,
        .changed = now->changed - before->changed,
        .same = now->same - before->same,
        .removed = now->removed - before->removed,
        .refused = now->refused - before->refused,
        .doubtful = now->doubtful - before->doubtful,
    };
}

static enum status load(struct open_run *run, struct open_item *item)
{
    const struct open_source *source = item->source;
    const char *path = source->is_communes ? run->outline.data : item->download.path.data;
    struct options options = {.data = run->options->data,
                              .dry_run = run->options->dry_run,
                              .source_name = source->source_name,
                              .publisher = source->publisher,
                              .licence = source->licence,
                              .url = item->url.data,
                              .files = &path,
                              .file_count = 1};
    if (run->territory.is_departement) options.departement = run->territory.departement;
    if (!run->territory.is_departement) options.communes = run->communes.data;
    item->same_book = source->is_book && is_book_in_service(run, item);
    if (item->same_book) return STATUS_OK;

    struct report_counts before = run->report->counts;
    size_t rows = run->report->row_count;
    enum status status = run_command(item, &options, run->report);
    item->counts = since(&run->report->counts, &before);
    item->loaded = status == STATUS_OK;
    if (item->loaded && source->is_book && !options.dry_run) status = remember_book(run, item);
    if (status != STATUS_INVALID && status != STATUS_NOT_FOUND) return status;
    run->report->counts = before;
    run->report->counts.refused++;
    run->report->row_count = rows;
    buffer_text(&item->why, "le fichier est refusé, la cause est écrite plus bas");
    return source->needed ? STATUS_INVALID : STATUS_OK;
}

/* A rehearsal puts no address book into service, and without one nothing can be told of rows. */
static bool can_be_rehearsed(const struct open_run *run, const struct open_source *source)
{
    uint32_t number = 0;
    return source->is_book || source->is_communes ||
           generation_current(run->options->data, SERIES_ADDRESSES, &number) == STATUS_OK;
}

enum status open_data_load(struct open_run *run)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < open_source_count && status == STATUS_OK; i++) {
        struct open_item *item = &run->items[i];
        if (!item->got) continue;
        if (run->options->dry_run && !can_be_rehearsed(run, item->source)) {
            buffer_text(&item->why, "cela ne s'essaie pas sans carnet d'adresses en service");
            continue;
        }
        status = load(run, item);
    }
    return status;
}
