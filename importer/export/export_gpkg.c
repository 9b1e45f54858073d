/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export_writer.h"

#include "cells/sheet_columns.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A GeoPackage for QGIS: points with the columns of the table, the zones of home visits, the
 * territory, and the sessions. */

#define CORNERS 64 /* of a circle: 1 - cos(pi / 64) is 0.12 % */

struct state {
    GDALDatasetH file;
    OGRSpatialReferenceH wgs84;
    OGRLayerH resources, zones, areas, sessions;
    struct buffer part;
    bool failed;
};

static void add_column(struct state *state, OGRLayerH layer, const char *name)
{
    OGRFieldDefnH field = OGR_Fld_Create(name, OFTString);
    if (layer == NULL || OGR_L_CreateField(layer, field, TRUE) != OGRERR_NONE) state->failed = true;
    OGR_Fld_Destroy(field);
}

static OGRLayerH add_layer(struct state *state, const char *name, OGRwkbGeometryType type)
{
    OGRLayerH layer = GDALDatasetCreateLayer(state->file, name,
                                             type == wkbNone ? NULL : state->wgs84, type, NULL);
    if (layer == NULL) state->failed = true;
    return layer;
}

static void add_layers(const struct export_writer *writer, struct state *state)
{
    static const char *const zone_columns[] = {"identifiant", "nom", "zone", "effet", "compétence"};
    static const char *const area_columns[] = {"sorte", "code", "nom"};
    state->resources = add_layer(state, "fiches", wkbPoint);
    state->zones = add_layer(state, "zones", wkbMultiPolygon);
    state->areas = add_layer(state, "territoire", wkbMultiPolygon);
    state->sessions = add_layer(state, "séances", wkbNone);
    for (size_t i = 0; i < SHEET_COLUMN_COUNT; i++) {
        if (export_has_column(writer, i))
            add_column(state, state->resources, sheet_columns[i].name);
    }
    for (size_t i = 0; i < sizeof zone_columns / sizeof *zone_columns; i++) {
        add_column(state, state->zones, zone_columns[i]);
    }
    for (size_t i = 0; i < sizeof area_columns / sizeof *area_columns; i++) {
        add_column(state, state->areas, area_columns[i]);
    }
    for (size_t i = 0; i < SESSION_COLUMN_COUNT; i++) {
        add_column(state, state->sessions, session_columns[i].name);
    }
}

static enum status open_gpkg(struct export_writer *writer)
{
    struct state *state = calloc(1, sizeof *state);
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    if (state == NULL || driver == NULL) {
        free(state);
        return STATUS_NO_MEMORY;
    }
    writer->state = state;
    buffer_format(&state->part, "%s.part.gpkg", writer->path);
    if (state->part.failed) return STATUS_NO_MEMORY;
    unlink(state->part.data);
    state->file = GDALCreate(driver, state->part.data, 0, 0, 0, GDT_Unknown, NULL);
    if (state->file == NULL) return STATUS_FAILED;
    state->wgs84 = OSRNewSpatialReference(NULL);
    OSRSetWellKnownGeogCS(state->wgs84, "WGS84");
    OSRSetAxisMappingStrategy(state->wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    if (GDALDatasetStartTransaction(state->file, FALSE) != OGRERR_NONE) return STATUS_FAILED;
    add_layers(writer, state);
    return state->failed ? STATUS_FAILED : STATUS_OK;
}

static void add_feature(struct state *state, OGRLayerH layer, OGRGeometryH geometry,
                        const char *const *texts, size_t count)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    for (size_t i = 0; i < count; i++) {
        if (texts[i] != NULL) OGR_F_SetFieldString(feature, (int)i, texts[i]);
    }
    if (geometry != NULL) OGR_F_SetGeometryDirectly(feature, geometry);
    if (OGR_L_CreateFeature(layer, feature) != OGRERR_NONE) state->failed = true;
    OGR_F_Destroy(feature);
}

/* ---- shapes */

static OGRGeometryH polygon_of(OGRGeometryH ring)
{
    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    OGR_G_AddGeometryDirectly(polygon, ring);
    return polygon;
}

static OGRGeometryH ring_line(struct ring ring)
{
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLinearRing);
    for (size_t i = 0; i < ring.count; i++) {
        OGR_G_AddPoint_2D(line, geo_from_grid(ring.vertices[i][0]),
                          geo_from_grid(ring.vertices[i][1]));
    }
    return line;
}

/* Adds a ring to the shape: a new polygon, or a hole in the last one. */
static void add_ring(OGRGeometryH shape, struct ring ring)
{
    int last = OGR_G_GetGeometryCount(shape) - 1;
    if (ring.outer || last < 0) {
        OGR_G_AddGeometryDirectly(shape, polygon_of(ring_line(ring)));
    } else {
        OGR_G_AddGeometryDirectly(OGR_G_GetGeometryRef(shape, last), ring_line(ring));
    }
}

