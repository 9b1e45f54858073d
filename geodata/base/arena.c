/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
#define FIRST_BLOCK_SIZE ((size_t)1024) /* there may be many arenas with little in them */

struct arena_block {
    struct arena_block *next;
    char bytes[];
};

static char *take(struct arena *arena, size_t size)
{
    if (arena->left < size) {
        size_t room = arena->blocks == NULL ? FIRST_BLOCK_SIZE : BLOCK_SIZE;
        if (room < size) room = size;
        struct arena_block *block = calloc(1, sizeof *block + room);
        if (block == NULL) return NULL;
        block->next = arena->blocks;
        arena->blocks = block;
        arena->next = block->bytes;
        arena->left = room;
    }
    char *piece = arena->next;
    arena->next += size;
    arena->left -= size;
    return piece;
}

const char *arena_text(struct arena *arena, const char *text)
{
    if (text == NULL) return NULL;
    size_t size = strlen(text) + 1;
    char *copy = take(arena, size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

void arena_join(struct arena *arena, struct arena *other)
{
    struct arena_block **last = &other->blocks;
    while (*last != NULL) last = &(*last)->next;
    *last = arena->blocks;
    arena->blocks = other->blocks;
    if (arena->left < other->left) {
        arena->next = other->next;
        arena->left = other->left;
    }
    *other = (struct arena){0};
}

void arena_free(struct arena *arena)
{
    while (arena->blocks != NULL) {
        struct arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    *arena = (struct arena){0};
}
