/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Texts go to one growing buffer, so results hold offsets until it has stopped moving. */
#define NO_TEXT SIZE_MAX

struct offsets {
    size_t id, label, name, housenumber, street, postcode, citycode, city, district, context;
};

static size_t put(struct buffer *arena, const char *text)
{
    size_t offset = arena->length;
    buffer_append(arena, text, strlen(text) + 1);
    return offset;
}

static size_t end(struct buffer *arena, size_t offset)
{
    buffer_append(arena, "", 1);
    return offset;
}

/* "12 bis", "12b": a letter clings to its number, a word does not. */
static void append_number(struct buffer *out, const struct house_number *number)
{
    bool is_word = strlen(number->suffix) > 2 && isalpha((unsigned char)number->suffix[2]);
    buffer_format(out, "%u%s%s", number->number, is_word ? " " : "", number->suffix);
}

static void append_name_in_source(struct buffer *out, const struct house_number *number,
                                  const char *name)
{
    buffer_format(out, "%u", number->number);
    for (const char *c = number->suffix; *c != '\0'; c++) {
        buffer_char(out, (char)toupper((unsigned char)*c));
    }
    buffer_format(out, " %s", name);
}

static size_t put_context(struct buffer *arena, const struct commune *commune)
{
    const struct departement *departement = commune->departement;
    if (departement == NULL) return put(arena, "");
    size_t offset = arena->length;
    buffer_format(arena, "%s, %s", departement->code, departement->name);
    if (strcmp(departement->name, departement->region) != 0) {
        buffer_format(arena, ", %s", departement->region);
    }
    return end(arena, offset);
}

static size_t put_id(struct buffer *arena, const struct hit *hit, const char *key)
{
    if (!hit->has_number) return put(arena, key);
    if (hit->number.id[0] != '\0') return put(arena, hit->number.id);
    size_t offset = arena->length;
    buffer_format(arena, "%s_%05u", key, hit->number.number);
    if (hit->number.suffix[0] != '\0') buffer_format(arena, "_%s", hit->number.suffix);
    return end(arena, offset);
}

static size_t put_label(struct buffer *arena, size_t name, const char *postcode, const char *city)
{
    size_t offset = arena->length;
    if (!buffer_reserve(arena, strlen(arena->data + name) + 1)) return offset;
    buffer_text(arena, arena->data + name);
    if (*postcode != '\0') buffer_format(arena, " %s", postcode);
    buffer_format(arena, " %s", city);
    return end(arena, offset);
}

static void put_place(struct buffer *arena, const struct commune *commune, struct offsets *out)
{
    out->citycode = put(arena, commune->citycode);
    out->city = put(arena, commune->city);
    out->district = commune->district > 0 ? put(arena, commune->name) : NO_TEXT;
    out->context = put_context(arena, commune);
}

static void put_street(struct buffer *arena, const struct hit *hit, const struct street_row *street,
                       struct offsets *out)
{
    const char *postcode = hit->has_number && hit->number.postcode[0] != '\0' ? hit->number.postcode
                                                                              : street->postcode;
    out->postcode = put(arena, postcode);
    out->id = put_id(arena, hit, street->key);
    out->street = arena->length;
    if (hit->echo_name) {
        append_name_in_source(arena, &hit->number, street->name);
    } else {
        buffer_text(arena, street->name);
    }
    end(arena, out->street);
    out->housenumber = NO_TEXT;
    out->name = out->street;
    if (hit->has_number) {
        out->housenumber = arena->length;
        append_number(arena, &hit->number);
        end(arena, out->housenumber);
        out->name = arena->length;
        append_number(arena, &hit->number);
        buffer_format(arena, " %s", street->name);
        end(arena, out->name);
    }
    out->label = put_label(arena, out->name, postcode, hit->commune->city);
    put_place(arena, hit->commune, out);
}

static void put_commune(struct buffer *arena, const struct commune *commune, struct offsets *out)
{
    char postcode[6] = "";
    size_t length = strcspn(commune->postcodes, " ");
    if (length < sizeof postcode) memcpy(postcode, commune->postcodes, length);
    out->id = put(arena, commune->citycode);
    out->name = put(arena, commune->name);
    out->street = out->housenumber = NO_TEXT;
    out->postcode = put(arena, postcode);
    out->label = out->name;
    put_place(arena, commune, out);
}

static const char *at(const struct buffer *arena, size_t offset)
{
    return offset == NO_TEXT ? NULL : arena->data + offset;
}

static void point_texts(const struct buffer *arena, const struct offsets *from,
                        struct geocode_result *to)
{
    to->id = at(arena, from->id);
    to->label = at(arena, from->label);
    to->name = at(arena, from->name);
    to->housenumber = at(arena, from->housenumber);
    to->street = at(arena, from->street);
    to->postcode = at(arena, from->postcode);
    to->citycode = at(arena, from->citycode);
    to->city = at(arena, from->city);
    to->district = at(arena, from->district);
    to->context = at(arena, from->context);
}

static void place_result(struct reader *reader, const struct hit *hit, struct geocode_result *to)
{
    to->point = (struct point){hit->lon / NUMBER_GRID, hit->lat / NUMBER_GRID};
    const struct departement *departement = hit->commune->departement;
    int epsg = departement == NULL ? 2154 : departement->epsg;
    if (!reader_project(reader, epsg, to->point, &to->x, &to->y)) to->x = to->y = 0;
}

static enum status write_result(struct reader *reader, const struct hit *hit, struct buffer *arena,
                                struct offsets *offsets, struct geocode_result *to)
{
    *to = (struct geocode_result){
        .score = hit->score, .number_is_near = hit->number_is_near, .distance_m = -1};
    place_result(reader, hit, to);
    if (hit->street == 0) {
        to->type = GEOCODE_MUNICIPALITY;
        to->importance = 0.5;
        put_commune(arena, hit->commune, offsets);
        return arena->failed ? STATUS_NO_MEMORY : STATUS_OK;
    }
    bind_integer(reader->street, ":id", hit->street);
    enum status status = statement_step(reader->street);
    if (status != STATUS_OK) return STATUS_FAILED;
    struct street_row street;
    street_row_read(reader->street, &street);
    to->type = street.is_place ? GEOCODE_LOCALITY : GEOCODE_STREET;
    if (hit->has_number) to->type = GEOCODE_HOUSENUMBER;
    to->importance = street.importance;
    put_street(arena, hit, &street, offsets);
    statement_reset(reader->street);
    return arena->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status answer_write(struct reader *reader, const struct hit *hits, size_t count,
                         const double *distances_m, struct geocode_answer *out)
{
    struct buffer arena = {0};
    struct geocode_result *results = calloc(count + 1, sizeof *results);
    struct offsets *offsets = calloc(count + 1, sizeof *offsets);
    enum status status = results == NULL || offsets == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = write_result(reader, &hits[i], &arena, &offsets[i], &results[i]);
    }
    if (status == STATUS_OK) {
        for (size_t i = 0; i < count; i++) {
            point_texts(&arena, &offsets[i], &results[i]);
            if (distances_m != NULL) results[i].distance_m = distances_m[i];
        }
        *out = (struct geocode_answer){.results = results, .count = count, .arena = arena.data};
        results = NULL;
        arena = (struct buffer){0};
    }
    free(results);
    free(offsets);
    buffer_free(&arena);
    return status;
}
