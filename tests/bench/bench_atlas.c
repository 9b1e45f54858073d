/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench_atlas FILE [COUNT]: loads the directory FILE as the service does and prints what that took;
 * with COUNT it first writes a random directory of that many resources to FILE (minutes for
 * millions; from the project's root). Columns: resources; until the atlas answers, s; the
 * processor's time in that, in the program and in the system, s; anonymous memory, MB. */
#include "check.h"
#include "feature.h"
#include "geodata/atlas.h"
#include "random_directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double wall_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static long anonymous_kb(void)
{
    char line[256];
    long kb = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "RssAnon: %ld kB", &kb) == 1) break;
    }
    if (file != NULL) fclose(file);
    return kb;
}

int main(int argument_count, char **arguments)
{
    struct atlas *atlas = NULL;
    struct rusage before, after;
    const struct atlas_options options = {.encode = feature_encode,
                                          .new_patients_days = 180,
                                          .now = instant_now(),
                                          .piece_rows = ATLAS_PIECE_ROWS};
    if (argument_count < 2 || argument_count > 3) {
        fprintf(stderr, "usage: bench_atlas FILE [COUNT]\n");
        return 2;
    }
    if (argument_count == 3)
        random_directory_write(arguments[1], 1, strtoul(arguments[2], NULL, 10));
    long before_kb = anonymous_kb();
    getrusage(RUSAGE_SELF, &before);
    double start = wall_seconds();
    if (atlas_load_with(arguments[1], AUDIENCE_PUBLIC, &options, &atlas) != STATUS_OK) return 3;
    double ready = wall_seconds() - start;
    getrusage(RUSAGE_SELF, &after);
    double user = seconds(after.ru_utime) - seconds(before.ru_utime);
    double system = seconds(after.ru_stime) - seconds(before.ru_stime);
    printf("resources\tready_s\tcpu_s\tuser_s\tsystem_s\tanonymous_mb\n");
    printf("%zu\t%.2f\t%.2f\t%.2f\t%.2f\t%ld\n", atlas_facts(atlas)->resources, ready,
           user + system, user, system, (anonymous_kb() - before_kb) / 1024);
    atlas_close(atlas);
    return 0;
}
