/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_DIFF_COMMAND_H
#define IMPORTER_DIFF_COMMAND_H

#include "geodata/publish.h"
#include "run/command.h"

/** Tells what publishing would change, and publishes nothing; the caller holds the lock. Statuses
 * as publish_directory. */
enum status diff_rehearse(const struct options *options, struct report *report,
                          struct publish_summary *out);

#endif
