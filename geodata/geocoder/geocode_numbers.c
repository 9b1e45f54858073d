/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_numbers.h"

#include <string.h>

static void put_varint(struct buffer *out, uint32_t value)
{
    while (value >= 0x80) {
        buffer_char(out, (char)(0x80u | (value & 0x7Fu)));
        value >>= 7;
    }
    buffer_char(out, (char)value);
}

static void put_signed(struct buffer *out, int64_t value)
{
    uint64_t zigzag = ((uint64_t)value << 1) ^ (uint64_t)(value >> 63);
    put_varint(out, (uint32_t)zigzag);
}

static void put_number(const struct house_number *number, const struct house_number *before,
                       struct buffer *out)
{
    unsigned flags = (unsigned)strlen(number->suffix);
    if (number->postcode[0] != '\0') flags |= NUMBER_POSTCODE;
    if (number->id[0] != '\0') flags |= NUMBER_ID;
    if (number->in_name) flags |= NUMBER_IN_NAME;
    put_varint(out, number->number - before->number);
    buffer_char(out, (char)flags);
    buffer_text(out, number->suffix);
    buffer_text(out, number->postcode);
    if (number->id[0] != '\0') {
        put_varint(out, (uint32_t)strlen(number->id));
        buffer_text(out, number->id);
    }
    put_signed(out, (int64_t)number->lon - before->lon);
    put_signed(out, (int64_t)number->lat - before->lat);
}

void numbers_pack(const struct house_number *numbers, size_t count, struct buffer *out)
{
    static const struct house_number none = {0};
    put_varint(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        put_number(&numbers[i], i == 0 ? &none : &numbers[i - 1], out);
    }
}

static bool get_varint(struct number_cursor *cursor, uint32_t *out)
{
    uint32_t value = 0;
    for (unsigned shift = 0; shift < 35 && cursor->next < cursor->end; shift += 7) {
        unsigned char byte = *cursor->next++;
        value |= (uint32_t)(byte & 0x7Fu) << shift;
        if ((byte & 0x80u) == 0) {
            *out = value;
            return true;
        }
    }
    return false;
}

static bool get_moved(struct number_cursor *cursor, int32_t *value)
{
    uint32_t zigzag;
    if (!get_varint(cursor, &zigzag)) return false;
    uint32_t moved = (zigzag >> 1) ^ (0u - (zigzag & 1u));
    *value = (int32_t)((uint32_t)*value + moved);
    return true;
}

static bool get_text(struct number_cursor *cursor, size_t length, size_t capacity, char *out)
{
    if (length >= capacity || (size_t)(cursor->end - cursor->next) < length) return false;
    memcpy(out, cursor->next, length);
    out[length] = '\0';
    cursor->next += length;
    return true;
}

void numbers_begin(struct number_cursor *cursor, const void *blob, size_t length)
{
    memset(cursor, 0, sizeof *cursor);
    if (blob == NULL) return; /* a street without numbers */
    cursor->next = blob;
    cursor->end = cursor->next + length;
    if (!get_varint(cursor, &cursor->left)) cursor->left = 0;
}

bool numbers_next(struct number_cursor *cursor)
{
    struct house_number *now = &cursor->now;
    uint32_t step, id_length = 0;
    if (cursor->left == 0 || !get_varint(cursor, &step) || cursor->next >= cursor->end)
        return false;
    cursor->left--;
    now->number += step;
    unsigned flags = *cursor->next++;
    if (!get_text(cursor, flags & 0x0Fu, sizeof now->suffix, now->suffix)) return false;
    if (!get_text(cursor, flags & NUMBER_POSTCODE ? 5 : 0, sizeof now->postcode, now->postcode)) {
        return false;
    }
    if ((flags & NUMBER_ID) != 0 && !get_varint(cursor, &id_length)) return false;
    if (!get_text(cursor, id_length, sizeof now->id, now->id)) return false;
    now->in_name = (flags & NUMBER_IN_NAME) != 0;
    return get_moved(cursor, &now->lon) && get_moved(cursor, &now->lat);
}
