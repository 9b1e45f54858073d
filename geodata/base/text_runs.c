/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text_runs.h"

#include <stdlib.h>
#include <string.h>

#define RUNS_MAX 65536u /* 16 bits number them */
#define CELLS (RUNS_MAX * 2)
#define BYTES_MAX ((size_t)8 << 20)

bool text_runs_open(struct text_runs *runs)
{
    *runs = (struct text_runs){.bytes = calloc(1, BYTES_MAX + TEXT_RUN_SLACK),
                               .items = calloc(RUNS_MAX, sizeof *runs->items),
                               .cells = calloc(CELLS, sizeof *runs->cells),
                               .count = 1};
    pthread_mutex_init(&runs->lock, NULL);
    return runs->bytes != NULL && runs->items != NULL && runs->cells != NULL;
}

void text_runs_finish(struct text_runs *runs)
{
    free(runs->cells);
    runs->cells = NULL;
    char *bytes = realloc(runs->bytes, runs->used + TEXT_RUN_SLACK);
    if (bytes != NULL) runs->bytes = bytes;
    struct text_run *items = realloc(runs->items, runs->count * sizeof *items);
    if (items != NULL) runs->items = items;
}

void text_runs_close(struct text_runs *runs)
{
    if (runs->count > 0) pthread_mutex_destroy(&runs->lock);
    free(runs->bytes);
    free(runs->items);
    free(runs->cells);
    *runs = (struct text_runs){0};
}

static uint64_t mix(uint64_t hash, const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* Two sums side by side: a multiplication is waited for half as often. */
static uint64_t hash_of(const char *bytes, size_t length)
{
    uint64_t even = length, odd = UINT64_C(0x2545F4914F6CDD1D);
    for (; length >= 16; bytes += 16, length -= 16) {
        even = mix(even, bytes);
        odd = mix(odd, bytes + 8);
    }
    char rest[16] = {0};
    memcpy(rest, bytes, length);
    even = mix(mix(even, rest), rest + 8);
    return mix(even, (const char *)&odd);
}

static bool is_run(const struct text_runs *runs, uint16_t number, const char *bytes, size_t length)
{
    const struct text_run *run = &runs->items[number];
    return run->length == length && memcmp(runs->bytes + run->start, bytes, length) == 0;
}

static uint16_t find_or_keep(struct text_runs *runs, uint64_t hash, const char *bytes,
                             size_t length)
{
    size_t cell = hash % CELLS;
    for (; runs->cells[cell] != 0; cell = (cell + 1) % CELLS) {
        if (is_run(runs, runs->cells[cell], bytes, length)) return runs->cells[cell];
    }
    if (runs->count == RUNS_MAX || length > BYTES_MAX - runs->used) return TEXT_RUN_EMPTY;
    memcpy(runs->bytes + runs->used, bytes, length);
    runs->items[runs->count] = (struct text_run){(uint32_t)runs->used, (uint32_t)length};
    runs->used += length;
    runs->cells[cell] = (uint16_t)runs->count;
    return (uint16_t)runs->count++;
}

uint16_t text_runs_number(struct text_runs *runs, struct runs_seen *seen, const char *bytes,
                          size_t length)
{
    uint64_t hash = hash_of(bytes, length);
    size_t at = hash >> 32 & (RUNS_SEEN - 1);
    uint16_t number = seen->last[at].number;
    if (number != 0 && seen->last[at].hash == hash && is_run(runs, number, bytes, length))
        return number;
    pthread_mutex_lock(&runs->lock);
    number = find_or_keep(runs, hash, bytes, length);
    pthread_mutex_unlock(&runs->lock);
    seen->last[at].hash = hash;
    seen->last[at].number = number;
    return number;
}
