/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_OPEN_DATA_RUN_H
#define IMPORTER_OPEN_DATA_RUN_H

#include "open_data/download.h"
#include "open_data/open_data.h"
#include "open_data/open_data_sources.h"
#include "run/command.h"
#include "run/settings.h"

/** What the parts of the command open-data pass on: open_data.c reads what was asked, then
 *  everything is fetched, then loaded, then told. */

/** One source on its way, from its address to the rows that were loaded. */
struct open_item {
    const struct open_source *source;
    struct buffer url, name; /* no url: this source is not wanted */
    struct buffer why;       /* it was not got, or not loaded */
    struct download download;
    bool got, loaded, same_book;
    struct report_counts counts;
};

/** One run of the command. */
struct open_run {
    const struct options *options;
    struct report *report;
    struct settings *settings;
    struct download_limits limits;
    struct open_territory territory;
    struct buffer folder, communes, outline, name; /* name: of the territory */
    struct open_item items[OPEN_SOURCES_MAX];
    int lock; /* of the folder of downloads */
};

/** Gets every file that has an address, and draws the territory's outline. What is needed and
 *  cannot be had is STATUS_INVALID, so that nothing is loaded; the report says why, and of the
 *  others too. */
enum status open_data_fetch(struct open_run *run);

/** Loads what was got, each source in its own transaction; one that is refused does not stop the
 *  next, unless it is needed (STATUS_INVALID). */
enum status open_data_load(struct open_run *run);

/** Says what each source brought, and what to do next. */
void open_data_tell(const struct open_run *run);

#endif
