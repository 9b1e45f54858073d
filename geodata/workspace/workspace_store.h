/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WORKSPACE_STORE_H
#define WORKSPACE_STORE_H

#include "base/fingerprint.h"
#include "base/id_set.h"
#include "geodata/workspace.h"
#include "store/database.h"
#include "workspace/workspace_bulk.h"

/* What the files workspace*.c share. */

/** Queries that are prepared when the workspace is opened; the table is in workspace.c. */
enum workspace_query {
    QUERY_PUT_SOURCE,
    QUERY_COUNT_UNSAID,
    QUERY_REMOVE_RECORDS,
    QUERY_REMOVE_SESSIONS,
    QUERY_REMOVE_AREAS,
    QUERY_EACH_SOURCE,
    QUERY_SET,
    QUERY_EXCLUDE,
    QUERY_READMIT,
    QUERY_PUT_ALIAS,
    QUERY_PUT_CORRECTION,
    QUERY_REMOVE_CORRECTION,
    QUERY_EACH_CORRECTION,
    QUERY_DROP_CORRECTED,
    QUERY_LOOK,
    QUERY_PUT_VERDICT,
    QUERY_HAS_IDENTITY,
    QUERY_EACH_EXCLUSION,
    QUERY_FIND_IDENTITY,
    QUERY_FIND_RECORD,
    QUERY_SAID_BEFORE,
    QUERY_RECALL_RECORD,
    QUERY_COUNT_RECORDS,
    QUERY_PUT_RECORD,
    QUERY_CHANGE_RECORD,
    QUERY_CLEAR_SKILLS,
    QUERY_CLEAR_ZONES,
    QUERY_CLEAR_HOURS,
    QUERY_CLEAR_CLOSURES,
    QUERY_CLEAR_IDENTIFIERS,
    QUERY_PUT_IDENTIFIER,
    QUERY_PUT_SKILL,
    QUERY_PUT_SKILLS,
    QUERY_PUT_ZONE,
    QUERY_PUT_HOURS,
    QUERY_PUT_CLOSURE,
    QUERY_FIND_SESSION,
    QUERY_PUT_SESSION,
    QUERY_HAS_STRUCTURE,
    QUERY_READ_GEOMETRY,
    QUERY_FIND_AREA,
    QUERY_PUT_AREA,
    QUERY_HAS_AREA,
    QUERY_HAS_COMMUNES,
    QUERY_COMMUNE_AT,
    QUERY_EACH_COMMUNE,
    QUERY_COUNT
};

/** What a turn says, and may say once. */
enum said { SAID_RECORD, SAID_SESSION, SAID_AREA, SAID_COUNT };

struct workspace {
    struct database *database;
    struct skills *skills;
    struct statement *queries[QUERY_COUNT];
    bool in_turn, partial;
    int64_t source;                 /* whose turn it is */
    enum tristate has_communes;     /* unknown: nobody asked in this turn, or areas came since */
    int64_t found;                  /* the row that workspace_compare last found */
    struct id_set said[SAID_COUNT]; /* rows of this turn */
    struct workspace_bulk bulk;
    struct source_summary summary;
};

/** Runs a query that gives one integer and resets it. STATUS_NOT_FOUND: no row. */
enum status workspace_integer(struct workspace *workspace, enum workspace_query query,
                              int64_t *out);

/** What a row is now: ROW_NEW when a step of `find` gave `step` STATUS_NOT_FOUND, else ROW_CHANGED
 *  or ROW_SAME by the id and fingerprint in its row. A known row is noted as said; STATUS_INVALID
 *  when this turn has said it before. */
enum status workspace_compare(struct workspace *workspace, struct statement *find, enum status step,
                              enum said kind, fingerprint print, enum row_change *change);

/** Writes a row by `put` (bound), notes a new one as said, counts, and gives its id. */
enum status workspace_write(struct workspace *workspace, enum workspace_query put, enum said kind,
                            enum row_change change, int64_t *id);

/** A WKT as a MULTIPOLYGON of SpatiaLite, on the 7-decimal grid. free(bytes). */
struct workspace_geometry {
    void *bytes;
    size_t length;
    bool repaired;
};

/** STATUS_INVALID: not a polygon, and `why` says so in French; `why` also holds the reason of a
 *  repair. */
enum status workspace_read_geometry(struct workspace *workspace, const char *wkt,
                                    struct workspace_geometry *out, struct buffer *why);

/** Appends why a position is not one on the globe, in French. */
void workspace_explain_off_globe(double x, double y, struct buffer *why);

/** Makes the file's tables where it is new, and brings an older one to this program's version; one
 *  transaction. STATUS_FAILED (logged): it is of a newer program. */
enum status workspace_prepare_file(struct database *database);

/** Appends what names are compared by: `folded` itself; of a person its words in the order of the
 *  alphabet, titles left out, so that "Dr Dupont Jeanne" is "Jeanne Dupont". */
void workspace_name_key(const char *folded, bool is_person, struct buffer *out);

/** Appends the identifier that an identity holds by itself: "finess:750020927" itself,
 *  "rpps:10001234567" of "rpps:10001234567@12 rue …"; nothing of another identity. */
void workspace_implied_identifier(const char *identity, struct buffer *out);

/** The workspace of folder `data`, attached to a database in memory and reconciled there
 *  (reconcile.h), inside a transaction. STATUS_NOT_FOUND: there is none. */
enum status workspace_reconciled(const char *data, struct database **out);

/** NULL for an empty text too: nothing was said. */
const char *workspace_said(const char *text);

#endif
