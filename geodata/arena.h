/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

/** Memory that is given out piece by piece and freed at once; pieces never move. Zeroed struct:
 *  empty. Internal to geodata/. */
struct arena {
    struct arena_block *blocks;
    char *next;
    size_t left;
};

/** `size` bytes aligned for any type, zeroed; NULL when memory runs out. */
void *arena_take(struct arena *arena, size_t size);

/** A copy of a text; NULL for NULL and when memory runs out. */
const char *arena_text(struct arena *arena, const char *text);
void arena_free(struct arena *arena);

#endif
