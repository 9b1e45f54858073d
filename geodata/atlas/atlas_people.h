/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ATLAS_PEOPLE_H
#define ATLAS_PEOPLE_H

#include "geodata/buffer.h"
#include "geodata/resource.h"

#include <stdbool.h>
#include <stdint.h>

struct list;

/** The words of professionals' names: of each cell of a table of hashes, the resources with such a
 *  word. Four bytes a word and no text, for there may be millions. Internal to geodata/. */
struct people {
    uint32_t *start; /* of each cell, and the end of the last */
    uint32_t *resources;
    uint32_t mask;
};

/** A word while the atlas is loaded. */
struct person_word {
    uint32_t hash, resource;
};

/** Keeps the words of a professional's name in a list of struct person_word; `folded` is room for
 *  the name. false when memory runs out. */
bool people_add(uint32_t id, const struct resource *resource, struct buffer *folded,
                struct list *words);
/** Makes the table of all words in `count` lists. */
bool people_index(struct people *people, const struct list *lists, size_t count);
void people_free(struct people *people);

#endif
