/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/log.h"
#include "geodata/text.h"
#include "workspace/workspace_store.h"

#include <stdlib.h>
#include <string.h>

void workspace_explain_off_globe(double x, double y, struct buffer *why)
{
    /* the extent of metropolitan France in Lambert-93, in metres, generously */
    bool lambert = x > 0 && x < 1400000 && y > 6000000 && y < 7300000;
    buffer_format(why, "coordonnées hors du globe : x=%.8g y=%.8g ; ", x, y);
    buffer_text(why, lambert ? "ce fichier semble être en Lambert-93 (EPSG:2154), il faut des "
                               "degrés, longitude puis latitude (EPSG:4326)"
                             : "il faut des degrés, longitude puis latitude (EPSG:4326)");
}

/* Columns of workspace_read_geometry.sql. */
enum {
    READ_PARSED,
    READ_WEST,
    READ_SOUTH,
    READ_EAST,
    READ_NORTH,
    READ_POLYGONAL,
    READ_VALID,
    READ_REASON,
    READ_GEOMETRY
};

static bool on_globe(struct statement *read, struct buffer *why)
{
    struct point low = {column_real(read, READ_WEST), column_real(read, READ_SOUTH)};
    struct point high = {column_real(read, READ_EAST), column_real(read, READ_NORTH)};
    if (geo_point_is_valid(low) && geo_point_is_valid(high)) return true;
    struct point off = geo_point_is_valid(low) ? high : low;
    workspace_explain_off_globe(off.lon, off.lat, why);
    return false;
}

static enum status judge_geometry(struct statement *read, struct workspace_geometry *out,
                                  struct buffer *why)
{
    if (column_integer(read, READ_PARSED) != 1) {
        buffer_text(why, "géométrie illisible");
        return STATUS_INVALID;
    }
    if (!on_globe(read, why)) return STATUS_INVALID;
    if (column_integer(read, READ_POLYGONAL) != 1) {
        buffer_text(why, "la géométrie n'est pas un polygone");
        return STATUS_INVALID;
    }
    const void *bytes = column_bytes(read, READ_GEOMETRY, &out->length);
    if (bytes == NULL) {
        buffer_text(why, "polygone sans surface, il n'en reste rien");
        return STATUS_INVALID;
    }
    out->repaired = column_integer(read, READ_VALID) != 1;
    if (out->repaired) {
        const char *reason = column_text(read, READ_REASON);
        buffer_format(why, "polygone invalide : %s", reason == NULL ? "" : reason);
    }
    out->bytes = malloc(out->length);
    if (out->bytes == NULL) return STATUS_NO_MEMORY;
    memcpy(out->bytes, bytes, out->length);
    return STATUS_OK;
}

enum status workspace_read_geometry(struct workspace *workspace, const char *wkt,
                                    struct workspace_geometry *out, struct buffer *why)
{
    struct buffer unwanted = {0};
    struct statement *read = workspace->queries[QUERY_READ_GEOMETRY];
    bind_text(read, ":wkt", wkt);
    enum status status = statement_step(read);
    if (status == STATUS_OK) status = judge_geometry(read, out, why == NULL ? &unwanted : why);
    statement_reset(read);
    bind_null(read, ":wkt");
    buffer_free(&unwanted);
    return status;
}

static bool is_kind(const char *kind)
{
    static const char *const kinds[] = {"zone", "quartier", "iris", "commune", "territory"};
    for (size_t i = 0; kind != NULL && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kind, kinds[i]) == 0) return true;
    }
    return false;
}

/* An area's words in the form they are compared in. */
struct folded_area {
    char *code, *name;
};

