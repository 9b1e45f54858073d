/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_DIFF_H
#define GEODATA_DIFF_H

#include "geodata/status.h"

#include <stddef.h>

/** What one generation of the directory changes against another, resource by resource. Resources
 *  are the same when their identity is. Only what a reader sees counts: a new date of import, a
 *  better score, the order of rows change nothing. Restricted fields are compared too: the answer
 * is for the coordinator. */

enum diff_what { DIFF_ARRIVAL, DIFF_DEPARTURE, DIFF_CHANGE };

/** What of a resource changed, in the order in which changes are listed. */
enum diff_field {
    DIFF_NAME,
    DIFF_KIND,       /* words of directory.sql: professional, structure, point */
    DIFF_PROFESSION, /* label */
    DIFF_SKILL,      /* label; one line for each that was gained or lost */
    DIFF_ADDRESS,
    DIFF_POSITION, /* of the point on the map: see distance_m */
    DIFF_PHONE,
    DIFF_EMAIL,
    DIFF_WEBSITE,
    DIFF_HOME_VISIT, /* answers are 0, 1 or NULL, here and below */
    DIFF_ZONE,       /* labels, separated by "; "; see reach */
    DIFF_ZONE_GAP,   /* 1: it also comes to places that are not known, else 0 */
    DIFF_HOURS,      /* as hours_format writes them */
    DIFF_CLOSURES,   /* "du 2026-08-01 au 2026-08-15; 2026-12-24", both days included */
    DIFF_REMOTE,
    DIFF_WALK_IN,
    DIFF_NEW_PATIENTS, /* see as_of */
    DIFF_LANGUAGES,
    DIFF_WHEELCHAIR,
    DIFF_FEES,
    DIFF_NOTE,
    DIFF_DIRECT_PHONE, /* restricted, like the two that follow */
    DIFF_MSSANTE,
    DIFF_REFERRAL_NOTE,
    DIFF_SESSION, /* label, first day, hours, RRULE; one line for each session */
    DIFF_FIELD_COUNT
};

/** What became of the ground that home visits cover. */
enum diff_reach {
    REACH_REDRAWN, /* as large, elsewhere or otherwise said; or not known on one side */
    REACH_GROWN,
    REACH_SHRUNK
};

struct diff_line {
    enum diff_what what;
    const char *id, *identity, *name;
    const char *profession; /* label; NULL: not said */
    /* of a DIFF_CHANGE: */
    enum diff_field field;
    const char *before, *after; /* NULL: not said. A session whose details alone changed has both
                                   alike */
    const char *as_of;          /* DIFF_NEW_PATIENTS: day on which it was said, or NULL */
    double distance_m;          /* DIFF_POSITION: how far it moved, when both are known */
    enum diff_reach reach;      /* DIFF_ZONE */
};

struct arena;

struct diff {
    size_t arrivals, departures;
    size_t changed; /* resources in both, of which something changed */
    size_t zones_grown, zones_shrunk;
    size_t sessions_added, sessions_removed, sessions_changed;

    struct diff_line *lines; /* arrivals, departures, changes; each by name, then by field. Sessions
                                of arrivals and departures are counted, not listed */
    size_t line_count;
    struct arena *memory; /* of the texts */
};

/** Compares two generation files (directory-N.sqlite), which are only read. STATUS_NOT_FOUND: one
 * of them does not exist. Free with diff_free. */
enum status diff_files(const char *before, const char *after, struct diff *out);
void diff_free(struct diff *diff);

#endif
