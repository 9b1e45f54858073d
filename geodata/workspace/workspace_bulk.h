/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WORKSPACE_BULK_H
#define WORKSPACE_BULK_H

#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct workspace;

/* Many new records in one turn. Indexes would be rewritten over and over by rows that come in any
 * order, so once a turn has said many the indexes of records go, what the source says is known by a
 * table in memory, and the indexes are made anew when all rows are there: in the same transaction,
 * so that nobody sees the file without them. Nothing is removed meanwhile but what hangs on a
 * record that changes, and what hangs on one has its id from the store, so that foreign keys rest.
 */

#define BULK_SKILLS 16 /* workspace_put_skills.sql */

struct bulk_skill {
    int64_t record;
    const char *skill; /* of the taxonomy */
};

/** The records of the source whose turn it is, by the hash of their identity. A zeroed struct: not
 *  at work. */
struct workspace_bulk {
    bool at_work;
    size_t
        from; /* new records of the turn from which on it pays; 0: not known yet; SIZE_MAX: never */
    struct bulk_record *slots;
    size_t capacity, count;                /* of slots: a power of two */
    struct bulk_skill skills[BULK_SKILLS]; /* to be written */
    size_t skill_count;
};

/** After each new record. Begins when it pays, and then keeps the record in mind. */
enum status workspace_bulk_added(struct workspace *workspace, const char *identity, int64_t id);

/** Binds and steps QUERY_FIND_RECORD, or what takes its place: STATUS_OK, `*found` has the row
 *  (id, fingerprint) and is to be reset; STATUS_NOT_FOUND: the source did not say it. */
struct statement;
enum status workspace_bulk_find(struct workspace *workspace, const char *identity,
                                struct statement **found);

/** Says a skill, which is in the taxonomy, of a record: now, or with those of other records. */
enum status workspace_bulk_skill(struct workspace *workspace, int64_t record, const char *skill);

/** Writes what waits, makes the indexes where they are missing; they then stay until the turn ends.
 */
enum status workspace_bulk_end(struct workspace *workspace);

/** Forgets it all: the transaction was rolled back, or ended. */
void workspace_bulk_free(struct workspace_bulk *bulk);

#endif
