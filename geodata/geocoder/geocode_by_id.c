/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_answer.h"
#include "geocoder/geocode_store.h"
#include "geocoder/geocode_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CITYCODE_LENGTH 5

/* 75114_2513_00012_bis, read: the street's key, the number and the suffix as words_suffix has it.
 */
struct door_id {
    char key[NUMBER_ID_MAX + 1];
    bool has_number;
    uint32_t number;
    char suffix[NUMBER_SUFFIX_MAX + 1];
};

static bool copy_part(const char **at, char *out, size_t capacity)
{
    size_t length = strcspn(*at, "_");
    if (length == 0 || length >= capacity) return false;
    memcpy(out, *at, length);
    out[length] = '\0';
    *at += length;
    return true;
}

static bool read_id(const char *id, struct door_id *out)
{
    char number[16] = "";
    *out = (struct door_id){0};
    const char *street = strchr(id, '_');
    if (street == NULL || street - id != CITYCODE_LENGTH) return false;
    const char *at = street + 1 + strcspn(street + 1, "_");
    size_t length = (size_t)(at - id);
    if (at == street + 1 || length > NUMBER_ID_MAX) return false;
    memcpy(out->key, id, length);
    if (*at == '\0') return true;
    at++;
    if (!copy_part(&at, number, sizeof number)) return false;
    if (strspn(number, "0123456789") != strlen(number) || strlen(number) > 9) return false;
    out->has_number = true;
    out->number = (uint32_t)strtoul(number, NULL, 10);
    if (*at == '\0') return true;
    at++;
    if (!copy_part(&at, out->suffix, sizeof out->suffix) || *at != '\0') return false;
    for (char *c = out->suffix; *c != '\0'; c++) *c = (char)tolower((unsigned char)*c);
    return true;
}

static void look_at_street(const struct door_id *door, const struct street_row *street,
                           const struct commune *commune, struct hit *out, size_t *count)
{
    const char *suffix = words_suffix(door->suffix);
    struct hit hit = {.street = street->id, .commune = commune, .score = 1};
    if (!door->has_number) {
        hit.lon = street->lon;
        hit.lat = street->lat;
        *out = hit;
        ++*count;
        return;
    }
    struct number_cursor cursor;
    numbers_begin(&cursor, street->numbers, street->numbers_length);
    while (numbers_next(&cursor) && cursor.now.number <= door->number) {
        const struct house_number *now = &cursor.now;
        if (now->number != door->number || strcmp(words_suffix(now->suffix), suffix) != 0) continue;
        hit.has_number = true;
        hit.number = *now;
        hit.lon = now->lon;
        hit.lat = now->lat;
        *out = hit;
        ++*count;
    }
}

static enum status find_door(const struct geocoder *geocoder, struct reader *reader,
                             const struct door_id *door, struct hit *out, size_t *count)
{
    bind_text(reader->by_key, ":key", door->key);
    enum status status;
    while ((status = statement_step(reader->by_key)) == STATUS_OK) {
        struct street_row street;
        street_row_read(reader->by_key, &street);
        const struct commune *commune = gazetteer_get(geocoder->gazetteer, street.commune);
        if (commune != NULL) look_at_street(door, &street, commune, out, count);
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status geocode_by_id(const struct geocoder *geocoder, const char *id,
                          struct geocode_answer *out)
{
    *out = (struct geocode_answer){0};
    struct reader *reader = NULL;
    struct door_id door;
    struct hit hit;
    size_t count = 0;
    if (!read_id(id, &door)) return STATUS_INVALID;
    enum status status = reader_acquire(geocoder, &reader);
    if (status != STATUS_OK) return status;
    status = find_door(geocoder, reader, &door, &hit, &count);
    /* doors that share an id ("xxxx" in place of the street's code): nobody can say which */
    if (status == STATUS_OK) status = answer_write(reader, &hit, count == 1 ? 1 : 0, NULL, out);
    reader_release(geocoder, reader);
    return status;
}
