/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOON_H
#define SOON_H

#include <stddef.h>

/** Sets bytes on their way to the processor. A wait for memory costs as much as a hundred steps of
 *  work, and many may be under way at once: ask for all, then look at the first. Any address will
 *  do, even one that cannot be read. Internal to geodata/. */
#define SOON_LINE 64 /* what the processor reads at once */

static inline void soon(const void *from, size_t length)
{
    const char *at = from;
    __builtin_prefetch(at);
    for (size_t next = SOON_LINE; next < length; next += SOON_LINE) __builtin_prefetch(at + next);
    if (length > 1) __builtin_prefetch(at + length - 1);
}

#endif
