/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/lines.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *lines_new(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - LINE_BYTES) return NULL;
    bytes = bytes / LINE_BYTES * LINE_BYTES + LINE_BYTES;
    void *lines = aligned_alloc(LINE_BYTES, bytes);
    if (lines != NULL) memset(lines, 0, bytes);
    return lines;
}
