/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geometry/geometry_blob.h"

#include <math.h>
#include <string.h>

static uint64_t read_little(const unsigned char *bytes, int count)
{
    uint64_t value = 0;
    for (int i = count - 1; i >= 0; i--) value = value << 8 | bytes[i];
    return value;
}

static double read_double(const unsigned char *bytes)
{
    double value;
    uint64_t bits = read_little(bytes, 8);
    memcpy(&value, &bits, sizeof value);
    return value;
}

bool blob_read_box(const void *blob, size_t length, enum blob_type type, struct box *out)
{
    const unsigned char *bytes = blob;
    if (blob == NULL || length <= BLOB_HEAD_LENGTH) return false;
    if (bytes[0] != BLOB_START || bytes[1] != BLOB_LITTLE_ENDIAN || bytes[38] != BLOB_BOX_END ||
        bytes[length - 1] != BLOB_END) {
        return false;
    }
    if (read_little(bytes + 2, 4) != BLOB_SRID || read_little(bytes + 39, 4) != (uint64_t)type)
        return false;
    *out = (struct box){read_double(bytes + 6), read_double(bytes + 14), read_double(bytes + 22),
                        read_double(bytes + 30)};
    return isfinite(out->west) && isfinite(out->south) && out->west <= out->east &&
           out->south <= out->north && isfinite(out->east) && isfinite(out->north);
}

static void put_little(unsigned char *out, uint64_t value, int count)
{
    for (int i = 0; i < count; i++) out[i] = (unsigned char)(value >> (8 * i) & 0xFF);
}

static void put_double(unsigned char *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_little(out, bits, 8);
}

void blob_write_point(struct point point, unsigned char out[BLOB_POINT_LENGTH])
{
    out[0] = BLOB_START;
    out[1] = BLOB_LITTLE_ENDIAN;
    put_little(out + 2, BLOB_SRID, 4);
    for (int i = 0; i < 4; i++) put_double(out + 6 + 8 * i, i % 2 == 0 ? point.lon : point.lat);
    out[38] = BLOB_BOX_END;
    put_little(out + 39, BLOB_POINT, 4);
    put_double(out + BLOB_HEAD_LENGTH, point.lon);
    put_double(out + BLOB_HEAD_LENGTH + 8, point.lat);
    out[BLOB_POINT_LENGTH - 1] = BLOB_END;
}

bool blob_read_point(const void *blob, size_t length, struct point *out)
{
    const unsigned char *bytes = blob;
    struct box box;
    if (length != BLOB_HEAD_LENGTH + 17 || !blob_read_box(blob, length, BLOB_POINT, &box))
        return false;
    *out = (struct point){.lon = read_double(bytes + BLOB_HEAD_LENGTH),
                          .lat = read_double(bytes + BLOB_HEAD_LENGTH + 8)};
    return true;
}

static void write_little(struct buffer *out, uint64_t value, int count)
{
    unsigned char bytes[8];
    put_little(bytes, value, count);
    buffer_append(out, (const char *)bytes, (size_t)count);
}

static void write_double(struct buffer *out, double value)
{
    unsigned char bytes[8];
    put_double(bytes, value);
    buffer_append(out, (const char *)bytes, 8);
}

static struct box box_around(const struct point *ring, size_t count)
{
    struct box box = {ring[0].lon, ring[0].lat, ring[0].lon, ring[0].lat};
    for (size_t i = 1; i < count; i++) {
        box.west = fmin(box.west, ring[i].lon);
        box.south = fmin(box.south, ring[i].lat);
        box.east = fmax(box.east, ring[i].lon);
        box.north = fmax(box.north, ring[i].lat);
    }
    return box;
}

void blob_write_polygon(const struct point *ring, size_t count, struct buffer *out)
{
    struct box box = box_around(ring, count);
    buffer_reserve(out, BLOB_HEAD_LENGTH + 24 + 16 * count);
    buffer_char(out, (char)BLOB_START);
    buffer_char(out, (char)BLOB_LITTLE_ENDIAN);
    write_little(out, BLOB_SRID, 4);
    write_double(out, box.west);
    write_double(out, box.south);
    write_double(out, box.east);
    write_double(out, box.north);
    buffer_char(out, (char)BLOB_BOX_END);
    write_little(out, BLOB_MULTIPOLYGON, 4);
    write_little(out, 1, 4); /* polygons */
    buffer_char(out, (char)BLOB_ENTITY);
    write_little(out, BLOB_POLYGON, 4);
    write_little(out, 1, 4); /* rings */
    write_little(out, count, 4);
    for (size_t i = 0; i < count; i++) {
        write_double(out, ring[i].lon);
        write_double(out, ring[i].lat);
    }
    buffer_char(out, (char)BLOB_END);
}
