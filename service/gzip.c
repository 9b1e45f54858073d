/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gzip.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

struct compressor {
    z_stream stream;
    struct compressor *next;
};

struct gzip_pool {
    pthread_mutex_t lock;
    struct compressor *idle;
    int level;
};

static struct compressor *compressor_open(int level)
{
    struct compressor *compressor = calloc(1, sizeof *compressor);
    if (compressor == NULL) return NULL;
    /* 15 + 16: the largest window, with gzip's header; 8: zlib's usual memory. */
    if (deflateInit2(&compressor->stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        free(compressor);
        return NULL;
    }
    return compressor;
}

static void put_back(struct gzip_pool *pool, struct compressor *compressor)
{
    pthread_mutex_lock(&pool->lock);
    compressor->next = pool->idle;
    pool->idle = compressor;
    pthread_mutex_unlock(&pool->lock);
}

/* One more is made when all are lent: it stays. */
static struct compressor *take(struct gzip_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct compressor *compressor = pool->idle;
    if (compressor != NULL) pool->idle = compressor->next;
    pthread_mutex_unlock(&pool->lock);
    return compressor != NULL ? compressor : compressor_open(pool->level);
}

enum status gzip_pool_open(int level, size_t count, struct gzip_pool **out)
{
    struct gzip_pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL) return STATUS_NO_MEMORY;
    pthread_mutex_init(&pool->lock, NULL);
    pool->level = level;
    for (size_t i = 0; i < count; i++) {
        struct compressor *compressor = compressor_open(level);
        if (compressor == NULL) {
            gzip_pool_close(pool);
            return STATUS_NO_MEMORY;
        }
        put_back(pool, compressor);
    }
    *out = pool;
    return STATUS_OK;
}

void gzip_pool_close(struct gzip_pool *pool)
{
    if (pool == NULL) return;
    while (pool->idle != NULL) {
        struct compressor *compressor = pool->idle;
        pool->idle = compressor->next;
        deflateEnd(&compressor->stream);
        free(compressor);
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

enum status gzip_pack(struct gzip_pool *pool, const char *bytes, size_t length, struct buffer *out)
{
    enum status status = STATUS_NO_MEMORY;
    if (length > UINT_MAX / 2) return STATUS_NO_MEMORY;
    struct compressor *compressor = take(pool);
    if (compressor == NULL) return STATUS_NO_MEMORY;

    z_stream *stream = &compressor->stream;
    size_t bound = deflateBound(stream, length);
    if (!buffer_reserve(out, bound)) goto done;
    stream->next_in = (Bytef *)bytes; /* zlib's type lacks the const it keeps */
    stream->avail_in = (uInt)length;
    stream->next_out = (Bytef *)out->data + out->length;
    stream->avail_out = (uInt)bound;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END) goto done;
    out->length += bound - stream->avail_out;
    out->data[out->length] = '\0';
    status = STATUS_OK;
done:
    deflateReset(stream);
    put_back(pool, compressor);
    return status;
}
