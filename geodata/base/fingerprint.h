/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FINGERPRINT_H
#define FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

/** A 64-bit hash (FNV-1a) of all that a row says, told field by field in a fixed order. It tells
 *  an old state of one row from its new one, nothing more: not for keys, not against malice.
 *  Whoever looks up by it compares what it was made of too. */
typedef uint64_t fingerprint;

fingerprint fingerprint_start(void);
void fingerprint_text(fingerprint *print, const char *text); /* NULL differs from "" */
void fingerprint_integer(fingerprint *print, int64_t value);
void fingerprint_bytes(fingerprint *print, const void *bytes, size_t length);
void fingerprint_real(fingerprint *print, double value);

#endif
