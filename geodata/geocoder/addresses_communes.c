/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/addresses_book.h"
#include "geocoder/geocode_places.h"

#include "embedded/sql_address_put_commune.h"

#include <stdlib.h>
#include <string.h>

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

enum status book_write_communes(struct database *database, const struct address_book *book)
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
