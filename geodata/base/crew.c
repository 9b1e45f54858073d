/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

/* Beyond, memory is what is waited for. */
#define THREADS_MAX 64

struct crew {
    size_t count;
    crew_work *work;
    void *context;
    const atomic_bool *is_given_up;
    _Atomic size_t next;
};

static bool is_given_up(const struct crew *crew)
{
    return crew->is_given_up != NULL && atomic_load(crew->is_given_up);
}

static void *run(void *context)
{
    struct crew *crew = context;
    while (!is_given_up(crew)) {
        size_t piece = atomic_fetch_add(&crew->next, 1);
        if (piece >= crew->count) break;
        crew->work(crew->context, piece);
    }
    return NULL;
}

static size_t thread_count(size_t pieces)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = cores < 1 ? 1 : (size_t)cores;
    if (count > THREADS_MAX) count = THREADS_MAX;
    return count < pieces ? count : pieces;
}

void crew_run(size_t count, crew_work *work, void *context, const atomic_bool *given_up)
{
    struct crew crew = {.count = count, .work = work, .context = context, .is_given_up = given_up};
    pthread_t threads[THREADS_MAX];
    size_t wanted = thread_count(count), started = 0;
    while (started + 1 < wanted && pthread_create(&threads[started], NULL, run, &crew) == 0)
        started++;
    run(&crew);
    for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
}
