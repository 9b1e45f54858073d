/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data/download_content.h"

#include "files/archive.h"
#include "files/file.h"
#include "geodata/csv.h"

#include <stdint.h>
#include <string.h>

#define CHUNK 65536

/* What the text begins and ends with, white space and a byte order mark aside. */
struct ends {
    char first, last;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void look_at(struct ends *ends, const char *bytes, size_t length)
{
    size_t at = 0;
    if (ends->first == '\0' && length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) at = 3;
    while (at < length && is_space(bytes[at])) at++;
    if (at == length) return;
    if (ends->first == '\0') ends->first = bytes[at];
    while (is_space(bytes[length - 1])) length--;
    ends->last = bytes[length - 1];
}

static enum status read_whole(const char *path, struct ends *out, struct buffer *why)
{
    struct file *file = NULL;
    char chunk[CHUNK];
    size_t length = 0;
    enum status status = file_open(path, &file, why);
    if (status != STATUS_OK) return status;
    while ((length = file_read(file, chunk, sizeof chunk)) != 0 && length != SIZE_MAX) {
        look_at(out, chunk, length);
    }
    if (length == SIZE_MAX) {
        status = STATUS_INVALID;
        file_explain(file, why);
    }
    file_close(file);
    return status;
}

struct archive_check {
    const char *path;
    struct ends *ends; /* of the first member */
    struct buffer *why;
};

/* Shaped as archive_visitor: a member is read to its end, checksum and all. */
static enum status read_member(void *context, const char *name)
{
    const struct archive_check *check = context;
    struct archive_member *member = NULL;
    char chunk[CHUNK];
    size_t length = 0;
    bool is_first = check->ends->first == '\0';
    enum status status = archive_open(check->path, name, &member, check->why);
    if (status != STATUS_OK) return status;
    while ((length = archive_read(member, chunk, sizeof chunk)) != 0 && length != CSV_READ_ERROR) {
        if (is_first) look_at(check->ends, chunk, length);
    }
    archive_close(member);
    if (length == 0) return STATUS_OK;
    buffer_text(check->why, "l'archive est coupée ou abîmée ; relancez la commande");
    return STATUS_INVALID;
}

static enum status read_archive(const char *path, struct ends *out, struct buffer *why)
{
    struct archive_check check = {.path = path, .ends = out, .why = why};
    return archive_each(path, read_member, &check, why);
}

enum status download_check(const char *path, enum download_content content, struct buffer *why)
{
    struct ends ends = {0};
    bool packed = content == DOWNLOAD_TABLE && archive_is(path);
    enum status status = packed ? read_archive(path, &ends, why) : read_whole(path, &ends, why);
    if (status != STATUS_OK) return status;
    if (ends.first == '<') {
        buffer_text(why, "une page web est venue à la place du fichier ; l'éditeur l'a peut-être "
                         "déplacé : ouvrez l'adresse dans un navigateur");
        return STATUS_INVALID;
    }
    bool opens_json = ends.first == '{' || ends.first == '[';
    if (content == DOWNLOAD_TABLE && opens_json) {
        buffer_text(why, "un message technique (JSON) est venu à la place du tableau ; ouvrez "
                         "l'adresse dans un navigateur");
        return STATUS_INVALID;
    }
    if (content == DOWNLOAD_TABLE) return STATUS_OK;
    if (!opens_json) {
        buffer_text(why, "ce qui est venu n'est pas du JSON ; ouvrez l'adresse dans un navigateur");
        return STATUS_INVALID;
    }
    if (ends.last != (ends.first == '{' ? '}' : ']')) {
        buffer_text(why, "le fichier JSON est coupé avant sa fin ; relancez la commande");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}
