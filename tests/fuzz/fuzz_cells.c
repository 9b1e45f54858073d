/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "importer/cells/values.h"
#include "importer/files/geometry.h"
#include "importer/vaccination/santefr.h"
#include "importer/words/zone_words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool known(void *context, const char *name)
{
    (void)context;
    return name[0] == 'P';
}

static void read_values(const char *cell, struct pool *pool)
{
    const char *text = NULL;
    double number = 0;
    int minutes = 0;
    day date = 0;
    struct point point;
    enum tristate answer;
    value_yes_no(cell, &answer);
    value_phone(cell, pool, &text);
    value_date(cell, pool, &text);
    value_day(cell, &date);
    value_number(cell, &number);
    value_fees(cell, &text);
    value_identifier(cell, 9, pool, &text);
    value_identifier(cell, 11, pool, &text);
    value_website(cell, pool, &text);
    value_email(cell);
    if (value_minutes(cell, &minutes) && (minutes < 0 || minutes > 1440)) abort();
    if (value_point(cell, cell, &point) == POINT_FINE && !geo_point_is_valid(point)) abort();
}

/* What a cell may hold: values, zones in words, Santé.fr's markup. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    struct pool pool = {0};
    struct zone_words words;
    struct santefr_reception reception;
    if (!begun) geometry_begin();
    begun = true;
    const char *cell = pool_text(&pool, (const char *)data, size);
    if (cell == NULL) return 0;
    read_values(cell, &pool);
    zone_words_read(cell, known, NULL, &pool, &words);
    santefr_read_reception(cell, &pool, &reception);
    pool_free(&pool);
    return 0;
}
