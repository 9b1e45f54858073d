/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_LOCATE_H
#define IMPORTER_LOCATE_H

#include "files/pool.h"
#include "geodata/resource.h"
#include "geodata/workspace.h"
#include "run/report.h"

/** From an address, or the coordinates a row gives, to the point of a place.
 *
 *  A row's own coordinates win, unless they lie in another commune than the row's (of those that
 * the territory holds) or its address says clearly something else: then the address wins and a
 * human is told. Without coordinates the local address book decides: a sure answer becomes the
 * point; a doubtful one is told with the best candidates and the place keeps no point, for a wrong
 * door is worse than none.
 *
 *  A row that names its door by the key of the national address base (`01053_1950_00062_bis`) gets
 *  that door without a search, as sure as an address can be: the method is PLACE_GEOCODED with
 * score 1, since the position is the address book's and not the source's. The key is not believed
 * when its door has another number than the row's address, or a street none of whose words is
 * there, or lies in another commune than row's (`citycode`); then the address is searched as
 * always. */
struct locator;

/** Opens the current address book of `data`; when there is none, only own coordinates count. */
enum status locator_open(const char *data, struct workspace *workspace, struct locator **out);
void locator_close(struct locator *locator);
/** Whether there is an address book: without one nothing needs to be asked ahead. */
bool locator_has_book(const struct locator *locator);

struct locate_query {
    const char *address, *postcode, *city; /* NULL: not given */
    const char *ban_id;   /* of its door in the national address base; NULL: not given */
    const char *citycode; /* INSEE code of the commune, which the point and ban_id must be in; NULL:
                             not given */
    bool has_point;
    struct point point;
    struct where where; /* of the row, for what is told */
};

#define LOCATE_AHEAD 4096 /* rows: half a second of all cores, some megabytes of answers */
/** Asks the address book for many places at once, on all cores, and keeps the answers until the
 *  next call; locate_place then answers these queries without asking again, with the same result. A
 *  reader with many rows calls it for each LOCATE_AHEAD of them before it goes through them. The
 *  texts are borrowed for this call only. */
enum status locate_ahead(struct locator *locator, const struct locate_query *queries, size_t count);

/** Fills `out`, its texts in `pool`; doubts go to the report. */
enum status locate_place(struct locator *locator, const struct locate_query *query,
                         struct pool *pool, struct report *report, struct place *out);

#endif
