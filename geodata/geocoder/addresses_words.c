/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/addresses_book.h"
#include "geocoder/geocode_words.h"

#include "embedded/sql_address_analyze.h"
#include "embedded/sql_address_put_spelling.h"
#include "embedded/sql_address_put_word.h"

#include <stdlib.h>
#include <string.h>

/* The words that streets are found by, and what is left of each when letters are taken away. */

struct filed_word {
    uint32_t remainder, id;
};

struct speller {
    struct filed_word *filed;
    size_t count, capacity;
    uint32_t id;
    bool failed;
};

static void file_word(void *context, uint32_t remainder)
{
    struct speller *speller = context;
    if (speller->count == speller->capacity) {
        size_t wider = speller->capacity == 0 ? 4096 : speller->capacity * 2;
        struct filed_word *moved = realloc(speller->filed, wider * sizeof *moved);
        if (moved == NULL) {
            speller->failed = true;
            return;
        }
        speller->filed = moved;
        speller->capacity = wider;
    }
    speller->filed[speller->count++] =
        (struct filed_word){.remainder = remainder, .id = speller->id};
}

static int by_remainder(const void *left, const void *right)
{
    const struct filed_word *a = left, *b = right;
    if (a->remainder != b->remainder) return a->remainder < b->remainder ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

/* Words of the streets and of the cities may be mistyped; codes and digits are not mended. */
static const char *spelled_part(const char *word)
{
    if (*word == '@') word++;
    return *word >= 'a' && *word <= 'z' ? word : NULL;
}

static enum status write_word(struct statement *put, struct speller *speller, const char *word,
                              int64_t streets)
{
    const char *spelled = spelled_part(word);
    size_t length = spelled == NULL ? 0 : strlen(spelled);
    speller->id++;
    bind_integer(put, ":id", speller->id);
    bind_text(put, ":word", word);
    bind_integer(put, ":streets", streets);
    bind_integer(put, ":sound", spelled == NULL ? 0 : words_sound(spelled, length));
    if (length >= 3 && length <= WORD_LENGTH_MAX) {
        words_remainders(spelled, length, words_deletes(length), file_word, speller);
    }
    return speller->failed ? STATUS_NO_MEMORY : statement_run(put);
}

static enum status write_word_list(struct database *database, struct speller *speller)
{
    struct statement *terms = NULL, *put = NULL;
    enum status status = PREPARE(database, address_analyze, &terms);
    if (status == STATUS_OK) status = PREPARE(database, address_put_word, &put);
    while (status == STATUS_OK) {
        status = statement_step(terms);
        if (status != STATUS_OK) break;
        status = write_word(put, speller, column_text(terms, 0), column_integer(terms, 1));
    }
    statement_close(terms);
    statement_close(put);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status write_spelling(struct database *database, struct speller *speller)
{
    struct statement *put = NULL;
    struct buffer ids = {0};
    enum status status = PREPARE(database, address_put_spelling, &put);
    if (speller->count > 0) {
        qsort(speller->filed, speller->count, sizeof *speller->filed, by_remainder);
    }
    for (size_t i = 0; i < speller->count && status == STATUS_OK;) {
        uint32_t remainder = speller->filed[i].remainder, last = 0;
        buffer_reset(&ids);
        for (; i < speller->count && speller->filed[i].remainder == remainder; i++) {
            uint32_t id = speller->filed[i].id;
            const char bytes[4] = {(char)id, (char)(id >> 8), (char)(id >> 16), (char)(id >> 24)};
            if (id != last) buffer_append(&ids, bytes, sizeof bytes);
            last = id;
        }
        bind_integer(put, ":remainder", remainder);
        bind_bytes(put, ":words", ids.data, ids.length);
        status = ids.failed ? STATUS_NO_MEMORY : statement_run(put);
    }
    buffer_free(&ids);
    statement_close(put);
    return status;
}

enum status book_write_words(struct database *database)
{
    struct speller speller = {0};
    enum status status = write_word_list(database, &speller);
    if (status == STATUS_OK) status = write_spelling(database, &speller);
    free(speller.filed);
    return status;
}
