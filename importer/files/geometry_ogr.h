/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_GEOMETRY_OGR_H
#define IMPORTER_GEOMETRY_OGR_H

#include "files/geometry.h"

#include <ogr_api.h>

/** geometry_read for the readers of geographic files: takes over `geometry` (WGS 84, lon lat),
 *  which may be NULL. */
enum status geometry_write(OGRGeometryH geometry, struct buffer *out, bool *mended,
                           struct buffer *why);

#endif
