/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "addresses_book.h"
#include "database.h"
#include "geocode_places.h"
#include "geocode_words.h"
#include "geodata/log.h"

#include "embedded/addresses_sql.h"
#include "embedded/sql_address_analyze.h"
#include "embedded/sql_address_begin_words.h"
#include "embedded/sql_address_check.h"
#include "embedded/sql_address_finish.h"
#include "embedded/sql_address_put_book.h"
#include "embedded/sql_address_put_box.h"
#include "embedded/sql_address_put_commune.h"
#include "embedded/sql_address_put_spelling.h"
#include "embedded/sql_address_put_street.h"
#include "embedded/sql_address_put_word.h"
#include "embedded/sql_address_put_words.h"
#include "embedded/sql_address_terms.h"
#include "embedded/sql_address_writer.h"

#include <stdlib.h>
#include <string.h>

/* Names a statement after its file. */
#define PREPARE(database, name, out) database_prepare(database, #name, sql_##name, out)

#define COMMUNE_POSTCODES 24 /* Toulouse, Nice and their like have a dozen */

struct postcode_count {
    uint32_t postcode, numbers;
};
struct commune_postcodes {
    struct postcode_count counts[COMMUNE_POSTCODES];
    size_t count;
};

static void count_postcode(struct commune_postcodes *postcodes, uint32_t postcode, uint32_t numbers)
{
    if (postcode == 0) return;
    size_t at = 0;
    while (at < postcodes->count && postcodes->counts[at].postcode != postcode) at++;
    if (at == COMMUNE_POSTCODES) return;
    if (at == postcodes->count) {
        postcodes->counts[postcodes->count++] = (struct postcode_count){.postcode = postcode};
    }
    postcodes->counts[at].numbers += numbers;
}

static int most_numbers_first(const void *left, const void *right)
{
    const struct postcode_count *a = left, *b = right;
    if (a->numbers != b->numbers) return a->numbers > b->numbers ? -1 : 1;
    return a->postcode < b->postcode ? -1 : a->postcode > b->postcode;
}

static struct commune_postcodes *count_postcodes(const struct address_book *book)
{
    struct commune_postcodes *all = calloc(book->commune_count + 1, sizeof *all);
    if (all == NULL) return NULL;
    for (size_t i = 0; i < book->street_count; i++) {
        const struct book_street *street = &book->streets[i];
        count_postcode(&all[street->commune], street->postcode, street->count + 1);
        for (uint32_t n = street->first; n < street->first + street->count; n++) {
            uint32_t postcode = book->numbers[n].postcode;
            if (postcode != street->postcode) count_postcode(&all[street->commune], postcode, 1);
        }
    }
    for (size_t i = 0; i < book->commune_count; i++) {
        qsort(all[i].counts, all[i].count, sizeof *all[i].counts, most_numbers_first);
    }
    return all;
}

static enum status write_commune(struct statement *put, const struct address_book *book,
                                 size_t position, const struct commune_postcodes *postcodes)
{
    const struct book_commune *commune = &book->communes[position];
    struct buffer text = {0};
    buffer_text(&text, "");
    for (size_t i = 0; i < postcodes->count; i++) {
        if (i > 0) buffer_char(&text, ' ');
        buffer_text(&text, book_text(book, postcodes->counts[i].postcode));
    }
    const char *citycode = book_text(book, commune->citycode);
    const char *name = book_text(book, commune->name);
    const char *city = district_city(citycode);
    bind_integer(put, ":id", (int64_t)position + 1);
    bind_text(put, ":citycode", citycode);
    bind_text(put, ":name", name);
    bind_text(put, ":city", city == NULL ? name : city);
    bind_integer(put, ":district", district_number(citycode));
    bind_text(put, ":postcodes", text.data == NULL ? "" : text.data);
    bind_integer(put, ":numbers", commune->numbers);
    bind_integer(put, ":lon", commune->lon);
    bind_integer(put, ":lat", commune->lat);
    enum status status = text.failed ? STATUS_NO_MEMORY : statement_run(put);
    buffer_free(&text);
    return status;
}

