/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"
#include "base/lists.h"
#include "embedded/sql_reconcile_each_likely.h"
#include "embedded/sql_reconcile_near_places.h"
#include "embedded/sql_reconcile_neighbours.h"
#include "embedded/sql_reconcile_put_neighbours.h"
#include "geodata/text.h"
#include "geodata/workspace.h"
#include "workspace/reconcile.h"
#include "workspace/workspace_store.h"

#include <string.h>

/* Records that look alike and were not joined: for a human to decide. */

#define GROUP_MAX 300 /* at one address: beyond, a hospital whose staff bear many a like name */
#define SHORT_NAME 8  /* bytes: one edit makes another name of a shorter one */

struct neighbour {
    int64_t record, head;
    const char *name, *kind; /* in the arena of the group */
};

struct looking {
    struct statement *put;
    struct list group;
    struct arena texts;
};

static bool has_word(const char *name, const char *word, size_t length)
{
    for (const char *at = name; *at != '\0';) {
        size_t here = strcspn(at, " ");
        if (here == length && memcmp(at, word, length) == 0) return true;
        at += here + (at[here] == ' ');
    }
    return false;
}

/* All words of the shorter name, two at least, are in the longer. */
static bool holds_words(const char *longer, const char *shorter)
{
    size_t count = 0;
    for (const char *at = shorter; *at != '\0'; count++) {
        size_t length = strcspn(at, " ");
        if (!has_word(longer, at, length)) return false;
        at += length + (at[length] == ' ');
    }
    return count >= 2;
}

static bool are_alike(const struct neighbour *left, const struct neighbour *right)
{
    if (left->head == right->head || strcmp(left->kind, right->kind) != 0) return false;
    size_t a = strlen(left->name), b = strlen(right->name);
    unsigned most = a < SHORT_NAME || b < SHORT_NAME ? 1 : 2;
    if (text_edits(left->name, a, right->name, b, most) <= most) return true;
    return holds_words(left->name, right->name) || holds_words(right->name, left->name);
}

static enum status put_pair(struct looking *looking, const struct neighbour *left,
                            const struct neighbour *right)
{
    bind_integer(looking->put, ":first", left->record);
    bind_integer(looking->put, ":second", right->record);
    return statement_run(looking->put);
}

/* The group ends: its pairs are compared, its texts forgotten. */
static enum status close_group(struct looking *looking)
{
    const struct neighbour *items = (const struct neighbour *)looking->group.items;
    size_t count = looking->group.count <= GROUP_MAX ? looking->group.count : 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && status == STATUS_OK; j++) {
            if (are_alike(&items[i], &items[j])) status = put_pair(looking, &items[i], &items[j]);
        }
    }
    looking->group.count = 0;
    arena_free(&looking->texts);
    looking->texts = (struct arena){0};
    return status;
}

static enum status add_neighbour(struct looking *looking, struct statement *row)
{
    struct neighbour neighbour = {.record = column_integer(row, 1),
                                  .head = column_integer(row, 2),
                                  .name = arena_text(&looking->texts, column_text(row, 3)),
                                  .kind = arena_text(&looking->texts, column_text(row, 4))};
    if (neighbour.name == NULL || neighbour.kind == NULL) return STATUS_NO_MEMORY;
    if (looking->group.count == 0) {
        bind_text(looking->put, ":cause",
                  strcmp(column_text(row, 5), "same_phone") == 0 ? "same_phone" : "near_name");
    }
    return list_add(&looking->group, 0, &neighbour) ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status look_through(struct looking *looking, struct statement *row)
{
    struct buffer key = {0};
    enum status status;
    while ((status = statement_step(row)) == STATUS_OK) {
        const char *next = column_text(row, 0);
        if (key.length > 0 && strcmp(key.data, next) != 0) status = close_group(looking);
        buffer_reset(&key);
        buffer_text(&key, next);
        if (key.failed) status = STATUS_NO_MEMORY;
        if (status == STATUS_OK) status = add_neighbour(looking, row);
        if (status != STATUS_OK) break;
    }
    buffer_free(&key);
    return status == STATUS_NOT_FOUND ? close_group(looking) : status;
}

/* After reconcile_run: completes `likely` with records that look alike but are no one's match:
 * nearly the same name at one place or with one telephone number, one RPPS at two near places. */
static enum status look_alike(struct database *database)
{
    struct looking looking = {.group = {.size = sizeof(struct neighbour)}};
    struct statement *row = NULL;
    enum status status =
        database_prepare(database, "put_neighbours", sql_reconcile_put_neighbours, &looking.put);
    if (status == STATUS_OK) {
        status = database_prepare(database, "neighbours", sql_reconcile_neighbours, &row);
    }
    if (status == STATUS_OK) status = look_through(&looking, row);
    statement_close(row);
    statement_close(looking.put);
    list_free(&looking.group);
    arena_free(&looking.texts);
    if (status != STATUS_OK) return status;
    return database_run(database, "near_places", sql_reconcile_near_places);
}

static struct likely_record read_side(struct statement *row, int first)
{
    return (struct likely_record){.identity = column_text(row, first),
                                  .name = column_text(row, first + 1),
                                  .address = column_text(row, first + 2),
                                  .source = column_text(row, first + 3)};
}

enum status workspace_each_likely(const char *data, workspace_likely_visitor *visit, void *context)
{
    struct database *database = NULL;
    struct statement *each = NULL;
    enum status status = workspace_reconciled(data, &database);
    if (status != STATUS_OK) return status;
    status = look_alike(database);
    if (status == STATUS_OK) {
        status = database_prepare(database, "each_likely", sql_reconcile_each_likely, &each);
    }
    while (status == STATUS_OK && (status = statement_step(each)) == STATUS_OK) {
        struct likely_record sides[2] = {read_side(each, 1), read_side(each, 5)};
        visit(context, column_text(each, 0), sides);
    }
    statement_close(each);
    database_rollback(database);
    database_close(database);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
