/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deadline.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct deadline {
    int socket;
    _Atomic time_t since;
    struct deadline *previous, *next;
};

struct deadlines {
    unsigned seconds;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t stopping;
    bool is_stopping;
    struct deadline list; /* its ends meet */
};

static time_t seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Under the lock. The socket stays open until its owner, woken by the shutdown, closes it. */
static void shut_late(struct deadlines *deadlines)
{
    time_t oldest = seconds_now() - (time_t)deadlines->seconds;
    struct deadline *end = &deadlines->list;
    for (struct deadline *each = end->next; each != end; each = each->next) {
        if (atomic_load_explicit(&each->since, memory_order_relaxed) < oldest)
            shutdown(each->socket, SHUT_RDWR);
    }
}

static void *run(void *context)
{
    struct deadlines *deadlines = context;
    pthread_mutex_lock(&deadlines->lock);
    while (!deadlines->is_stopping) {
        struct timespec next;
        clock_gettime(CLOCK_REALTIME, &next);
        next.tv_sec++;
        pthread_cond_timedwait(&deadlines->stopping, &deadlines->lock, &next);
        shut_late(deadlines);
    }
    pthread_mutex_unlock(&deadlines->lock);
    return NULL;
}

enum status deadlines_open(unsigned seconds, struct deadlines **out)
{
    struct deadlines *deadlines = calloc(1, sizeof *deadlines);
    if (deadlines == NULL) return STATUS_NO_MEMORY;
    deadlines->seconds = seconds;
    deadlines->list.previous = deadlines->list.next = &deadlines->list;
    pthread_mutex_init(&deadlines->lock, NULL);
    pthread_cond_init(&deadlines->stopping, NULL);
    if (pthread_create(&deadlines->thread, NULL, run, deadlines) != 0) {
        free(deadlines);
        return STATUS_FAILED;
    }
    *out = deadlines;
    return STATUS_OK;
}

void deadlines_close(struct deadlines *deadlines)
{
    if (deadlines == NULL) return;
    pthread_mutex_lock(&deadlines->lock);
    deadlines->is_stopping = true;
    pthread_cond_signal(&deadlines->stopping);
    pthread_mutex_unlock(&deadlines->lock);
    pthread_join(deadlines->thread, NULL);
    pthread_cond_destroy(&deadlines->stopping);
    pthread_mutex_destroy(&deadlines->lock);
    free(deadlines);
}

struct deadline *deadline_watch(struct deadlines *deadlines, int socket)
{
    struct deadline *deadline = calloc(1, sizeof *deadline);
    if (deadline == NULL) return NULL;
    deadline->socket = socket;
    deadline_renew(deadline);
    pthread_mutex_lock(&deadlines->lock);
    deadline->next = deadlines->list.next;
    deadline->previous = &deadlines->list;
    deadline->next->previous = deadline;
    deadline->previous->next = deadline;
    pthread_mutex_unlock(&deadlines->lock);
    return deadline;
}

void deadline_allow(struct deadline *deadline, unsigned seconds)
{
    atomic_store_explicit(&deadline->since, seconds_now() + (time_t)seconds, memory_order_relaxed);
}

void deadline_renew(struct deadline *deadline)
{
    deadline_allow(deadline, 0);
}

void deadline_forget(struct deadlines *deadlines, struct deadline *deadline)
{
    if (deadline == NULL) return;
    pthread_mutex_lock(&deadlines->lock);
    deadline->previous->next = deadline->next;
    deadline->next->previous = deadline->previous;
    pthread_mutex_unlock(&deadlines->lock);
    free(deadline);
}
