/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_places.h"

#include "geocoder/geocode_numbers.h"
#include "geocoder/geocode_words.h"
#include "geodata/log.h"

#include "embedded/departements_csv.h"
#include "embedded/sql_address_communes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct city_of_districts {
    const char *city, *citycode;
    unsigned first, last; /* INSEE codes */
};
static const struct city_of_districts cities_of_districts[] = {
    {"Paris", "75056", 75101, 75120},
    {"Lyon", "69123", 69381, 69389},
    {"Marseille", "13055", 13201, 13216},
};

static const struct city_of_districts *districts_of(const char *citycode)
{
    unsigned long code = strlen(citycode) == 5 ? strtoul(citycode, NULL, 10) : 0;
    for (size_t i = 0; i < sizeof cities_of_districts / sizeof *cities_of_districts; i++) {
        const struct city_of_districts *city = &cities_of_districts[i];
        if (code >= city->first && code <= city->last) return city;
    }
    return NULL;
}

const char *district_city(const char *citycode)
{
    const struct city_of_districts *city = districts_of(citycode);
    return city == NULL ? NULL : city->city;
}

const char *district_city_code(const char *citycode)
{
    const struct city_of_districts *city = districts_of(citycode);
    return city == NULL ? NULL : city->citycode;
}

unsigned district_number(const char *citycode)
{
    const struct city_of_districts *city = districts_of(citycode);
    return city == NULL ? 0 : (unsigned)strtoul(citycode, NULL, 10) - city->first + 1;
}

void place_cell(int32_t lon, int32_t lat, struct buffer *out)
{
    const int32_t cell = (int32_t)(0.2 * NUMBER_GRID), half_turn = (int32_t)(180 * NUMBER_GRID);
    buffer_format(out, "+%d_%d", (lon + half_turn) / cell, (lat + half_turn) / cell);
}

/* A name or a code, and a commune that has it. */
struct entry {
    const char *text;
    size_t length;
    const struct commune *commune;
};

struct entries {
    struct entry *list;
    const struct commune **communes; /* in the same order */
    size_t count, capacity;
};

struct gazetteer {
    struct commune *communes;
    size_t count, capacity;
    struct departement departements[128];
    size_t departement_count;
    char *departement_text;
    struct entries cities, postcodes, citycodes;
};

static int compare_texts(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    if (order != 0) return order;
    return a_length < b_length ? -1 : a_length > b_length;
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = compare_texts(a->text, a->length, b->text, b->length);
    if (order != 0) return order;
    if (a->commune->numbers != b->commune->numbers) {
        return a->commune->numbers > b->commune->numbers ? -1 : 1;
    }
    return a->commune < b->commune ? -1 : a->commune > b->commune;
}

static bool add_entry(struct entries *entries, const char *text, size_t length,
                      const struct commune *commune)
{
    if (entries->count == entries->capacity) {
        size_t wider = entries->capacity == 0 ? 64 : entries->capacity * 2;
        struct entry *moved = realloc(entries->list, wider * sizeof *moved);
        if (moved == NULL) return false;
        entries->list = moved;
        entries->capacity = wider;
    }
    entries->list[entries->count++] =
        (struct entry){.text = text, .length = length, .commune = commune};
    return true;
}

static bool sort_entries(struct entries *entries)
{
    entries->communes = calloc(entries->count + 1, sizeof(const struct commune *));
    if (entries->communes == NULL) return false;
    if (entries->count > 0) {
        qsort(entries->list, entries->count, sizeof *entries->list, compare_entries);
    }
    for (size_t i = 0; i < entries->count; i++) entries->communes[i] = entries->list[i].commune;
    return true;
}

