/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data/download_progress.h"

#include <stdio.h>

static double megabytes(double bytes)
{
    return bytes / 1e6;
}

void download_progress_show(struct download_progress *progress, unsigned long long bytes,
                            unsigned long long before, unsigned long long total)
{
    double spent = 0.0;
    if (!progress_is_due(&progress->line, &spent)) return;
    double rate = (double)(bytes - before) / spent;
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
    progress_end(&progress->line);
}
