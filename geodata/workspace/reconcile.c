/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workspace/reconcile.h"

#include "embedded/sql_reconcile_identities.h"
#include "embedded/sql_reconcile_learn.h"
#include "embedded/sql_reconcile_names.h"
#include "embedded/sql_reconcile_numbers.h"
#include "embedded/sql_reconcile_persons.h"
#include "embedded/sql_reconcile_put_likely.h"
#include "embedded/sql_reconcile_put_member.h"
#include "embedded/sql_reconcile_settle.h"
#include "embedded/sql_reconcile_structures.h"
#include "embedded/sql_reconcile_tables.h"
#include "embedded/sql_reconcile_verdicts.h"
#include "workspace/reconcile_groups.h"

#include <stdlib.h>
#include <string.h>

#define SAME_PLACE_M 50 /* two doors of one building; a street's width */

/* A record that is in a pair: a node of the forest. Those of one resource form a ring. */
struct node {
    int64_t record, source;
    uint32_t parent; /* towards the root: the lowest number */
    uint32_t next;   /* in the ring */
};

/* A number that a record bears: of what sort, and which. */
struct number {
    fingerprint sort, value;
};

struct forest {
    struct database *database;
    struct statement *numbers, *put_likely;
    struct list pairs, denied; /* struct pair: what may be one; what a human said is not */
    struct node *nodes;        /* by record */
    size_t count;
};

static enum bond judge_always(const struct candidate *left, const struct candidate *right)
{
    (void)left, (void)right;
    return BOND_IDENTITY;
}

/* A FINESS number is one site's wherever two sources put it, unless a source gives it to several:
 * then only the one at the same door. A SIRET is an establishment's at one address: at another door
 * it is another place, or a mistake, and a human looks. */
static enum bond judge_site(const struct candidate *left, const struct candidate *right)
{
    if (candidates_share_address(left, right)) return BOND_SITE_AT_ADDRESS;
    if (candidates_within(left, right, SAME_PLACE_M)) return BOND_SITE_NEAR;
    bool is_plain = left->has_finess && left->is_alone && right->is_alone;
    return is_plain ? BOND_SITE : BOND_LIKELY;
}

static enum bond judge_person(const struct candidate *left, const struct candidate *right)
{
    if (candidates_share_address(left, right)) return BOND_NUMBER_AT_ADDRESS;
    return candidates_within(left, right, SAME_PLACE_M) ? BOND_NUMBER_NEAR : BOND_NONE;
}

static enum bond judge_name(const struct candidate *left, const struct candidate *right)
{
    if (candidates_share_address(left, right)) return BOND_NAME_AT_ADDRESS;
    return candidates_within(left, right, SAME_PLACE_M) ? BOND_NAME_NEAR : BOND_NONE;
}

/* Pairs of every sort. */
static enum status read_pairs(struct forest *forest)
{
    static const struct {
        const char *name, *sql;
        pair_judge *judge;
    } groups[] = {
        {"identities", sql_reconcile_identities, judge_always},
        {"structures", sql_reconcile_structures, judge_site},
        {"persons", sql_reconcile_persons, judge_person},
        {"names", sql_reconcile_names, judge_name},
    };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        enum status status = groups_read(forest->database, groups[i].name, groups[i].sql,
                                         groups[i].judge, &forest->pairs);
        if (status != STATUS_OK) return status;
    }
    return STATUS_OK;
}

static enum status read_verdicts(struct forest *forest)
{
    struct statement *row = NULL;
    enum status status =
        database_prepare(forest->database, "verdicts", sql_reconcile_verdicts, &row);
    while (status == STATUS_OK && (status = statement_step(row)) == STATUS_OK) {
        struct pair pair = {.first = column_integer(row, 0),
                            .second = column_integer(row, 1),
                            .sources = {column_integer(row, 3), column_integer(row, 4)},
                            .bond = BOND_VERDICT};
        bool same = column_integer(row, 2) != 0;
        if (!list_add(same ? &forest->pairs : &forest->denied, 0, &pair)) status = STATUS_NO_MEMORY;
    }
    statement_close(row);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *left = a, *right = b;
    if (left->bond != right->bond) return left->bond < right->bond ? -1 : 1;
    if (left->first != right->first) return left->first < right->first ? -1 : 1;
    return left->second < right->second ? -1 : left->second > right->second;
}

static int compare_nodes(const void *a, const void *b)
{
    const struct node *left = a, *right = b;
    return left->record < right->record ? -1 : left->record > right->record;
}

