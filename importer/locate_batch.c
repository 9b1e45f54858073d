/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "locate_batch.h"

#include "geodata/buffer.h"
#include "geodata/crew.h"

#include <stdlib.h>
#include <string.h>

/* Queries that one thread takes at a time: a millisecond. */
#define PIECE 32

struct locate_asked {
    struct locate_query query; /* its three texts in the batch's pool; no address: a free slot */
    struct locate_answer answer;
};

static enum status search(const struct geocoder *geocoder, const struct locate_query *query,
                          bool filter_postcode, struct geocode_answer *out)
{
    struct buffer text = {0};
    buffer_text(&text, query->address);
    if (query->postcode != NULL && !filter_postcode) buffer_format(&text, " %s", query->postcode);
    if (query->city != NULL) buffer_format(&text, " %s", query->city);
    struct geocode_query question = {
        .text = text.data,
        .text_length = text.length,
        .limit = LOCATE_CANDIDATES,
        .postcode = filter_postcode ? query->postcode : NULL,
    };
    enum status status = text.failed ? STATUS_NO_MEMORY : geocode_search(geocoder, &question, out);
    buffer_free(&text);
    return status;
}

void locate_ask(const struct geocoder *geocoder, const struct locate_query *query,
                struct locate_answer *out)
{
    *out = (struct locate_answer){.in_postcode = true};
    out->status = search(geocoder, query, query->postcode != NULL, &out->candidates);
    if (out->status == STATUS_OK && out->candidates.count == 0 && query->postcode != NULL) {
        geocode_answer_free(&out->candidates);
        out->in_postcode = false;
        out->status = search(geocoder, query, false, &out->candidates);
    }
    if (out->status == STATUS_INVALID) out->status = STATUS_OK; /* too long to be an address */
}

void locate_answer_free(struct locate_answer *answer)
{
    geocode_answer_free(&answer->candidates);
}

static bool is_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool is_same_query(const struct locate_query *a, const struct locate_query *b)
{
    return is_same(a->address, b->address) && is_same(a->postcode, b->postcode) &&
           is_same(a->city, b->city);
}

/* FNV-1a over the texts and what parts them. */
static size_t hash(const struct locate_query *query)
{
    const char *const texts[] = {query->address, query->postcode, query->city};
    uint64_t sum = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (const char *at = texts[i]; at != NULL && *at != '\0'; at++)
            sum = (sum ^ (unsigned char)*at) * UINT64_C(1099511628211);
        sum = (sum ^ 0xFF) * UINT64_C(1099511628211);
    }
    return (size_t)(sum ^ sum >> 32);
}

/* The slot of the query, or the free one that it would take. */
static struct locate_asked *slot_of(const struct locate_batch *batch,
                                    const struct locate_query *query)
{
    size_t at = hash(query) & (batch->slots - 1);
    while (batch->asked[at].query.address != NULL &&
           !is_same_query(&batch->asked[at].query, query)) {
        at = (at + 1) & (batch->slots - 1);
    }
    return &batch->asked[at];
}

static const char *copy(struct pool *pool, const char *text)
{
    return text == NULL ? NULL : pool_text(pool, text, strlen(text));
}

static enum status make_room(struct locate_batch *batch, size_t count)
{
    locate_batch_free(batch);
    size_t slots = 64;
    while (slots < count * 2) slots *= 2;
    batch->asked = calloc(slots, sizeof *batch->asked);
    if (batch->asked == NULL) return STATUS_NO_MEMORY;
    batch->slots = slots;
    return STATUS_OK;
}

struct work {
    const struct geocoder *geocoder;
    struct locate_asked **wanted;
    size_t count;
};

static void ask_piece(void *context, size_t piece)
{
    const struct work *work = context;
    size_t last = (piece + 1) * PIECE < work->count ? (piece + 1) * PIECE : work->count;
    for (size_t i = piece * PIECE; i < last; i++)
        locate_ask(work->geocoder, &work->wanted[i]->query, &work->wanted[i]->answer);
}

enum status locate_batch_ask(struct locate_batch *batch, const struct geocoder *geocoder,
                             const struct locate_query *queries, size_t count)
{
    enum status status = make_room(batch, count);
    if (status != STATUS_OK) return status;
    struct work work = {.geocoder = geocoder, .wanted = calloc(count + 1, sizeof *work.wanted)};
    if (work.wanted == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count && !batch->texts.failed; i++) {
        if (queries[i].address == NULL) continue;
        struct locate_asked *asked = slot_of(batch, &queries[i]);
        if (asked->query.address != NULL) continue;
        asked->query.address = copy(&batch->texts, queries[i].address);
        asked->query.postcode = copy(&batch->texts, queries[i].postcode);
        asked->query.city = copy(&batch->texts, queries[i].city);
        work.wanted[work.count++] = asked;
    }
    if (batch->texts.failed) {
        status = STATUS_NO_MEMORY;
        locate_batch_free(batch);
    } else {
        crew_run((work.count + PIECE - 1) / PIECE, ask_piece, &work, NULL);
    }
    free(work.wanted);
    return status;
}

const struct locate_answer *locate_batch_find(const struct locate_batch *batch,
                                              const struct locate_query *query)
{
    if (batch->slots == 0 || query->address == NULL) return NULL;
    const struct locate_asked *asked = slot_of(batch, query);
    return asked->query.address == NULL ? NULL : &asked->answer;
}

void locate_batch_free(struct locate_batch *batch)
{
    for (size_t i = 0; i < batch->slots; i++) locate_answer_free(&batch->asked[i].answer);
    free(batch->asked);
    pool_free(&batch->texts);
    *batch = (struct locate_batch){0};
}
