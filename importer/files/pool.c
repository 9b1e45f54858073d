/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024) /* a row needs about 1 kB, a table some of these */

struct pool_block {
    struct pool_block *before;
    size_t used, size;
    _Alignas(max_align_t) char bytes[];
};

static bool add_block(struct pool *pool, size_t size)
{
    struct pool_block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        pool->failed = true;
        return false;
    }
    block->before = pool->last;
    block->used = 0;
    block->size = size;
    pool->last = block;
    return true;
}

static char *take(struct pool *pool, size_t size, size_t alignment)
{
    struct pool_block *block = pool->last;
    size_t start = block == NULL ? 0 : (block->used + alignment - 1) / alignment * alignment;
    if (block == NULL || start > block->size || size > block->size - start) {
        if (!add_block(pool, size > BLOCK_SIZE ? size : BLOCK_SIZE)) return NULL;
        block = pool->last;
        start = 0;
    }
    block->used = start + size;
    return block->bytes + start;
}

void *pool_alloc(struct pool *pool, size_t size)
{
    char *bytes = take(pool, size, _Alignof(max_align_t));
    if (bytes != NULL) memset(bytes, 0, size);
    return bytes;
}

char *pool_text(struct pool *pool, const char *text, size_t length)
{
    char *copy = take(pool, length + 1, 1);
    if (copy == NULL) return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *pool_join(struct pool *pool, const char *first, ...)
{
    va_list texts, again;
    size_t length = 0;
    va_start(texts, first);
    va_copy(again, texts);
    for (const char *text = first; text != NULL; text = va_arg(texts, const char *)) {
        length += strlen(text);
    }
    va_end(texts);
    char *joined = take(pool, length + 1, 1), *end = joined;
    for (const char *text = first; end != NULL && text != NULL;
         text = va_arg(again, const char *)) {
        end = stpcpy(end, text);
    }
    va_end(again);
    if (end != NULL) *end = '\0';
    return joined;
}

char *pool_format(struct pool *pool, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : take(pool, (size_t)length + 1, 1);
    if (text != NULL) vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

static void free_before(struct pool_block *block)
{
    while (block != NULL) {
        struct pool_block *before = block->before;
        free(block);
        block = before;
    }
}

void pool_reset(struct pool *pool)
{
    pool->failed = false;
    if (pool->last == NULL) return;
    free_before(pool->last->before);
    pool->last->before = NULL;
    pool->last->used = 0;
}

void pool_free(struct pool *pool)
{
    free_before(pool->last);
    pool->last = NULL;
    pool->failed = false;
}
