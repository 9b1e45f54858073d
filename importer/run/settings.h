/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SETTINGS_H
#define IMPORTER_SETTINGS_H

#include "geodata/status.h"
#include "run/report.h"

/** What a community decides once: `DATA/voisoin-import.ini`, laid over what the program ships
 *  (importer/voisoin-import.ini, which explains every key). Lines are `[section]`, `name = value`,
 *  or a comment after `;` or `#`; a value goes to the end of its line. A key that the shipped file
 *  does not have is refused, so that a slip of the pen does not pass for a decision. */
struct settings;

#define SETTINGS_FILE "voisoin-import.ini"

/** Reads both; without a file in `data` the shipped one counts alone. STATUS_INVALID: the
 *  community's file is refused, and the report says where and why. */
enum status settings_open(const char *data, struct report *report, struct settings **out);
void settings_close(struct settings *settings);

/** A value, "" where it is left empty. The key must be in the shipped file. Borrowed. */
const char *settings_text(const struct settings *settings, const char *section, const char *name);

/** A whole number of `min` .. `max`. STATUS_INVALID: it is none, and the report says so. */
enum status settings_number(const struct settings *settings, const char *section, const char *name,
                            unsigned long min, unsigned long max, struct report *report,
                            unsigned long *out);

/** Reports a value that its reader does not take, where it stands. Always STATUS_INVALID. */
enum status settings_refuse(const struct settings *settings, const char *section, const char *name,
                            struct report *report, const char *cause, const char *remedy);

#endif
