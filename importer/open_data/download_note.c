/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data/download_note.h"

#include "files/output.h"
#include "geodata/buffer.h"
#include "geodata/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool name_note(const char *path, struct buffer *out)
{
    buffer_format(out, "%s.note", path);
    return !out->failed;
}

/* One line without its end; false when it is too long or missing. */
static bool read_line(FILE *file, char *out, size_t size)
{
    if (fgets(out, (int)size, file) == NULL) return false;
    char *end = strchr(out, '\n');
    if (end == NULL) return false;
    *end = '\0';
    return true;
}

static bool read_note(FILE *file, struct download_note *out)
{
    char bytes[32], end[8];
    if (!read_line(file, out->url, sizeof out->url)) return false;
    if (!read_line(file, out->etag, sizeof out->etag)) return false;
    if (!read_line(file, out->modified, sizeof out->modified)) return false;
    if (!read_line(file, bytes, sizeof bytes)) return false;
    if (!read_line(file, end, sizeof end) || strcmp(end, "end") != 0) return false;
    out->bytes = strtoull(bytes, NULL, 10);
    return true;
}

bool download_note_read(const char *path, const char *url, struct download_note *out)
{
    struct buffer name = {0};
    *out = (struct download_note){0};
    FILE *file = name_note(path, &name) ? fopen(name.data, "re") : NULL;
    bool read = file != NULL && read_note(file, out) && strcmp(out->url, url) == 0;
    if (file != NULL) fclose(file);
    buffer_free(&name);
    if (!read) *out = (struct download_note){0};
    return read;
}

enum status download_note_write(const char *path, const struct download_note *note)
{
    struct buffer name = {0}, text = {0};
    enum status status = STATUS_NO_MEMORY;
    buffer_format(&text, "%s\n%s\n%s\n%llu\nend\n", note->url, note->etag, note->modified,
                  note->bytes);
    if (name_note(path, &name)) status = output_file(name.data, &text);
    if (status == STATUS_FAILED)
        log_error("download: cannot write %s: %s", name.data, strerror(errno));
    buffer_free(&name);
    buffer_free(&text);
    return status;
}

void download_note_remove(const char *path)
{
    struct buffer name = {0};
    if (name_note(path, &name)) unlink(name.data);
    buffer_free(&name);
}

const char *download_note_strong(const struct download_note *note)
{
    if (note->etag[0] != '\0' && strncmp(note->etag, "W/", 2) != 0) return note->etag;
    return note->modified;
}
