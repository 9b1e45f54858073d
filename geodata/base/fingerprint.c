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

void fingerprint_integer(fingerprint *print, int64_t value)
{
    fingerprint_bytes(print, &value, sizeof value);
}

void fingerprint_real(fingerprint *print, double value)
{
    fingerprint_bytes(print, &value, sizeof value);
}
