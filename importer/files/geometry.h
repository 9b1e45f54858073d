/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_GEOMETRY_H
#define IMPORTER_GEOMETRY_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>

/** Polygons from outside, made fit for the workspace. GDAL stays behind these doors; its own
 *  messages never reach the screen. */

/** To be called once, before anything else of GDAL. */
void geometry_begin(void);
void geometry_end(void);

/** Reads WKT (POLYGON or MULTIPOLYGON, WGS 84 degrees) and appends it to `out`, mended when its
 *  outline crosses itself (`*mended`, and `why` says where). STATUS_INVALID: it is no polygon, not
 *  in degrees, or cannot be mended; `why` says so in French. */
enum status geometry_read(const char *wkt, struct buffer *out, bool *mended, struct buffer *why);

#endif
