/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_LENDER_H
#define SERVICE_LENDER_H

#include "context.h"

#include "geodata/status.h"

/** Holds the atlas and the geocoder in force and lends them to requests. A new one takes the place
 *  of the old at once; the old is closed by the last request that still reads it. */
struct lender;

struct metrics;

/** `config`, `site` and `metrics` (may be NULL) are borrowed. Nothing is held yet. */
enum status lender_open(const struct config *config, const struct site *site,
                        struct metrics *metrics, struct lender **out);
/** Nothing may be lent any more. NULL is taken. */
void lender_close(struct lender *lender);

/** What one request was lent. */
struct loan {
    struct context context;
    const struct address_book *addresses;
    unsigned atlas_token, addresses_token;
};
/** Any thread. Give it back with lender_take_back, soon. */
void lender_lend(struct lender *lender, struct loan *out);
void lender_take_back(struct lender *lender, const struct loan *loan);

/** Replaces; takes ownership whatever happens. One thread at a time. */
void lender_replace_atlas(struct lender *lender, struct atlas *atlas);
enum status lender_replace_geocoder(struct lender *lender, struct geocoder *geocoder,
                                    uint32_t number);

#endif
