/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fingerprint.h"

#include <string.h>

/* FNV-1a's published offset basis and prime for 64 bits */
#define FNV_OFFSET UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

void fingerprint_bytes(fingerprint *print, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < length; i++) *print = (*print ^ byte[i]) * FNV_PRIME;
}

fingerprint fingerprint_start(void)
{
    return FNV_OFFSET;
}

void fingerprint_text(fingerprint *print, const char *text)
{
    if (text == NULL) {
        fingerprint_bytes(print, "\xFF", 1); /* no byte of UTF-8 */
        return;
    }
    fingerprint_bytes(print, text, strlen(text) + 1);
}

/* Of the prime, modulo 2^64. */
static const uint64_t powers[] = {
    1,
    FNV_PRIME,
    FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
    FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME *FNV_PRIME,
};

/* Its bytes, the lowest first. One that is zero only multiplies, and of most numbers seven are. */
void fingerprint_integer(fingerprint *print, int64_t value)
{
    uint64_t rest = (uint64_t)value;
    size_t left = sizeof value;
    for (; rest != 0; rest >>= 8, left--) *print = (*print ^ (rest & 0xFF)) * FNV_PRIME;
    *print *= powers[left];
}

void fingerprint_real(fingerprint *print, double value)
{
    fingerprint_bytes(print, &value, sizeof value);
}
