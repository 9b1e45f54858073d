/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_GENERATIONS_H
#define IMPORTER_GENERATIONS_H

#include <stdbool.h>
#include <stdint.h>

/** True when something was loaded once: looking must not make a workspace. */
bool generations_has_workspace(const char *data);

/** The number of a generation as typed; false when it is none, which is told on the screen. */
bool generations_read_number(const char *text, uint32_t *out);

#endif
