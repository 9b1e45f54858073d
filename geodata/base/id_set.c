/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/id_set.h"

#include <stdlib.h>
#include <string.h>

static bool reach(struct id_set *set, size_t byte)
{
    if (byte < set->length) return true;
    size_t length = set->length < 1024 ? 1024 : set->length * 2;
    if (length <= byte) length = byte + 1;
    unsigned char *bits = realloc(set->bits, length);
    if (bits == NULL) return false;
    memset(bits + set->length, 0, length - set->length);
    set->bits = bits;
    set->length = length;
    return true;
}

enum status id_set_add(struct id_set *set, int64_t id)
{
    size_t byte = (size_t)id / 8;
    unsigned char bit = (unsigned char)(1U << id % 8);
    if (!reach(set, byte)) return STATUS_NO_MEMORY;
    if ((set->bits[byte] & bit) != 0) return STATUS_INVALID;
    set->bits[byte] |= bit;
    return STATUS_OK;
}

bool id_set_has(const struct id_set *set, int64_t id)
{
    size_t byte = (size_t)id / 8;
    return byte < set->length && (set->bits[byte] >> id % 8 & 1) != 0;
}

void id_set_free(struct id_set *set)
{
    free(set->bits);
    *set = (struct id_set){0};
}