static uint32_t node_of(const struct forest *forest, int64_t record)
{
    const struct node key = {.record = record};
    const struct node *found =
        bsearch(&key, forest->nodes, forest->count, sizeof *forest->nodes, compare_nodes);
    return (uint32_t)(found - forest->nodes);
}

/* The records of all pairs, each once and alone. */
static bool plant(struct forest *forest)
{
    const struct pair *pairs = (const struct pair *)forest->pairs.items;
    size_t count = forest->pairs.count;
    forest->nodes = calloc(2 * count + 1, sizeof *forest->nodes);
    if (forest->nodes == NULL) return false;
    for (size_t i = 0; i < count; i++) {
        forest->nodes[2 * i] = (struct node){.record = pairs[i].first};
        forest->nodes[2 * i + 1] = (struct node){.record = pairs[i].second};
        forest->nodes[2 * i].source = pairs[i].sources[0];
        forest->nodes[2 * i + 1].source = pairs[i].sources[1];
    }
    qsort(forest->nodes, 2 * count, sizeof *forest->nodes, compare_nodes);
    for (size_t i = 0; i < 2 * count; i++) {
        if (i > 0 && forest->nodes[i].record == forest->nodes[forest->count - 1].record) continue;
        forest->nodes[forest->count] = forest->nodes[i];
        forest->nodes[forest->count].parent = (uint32_t)forest->count;
        forest->nodes[forest->count].next = (uint32_t)forest->count;
        forest->count++;
    }
    return true;
}

static uint32_t root_of(struct forest *forest, uint32_t node)
{
    struct node *nodes = forest->nodes;
    while (nodes[node].parent != node) {
        nodes[node].parent = nodes[nodes[node].parent].parent;
        node = nodes[node].parent;
    }
    return node;
}

static bool is_denied(const struct forest *forest, int64_t first, int64_t second)
{
    const struct pair *denied = (const struct pair *)forest->denied.items;
    for (size_t i = 0; i < forest->denied.count; i++) {
        if (denied[i].first == first && denied[i].second == second) return true;
        if (denied[i].first == second && denied[i].second == first) return true;
    }
    return false;
}

/* Whether two rings hold records of one source, or that a human told apart. */
static void compare_rings(const struct forest *forest, uint32_t left, uint32_t right,
                          bool *share_source, bool *denied)
{
    const struct node *nodes = forest->nodes;
    uint32_t i = left;
    do {
        uint32_t j = right;
        do {
            *share_source |= nodes[i].source == nodes[j].source;
            *denied |=
                forest->denied.count > 0 && is_denied(forest, nodes[i].record, nodes[j].record);
            j = nodes[j].next;
        } while (j != right);
        i = nodes[i].next;
    } while (i != left);
}

