/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_FINESS_FILE_H
#define IMPORTER_FINESS_FILE_H

#include "files/pool.h"
#include "finess/finess.h"
#include "geodata/csv.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** The files of FINESS, read from beginning to end from any source of bytes, one establishment at a
 *  time: memory does not grow with the file, but for the positions of the older extracts.
 *
 *  Two shapes are known by their first byte.
 *
 *  FINESS+ (ANS, daily): one JSON, `pmej[]` of legal entities, each with `ege[]` of establishments.
 *  Numbers are texts; of several addresses the one of use 03 counts, of several contacts the one of
 *  role 01. The publisher has degrees sometimes in directionLatitude and directionLongitude,
 *  sometimes in coordonneeY and coordonneeX, and metres, swapped, in the other two: whichever pair
 *  holds degrees is taken, metres never are.
 *
 *  cs1100502 and cs1100507 (DREES, until 2026): `;`, a first line `finess;etalab;111;DATE`, no
 *  header, UTF-8 or Windows-1252; `structureet` rows of 32 fields, then, in the latter,
 *  `geolocalisation` rows with metres in the system that their text names (EPSG:2154, 5490 …;
 * LAMBERT_93, UTM_N20 in older vintages). These are gathered in a first reading, turned to degrees
 * by PROJ all at once, and joined by number, whatever the order of the rows and whichever file of
 * the run holds them. */

/** Where a file is wrong, and why, in French. */
struct finess_trouble {
    size_t line, column; /* 0: does not apply */
    struct buffer why;
};

/** What is known of establishments' positions; a zeroed struct knows none. */
struct finess_positions {
    struct finess_position *list;
    size_t count, capacity;
    bool sorted;
};
void finess_positions_free(struct finess_positions *positions);
/** Turns what was gathered into degrees and puts it in order. Rows whose system is not known are
 *  dropped: their number. */
size_t finess_positions_finish(struct finess_positions *positions);
/** The position of an establishment; false: none. After finess_positions_finish. */
bool finess_positions_find(const struct finess_positions *positions, const char *finess,
                           struct point *out);

/** A row that holds no establishment that can be read. */
struct finess_bad_row {
    size_t line;
    const char *value; /* its beginning */
    const char *why;   /* in French */
};

/** What a reading calls; NULL members are passed over. The site lives for the call. */
struct finess_visitor {
    enum status (*site)(void *context, const struct finess_site *site);
    void (*bad_row)(void *context, const struct finess_bad_row *row);
    void *context;
};

enum finess_shape { FINESS_PLUS, FINESS_LEGACY };

struct finess_summary {
    enum finess_shape shape;
    char date[11]; /* YYYY-MM-DD the data speak of; "" when the file does not say */
    size_t sites;
};

/** Reads a whole file. `gather` (NULL: not wanted) receives the positions of a first reading,
 *  `positions` (NULL: none) are joined in a second one. STATUS_INVALID: it is no file of FINESS, or
 *  it is cut or broken; `trouble` says where. What the visitor answers ends the reading and is
 *  passed on. STATUS_FAILED: the source failed. */
struct finess_reading {
    csv_read *read;
    void *source;
    struct finess_positions *gather;
    const struct finess_positions *positions;
    struct finess_visitor visitor;
};
enum status finess_read(const struct finess_reading *reading, struct finess_summary *out,
                        struct finess_trouble *trouble);

/** The same for one shape; finess_read chooses. */
enum status finess_json_read(const struct finess_reading *reading, struct finess_summary *out,
                             struct finess_trouble *trouble);
enum status finess_legacy_read(const struct finess_reading *reading, struct finess_summary *out,
                               struct finess_trouble *trouble);

/** Adds a row's metres; `text` names their system. */
enum status finess_positions_add(struct finess_positions *positions, const char *finess,
                                 const char *x, const char *y, const char *text);

/** `text` without spaces around; NULL when nothing is left. In place. */
const char *finess_trimmed(char *text);

#endif