static enum status fold_area(const struct area *area, struct folded_area *out, struct buffer *why)
{
    const char *code = workspace_said(area->code);
    out->name = text_folded(area->name == NULL ? "" : area->name);
    out->code = code == NULL ? NULL : text_folded(code);
    if (out->name == NULL || (code != NULL && out->code == NULL)) return STATUS_NO_MEMORY;
    if (out->name[0] == '\0') {
        buffer_text(why, "le contour n'a pas de nom");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

static enum status write_area(struct workspace *workspace, const struct area *area,
                              const struct folded_area *folded,
                              const struct workspace_geometry *geometry, fingerprint print,
                              enum row_change change)
{
    struct statement *put = workspace->queries[QUERY_PUT_AREA];
    bind_integer(put, ":source", workspace->source);
    bind_text(put, ":kind", area->kind);
    bind_text(put, ":code", workspace_said(area->code));
    bind_text(put, ":name", area->name);
    bind_text(put, ":folded_code", folded->code);
    bind_text(put, ":folded_name", folded->name);
    bind_text(put, ":key", folded->code != NULL ? folded->code : folded->name);
    bind_integer(put, ":fingerprint", (int64_t)print);
    bind_bytes(put, ":geometry", geometry->bytes, geometry->length);
    int64_t id;
    workspace->has_communes = TRISTATE_UNKNOWN;
    return workspace_write(workspace, QUERY_PUT_AREA, SAID_AREA, change, &id);
}

static enum status compare_area(struct workspace *workspace, const struct area *area,
                                const struct folded_area *folded, fingerprint print,
                                struct buffer *why, enum row_change *change)
{
    struct statement *find = workspace->queries[QUERY_FIND_AREA];
    bind_integer(find, ":source", workspace->source);
    bind_text(find, ":kind", area->kind);
    bind_text(find, ":key", folded->code != NULL ? folded->code : folded->name);
    enum status status =
        workspace_compare(workspace, find, statement_step(find), SAID_AREA, print, change);
    if (status == STATUS_INVALID) buffer_text(why, "ce contour est déjà dans le fichier");
    return status;
}

enum status workspace_put_area(struct workspace *workspace, const struct area *area, bool *repaired,
                               struct buffer *why, enum row_change *change)
{
    if (!is_kind(area->kind) || area->geometry == NULL) {
        buffer_text(why, "le contour n'a pas de genre connu ou pas de géométrie");
        return STATUS_INVALID;
    }
    struct folded_area folded = {0};
    struct workspace_geometry geometry = {0};
    enum status status = fold_area(area, &folded, why);
    if (status != STATUS_OK) goto done;
    status = workspace_read_geometry(workspace, area->geometry, &geometry, why);
    if (status != STATUS_OK) goto done;
    *repaired = geometry.repaired;

    fingerprint print = fingerprint_start();
    fingerprint_text(&print, area->name);
    fingerprint_text(&print, area->geometry);
    status = compare_area(workspace, area, &folded, print, why, change);
    if (status != STATUS_OK || *change == ROW_SAME) goto done;
    status = write_area(workspace, area, &folded, &geometry, print, *change);
done:
    free(geometry.bytes);
    free(folded.name);
    free(folded.code);
    return status;
}

bool workspace_has_area(struct workspace *workspace, const char *name_or_code)
{
    int64_t found = 0;
    char *folded = text_folded(name_or_code);
    if (folded == NULL) return false;
    bind_text(workspace->queries[QUERY_HAS_AREA], ":folded", folded);
    enum status status = workspace_integer(workspace, QUERY_HAS_AREA, &found);
    free(folded);
    return status == STATUS_OK && found != 0;
}

/* Asked once a turn: most rows with coordinates come where no territory was loaded. */
static enum status know_communes(struct workspace *workspace)
{
    int64_t any = 0;
    if (workspace->in_turn && workspace->has_communes != TRISTATE_UNKNOWN) return STATUS_OK;
    enum status status = workspace_integer(workspace, QUERY_HAS_COMMUNES, &any);
    workspace->has_communes = any != 0 ? TRISTATE_YES : TRISTATE_NO;
    return status;
}

enum status workspace_commune_at(struct workspace *workspace, struct point point, char out[8])
{
    out[0] = '\0';
    enum status known = know_communes(workspace);
    if (known != STATUS_OK || workspace->has_communes == TRISTATE_NO) return known;
    struct statement *at = workspace->queries[QUERY_COMMUNE_AT];
    bind_real(at, ":lon", point.lon);
    bind_real(at, ":lat", point.lat);
    enum status status = statement_step(at);
    if (status == STATUS_NOT_FOUND) return STATUS_OK;
    if (status != STATUS_OK) return status;
    const char *code = column_text(at, 0);
    if (strlen(code) < 8) strcpy(out, code);
    statement_reset(at);
    return STATUS_OK;
}

enum status workspace_each_commune(struct workspace *workspace, workspace_commune_visitor *visit,
                                   void *context)
{
    struct statement *each = workspace->queries[QUERY_EACH_COMMUNE];
    enum status status;
    while ((status = statement_step(each)) == STATUS_OK) {
        status = visit(context, column_text(each, 0));
        if (status != STATUS_OK) {
            statement_reset(each);
            return status;
        }
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
