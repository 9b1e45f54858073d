/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export_row.h"

#include "words/zone_words.h"

#include <math.h>
#include <string.h>

static bool is_known_area(void *workspace, const char *name)
{
    return workspace != NULL && workspace_has_area(workspace, name);
}

/* Whether the reader would make the same zone of its label alone. */
static bool label_says_it(struct export_context *context, const struct atlas_zone *zone)
{
    struct zone_words words;
    if (strpbrk(zone->label, ";|\n") != NULL) return false;
    if (zone_words_read(zone->label, is_known_area, context->workspace, context->pool, &words) !=
            STATUS_OK ||
        words.count != 1 || words.problem_count != 0 || words.zones[0].effect != zone->effect) {
        return false;
    }
    if (zone->shape != ZONE_CIRCLE) return words.zones[0].shape == ZONE_AREA;
    return words.zones[0].shape == ZONE_CIRCLE &&
           fabs(words.zones[0].radius_m - zone->radius_m) < 0.01;
}

static void append_ring(struct ring ring, struct buffer *out)
{
    buffer_char(out, '(');
    for (size_t i = 0; i < ring.count; i++) {
        buffer_format(out, "%s%.7f %.7f", i == 0 ? "" : ", ", geo_from_grid(ring.vertices[i][0]),
                      geo_from_grid(ring.vertices[i][1]));
    }
    buffer_char(out, ')');
}

static void append_polygon(const struct atlas *atlas, const struct atlas_zone *zone,
                           struct buffer *out)
{
    buffer_text(out, "MULTIPOLYGON(");
    for (size_t i = 0; i < zone->ring_count; i++) {
        struct ring ring = atlas_zone_ring(atlas, zone, i);
        if (i > 0) buffer_text(out, ring.outer ? "), (" : ", ");
        if (i == 0) buffer_char(out, '(');
        append_ring(ring, out);
    }
    buffer_text(out, "))");
}

static void append_zone(struct export_context *context, const struct atlas *atlas,
                        const struct atlas_zone *zone, struct buffer *out)
{
    if (out->length > 0) buffer_text(out, " | ");
    if (label_says_it(context, zone)) {
        buffer_text(out, zone->label);
        return;
    }
    if (zone->effect == ZONE_EXCLUDE) buffer_text(out, "sauf ");
    if (zone->shape == ZONE_CIRCLE) buffer_format(out, "rayon %.10g m", zone->radius_m);
    if (zone->shape != ZONE_CIRCLE) append_polygon(atlas, zone, out);
}

const char *export_zone_cell(struct export_context *context, const struct atlas *atlas, atlas_id id,
                             bool incomplete)
{
    size_t count = 0;
    struct buffer cell = {0};
    const struct atlas_zone *zones = atlas_zones(atlas, id, &count);
    for (size_t i = 0; i < count; i++) {
        if (zones[i].skill == SKILL_NONE) continue;
        context->zones_left_out++; /* in a table it would become a zone for all that they do */
        return NULL;
    }
    for (size_t i = 0; i < count; i++) append_zone(context, atlas, &zones[i], &cell);
    if (incomplete && count > 0) buffer_text(&cell, " | " ZONE_ELSEWHERE);
    const char *text = cell.length == 0 ? NULL : pool_text(context->pool, cell.data, cell.length);
    if (cell.failed) context->pool->failed = true;
    buffer_free(&cell);
    return text;
}
