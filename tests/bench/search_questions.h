/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_QUESTIONS_H
#define SEARCH_QUESTIONS_H

#include "geodata/geo.h"

#include <stdio.h>
#include <stdlib.h>

/** The questions that search_data writes beside its directory. */
struct asked_question {
    struct point center;
    int skill, rare; /* numbers in the taxonomy's order */
};

/** Free the answer; NULL when they cannot be read. */
static inline struct asked_question *questions_read(const char *data, size_t *count)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/questions.tsv", data);
    FILE *file = fopen(path, "r");
    struct asked_question *asked = NULL, one;
    *count = 0;
    while (file != NULL && fscanf(file, "%lf %lf %d %d", &one.center.lon, &one.center.lat,
                                  &one.skill, &one.rare) == 4) {
        struct asked_question *grown = realloc(asked, (*count + 1) * sizeof *asked);
        if (grown == NULL) break;
        asked = grown;
        asked[(*count)++] = one;
    }
    if (file != NULL) fclose(file);
    return asked;
}

#endif
