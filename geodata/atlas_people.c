/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas_people.h"

#include "atlas_data.h"
#include "geodata/names.h"
#include "geodata/text.h"
#include "lists.h"

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

bool people_add(uint32_t id, const struct resource *resource, struct list *words)
{
    struct buffer folded = {0};
    if (resource->kind != RESOURCE_PROFESSIONAL || resource->name == NULL) return true;
    text_fold(resource->name, strlen(resource->name), &folded);
    buffer_append(&folded, "", 0);
    bool kept = !folded.failed;
    for (const char *at = folded.data; kept && *at != '\0';) {
        size_t length = strcspn(at, " ");
        struct person_word word = {.hash = hash_of(at, length), .resource = id};
        if (length >= LETTERS_MIN) kept = list_add(words, 0, &word);
        at += length + (at[length] == ' ');
    }
    buffer_free(&folded);
    return kept;
}

static int compare_ids(const void *a, const void *b)
{
    const uint32_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* About two words to a cell. */
bool people_index(struct people *people, const struct list *words)
{
    const struct person_word *list = (const struct person_word *)words->items;
    uint32_t cells = 64;
    while (cells < words->count / 2) cells *= 2;
    people->mask = cells - 1;
    people->start = calloc((size_t)cells + 1, sizeof *people->start);
    people->resources = calloc(words->count + 1, sizeof *people->resources);
    if (people->start == NULL || people->resources == NULL) return false;
    for (size_t i = 0; i < words->count; i++) people->start[list[i].hash & people->mask]++;
    uint32_t end = 0;
    for (uint32_t cell = 0; cell <= cells; cell++) end = people->start[cell] += end;
    for (size_t i = words->count; i > 0; i--) {
        uint32_t cell = list[i - 1].hash & people->mask;
        people->resources[--people->start[cell]] = list[i - 1].resource;
    }
    for (uint32_t cell = 0; cell < cells; cell++)
        qsort(people->resources + people->start[cell],
              people->start[cell + 1] - people->start[cell], sizeof *people->resources,
              compare_ids);
    return true;
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
