/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_texts.h"

#include "base/lines.h"
#include "geodata/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A place counts in these, so that 32 bits reach 64 GB. */
#define PLACE_BYTES 16
/* Each shelf takes so much of the file at a time. */
#define AREA_BYTES (4 * SHELF_PAGE)
/* With more shelves their pages do not stay in the cache of a processor; of 2,000,000 texts one
 * then has about 8,000, which are read as fast as if they lay in order. */
#define SHELF_TEXTS 512
#define SHELVES_MAX 256
#define COPY_BLOCK 32
_Static_assert(COPY_BLOCK <= TEXT_RUN_SLACK, "a block may reach beyond a run");
/* About how much of its own a resource has. */
#define OWN_BYTES ((size_t)6 * LINE_BYTES)
#define OWN_HEAD_BYTES ((size_t)3 * LINE_BYTES)

/* Before each text; then its public id with its NUL, then the pieces: 16 bits how many bytes of its
 * own, those bytes, 16 bits the number of a run. */
struct head {
    uint32_t length, head_length, number;
    uint32_t id_length;
};

static struct head head_at(const struct atlas_texts *texts, uint32_t place)
{
    struct head head;
    memcpy(&head, texts->bytes + (size_t)place * PLACE_BYTES, sizeof head);
    return head;
}

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

static bool make_shelves(struct atlas_texts *texts, size_t count)
{
    size_t shelves = count / SHELF_TEXTS + 1;
    if (shelves > SHELVES_MAX) shelves = SHELVES_MAX;
    texts->shelf_share = count / shelves + 1;
    texts->shelves = calloc(shelves, sizeof *texts->shelves);
    if (texts->shelves == NULL) return false;
    texts->shelf_count = shelves;
    for (size_t i = 0; i < shelves; i++) pthread_mutex_init(&texts->shelves[i].lock, NULL);
    return true;
}

static void free_shelves(struct atlas_texts *texts)
{
    for (size_t i = 0; i < texts->shelf_count; i++) pthread_mutex_destroy(&texts->shelves[i].lock);
    free(texts->shelves);
    texts->shelves = NULL;
    texts->shelf_count = 0;
}

enum status atlas_texts_open(struct atlas_texts *texts, const char *path, size_t count)
{
    *texts = (struct atlas_texts){.file = file_beside(path)};
    if (texts->file < 0) texts->file = temporary_file(); /* the folder may be read only */
    if (texts->file >= 0) return make_shelves(texts, count) ? STATUS_OK : STATUS_NO_MEMORY;
    log_error("atlas: no file can be made for the texts: %s", strerror(errno));
    return STATUS_FAILED;
}

static enum status write_out(const struct atlas_texts *texts, const char *bytes, size_t length,
                             uint64_t at)
{
    for (size_t written = 0; written < length;) {
        ssize_t more =
            pwrite(texts->file, bytes + written, length - written, (off_t)(at + written));
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) {
            log_error("atlas: the texts cannot be written: %s", strerror(errno));
            return STATUS_FAILED;
        }
        written += (size_t)more;
    }
    return STATUS_OK;
}

static enum status write_page(const struct atlas_texts *texts, struct text_shelf *shelf)
{
    enum status status = write_out(texts, shelf->page, shelf->used, shelf->base);
    shelf->base += shelf->used;
    shelf->room -= shelf->used;
    shelf->used = 0;
    return status;
}

static enum status write_shelves(struct atlas_texts *texts)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < texts->shelf_count && status == STATUS_OK; i++)
        status = write_page(texts, &texts->shelves[i]);
    free_shelves(texts);
    return status;
}

/* Reading goes on in whole blocks a little beyond the end of a text. */
enum status atlas_texts_finish(struct atlas_texts *texts)
{
    uint64_t length = atomic_load(&texts->length);
    enum status status = write_shelves(texts);
    if (status != STATUS_OK || length == 0) return status;
    length += TEXT_RUN_SLACK;
    void *bytes = MAP_FAILED;
    if (ftruncate(texts->file, (off_t)length) == 0)
        bytes = mmap(NULL, length, PROT_READ, MAP_SHARED, texts->file, 0);
    if (bytes == MAP_FAILED) {
        log_error("atlas: the texts cannot be mapped: %s", strerror(errno));
        return STATUS_NO_MEMORY;
    }
    texts->bytes = bytes;
    texts->mapped = length;
    return STATUS_OK;
}