/* The first entry that does not come before the text. */
static size_t first_entry(const struct entries *entries, const char *text, size_t length)
{
    size_t low = 0, high = entries->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct entry *entry = &entries->list[middle];
        if (compare_texts(entry->text, entry->length, text, length) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const struct commune *const *find_entries(const struct entries *entries, const char *text,
                                                 size_t length, size_t *count)
{
    size_t low = first_entry(entries, text, length);
    *count = 0;
    while (low + *count < entries->count &&
           compare_texts(entries->list[low + *count].text, entries->list[low + *count].length, text,
                         length) == 0) {
        ++*count;
    }
    return entries->communes + low;
}

/* code;name;region;epsg, as geodata/departements.csv has it. */
static bool read_departements(struct gazetteer *gazetteer)
{
    gazetteer->departement_text = strdup(departements_csv);
    if (gazetteer->departement_text == NULL) return false;
    char *rest_of_lines = NULL;
    char *line = strtok_r(gazetteer->departement_text, "\n", &rest_of_lines);
    while ((line = strtok_r(NULL, "\n", &rest_of_lines)) != NULL) {
        char *rest = NULL;
        struct departement *to = &gazetteer->departements[gazetteer->departement_count++];
        snprintf(to->code, sizeof to->code, "%s", strtok_r(line, ";", &rest));
        to->name = strtok_r(NULL, ";", &rest);
        to->region = strtok_r(NULL, ";", &rest);
        to->epsg = atoi(strtok_r(NULL, ";", &rest));
    }
    return true;
}

/* 971 to 976 have three digits, all others two. */
static const struct departement *departement_of(const struct gazetteer *gazetteer,
                                                const char *citycode)
{
    size_t length = strncmp(citycode, "97", 2) == 0 ? 3 : 2;
    for (size_t i = 0; i < gazetteer->departement_count; i++) {
        const struct departement *departement = &gazetteer->departements[i];
        if (strlen(departement->code) == length &&
            strncmp(departement->code, citycode, length) == 0) {
            return departement;
        }
    }
    return NULL;
}

static char *city_words(const char *city)
{
    struct buffer words = {0};
    buffer_text(&words, "");
    words_of(city, &words);
    if (words.failed) buffer_free(&words);
    return words.data;
}

static bool read_commune(struct gazetteer *gazetteer, struct statement *row)
{
    if (gazetteer->count == gazetteer->capacity) {
        size_t wider = gazetteer->capacity == 0 ? 64 : gazetteer->capacity * 2;
        struct commune *moved = realloc(gazetteer->communes, wider * sizeof *moved);
        if (moved == NULL) return false;
        gazetteer->communes = moved;
        gazetteer->capacity = wider;
    }
    struct commune *commune = &gazetteer->communes[gazetteer->count++];
    *commune = (struct commune){
        .name = strdup(column_text(row, 2)),
        .city = strdup(column_text(row, 3)),
        .words = city_words(column_text(row, 3)),
        .district = (unsigned)column_integer(row, 4),
        .postcodes = strdup(column_text(row, 5)),
        .numbers = (uint32_t)column_integer(row, 6),
        .lon = (int32_t)column_integer(row, 7),
        .lat = (int32_t)column_integer(row, 8),
    };
    snprintf(commune->citycode, sizeof commune->citycode, "%s", column_text(row, 1));
    commune->departement = departement_of(gazetteer, commune->citycode);
    return commune->name != NULL && commune->city != NULL && commune->words != NULL &&
           commune->postcodes != NULL;
}

static enum status read_communes(struct gazetteer *gazetteer, struct database *database)
{
    struct statement *row = NULL;
    enum status status = database_prepare(database, "address_communes", sql_address_communes, &row);
    while (status == STATUS_OK) {
        status = statement_step(row);
        if (status == STATUS_OK && !read_commune(gazetteer, row)) status = STATUS_NO_MEMORY;
    }
    statement_close(row);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static bool file_commune(struct gazetteer *gazetteer, const struct commune *commune)
{
    if (!add_entry(&gazetteer->cities, commune->words, strlen(commune->words), commune) ||
        !add_entry(&gazetteer->citycodes, commune->citycode, strlen(commune->citycode), commune)) {
        return false;
    }
    for (const char *postcode = commune->postcodes; *postcode != '\0';) {
        size_t length = strcspn(postcode, " ");
        if (!add_entry(&gazetteer->postcodes, postcode, length, commune)) return false;
        postcode += length;
        postcode += strspn(postcode, " ");
    }
    return true;
}

enum status gazetteer_load(struct database *database, struct gazetteer **out)
{
    struct gazetteer *gazetteer = calloc(1, sizeof *gazetteer);
    if (gazetteer == NULL) return STATUS_NO_MEMORY;
    enum status status =
        read_departements(gazetteer) ? read_communes(gazetteer, database) : STATUS_NO_MEMORY;
    if (status != STATUS_OK) goto done;

    status = STATUS_NO_MEMORY;
    for (size_t i = 0; i < gazetteer->count; i++) {
        if (!file_commune(gazetteer, &gazetteer->communes[i])) goto done;
    }
    if (!sort_entries(&gazetteer->cities) || !sort_entries(&gazetteer->postcodes) ||
        !sort_entries(&gazetteer->citycodes)) {
        goto done;
    }
    *out = gazetteer;
    gazetteer = NULL;
    status = STATUS_OK;
done:
    gazetteer_free(gazetteer);
    return status;
}

static void free_entries(struct entries *entries)
{
    free(entries->list);
    free(entries->communes);
}

void gazetteer_free(struct gazetteer *gazetteer)
{
    if (gazetteer == NULL) return;
    for (size_t i = 0; i < gazetteer->count; i++) {
        struct commune *commune = &gazetteer->communes[i];
        free((char *)commune->name);
        free((char *)commune->city);
        free((char *)commune->words);
        free((char *)commune->postcodes);
    }
    free(gazetteer->communes);
    free(gazetteer->departement_text);
    free_entries(&gazetteer->cities);
    free_entries(&gazetteer->postcodes);
    free_entries(&gazetteer->citycodes);
    free(gazetteer);
}

size_t gazetteer_count(const struct gazetteer *gazetteer)
{
    return gazetteer->count;
}

const struct commune *gazetteer_get(const struct gazetteer *gazetteer, int64_t id)
{
    if (id < 1 || (size_t)id > gazetteer->count) return NULL;
    return &gazetteer->communes[id - 1];
}

const struct commune *const *gazetteer_by_city(const struct gazetteer *gazetteer, const char *words,
                                               size_t length, size_t *count)
{
    return find_entries(&gazetteer->cities, words, length, count);
}

const struct commune *const *gazetteer_by_postcode(const struct gazetteer *gazetteer,
                                                   const char *postcode, size_t *count)
{
    return find_entries(&gazetteer->postcodes, postcode, strlen(postcode), count);
}

const struct commune *const *gazetteer_by_beginning(const struct gazetteer *gazetteer,
                                                    const char *words, size_t length, size_t most,
                                                    size_t *count)
{
    const struct entries *cities = &gazetteer->cities;
    size_t first = first_entry(cities, words, length);
    *count = 0;
    while (*count < most && first + *count < cities->count) {
        const struct entry *entry = &cities->list[first + *count];
        if (entry->length < length || memcmp(entry->text, words, length) != 0) break;
        ++*count;
    }
    return cities->communes + first;
}

const struct commune *gazetteer_by_citycode(const struct gazetteer *gazetteer, const char *citycode)
{
    size_t count = 0;
    const struct commune *const *found =
        find_entries(&gazetteer->citycodes, citycode, strlen(citycode), &count);
    return count == 0 ? NULL : found[0];
}

bool commune_has_postcode(const struct commune *commune, const char *postcode)
{
    size_t length = strlen(postcode);
    for (const char *at = commune->postcodes; *at != '\0';) {
        size_t own = strcspn(at, " ");
        if (own == length && memcmp(at, postcode, length) == 0) return true;
        at += own;
        at += strspn(at, " ");
    }
    return false;
}
