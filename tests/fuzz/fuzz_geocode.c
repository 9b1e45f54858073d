/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes at all as a question to the demo's address book. The first byte says how it is asked.
 */
#include "book.h"

#include "geodata/geo.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct book book;

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void remove_book(void)
{
    test_book_close(&book);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    test_book_open("geodata/demo/adresses.csv", &book);
    atexit(remove_book);
    return 0;
}

/* What every answer must be, whatever was asked. */
static void check_answer(const struct geocode_answer *answer, size_t limit)
{
    if (answer->count > limit) abort();
    for (size_t i = 0; i < answer->count; i++) {
        const struct geocode_result *result = &answer->results[i];
        if (!(result->score >= 0 && result->score <= 1)) abort();
        if (!geo_point_is_valid(result->point)) abort();
        if (result->label == NULL || result->label[0] == '\0') abort();
        if (i > 0 && result->score > answer->results[i - 1].score + 0.051) abort();
    }
}

static void ask(const char *text, size_t length, uint8_t how)
{
    struct geocode_query query = {.text = text,
                                  .text_length = length,
                                  .limit = 1 + how / 32,
                                  .autocomplete = (how & 8) != 0,
                                  .has_near = (how & 16) != 0,
                                  .near = {2.33, 48.83}};
    struct geocode_answer answer;
    if (geocode_search(book.geocoder, &query, &answer) != STATUS_OK) return;
    check_answer(&answer, query.limit);
    geocode_answer_free(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    char *text = malloc(size - 1); /* of its exact length: the sanitizer sees one byte more */
    if (text == NULL) return 0;
    memcpy(text, data + 1, size - 1);
    ask(text, size - 1, data[0]);
    free(text);
    return 0;
}
