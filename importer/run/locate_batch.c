/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/locate_batch.h"

#include "geodata/buffer.h"
#include "geodata/crew.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

/* Queries that one thread takes at a time: a millisecond. */
#define PIECE 32

struct locate_asked {
    struct locate_query query; /* its texts in the batch's pool */
    bool taken;                /* false: a free slot */
    struct locate_answer answer;
};

bool locate_has_question(const struct locate_query *query)
{
    return query->address != NULL || query->ban_id != NULL;
}

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

/* A word of the street as it was typed, or as a publisher mangled it ("EATRE"). */
static bool says_word(const char *address, const char *word, size_t length)
{
    unsigned most = length < 4 ? 0 : length < 6 ? 1 : 2;
    for (const char *at = address; *at != '\0'; at += strspn(at, " ")) {
        size_t own = strcspn(at, " ");
        if (text_edits(at, own, word, length, most) <= most) return true;
        at += own;
    }
    return false;
}

#define DIGITS "0123456789"

/* One of the numbers of an address, or there are none; a door without one (a street) asks for none
 * in front. */
static bool says_number(const char *address, const char *housenumber)
{
    if (housenumber == NULL) return strspn(address + strspn(address, " "), DIGITS) == 0;
    size_t digits = strspn(housenumber, DIGITS);
    const char *at = address + strcspn(address, DIGITS);
    if (*at == '\0') return true;
    for (; *at != '\0'; at += strcspn(at, DIGITS)) {
        size_t own = strspn(at, DIGITS);
        if (own == digits && strncmp(at, housenumber, digits) == 0) return true;
        at += own;
    }
    return false;
}

/* Whether the address may be that of the door: the last word of the street is the one that tells it
 * from others. */
static bool agrees(const struct geocode_result *door, const struct locate_query *query)
{
    bool elsewhere = query->citycode != NULL && door->citycode != NULL &&
                     strcmp(query->citycode, door->citycode) != 0;
    if (elsewhere) return false;
    if (query->address == NULL || door->street == NULL) return true;
    if (!says_number(query->address, door->housenumber)) return false;
    char *address = text_folded(query->address);
    char *street = text_folded(door->street);
    const char *last = street == NULL ? NULL : strrchr(street, ' ');
    last = last == NULL ? street : last + 1;
    bool says = address != NULL && last != NULL && says_word(address, last, strlen(last));
    free(address);
    free(street);
    return says;
}

/* The door that the row names by its key; no candidate when it may not be believed. */
static enum status search_id(const struct geocoder *geocoder, const struct locate_query *query,
                             struct geocode_answer *out)
{
    if (query->ban_id == NULL) return STATUS_OK;
    enum status status = geocode_by_id(geocoder, query->ban_id, out);
    if (status == STATUS_INVALID) return STATUS_OK;
    if (status != STATUS_OK || out->count == 0 || agrees(&out->results[0], query)) return status;
    geocode_answer_free(out);
    return STATUS_OK;
}

void locate_ask(const struct geocoder *geocoder, const struct locate_query *query,
                struct locate_answer *out)
{
    *out = (struct locate_answer){.in_postcode = true};
    out->status = search_id(geocoder, query, &out->candidates);
    out->by_id = out->candidates.count > 0;
    if (out->status != STATUS_OK || out->by_id || query->address == NULL) return;
    geocode_answer_free(&out->candidates);
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
           is_same(a->city, b->city) && is_same(a->ban_id, b->ban_id) &&
           is_same(a->citycode, b->citycode);
}

/* FNV-1a over the texts and what parts them. */
static size_t hash(const struct locate_query *query)
{
    const char *const texts[] = {query->address, query->postcode, query->city, query->ban_id,
                                 query->citycode};
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
    while (batch->asked[at].taken && !is_same_query(&batch->asked[at].query, query)) {
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
        if (!locate_has_question(&queries[i])) continue;
        struct locate_asked *asked = slot_of(batch, &queries[i]);
        if (asked->taken) continue;
        asked->taken = true;
        asked->query.address = copy(&batch->texts, queries[i].address);
        asked->query.postcode = copy(&batch->texts, queries[i].postcode);
        asked->query.city = copy(&batch->texts, queries[i].city);
        asked->query.ban_id = copy(&batch->texts, queries[i].ban_id);
        asked->query.citycode = copy(&batch->texts, queries[i].citycode);
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
    if (batch->slots == 0 || !locate_has_question(query)) return NULL;
    const struct locate_asked *asked = slot_of(batch, query);
    return asked->taken ? &asked->answer : NULL;
}

void locate_batch_free(struct locate_batch *batch)
{
    for (size_t i = 0; i < batch->slots; i++) locate_answer_free(&batch->asked[i].answer);
    free(batch->asked);
    pool_free(&batch->texts);
    *batch = (struct locate_batch){0};
}
