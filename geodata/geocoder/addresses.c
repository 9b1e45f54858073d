/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/addresses.h"

#include "geocoder/addresses_book.h"
#include "geodata/log.h"
#include "geodata/publish.h"
#include "publish/publish_series.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEEP_BOOKS 2 /* a book of the country is large: the one served and the one before */

static uint64_t hash_texts(const char *a, const char *b)
{
    uint64_t hash = 14695981039346656037u;
    for (; *a != '\0'; a++) hash = (hash ^ (unsigned char)*a) * 1099511628211u;
    hash = (hash ^ 0xFFu) * 1099511628211u;
    for (; *b != '\0'; b++) hash = (hash ^ (unsigned char)*b) * 1099511628211u;
    return hash ^ (hash >> 29);
}

/* Makes room for one more in an array that doubles. */
static bool grow(void **array, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) return true;
    size_t wider = *capacity == 0 ? 1024 : *capacity * 2;
    void *moved = realloc(*array, wider * size);
    if (moved == NULL) return false;
    *array = moved;
    *capacity = wider;
    return true;
}

typedef uint64_t index_hash(const struct address_book *book, uint32_t item);

static bool index_grow(const struct address_book *book, struct book_index *index, index_hash *hash)
{
    if (index->count * 2 < index->capacity) return true;
    struct book_index wider = {.capacity = index->capacity == 0 ? 2048 : index->capacity * 2};
    wider.slots = calloc(wider.capacity, sizeof *wider.slots);
    if (wider.slots == NULL) return false;
    for (size_t i = 0; i < index->capacity; i++) {
        if (index->slots[i] == 0) continue;
        size_t at = (size_t)hash(book, index->slots[i] - 1) & (wider.capacity - 1);
        while (wider.slots[at] != 0) at = (at + 1) & (wider.capacity - 1);
        wider.slots[at] = index->slots[i];
    }
    wider.count = index->count;
    free(index->slots);
    *index = wider;
    return true;
}

/* Appends a text; 0 when memory ran out (and for the empty text). */
static uint32_t arena_put(struct address_book *book, const char *text)
{
    if (*text == '\0' || book->arena.length > UINT32_MAX / 2) return 0;
    size_t offset = book->arena.length;
    buffer_append(&book->arena, text, strlen(text) + 1);
    return book->arena.failed ? 0 : (uint32_t)offset;
}

static uint64_t text_hash(const struct address_book *book, uint32_t item)
{
    return hash_texts(book_text(book, book->texts[item]), "");
}

/* A text that comes often (suffix, postcode): one copy, so that equal means the same offset. */
static uint32_t intern(struct address_book *book, const char *text)
{
    if (*text == '\0') return 0;
    if (!index_grow(book, &book->text_index, text_hash) ||
        !grow((void **)&book->texts, &book->text_capacity, book->text_count, sizeof *book->texts)) {
        book->arena.failed = true;
        return 0;
    }
    struct book_index *index = &book->text_index;
    size_t at = (size_t)hash_texts(text, "") & (index->capacity - 1);
    while (index->slots[at] != 0) {
        uint32_t offset = book->texts[index->slots[at] - 1];
        if (strcmp(book_text(book, offset), text) == 0) return offset;
        at = (at + 1) & (index->capacity - 1);
    }
    uint32_t offset = arena_put(book, text);
    book->texts[book->text_count++] = offset;
    index->slots[at] = (uint32_t)book->text_count;
    index->count++;
    return offset;
}

enum status address_book_begin(const char *data, struct address_book **out)
{
    struct address_book *book = calloc(1, sizeof *book);
    if (book == NULL) return STATUS_NO_MEMORY;
    struct buffer part = {0};
    generation_folder(data, SERIES_ADDRESSES, &part);
    buffer_format(&part, "/.addresses-%ld.sqlite.part", (long)getpid());
    book->data = strdup(data);
    book->part = part.data;
    buffer_append(&book->arena, "", 1); /* offset 0: the empty text */
    if (part.failed || book->data == NULL || book->arena.failed) {
        address_book_close(book);
        return STATUS_NO_MEMORY;
    }
    *out = book;
    return STATUS_OK;
}

static uint64_t commune_hash(const struct address_book *book, uint32_t item)
{
    return hash_texts(book_text(book, book->communes[item].citycode), "");
}

