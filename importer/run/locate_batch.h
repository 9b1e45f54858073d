/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_LOCATE_BATCH_H
#define IMPORTER_LOCATE_BATCH_H

#include "geodata/geocode.h"
#include "run/locate.h"

/* What the address book says of places, asked one by one or many at once on all cores: the same
 * answers either way. */

#define LOCATE_CANDIDATES 3

/** What the address book says of one place. */
struct locate_answer {
    enum status status;
    bool in_postcode; /* the candidates lie in the postcode that was given */
    bool by_id;       /* the one candidate is the door that the row names by its key */
    struct geocode_answer candidates;
};

/** There is something to ask the address book: an address, or the key of a door. */
bool locate_has_question(const struct locate_query *query);

/** The door of query->ban_id when it agrees with the address; else asks within the postcode, then,
 * when it has nothing, everywhere. `out` is freed with locate_answer_free whatever its status. */
void locate_ask(const struct geocoder *geocoder, const struct locate_query *query,
                struct locate_answer *out);
void locate_answer_free(struct locate_answer *answer);

/** The answers to many places, each different one asked once. A zeroed struct has none. */
struct locate_batch {
    struct locate_asked *asked; /* a hash table, open addressing */
    size_t slots;               /* a power of two */
    struct pool texts;
};

/** Forgets what it held, then asks for all queries that hold a question. */
enum status locate_batch_ask(struct locate_batch *batch, const struct geocoder *geocoder,
                             const struct locate_query *queries, size_t count);
/** NULL: it was not asked. The answer lives until the next call or locate_batch_free. */
const struct locate_answer *locate_batch_find(const struct locate_batch *batch,
                                              const struct locate_query *query);
void locate_batch_free(struct locate_batch *batch);

#endif
