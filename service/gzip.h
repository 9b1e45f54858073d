/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_GZIP_H
#define SERVICE_GZIP_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stddef.h>

/** Below one packet, compression costs more than it saves. */
#define GZIP_LEAST 1024

/** Compressors made once and lent: preparing one costs more than using it on a small answer. Any
 *  number of threads may share a pool. */
struct gzip_pool;

/** `level` 1 (fast) .. 9 (small); `count` compressors: as many threads as work at once. */
enum status gzip_pool_open(int level, size_t count, struct gzip_pool **out);
void gzip_pool_close(struct gzip_pool *pool);

/** Appends `bytes` to `out` as a gzip stream. STATUS_NO_MEMORY leaves `out` unusable. */
enum status gzip_pack(struct gzip_pool *pool, const char *bytes, size_t length, struct buffer *out);

#endif