/* Paris, Lyon or Marseille as a whole, once one of its arrondissements is there. */
struct whole_city {
    const char *citycode, *name;
    int64_t numbers, lon, lat, districts;
};
#define WHOLE_CITIES_MAX 3

static void add_to_city(struct whole_city *cities, const struct address_book *book,
                        const struct book_commune *commune)
{
    const char *citycode = district_city_code(book_text(book, commune->citycode));
    if (citycode == NULL) return;
    size_t at = 0;
    while (at < WHOLE_CITIES_MAX - 1 && cities[at].citycode != NULL &&
           strcmp(cities[at].citycode, citycode) != 0) {
        at++;
    }
    cities[at].citycode = citycode;
    cities[at].name = district_city(book_text(book, commune->citycode));
    cities[at].numbers += commune->numbers;
    cities[at].lon += commune->lon;
    cities[at].lat += commune->lat;
    cities[at].districts++;
}

static enum status write_city(struct statement *put, const struct whole_city *city, size_t id)
{
    bind_integer(put, ":id", (int64_t)id);
    bind_text(put, ":citycode", city->citycode);
    bind_text(put, ":name", city->name);
    bind_text(put, ":city", city->name);
    bind_integer(put, ":district", 0);
    bind_text(put, ":postcodes", "");
    bind_integer(put, ":numbers", city->numbers);
    bind_integer(put, ":lon", city->lon / city->districts);
    bind_integer(put, ":lat", city->lat / city->districts);
    return statement_run(put);
}

static enum status write_cities(struct statement *put, const struct address_book *book)
{
    struct whole_city cities[WHOLE_CITIES_MAX] = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < book->commune_count; i++) add_to_city(cities, book, &book->communes[i]);
    for (size_t i = 0; i < WHOLE_CITIES_MAX && status == STATUS_OK; i++) {
        if (cities[i].citycode == NULL) continue;
        status = write_city(put, &cities[i], book->commune_count + 1 + i);
    }
    return status;
}

static enum status write_communes(struct database *database, const struct address_book *book)
{
    struct commune_postcodes *postcodes = count_postcodes(book);
    struct statement *put = NULL;
    enum status status = postcodes == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK) status = PREPARE(database, address_put_commune, &put);
    for (size_t i = 0; i < book->commune_count && status == STATUS_OK; i++) {
        status = write_commune(put, book, i, &postcodes[i]);
    }
    if (status == STATUS_OK) status = write_cities(put, book);
    statement_close(put);
    free(postcodes);
    return status;
}

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
    struct speller speller = {0};
    summarize(book, out);
    enum status status = database_open(book->part, DATABASE_CREATE, false, &database);
    if (status != STATUS_OK) return status;

    status = database_run(database, "address_writer", sql_address_writer);
    if (status == STATUS_OK) status = database_begin(database);
    if (status == STATUS_OK) status = database_run(database, "addresses", addresses_sql);
    if (status == STATUS_OK) {
        status = database_run(database, "address_begin_words", sql_address_begin_words);
    }
    if (status == STATUS_OK) status = write_communes(database, book);
    if (status == STATUS_OK) status = write_streets(database, book);
    if (status == STATUS_OK) status = database_run(database, "finish", sql_address_finish);
    if (status == STATUS_OK) status = database_run(database, "terms", sql_address_terms);
    if (status == STATUS_OK) status = write_word_list(database, &speller);
    if (status == STATUS_OK) status = write_spelling(database, &speller);
    if (status == STATUS_OK) {
        status = write_book_row(database, source_name, source_date, sha256, out);
    }
    if (status == STATUS_OK) status = database_commit(database);
    if (status == STATUS_OK) status = check(database);
    free(speller.filed);
    database_close(database);
    return status;
}
