/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench_atlas FILE COUNT: writes a random directory of COUNT resources to FILE (minutes for
 * millions), loads it, and prints the processor's time and the memory that loading took. */
#include "check.h"
#include "geodata/atlas.h"
#include "random_directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double processor_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
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
    if (argument_count != 3) {
        fprintf(stderr, "usage: bench_atlas FILE COUNT (from the project's root)\n");
        return 2;
    }
    random_directory_write(arguments[1], 1, strtoul(arguments[2], NULL, 10));
    long before_kb = anonymous_kb();
    double start = processor_seconds();
    if (atlas_load(arguments[1], AUDIENCE_PUBLIC, NULL, NULL, &atlas) != STATUS_OK) return 3;
    printf("%zu resources, %zu zones: %.2f s of the processor, %ld MB\n",
           atlas_facts(atlas)->resources, atlas_facts(atlas)->zones, processor_seconds() - start,
           (anonymous_kb() - before_kb) / 1024);
    atlas_close(atlas);
    return 0;
}
