/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ATLAS_DATA_H
#define ATLAS_DATA_H

#include "atlas/atlas_people.h"
#include "atlas/atlas_texts.h"
#include "base/arena.h"
#include "base/lists.h"
#include "geodata/atlas.h"
#include "geometry/polygon.h"
#include "geometry/tree.h"
#include "schedule/rule_days.h"
#include "schedule/weeks.h"

/** What an atlas is made of. Only atlas_*.c write it, while loading; search_*.c read it.
 *
 *  Resources are numbered along a Hilbert curve, those without a place last. Lists that belong to a
 *  resource (skills, zones, hours …) lie end to end: those of resource i are [start[i],
 * start[i+1]). */

struct atlas_record {
    struct grid_point point; /* when placed */
    uint32_t text;           /* its place in atlas->texts, its public id first */
    uint32_t id_hash;        /* of the public id */
    uint32_t languages;      /* its place in atlas->languages; 0: not said */
    unsigned kind : 2;       /* enum resource_kind */
    unsigned home_visit : 2, remote : 2, walk_in : 2, new_patients : 2,
        wheelchair : 2; /* tristate */
    unsigned fees : 8;  /* '0' .. '3', 0 not said */
    unsigned law : 4;   /* enum holiday_law */
    unsigned is_placed : 1;
    unsigned zones_incomplete : 1; /* it also comes where its zones do not show */
};

/** Who holds a session, and where. */
struct session_host {
    atlas_id resource;
    skill_id skill;
    const char *name;
    struct place place;
};

/** A skill that its resource has only during its sessions. */
struct session_skill {
    atlas_id resource;
    skill_id skill;
};

/** Somewhere that a resource comes to: one of its zones that are included; or its place, of who
 * comes home and did not say where for all it does. Small, and with all that most of them are
 * decided by: many are looked at for one door, and each costs a wait for memory. */
struct atlas_visit {
    struct earth_point place; /* of the resource, when it has one */
    atlas_id resource;
    uint32_t zone;          /* ATLAS_NO_ZONE: the place */
    uint32_t first_vertex;  /* of a zone that is a single ring */
    uint32_t vertices : 31; /* of that ring; 0: it is none */
    uint32_t is_only : 1;   /* the resource has no other zone, nor an exclusion */
    uint32_t unused;        /* two to a line, and none on two */
};

/** Items first .. end - 1. */
struct slice {
    uint32_t first, end;
};

/** Which of the lists is that of an owner who has one. */
static inline uint32_t slices_number(const struct slices *slices, uint32_t owner)
{
    uint64_t before = slices->has[owner / 64] & ((UINT64_C(1) << owner % 64) - 1);
    return slices->counted[owner / 64] + (uint32_t)__builtin_popcountll(before);
}

static inline bool slices_has(const struct slices *slices, uint32_t owner)
{
    return slices->has[owner / 64] >> owner % 64 & 1;
}

static inline struct slice slice_of(const struct slices *slices, uint32_t owner)
{
    if (!slices_has(slices, owner)) return (struct slice){0, 0};
    const uint32_t *start = &slices->start[slices_number(slices, owner)];
    return (struct slice){start[0], start[1]};
}

struct atlas {
    struct atlas_facts facts;
    struct skills *skills;
    struct timezone_rules *timezone;
    struct arena arena;
    struct atlas_texts texts; /* what the encoder wrote */
    struct text_runs runs;    /* what many of them share */
    struct buffer languages;  /* as languages_keys writes them, each list ended by NUL */

    size_t count, placed;
    struct atlas_record *records;
    struct earth_point *points;
    uint32_t *by_id; /* open addressing by public id: resource + 1, 0 for an empty cell */
    size_t by_id_cells;

    struct slices
        skill_slices; /* of each resource, what it does and what that implies, ascending */
    skill_id *skill_of;
    struct session_skill *session_skills; /* of those, what only sessions hold, ascending */
    size_t session_skill_count;
    bool *in_sessions;           /* of each skill: somebody has it during sessions only */
    struct slices having_slices; /* of each skill, the resources that have it, ascending */
    uint32_t *having;
    struct point_tree everything;
    struct point_tree *by_skill;

    struct polygon_store polygons;
    struct slices zone_slices;
    struct atlas_zone *zones;

    /* Where people are visited, along the curve, see atlas_visits.c. */
    struct atlas_visit *visit_of;
    struct slices visit_slices; /* of each skill, the visits that speak of it */
    uint32_t *visit_items;
    struct box_tree visits;
    struct box_tree *visits_by_skill;

    struct almanac almanac;
    struct slices week_slices; /* whose weekly hours are known */
    uint32_t *week_of;         /* of each of those: their number */
    struct weeks weeks;
    struct rule_days *rule_days; /* those of sessions with a rule, each rule once */
    struct slices closure_slices;
    struct closure *closures;
    struct slices session_slices;
    struct session *sessions;
    struct session_host *session_hosts; /* of each session */

    struct people people;
    struct named *names; /* structures and points by name, see atlas_names.h */
    size_t name_count;
    struct name_word *name_words; /* sorted */
    size_t name_word_count;

    struct atlas_area *areas;
    struct atlas_source *sources;
};

uint32_t atlas_hash_id(const char *id);
bool atlas_index_ids(struct atlas *atlas); /* false: no memory */
bool atlas_has_skill(const struct atlas *atlas, atlas_id resource, skill_id skill);
/** Has it, but only during its sessions: weekly hours say nothing of when. */
bool atlas_skill_is_of_sessions(const struct atlas *atlas, atlas_id resource, skill_id skill);
#define ATLAS_NO_ZONE UINT32_MAX
/** A zone said for one skill speaks of its finer acts, and a zone for a finer act is asked when the
 *  broader one is. SKILL_NONE: any skill will do. */
bool atlas_zone_is_about(const struct atlas *atlas, const struct atlas_zone *zone, skill_id asked);
struct polygon atlas_zone_polygon(const struct atlas *atlas, const struct atlas_zone *zone);

/** Sets `*hours` to the resource's weekly hours; false when they are not known. */
bool atlas_hours(const struct atlas *atlas, atlas_id resource, struct hours *hours);

#endif
