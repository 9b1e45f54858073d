/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export_writer.h"

#include "cells/sheet_columns.h"
#include "files/output.h"

/* Points with their columns as properties, as QGIS and web maps open them. */

static enum status open_geojson(struct export_writer *writer)
{
    buffer_text(&writer->text, "{\"type\":\"FeatureCollection\",\"features\":[");
    return writer->text.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static bool write_feature(struct export_writer *writer, const struct atlas *atlas, atlas_id id,
                          const struct resource *resource, const char *const *cells)
{
    struct buffer *out = &writer->text;
    struct point point;
    bool is_first = true;
    buffer_text(out, writer->resources == 0 ? "\n" : ",\n");
    buffer_text(out, "{\"type\":\"Feature\",\"id\":");
    output_json(out, resource->id);
    buffer_text(out, ",\"geometry\":");
    if (atlas_point(atlas, id, &point)) {
        buffer_format(out, "{\"type\":\"Point\",\"coordinates\":[%.7f,%.7f]}", point.lon,
                      point.lat);
    } else {
        buffer_text(out, "null");
    }
    buffer_text(out, ",\"properties\":{");
    for (enum sheet_column column = 0; column < SHEET_COLUMN_COUNT; column++) {
        if (!export_has_column(writer, column)) continue;
        if (!is_first) buffer_char(out, ',');
        is_first = false;
        output_json(out, sheet_columns[column].name);
        buffer_char(out, ':');
        output_json(out, cells[column]);
    }
    buffer_text(out, "}}");
    return !out->failed;
}

static enum status close_geojson(struct export_writer *writer, const struct atlas *atlas)
{
    buffer_text(&writer->text, "\n]}\n");
    enum status status = atlas == NULL ? STATUS_OK : output_file(writer->path, &writer->text);
    buffer_free(&writer->text);
    return status;
}

const struct export_format export_geojson = {
    .ending = ".geojson",
    .holds_points = true,
    .open = open_geojson,
    .resource = write_feature,
    .close = close_geojson,
};
