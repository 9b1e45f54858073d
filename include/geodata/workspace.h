/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_WORKSPACE_H
#define GEODATA_WORKSPACE_H

#include "geodata/resource.h"
#include "geodata/skills.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** What we were told: every source's rows, side by side, before they become what we say. SpatiaLite
 * file `DATA/workspace.sqlite`, schema in geodata/workspace.sql. The writing door: the service
 * never includes it.
 *
 *  One handle, one thread. All writes happen between workspace_begin_source and
 * workspace_end_source, in one transaction: an import is all in or nothing. */
struct workspace;

/** Opens, creating it where missing. STATUS_FAILED: the words are logged. */
enum status workspace_open(const char *data, struct workspace **out);
void workspace_close(struct workspace *workspace);

/** The taxonomy of the workspace: the program's own and the community's additions. Borrowed. */
const struct skills *workspace_skills(const struct workspace *workspace);

/** One file or desk that speaks. */
struct source {
    const char *key;  /* stable name; the same key again replaces what it said: "sheet:infirmiers",
                         "santefr-grippe" */
    const char *kind; /* sheet, sessions, zones, territory, vaccination */
    const char *name; /* shown with each fact */
    const char *publisher; /* NULL: not said */
    const char *licence;   /* NULL: not said */
    const char *url;
    const char *file_name;
    const char *sha256; /* 64 hex digits */
    const char *as_of;  /* YYYY-MM-DD: the date the data speak of */
};

/** What became of one row against what the source said before. */
enum row_change { ROW_NEW, ROW_CHANGED, ROW_SAME };

/** Starts a source's turn. Rows that this turn does not repeat are removed by workspace_end_source,
 * unless `partial`. */
enum status workspace_begin_source(struct workspace *workspace, const struct source *source,
                                   bool partial);

/** Says a resource. resource->identity names it within the source: the same identity twice in one
 * turn is STATUS_INVALID (not logged). A skill code that is not in the taxonomy, an unknown area, a
 * WKT that is not a valid polygon are STATUS_INVALID (logged). */
enum status workspace_put_resource(struct workspace *workspace, const struct resource *resource,
                                   enum row_change *change);

/** A session of the resource (in any source) whose name, folded, is `structure`, or whose identity
 *  it is. It is matched when publishing; `*known` tells whether such a resource exists now. The
 *  same structure, skill, first day and opening twice in one turn is STATUS_INVALID (not logged).
 */
enum status workspace_put_session(struct workspace *workspace, const char *structure,
                                  const struct session *session, bool *known,
                                  enum row_change *change);

/** A named area: kind territory, commune, quartier, iris or zone (drawn). */
struct area {
    const char *kind;
    const char *code; /* INSEE or local; NULL for a drawn zone */
    const char *name;
    const char *geometry; /* WKT, WGS 84, POLYGON or MULTIPOLYGON */
};

/** Says an area. A geometry that is not valid is mended (ST_MakeValid) and `*repaired` set; one
 * that cannot be mended to a polygon is STATUS_INVALID, and so is a position off the globe
 * (Lambert-93) or the same area twice in one turn. In all these cases `why` gets the reason in
 * French, with GEOS's words and their place; it may not be NULL. */
enum status workspace_put_area(struct workspace *workspace, const struct area *area, bool *repaired,
                               struct buffer *why, enum row_change *change);

/** True when a name or code (folded alike) is a known area. More than one area of that name: the
 * narrowest kind wins (zone, quartier, iris, commune, territory). */
bool workspace_has_area(struct workspace *workspace, const char *name_or_code);

/** The INSEE code of the commune area that holds the point, copied to `out` (at least 8 bytes); ""
 * when none does. */
enum status workspace_commune_at(struct workspace *workspace, struct point point, char out[8]);

/** One call per commune of the territory, by its INSEE code: of areas of kind commune, and those
 * that quartiers and IRIS lie in. An answer that is not STATUS_OK ends it and is passed on. */
typedef enum status workspace_commune_visitor(void *context, const char *citycode);
enum status workspace_each_commune(struct workspace *workspace, workspace_commune_visitor *visit,
                                   void *context);

/** The key and the kind of the source that corrections are. Its records say by `corrects` which
 *  fields they decide; they never make a resource appear by themselves. */
#define WORKSPACE_CORRECTION "correction"

/** Writes a human's word over what the sources say of a field: `field` is the title of the sheet's
 *  column, `value` as it was typed, NULL: it is not known, and what the sources say is hidden.
 *  `reason` may be NULL. Within a turn of source WORKSPACE_CORRECTION, which then says the resource
 *  made of all its corrections. */
