/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_answer.h"
#include "geocoder/geocode_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RADIUS_DEFAULT_M 300.0
#define FIRST_RADIUS_M 40.0 /* a door or two in a town: most questions end here */
#define STREETS_MAX 20000   /* within 5 km of the densest place of the country */

/* The nearest doors so far, nearest first. */
struct near {
    struct point center;
    struct hit hits[GEOCODE_LIMIT_MAX];
    double distances_m[GEOCODE_LIMIT_MAX];
    size_t count, limit;
    double radius_m;
};

static void keep_door(struct near *near, const struct street_row *street,
                      const struct commune *commune, const struct house_number *number,
                      double distance_m)
{
    size_t at = near->count;
    while (at > 0 && distance_m < near->distances_m[at - 1]) at--;
    if (at >= near->limit) return;
    size_t moved = (near->count == near->limit ? near->count - 1 : near->count) - at;
    memmove(&near->hits[at + 1], &near->hits[at], moved * sizeof *near->hits);
    memmove(&near->distances_m[at + 1], &near->distances_m[at], moved * sizeof *near->distances_m);
    near->hits[at] = (struct hit){.street = street->id,
                                  .commune = commune,
                                  .score = fmax(0, 1 - distance_m / 1000),
                                  .has_number = true,
                                  .number = *number,
                                  .lon = number->lon,
                                  .lat = number->lat};
    near->distances_m[at] = distance_m;
    if (near->count < near->limit) near->count++;
}

static void look_at_street(struct near *near, const struct street_row *street,
                           const struct commune *commune)
{
    /* A degree of latitude is never shorter than 110.5 km: this never passes over a near door. */
    const double lat_step = near->radius_m / 110500 * NUMBER_GRID;
    struct number_cursor cursor;
    numbers_begin(&cursor, street->numbers, street->numbers_length);
    while (numbers_next(&cursor)) {
        if (fabs(cursor.now.lat - near->center.lat * NUMBER_GRID) > lat_step) continue;
        struct point door = {cursor.now.lon / NUMBER_GRID, cursor.now.lat / NUMBER_GRID};
        double distance_m = geo_distance_m(near->center, door);
        if (distance_m > near->radius_m) continue;
        if (near->count == near->limit && distance_m >= near->distances_m[near->count - 1])
            continue;
        keep_door(near, street, commune, &cursor.now, distance_m);
    }
}

static struct box box_around(struct point center, double radius_m)
{
    double lat = radius_m / 110500;
    double lon = lat / fmax(cos(center.lat * M_PI / 180), 0.01);
    return (struct box){center.lon - lon, center.lat - lat, center.lon + lon, center.lat + lat};
}

static enum status look_around(const struct geocoder *geocoder, struct reader *reader,
                               struct near *near)
{
    struct box box = box_around(near->center, near->radius_m);
    struct statement *rows = reader->inside;
    bind_real(rows, ":west", box.west);
    bind_real(rows, ":east", box.east);
    bind_real(rows, ":south", box.south);
    bind_real(rows, ":north", box.north);
    bind_integer(rows, ":limit", STREETS_MAX);
    enum status status;
    while ((status = statement_step(rows)) == STATUS_OK) {
        struct street_row street;
        street_row_read(rows, &street);
        const struct commune *commune = gazetteer_get(geocoder->gazetteer, street.commune);
        if (commune != NULL) look_at_street(near, &street, commune);
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status geocode_reverse(const struct geocoder *geocoder, struct point point, double radius_m,
                            size_t limit, struct geocode_answer *out)
{
    *out = (struct geocode_answer){0};
    if (!geo_point_is_valid(point) || !(radius_m >= 0) || radius_m > GEOCODE_REVERSE_MAX_M ||
        limit > GEOCODE_LIMIT_MAX) {
        return STATUS_INVALID;
    }
    if (radius_m == 0) radius_m = RADIUS_DEFAULT_M;
    struct reader *reader = NULL;
    struct near *near = calloc(1, sizeof *near);
    if (near == NULL) return STATUS_NO_MEMORY;
    near->center = point;
    near->limit = limit == 0 ? 1 : limit;

    enum status status = reader_acquire(geocoder, &reader);
    for (double reach = FIRST_RADIUS_M; status == STATUS_OK; reach *= 3) {
        near->radius_m = fmin(reach, radius_m);
        near->count = 0;
        status = look_around(geocoder, reader, near);
        if (near->count == near->limit || reach >= radius_m) break;
    }
    if (status == STATUS_OK) {
        status = answer_write(reader, near->hits, near->count, near->distances_m, out);
    }
    reader_release(geocoder, reader);
    free(near);
    return status;
}
