/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search_dump DATA FOLDER: the directory as the service holds it, for PostgreSQL's COPY: its
 * numbers (neighbours have near numbers), its points, and the very text it answers with, so that
 * the other side has nothing to render either. resource.tsv  id, public id, lon, lat, what never
 * changes of the feature having.tsv    id, skill zone.tsv      id, polygon as WKT */
#include "feature.h"
#include "geodata/atlas.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *create(const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

static void finish(FILE *file)
{
    if (fclose(file) == 0) return;
    perror("search_dump");
    exit(1);
}

/* COPY takes a backslash for the beginning of an escape. */
static void write_text(FILE *file, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\\') fputc('\\', file);
        fputc(text[i], file);
    }
}

static void write_zones(const struct atlas *atlas, atlas_id id, FILE *file)
{
    size_t count;
    const struct atlas_zone *zones = atlas_zones(atlas, id, &count);
    for (size_t i = 0; i < count; i++) {
        struct ring ring = atlas_zone_ring(atlas, &zones[i], 0);
        fprintf(file, "%u\tPOLYGON((", id);
        for (size_t v = 0; v < ring.count; v++)
            fprintf(file, "%s%.7f %.7f", v == 0 ? "" : ",", geo_from_grid(ring.vertices[v][0]),
                    geo_from_grid(ring.vertices[v][1]));
        fputs("))\n", file);
    }
}

static void write_resources(const struct atlas *atlas, const char *folder)
{
    struct buffer text = {0};
    FILE *resources = create(folder, "resource.tsv"), *zones = create(folder, "zone.tsv");
    for (atlas_id id = 0; id < atlas_facts(atlas)->resources; id++) {
        struct point point;
        if (!atlas_point(atlas, id, &point)) continue;
        buffer_reset(&text);
        atlas_write_text(atlas, id, &text);
        fprintf(resources, "%u\t%s\t%.7f\t%.7f\t", id, atlas_resource_id(atlas, id), point.lon,
                point.lat);
        write_text(resources, text.data, text.length);
        fputc('\n', resources);
        write_zones(atlas, id, zones);
    }
    buffer_free(&text);
    finish(resources);
    finish(zones);
}

static void write_having(const struct atlas *atlas, const char *path, const char *folder)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    FILE *file = create(folder, "having.tsv");
    sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);
    sqlite3_prepare_v2(db,
                       "SELECT r.public_id, h.skill FROM resource_skill h JOIN resource r "
                       "ON r.id = h.resource UNION SELECT r.public_id, s.id FROM resource r "
                       "JOIN skill s ON s.code = r.profession",
                       -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *public_id = (const char *)sqlite3_column_text(row, 0);
        fprintf(file, "%u\t%d\n", atlas_find(atlas, public_id), sqlite3_column_int(row, 1));
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
    finish(file);
}

int main(int argument_count, char **arguments)
{
    struct atlas *atlas = NULL;
    char path[1024];
    if (argument_count != 3) {
        fprintf(stderr, "usage: search_dump DATA FOLDER\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s/directory/directory-1.sqlite", arguments[1]);
    if (atlas_load(path, AUDIENCE_PUBLIC, feature_encode, NULL, &atlas) != STATUS_OK) return 1;
    write_resources(atlas, arguments[2]);
    write_having(atlas, path, arguments[2]);
    atlas_close(atlas);
    return 0;
}
