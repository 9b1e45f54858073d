/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workspace/reconcile_groups.h"

#include <math.h>
#include <string.h>

/* Columns of reconcile_identities.sql and its like. */
enum {
    GROUP_KEY,
    GROUP_RECORD,
    GROUP_SOURCE,
    GROUP_ADDRESS,
    GROUP_POSTCODE,
    GROUP_CITYCODE,
    GROUP_HAS_DOOR,
    GROUP_LON,
    GROUP_LAT
};

/* Thousands of rows may bear one number by mistake: each is listed beside the first of them only.
 */
#define LISTED_MAX 8
#define METRES_PER_DEGREE 110000.0 /* of latitude; a little less than the shortest one */

static fingerprint print_of(const char *text)
{
    fingerprint print = fingerprint_start();
    if (text == NULL) return 0;
    fingerprint_text(&print, text);
    return print;
}

static bool is_finess(const char *key)
{
    return key != NULL && strncmp(key, "finess:", 7) == 0;
}

static struct candidate read_candidate(struct statement *row)
{
    return (struct candidate){
        .record = column_integer(row, GROUP_RECORD),
        .source = column_integer(row, GROUP_SOURCE),
        .address = print_of(column_text(row, GROUP_ADDRESS)),
        .postcode = print_of(column_text(row, GROUP_POSTCODE)),
        .citycode = print_of(column_text(row, GROUP_CITYCODE)),
        .has_door = column_integer(row, GROUP_HAS_DOOR) != 0,
        .has_finess = is_finess(column_text(row, GROUP_KEY)),
        .point = {column_real(row, GROUP_LON), column_real(row, GROUP_LAT)},
    };
}

/* The postcode decides where both say it, else the commune; neither: nothing says that the two
 * streets are in one town. */
bool candidates_share_address(const struct candidate *left, const struct candidate *right)
{
    if (left->address == 0 || left->address != right->address) return false;
    if (left->postcode != 0 && right->postcode != 0) return left->postcode == right->postcode;
    return left->citycode != 0 && left->citycode == right->citycode;
}

bool candidates_within(const struct candidate *left, const struct candidate *right, double metres)
{
    if (!left->has_door || !right->has_door) return false;
    double north_m = fabs(left->point.lat - right->point.lat) * METRES_PER_DEGREE;
    return north_m <= metres && geo_distance_m(left->point, right->point) <= metres;
}

static void find_alone(struct candidate *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t same = 0;
        for (size_t j = 0; j < count; j++) same += items[j].source == items[i].source;
        items[i].is_alone = same == 1;
    }
}

/* Records of one source are never joined: they can only be listed. */
static bool is_only_listed(const struct pair *pair)
{
    return pair->bond == BOND_LIKELY || pair->sources[0] == pair->sources[1];
}

static bool add_pairs(const struct list *group, pair_judge *judge, struct list *pairs)
{
    struct candidate *items = (struct candidate *)group->items;
    find_alone(items, group->count);
    for (size_t j = 1; j < group->count; j++) {
        size_t listed = 0;
        for (size_t i = 0; i < j; i++) {
            struct pair pair = {items[i].record,
                                items[j].record,
                                {items[i].source, items[j].source},
                                judge(&items[i], &items[j])};
            if (pair.bond == BOND_NONE) continue;
            if (is_only_listed(&pair) && ++listed > LISTED_MAX) continue;
            if (!list_add(pairs, 0, &pair)) return false;
        }
    }
    return true;
}

enum status groups_read(struct database *database, const char *name, const char *sql,
                        pair_judge *judge, struct list *pairs)
{
    struct statement *row = NULL;
    struct list group = {.size = sizeof(struct candidate)};
    fingerprint key = 0;
    enum status status = database_prepare(database, name, sql, &row);
    while (status == STATUS_OK && (status = statement_step(row)) == STATUS_OK) {
        struct candidate candidate = read_candidate(row);
        fingerprint next = print_of(column_text(row, GROUP_KEY));
        bool kept = next == key || add_pairs(&group, judge, pairs);
        if (next != key) group.count = 0;
        key = next;
        if (!kept || !list_add(&group, 0, &candidate)) status = STATUS_NO_MEMORY;
    }
    if (status == STATUS_NOT_FOUND) {
        status = add_pairs(&group, judge, pairs) ? STATUS_OK : STATUS_NO_MEMORY;
    }
    list_free(&group);
    statement_close(row);
    return status;
}
