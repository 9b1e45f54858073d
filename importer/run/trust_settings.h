/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_TRUST_SETTINGS_H
#define IMPORTER_TRUST_SETTINGS_H

#include "geodata/trust.h"
#include "run/report.h"

/** The order of trust of a community: section [trust] of its settings. STATUS_INVALID: it is
 *  refused, and the report says where and why. */
enum status trust_settings(const char *data, struct report *report, struct trust *out);

#endif
