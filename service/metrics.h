/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_METRICS_H
#define SERVICE_METRICS_H

#include "geodata/buffer.h"

#include <stddef.h>
#include <stdint.h>

/** What the service counts of itself since it started, for its own machine (/metrics). Routes,
 * codes and times alone: nothing of what anyone asked. Any thread may count. */
struct metrics;

enum metrics_swap { METRICS_DIRECTORY, METRICS_ADDRESSES };

/** Room for as many routes as the table has. NULL: no memory. */
struct metrics *metrics_open(void);
void metrics_close(struct metrics *metrics);

/** One answer. `route`: its number in the table of routes, beyond it for none. */
void metrics_count_answer(struct metrics *metrics, size_t route, int code, uint64_t microseconds);
void metrics_count_connection(struct metrics *metrics, int more); /* +1, -1 */
/** A generation took the place of another. */
void metrics_count_swap(struct metrics *metrics, enum metrics_swap what);

/** Appends all of it, in the text format of Prometheus 0.0.4. */
void metrics_write(const struct metrics *metrics, struct buffer *out);

/** Appends the comments that begin a metric. */
void metrics_write_head(struct buffer *out, const char *name, const char *type, const char *help);

#endif
