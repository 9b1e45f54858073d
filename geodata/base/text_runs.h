/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_RUNS_H
#define TEXT_RUNS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Stretches of text that come again and again, each kept once under a number. Filled by several
 *  threads, then finished and only read. Internal to geodata/. */

/** A run may be read this far beyond its end: copying in whole blocks is faster. */
#define TEXT_RUN_SLACK 64
#define TEXT_RUN_EMPTY 0 /* the number of the empty one */

struct text_run {
    uint32_t start, length; /* in text_runs.bytes */
};

struct text_runs {
    char *bytes;
    struct text_run *items;
    uint32_t count;
    /* while it is filled */
    pthread_mutex_t lock;
    size_t used;
    uint16_t *cells; /* open addressing by hash: a number, 0 for an empty cell */
};

bool text_runs_open(struct text_runs *runs); /* false: no memory */
/** Gives back what only filling needs: nothing can be added any more. */
void text_runs_finish(struct text_runs *runs);
void text_runs_close(struct text_runs *runs);

/** What one thread met lately, so that it seldom asks for the lock. Zeroed: nothing. */
#define RUNS_SEEN 1024
struct runs_seen {
    struct {
        uint64_t hash;
        uint16_t number;
    } last[RUNS_SEEN];
};

/** The number of a run, kept if it is new; TEXT_RUN_EMPTY when there is no room for one more. */
uint16_t text_runs_number(struct text_runs *runs, struct runs_seen *seen, const char *bytes,
                          size_t length);

#endif
