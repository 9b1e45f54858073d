/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/progress.h"

#include <stdio.h>
#include <unistd.h>

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

static void begin(struct progress *progress)
{
    progress->started = true;
    progress->on_terminal = isatty(STDERR_FILENO) == 1;
    clock_gettime(CLOCK_MONOTONIC, &progress->begun);
}

bool progress_is_due(struct progress *progress, double *spent_s)
{
    if (!progress->started) {
        begin(progress);
        return false;
    }
    if (!progress->on_terminal) return false;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (progress->was_shown && seconds_between(&progress->shown, &now) < 0.2) return false;
    progress->was_shown = true;
    progress->shown = now;
    *spent_s = seconds_between(&progress->begun, &now);
    return *spent_s > 0.0;
}

void progress_show(struct progress *progress, size_t rows, double part)
{
    double spent = 0.0;
    bool is_looked_at = !progress->started || rows % 1024 == 0;
    if (!is_looked_at || !progress_is_due(progress, &spent)) return;
    double left = part > 0.02 ? spent / part * (1.0 - part) : 0.0;
    fprintf(stderr, "\r%zu lignes, %.0f %%, %.0f par seconde", rows, 100.0 * part,
            (double)rows / spent);
    if (left >= 1.0) fprintf(stderr, ", encore %.0f s", left);
    fputs("\033[K", stderr);
    fflush(stderr);
}

void progress_end(struct progress *progress)
{
    if (progress->on_terminal) fputs("\r\033[K", stderr);
    *progress = (struct progress){0};
}
