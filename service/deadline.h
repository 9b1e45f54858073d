/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_DEADLINE_H
#define SERVICE_DEADLINE_H

#include "geodata/status.h"

/** No connection may hold its place by sending or reading one byte now and then: each has an
 *  absolute time for its next request, from the end of the one before to its answer's last byte,
 *  and is shut when that is over. (An inactivity timeout never sees such a visitor.) */
struct deadlines;
struct deadline;

enum status deadlines_open(unsigned seconds, struct deadlines **out);
/** Every connection must have been forgotten. */
void deadlines_close(struct deadlines *deadlines);

/** Starts a connection's time. NULL when memory runs out: refuse the connection. */
struct deadline *deadline_watch(struct deadlines *deadlines, int socket);
/** A request ended: the time starts again. */
void deadline_renew(struct deadline *deadline);
/** The time starts again in `seconds`: the wait is ours, or what is sent is long. */
void deadline_allow(struct deadline *deadline, unsigned seconds);
/** The socket is about to be closed. */
void deadline_forget(struct deadlines *deadlines, struct deadline *deadline);

#endif
