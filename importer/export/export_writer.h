/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_EXPORT_WRITER_H
#define IMPORTER_EXPORT_WRITER_H

#include "export/export_row.h"
#include "geodata/atlas.h"
#include "geodata/status.h"

#include <stdbool.h>

/** The kinds of file that export writes. The rows of resources come first, in the order of the
 *  directory, then those of sessions. Whatever the kind, the file is made beside its place and put
 *  there at the end. */

struct export_writer;

struct export_format {
    const char *ending;  /* of the file's name, with its dot */
    bool holds_points;   /* the point is not in columns */
    bool holds_sessions; /* a sheet or a layer of its own */

    /* STATUS_FAILED: it cannot be written there. */
    enum status (*open)(struct export_writer *writer);
    /* Each answers false when memory or the disk ran out; the caller counts the rows. */
    bool (*resource)(struct export_writer *writer, const struct atlas *atlas, atlas_id id,
                     const struct resource *resource, const char *const *cells);
    bool (*session)(struct export_writer *writer, const char *const *cells);
    /* Ends the file and puts it in its place; `atlas` NULL: leaves without a file. */
    enum status (*close)(struct export_writer *writer, const struct atlas *atlas);
};

extern const struct export_format export_csv, export_geojson, export_xlsx, export_gpkg;

struct export_writer {
    const struct export_format *format;
    const char *path;            /* borrowed */
    bool restricted;             /* the professionals' columns are written */
    bool sessions_only;          /* a CSV holds one table: that of sessions */
    const struct skills *skills; /* of the lists of choices; borrowed */
    struct buffer text;          /* of a file that is written at once */
    void *state;                 /* the format's own */
    size_t resources, sessions;  /* written */
    size_t cut;                  /* texts that were too long for a cell */
};

/** Whether a column is written. */
bool export_has_column(const struct export_writer *writer, size_t column);

#endif
