/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEOCODE_ANSWER_H
#define GEOCODE_ANSWER_H

#include "geocoder/geocode_score.h"

/* Turns hits into results with their texts, in one block. `hits[i].street` is read again from the
 * book; results keep the order of the hits. */
enum status answer_write(struct reader *reader, const struct hit *hits, size_t count,
                         const double *distances_m, struct geocode_answer *out);

#endif
