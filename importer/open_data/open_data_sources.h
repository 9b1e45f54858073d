/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_OPEN_DATA_SOURCES_H
#define IMPORTER_OPEN_DATA_SOURCES_H

#include "open_data/download.h"
#include "run/command.h"

/** The files of the State that open-data asks for, in the order in which they are loaded. To add
 *  one: a line of the table, and its address in voisoin-import.ini. */
struct open_source {
    const char *key;  /* of its address in [open-data], and the word for it on the screen */
    const char *file; /* its name in DATA/downloads, {departement} and {commune} put in */
    enum download_content content;
    bool needed;      /* without it nothing is loaded */
    bool is_communes; /* what is loaded is open_territory_outline's file */
    bool is_book;     /* an address book: the command takes the lock itself, and the same file is
                         not made into another book */
    command_run *run;
    const char *noun, *nouns;                      /* what it holds: "ligne" */
    const char *source_name, *publisher, *licence; /* NULL: the command knows */
};

#define OPEN_SOURCES_MAX 8
extern const struct open_source open_sources[];
extern const size_t open_source_count;

#endif
