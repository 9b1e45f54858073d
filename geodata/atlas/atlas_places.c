/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"
#include "geometry/curve_order.h"

#include "base/lists.h"
#include "embedded/sql_atlas_places.h"

#include <stdlib.h>
#include <string.h>

/* A resource while its number is not known yet. */
struct found_place {
    int64_t key;
    uint64_t curve;
    struct grid_point point;
    struct earth_point earth;
    uint32_t id_hash;
    skill_id profession;
    bool is_placed;
    const char *id;
};

/* Those of one piece, in the order of their keys; the first is row `start` of all. */
struct found_places {
    struct list list;
    struct arena ids;
    size_t start;
};

struct placing {
    struct found_places *pieces;
    size_t piece_count, count;
};

size_t loading_row(const struct loading *loading, int64_t key)
{
    size_t low = 0, high = loading->atlas->count;
    if (key > 0 && (uint64_t)key <= high && loading->keys[key - 1] == key) {
        return (size_t)key - 1; /* numbered from 1 without a gap, as publishing does */
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (loading->keys[middle] < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < loading->atlas->count && loading->keys[low] == key;
    return found ? low : loading->atlas->count;
}

atlas_id loading_find(const struct loading *loading, int64_t key)
{
    size_t row = loading_row(loading, key);
    return row == loading->atlas->count ? ATLAS_NONE : loading->ranks[row];
}

static enum status read_place(struct loading *loading, struct statement *row, void *context)
{
    struct found_places *places = context;
    const char *profession = column_text(row, 3);
    struct found_place found = {.key = column_integer(row, 0),
                                .curve = CURVE_END,
                                .profession = SKILL_NONE,
                                .id = arena_text(&places->ids, column_text(row, 2))};
    size_t length;
    const void *blob = column_bytes(row, 1, &length);
    struct point point;
    if (found.id == NULL) return STATUS_NO_MEMORY;
    found.id_hash = atlas_hash_id(found.id);
    if (profession != NULL) found.profession = skills_by_code(loading->atlas->skills, profession);
    found.is_placed = polygon_read_point(blob, length, &point);
    if (found.is_placed) {
        found.point = grid_of(point);
        found.curve = hilbert_key(found.point);
        found.earth = geo_to_earth((struct point){.lon = geo_from_grid(found.point.lon),
                                                  .lat = geo_from_grid(found.point.lat)});
    }
    return list_add(&places->list, 0, &found) ? STATUS_OK : STATUS_NO_MEMORY;
}

static const struct found_place *places_of(const struct found_places *piece)
{
    return (const struct found_place *)piece->list.items;
}

static const char *id_of_row(const struct placing *placing, uint32_t row)
{
    size_t piece = placing->piece_count - 1;
    while (placing->pieces[piece].start > row) piece--;
    return places_of(&placing->pieces[piece])[row - placing->pieces[piece].start].id;
}

static int compare_ids(const void *a, const void *b, void *context)
{
    const struct curve_place *left = a, *right = b;
    return strcmp(id_of_row(context, left->item), id_of_row(context, right->item));
}

/* Along the curve, those without a place last, then by public id: the same data give the same
 * order. */
static bool order_rows(struct placing *placing, struct curve_place *order)
{
    size_t row = 0;
    for (size_t i = 0; i < placing->piece_count; i++) {
        const struct found_place *places = places_of(&placing->pieces[i]);
        for (size_t k = 0; k < placing->pieces[i].list.count; k++, row++)
            order[row] = (struct curve_place){.key = places[k].curve, .item = (uint32_t)row};
    }
    if (!curve_sort(order, row)) return false;
    for (size_t first = 0, end; first < row; first = end) {
        for (end = first + 1; end < row && order[end].key == order[first].key;) end++;
        if (end - first > 1)
            qsort_r(order + first, end - first, sizeof *order, compare_ids, placing);
    }
    return true;
}

static bool rank_rows(struct loading *loading, struct placing *placing)
{
    struct atlas *atlas = loading->atlas;
    size_t count = placing->count;
    struct curve_place *order = calloc(count + 1, sizeof *order);
    loading->keys = calloc(count + 1, sizeof *loading->keys);
    loading->ranks = calloc(count + 1, sizeof *loading->ranks);
    loading->professions = calloc(count + 1, sizeof *loading->professions);
    atlas->records = calloc(count + 1, sizeof *atlas->records);
    atlas->points = calloc(count + 1, sizeof *atlas->points);
    bool done = order != NULL && loading->keys != NULL && loading->ranks != NULL &&
                loading->professions != NULL && atlas->records != NULL && atlas->points != NULL &&
                order_rows(placing, order);
    for (size_t rank = 0; done && rank < count; rank++) {
        loading->ranks[order[rank].item] = (uint32_t)rank;
        atlas->placed += order[rank].key != CURVE_END;
    }
    free(order);
    atlas->count = atlas->facts.resources = count;
    return done;
}

static enum status make_records(struct loading *loading, const struct piece *piece, void *context)
{
    (void)piece;
    struct atlas *atlas = loading->atlas;
    struct found_places *places = context;
    const struct found_place *found = places_of(places);
    for (size_t i = 0; i < places->list.count; i++, found++) {
        size_t row = places->start + i;
        uint32_t rank = loading->ranks[row];
        loading->keys[row] = found->key;
        loading->professions[row] = found->profession;
        atlas->points[rank] = found->earth;
        atlas->records[rank] = (struct atlas_record){
            .point = found->point, .id_hash = found->id_hash, .is_placed = found->is_placed};
    }
    list_free(&places->list);
    arena_free(&places->ids);
    return STATUS_OK;
}

enum status index_places(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    bool done = atlas_index_ids(atlas) &&
                point_tree_build(&atlas->everything, NULL, (uint32_t)atlas->placed, atlas->points);
    return done ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status load_places(struct loading *loading)
{
    struct placing placing = {.piece_count = loading->piece_count};
    placing.pieces = calloc(placing.piece_count, sizeof *placing.pieces);
    if (placing.pieces == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < placing.piece_count; i++)
        placing.pieces[i].list.size = sizeof(struct found_place);
    enum status status = pieces_read(loading, "atlas_places", sql_atlas_places, read_place,
                                     placing.pieces, sizeof *placing.pieces);
    for (size_t i = 0; i < placing.piece_count; i++) {
        placing.pieces[i].start = placing.count;
        placing.count += placing.pieces[i].list.count;
    }
    if (status == STATUS_OK && !rank_rows(loading, &placing)) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = pieces_do(loading, make_records, placing.pieces, sizeof *placing.pieces);
    for (size_t i = 0; i < placing.piece_count; i++) {
        list_free(&placing.pieces[i].list);
        arena_free(&placing.pieces[i].ids);
    }
    free(placing.pieces);
    return status;
}