enum status workspace_put_correction(struct workspace *workspace, const char *identity,
                                     const char *field, const char *value, const char *reason);

/** Takes it back; a NULL field: all of the resource, and `*out_count` says how many these were.
 *  STATUS_NOT_FOUND: there is none. */
enum status workspace_remove_correction(struct workspace *workspace, const char *identity,
                                        const char *field, size_t *out_count);

/** Removes the record that was made of the corrections of a resource. */
enum status workspace_drop_corrected(struct workspace *workspace, const char *identity);

/** One call per correction, of one resource or (NULL) of all; texts are borrowed for the call,
 *  `value`, `reason` and `name` may be NULL. */
typedef void workspace_correction_visitor(void *context, const char *identity, const char *field,
                                          const char *value, const char *reason,
                                          const char *decided_at, const char *name);
enum status workspace_each_correction(struct workspace *workspace, const char *identity,
                                      workspace_correction_visitor *visit, void *context);

/** What a source says of a resource: name, kind, place. Texts are appended to `texts`, each with
 * its end, and belong to it. STATUS_NOT_FOUND: no source knows it now. */
enum status workspace_look(struct workspace *workspace, const char *identity, struct buffer *texts,
                           struct resource *out);

/** A human's word on two records, by their identities: they are the same whatever their numbers
 *  say, or they are two. `reason` may be NULL. STATUS_NOT_FOUND: no source knows one of them;
 *  STATUS_INVALID: it is the same identity twice. */
enum status workspace_put_verdict(struct workspace *workspace, const char *first,
                                  const char *second, bool same, const char *reason);

struct likely_record {
    const char *identity, *name, *address, *source; /* the address may be NULL */
};
/** One call per pair of records of folder `data` that look alike and are not one resource; texts
 * are borrowed for the call. Causes: same_source (they would be one, but a source says they are
 * two), same_number (one SIRET or FINESS, at two places), near_name (at one address), same_phone (and
 * near names), near_place (one RPPS). */
typedef void workspace_likely_visitor(void *context, const char *cause,
                                      const struct likely_record sides[2]);
enum status workspace_each_likely(const char *data, workspace_likely_visitor *visit, void *context);

enum exclusion {
    EXCLUDE_NOT,       /* it may appear again */
    EXCLUDE_HERE,      /* at this place; a person may appear at another */
    EXCLUDE_EVERYWHERE /* whoever it is, wherever */
};

/** Decides whether the resource of that identity must not appear, whatever a source says next and
 *  under whatever identity or number. `reason` may be NULL. Follow it by workspace_settle.
 *  STATUS_NOT_FOUND: EXCLUDE_NOT, and it was not excluded. */
enum status workspace_exclude(struct workspace *workspace, const char *identity,
                              enum exclusion exclusion, const char *reason);

/** Keeps what the records of the workspace of folder `data` tell today of who is one with whom: the
 *  other identities of whoever is excluded, and which identity names each resource. Publishing does
 *  it too. STATUS_NOT_FOUND: there is no workspace. */
enum status workspace_settle(const char *data);

/** The identity of the resource that `text` names, by its identity or its public id, excluded ones
 * too; `name` gets what a source calls it, nothing when no source knows it now. STATUS_NOT_FOUND.
 */
enum status workspace_find_identity(struct workspace *workspace, const char *text,
                                    struct buffer *identity, struct buffer *name);

/** One call per exclusion, the last decided first; texts are borrowed for the call, `reason` and
 *  `name` may be NULL. */
typedef void workspace_exclusion_visitor(void *context, const char *identity, const char *reason,
                                         const char *decided_at, const char *name);
enum status workspace_each_exclusion(struct workspace *workspace,
                                     workspace_exclusion_visitor *visit, void *context);

/** Sets the territory's time zone (default Europe/Paris). What timezone_open refuses is refused. */
enum status workspace_set_timezone(struct workspace *workspace, const char *name);

/** From now on the turn is partial: what is missing may be what could not be read. */
void workspace_keep_unsaid(struct workspace *workspace);

struct source_summary {
    size_t added, changed, same;
    size_t absent;  /* said before and not repeated */
    size_t removed; /* the same, or none when the turn is partial */
};
/** Ends the turn: commits, or rolls everything back when `keep` is false (dry run, bad file). `out`
 * may be NULL. */
enum status workspace_end_source(struct workspace *workspace, bool keep,
                                 struct source_summary *out);

/** One line per source, oldest first; each `source` is borrowed for the call. Return false to stop.
 */
typedef bool workspace_source_visitor(void *context, const struct source *source,
                                      const char *imported_at, size_t rows);
enum status workspace_each_source(struct workspace *workspace, workspace_source_visitor *visit,
                                  void *context);

#endif
