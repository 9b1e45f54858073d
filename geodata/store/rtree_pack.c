/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/rtree_pack.h"

#include "embedded/sql_rtree_node_length.h"
#include "embedded/sql_rtree_put_node.h"
#include "embedded/sql_rtree_put_parent.h"
#include "embedded/sql_rtree_put_row.h"
#include "embedded/sql_rtree_rows.h"
#include "geodata/buffer.h"
#include "geodata/log.h"
#include "geometry/curve_order.h"
#include "geometry/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NODE_LENGTH_MAX 65536

struct level {
    size_t count;
    int64_t first; /* number of its first node */
    struct float_box *boxes;
};

struct packing {
    struct database *database;
    const char *table;
    int64_t *ids;            /* of the rows, in the table's order */
    struct float_box *boxes; /* and these three */
    int64_t *leaves;
    struct curve_place *order; /* the rows; along the curve once sorted */
    size_t count, capacity;
    size_t node_length, fanout;
    struct level levels[RTREE_LEVELS_MAX]; /* 0: the leaves */
    size_t level_count;
};

enum status rtree_prepare(struct database *database, const char *table, const char *name,
                          const char *sql, struct statement **out)
{
    static const char mark[] = "{table}";
    struct buffer text = {0};
    const char *at = sql;
    for (const char *found; (found = strstr(at, mark)) != NULL; at = found + strlen(mark)) {
        buffer_append(&text, at, (size_t)(found - at));
        buffer_text(&text, table);
    }
    buffer_text(&text, at);
    enum status status =
        text.failed ? STATUS_NO_MEMORY : database_prepare(database, name, text.data, out);
    buffer_free(&text);
    return status;
}

static enum status prepare(const struct packing *packing, const char *name, const char *sql,
                           struct statement **out)
{
    return rtree_prepare(packing->database, packing->table, name, sql, out);
}

static float round_down(double value)
{
    float rounded = (float)value;
    return (double)rounded > value ? nextafterf(rounded, -INFINITY) : rounded;
}

static float round_up(double value)
{
    float rounded = (float)value;
    return (double)rounded < value ? nextafterf(rounded, INFINITY) : rounded;
}

static bool make_room(struct packing *packing)
{
    if (packing->count < packing->capacity) return true;
    size_t capacity = packing->capacity == 0 ? 1024 : packing->capacity * 2;
    int64_t *ids = realloc(packing->ids, capacity * sizeof *ids);
    if (ids != NULL) packing->ids = ids;
    struct float_box *boxes = realloc(packing->boxes, capacity * sizeof *boxes);
    if (boxes != NULL) packing->boxes = boxes;
    struct curve_place *order = realloc(packing->order, capacity * sizeof *order);
    if (order != NULL) packing->order = order;
    if (ids == NULL || boxes == NULL || order == NULL) return false;
    packing->capacity = capacity;
    return true;
}

static enum status add_row(struct packing *packing, struct statement *row, enum blob_type type)
{
    size_t length = 0;
    struct box box;
    const void *geometry = column_bytes(row, 1, &length);
    if (!blob_read_box(geometry, length, type, &box)) {
        log_error("rtree: %s: the geometry of row %lld is not of type %d in WGS 84", packing->table,
                  (long long)column_integer(row, 0), (int)type);
        return STATUS_FAILED;
    }
    if (!make_room(packing)) return STATUS_NO_MEMORY;
    struct point middle = {box.west + (box.east - box.west) / 2,
                           box.south + (box.north - box.south) / 2};
    packing->ids[packing->count] = column_integer(row, 0);
    packing->boxes[packing->count] = (struct float_box){round_down(box.west), round_up(box.east),
                                                        round_down(box.south), round_up(box.north)};
    packing->order[packing->count] =
        (struct curve_place){.key = hilbert_key(grid_of(middle)), .item = (uint32_t)packing->count};
    packing->count++;
    return STATUS_OK;
}

static enum status read_rows(struct packing *packing, enum blob_type type)
{
    struct statement *row = NULL;
    enum status status = prepare(packing, "rtree_rows", sql_rtree_rows, &row);
    while (status == STATUS_OK) {
        status = statement_step(row);
        if (status == STATUS_OK) status = add_row(packing, row, type);
    }
    statement_close(row);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_node_length(struct packing *packing)
{
    struct statement *length = NULL;
    enum status status = prepare(packing, "rtree_node_length", sql_rtree_node_length, &length);
    if (status == STATUS_OK) status = statement_step(length);
    if (status == STATUS_OK) packing->node_length = (size_t)column_integer(length, 0);
    statement_close(length);
    if (status != STATUS_OK) return status == STATUS_NOT_FOUND ? STATUS_FAILED : status;
    if (packing->node_length > NODE_LENGTH_MAX ||
        packing->node_length < RTREE_HEAD_LENGTH + 2 * RTREE_CELL_LENGTH) {
        log_error("rtree: %s: nodes of %zu bytes", packing->table, packing->node_length);
        return STATUS_FAILED;
    }
    packing->fanout = (packing->node_length - RTREE_HEAD_LENGTH) / RTREE_CELL_LENGTH;
    return STATUS_OK;
}

static const struct float_box *box_below(const struct packing *packing, size_t level, size_t at)
{
    return level == 0 ? &packing->boxes[packing->order[at].item]
                      : &packing->levels[level - 1].boxes[at];
}

static size_t count_below(const struct packing *packing, size_t level)
{
    return level == 0 ? packing->count : packing->levels[level - 1].count;
}

/* The cells of node `at` are `begin` to `end` of what lies below its level. */
static size_t end_of_node(const struct packing *packing, size_t level, size_t at)
{
    size_t end = (at + 1) * packing->fanout, count = count_below(packing, level);
    return end < count ? end : count;
}

static struct float_box box_around(const struct packing *packing, size_t level, size_t at)
{
    struct float_box around = *box_below(packing, level, at * packing->fanout);
    for (size_t i = at * packing->fanout + 1; i < end_of_node(packing, level, at); i++) {
        const struct float_box *box = box_below(packing, level, i);
        if (box->low_x < around.low_x) around.low_x = box->low_x;
        if (box->high_x > around.high_x) around.high_x = box->high_x;
        if (box->low_y < around.low_y) around.low_y = box->low_y;
        if (box->high_y > around.high_y) around.high_y = box->high_y;
    }
    return around;
}

/* Levels over levels until one node holds all, then their numbers from the root down. */
static enum status make_levels(struct packing *packing)
{
    size_t level = 0;
    do {
        if (level == RTREE_LEVELS_MAX) return STATUS_FAILED;
        struct level *made = &packing->levels[level];
        made->count = (count_below(packing, level) + packing->fanout - 1) / packing->fanout;
        made->boxes = calloc(made->count, sizeof *made->boxes);
        if (made->boxes == NULL) return STATUS_NO_MEMORY;
        packing->level_count = level + 1;
        for (size_t i = 0; i < made->count; i++) made->boxes[i] = box_around(packing, level, i);
    } while (packing->levels[level++].count > 1);

