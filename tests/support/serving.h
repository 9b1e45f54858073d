/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUPPORT_SERVING_H
#define SUPPORT_SERVING_H

#include "config.h"
#include "context.h"

#include <jansson.h>
#include <stdbool.h>

/** The service without a socket: Bourg-Voisin's atlas and the demo's addresses (Paris 14e), asked
 *  as the server asks. Tests run from the project's root. */
struct serving {
    struct context context; /* now: Monday 23 November 2026, 10:00 in Paris */
    struct config config;
    struct atlas *atlas;
    struct geocoder *geocoder;
    char *folder;
};

void serving_open(struct serving *out);
void serving_close(struct serving *serving);

/** The answer to GET `target`, parsed (NULL when there is no body); its HTTP code in *code. Free
 *  with json_decref. */
json_t *serving_get(const struct serving *serving, const char *target, int *code);

/** The body of the answer as it is, "" when it has none. Free it. */
char *serving_text(const struct serving *serving, const char *target, int *code);

#endif
