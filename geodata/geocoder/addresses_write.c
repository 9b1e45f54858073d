/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/addresses_book.h"
#include "geocoder/geocode_places.h"
#include "geocoder/geocode_words.h"
#include "geodata/log.h"
#include "store/database.h"

#include "embedded/addresses_sql.h"
#include "embedded/sql_address_begin_words.h"
#include "embedded/sql_address_check.h"
#include "embedded/sql_address_finish.h"
#include "embedded/sql_address_put_book.h"
#include "embedded/sql_address_put_box.h"
#include "embedded/sql_address_put_street.h"
#include "embedded/sql_address_put_words.h"
#include "embedded/sql_address_terms.h"
#include "embedded/sql_address_writer.h"

#include <stdlib.h>
#include <string.h>

/* What is used again for each street. */
struct writer {
    const struct address_book *book;
    struct statement *street, *box, *words;
    struct house_number *numbers;
    size_t capacity;
    struct buffer blob, folded, marked;
};

static bool gather_numbers(struct writer *writer, const struct book_street *street)
{
    if (street->count > writer->capacity) {
        size_t wider = street->count * 2u;
        struct house_number *moved = realloc(writer->numbers, wider * sizeof *moved);
        if (moved == NULL) return false;
        writer->numbers = moved;
        writer->capacity = wider;
    }
    for (uint32_t i = 0; i < street->count; i++) {
        const struct book_number *from = &writer->book->numbers[street->first + i];
        struct house_number *to = &writer->numbers[i];
        *to = (struct house_number){
            .number = from->number, .in_name = from->in_name, .lon = from->lon, .lat = from->lat};
        strncpy(to->suffix, book_text(writer->book, from->suffix), NUMBER_SUFFIX_MAX);
        strncpy(to->id, book_text(writer->book, from->id), NUMBER_ID_MAX);
        if (from->postcode == street->postcode) continue;
        strncpy(to->postcode, book_text(writer->book, from->postcode), sizeof to->postcode - 1);
    }
    return true;
}

/* The words a street is found by: its own, and the marked ones that say where it lies. */
static void mark_words(struct writer *writer, const struct book_street *street)
{
    const struct address_book *book = writer->book;
    const char *citycode = book_text(book, street->citycode);
    struct buffer *marked = &writer->marked;
    buffer_reset(marked);
    buffer_append(marked, writer->folded.data, writer->folded.length);
    if (street->postcode != 0) buffer_format(marked, " :%s", book_text(book, street->postcode));
    for (uint32_t i = 0; i < street->count; i++) {
        uint32_t postcode = book->numbers[street->first + i].postcode;
        if (postcode == street->postcode || postcode == 0) continue;
        buffer_format(marked, " :%s", book_text(book, postcode));
    }
    buffer_format(marked, " #%s", citycode);
    const char *city = district_city(citycode);
    if (city == NULL) city = book_text(book, book->communes[street->commune].name);
    struct buffer words = {0};
    words_of(city, &words);
    char *rest = NULL;
    for (char *word = words.data == NULL ? NULL : strtok_r(words.data, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        buffer_format(marked, " @%s", word);
    }
    buffer_char(marked, ' ');
    place_cell(street->lon, street->lat, marked);
    if (words.failed) marked->failed = true;
    buffer_free(&words);
}

static enum status write_box(struct writer *writer, int64_t id, const struct book_street *street)
{
    int32_t west = street->lon, east = street->lon, south = street->lat, north = street->lat;
    for (uint32_t i = 0; i < street->count; i++) {
        const struct house_number *number = &writer->numbers[i];
        if (number->lon < west) west = number->lon;
        if (number->lon > east) east = number->lon;
        if (number->lat < south) south = number->lat;
        if (number->lat > north) north = number->lat;
    }
    bind_integer(writer->box, ":id", id);
    bind_real(writer->box, ":west", west / NUMBER_GRID);
    bind_real(writer->box, ":east", east / NUMBER_GRID);
    bind_real(writer->box, ":south", south / NUMBER_GRID);
    bind_real(writer->box, ":north", north / NUMBER_GRID);
    return statement_run(writer->box);
}

static enum status write_words(struct writer *writer, int64_t id, const struct book_street *street)
{
    mark_words(writer, street);
    if (writer->marked.failed) return STATUS_NO_MEMORY;
    bind_integer(writer->words, ":id", id);
    bind_text(writer->words, ":words", writer->marked.data);
    return statement_run(writer->words);
}

static enum status write_street(struct writer *writer, int64_t id, const struct book_street *street)
{
    const struct address_book *book = writer->book;
    if (!gather_numbers(writer, street)) return STATUS_NO_MEMORY;
    buffer_reset(&writer->blob);
    buffer_reset(&writer->folded);
    words_of(book_text(book, street->name), &writer->folded);
    buffer_append(&writer->folded, "", 0);
    if (street->count > 0) numbers_pack(writer->numbers, street->count, &writer->blob);
    if (writer->blob.failed || writer->folded.failed) return STATUS_NO_MEMORY;

    struct statement *put = writer->street;
    bind_integer(put, ":id", id);
    bind_integer(put, ":kind", street->kind);
    bind_text(put, ":name", book_text(book, street->name));
    bind_text(put, ":words", writer->folded.data == NULL ? "" : writer->folded.data);
    bind_integer(put, ":commune", (int64_t)street->commune + 1);
    bind_text(put, ":postcode", book_text(book, street->postcode));
    bind_text(put, ":key", book_text(book, street->key));
    bind_real(put, ":importance", (double)street->importance);
    bind_integer(put, ":lon", street->lon);
    bind_integer(put, ":lat", street->lat);
    bind_bytes(put, ":numbers", street->count == 0 ? NULL : writer->blob.data, writer->blob.length);
    enum status status = statement_run(put);
    if (status == STATUS_OK) status = write_box(writer, id, street);
    if (status == STATUS_OK) status = write_words(writer, id, street);
    return status;
}

static int most_important_first(const void *left, const void *right, void *context)
{
    const struct address_book *book = context;
    const struct book_street *a = &book->streets[*(const uint32_t *)left];
    const struct book_street *b = &book->streets[*(const uint32_t *)right];
    if (a->importance > b->importance) return -1;
    if (a->importance < b->importance) return 1;
    int order = strcmp(book_text(book, a->citycode), book_text(book, b->citycode));
    return order != 0 ? order : strcmp(book_text(book, a->name), book_text(book, b->name));
}

static uint32_t *order_of_importance(const struct address_book *book)
{
    uint32_t *order = malloc((book->street_count + 1) * sizeof *order);
    if (order == NULL) return NULL;
    for (size_t i = 0; i < book->street_count; i++) order[i] = (uint32_t)i;
    qsort_r(order, book->street_count, sizeof *order, most_important_first, (void *)book);
    return order;
}

static enum status write_streets(struct database *database, const struct address_book *book)
{
    struct writer writer = {.book = book};
    uint32_t *order = order_of_importance(book);
    enum status status = order == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK) status = PREPARE(database, address_put_street, &writer.street);
    if (status == STATUS_OK) status = PREPARE(database, address_put_box, &writer.box);
    if (status == STATUS_OK) status = PREPARE(database, address_put_words, &writer.words);
    for (size_t i = 0; i < book->street_count && status == STATUS_OK; i++) {
        status = write_street(&writer, (int64_t)i + 1, &book->streets[order[i]]);
    }
    statement_close(writer.street);
    statement_close(writer.box);
    statement_close(writer.words);
    free(writer.numbers);
    buffer_free(&writer.blob);
    buffer_free(&writer.folded);
    buffer_free(&writer.marked);
    free(order);
    return status;
}

