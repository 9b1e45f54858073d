/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas_texts.h"

#include "geodata/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A place counts in these, so that 32 bits reach 64 GB. */
#define PLACE_BYTES 16
#define WAITING_MOST ((size_t)1 << 20)

/* Before each text. */
struct head {
    uint32_t id_length, length;
};

static int file_beside(const char *path)
{
    struct buffer folder = {0};
    const char *slash = strrchr(path, '/');
    buffer_append(&folder, path, slash == NULL ? 0 : (size_t)(slash + 1 - path));
    buffer_text(&folder, ".");
    int file = folder.failed ? -1 : open(folder.data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    buffer_free(&folder);
    return file;
}

static int temporary_file(void)
{
    FILE *stream = tmpfile();
    int file = stream == NULL ? -1 : fcntl(fileno(stream), F_DUPFD_CLOEXEC, 0);
    if (stream != NULL) fclose(stream);
    return file;
}

enum status atlas_texts_open(struct atlas_texts *texts, const char *path)
{
    *texts = (struct atlas_texts){.file = file_beside(path)};
    if (texts->file < 0) texts->file = temporary_file(); /* the folder may be read only */
    if (texts->file >= 0) return STATUS_OK;
    log_error("atlas: no file can be made for the texts: %s", strerror(errno));
    return STATUS_FAILED;
}

enum status atlas_texts_finish(struct atlas_texts *texts)
{
    if (texts->length == 0) return STATUS_OK;
    void *bytes = mmap(NULL, texts->length, PROT_READ, MAP_SHARED, texts->file, 0);
    if (bytes == MAP_FAILED) {
        log_error("atlas: the texts cannot be mapped: %s", strerror(errno));
        return STATUS_NO_MEMORY;
    }
    texts->bytes = bytes;
    return STATUS_OK;
}

void atlas_texts_close(struct atlas_texts *texts)
{
    if (texts->bytes != NULL) munmap((void *)texts->bytes, texts->length);
    if (texts->file >= 0) close(texts->file);
    *texts = (struct atlas_texts){.file = -1};
}

void texts_writer_begin(struct texts_writer *writer, const char *id)
{
    struct buffer *waiting = &writer->waiting;
    static const char zeros[PLACE_BYTES];
    size_t over = waiting->length % PLACE_BYTES;
    if (over > 0) buffer_append(waiting, zeros, PLACE_BYTES - over);
    writer->begun = waiting->length;
    const struct head head = {.id_length = (uint32_t)strlen(id)};
    buffer_append(waiting, (const char *)&head, sizeof head);
    buffer_append(waiting, id, head.id_length + 1);
}

enum status texts_writer_end(struct texts_writer *writer, uint32_t *place)
{
    struct buffer *waiting = &writer->waiting;
    struct head head;
    if (waiting->failed) return STATUS_NO_MEMORY;
    memcpy(&head, waiting->data + writer->begun, sizeof head);
    head.length = (uint32_t)(waiting->length - writer->begun - sizeof head - head.id_length - 1);
    memcpy(waiting->data + writer->begun, &head, sizeof head);
    *place = (uint32_t)((writer->texts->length + writer->begun) / PLACE_BYTES);
    return waiting->length < WAITING_MOST ? STATUS_OK : texts_writer_flush(writer);
}

enum status texts_writer_flush(struct texts_writer *writer)
{
    struct buffer *waiting = &writer->waiting;
    struct atlas_texts *texts = writer->texts;
    static const char zeros[PLACE_BYTES];
    size_t over = waiting->length % PLACE_BYTES;
    if (over > 0) buffer_append(waiting, zeros, PLACE_BYTES - over);
    if (waiting->failed) return STATUS_NO_MEMORY;
    for (size_t written = 0; written < waiting->length;) {
        ssize_t more = pwrite(texts->file, waiting->data + written, waiting->length - written,
                              (off_t)(texts->length + written));
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) {
            log_error("atlas: the texts cannot be written: %s", strerror(errno));
            return STATUS_FAILED;
        }
        written += (size_t)more;
    }
    texts->length += waiting->length;
    buffer_reset(waiting);
    return STATUS_OK;
}

void texts_writer_close(struct texts_writer *writer)
{
    buffer_free(&writer->waiting);
}

static struct head head_at(const struct atlas_texts *texts, uint32_t place)
{
    struct head head;
    memcpy(&head, texts->bytes + (size_t)place * PLACE_BYTES, sizeof head);
    return head;
}

const char *atlas_texts_id(const struct atlas_texts *texts, uint32_t place)
{
    return texts->bytes + (size_t)place * PLACE_BYTES + sizeof(struct head);
}

const char *atlas_texts_at(const struct atlas_texts *texts, uint32_t place, size_t *length)
{
    struct head head = head_at(texts, place);
    *length = head.length;
    return atlas_texts_id(texts, place) + head.id_length + 1;
}
