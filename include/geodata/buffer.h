/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_BUFFER_H
#define GEODATA_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/** Bytes that grow. A zeroed struct is an empty buffer. When memory runs out `failed` is set and
 *  later appends do nothing, so a writer appends in a straight line and looks once at the end.
 *  `data` always ends with a NUL that `length` does not count; it is NULL while nothing was
 *  ever appended. */
struct buffer {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
};

void buffer_append(struct buffer *buffer, const char *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text); /* NUL-terminated; NULL adds nothing */
void buffer_char(struct buffer *buffer, char character);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Makes room for `more` bytes; false (and `failed`) when it cannot. */
bool buffer_reserve(struct buffer *buffer, size_t more);

/** Forgets the content, keeps the memory. */
void buffer_reset(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

#endif
