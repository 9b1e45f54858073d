/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "locate.h"

#include "geodata/names.h"

#include <stdlib.h>

#define LIMIT_DEFAULT 5

static struct geocode_result result_of(const struct atlas *atlas, const struct name_match *match)
{
    struct geocode_result result = {.type = GEOCODE_POI,
                                    .score = match->score,
                                    .distance_m = -1,
                                    .id = atlas_resource_id(atlas, match->resource),
                                    .label = match->label,
                                    .name = match->name,
                                    .postcode = match->postcode,
                                    .citycode = match->citycode,
                                    .city = match->city};
    atlas_point(atlas, match->resource, &result.point);
    return result;
}

/* Both lists go down by score; of equal scores the address comes first. */
static enum status merge(const struct atlas *atlas, const struct name_match *names,
                         size_t name_count, size_t limit, struct geocode_answer *out)
{
    struct geocode_result *merged = calloc(limit + 1, sizeof *merged);
    if (merged == NULL) return STATUS_NO_MEMORY;
    size_t from_names = 0, from_book = 0, count = 0;
    while (count < limit && (from_names < name_count || from_book < out->count)) {
        bool takes_name =
            from_book == out->count ||
            (from_names < name_count && names[from_names].score > out->results[from_book].score);
        merged[count++] =
            takes_name ? result_of(atlas, &names[from_names++]) : out->results[from_book++];
    }
    free(out->results);
    out->results = merged;
    out->count = count;
    return STATUS_OK;
}

enum status locate(const struct context *context, const struct geocode_query *query,
                   struct geocode_answer *out)
{
    struct name_match names[NAMES_LIMIT_MAX];
    size_t limit = query->limit == 0 ? LIMIT_DEFAULT : query->limit;
    enum status status = geocode_search(context->geocoder, query, out);
    if (status != STATUS_OK) return status;
    bool is_sure = out->count > 0 && out->results[0].score >= GEOCODE_SCORE_SURE;
    bool wants_names = query->type == GEOCODE_POI || (query->type == GEOCODE_ANY && !is_sure);
    if (context->atlas == NULL || !wants_names) return STATUS_OK;
    size_t count = names_search(context->atlas, query->text, query->text_length,
                                query->autocomplete, limit, names);
    return count == 0 ? STATUS_OK : merge(context->atlas, names, count, limit, out);
}
