/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINES_H
#define LINES_H

#include <stddef.h>

/** What the processor reads of memory at once, a line: a wait for one costs as much as a hundred
 *  steps of work, and many may be under way at the same time. Internal to geodata/. */
#define LINE_BYTES 64

/** Zeroed memory that begins with a line; free it. NULL: there is none. */
void *lines_new(size_t count, size_t size);

/** Sets bytes on their way to the processor: ask for all that will be looked at, then look at the
 *  first. Any address will do, even one that cannot be read. */
static inline void lines_soon(const void *from, size_t length)
{
    const char *at = from;
    for (size_t next = 0; next < length; next += LINE_BYTES) __builtin_prefetch(at + next);
    if (length > 0) __builtin_prefetch(at + length - 1);
    __asm__ volatile(""); /* gcc 12 leaves out a loop that does nothing else */
}

#endif
