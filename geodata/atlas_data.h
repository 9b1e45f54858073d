/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ATLAS_DATA_H
#define ATLAS_DATA_H

#include "arena.h"
#include "geodata/atlas.h"
#include "polygon.h"
#include "tree.h"

/** What an atlas is made of. Only atlas_*.c write it, while loading; search_*.c read it.
 *
 *  Resources are numbered along a Hilbert curve, those without a place last. Lists that belong to a
 *  resource (skills, zones, hours …) lie end to end: those of resource i are [start[i],
 * start[i+1]). */

struct atlas_record {
    struct grid_point point; /* when placed */
    const char *id;
    const char *languages; /* folded, each between spaces: " anglais arabe "; NULL: not said */
    size_t text_start, text_length;
    uint8_t kind;                                                  /* enum resource_kind */
    uint8_t home_visit, remote, walk_in, new_patients, wheelchair; /* enum tristate */
    char fees;                                                     /* '0' .. '3', 0 not said */
    uint8_t law;                                                   /* enum holiday_law */
    bool is_placed;
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

/** One list per resource, end to end. */
struct slices {
    uint32_t *start; /* count + 1 */
};

struct atlas {
    struct atlas_facts facts;
    struct skills *skills;
    struct timezone_rules *timezone;
    struct arena arena;
    struct buffer text; /* what the encoder wrote */

    size_t count, placed;
    struct atlas_record *records;
    struct earth_point *points;
    uint32_t *by_id; /* open addressing by public id: resource + 1, 0 for an empty cell */
    size_t by_id_mask;

    struct slices
        skill_slices; /* of each resource, what it does and what that implies, ascending */
    skill_id *skill_of;
    struct session_skill *session_skills; /* of those, what only sessions hold, ascending */
    size_t session_skill_count;
    uint32_t *having_start; /* of each skill, the resources that have it, ascending */
    uint32_t *having;
    struct point_tree everything;
    struct point_tree *by_skill;

    struct polygon_store polygons;
    struct slices zone_slices;
    struct atlas_zone *zones;
    uint32_t *zone_resource;
    struct grid_box *zone_boxes; /* of included zones, in the order of zone_items */
    uint32_t *zone_items;
    struct box_tree zone_tree;

    struct slices hours_slices;
    struct hours_span *hours;
    struct slices closure_slices;
    struct closure *closures;
    struct slices session_slices;
    struct session *sessions;
    struct session_host *session_hosts; /* of each session */

    struct named *names; /* structures and points by name, see atlas_names.h */
    size_t name_count;
    struct name_word *name_words; /* sorted */
    size_t name_word_count;

    struct atlas_area *areas;
    struct atlas_source *sources;
};

uint64_t atlas_hash_id(const char *id);
bool atlas_index_ids(struct atlas *atlas); /* false: no memory */
bool atlas_has_skill(const struct atlas *atlas, atlas_id resource, skill_id skill);
/** Has it, but only during its sessions: weekly hours say nothing of when. */
bool atlas_skill_is_of_sessions(const struct atlas *atlas, atlas_id resource, skill_id skill);
struct polygon atlas_zone_polygon(const struct atlas *atlas, const struct atlas_zone *zone);

/** Sets `*hours` to the resource's weekly hours; false when they are not known. */
bool atlas_hours(const struct atlas *atlas, atlas_id resource, struct hours *hours);

#endif
