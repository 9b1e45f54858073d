/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_EXPORT_ROW_H
#define IMPORTER_EXPORT_ROW_H

#include "cells/sheet_columns.h"
#include "files/pool.h"
#include "geodata/atlas.h"
#include "geodata/workspace.h"

/** One published resource or session as a row of the coordinator's tables, in words that the sheet
 *  reader turns into the same again. */

struct export_context {
    struct workspace *workspace; /* knows the names of areas; NULL: zones are written as polygons */
    struct pool *pool;
    size_t zones_left_out;    /* resources whose zones hold for one skill: a table cannot say it */
    size_t sessions_left_out; /* sessions with days left out: nor this */
};

/** Fills the cells; NULL: empty. `resource` is as atlas_load gives it to its encoder. */
void export_resource_cells(struct export_context *context, const struct atlas *atlas, atlas_id id,
                           const struct resource *resource, const char *cells[SHEET_COLUMN_COUNT]);

/** The same for a session of the resource called `structure`. False: it cannot be a row, and is
 *  counted. */
bool export_session_cells(struct export_context *context, const struct skills *skills,
                          const char *structure, const struct session *session,
                          const char *cells[SESSION_COLUMN_COUNT]);

/** The zones of a resource in one cell; NULL: none. `incomplete`: it also goes elsewhere. */
const char *export_zone_cell(struct export_context *context, const struct atlas *atlas, atlas_id id,
                             bool incomplete);

#endif
