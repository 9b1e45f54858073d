/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/geometry_ogr.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* GDAL keeps its last message by itself; it must only not print it. */
static void CPL_STDCALL stay_silent(CPLErr class, CPLErrorNum number, const char *message)
{
    (void)class;
    (void)number;
    (void)message;
}

void geometry_begin(void)
{
    CPLSetErrorHandler(stay_silent);
    GDALAllRegister();
}

void geometry_end(void)
{
    GDALDestroyDriverManager();
}

/* GEOS speaks English: "Self-intersection at or near point 2.33 48.83". */
static void explain_invalid(struct buffer *why)
{
    static const struct {
        const char *english, *french;
    } cases[] = {
        {"Self-intersection", "le contour se croise lui-même"},
        {"Ring Self-intersection", "le contour se touche lui-même"},
        {"Too few points", "un contour a moins de trois sommets"},
        {"Hole lies outside", "un trou est hors de son contour"},
        {"Holes are nested", "des trous sont l'un dans l'autre"},
        {"Interior is disconnected", "un trou coupe la zone en deux"},
        {"Nested shells", "deux contours sont l'un dans l'autre"},
        {"Duplicate Rings", "un contour est là deux fois"},
    };
    const char *message = CPLGetLastErrorMsg();
    const char *words = "le contour n'est pas valable";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (strncmp(message, cases[i].english, strlen(cases[i].english)) == 0) {
            words = cases[i].french;
        }
    }
    buffer_text(why, words);
    const char *point = strstr(message, "point ");
    double lon = 0, lat = 0;
    if (point != NULL && sscanf(point + 6, "%lf %lf", &lon, &lat) == 2) {
        buffer_format(why, " (vers lon %.6f, lat %.6f)", lon, lat);
    }
}

static bool in_degrees(OGRGeometryH geometry)
{
    OGREnvelope box;
    OGR_G_GetEnvelope(geometry, &box);
    return box.MinX >= -180.0 && box.MaxX <= 180.0 && box.MinY >= -90.0 && box.MaxY <= 90.0;
}

/* Metropolitan France written lat lon is sea off Somalia. */
static bool is_swapped(OGRGeometryH geometry)
{
    OGREnvelope box;
    OGR_G_GetEnvelope(geometry, &box);
    return box.MinX > 41.0 && box.MaxX < 52.0 && box.MinY > -6.0 && box.MaxY < 10.0;
}

static bool is_polygonal(OGRGeometryH geometry)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    return (type == wkbPolygon || type == wkbMultiPolygon) && !OGR_G_IsEmpty(geometry);
}

/* What mending leaves may hold lines and points beside the polygons: only the latter count. */
static OGRGeometryH keep_polygons(OGRGeometryH geometry)
{
    if (geometry == NULL || is_polygonal(geometry)) return geometry;
    OGRGeometryH polygons = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++) {
        OGRGeometryH part = OGR_G_GetGeometryRef(geometry, i);
        if (wkbFlatten(OGR_G_GetGeometryType(part)) == wkbPolygon) {
            OGR_G_AddGeometry(polygons, part);
        }
        for (int j = 0; wkbFlatten(OGR_G_GetGeometryType(part)) == wkbMultiPolygon &&
                        j < OGR_G_GetGeometryCount(part);
             j++) {
            OGR_G_AddGeometry(polygons, OGR_G_GetGeometryRef(part, j));
        }
    }
    OGR_G_DestroyGeometry(geometry);
    return polygons;
}

static enum status append_wkt(OGRGeometryH geometry, struct buffer *out)
{
    char *wkt = NULL;
    if (OGR_G_ExportToWkt(geometry, &wkt) != OGRERR_NONE) return STATUS_NO_MEMORY;
    buffer_text(out, wkt);
    CPLFree(wkt);
    return out->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status geometry_write(OGRGeometryH geometry, struct buffer *out, bool *mended,
                           struct buffer *why)
{
    enum status status = STATUS_INVALID;
    *mended = false;
    if (geometry == NULL) {
        buffer_text(why, "il n'y a pas de contour");
        return STATUS_INVALID;
    }
    OGR_G_FlattenTo2D(geometry);
    if (OGR_G_HasCurveGeometry(geometry, 0)) {
        OGRGeometryH lines = OGR_G_GetLinearGeometry(geometry, 0, NULL);
        OGR_G_DestroyGeometry(geometry);
        geometry = lines;
    }
    if (geometry == NULL || !is_polygonal(geometry)) {
        buffer_text(why, "ce n'est pas un polygone");
        goto done;
    }
    if (!in_degrees(geometry)) {
        buffer_text(why, "les coordonnées ne sont pas des degrés : elles semblent être en mètres "
                         "(Lambert-93)");
        goto done;
    }
    if (is_swapped(geometry)) {
        buffer_text(why, "la longitude et la latitude sont inversées : en France, la première est "
                         "proche de 2, la seconde de 48");
        goto done;
    }
    CPLErrorReset();
    if (!OGR_G_IsValid(geometry)) {
        explain_invalid(why);
        OGRGeometryH valid = keep_polygons(OGR_G_MakeValid(geometry));
        OGR_G_DestroyGeometry(geometry);
        geometry = valid;
        if (geometry == NULL || OGR_G_IsEmpty(geometry) || OGR_G_Area(geometry) <= 0.0) goto done;
        *mended = true;
    }
    status = append_wkt(geometry, out);
done:
    if (geometry != NULL) OGR_G_DestroyGeometry(geometry);
    return status;
}

enum status geometry_read(const char *wkt, struct buffer *out, bool *mended, struct buffer *why)
{
    OGRGeometryH geometry = NULL;
    char *at = NULL;
    char *copy = strdup(wkt);
    *mended = false;
    if (copy == NULL) return STATUS_NO_MEMORY;
    at = copy;
    OGRErr error = OGR_G_CreateFromWkt(&at, NULL, &geometry);
    bool rest = error == OGRERR_NONE && at[strspn(at, " \t\n")] != '\0';
    free(copy);
    if (error == OGRERR_NONE && !rest) return geometry_write(geometry, out, mended, why);
    if (geometry != NULL) OGR_G_DestroyGeometry(geometry);
    buffer_text(why, "ce contour (WKT) ne se lit pas");
    return STATUS_INVALID;
}
