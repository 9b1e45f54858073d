/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/identity.h"

#include "geodata/text.h"

#include <string.h>

static const char *place_words(const struct place *place, struct pool *pool)
{
    struct buffer folded = {0};
    const char *town = place->postcode != NULL ? place->postcode : place->city;
    if (place->address != NULL) text_fold(place->address, strlen(place->address), &folded);
    if (folded.length == 0 && place->method != PLACE_NONE) {
        buffer_format(&folded, "%.5f %.5f", place->point.lon, place->point.lat);
    }
    if (folded.length > 0 && town != NULL) buffer_char(&folded, ' ');
    if (town != NULL) text_fold(town, strlen(town), &folded);
    const char *kept = folded.length == 0 ? "" : pool_text(pool, folded.data, folded.length);
    if (folded.failed) pool->failed = true;
    buffer_free(&folded);
    return pool->failed ? NULL : kept;
}

const char *identity_of_person(const char *number, const struct place *place, struct pool *pool)
{
    const char *where = place_words(place, pool);
    return where == NULL ? NULL : pool_join(pool, number, "@", where, NULL);
}
