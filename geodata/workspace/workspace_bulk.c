/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workspace/workspace_bulk.h"

#include "embedded/sql_workspace_drop_record_indexes.h"
#include "embedded/sql_workspace_record_indexes.h"
#include "workspace/workspace_store.h"

#include <stdlib.h>
#include <string.h>

/* Fewer new records are written as fast with the indexes in place. */
#define MANY ((size_t)8192)
/* A turn that adds a quarter of all records: making the indexes anew costs what it saved by then.
 */
#define SHARE 4

struct bulk_record {
    uint32_t hash;
    uint32_t id; /* 0: a free slot */
};

static uint32_t hash_of(const char *identity)
{
    fingerprint print = fingerprint_start();
    fingerprint_bytes(&print, identity, strlen(identity));
    return (uint32_t)(print ^ print >> 32);
}

static void put(struct bulk_record *slots, size_t capacity, struct bulk_record record)
{
    size_t at = record.hash & (capacity - 1);
    while (slots[at].id != 0) at = (at + 1) & (capacity - 1);
    slots[at] = record;
}

static bool grow(struct workspace_bulk *bulk)
{
    size_t capacity = bulk->capacity == 0 ? MANY * 4 : bulk->capacity * 2;
    struct bulk_record *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL) return false;
    for (size_t i = 0; i < bulk->capacity; i++) {
        if (bulk->slots[i].id != 0) put(slots, capacity, bulk->slots[i]);
    }
    free(bulk->slots);
    bulk->slots = slots;
    bulk->capacity = capacity;
    return true;
}

static enum status keep(struct workspace_bulk *bulk, const char *identity, int64_t id)
{
    if (bulk->count + bulk->count / 3 >= bulk->capacity && !grow(bulk)) return STATUS_NO_MEMORY;
    put(bulk->slots, bulk->capacity, (struct bulk_record){hash_of(identity), (uint32_t)id});
    bulk->count++;
    return STATUS_OK;
}

static enum status begin(struct workspace *workspace)
{
    struct statement *said = workspace->queries[QUERY_SAID_BEFORE];
    enum status status = STATUS_OK;
    bind_integer(said, ":source", workspace->source);
    while ((status = statement_step(said)) == STATUS_OK) {
        status = keep(&workspace->bulk, column_text(said, 1), column_integer(said, 0));
        if (status != STATUS_OK) {
            statement_reset(said);
            return status;
        }
    }
    if (status != STATUS_NOT_FOUND) return status;
    workspace->bulk.at_work = true;
    database_enforce_foreign_keys(workspace->database, false);
    return database_run(workspace->database, "drop_record_indexes",
                        sql_workspace_drop_record_indexes);
}

enum status workspace_bulk_added(struct workspace *workspace, const char *identity, int64_t id)
{
    struct workspace_bulk *bulk = &workspace->bulk;
    size_t added = workspace->summary.added;
    if (id > UINT32_MAX) return workspace_bulk_end(workspace);
    if (bulk->at_work) return keep(bulk, identity, id);
    if (added < MANY || added < bulk->from) return STATUS_OK;
    if (bulk->from != 0) return begin(workspace);
    int64_t count = 0;
    enum status status = workspace_integer(workspace, QUERY_COUNT_RECORDS, &count);
    bulk->from = MANY > (size_t)count / SHARE ? MANY : (size_t)count / SHARE;
    return status != STATUS_OK || added < bulk->from ? status : begin(workspace);
}

/* The statement that answers stands at its row. */
static enum status find(struct statement *statement, struct workspace *workspace,
                        const char *identity, struct statement **found)
{
    bind_integer(statement, ":source", workspace->source);
    bind_text(statement, ":identity", identity);
    *found = statement;
    return statement_step(statement);
}

enum status workspace_bulk_find(struct workspace *workspace, const char *identity,
                                struct statement **found)
{
    const struct workspace_bulk *bulk = &workspace->bulk;
    if (!bulk->at_work) {
        return find(workspace->queries[QUERY_FIND_RECORD], workspace, identity, found);
    }
    struct statement *recall = workspace->queries[QUERY_RECALL_RECORD];
    uint32_t hash = hash_of(identity);
    enum status status = STATUS_NOT_FOUND;
    for (size_t at = hash & (bulk->capacity - 1);
         bulk->slots[at].id != 0 && status == STATUS_NOT_FOUND;
         at = (at + 1) & (bulk->capacity - 1)) {
        if (bulk->slots[at].hash != hash) continue;
        bind_integer(recall, ":id", bulk->slots[at].id);
        status = find(recall, workspace, identity, found);
    }
    return status;
}

static enum status put_skill(struct workspace *workspace, int64_t record, const char *skill)
{
    struct statement *put = workspace->queries[QUERY_PUT_SKILL];
    bind_integer(put, ":record", record);
    bind_text(put, ":skill", skill);
    return statement_run(put);
}

static enum status put_skills(struct workspace *workspace)
{
    static const struct {
        const char *record, *skill;
    } names[BULK_SKILLS] = {
        {":record_1", ":skill_1"},   {":record_2", ":skill_2"},   {":record_3", ":skill_3"},
        {":record_4", ":skill_4"},   {":record_5", ":skill_5"},   {":record_6", ":skill_6"},
        {":record_7", ":skill_7"},   {":record_8", ":skill_8"},   {":record_9", ":skill_9"},
        {":record_10", ":skill_10"}, {":record_11", ":skill_11"}, {":record_12", ":skill_12"},
        {":record_13", ":skill_13"}, {":record_14", ":skill_14"}, {":record_15", ":skill_15"},
        {":record_16", ":skill_16"},
    };
    struct workspace_bulk *bulk = &workspace->bulk;
    struct statement *put = workspace->queries[QUERY_PUT_SKILLS];
    for (size_t i = 0; i < BULK_SKILLS; i++) {
        bind_integer(put, names[i].record, bulk->skills[i].record);
        bind_text(put, names[i].skill, bulk->skills[i].skill);
    }
    bulk->skill_count = 0;
    return statement_run(put);
}

enum status workspace_bulk_skill(struct workspace *workspace, int64_t record, const char *skill)
{
    struct workspace_bulk *bulk = &workspace->bulk;
    if (!bulk->at_work) return put_skill(workspace, record, skill);
    skill_id id = skills_by_code(workspace->skills, skill);
    bulk->skills[bulk->skill_count++] =
        (struct bulk_skill){record, skills_get(workspace->skills, id)->code};
    return bulk->skill_count < BULK_SKILLS ? STATUS_OK : put_skills(workspace);
}

enum status workspace_bulk_end(struct workspace *workspace)
{
    struct workspace_bulk *bulk = &workspace->bulk;
    bool at_work = bulk->at_work;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < bulk->skill_count && status == STATUS_OK; i++) {
        status = put_skill(workspace, bulk->skills[i].record, bulk->skills[i].skill);
    }
    workspace_bulk_free(bulk);
    bulk->from = SIZE_MAX; /* once a turn */
    if (!at_work || status != STATUS_OK) return status;
    database_enforce_foreign_keys(workspace->database, true);
    return database_run(workspace->database, "record_indexes", sql_workspace_record_indexes);
}

void workspace_bulk_free(struct workspace_bulk *bulk)
{
    free(bulk->slots);
    *bulk = (struct workspace_bulk){0};
}