/* Position of the commune, UINT32_MAX when memory ran out. */
static uint32_t find_commune(struct address_book *book, const char *citycode, const char *name)
{
    if (!index_grow(book, &book->commune_index, commune_hash) ||
        !grow((void **)&book->communes, &book->commune_capacity, book->commune_count,
              sizeof *book->communes)) {
        return UINT32_MAX;
    }
    struct book_index *index = &book->commune_index;
    size_t at = (size_t)hash_texts(citycode, "") & (index->capacity - 1);
    while (index->slots[at] != 0) {
        uint32_t found = index->slots[at] - 1;
        if (strcmp(book_text(book, book->communes[found].citycode), citycode) == 0) return found;
        at = (at + 1) & (index->capacity - 1);
    }
    struct book_commune *commune = &book->communes[book->commune_count++];
    *commune =
        (struct book_commune){.citycode = arena_put(book, citycode), .name = arena_put(book, name)};
    index->slots[at] = (uint32_t)book->commune_count;
    index->count++;
    return (uint32_t)book->commune_count - 1;
}

static uint64_t street_hash(const struct address_book *book, uint32_t item)
{
    const struct book_street *street = &book->streets[item];
    return hash_texts(book_text(book, street->citycode), book_text(book, street->name));
}

/* Length of the beginning of a BAN id that the numbers of a street share: two parts. */
static size_t key_length(const char *id)
{
    const char *first = strchr(id, '_');
    const char *second = first == NULL ? NULL : strchr(first + 1, '_');
    return second == NULL ? strlen(id) : (size_t)(second - id);
}

/* A row, its street's name mended. */
struct named_row {
    const struct address_row *row;
    const char *name;
    unsigned char kind;
    bool in_name; /* its number was part of the name: its id is not that of the street */
};

/* Communes that merged may have two streets of one name: their ids tell them apart. */
static bool is_same_key(const struct address_book *book, const struct book_street *street,
                        const struct named_row *named)
{
    const char *id = named->row->id, *key = book_text(book, street->key);
    if (*key == '\0' || named->in_name || id == NULL || *id == '\0') return true;
    size_t length = key_length(id);
    return strncmp(key, id, length) == 0 && key[length] == '\0';
}

static bool is_street(const struct address_book *book, const struct book_street *street,
                      const struct named_row *named)
{
    return street->kind == named->kind && strcmp(book_text(book, street->name), named->name) == 0 &&
           strcmp(book_text(book, street->citycode), named->row->citycode) == 0 &&
           is_same_key(book, street, named);
}

static uint32_t add_street(struct address_book *book, const struct named_row *named)
{
    const struct address_row *row = named->row;
    uint32_t commune = find_commune(book, row->citycode, row->city == NULL ? "" : row->city);
    if (commune == UINT32_MAX) return UINT32_MAX;
    struct book_street *street = &book->streets[book->street_count++];
    *street = (struct book_street){.name = arena_put(book, named->name),
                                   .citycode = book->communes[commune].citycode,
                                   .commune = commune,
                                   .kind = named->kind};
    return (uint32_t)book->street_count - 1;
}

/* Position of the street, UINT32_MAX when memory ran out. Rows of a street come together. */
static uint32_t find_street(struct address_book *book, const struct named_row *named)
{
    if (book->number_count > 0) {
        uint32_t last = book->numbers[book->number_count - 1].street;
        if (is_street(book, &book->streets[last], named)) return last;
    }
    if (!index_grow(book, &book->street_index, street_hash) ||
        !grow((void **)&book->streets, &book->street_capacity, book->street_count,
              sizeof *book->streets)) {
        return UINT32_MAX;
    }
    struct book_index *index = &book->street_index;
    size_t at = (size_t)hash_texts(named->row->citycode, named->name) & (index->capacity - 1);
    while (index->slots[at] != 0) {
        uint32_t found = index->slots[at] - 1;
        if (is_street(book, &book->streets[found], named)) return found;
        at = (at + 1) & (index->capacity - 1);
    }
    uint32_t street = add_street(book, named);
    if (street == UINT32_MAX) return street;
    index->slots[at] = street + 1;
    index->count++;
    return street;
}

/* BAN writes some numbers into the name: "54P8 Rue du Château" at number 54, suffix p8. The name
 * past that beginning, or the name itself. */
static const char *mended_name(const struct address_row *row, bool *in_name)
{
    char written[32];
    int length = snprintf(written, sizeof written, "%u%s ", row->number, row->suffix);
    *in_name = row->number != 0 && length > 0 && (size_t)length < sizeof written &&
               strncasecmp(row->street, written, (size_t)length) == 0 &&
               row->street[length] != '\0';
    return *in_name ? row->street + length : row->street;
}

static void suffix_in_lower_case(const char *suffix, char out[NUMBER_SUFFIX_MAX + 1])
{
    size_t length = 0;
    for (; *suffix != '\0' && length < NUMBER_SUFFIX_MAX; suffix++) {
        if (*suffix != ' ') out[length++] = (char)tolower((unsigned char)*suffix);
    }
    out[length] = '\0';
}

