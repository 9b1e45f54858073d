/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PUBLIC_ID_H
#define PUBLIC_ID_H

#include <stddef.h>

#define PUBLIC_ID_LENGTH 16

/** The id under which everybody knows the resource of an identity: the first 16 hexadecimal digits,
 *  in lower case, of the MD5 (RFC 1321) of its bytes. It hides nothing and guards against nobody;
 *  it is short, and the same in every generation. `out` ends with a NUL. */
void public_id(const char *identity, size_t length, char out[PUBLIC_ID_LENGTH + 1]);

#endif
