/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUPPORT_CASES_H
#define SUPPORT_CASES_H

/* Tables of cases that anybody may extend: tests/cases/NAME.tsv, one case a line, a tab between the
 * fields, `#` before a remark, `\n` for a line break inside a field. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASE_FIELDS_MAX 6

/** `fields` past the line's last are "". `line` counts from 1. */
typedef void case_function(const char *const *fields, size_t line, void *context);

static inline void case_unescape(char *text)
{
    for (char *at = strstr(text, "\\n"); at != NULL; at = strstr(at, "\\n")) {
        *at++ = '\n';
        memmove(at, at + 1, strlen(at));
    }
}

/** Calls `function` for each case; how many there were. */
static inline size_t cases_each(const char *path, case_function *function, void *context)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = NULL;
    size_t capacity = 0, count = 0;
    for (size_t line = 1; getline(&text, &capacity, file) >= 0; line++) {
        text[strcspn(text, "\n")] = '\0';
        if (text[0] == '#' || text[0] == '\0') continue;
        const char *fields[CASE_FIELDS_MAX] = {"", "", "", "", "", ""};
        char *rest = text;
        for (size_t i = 0; i < CASE_FIELDS_MAX && rest != NULL; i++) {
            char *field = strsep(&rest, "\t");
            case_unescape(field);
            fields[i] = field;
        }
        function(fields, line, context);
        count++;
    }
    free(text);
    fclose(file);
    return count;
}

/** Opens a real file that is not part of the project; NULL when it is not there. */
static inline FILE *shared_open(const char *name)
{
    const char *folder = getenv("VOISOIN_SHARED");
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "../shared", name);
    return fopen(path, "r");
}

#endif
