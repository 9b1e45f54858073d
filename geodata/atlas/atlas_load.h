/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ATLAS_LOAD_H
#define ATLAS_LOAD_H

#include "atlas/atlas_data.h"
#include "store/database.h"

#include <pthread.h>

/** The steps of atlas_load, in order. Internal to geodata/. */
#define CONNECTIONS_MAX 64
struct loading {
    struct atlas *atlas;
    const char *path;
    pthread_mutex_t lock;                   /* of the connections and of atlas->arena */
    struct database *idle[CONNECTIONS_MAX]; /* connections that nobody uses just now */
    size_t idle_count, piece_count;
    int64_t first_key;
    uint64_t piece_keys; /* how many keys of resources a piece spans */
    int64_t version;     /* of the file */
    instant now;
    int64_t *keys;                 /* resource.id of each row, ascending */
    uint32_t *ranks;               /* the atlas_id of that row */
    skill_id *professions;         /* of that row; SKILL_NONE: not said */
    struct slices declared_slices; /* what else was said of each row */
    skill_id *declared;
};

/** The row of a resource.id, and its atlas_id; loading->atlas->count, ATLAS_NONE: there is none. */
size_t loading_row(const struct loading *loading, int64_t key);
atlas_id loading_find(const struct loading *loading, int64_t key);

/** A part of the work: the resources from key `first` to `last`, and a connection to read them
 *  with; or, once resources are numbered, those from `begin` to `end` - 1. */
struct piece {
    struct database *database;
    int64_t first, last;
    atlas_id begin, end;
};

/** Opens the directory. STATUS_NOT_FOUND: no such file (not logged). */
enum status pieces_open(struct loading *loading);
void pieces_close(struct loading *loading);

/** A connection serves one thread at a time; given back, it serves the next. */
enum status connection_take(struct loading *loading, struct database **out);
void connection_give(struct loading *loading, struct database *database);

/** Cuts it into pieces of about `piece_rows` resources; 0: it stays one. */
enum status pieces_cut(struct loading *loading, size_t piece_rows);

/** Does some work for each piece, on as many threads as there are cores. Piece i is given the i-th
 *  of `contexts`, each of `size` bytes; what belongs together afterwards is joined in their order,
 *  so that the atlas is the same however many threads there are. */
typedef enum status piece_work(struct loading *loading, const struct piece *piece, void *context);
enum status pieces_do(struct loading *loading, piece_work *work, void *contexts, size_t size);

/** A query of resources :first to :last. */
enum status piece_prepare(const struct piece *piece, const char *name, const char *sql,
                          struct statement **out);

enum status load_places(struct loading *loading); /* numbers the resources along the curve */
/* What waits for the places only, and may be done side by side. */
enum status index_places(struct loading *loading); /* by public id, and all of them in a tree */
enum status load_skills(struct loading *loading);
enum status load_zones(struct loading *loading);
enum status load_times(struct loading *loading);
enum status load_resources(struct loading *loading, enum audience audience,
                           const struct atlas_options *options);
enum status load_visits(struct loading *loading); /* wants zones, skills and resources */

/** Goes through the provenance of fields beside the resources, both in the order of their keys. A
 *  zeroed reader has none; close its row with statement_close. */
#define PROVENANCE_MAX 128 /* of one resource; more is not shown */
struct provenance_reader {
    struct statement *row; /* at one not yet used when has_row */
    bool has_row, is_public;
    struct provenance items[PROVENANCE_MAX];
};
enum status provenance_open(struct loading *loading, const struct piece *piece,
                            enum audience audience, struct provenance_reader *out);
/** Sets resource->provenance, valid until the next call. */
enum status provenance_read(struct loading *loading, struct provenance_reader *reader, int64_t key,
                            struct resource *resource);

/** Calls `read` for each row of a query. */
typedef enum status row_reader(struct loading *loading, struct statement *row, void *context);
enum status load_rows(struct loading *loading, const char *name, const char *sql, row_reader *read,
                      void *context);

/** The same of a query of resources :first to :last, piece by piece, as pieces_do. */
enum status pieces_read(struct loading *loading, const char *name, const char *sql,
                        row_reader *read, void *contexts, size_t size);

/** A text of the row, kept in the atlas; "" for NULL when `or_empty`. */
const char *load_text(struct loading *loading, struct statement *row, int column, bool or_empty);

#endif
