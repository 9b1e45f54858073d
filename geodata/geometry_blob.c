/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geometry_blob.h"

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