static enum status write_book_row(struct database *database, const char *source_name,
                                  const char *source_date, const char *sha256,
                                  const struct address_book_summary *summary)
{
    struct statement *put = NULL;
    enum status status = PREPARE(database, address_put_book, &put);
    if (status != STATUS_OK) return status;
    bind_text(put, ":source_name", source_name == NULL ? "" : source_name);
    bind_text(put, ":source_date", source_date == NULL ? "" : source_date);
    bind_text(put, ":sha256", sha256 == NULL ? "" : sha256);
    bind_integer(put, ":streets", (int64_t)summary->streets);
    bind_integer(put, ":numbers", (int64_t)summary->numbers);
    bind_integer(put, ":places", (int64_t)summary->places);
    bind_integer(put, ":communes", (int64_t)summary->communes);
    status = statement_run(put);
    statement_close(put);
    return status;
}

static void summarize(const struct address_book *book, struct address_book_summary *out)
{
    for (size_t i = 0; i < book->street_count; i++) {
        if (book->streets[i].kind == STREET_KIND_STREET) out->streets++;
        if (book->streets[i].kind == STREET_KIND_PLACE) out->places++;
    }
    out->numbers = book->number_count;
    out->communes = book->commune_count;
    out->repeated = book->repeated;
}

static enum status check(struct database *database)
{
    struct statement *verdict = NULL;
    enum status status = PREPARE(database, address_check, &verdict);
    if (status == STATUS_OK) status = statement_step(verdict);
    if (status == STATUS_OK && strcmp(column_text(verdict, 0), "ok") != 0) {
        log_error("addresses: the new address book is damaged: %s", column_text(verdict, 0));
        status = STATUS_FAILED;
    }
    statement_close(verdict);
    return status;
}

enum status book_write(const struct address_book *book, const char *source_name,
                       const char *source_date, const char *sha256,
                       struct address_book_summary *out)
{
    struct database *database = NULL;
    summarize(book, out);
    enum status status = database_open(book->part, DATABASE_CREATE, false, &database);
    if (status != STATUS_OK) return status;

    status = database_run(database, "address_writer", sql_address_writer);
    if (status == STATUS_OK) status = database_begin(database);
    if (status == STATUS_OK) status = database_run(database, "addresses", addresses_sql);
    if (status == STATUS_OK) {
        status = database_run(database, "address_begin_words", sql_address_begin_words);
    }
    if (status == STATUS_OK) status = book_write_communes(database, book);
    if (status == STATUS_OK) status = write_streets(database, book);
    if (status == STATUS_OK) status = database_run(database, "finish", sql_address_finish);
    if (status == STATUS_OK) status = database_run(database, "terms", sql_address_terms);
    if (status == STATUS_OK) status = book_write_words(database);
    if (status == STATUS_OK) {
        status = write_book_row(database, source_name, source_date, sha256, out);
    }
    if (status == STATUS_OK) status = database_commit(database);
    if (status == STATUS_OK) status = check(database);
    database_close(database);
    return status;
}
