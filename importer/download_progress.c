/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "download_progress.h"

#include <stdio.h>
#include <unistd.h>

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

static double megabytes(double bytes)
{
    return bytes / 1e6;
}

void download_progress_show(struct download_progress *progress, unsigned long long bytes,
                            unsigned long long before, unsigned long long total)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!progress->started) {
        progress->started = true;
        progress->on_terminal = isatty(STDERR_FILENO) == 1;
        progress->begun = progress->shown = now;
    }
    if (!progress->on_terminal || seconds_between(&progress->shown, &now) < 0.2) return;
    progress->shown = now;
    double rate = (double)(bytes - before) / seconds_between(&progress->begun, &now);
    fprintf(stderr, "\r%s : %.1f Mo", progress->name, megabytes((double)bytes));
    if (total >= bytes && total > 0) {
        fprintf(stderr, " sur %.1f (%.0f %%)", megabytes((double)total),
                100.0 * (double)bytes / (double)total);
    }
    fprintf(stderr, ", %.1f Mo par seconde", megabytes(rate));
    if (total > bytes && rate > 0.0) {
        fprintf(stderr, ", encore %.0f s", (double)(total - bytes) / rate);
    }
    fputs("\033[K", stderr);
    fflush(stderr);
}

void download_progress_end(struct download_progress *progress)
{
    if (progress->on_terminal) fputs("\r\033[K", stderr);
    progress->started = progress->on_terminal = false;
}
