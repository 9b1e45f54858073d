/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_HOLDER_H
#define GEODATA_HOLDER_H

#include "geodata/status.h"

/** Something that is only read (an atlas, a geocoder), replaced while threads read it. Readers take
 * no lock: a reader counts itself in with one atomic step and out with another; what was replaced
 * is closed by the last reader that leaves it. */
struct holder;

/** Empty at first. `close` is called once with each thing that was put in. */
enum status holder_open(void (*close)(void *thing), struct holder **out);

/** Puts `next` in force and takes ownership of it (NULL: nothing any more). One thread at a time.
 */
void holder_swap(struct holder *holder, void *next);

/** What is in force, or NULL. Each thing acquired (not NULL) is given back, soon, with the token
 * that acquiring left. */
const void *holder_acquire(struct holder *holder, unsigned *token);
void holder_release(struct holder *holder, unsigned token);

/** Closes what is still held; no reader may be inside. NULL is taken. */
void holder_close(struct holder *holder);

#endif