static enum status add_numbers(struct forest *forest, int64_t record, struct list *out)
{
    enum status status;
    bind_integer(forest->numbers, ":record", record);
    while ((status = statement_step(forest->numbers)) == STATUS_OK) {
        const char *text = column_text(forest->numbers, 0);
        bool decides = strncmp(text, "rpps:", 5) == 0 || strncmp(text, "finess:", 7) == 0;
        struct number number = {fingerprint_start(), fingerprint_start()};
        fingerprint_integer(&number.sort, text[0]);
        fingerprint_text(&number.value, text);
        if (decides && !list_add(out, 0, &number)) {
            statement_reset(forest->numbers);
            return STATUS_NO_MEMORY;
        }
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status ring_numbers(struct forest *forest, uint32_t node, struct list *out)
{
    uint32_t start = node;
    enum status status = STATUS_OK;
    do {
        status = add_numbers(forest, forest->nodes[node].record, out);
        node = forest->nodes[node].next;
    } while (status == STATUS_OK && node != start);
    return status;
}

/* Both sides bear numbers of one sort, and share none of it. */
static bool numbers_contradict(const struct list *left, const struct list *right)
{
    const struct number *ours = (const struct number *)left->items;
    const struct number *theirs = (const struct number *)right->items;
    for (size_t i = 0; i < left->count; i++) {
        bool same_sort = false, shared = false;
        for (size_t j = 0; j < right->count; j++) {
            if (theirs[j].sort != ours[i].sort) continue;
            same_sort = true;
            for (size_t k = 0; k < left->count; k++) shared |= ours[k].value == theirs[j].value;
        }
        if (same_sort && !shared) return true;
    }
    return false;
}

static enum status contradict(struct forest *forest, uint32_t left, uint32_t right, bool *out)
{
    struct list ours = {.size = sizeof(struct number)}, theirs = {.size = sizeof(struct number)};
    enum status status = ring_numbers(forest, left, &ours);
    if (status == STATUS_OK) status = ring_numbers(forest, right, &theirs);
    *out = status == STATUS_OK && numbers_contradict(&ours, &theirs);
    list_free(&ours);
    list_free(&theirs);
    return status;
}

static void join(struct forest *forest, uint32_t left, uint32_t right)
{
    struct node *nodes = forest->nodes;
    uint32_t root = left < right ? left : right, other = left < right ? right : left;
    uint32_t next = nodes[root].next;
    nodes[other].parent = root;
    nodes[root].next = nodes[other].next;
    nodes[other].next = next;
}

static enum status put_likely(struct forest *forest, const struct pair *pair)
{
    bind_integer(forest->put_likely, ":first", pair->first);
    bind_integer(forest->put_likely, ":second", pair->second);
    bind_text(forest->put_likely, ":cause",
              pair->bond == BOND_LIKELY ? "same_number" : "same_source");
    return statement_run(forest->put_likely);
}

/* What is the same by its SIRET or its name may still have two numbers that are not. */
static bool may_contradict(enum bond bond)
{
    return (bond >= BOND_SITE_AT_ADDRESS && bond <= BOND_SITE) || bond >= BOND_NAME_AT_ADDRESS;
}

/* A human's word joins even two records of one source. */
static enum status try_pair(struct forest *forest, const struct pair *pair)
{
    uint32_t left = root_of(forest, node_of(forest, pair->first));
    uint32_t right = root_of(forest, node_of(forest, pair->second));
    bool share_source = false, denied = false, apart = false;
    if (left == right) return STATUS_OK;
    compare_rings(forest, left, right, &share_source, &denied);
    if (denied) return STATUS_OK;
    if (may_contradict(pair->bond)) {
        enum status status = contradict(forest, left, right, &apart);
        if (status != STATUS_OK || apart) return status;
    }
    bool is_kept_apart = share_source || pair->bond == BOND_LIKELY;
    if (is_kept_apart && pair->bond != BOND_VERDICT) return put_likely(forest, pair);
    join(forest, left, right);
    return STATUS_OK;
}

static enum status join_pairs(struct forest *forest)
{
    struct pair *pairs = (struct pair *)forest->pairs.items;
    size_t count = forest->pairs.count;
    if (count == 0) return STATUS_OK;
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    if (!plant(forest)) return STATUS_NO_MEMORY;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) status = try_pair(forest, &pairs[i]);
    return status;
}

static enum status put_members(struct forest *forest)
{
    struct statement *put = NULL;
    enum status status =
        database_prepare(forest->database, "put_member", sql_reconcile_put_member, &put);
    for (uint32_t i = 0; status == STATUS_OK && i < forest->count; i++) {
        if (forest->nodes[i].next == i) continue;
        bind_integer(put, ":record", forest->nodes[i].record);
        bind_integer(put, ":head", forest->nodes[root_of(forest, i)].record);
        status = statement_run(put);
    }
    statement_close(put);
    return status;
}

static enum status grow(struct forest *forest)
{
    enum status status =
        database_prepare(forest->database, "numbers", sql_reconcile_numbers, &forest->numbers);
    if (status == STATUS_OK) {
        status = database_prepare(forest->database, "put_likely", sql_reconcile_put_likely,
                                  &forest->put_likely);
    }
    if (status == STATUS_OK) status = read_pairs(forest);
    if (status == STATUS_OK) status = read_verdicts(forest);
    if (status == STATUS_OK) status = join_pairs(forest);
    return status == STATUS_OK ? put_members(forest) : status;
}

enum status reconcile_run(struct database *database)
{
    struct forest forest = {.database = database,
                            .pairs = {.size = sizeof(struct pair)},
                            .denied = {.size = sizeof(struct pair)}};
    enum status status = database_run(database, "tables", sql_reconcile_tables);
    if (status == STATUS_OK) status = grow(&forest);
    statement_close(forest.numbers);
    statement_close(forest.put_likely);
    list_free(&forest.pairs);
    list_free(&forest.denied);
    free(forest.nodes);
    return status == STATUS_OK ? database_run(database, "settle", sql_reconcile_settle) : status;
}

enum status reconcile_learn(struct database *database)
{
    return database_run(database, "learn", sql_reconcile_learn);
}