void atlas_texts_close(struct atlas_texts *texts)
{
    free_shelves(texts);
    if (texts->bytes != NULL) munmap((void *)texts->bytes, texts->mapped);
    if (texts->file >= 0) close(texts->file);
    *texts = (struct atlas_texts){.file = -1};
}

/* --- writing ------------------------------------------------------------------------------ */

/* The bytes not yet kept, up to `end`, and a run after them. */
static void add_piece(struct texts_writer *writer, size_t end, uint16_t run)
{
    const char *bytes = writer->text.bytes.data;
    for (bool more = true; more;) {
        size_t left = end - writer->packed;
        uint16_t length = (uint16_t)(left < UINT16_MAX ? left : UINT16_MAX);
        more = length < left;
        uint16_t number = more ? TEXT_RUN_EMPTY : run;
        buffer_append(&writer->waiting, (const char *)&length, sizeof length);
        buffer_append(&writer->waiting, bytes + writer->packed, length);
        buffer_append(&writer->waiting, (const char *)&number, sizeof number);
        writer->packed += length;
    }
}

static struct keyed_run *keyed(struct texts_writer *writer, const void *what, uint32_t which)
{
    uint64_t hash = ((uint64_t)(uintptr_t)what ^ which) * UINT64_C(0x9E3779B97F4A7C15);
    return &writer->keyed[hash >> 53 & (KEYED_RUNS - 1)];
}

bool atlas_text_again(struct atlas_text *text, const void *what, uint32_t which)
{
    struct texts_writer *writer = text->writer;
    const struct keyed_run *known = keyed(writer, what, which);
    if (writer->cut != text->bytes.length) return false;
    writer->asked = (struct keyed_run){.what = what, .which = which};
    if (known->what != what || known->which != which) return false;
    const struct text_run *run = &writer->runs->items[known->run];
    add_piece(writer, writer->cut, known->run);
    buffer_append(&text->bytes, writer->runs->bytes + run->start, run->length);
    writer->packed = writer->cut = text->bytes.length;
    writer->asked.what = NULL;
    return true;
}

void atlas_text_shared(struct atlas_text *text)
{
    struct texts_writer *writer = text->writer;
    size_t begin = writer->cut, end = text->bytes.length;
    struct keyed_run asked = writer->asked;
    writer->asked.what = NULL;
    if (text->bytes.failed || begin == end) return;
    writer->cut = end;
    uint16_t run =
        text_runs_number(writer->runs, &writer->seen, text->bytes.data + begin, end - begin);
    if (run == TEXT_RUN_EMPTY) return;
    add_piece(writer, begin, run);
    writer->packed = end;
    if (asked.what == NULL) return;
    asked.run = run;
    *keyed(writer, asked.what, asked.which) = asked;
}

void atlas_text_own(struct atlas_text *text)
{
    text->writer->cut = text->bytes.length;
    text->writer->asked.what = NULL;
}

void atlas_text_head(struct atlas_text *text, uint32_t number)
{
    struct texts_writer *writer = text->writer;
    if (text->bytes.failed) return;
    if (writer->packed < text->bytes.length) add_piece(writer, text->bytes.length, TEXT_RUN_EMPTY);
    writer->head = (uint32_t)text->bytes.length;
    writer->number = number;
    writer->cut = text->bytes.length;
}

static void align(struct buffer *waiting)
{
    static const char zeros[PLACE_BYTES];
    size_t over = waiting->length % PLACE_BYTES;
    if (over > 0) buffer_append(waiting, zeros, PLACE_BYTES - over);
}

/* A text lies in one piece: where the shelf has no room for it, it goes on elsewhere. */
static enum status make_room(struct atlas_texts *texts, struct text_shelf *shelf, size_t length)
{
    if (shelf->used + length <= shelf->room) return STATUS_OK;
    enum status status = write_page(texts, shelf);
    shelf->room = (length + AREA_BYTES - 1) / AREA_BYTES * AREA_BYTES;
    shelf->base = atomic_fetch_add(&texts->length, shelf->room);
    bool is_reached = (shelf->base + shelf->room) / PLACE_BYTES <= UINT32_MAX;
    return status == STATUS_OK && !is_reached ? STATUS_NO_MEMORY : status;
}

