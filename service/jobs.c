/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jobs.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>

/* Half of the way down: idle cores are all theirs. */
#define NICENESS 10

struct jobs {
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    struct {
        job *run;
        void *what;
    } waiting[JOBS_MAX]; /* a ring */
    size_t first, count;
    bool is_stopping, is_joined;
};

static void *run(void *context)
{
    struct jobs *jobs = context;
    setpriority(PRIO_PROCESS, 0, NICENESS); /* on Linux: of this thread and those it starts */
    pthread_mutex_lock(&jobs->lock);
    for (;;) {
        while (jobs->count == 0 && !jobs->is_stopping)
            pthread_cond_wait(&jobs->changed, &jobs->lock);
        if (jobs->count == 0) break;
        job *next = jobs->waiting[jobs->first].run;
        void *what = jobs->waiting[jobs->first].what;
        jobs->first = (jobs->first + 1) % JOBS_MAX;
        jobs->count--;
        pthread_mutex_unlock(&jobs->lock);
        next(what);
        pthread_mutex_lock(&jobs->lock);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

enum status jobs_open(struct jobs **out)
{
    struct jobs *jobs = calloc(1, sizeof *jobs);
    if (jobs == NULL) return STATUS_NO_MEMORY;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->changed, NULL);
    if (pthread_create(&jobs->thread, NULL, run, jobs) != 0) {
        free(jobs);
        return STATUS_FAILED;
    }
    *out = jobs;
    return STATUS_OK;
}

bool jobs_add(struct jobs *jobs, job *next, void *what)
{
    pthread_mutex_lock(&jobs->lock);
    bool is_taken = jobs->count < JOBS_MAX && !jobs->is_stopping;
    if (is_taken) {
        size_t last = (jobs->first + jobs->count++) % JOBS_MAX;
        jobs->waiting[last].run = next;
        jobs->waiting[last].what = what;
        pthread_cond_signal(&jobs->changed);
    }
    pthread_mutex_unlock(&jobs->lock);
    return is_taken;
}

void jobs_stop(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->is_stopping = true;
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
    if (!jobs->is_joined) pthread_join(jobs->thread, NULL);
    jobs->is_joined = true;
}

void jobs_close(struct jobs *jobs)
{
    if (jobs == NULL) return;
    jobs_stop(jobs);
    pthread_cond_destroy(&jobs->changed);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}
