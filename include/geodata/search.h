/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_SEARCH_H
#define GEODATA_SEARCH_H

#include "geodata/atlas.h"
#include "geodata/geo.h"
#include "geodata/languages.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Who near this point does X. */

#define SEARCH_LIMIT_DEFAULT 20
#define SEARCH_LIMIT_MAX 200
#define SEARCH_RADIUS_MAX_M 20040000.0 /* half way round the Earth */
#define SEARCH_NEAR_MISS_MAX 5
#define SEARCH_SKILLS_MAX 16
#define SEARCH_AMONG_MAX 256

enum search_mode {
    SEARCH_ANYWHERE, /* at the office or at home, by distance of the place */
    SEARCH_HOME,     /* a home-visit zone covers the point, whatever the distance of the office */
    SEARCH_OFFICE,   /* has a place one can go to */
    SEARCH_REMOTE    /* by telephone or video */
};

/** Zero means "does not matter", so an initialiser names only what was asked. */
struct search_query {
    bool has_center;
    struct point center;
    double radius_m; /* 0: however far; else up to SEARCH_RADIUS_MAX_M; needs a center; not used by
                        SEARCH_HOME */
    const skill_id *skills;     /* all of them */
    size_t skill_count;         /* at most SEARCH_SKILLS_MAX */
    const skill_id *any_skills; /* one of them at least */
    size_t any_skill_count;
    const atlas_id *among; /* only these, ascending (a person's name was said); NULL: all */
    size_t among_count;    /* at most SEARCH_AMONG_MAX */
    unsigned kinds;        /* bits 1u << enum resource_kind; 0: all */
    bool
        with_sessions; /* only those that hold a session about what is asked; `at` is asked of it */
    enum search_mode mode; /* SEARCH_HOME needs a center */
    bool new_patients, walk_in,
        wheelchair; /* only those that said yes; walk_in: or a session did. Who said nothing,
                       of these or of the next two, is a near miss that says so */
    const struct language *language; /* NULL: any */
    const char *fees;                /* NULL: any */
    instant now;                     /* sessions that have ended by then do not count; 0: all do */
    bool has_at;
    instant at;     /* open at that instant: weekly hours or a session */
    instant until;  /* later than `at`: open at some moment of [at, until); else not used */
    bool fair;      /* results of equal merit shuffled, anew each day; always so without a center */
    day today;      /* of the territory: what that shuffle depends on */
    bool hits_only; /* near misses are not looked for */
    size_t limit;   /* 0: SEARCH_LIMIT_DEFAULT; at most SEARCH_LIMIT_MAX */
    size_t offset;  /* results to pass over, for the next page; offset + limit <= 10000 */
};

/** Why a result is there, or nearly. */
enum reason {
    REASON_DISTANCE = 1,    /* value_m: distance of the place */
    REASON_ZONE_COVERS,     /* zone: the one that covers the door */
    REASON_OUTSIDE_ZONE,    /* near miss; value_m: how far outside; zone: the nearest one */
    REASON_EXCLUDED,        /* near miss; zone: the exclusion that holds the door */
    REASON_ZONE_UNKNOWN,    /* near miss: comes home, nobody said where */
    REASON_HOME_UNKNOWN,    /* near miss: whether they come home is not said */
    REASON_CLOSED,          /* near miss: closed at that time; see opening */
    REASON_HOURS_UNKNOWN,   /* near miss: opening hours not said */
    REASON_HOLIDAY_UNKNOWN, /* near miss: a public holiday, of which the hours say nothing */
    REASON_NEW_PATIENTS_NO, /* near miss, as all that follow */
    REASON_NEW_PATIENTS_UNKNOWN,
    REASON_WALK_IN_NO, /* by appointment, at that time at least */
    REASON_WALK_IN_UNKNOWN,
    REASON_WHEELCHAIR_NO,
    REASON_WHEELCHAIR_UNKNOWN,
    REASON_LANGUAGE_NO, /* others are said */
    REASON_LANGUAGE_UNKNOWN,
    REASON_FEES_NO, /* another sector */
    REASON_FEES_UNKNOWN,
    REASON_REMOTE_UNKNOWN,
    REASON_BEYOND_RADIUS, /* value_m: distance */
    REASON_IN_SESSION     /* beside another one: it answers during `session` */
};

struct search_hit {
    atlas_id resource;
    double distance_m; /* to its place; -1 without a center or a place */
    enum reason reason;
    double value_m;
    const struct atlas_zone *zone;
    unsigned unknown;        /* bits 1u << enum reason: all that is not said */
    struct interval session; /* it answers `at` during this session; 0 to 0: by its weekly hours */
};

/** One block the caller lends; nothing to free. */
struct search_result {
    size_t count;   /* hits written */
    size_t matched; /* all that answer, shown or not */
    struct search_hit hits[SEARCH_LIMIT_MAX];
    size_t near_miss_count;
    struct search_hit near_misses[SEARCH_NEAR_MISS_MAX];
};

/** Nearest first (ties: lower atlas_id first; those without a place last). Without a center: by
 * atlas_id. Near misses fail by exactly one condition, or only by what is not said, and are given
 * when fewer hits than `limit` were found on the first page: those who said something first, then
 * nearest first, without a place drawn anew each day; two of those who did not, where there are.
 *
 *  STATUS_INVALID    a field is out of its range (not logged)
 *  STATUS_NO_MEMORY  no scratch memory */
enum status search_near(const struct atlas *atlas, const struct search_query *query,
                        struct search_result *out);

/** Does this one answer the question? Then `*out` is the hit that search_near would give. */
bool search_answers(const struct atlas *atlas, const struct search_query *query, atlas_id resource,
                    struct search_hit *out);

/** A box of a map: what answers in it, each alone or those that stand close together as one mark.
 */
#define SEARCH_MARKS_MAX 2000
#define SEARCH_ZOOM_MAX 22
#define SEARCH_ZOOM_NONE (-1)

struct search_area {
    struct box box; /* edges included; west > east: across the antimeridian */
    /* Of a web map, 0 .. SEARCH_ZOOM_MAX: those in one cell, about 76 pixels wide, are one mark.
     * SEARCH_ZOOM_NONE: each is a mark of its own. Either way, when that would make more than
     * SEARCH_MARKS_MAX marks, cells are as large as it takes. */
    int zoom;
};

struct search_mark {
    size_t count;       /* of those that answer, inside the box */
    atlas_id resource;  /* the only one, or one of them */
    struct point point; /* the only one's, or about the mean of theirs */
    struct box cell;    /* where they all are; of one alone its point */
};

/** One block the caller lends; nothing to free. */
struct search_marks {
    size_t matched; /* inside the box, exactly: the sum of all counts */
    size_t count;
    struct search_mark marks[SEARCH_MARKS_MAX]; /* in an order of places */
};

/** All that answer `query` inside a box; offset, limit and order of the query do not matter. What
 *  has no place is not on a map. With no condition but one skill, cells that lie inside the box are
 *  counted without being read. STATUS_INVALID as for search_near, or a bad area. */
enum status search_in_area(const struct atlas *atlas, const struct search_query *query,
                           const struct search_area *area, struct search_marks *out);

#endif
