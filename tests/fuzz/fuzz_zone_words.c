/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as the zones of a cell: each piece becomes a zone or a problem, circles have a radius
 * that people mean, and what excludes stays an exclusion. */
#include "importer/files/geometry.h"
#include "importer/words/zone_words.h"

#undef NDEBUG /* the checks are the point, in every kind of build */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool known(void *context, const char *name)
{
    (void)context;
    return name[0] == 'P' || name[0] == '7';
}

static void check_zone(const struct zone *zone)
{
    assert(zone->label != NULL && zone->label[0] != '\0');
    assert(zone->effect == ZONE_INCLUDE || zone->effect == ZONE_EXCLUDE);
    bool circle = zone->shape == ZONE_CIRCLE;
    assert(!circle || (zone->radius_m > 0 && zone->radius_m <= ZONE_RADIUS_MAX_M));
    assert((zone->shape == ZONE_AREA) == (zone->area != NULL));
    assert((zone->shape == ZONE_GEOMETRY) == (zone->geometry != NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    struct pool pool = {0};
    struct zone_words words;
    if (!begun) geometry_begin();
    begun = true;
    const char *cell = pool_text(&pool, (const char *)data, size);
    enum status status = zone_words_read(cell, known, NULL, &pool, &words);
    assert(status == STATUS_OK || status == STATUS_INVALID);
    for (size_t i = 0; status == STATUS_OK && i < words.count; i++) check_zone(&words.zones[i]);
    for (size_t i = 0; status == STATUS_OK && i < words.problem_count; i++) {
        assert(words.problems[i].piece != NULL && words.problems[i].cause != NULL);
    }
    pool_free(&pool);
    return 0;
}
