/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_POLICY_H
#define SERVICE_POLICY_H

#include "config.h"

/** The Content-Security-Policy of pages: everything from here, but the images of the configured
 *  map. free() it; NULL when memory runs out. */
char *policy_of_pages(const struct config *config);

#endif
