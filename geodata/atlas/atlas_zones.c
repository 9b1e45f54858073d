/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"

#include "base/lists.h"
#include "embedded/sql_atlas_zone_gaps.h"
#include "embedded/sql_atlas_zones.h"
#include "geodata/log.h"

#include <stdlib.h>
#include <string.h>

/* The zones of one piece, until they are joined. */
struct zones_piece {
    struct list list;
    struct arena arena;
    struct polygon_store polygons;
    const char *label; /* the last one: they repeat */
};

static const char *keep_label(struct zones_piece *zones, const char *label)
{
    if (label == NULL) label = "";
    if (zones->label == NULL || strcmp(zones->label, label) != 0)
        zones->label = arena_text(&zones->arena, label);
    return zones->label;
}

static enum status read_zone(struct loading *loading, struct statement *row, void *context)
{
    struct atlas *atlas = loading->atlas;
    struct zones_piece *zones = context;
    atlas_id resource = loading_find(loading, column_integer(row, 0));
    if (resource == ATLAS_NONE) return STATUS_INVALID;
    struct atlas_zone zone = {
        .effect = strcmp(column_text(row, 2), "include") == 0 ? ZONE_INCLUDE : ZONE_EXCLUDE,
        .shape = column_is_null(row, 4) ? ZONE_GEOMETRY : ZONE_CIRCLE,
        .skill = column_is_null(row, 1) ? SKILL_NONE : (skill_id)column_integer(row, 1),
        .label = keep_label(zones, column_text(row, 3)),
        .radius_m = column_real(row, 4)};
    if (zone.shape == ZONE_CIRCLE && !atlas->records[resource].is_placed) {
        log_error("atlas: a circle around a resource without a place is left out");
        return STATUS_OK;
    }
    if (zone.shape == ZONE_GEOMETRY) {
        size_t length, first_ring, ring_count;
        const void *blob = column_bytes(row, 5, &length);
        enum status status = polygon_read(&zones->polygons, blob, length, &first_ring, &ring_count);
        if (status != STATUS_OK) return status;
        zone.first_ring = (uint32_t)first_ring;
        zone.ring_count = (uint32_t)ring_count;
    }
    bool kept = zone.label != NULL && list_add(&zones->list, resource, &zone);
    return kept ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status read_zone_gap(struct loading *loading, struct statement *row, void *context)
{
    (void)context;
    atlas_id resource = loading_find(loading, column_integer(row, 0));
    if (resource == ATLAS_NONE) return STATUS_INVALID;
    loading->atlas->records[resource].zones_incomplete = 1;
    return STATUS_OK;
}

static enum status load_zone_gaps(struct loading *loading)
{
    if (loading->version < 2) return STATUS_OK; /* that version kept none */
    return load_rows(loading, "atlas_zone_gaps", sql_atlas_zone_gaps, read_zone_gap, NULL);
}

/* The polygons after those of the areas, piece by piece; zones are told where theirs went. */
static bool join_polygons(struct loading *loading, struct zones_piece *pieces)
{
    struct polygon_store *store = &loading->atlas->polygons;
    for (size_t i = 0; i < loading->piece_count; i++) {
        struct atlas_zone *zones = (struct atlas_zone *)pieces[i].list.items;
        for (size_t k = 0; k < pieces[i].list.count; k++)
            zones[k].first_ring += (uint32_t)store->ring_count;
        if (!polygon_store_join(store, &pieces[i].polygons)) return false;
        pthread_mutex_lock(&loading->lock);
        arena_join(&loading->atlas->arena, &pieces[i].arena);
        pthread_mutex_unlock(&loading->lock);
    }
    return true;
}

static bool slice_zones(struct loading *loading, struct zones_piece *pieces)
{
    struct atlas *atlas = loading->atlas;
    struct list *lists = lists_new(loading->piece_count, sizeof(struct atlas_zone));
    if (lists == NULL) return false;
    for (size_t i = 0; i < loading->piece_count; i++) {
        atlas->facts.zones += pieces[i].list.count;
        lists[i] = pieces[i].list;
        pieces[i].list = (struct list){.size = lists[i].size};
    }
    bool done = lists_slice(lists, loading->piece_count, loading->piece_count, atlas->count,
                            &atlas->zone_slices, (void **)&atlas->zones);
    lists_free(lists, loading->piece_count);
    return done;
}

/* In the order of the zones, which follows the curve of places: those over one door lie together.
 */
static bool lay_polygons(struct atlas *atlas)
{
    struct polygon_store laid;
    size_t first_ring;
    if (!polygon_store_open(&laid, &atlas->polygons)) return false;
    for (size_t i = 0; i < atlas->facts.areas; i++) {
        struct atlas_area *area = &atlas->areas[i];
        struct polygon polygon = {&atlas->polygons, area->first_ring, area->ring_count};
        polygon_store_copy(&laid, polygon, &area->first_ring);
    }
    for (size_t i = 0; i < atlas->facts.zones; i++) {
        polygon_store_copy(&laid, atlas_zone_polygon(atlas, &atlas->zones[i]), &first_ring);
        atlas->zones[i].first_ring = (uint32_t)first_ring;
    }
    polygon_store_free(&atlas->polygons);
    atlas->polygons = laid;
    return true;
}

enum status load_zones(struct loading *loading)
{
    struct zones_piece *pieces = calloc(loading->piece_count, sizeof *pieces);
    if (pieces == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < loading->piece_count; i++)
        pieces[i].list.size = sizeof(struct atlas_zone);
    enum status status =
        pieces_read(loading, "atlas_zones", sql_atlas_zones, read_zone, pieces, sizeof *pieces);
    if (status == STATUS_OK && (!join_polygons(loading, pieces) || !slice_zones(loading, pieces) ||
                                !lay_polygons(loading->atlas)))
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = load_zone_gaps(loading);
    for (size_t i = 0; i < loading->piece_count; i++) {
        list_free(&pieces[i].list);
        arena_free(&pieces[i].arena);
        polygon_store_free(&pieces[i].polygons);
    }
    free(pieces);
    return status;
}
