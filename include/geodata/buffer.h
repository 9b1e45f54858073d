/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_BUFFER_H
#define GEODATA_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

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

/* An answer is some hundreds of short pieces, most of them known when the program is compiled: put
 * where it is called, adding one is a few stores. */
#define BUFFER_INLINE static inline __attribute__((always_inline))

bool buffer_grow(struct buffer *buffer, size_t more); /* buffer_reserve when there is no room */

/** Makes room for `more` bytes; false (and `failed`) when it cannot. */
BUFFER_INLINE bool buffer_reserve(struct buffer *buffer, size_t more)
{
    bool has_room = !buffer->failed && buffer->capacity - buffer->length > more;
    return has_room || buffer_grow(buffer, more);
}

BUFFER_INLINE void buffer_append(struct buffer *buffer, const char *bytes, size_t length)
{
    if (!buffer_reserve(buffer, length)) return;
    if (length > 0) memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

BUFFER_INLINE void buffer_char(struct buffer *buffer, char character)
{
    buffer_append(buffer, &character, 1);
}

/** NUL-terminated; NULL adds nothing. */
BUFFER_INLINE void buffer_text(struct buffer *buffer, const char *text)
{
    if (text != NULL) buffer_append(buffer, text, strlen(text));
}

void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Forgets the content, keeps the memory. */
void buffer_reset(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

#endif
