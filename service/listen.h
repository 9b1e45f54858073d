/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_LISTEN_H
#define SERVICE_LISTEN_H

#include "geodata/status.h"

/** Opens a listening socket on `where`: `127.0.0.1:8080`, `[::1]:8080`; port 0 takes a free one,
 *  which `*port` tells. STATUS_INVALID: not an address; STATUS_FAILED: in use, or not ours (both
 *  logged). */
enum status listen_open(const char *where, int *out, unsigned *port);

#endif
