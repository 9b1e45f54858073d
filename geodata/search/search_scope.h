/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEARCH_SCOPE_H
#define SEARCH_SCOPE_H

#include "atlas/atlas_data.h"
#include "geodata/search.h"

/** A question made ready for an atlas: where to look, and what a resource must fulfil. Conditions
 * are of two sorts. The firm ones say what is asked for; who fails one is no answer at all. The
 *  supple ones (home visit to this door, open at that time, radius, and how one is received: new
 *  patients, without appointment, wheelchair, language, fees) are those whose failure makes a near
 *  miss worth telling. Internal to geodata/. */
struct scope {
    const struct atlas *atlas;
    const struct search_query *query;
    struct geo_origin origin; /* of the center, when there is one */
    double worth_m;           /* farther outside a zone is not worth measuring exactly */
    const struct point_tree *trees[SEARCH_SKILLS_MAX];
    const uint32_t *lists[SEARCH_SKILLS_MAX]; /* the same resources, those without a place too */
    size_t list_counts[SEARCH_SKILLS_MAX];
    const struct box_tree *visits[SEARCH_SKILLS_MAX]; /* where they come home */
    unsigned count;
    struct {
        skill_id asked, done; /* what is asked, and the same as it is done by appointment */
    } by_appointment[2 * SEARCH_SKILLS_MAX];
    unsigned by_appointment_count; /* 0 too when nobody asks to come without */
    bool takes_all; /* all that the tree holds, of SEARCH_HOME that of visits, fulfils the firm
                       conditions */
};

void scope_open(struct scope *scope, const struct atlas *atlas, const struct search_query *query);

/** Whether one is received without an appointment: bits 1u << enum tristate. */
#define WALK_IN_ANY 7u

/** Only its sessions can answer: they were asked for, or they alone hold what is asked. Weekly
 *  hours then say nothing of when, nor the resource of appointments. */
bool scope_is_by_session(const struct scope *scope, atlas_id resource);
/** It holds a session about what is asked, one that has not ended by the query's `now`, which
 *  receives in one of the ways of `walk_in`. */
bool scope_has_session(const struct scope *scope, atlas_id resource, unsigned walk_in);
/** Such a session takes place at some moment of [from, to): `*out` is when, the first said. */
bool scope_in_session(const struct scope *scope, atlas_id resource, struct interval asked,
                      unsigned walk_in, struct interval *out);

/** Fulfils all firm conditions, and is met in this tree first. */
bool scope_passes(const struct scope *scope, unsigned tree, atlas_id resource);
/** Whichever tree it is met in. */
bool scope_passes_any(const struct scope *scope, atlas_id resource);

/** How many supple conditions a resource fails, the last of which fills `miss`; all that is not
 * said counts as one, and only where nothing else fails is it told. With none, `miss` says why it
 * is there. `distance_m`: to its place, -1 unknown. */
unsigned scope_judge(const struct scope *scope, atlas_id resource, double distance_m,
                     struct search_hit *miss);

/** True when no supple condition is asked (radius aside); or none but a home visit. */
bool scope_is_firm(const struct search_query *query);
bool scope_is_of_place(const struct search_query *query);

/** Does it come to the query's center, for all skills asked and one at least of the alternatives?
 */
struct home_verdict {
    enum reason
        reason; /* REASON_ZONE_COVERS: nothing speaks against it, _OUTSIDE_ZONE, _EXCLUDED */
    enum reason unsaid;            /* REASON_ZONE_UNKNOWN, REASON_HOME_UNKNOWN; 0: nothing */
    const struct atlas_zone *zone; /* that says so */
    double outside_m;
};
/** One of its zones covers the center. */
bool home_covers(const struct scope *scope, atlas_id resource, const struct atlas_zone *zone);
struct home_verdict home_judge(const struct scope *scope, atlas_id resource);

#endif
