/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOMETRY_BLOB_H
#define GEOMETRY_BLOB_H

#include "geodata/buffer.h"
#include "geodata/geo.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How SpatiaLite keeps a geometry in a column, as far as we read and write it ourselves:
 *
 *      0   0x00
 *      1   0x01: little endian, as SpatiaLite always writes
 *      2   SRID, 4 bytes
 *      6   its box: xmin, ymin, xmax, ymax, 8 bytes each
 *      38  0x7C
 *      39  the type of OGC 06-103r4, 4 bytes
 *      43  the coordinates; each geometry of a collection begins with 0x69 and its type
 *      …   0xFE, the last byte
 *
 *  Internal to geodata/. */
#define BLOB_START 0x00
#define BLOB_LITTLE_ENDIAN 0x01
#define BLOB_BOX_END 0x7C
#define BLOB_ENTITY 0x69
#define BLOB_END 0xFE
#define BLOB_HEAD_LENGTH 43

#define BLOB_SRID 4326 /* WGS 84 */

enum blob_type { BLOB_POINT = 1, BLOB_POLYGON = 3, BLOB_MULTIPOLYGON = 6 };

/** Reads the box; false when it is not a geometry in WGS 84 of this type. Its coordinates are not
 *  looked at. */
bool blob_read_box(const void *blob, size_t length, enum blob_type type, struct box *out);

#define BLOB_POINT_LENGTH 60
/** Writes a POINT, BLOB_POINT_LENGTH bytes. */
void blob_write_point(struct point point, unsigned char out[BLOB_POINT_LENGTH]);

/** Reads a POINT in WGS 84 as SpatiaLite writes it; false when it is not one. */
bool blob_read_point(const void *blob, size_t length, struct point *out);

/** Appends a MULTIPOLYGON of one ring, whose last point is its first. */
void blob_write_polygon(const struct point *ring, size_t count, struct buffer *out);

#endif
