/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seen.h"

#include <search.h>
#include <string.h>

struct meeting {
    const char *identity, *sheet;
    size_t line;
};

static int compare(const void *a, const void *b)
{
    const struct meeting *x = a, *y = b;
    return strcmp(x->identity, y->identity);
}

enum status seen_add(struct seen *seen, const char *identity, size_t line, size_t *before)
{
    struct meeting key = {.identity = identity};
    struct meeting **found = tfind(&key, &seen->root, compare);
    *before = found == NULL ? 0 : (*found)->line;
    seen->before_sheet = found == NULL ? NULL : (*found)->sheet;
    if (found != NULL) return STATUS_OK;
    struct meeting *meeting = pool_alloc(&seen->pool, sizeof *meeting);
    const char *copy = pool_text(&seen->pool, identity, strlen(identity));
    if (meeting == NULL || copy == NULL) return STATUS_NO_MEMORY;
    *meeting = (struct meeting){.identity = copy, .sheet = seen->sheet, .line = line};
    return tsearch(meeting, &seen->root, compare) == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

bool seen_elsewhere(const struct seen *seen)
{
    return seen->before_sheet != NULL && seen->sheet != NULL &&
           strcmp(seen->before_sheet, seen->sheet) != 0;
}

static void keep_in_pool(void *meeting)
{
    (void)meeting;
}

void seen_free(struct seen *seen)
{
    tdestroy(seen->root, keep_in_pool);
    pool_free(&seen->pool);
    *seen = (struct seen){0};
}
