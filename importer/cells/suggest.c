/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/suggest.h"

#include "cells/columns.h"
#include "geodata/text.h"

#include <string.h>

#define EDITS_MAX 3 /* between a word and the one that was meant */
#define SUGGESTED_MAX 3

/* How far two normalised words are from each other: 0 is the same, above EDITS_MAX unlike. */
static unsigned distance(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    if (a_length > 3 && b_length > 3 && (strstr(a, b) != NULL || strstr(b, a) != NULL)) return 1;
    unsigned most = a_length < 6 || b_length < 6 ? 1 : EDITS_MAX;
    unsigned edits = text_edits(a, a_length, b, b_length, most);
    return edits <= most ? edits : EDITS_MAX + 1;
}

void suggest_words(const char *wanted, const char *const *words, size_t count, struct buffer *out)
{
    struct buffer key = {0}, other = {0};
    size_t shown = 0;
    columns_normalise(wanted, strlen(wanted), &key);
    for (unsigned near = 0; near <= EDITS_MAX && key.length > 0; near++) {
        for (size_t i = 0; i < count && shown < SUGGESTED_MAX; i++) {
            columns_normalise(words[i], strlen(words[i]), &other);
            if (other.length == 0 || distance(key.data, other.data) != near) continue;
            buffer_format(out, "%s« %s »", shown++ == 0 ? "vouliez-vous dire " : ", ", words[i]);
        }
    }
    if (shown > 0) buffer_text(out, " ?");
    buffer_free(&key);
    buffer_free(&other);
}
