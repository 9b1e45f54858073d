/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_people.h"

#include "atlas/atlas_data.h"
#include "base/lists.h"
#include "geodata/crew.h"
#include "geodata/names.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

#define LETTERS_MIN 2 /* an initial is no name */

/* FNV-1a. */
static uint32_t hash_of(const char *word, size_t length)
{
    uint32_t hash = UINT32_C(2166136261);
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)word[i]) * UINT32_C(16777619);
    return hash ^ hash >> 15;
}

bool people_add(uint32_t id, const struct resource *resource, struct buffer *folded,
                struct list *words)
{
    if (resource->kind != RESOURCE_PROFESSIONAL || resource->name == NULL) return true;
    buffer_reset(folded);
    text_fold(resource->name, strlen(resource->name), folded);
    buffer_append(folded, "", 0);
    bool kept = !folded->failed;
    for (const char *at = folded->data; kept && *at != '\0';) {
        size_t length = strcspn(at, " ");
        struct person_word word = {.hash = hash_of(at, length), .resource = id};
        if (length >= LETTERS_MIN) kept = list_add(words, 0, &word);
        at += length + (at[length] == ' ');
    }
    return kept;
}

static const struct person_word *words_of(const struct list *list)
{
    return (const struct person_word *)list->items;
}

/* About two words to a cell. */
static bool make_cells(struct people *people, size_t words)
{
    uint32_t cells = 64;
    while (cells < words / 2) cells *= 2;
    people->mask = cells - 1;
    people->start = calloc((size_t)cells + 2, sizeof *people->start);
    people->resources = calloc(words + 1, sizeof *people->resources);
    return people->start != NULL && people->resources != NULL;
}

static void sort_few(atlas_id *ids, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        atlas_id id = ids[i];
        size_t at = i;
        for (; at > 0 && ids[at - 1] > id; at--) ids[at] = ids[at - 1];
        ids[at] = id;
    }
}

/* Those with the same digit keep their order. */
#define DIGIT_BITS 8
#define DIGITS (1u << DIGIT_BITS)
static void sort_digit(const atlas_id *from, atlas_id *to, size_t count, unsigned shift)
{
    size_t start[DIGITS + 1] = {0};
    for (size_t i = 0; i < count; i++) start[(from[i] >> shift & (DIGITS - 1)) + 1]++;
    for (size_t digit = 1; digit < DIGITS; digit++) start[digit] += start[digit - 1];
    for (size_t i = 0; i < count; i++) to[start[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

/* Cells are short, but for the names that many have: those digit by digit, the lowest first. */
#define FEW 32
static bool sort_cell(atlas_id *ids, size_t count)
{
    if (count <= FEW) {
        sort_few(ids, count);
        return true;
    }
    atlas_id *other = malloc(count * sizeof *other);
    if (other == NULL) return false;
    for (unsigned shift = 0; shift < 32; shift += 2 * DIGIT_BITS) {
        sort_digit(ids, other, count, shift);
        sort_digit(other, ids, count, shift + DIGIT_BITS);
    }
    free(other);
    return true;
}

/* Of millions of words a few names have many thousands each. */
#define CELLS_AT_ONCE 4096
struct sorting {
    const struct people *people;
    atomic_bool has_failed;
};

static void sort_cells(void *context, size_t piece)
{
    struct sorting *sorting = context;
    const struct people *people = sorting->people;
    for (size_t i = 0; i < CELLS_AT_ONCE; i++) {
        size_t cell = piece * CELLS_AT_ONCE + i;
        if (cell > people->mask) return;
        if (!sort_cell(people->resources + people->start[cell],
                       people->start[cell + 1] - people->start[cell]))
            atomic_store(&sorting->has_failed, true);
    }
}

bool people_index(struct people *people, const struct list *lists, size_t count)
{
    size_t words = 0;
    for (size_t i = 0; i < count; i++) words += lists[i].count;
    if (!make_cells(people, words)) return false;
    /* counted one place further, so that placing the words leaves each start where it belongs */
    for (size_t i = 0; i < count; i++) {
        const struct person_word *word = words_of(&lists[i]);
        for (size_t k = 0; k < lists[i].count; k++)
            people->start[(word[k].hash & people->mask) + 2]++;
    }
    for (size_t cell = 2; cell <= (size_t)people->mask + 1; cell++)
        people->start[cell] += people->start[cell - 1];
    for (size_t i = 0; i < count; i++) {
        const struct person_word *word = words_of(&lists[i]);
        for (size_t k = 0; k < lists[i].count; k++)
            people->resources[people->start[(word[k].hash & people->mask) + 1]++] =
                word[k].resource;
    }
    struct sorting sorting = {.people = people};
    crew_run(people->mask / CELLS_AT_ONCE + 1, sort_cells, &sorting, NULL);
    return !sorting.has_failed;
}

void people_free(struct people *people)
{
    free(people->start);
    free(people->resources);
    *people = (struct people){0};
}

const atlas_id *names_with_word(const struct atlas *atlas, const char *word, size_t length,
                                size_t *count)
{
    const struct people *people = &atlas->people;
    uint32_t cell = hash_of(word, length) & people->mask;
    *count = people->start[cell + 1] - people->start[cell];
    return people->resources + people->start[cell];
}
