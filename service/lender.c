/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lender.h"

#include "metrics.h"

#include "geodata/atlas.h"
#include "geodata/geocode.h"
#include "geodata/holder.h"

#include <stdlib.h>

/* A geocoder and the number of its generation. */
struct address_book {
    struct geocoder *geocoder;
    uint32_t number;
};

struct lender {
    const struct config *config;
    const struct site *site;
    struct metrics *metrics;
    struct holder *atlases, *books;
};

static void close_atlas(void *atlas)
{
    atlas_close(atlas);
}

static void close_book(void *thing)
{
    struct address_book *book = thing;
    geocoder_close(book->geocoder);
    free(book);
}

enum status lender_open(const struct config *config, const struct site *site,
                        struct metrics *metrics, struct lender **out)
{
    struct lender *lender = calloc(1, sizeof *lender);
    if (lender == NULL) return STATUS_NO_MEMORY;
    lender->config = config;
    lender->site = site;
    lender->metrics = metrics;
    enum status status = holder_open(close_atlas, &lender->atlases);
    if (status == STATUS_OK) status = holder_open(close_book, &lender->books);
    if (status != STATUS_OK) {
        lender_close(lender);
        return status;
    }
    *out = lender;
    return STATUS_OK;
}

void lender_close(struct lender *lender)
{
    if (lender == NULL) return;
    holder_close(lender->atlases);
    holder_close(lender->books);
    free(lender);
}

void lender_lend(struct lender *lender, struct loan *out)
{
    *out = (struct loan){.context = {.config = lender->config,
                                     .site = lender->site,
                                     .metrics = lender->metrics,
                                     .now = instant_now()}};
    out->context.atlas = holder_acquire(lender->atlases, &out->atlas_token);
    out->addresses = holder_acquire(lender->books, &out->addresses_token);
    if (out->addresses == NULL) return;
    out->context.geocoder = out->addresses->geocoder;
    out->context.addresses = out->addresses->number;
}

void lender_take_back(struct lender *lender, const struct loan *loan)
{
    if (loan->context.atlas != NULL) holder_release(lender->atlases, loan->atlas_token);
    if (loan->addresses != NULL) holder_release(lender->books, loan->addresses_token);
}

void lender_replace_atlas(struct lender *lender, struct atlas *atlas)
{
    holder_swap(lender->atlases, atlas);
    if (lender->metrics != NULL) metrics_count_swap(lender->metrics, METRICS_DIRECTORY);
}

enum status lender_replace_geocoder(struct lender *lender, struct geocoder *geocoder,
                                    uint32_t number)
{
    struct address_book *book = calloc(1, sizeof *book);
    if (book == NULL) {
        geocoder_close(geocoder);
        return STATUS_NO_MEMORY;
    }
    *book = (struct address_book){.geocoder = geocoder, .number = number};
    holder_swap(lender->books, book);
    if (lender->metrics != NULL) metrics_count_swap(lender->metrics, METRICS_ADDRESSES);
    return STATUS_OK;
}
