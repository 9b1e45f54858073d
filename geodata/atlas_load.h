/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ATLAS_LOAD_H
#define ATLAS_LOAD_H

#include "atlas_data.h"
#include "database.h"

/** The steps of atlas_load, in order. Internal to geodata/. */
struct loading {
    struct atlas *atlas;
    struct database *database;
    const char *path;
    int64_t version;               /* of the file */
    int64_t *keys;                 /* resource.id of each row, ascending */
    uint32_t *ranks;               /* the atlas_id of that row */
    struct arena ids;              /* public ids, until their texts are written */
    struct slices declared_slices; /* what was said of each resource, the profession last */
    skill_id *declared;
};

/** The atlas_id of a resource.id; ATLAS_NONE when there is none. */
atlas_id loading_find(const struct loading *loading, int64_t key);

enum status load_generation(struct loading *loading);
enum status load_taxonomy(struct loading *loading);
enum status load_sources(struct loading *loading);
enum status load_areas(struct loading *loading);
enum status load_places(struct loading *loading); /* numbers the resources along the curve */
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
enum status provenance_open(struct loading *loading, enum audience audience,
                            struct provenance_reader *out);
/** Sets resource->provenance, valid until the next call. */
enum status provenance_read(struct loading *loading, struct provenance_reader *reader, int64_t key,
                            struct resource *resource);

/** Calls `read` for each row of a query. */
typedef enum status row_reader(struct loading *loading, struct statement *row, void *context);
enum status load_rows(struct loading *loading, const char *name, const char *sql, row_reader *read,
                      void *context);

/** A text of the row, kept in the atlas; "" for NULL when `or_empty`. */
const char *load_text(struct loading *loading, struct statement *row, int column, bool or_empty);

#endif
