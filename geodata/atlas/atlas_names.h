/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ATLAS_NAMES_H
#define ATLAS_NAMES_H

#include "atlas/atlas_data.h"
#include "base/arena.h"
#include "base/lists.h"
#include "geodata/resource.h"

#include <stdbool.h>
#include <stdint.h>

/** The index of names while an atlas is loaded. Internal to geodata/. */

/** A structure or point with a place. */
struct named {
    uint32_t resource;
    uint32_t name_letters; /* of the folded name, spaces left out */
    const char *folded;    /* the name, then postcode and city */
    const char *name, *label, *postcode, *citycode, *city;
};

/** One word of one folded text; it ends at a space or at the end. */
struct name_word {
    const char *word;
    uint32_t named;
};

/** Keeps a resource's name, its texts in `arena`; false when memory runs out. Professionals and
 *  those without a place are passed over. */
bool atlas_add_name(const struct atlas *atlas, struct arena *arena, uint32_t id,
                    const struct resource *resource, struct list *names);
/** Sorts the words of all names kept; takes the list. */
bool atlas_index_names(struct atlas *atlas, struct list *names);

#endif
