/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes at all to the reader of questions, where strangers' bytes are taken apart. */
#include "book.h"

#include "geodata/geocoder/geocode_read.h"
#include "geodata/geocoder/geocode_store.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static struct book book;
static struct reading reading;

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

/* What every reading must be, whatever was typed. */
static void check_reading(void)
{
    if (reading.count > TOKENS_MAX || reading.span_count > SPANS_MAX) abort();
    for (size_t i = 0; i < reading.count; i++) {
        const struct token *token = &reading.tokens[i];
        if (token->length == 0 || token->length != strlen(token->text)) abort();
        if (token->number > NUMBER_MAX || token->reading_count > TOKEN_READINGS) abort();
    }
    for (size_t i = 0; i < reading.span_count; i++) {
        const struct span *span = &reading.spans[i];
        if (span->count == 0 || span->first + span->count > reading.count) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size - 1 > (size_t)4 * GEOCODE_TEXT_MAX) return 0;
    char *text = malloc(size - 1); /* of its exact length: the sanitizer sees one byte more */
    if (text == NULL) return 0;
    memcpy(text, data + 1, size - 1);
    reading_of(book.geocoder->gazetteer, text, size - 1, (data[0] & 1) != 0, &reading);
    check_reading();
    free(text);
    return 0;
}