static enum status put(struct atlas_texts *texts, struct text_shelf *shelf,
                       const struct buffer *text, uint32_t *place)
{
    enum status status = make_room(texts, shelf, text->length);
    *place = (uint32_t)((shelf->base + shelf->used) / PLACE_BYTES);
    for (size_t done = 0; status == STATUS_OK && done < text->length;) {
        size_t left = text->length - done, free_bytes = SHELF_PAGE - shelf->used;
        size_t length = left < free_bytes ? left : free_bytes;
        memcpy(shelf->page + shelf->used, text->data + done, length);
        shelf->used += length;
        done += length;
        if (shelf->used == SHELF_PAGE) status = write_page(texts, shelf);
    }
    return status;
}

void texts_writer_begin(struct texts_writer *writer, const char *id)
{
    const struct head head = {.id_length = (uint32_t)strlen(id)};
    buffer_reset(&writer->waiting);
    writer->packed = writer->cut = 0;
    writer->head = writer->number = 0;
    writer->asked.what = NULL;
    writer->text.writer = writer;
    buffer_reset(&writer->text.bytes);
    buffer_append(&writer->waiting, (const char *)&head, sizeof head);
    buffer_append(&writer->waiting, id, head.id_length + 1);
}

enum status texts_writer_end(struct texts_writer *writer, size_t number, uint32_t *place)
{
    struct atlas_texts *texts = writer->texts;
    struct buffer *waiting = &writer->waiting, *bytes = &writer->text.bytes;
    struct head head;
    if (bytes->failed) return STATUS_NO_MEMORY;
    if (writer->packed < bytes->length) add_piece(writer, bytes->length, TEXT_RUN_EMPTY);
    align(waiting);
    if (waiting->failed) return STATUS_NO_MEMORY;
    memcpy(&head, waiting->data, sizeof head);
    head.length = (uint32_t)bytes->length;
    head.head_length = writer->head;
    head.number = writer->number;
    memcpy(waiting->data, &head, sizeof head);
    struct text_shelf *shelf = &texts->shelves[number / texts->shelf_share];
    pthread_mutex_lock(&shelf->lock);
    enum status status = put(texts, shelf, waiting, place);
    pthread_mutex_unlock(&shelf->lock);
    return status;
}

void texts_writer_close(struct texts_writer *writer)
{
    buffer_free(&writer->waiting);
    buffer_free(&writer->text.bytes);
}

/* --- reading ------------------------------------------------------------------------------ */

const char *atlas_texts_id(const struct atlas_texts *texts, uint32_t place)
{
    return texts->bytes + (size_t)place * PLACE_BYTES + sizeof(struct head);
}

/* In whole blocks, beyond the end: most pieces are short, and a block is one instruction. */
static inline char *copy(char *to, const char *from, size_t length)
{
    for (size_t at = 0; at < length; at += COPY_BLOCK) memcpy(to + at, from + at, COPY_BLOCK);
    return to + length;
}

void atlas_texts_write(const struct atlas_texts *texts, const struct text_runs *runs,
                       uint32_t place, bool head_only, struct buffer *out)
{
    struct head head = head_at(texts, place);
    size_t length = head_only ? head.head_length : head.length;
    const char *piece = atlas_texts_id(texts, place) + head.id_length + 1;
    if (!buffer_reserve(out, length + TEXT_RUN_SLACK)) return;
    char *to = out->data + out->length, *const end = to + length;
    while (to < end) {
        uint16_t own, number;
        memcpy(&own, piece, sizeof own);
        to = copy(to, piece + sizeof own, own);
        memcpy(&number, piece + sizeof own + own, sizeof number);
        const struct text_run *run = &runs->items[number];
        to = copy(to, runs->bytes + run->start, run->length);
        piece += sizeof own + own + sizeof number;
    }
    out->length += length;
    *end = '\0';
}

uint32_t atlas_texts_number(const struct atlas_texts *texts, uint32_t place)
{
    return head_at(texts, place).number;
}

void atlas_texts_soon(const struct atlas_texts *texts, uint32_t place, bool head_only)
{
    const char *text = texts->bytes + (size_t)place * PLACE_BYTES;
    lines_soon(text, head_only ? OWN_HEAD_BYTES : OWN_BYTES);
}
