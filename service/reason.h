/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_REASON_H
#define SERVICE_REASON_H

#include "geodata/buffer.h"
#include "geodata/search.h"

/** Why a result is there, or nearly, as an object: code, a sentence in French and in English, the
 *  zone's words, metres. Nothing when the search gave no reason. */
void reason_write(struct buffer *out, const struct search_hit *hit);

#endif
