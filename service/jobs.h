/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_JOBS_H
#define SERVICE_JOBS_H

#include "geodata/status.h"

#include <stdbool.h>

/** Long work, one piece after the other on a thread of its own that yields to all others: whoever
 *  asks for one answer does not wait behind whoever sent a file of a million rows. */
struct jobs;
typedef void job(void *what);

enum status jobs_open(struct jobs **out);
/** False when JOBS_MAX are waiting already, or when no more are taken. */
bool jobs_add(struct jobs *jobs, job *run, void *what);
/** Takes no more, returns when those that wait are done. */
void jobs_stop(struct jobs *jobs);
/** jobs_stop, and frees. NULL is taken. */
void jobs_close(struct jobs *jobs);

#define JOBS_MAX 16

#endif
