/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_POOL_H
#define IMPORTER_POOL_H

#include <stdbool.h>
#include <stddef.h>

/** Memory that is given back all at once: the texts of a row, or of a whole table. A zeroed struct
 *  is an empty pool. When memory runs out `failed` is set and calls return NULL, so a reader fills
 *  a row in a straight line and looks once at the end. */
struct pool {
    struct pool_block *last;
    bool failed;
};

/** `size` zeroed bytes, aligned for any type. */
void *pool_alloc(struct pool *pool, size_t size);
/** A NUL-terminated copy. */
char *pool_text(struct pool *pool, const char *text, size_t length);
/** The texts one after the other; the last is followed by NULL. */
char *pool_join(struct pool *pool, const char *first, ...) __attribute__((sentinel));
/** printf into the pool. */
char *pool_format(struct pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Forgets everything and keeps one block for the next row. */
void pool_reset(struct pool *pool);
void pool_free(struct pool *pool);

#endif
