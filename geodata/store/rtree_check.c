/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/rtree_check.h"

#include "embedded/sql_rtree_counts.h"
#include "embedded/sql_rtree_leaves.h"
#include "embedded/sql_rtree_read_node.h"
#include "embedded/sql_rtree_read_parent.h"
#include "embedded/sql_rtree_rows.h"
#include "store/rtree_pack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct cell {
    int64_t number; /* row of a leaf's cell, else node below */
    int64_t node;   /* that it stands in */
    struct float_box box;
};

struct walk {
    struct database *database;
    const char *table;
    struct statement *node, *parent;
    struct buffer levels[RTREE_LEVELS_MAX]; /* the nodes between the root and this one */
    int64_t met, nodes, children;           /* nodes met; those that the tables hold */
    struct cell *rows;
    size_t count, capacity;
    bool sound;
};

static uint64_t read_big(const unsigned char *bytes, int length)
{
    uint64_t value = 0;
    for (int i = 0; i < length; i++) value = value << 8 | bytes[i];
    return value;
}

static float read_float(const unsigned char *bytes)
{
    uint32_t bits = (uint32_t)read_big(bytes, 4);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static struct cell read_cell(const unsigned char *bytes, int64_t node)
{
    return (struct cell){.number = (int64_t)read_big(bytes, 8),
                         .node = node,
                         .box = {read_float(bytes + 8), read_float(bytes + 12),
                                 read_float(bytes + 16), read_float(bytes + 20)}};
}

/* Written so that what is no number is in no box. */
static bool is_within(const struct float_box *box, const struct float_box *around)
{
    return box->low_x >= around->low_x && box->high_x <= around->high_x &&
           box->low_y >= around->low_y && box->high_y <= around->high_y &&
           box->low_x <= box->high_x && box->low_y <= box->high_y;
}

static bool holds(const struct float_box *box, const struct box *geometry)
{
    return (double)box->low_x <= geometry->west && (double)box->high_x >= geometry->east &&
           (double)box->low_y <= geometry->south && (double)box->high_y >= geometry->north;
}

static enum status keep_row(struct walk *walk, const struct cell *cell)
{
    if (walk->count == walk->capacity) {
        size_t capacity = walk->capacity == 0 ? 1024 : walk->capacity * 2;
        struct cell *rows = realloc(walk->rows, capacity * sizeof *rows);
        if (rows == NULL) return STATUS_NO_MEMORY;
        walk->rows = rows;
        walk->capacity = capacity;
    }
    walk->rows[walk->count++] = *cell;
    return STATUS_OK;
}

/* Copies the node: those below are read before it is done with. */
static enum status read_node(struct walk *walk, int64_t number, struct buffer *out)
{
    size_t length = 0;
    bind_integer(walk->node, ":node", number);
    enum status status = statement_step(walk->node);
    if (status != STATUS_OK) return status;
    const char *data = column_bytes(walk->node, 0, &length);
    buffer_reset(out);
    buffer_append(out, data, length);
    statement_reset(walk->node);
    return out->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status check_parent(struct walk *walk, int64_t number, int64_t parent)
{
    bind_integer(walk->parent, ":node", number);
    enum status status = statement_step(walk->parent);
    if (status == STATUS_OK) walk->sound &= column_integer(walk->parent, 0) == parent;
    if (status == STATUS_NOT_FOUND) walk->sound = false;
    statement_reset(walk->parent);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status walk_node(struct walk *walk, int64_t number, size_t depth,
                             const struct float_box *around);

/* Recursion as deep as the tree, which the root tells and which is checked. */
static enum status walk_cell(struct walk *walk, const struct cell *cell, size_t depth)
{
    if (depth == 0) return keep_row(walk, cell);
    enum status status = check_parent(walk, cell->number, cell->node);
    return status == STATUS_OK ? walk_node(walk, cell->number, depth - 1, &cell->box) : status;
}

static enum status walk_node(struct walk *walk, int64_t number, size_t depth,
                             const struct float_box *around)
{
    struct buffer *node = &walk->levels[depth];
    walk->sound &= ++walk->met <= walk->nodes;
    if (!walk->sound) return STATUS_OK;
    enum status status = read_node(walk, number, node);
    if (status == STATUS_NOT_FOUND) walk->sound = false;
    if (status != STATUS_OK) return status == STATUS_NOT_FOUND ? STATUS_OK : status;

    const unsigned char *bytes = (const unsigned char *)node->data;
    size_t cells = node->length < RTREE_HEAD_LENGTH ? SIZE_MAX : read_big(bytes + 2, 2);
    walk->sound = cells <= (node->length - RTREE_HEAD_LENGTH) / RTREE_CELL_LENGTH;
    for (size_t i = 0; walk->sound && status == STATUS_OK && i < cells; i++) {
        struct cell cell = read_cell(bytes + RTREE_HEAD_LENGTH + i * RTREE_CELL_LENGTH, number);
        walk->sound = is_within(&cell.box, around);
        if (walk->sound) status = walk_cell(walk, &cell, depth);
    }
    return status;
}

static enum status read_counts(struct walk *walk)
{
    struct statement *counts = NULL;
    enum status status =
        rtree_prepare(walk->database, walk->table, "rtree_counts", sql_rtree_counts, &counts);
    if (status == STATUS_OK) status = statement_step(counts);
    if (status == STATUS_OK) {
        walk->nodes = column_integer(counts, 0);
        walk->children = column_integer(counts, 1);
    }
    statement_close(counts);
    return status;
}

/* From the root down, all rows met are kept. */
static enum status walk_tree(struct walk *walk)
{
    static const struct float_box everywhere = {-INFINITY, INFINITY, -INFINITY, INFINITY};
    struct buffer root = {0};
    size_t depth = RTREE_LEVELS_MAX;
    enum status status = rtree_prepare(walk->database, walk->table, "rtree_read_node",
                                       sql_rtree_read_node, &walk->node);
    if (status == STATUS_OK) {
        status = rtree_prepare(walk->database, walk->table, "rtree_read_parent",
                               sql_rtree_read_parent, &walk->parent);
    }
    if (status == STATUS_OK) status = read_counts(walk);
    if (status == STATUS_OK) status = read_node(walk, RTREE_ROOT, &root);
    if (status == STATUS_OK && root.length >= RTREE_HEAD_LENGTH)
        depth = read_big((const unsigned char *)root.data, 2);
    buffer_free(&root);
    walk->sound = status == STATUS_OK && depth < RTREE_LEVELS_MAX;
    if (walk->sound) status = walk_node(walk, RTREE_ROOT, depth, &everywhere);
    walk->sound &= walk->met == walk->nodes && walk->met == walk->children + 1;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static int by_number(const void *a, const void *b)
{
    const struct cell *left = a, *right = b;
    return left->number < right->number ? -1 : left->number > right->number;
}

/* Whether the next row of a table, read in its order, is this cell's. */
static bool row_agrees(const struct cell *cell, struct statement *row)
{
    return cell->number == column_integer(row, 0) && cell->node == column_integer(row, 1);
}

static enum status compare_leaves(struct walk *walk)
{
    struct statement *row = NULL;
    size_t count = 0;
    enum status status =
        rtree_prepare(walk->database, walk->table, "rtree_leaves", sql_rtree_leaves, &row);
    while (status == STATUS_OK && walk->sound && (status = statement_step(row)) == STATUS_OK) {
        walk->sound = count < walk->count && row_agrees(&walk->rows[count], row);
        count++;
    }
    walk->sound &= count == walk->count;
    statement_close(row);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static bool box_agrees(const struct cell *cell, struct statement *row, enum blob_type type)
{
    struct box box;
    size_t length = 0;
    const void *geometry = column_bytes(row, 1, &length);
    return cell->number == column_integer(row, 0) && blob_read_box(geometry, length, type, &box) &&
           holds(&cell->box, &box);
}

static enum status compare_boxes(struct walk *walk, enum blob_type type)
{
    struct statement *row = NULL;
    size_t count = 0;
    enum status status =
        rtree_prepare(walk->database, walk->table, "rtree_rows", sql_rtree_rows, &row);
    while (status == STATUS_OK && walk->sound && (status = statement_step(row)) == STATUS_OK) {
        walk->sound = count < walk->count && box_agrees(&walk->rows[count], row, type);
        count++;
    }
    walk->sound &= count == walk->count;
    statement_close(row);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status rtree_check(struct database *database, const char *table, enum blob_type type,
                        bool *sound)
{
    struct walk walk = {.database = database, .table = table};
    enum status status = walk_tree(&walk);
    if (status == STATUS_OK && walk.count > 0)
        qsort(walk.rows, walk.count, sizeof *walk.rows, by_number);
    if (status == STATUS_OK) status = compare_leaves(&walk);
    if (status == STATUS_OK) status = compare_boxes(&walk, type);
    *sound = walk.sound;
    statement_close(walk.node);
    statement_close(walk.parent);
    for (size_t i = 0; i < RTREE_LEVELS_MAX; i++) buffer_free(&walk.levels[i]);
    free(walk.rows);
    return status;
}
