/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_find.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

/* Words looked at for one typed word: the dictionary files some thousands under the remainders of
 * a short one. */
#define LOOKED_AT_MAX 600
#define REMAINDERS_MAX 32

struct remainders {
    uint32_t hashes[REMAINDERS_MAX];
    size_t count;
};

static void add_remainder(void *context, uint32_t hash)
{
    struct remainders *remainders = context;
    if (remainders->count == REMAINDERS_MAX) return;
    for (size_t i = 0; i < remainders->count; i++) {
        if (remainders->hashes[i] == hash) return;
    }
    remainders->hashes[remainders->count++] = hash;
}

struct candidates {
    uint32_t ids[LOOKED_AT_MAX];
    size_t count;
};

static void add_filed(struct candidates *candidates, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i + 4 <= length && candidates->count < LOOKED_AT_MAX; i += 4) {
        candidates->ids[candidates->count++] = (uint32_t)bytes[i] | (uint32_t)bytes[i + 1] << 8 |
                                               (uint32_t)bytes[i + 2] << 16 |
                                               (uint32_t)bytes[i + 3] << 24;
    }
}

static int by_id(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static void gather(struct reader *reader, const char *typed, size_t length, unsigned most,
                   struct candidates *out)
{
    struct remainders remainders = {.count = 0};
    words_remainders(typed, length, most, add_remainder, &remainders);
    for (size_t i = 0; i < remainders.count; i++) {
        bind_integer(reader->spelling, ":remainder", remainders.hashes[i]);
        if (statement_step(reader->spelling) != STATUS_OK) continue;
        size_t bytes = 0;
        const void *filed = column_bytes(reader->spelling, 0, &bytes);
        add_filed(out, filed, bytes);
        statement_reset(reader->spelling);
    }
    qsort(out->ids, out->count, sizeof *out->ids, by_id);
}

static bool is_likelier(const struct correction *a, const struct correction *b)
{
    if (a->edits != b->edits) return a->edits < b->edits;
    return a->streets > b->streets;
}

static size_t insert(struct correction *list, size_t count, size_t limit,
                     const struct correction *new)
{
    size_t at = count;
    while (at > 0 && is_likelier(new, &list[at - 1])) at--;
    if (at == limit) return count;
    size_t moved = (count == limit ? count - 1 : count) - at;
    memmove(&list[at + 1], &list[at], moved * sizeof *list);
    list[at] = *new;
    return count == limit ? count : count + 1;
}

size_t corrections_of(struct reader *reader, const char *typed, size_t length, unsigned most,
                      struct correction *out, size_t limit)
{
    struct candidates candidates = {.count = 0};
    size_t count = 0;
    gather(reader, typed, length, most, &candidates);
    for (size_t i = 0; i < candidates.count; i++) {
        if (i > 0 && candidates.ids[i] == candidates.ids[i - 1]) continue;
        bind_integer(reader->word_by_id, ":id", candidates.ids[i]);
        if (statement_step(reader->word_by_id) != STATUS_OK) continue;
        struct correction found = {.streets = column_integer(reader->word_by_id, 1)};
        const char *word = column_text(reader->word_by_id, 0);
        if (word != NULL && strlen(word) < sizeof found.word) strcpy(found.word, word);
        statement_reset(reader->word_by_id);
        const char *letters = found.word[0] == '@' ? found.word + 1 : found.word;
        found.edits = text_edits(typed, length, letters, strlen(letters), most);
        if (found.edits <= most) count = insert(out, count, limit, &found);
    }
    return count;
}

size_t beginnings_of(struct reader *reader, const char *typed, struct correction *out, size_t limit)
{
    struct statement *words = reader->words_from;
    char past[WORD_LENGTH_MAX + 1];
    size_t count = 0;
    strcpy(past, typed);
    past[strlen(past) - 1]++;
    bind_text(words, ":first", typed);
    bind_text(words, ":past", past);
    bind_integer(words, ":limit", LOOKED_AT_MAX);
    while (statement_step(words) == STATUS_OK) {
        struct correction found = {.streets = column_integer(words, 1)};
        const char *word = column_text(words, 0);
        if (word == NULL || strlen(word) >= sizeof found.word) continue;
        strcpy(found.word, word);
        count = insert(out, count, limit, &found);
    }
    return count;
}
