/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_CREW_H
#define GEODATA_CREW_H

#include <stdatomic.h>
#include <stddef.h>

/** One piece of a work that was cut into `count`; any thread, in any order. */
typedef void crew_work(void *context, size_t piece);

/** Does all pieces on as many threads as there are cores, this one among them, and returns when
 *  they are done. When `*is_given_up` becomes true (NULL: never) the pieces not yet begun are left
 *  undone. Without memory for threads this one does it alone. */
void crew_run(size_t count, crew_work *work, void *context, const atomic_bool *is_given_up);

#endif