    int64_t next = RTREE_ROOT;
    for (level = packing->level_count; level-- > 0;) {
        packing->levels[level].first = next;
        next += (int64_t)packing->levels[level].count;
    }
    return STATUS_OK;
}

static unsigned char *put_big(unsigned char *at, uint64_t value, int length)
{
    for (int i = 0; i < length; i++) at[i] = (unsigned char)(value >> (8 * (length - 1 - i)));
    return at + length;
}

static unsigned char *put_float(unsigned char *at, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return put_big(at, bits, 4);
}

static void write_node(struct packing *packing, size_t level, size_t at, unsigned char *node)
{
    size_t begin = at * packing->fanout, end = end_of_node(packing, level, at);
    bool is_root = level + 1 == packing->level_count;
    unsigned char *next = put_big(node, is_root ? level : 0, 2);
    next = put_big(next, end - begin, 2);
    for (size_t i = begin; i < end; i++) {
        const struct float_box *box = box_below(packing, level, i);
        int64_t number = level == 0 ? packing->ids[packing->order[i].item]
                                    : packing->levels[level - 1].first + (int64_t)i;
        if (level == 0) {
            packing->leaves[packing->order[i].item] = packing->levels[0].first + (int64_t)at;
        }
        next = put_big(next, (uint64_t)number, 8);
        next = put_float(next, box->low_x);
        next = put_float(next, box->high_x);
        next = put_float(next, box->low_y);
        next = put_float(next, box->high_y);
    }
    memset(next, 0, packing->node_length - (size_t)(next - node));
}

static enum status put_nodes(struct packing *packing)
{
    struct statement *put = NULL;
    unsigned char node[NODE_LENGTH_MAX];
    enum status status = prepare(packing, "rtree_put_node", sql_rtree_put_node, &put);
    for (size_t level = packing->level_count; status == STATUS_OK && level-- > 0;) {
        for (size_t i = 0; status == STATUS_OK && i < packing->levels[level].count; i++) {
            write_node(packing, level, i, node);
            bind_integer(put, ":node", packing->levels[level].first + (int64_t)i);
            bind_bytes(put, ":data", node, packing->node_length);
            status = statement_run(put);
        }
    }
    statement_close(put);
    return status;
}

static enum status put_parents(struct packing *packing)
{
    struct statement *put = NULL;
    enum status status = prepare(packing, "rtree_put_parent", sql_rtree_put_parent, &put);
    for (size_t level = packing->level_count; status == STATUS_OK && level-- > 1;) {
        const struct level *below = &packing->levels[level - 1];
        for (size_t i = 0; status == STATUS_OK && i < below->count; i++) {
            bind_integer(put, ":node", below->first + (int64_t)i);
            bind_integer(put, ":parent",
                         packing->levels[level].first + (int64_t)(i / packing->fanout));
            status = statement_run(put);
        }
    }
    statement_close(put);
    return status;
}

static enum status put_rows(struct packing *packing)
{
    struct statement *put = NULL;
    enum status status = prepare(packing, "rtree_put_row", sql_rtree_put_row, &put);
    for (size_t i = 0; status == STATUS_OK && i < packing->count; i++) {
        bind_integer(put, ":row", packing->ids[i]);
        bind_integer(put, ":leaf", packing->leaves[i]);
        status = statement_run(put);
    }
    statement_close(put);
    return status;
}

static enum status write_tree(struct packing *packing)
{
    if (packing->count == 0) return STATUS_OK; /* the empty tree is right */
    packing->leaves = calloc(packing->count, sizeof *packing->leaves);
    if (packing->leaves == NULL) return STATUS_NO_MEMORY;
    if (!curve_sort(packing->order, packing->count)) return STATUS_NO_MEMORY;
    enum status status = make_levels(packing);
    if (status == STATUS_OK) status = put_nodes(packing);
    if (status == STATUS_OK) status = put_parents(packing);
    if (status == STATUS_OK) status = put_rows(packing);
    return status;
}

enum status rtree_pack(struct database *database, const char *table, enum blob_type type)
{
    struct packing packing = {.database = database, .table = table};
    enum status status = read_node_length(&packing);
    if (status == STATUS_OK) status = read_rows(&packing, type);
    if (status == STATUS_OK) status = write_tree(&packing);
    for (size_t i = 0; i < packing.level_count; i++) free(packing.levels[i].boxes);
    free(packing.order);
    free(packing.leaves);
    free(packing.boxes);
    free(packing.ids);
    return status;
}
