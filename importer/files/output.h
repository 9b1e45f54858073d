/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_OUTPUT_H
#define IMPORTER_OUTPUT_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>

/** Files that go back to the coordinator. */

/** True for a text that a spreadsheet would take for a formula: it begins with = + - @, a tab or a
 *  carriage return. */
bool output_is_formula(const char *text);

/** True for a text that table_read would take an apostrophe from: some, then what looks like a
 *  formula. */
bool output_is_guarded(const char *text);

/** Appends one CSV cell (separator `;`); NULL is an empty one. What looks like a formula gets an
 *  apostrophe before it, which spreadsheets and table_read take off again. */
void output_cell(struct buffer *out, const char *text);

/** Appends a JSON string, or null for NULL. */
void output_json(struct buffer *out, const char *text);

/** True when `path` ends so, `.csv` for instance, in either case. */
bool output_ends_with(const char *path, const char *ending);

/** Writes the whole file beside `path`, then renames it: what was there before is replaced at once
 *  or stays. STATUS_FAILED: it could not be written. */
enum status output_file(const char *path, const struct buffer *content);

#endif
