/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/zip_directory.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The layout is that of APPNOTE.TXT 6.3.9, sections 4.3.12 to 4.3.16 and 4.5.3. */
#define END_MARK 0x06054b50U
#define END_SIZE 22
#define LOCATOR_MARK 0x07064b50U
#define LOCATOR_SIZE 20
#define END64_MARK 0x06064b50U
#define END64_SIZE 56
#define MEMBER_MARK 0x02014b50U
#define MEMBER_SIZE 46
#define EXTRA_64 1
#define TAIL_SIZE (END_SIZE + LOCATOR_SIZE + 65535) /* the comment may have 65,535 bytes */
#define DIRECTORY_SIZE_MAX ((uint64_t)16 * 1024 * 1024)

static const char damaged[] =
    "ce classeur est coupé ou abîmé ; enregistrez-le ou téléchargez-le de nouveau, ou "
    "enregistrez-le en « CSV UTF-8 »";
static const char too_large[] =
    "ce classeur se déplie en un fichier énorme : il n'est pas lu ; copiez ses lignes dans un "
    "classeur neuf, ou enregistrez-le en « CSV UTF-8 »";

static uint64_t number(const unsigned char *bytes, size_t size)
{
    uint64_t value = 0;
    for (size_t i = size; i > 0; i--) value = value << 8 | bytes[i - 1];
    return value;
}

static bool read_at(int handle, uint64_t offset, void *out, size_t size)
{
    unsigned char *to = out;
    while (size > 0) {
        ssize_t length = pread(handle, to, size, (off_t)offset);
        if (length <= 0) return false;
        to += length;
        offset += (uint64_t)length;
        size -= (size_t)length;
    }
    return true;
}

struct directory_place {
    uint64_t count, size, offset;
};

/* A number too large for the old record stands in the ZIP64 one, which a locator points to. */
static bool read_end64(int handle, const unsigned char *tail, size_t end, uint64_t file_size,
                       struct directory_place *out)
{
    unsigned char record[END64_SIZE];
    if (end < LOCATOR_SIZE || number(tail + end - LOCATOR_SIZE, 4) != LOCATOR_MARK) return true;
    uint64_t offset = number(tail + end - LOCATOR_SIZE + 8, 8);
    if (offset > file_size || file_size - offset < END64_SIZE) return false;
    if (!read_at(handle, offset, record, sizeof record)) return false;
    if (number(record, 4) != END64_MARK) return false;
    *out = (struct directory_place){.count = number(record + 32, 8),
                                    .size = number(record + 40, 8),
                                    .offset = number(record + 48, 8)};
    return true;
}

static bool find_directory(int handle, uint64_t file_size, struct directory_place *out)
{
    bool found = false;
    size_t size = file_size < TAIL_SIZE ? (size_t)file_size : TAIL_SIZE;
    unsigned char *tail = malloc(size);
    if (tail == NULL || size < END_SIZE || !read_at(handle, file_size - size, tail, size)) {
        goto done;
    }
    size_t end = size - END_SIZE;
    while (end > 0 && number(tail + end, 4) != END_MARK) end--;
    if (number(tail + end, 4) != END_MARK) goto done;
    *out = (struct directory_place){.count = number(tail + end + 10, 2),
                                    .size = number(tail + end + 12, 4),
                                    .offset = number(tail + end + 16, 4)};
    found = read_end64(handle, tail, end, file_size, out) && out->offset <= file_size &&
            out->size <= file_size - out->offset;
done:
    free(tail);
    return found;
}

struct member {
    const unsigned char *name;
    size_t name_length;
    uint64_t packed, unpacked;
    bool is_encrypted;
};

/* Sizes of 0xFFFFFFFF stand in the extra field: the unpacked one first. */
static bool read_sizes64(const unsigned char *extra, size_t length, struct member *member)
{
    uint64_t *missing[2];
    size_t count = 0, next = 0;
    if (member->unpacked == UINT32_MAX) missing[count++] = &member->unpacked;
    if (member->packed == UINT32_MAX) missing[count++] = &member->packed;
    while (count > 0 && length >= 4) {
        uint64_t kind = number(extra, 2), size = number(extra + 2, 2);
        if (size > length - 4) return false;
        for (; kind == EXTRA_64 && next < count && size >= (next + 1) * 8; next++) {
            *missing[next] = number(extra + 4 + next * 8, 8);
        }
        extra += 4 + size;
        length -= 4 + (size_t)size;
    }
    return next == count;
}

/* The size of the member's record; 0: it is no record. */
static size_t read_member(const unsigned char *at, size_t left, struct member *out)
{
    if (left < MEMBER_SIZE || number(at, 4) != MEMBER_MARK) return 0;
    size_t name = (size_t)number(at + 28, 2), extra = (size_t)number(at + 30, 2);
    size_t size = MEMBER_SIZE + name + extra + (size_t)number(at + 32, 2);
    if (size > left) return 0;
    *out = (struct member){.name = at + MEMBER_SIZE,
                           .name_length = name,
                           .packed = number(at + 20, 4),
                           .unpacked = number(at + 24, 4),
                           .is_encrypted = (number(at + 8, 2) & 1) != 0};
    return read_sizes64(at + MEMBER_SIZE + name, extra, out) ? size : 0;
}

static bool is_named(const struct member *member, const char *name)
{
    return member->name_length == strlen(name) &&
           memcmp(member->name, name, member->name_length) == 0;
}

static const char *read_members(const unsigned char *at, const struct directory_place *place,
                                struct zip_directory *out)
{
    uint64_t total = 0;
    size_t left = (size_t)place->size;
    for (uint64_t i = 0; i < place->count; i++) {
        struct member member;
        size_t size = read_member(at, left, &member);
        if (size == 0) return damaged;
        if (member.unpacked > ZIP_TOTAL_MAX - total) return too_large;
        total += member.unpacked;
        if (member.unpacked > ZIP_RATIO_FROM && member.unpacked / ZIP_RATIO_MAX > member.packed) {
            return too_large;
        }
        out->has_xlsx |= is_named(&member, "xl/workbook.xml");
        out->has_ods |= is_named(&member, "content.xml");
        out->has_xlsb |= is_named(&member, "xl/workbook.bin");
        out->is_encrypted |= member.is_encrypted;
        at += size;
        left -= size;
    }
    return NULL;
}

enum status zip_directory_read(const char *path, struct zip_directory *out, struct buffer *why)
{
    enum status status = STATUS_INVALID;
    const char *words = damaged;
    struct directory_place place = {0};
    unsigned char *directory = NULL;
    struct stat facts;
    *out = (struct zip_directory){0};
    int handle = open(path, O_RDONLY | O_CLOEXEC);
    if (handle < 0 || fstat(handle, &facts) != 0) goto done;
    if (!find_directory(handle, (uint64_t)facts.st_size, &place)) goto done;
    if (place.count > ZIP_MEMBERS_MAX || place.size > DIRECTORY_SIZE_MAX) {
        words = too_large;
        goto done;
    }
    directory = malloc((size_t)place.size + 1);
    if (directory == NULL) {
        status = STATUS_NO_MEMORY;
        goto done;
    }
    if (!read_at(handle, place.offset, directory, (size_t)place.size)) goto done;
    words = read_members(directory, &place, out);
    if (words == NULL) status = STATUS_OK;
done:
    if (status == STATUS_INVALID) buffer_text(why, words);
    free(directory);
    if (handle >= 0) close(handle);
    return status;
}