/* The id, when it is not what the street's key, the number and the suffix already say. */
static uint32_t unusual_id(struct address_book *book, struct book_street *street,
                           const struct address_row *row, const char *suffix, bool in_name)
{
    char expected[128];
    const char *id = row->id;
    if (id == NULL || *id == '\0' || strlen(id) > NUMBER_ID_MAX) return 0;
    if (street->key == 0 && in_name) return arena_put(book, id);
    if (street->key == 0) {
        char key[NUMBER_ID_MAX + 1];
        snprintf(key, sizeof key, "%.*s", (int)key_length(id), id);
        street->key = arena_put(book, key);
    }
    snprintf(expected, sizeof expected, "%s_%05u%s%s", book_text(book, street->key), row->number,
             *suffix == '\0' ? "" : "_", suffix);
    return strcmp(expected, id) == 0 ? 0 : arena_put(book, id);
}

static int32_t grid(double degrees)
{
    return (int32_t)lround(degrees * NUMBER_GRID);
}

static enum status add_number(struct address_book *book, uint32_t at, const struct address_row *row,
                              bool in_name)
{
    if (!grow((void **)&book->numbers, &book->number_capacity, book->number_count,
              sizeof *book->numbers)) {
        return STATUS_NO_MEMORY;
    }
    char suffix[NUMBER_SUFFIX_MAX + 1];
    suffix_in_lower_case(row->suffix, suffix);
    struct book_street *street = &book->streets[at];
    book->numbers[book->number_count++] = (struct book_number){
        .street = at,
        .number = row->number,
        .suffix = intern(book, suffix),
        .postcode = intern(book, row->postcode == NULL ? "" : row->postcode),
        .id = unusual_id(book, street, row, suffix, in_name),
        .lon = grid(row->point.lon),
        .lat = grid(row->point.lat),
        .in_name = in_name,
    };
    street->count++;
    return book->arena.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static void place_street(struct address_book *book, uint32_t at, const struct address_row *row)
{
    struct book_street *street = &book->streets[at];
    street->lon = grid(row->point.lon);
    street->lat = grid(row->point.lat);
    street->placed = true;
    street->postcode = intern(book, row->postcode == NULL ? "" : row->postcode);
    if (street->key == 0 && row->id != NULL) street->key = arena_put(book, row->id);
}

static bool is_empty(const char *text)
{
    return text == NULL || *text == '\0';
}

enum status address_book_add(struct address_book *book, const struct address_row *row)
{
    bool is_place = is_empty(row->street);
    if (is_place && is_empty(row->locality)) return STATUS_INVALID;
    if (is_empty(row->citycode) || !geo_point_is_valid(row->point)) return STATUS_INVALID;

    struct address_row full = *row;
    if (full.suffix == NULL) full.suffix = "";
    if (is_place) full.street = row->locality;
    struct named_row named = {.row = &full,
                              .kind = is_place ? STREET_KIND_PLACE : STREET_KIND_STREET};
    named.name = mended_name(&full, &named.in_name);
    uint32_t street = find_street(book, &named);
    if (street == UINT32_MAX) return STATUS_NO_MEMORY;
    struct book_commune *commune = &book->communes[book->streets[street].commune];
    commune->lon += grid(row->point.lon);
    commune->lat += grid(row->point.lat);
    commune->placed++;
    if (row->number != 0) return add_number(book, street, &full, named.in_name);
    place_street(book, street, &full);
    return book->arena.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status address_book_publish(struct address_book *book, const char *source_name,
                                 const char *source_date, const char *sha256,
                                 struct address_book_summary *out)
{
    *out = (struct address_book_summary){0};
    int lock = -1;
    enum status status = publish_lock(book->data, &lock);
    if (status != STATUS_OK) goto done;

    book_order(book);
    publish_sweep(book->data, SERIES_ADDRESSES); /* of runs that were killed */
    status = book_write(book, source_name, source_date, sha256, out);
    if (status != STATUS_OK) goto done;
    status = publish_file(book->data, SERIES_ADDRESSES, book->part, KEEP_BOOKS, &out->number);
done:
    if (status != STATUS_OK) unlink(book->part);
    if (lock >= 0) publish_unlock(lock);
    address_book_close(book);
    return status;
}

void address_book_close(struct address_book *book)
{
    if (book == NULL) return;
    free(book->data);
    free(book->part);
    free(book->numbers);
    free(book->streets);
    free(book->communes);
    free(book->texts);
    free(book->street_index.slots);
    free(book->commune_index.slots);
    free(book->text_index.slots);
    buffer_free(&book->arena);
    free(book);
}
