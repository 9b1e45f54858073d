/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data/download.h"

#include "files/file.h"
#include "geodata/log.h"
#include "open_data/download_content.h"
#include "open_data/download_note.h"
#include "open_data/download_transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* One file on its way: `part` grows beside `path`, each with its note. */
struct fetch {
    const struct download_query *query;
    struct buffer *why;
    struct buffer path, part;
    struct download_note kept; /* of the file that is here; empty when it cannot be trusted */
    struct download_note got;
    bool continued; /* the part was not begun by this request */
    unsigned long long received;
};

static unsigned long long size_of(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode) ? (unsigned long long)facts.st_size
                                                             : 0;
}

static void remove_part(const struct fetch *fetch)
{
    unlink(fetch->part.data);
    download_note_remove(fetch->part.data);
}

static bool name_files(const char *folder, const char *name, struct buffer *path,
                       struct buffer *part)
{
    buffer_format(path, "%s/%s", folder, name);
    buffer_format(part, "%s/.%s.part", folder, name);
    return !path->failed && !part->failed;
}

/* A note counts while the file is as long as it says. */
static void read_kept(struct fetch *fetch)
{
    const char *path = fetch->path.data;
    if (!download_note_read(path, fetch->query->url, &fetch->kept)) return;
    if (fetch->kept.bytes != size_of(path)) fetch->kept = (struct download_note){0};
}

static enum transfer_result ask(struct fetch *fetch)
{
    struct download_note begun;
    struct transfer_query query = {.url = fetch->query->url,
                                   .part = fetch->part.data,
                                   .name = fetch->query->name,
                                   .known = fetch->kept.bytes > 0 ? &fetch->kept : NULL,
                                   .limits = fetch->query->limits};
    if (download_note_read(fetch->part.data, fetch->query->url, &begun)) {
        query.from = size_of(fetch->part.data);
        if (query.from > 0) query.known = &begun;
    }
    fetch->continued = query.from > 0;
    unsigned long long received = 0;
    buffer_reset(fetch->why);
    enum transfer_result result = transfer_run(&query, &fetch->got, &received, fetch->why);
    fetch->received += received;
    return result;
}

/* Twice as long after each failure. */
static void pause_before(unsigned long attempt, unsigned long pause_s)
{
    struct timespec pause = {.tv_sec = (time_t)(pause_s << (attempt - 1))};
    nanosleep(&pause, NULL);
}

static enum status disk_failure(const struct fetch *fetch, const char *what)
{
    log_error("download: cannot %s %s: %s", what, fetch->path.data, strerror(errno));
    buffer_reset(fetch->why);
    buffer_text(fetch->why,
                "le disque est plein, ou refuse d'écrire ; faites de la place puis relancez");
    return STATUS_FAILED;
}

/* The file's date of change becomes the publisher's, for the reader to show. */
static void set_date(const struct fetch *fetch)
{
    time_t date = 0;
    if (!transfer_read_date(fetch->got.modified, &date)) return;
    const struct timespec times[2] = {{.tv_sec = date}, {.tv_sec = date}};
    utimensat(AT_FDCWD, fetch->part.data, times, 0);
}

/* The old note goes first: a crash in between leaves a file that will be asked for again. */
static enum status put_in_place(const struct fetch *fetch)
{
    set_date(fetch);
    download_note_remove(fetch->path.data);
    if (rename(fetch->part.data, fetch->path.data) != 0) return disk_failure(fetch, "rename to");
    download_note_remove(fetch->part.data);
    enum status status = download_note_write(fetch->path.data, &fetch->got);
    return status == STATUS_FAILED ? disk_failure(fetch, "write the note of") : status;
}

/* Looks at what came. `*again`: the pieces of two requests do not fit, one request may. */
static enum status accept(struct fetch *fetch, bool *again)
{
    buffer_reset(fetch->why);
    enum status status = download_check(fetch->part.data, fetch->query->content, fetch->why);
    if (status == STATUS_OK) return put_in_place(fetch);
    *again = status == STATUS_INVALID && fetch->continued;
    remove_part(fetch);
    return status;
}

/* One request and what follows from it. `*again`: it may be made once more. */
static enum status try_once(struct fetch *fetch, bool *again, enum download_origin *origin)
{
    *again = false;
    *origin = DOWNLOAD_NEW;
    switch (ask(fetch)) {
    case TRANSFER_WHOLE:
        return accept(fetch, again);
    case TRANSFER_UNCHANGED:
        *origin = DOWNLOAD_UNCHANGED;
        remove_part(fetch);
        return STATUS_OK;
    case TRANSFER_ASTRAY:
        remove_part(fetch);
        *again = true;
        return STATUS_NOT_FOUND;
    case TRANSFER_BUSY:
    case TRANSFER_CUT:
        *again = true;
        return STATUS_NOT_FOUND;
    case TRANSFER_REFUSED:
        remove_part(fetch);
        return STATUS_NOT_FOUND;
    case TRANSFER_DISK:
        remove_part(fetch);
        return STATUS_FAILED;
    case TRANSFER_NO_MEMORY:
        break;
    }
    return STATUS_NO_MEMORY;
}

/* A part that holds nothing is no beginning. */
static void drop_empty_part(const struct fetch *fetch)
{
    if (size_of(fetch->part.data) == 0) remove_part(fetch);
}

static enum status fetch_file(struct fetch *fetch, enum download_origin *origin)
{
    const struct download_limits *limits = fetch->query->limits;
    bool again = false;
    enum status status = try_once(fetch, &again, origin);
    for (unsigned long tried = 1; again && tried < limits->tries; tried++) {
        pause_before(tried, limits->pause_s);
        status = try_once(fetch, &again, origin);
    }
    drop_empty_part(fetch);
    return status;
}

static enum status take_kept(const struct fetch *fetch)
{
    if (size_of(fetch->path.data) > 0) return STATUS_OK;
    buffer_text(fetch->why, "ce fichier n'a pas encore été téléchargé ; relancez sans --offline");
    return STATUS_NOT_FOUND;
}

enum status download_file(const struct download_query *query, struct download *out,
                          struct buffer *why)
{
    struct fetch fetch = {.query = query, .why = why};
    enum status status = STATUS_NO_MEMORY;
    *out = (struct download){.origin = DOWNLOAD_KEPT};
    if (!name_files(query->folder, query->name, &fetch.path, &fetch.part)) goto done;
    read_kept(&fetch);
    status = query->offline ? take_kept(&fetch) : fetch_file(&fetch, &out->origin);
    if (status != STATUS_OK) goto done;
    out->bytes = size_of(fetch.path.data);
    out->received = fetch.received;
    out->path = fetch.path;
    fetch.path = (struct buffer){0};
done:
    buffer_free(&fetch.path);
    buffer_free(&fetch.part);
    return status;
}

void download_free(struct download *download)
{
    buffer_free(&download->path);
    *download = (struct download){0};
}

bool download_kept(const char *folder, const char *name, char date[11])
{
    struct buffer path = {0};
    buffer_format(&path, "%s/%s", folder, name);
    bool kept = !path.failed && size_of(path.data) > 0 && file_date(path.data, date) == STATUS_OK;
    buffer_free(&path);
    return kept;
}
