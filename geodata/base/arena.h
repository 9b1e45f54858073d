/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

/** Texts that are kept together and freed at once; they never move. Zeroed struct:
 *  empty. Internal to geodata/. */
struct arena {
    struct arena_block *blocks;
    char *next;
    size_t left;
};

/** A copy of a text; NULL for NULL and when memory runs out. */
const char *arena_text(struct arena *arena, const char *text);
/** Takes over all texts of another, which is empty then. */
void arena_join(struct arena *arena, struct arena *other);
void arena_free(struct arena *arena);

#endif
