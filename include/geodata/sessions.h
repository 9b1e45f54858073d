/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_SESSIONS_H
#define GEODATA_SESSIONS_H

#include "geodata/atlas.h"
#include "geodata/geo.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Dated sessions (vaccination, screening, workshop) of the whole directory, each occurrence on its
 *  own, in the order in which they begin. */

#define SESSIONS_LIMIT_MAX 1000

struct sessions_query {
    instant from, to;  /* occurrences that touch [from, to) */
    skill_id skill;    /* SKILL_NONE: any; a broader one asks for all that it holds */
    bool has_resource; /* those of `resource` alone */
    atlas_id resource;
    bool has_center;
    struct point center;
    double radius_m; /* 0: however far; needs a center */
    size_t limit;    /* 1 .. SESSIONS_LIMIT_MAX */
};

/** One occurrence; what it points to lives as long as the atlas. */
struct session_found {
    struct interval when;
    const struct session *session;
    skill_id skill;
    atlas_id resource;
    const char *name;          /* of the resource */
    const struct place *place; /* its point is set unless its method is PLACE_NONE */
    double distance_m;         /* -1 without a center or a place */
};

/** Ordered by beginning, then distance (unknown last), then resource. Free with sessions_free. */
struct sessions_result {
    size_t count;
    bool has_more; /* others begin later */
    struct session_found *found;
};

/** STATUS_INVALID: a field is out of its range; STATUS_NO_MEMORY. The result is then empty. */
enum status sessions_find(const struct atlas *atlas, const struct sessions_query *query,
                          struct sessions_result *out);
void sessions_free(struct sessions_result *result);

#endif