static OGRGeometryH circle(struct point center, double radius_m)
{
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLinearRing);
    for (int i = 0; i <= CORNERS; i++) {
        struct point corner = geo_destination(center, -360.0 * (i % CORNERS) / CORNERS, radius_m);
        OGR_G_AddPoint_2D(line, corner.lon, corner.lat);
    }
    return polygon_of(line);
}

static OGRGeometryH zone_shape(const struct atlas *atlas, atlas_id id,
                               const struct atlas_zone *zone)
{
    OGRGeometryH shape = OGR_G_CreateGeometry(wkbMultiPolygon);
    struct point place;
    if (zone->shape == ZONE_CIRCLE && atlas_point(atlas, id, &place)) {
        OGR_G_AddGeometryDirectly(shape, circle(place, zone->radius_m));
        return shape;
    }
    for (size_t i = 0; i < zone->ring_count; i++) add_ring(shape, atlas_zone_ring(atlas, zone, i));
    return shape;
}

/* ---- rows */

static void write_zones(struct state *state, const struct atlas *atlas, atlas_id id,
                        const struct resource *resource)
{
    size_t count = 0;
    const struct skills *skills = atlas_skills(atlas);
    const struct atlas_zone *zones = atlas_zones(atlas, id, &count);
    for (size_t i = 0; i < count; i++) {
        const struct atlas_zone *zone = &zones[i];
        const char *texts[] = {
            resource->identity,
            resource->name,
            zone->label,
            zone->effect == ZONE_INCLUDE ? "se déplace" : "ne se déplace pas",
            zone->skill == SKILL_NONE ? NULL : skills_get(skills, zone->skill)->label_fr,
        };
        add_feature(state, state->zones, zone_shape(atlas, id, zone), texts,
                    sizeof texts / sizeof *texts);
    }
}

static bool write_resource(struct export_writer *writer, const struct atlas *atlas, atlas_id id,
                           const struct resource *resource, const char *const *cells)
{
    struct state *state = writer->state;
    const char *texts[SHEET_COLUMN_COUNT];
    size_t count = 0;
    struct point point;
    OGRGeometryH geometry = NULL;
    for (size_t i = 0; i < SHEET_COLUMN_COUNT; i++) {
        if (export_has_column(writer, i)) texts[count++] = cells[i];
    }
    if (atlas_point(atlas, id, &point)) {
        geometry = OGR_G_CreateGeometry(wkbPoint);
        OGR_G_SetPoint_2D(geometry, 0, point.lon, point.lat);
    }
    add_feature(state, state->resources, geometry, texts, count);
    write_zones(state, atlas, id, resource);
    return !state->failed;
}

static bool write_session(struct export_writer *writer, const char *const *cells)
{
    struct state *state = writer->state;
    add_feature(state, state->sessions, NULL, cells, SESSION_COLUMN_COUNT);
    return !state->failed;
}

static void write_areas(struct state *state, const struct atlas *atlas)
{
    size_t count = 0;
    const struct atlas_area *areas = atlas_areas(atlas, &count);
    for (size_t i = 0; i < count; i++) {
        const char *texts[] = {areas[i].kind, areas[i].code, areas[i].name};
        OGRGeometryH shape = OGR_G_CreateGeometry(wkbMultiPolygon);
        for (size_t j = 0; j < areas[i].ring_count; j++) {
            add_ring(shape, atlas_area_ring(atlas, &areas[i], j));
        }
        add_feature(state, state->areas, shape, texts, sizeof texts / sizeof *texts);
    }
}

static enum status close_gpkg(struct export_writer *writer, const struct atlas *atlas)
{
    struct state *state = writer->state;
    if (state == NULL) return STATUS_OK;
    bool wanted = atlas != NULL && state->file != NULL && !state->failed;
    if (wanted) write_areas(state, atlas);
    if (wanted && GDALDatasetCommitTransaction(state->file) != OGRERR_NONE) state->failed = true;
    CPLErrorReset();
    GDALClose(state->file);
    if (CPLGetLastErrorType() >= CE_Failure) state->failed = true; /* the last pages */
    bool written = wanted && !state->failed && rename(state->part.data, writer->path) == 0;
    if (!written && state->part.data != NULL) unlink(state->part.data);
    OSRDestroySpatialReference(state->wgs84);
    buffer_free(&state->part);
    free(state);
    writer->state = NULL;
    return atlas == NULL || written ? STATUS_OK : STATUS_FAILED;
}

const struct export_format export_gpkg = {
    .ending = ".gpkg",
    .holds_points = true,
    .holds_sessions = true,
    .open = open_gpkg,
    .resource = write_resource,
    .session = write_session,
    .close = close_gpkg,
};
