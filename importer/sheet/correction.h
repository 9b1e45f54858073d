/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_CORRECTION_H
#define IMPORTER_CORRECTION_H

#include "cells/sheet_columns.h"
#include "geodata/workspace.h"
#include "run/locate.h"
#include "run/report.h"

/** A human's word over the sources, from cells as the command sheet reads them. */
struct corrector {
    struct workspace *workspace;
    struct locator *locator;
    struct report *report;
    const char *today;  /* YYYY-MM-DD */
    struct where where; /* of what is being read, for findings */
};

/** The column that a human may correct under that title; SHEET_COLUMN_COUNT: none. */
enum sheet_column correction_column(const char *title);

/** Whether a resource must have that: it can be changed, not hidden. */
bool correction_needs(enum sheet_column column);

/** "?" and "non précisé" say that a value is not known. */
bool correction_hides(const char *value);

/** Within a turn of source WORKSPACE_CORRECTION: makes anew the record of all that is decided of
 *  one resource. STATUS_INVALID: a value cannot be read, or no source knows the resource now; the
 *  report says so. */
enum status correction_apply(const struct corrector *corrector, const char *identity);

#endif
