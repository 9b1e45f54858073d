/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workspace/workspace_store.h"

#include <stdlib.h>
#include <string.h>

/* By what records of different sources are known to be one. */

#define WORDS_MAX 16 /* of a name; what follows is compared as it stands */

struct word {
    const char *start;
    size_t length;
};

static bool is_title(struct word word)
{
    static const char *const titles[] = {"dr", "docteur", "pr", "professeur", "mme", "mlle", "mr"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (strlen(titles[i]) == word.length && memcmp(titles[i], word.start, word.length) == 0) {
            return true;
        }
    }
    return false;
}

static int compare_words(const void *a, const void *b)
{
    const struct word *left = a, *right = b;
    size_t least = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->start, right->start, least);
    if (order != 0) return order;
    return left->length < right->length ? -1 : left->length > right->length;
}

void workspace_name_key(const char *folded, bool is_person, struct buffer *out)
{
    struct word words[WORDS_MAX];
    size_t count = 0;
    const char *rest = folded;
    while (is_person && *rest != '\0' && count < WORDS_MAX) {
        struct word word = {rest, strcspn(rest, " ")};
        rest += word.length + (rest[word.length] == ' ');
        if (!is_title(word)) words[count++] = word;
    }
    if (count == 0) {
        buffer_text(out, folded);
        return;
    }
    qsort(words, count, sizeof *words, compare_words);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buffer_char(out, ' ');
        buffer_append(out, words[i].start, words[i].length);
    }
    if (*rest != '\0') buffer_format(out, " %s", rest);
}

void workspace_implied_identifier(const char *identity, struct buffer *out)
{
    if (strncmp(identity, "finess:", 7) == 0) buffer_text(out, identity);
    if (strncmp(identity, "rpps:", 5) == 0) buffer_append(out, identity, strcspn(identity, "@"));
}
