/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_FORM_H
#define SERVICE_FORM_H

#include "geodata/status.h"

#include <stddef.h>

/** A form sent with its file (multipart/form-data, RFC 7578), read where it lies: no socket, no
 *  HTTP library, no copy of the file. */

/** As many columns as a person ticks, and some settings. */
#define FORM_PARTS_MAX 128

struct form_part {
    char name[64];
    char file_name[256]; /* "" when it is not a file */
    char charset[32];    /* "" when it does not say */
    const char *bytes;   /* followed by a NUL that length does not count */
    size_t length;
};

struct form {
    struct form_part parts[FORM_PARTS_MAX];
    size_t count;
};

/** Reads the body of a request whose Content-Type is `content_type`. `bytes` must outlive the form;
 *  the line end behind each part is overwritten by its NUL.
 *
 *  STATUS_NOT_FOUND  not a multipart/form-data, or no boundary
 *  STATUS_INVALID    cut short, a part without a name, more than FORM_PARTS_MAX parts, a name that
 *                    is not text */
enum status form_read(const char *content_type, char *bytes, size_t length, struct form *out);

/** The first part of this name; NULL: none. */
const struct form_part *form_find(const struct form *form, const char *name);

#endif
