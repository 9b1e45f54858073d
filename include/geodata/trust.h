/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_TRUST_H
#define GEODATA_TRUST_H

#include "geodata/field.h"
#include "geodata/status.h"

#include <stddef.h>

/** Whom to believe when several sources speak of one resource: for each field the value is that of
 *  the most trusted kind of source that says something, and within a kind that of the last to have
 *  spoken. A human's correction stands above all of them, whatever the order. */

#define TRUST_KINDS_MAX 16

/** Kinds of source, the most trusted first; those not named come after, in no order of kinds. */
struct trust_order {
    char kinds[TRUST_KINDS_MAX][24];
    size_t count;
};

struct trust {
    struct trust_order order;
    struct trust_order fields[FIELD_COUNT]; /* before `order` for that field; empty: as it says */
};

/** "correction, sheet, vaccination, finess, rpps" for all fields. */
extern const struct trust trust_default;

/** Reads "finess, sheet". `why` gets what is wrong, in French; it may not be NULL. STATUS_INVALID:
 *  a word that names no kind of source, one said twice, or correction after another. */
struct buffer;
enum status trust_read(const char *text, struct trust_order *out, struct buffer *why);

#endif
