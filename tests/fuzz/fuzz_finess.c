/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a file of FINESS, in either shape: it is refused with a reason, or every
 * establishment that it holds can be described, and the second reading meets as many as the first.
 */
#include "importer/finess/finess_file.h"

#undef NDEBUG /* the checks are the point, in every kind of build */
#include "geodata/text.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct met {
    struct pool pool;
    size_t sites;
};

static void check_text(const char *text)
{
    assert(text == NULL || text_is_utf8(text, strlen(text)));
}

static enum status describe(void *context, const struct finess_site *site)
{
    struct met *met = context;
    struct finess_resource described;
    met->sites++;
    assert(!site->has_point || geo_point_is_valid(site->point));
    enum finess_problem problem = finess_describe(site, &met->pool, &described);
    if (problem == FINESS_FINE) {
        const struct resource *resource = &described.resource;
        assert(resource->identity != NULL && resource->name != NULL);
        assert(resource->skill_count <= FINESS_SKILLS_MAX && resource->identifier_count <= 2);
        check_text(resource->name);
        check_text(resource->note);
        check_text(resource->phone);
        check_text(resource->place.address);
        check_text(resource->place.city);
        check_text(described.query.address);
    }
    pool_reset(&met->pool);
    return STATUS_OK;
}

static void check_row(void *context, const struct finess_bad_row *row)
{
    (void)context;
    assert(row->why != NULL && row->line > 0);
    check_text(row->value);
}

static enum status read_once(const uint8_t *data, size_t size, struct finess_reading *reading,
                             struct finess_summary *summary)
{
    struct csv_memory memory = {(const char *)data, size};
    struct finess_trouble trouble = {0};
    reading->read = csv_read_memory;
    reading->source = &memory;
    enum status status = finess_read(reading, summary, &trouble);
    assert(status == STATUS_OK || status == STATUS_INVALID);
    assert((status == STATUS_INVALID) == (trouble.why.length > 0));
    buffer_free(&trouble.why);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct finess_positions positions = {0};
    struct finess_summary first, second;
    struct met met = {0};
    struct finess_reading looking = {.gather = &positions};
    if (read_once(data, size, &looking, &first) == STATUS_OK) {
        struct finess_reading loading = {
            .visitor = {.site = describe, .bad_row = check_row, .context = &met}};
        /* the systems of PROJ are slow to open: positions are gathered, not turned */
        assert(read_once(data, size, &loading, &second) == STATUS_OK);
        assert(first.sites == second.sites && met.sites == second.sites);
    }
    pool_free(&met.pool);
    finess_positions_free(&positions);
    return 0;
}
