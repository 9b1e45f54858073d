/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_COMMAND_H
#define IMPORTER_COMMAND_H

#include "geodata/status.h"
#include "run/report.h"

#include <stdbool.h>
#include <stddef.h>

/** What was typed after `voisoin-import`. Texts are borrowed; NULL: not given. */
struct options {
    const char *data; /* folder of the data, never NULL */
    bool dry_run;     /* tell everything, change nothing */
    bool offline;     /* open-data: ask nobody */
    bool addresses;   /* rollback, check: the address book rather than the directory */
    const char *report_path;
    const char *as_of; /* YYYY-MM-DD */
    const char *source_name, *publisher, *licence, *url;
    const char *map_path;                              /* sheet: whose column is which */
    const char *kind;                                  /* territory: of the areas */
    const char *timezone;                              /* territory: IANA name */
    const char *departement, *communes, *postcodes;    /* territory_filter.h: what is kept */
    const char *reason;                                /* exclude */
    bool remove;                                       /* exclude: may appear again; correct */
    bool here;                                         /* exclude: at this place only */
    bool different;                                    /* same: they are two */
    const char *generation, *audience, *sessions_path; /* export */
    const char *const *files;
    size_t file_count;
};

/** Exit codes follow from the status, in main.c: STATUS_INVALID and STATUS_NOT_FOUND: refused, and
 *  the report or the screen says why; anything else but STATUS_OK: the store failed. */
typedef enum status command_run(const struct options *options, struct report *report);

enum command_files {
    TAKES_NOTHING,
    TAKES_NUMBER,    /* at most one, of a generation */
    TAKES_TWO,       /* at most two */
    TAKES_WORDS,     /* any number */
    TAKES_SEARCH,    /* any number of words; the data folder does not matter */
    TAKES_NEW_FILE,  /* exactly one, which is written; the data folder does not matter */
    TAKES_TERRITORY, /* its code, with --dry-run and --report */
    TAKES_FILES      /* one or more, with --dry-run, --report, --as-of, --source … */
};

struct command {
    const char *task; /* in French, of it and those that follow; NULL: as the one before */
    const char *name;
    const char *summary; /* a line, in French */
    const char *help;    /* a page, in French, with examples */
    enum command_files files;
    bool writes;      /* holds the lock of the data folder */
    bool reports;     /* takes --report though it reads no file, and writes it itself */
    bool maps;        /* takes --map */
    bool rehearses;   /* takes --dry-run though it reads no file */
    const char *noun; /* what it reads, for the summary: "ligne"; NULL: nothing is counted */
    command_run *run;
};

/** The commands' table of contents, in the order of the help page; ends with a NULL name. */
extern const struct command commands[];

command_run territory_command, zones_command, sheet_command, template_command, vaccination_command,
    finess_command, addresses_command, publish_command, rollback_command, list_command,
    check_command, diff_command, export_command, exclude_command, duplicates_command, same_command,
    correct_command, open_data_command, rpps_command, skills_command;

#endif
