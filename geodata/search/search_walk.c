/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/search_walk.h"

#include "base/lines.h"

double walk_line2(double way_m)
{
    return way_m < 0 ? -1 : earth_squared(way_m + GEO_CHORD_SLACK_M);
}

void walk_limit(struct walk *walk, double limit_m)
{
    walk->limit2 = walk_line2(limit_m);
}

void walk_meet(struct walk *walk, unsigned number, uint32_t box)
{
    const struct point_tree *tree = walk->trees[number];
    double lines2[TREE_FANOUT];
    struct tree_run run = tree_run(&tree->levels, tree->count, 0, box);
    /* all places are asked for before any is looked at: they lie far apart in memory */
    for (uint32_t i = run.first; i < run.end; i++)
        lines2[i - run.first] = earth_distance2(tree->points[point_tree_id(tree, i)], walk->from);
    for (uint32_t i = run.first; i < run.end; i++)
        walk->meet(walk, number, point_tree_id(tree, i), lines2[i - run.first]);
}

/* What the boxes to be opened hold is set on its way, all at once; of those of level 0 only the
 * numbers of their resources can be, whose places come later. */
static void open_soon(const struct point_tree *tree, unsigned level, const struct tree_order *order)
{
    for (unsigned i = 0; i < order->count; i++) {
        size_t first = (size_t)order->entries[i].item * TREE_FANOUT;
        if (level > 1) {
            const struct earth_box *boxes = tree->boxes + tree->levels.start[level - 2];
            lines_soon(&boxes[first], TREE_FANOUT * sizeof *boxes);
        } else if (tree->ids != NULL) {
            lines_soon(&tree->ids[first], TREE_FANOUT * sizeof *tree->ids);
        }
    }
}

static void meet_soon(const struct point_tree *tree, uint32_t box)
{
    struct tree_run run = tree_run(&tree->levels, tree->count, 0, box);
    for (uint32_t i = run.first; i < run.end; i++)
        lines_soon(&tree->points[point_tree_id(tree, i)], sizeof *tree->points);
}

static void open_box(struct walk *walk, unsigned number, unsigned level, uint32_t box)
{
    const struct point_tree *tree = walk->trees[number];
    struct tree_order order;
    order.count = 0;
    if (level == 0) {
        walk_meet(walk, number, box);
        return;
    }
    const struct earth_box *boxes = tree->boxes + tree->levels.start[level - 1];
    struct tree_run run = tree_run(&tree->levels, tree->count, level, box);
    for (uint32_t i = run.first; i < run.end; i++) {
        double line2 = earth_box_distance2(&boxes[i], walk->from);
        if (line2 <= walk->limit2) {
            tree_order_add(&order, line2, i);
        } else if (walk->pass != NULL) {
            walk->pass(walk, number, level - 1, i);
        }
    }
    open_soon(tree, level, &order);
    for (unsigned i = 0; i < order.count; i++) {
        bool is_last = i + 1 == order.count || order.entries[i + 1].least > walk->limit2;
        if (level == 1 && !is_last) meet_soon(tree, order.entries[i + 1].item);
        if (order.entries[i].least <= walk->limit2) {
            open_box(walk, number, level - 1, order.entries[i].item);
        } else if (walk->pass != NULL) {
            walk->pass(walk, number, level - 1, order.entries[i].item);
        }
    }
}

void walk_tree(struct walk *walk, unsigned tree)
{
    const struct point_tree *from = walk->trees[tree];
    if (from->count > 0) open_box(walk, tree, from->levels.count - 1, 0);
}
