/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_ATLAS_H
#define GEODATA_ATLAS_H

#include "geodata/buffer.h"
#include "geodata/resource.h"
#include "geodata/schedule.h"
#include "geodata/skills.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The in-memory index of one published generation for one audience. Built once, then only read:
 * any number of threads may search it. What the audience may not read is absent: the restricted
 * table is not even opened for the public. */
struct atlas;

/** A resource of the atlas: 0 .. atlas_count - 1, in an order of places (near ones have near
 * numbers). */
typedef uint32_t atlas_id;
#define ATLAS_NONE UINT32_MAX

/** What an encoder writes of one resource: bytes, appended to `bytes`. */
struct atlas_text {
    struct buffer bytes;
    struct texts_writer *writer; /* internal */
};

/** What was written since the last of these calls comes again and again with other resources: the
 *  atlas keeps it once for all of them. What is never said to be shared is the resource's own. */
void atlas_text_shared(struct atlas_text *text);
/** What was written since the last of these calls is this resource's own. */
void atlas_text_own(struct atlas_text *text);
/** Appends what was shared under the same key before; false: nothing was, or it is forgotten: write
 *  it and call atlas_text_shared. To be asked right after one of these calls. The key is an address
 *  of the caller's or of the taxonomy's, that stays, and a number. */
bool atlas_text_again(struct atlas_text *text, const void *what, uint32_t which);
/** What was written so far can be had alone, and with it a number: atlas_write_head. */
void atlas_text_head(struct atlas_text *text, uint32_t number);

/** Writes what never changes of one resource within a generation; the atlas keeps the bytes and
 * gives them back with each hit. Called once per resource while loading, in the order of the
 * directory and on the loading thread, unless options say otherwise. The atlas already answers for
 * skills, time, sessions and zones of `id`; resource->zones is left NULL, codes of skills are the
 * taxonomy's own, resource->hours is set when hours are known. Leaves out->bytes.failed when memory
 * runs out. */
typedef void atlas_encoder(void *context, const struct atlas *atlas, atlas_id id,
                           const struct resource *resource, struct atlas_text *out);

/** Loads the generation file at `path` (directory-N.sqlite), read only; `path` is not needed
 * afterwards. `encode` may be NULL (tests): hits then carry no text. STATUS_NOT_FOUND: no such
 * file; STATUS_INVALID: not a directory of this version; both logged. */
enum status atlas_load(const char *path, enum audience audience, atlas_encoder *encode,
                       void *context, struct atlas **out);

/** How a generation is taken in. Zero: as atlas_load does. */
struct atlas_options {
    atlas_encoder *encode;
    void *context; /* of encode */
    /* Whether someone takes new patients changes fast: said longer ago than this, it is not known
     * any more. A resource's `updated` stands for a missing date. 0: never. */
    unsigned new_patients_days;
    instant now; /* of loading: what those days are counted back from */
    /* How many resources a thread takes in at a time, on as many threads as there are cores: the
     * encoder is then called by several at once, in any order. 0: this thread alone, in the order
     * of the directory. The atlas answers the same. */
    size_t piece_rows;
};
#define ATLAS_PIECE_ROWS 65536 /* large enough that a piece's own cost does not show */
enum status atlas_load_with(const char *path, enum audience audience,
                            const struct atlas_options *options, struct atlas **out);
void atlas_close(struct atlas *atlas);

struct atlas_facts {
    uint32_t generation;
    const char *published_at;   /* ISO 8601 with offset */
    const char *territory_name; /* "" when none was given */
    const char *timezone_name;
    enum holiday_law law; /* of most of its places */
    enum audience audience;
    size_t resources, professionals, structures, points;
    size_t zones, sessions, areas, sources;
    struct box box; /* of the territory, else of all points */
};
const struct atlas_facts *atlas_facts(const struct atlas *atlas);
const struct skills *atlas_skills(const struct atlas *atlas);
const struct timezone_rules *atlas_timezone(const struct atlas *atlas);

/** How many resources have the skill (or one that implies it). */
size_t atlas_skill_count(const struct atlas *atlas, skill_id skill);

/** Whether somebody says that they speak it. */
bool atlas_has_language(const struct atlas *atlas, const struct language *language);
atlas_id atlas_find(const struct atlas *atlas, const char *id); /* ATLAS_NONE: unknown */
/** Appends the encoder's bytes, or those before it called atlas_text_head, whose number is returned
 *  (0: it did not). */
void atlas_write_text(const struct atlas *atlas, atlas_id resource, struct buffer *out);
uint32_t atlas_write_head(const struct atlas *atlas, atlas_id resource, struct buffer *out);
/** Its bytes will be asked for soon, or those of its head: they lie anywhere in a large file, and
 * to have several on their way at once costs as much as to wait for one. */
void atlas_text_soon(const struct atlas *atlas, atlas_id resource);
void atlas_head_soon(const struct atlas *atlas, atlas_id resource);
const char *atlas_resource_id(const struct atlas *atlas, atlas_id resource);
bool atlas_point(const struct atlas *atlas, atlas_id resource, struct point *out);
/** Open at some moment of [from, to)? Until when, or when next; see opening_within. `to` not later
 *  than `from`: at `from`. */
struct opening atlas_opening(const struct atlas *atlas, atlas_id resource, instant from,
                             instant to);

/** Days on which a resource is closed whatever its weekly hours say, in order; borrowed. */
const struct closure *atlas_closures(const struct atlas *atlas, atlas_id resource, size_t *count);

/** Sessions of a resource, in order of their first day; borrowed from the atlas. */
const struct session *atlas_sessions(const struct atlas *atlas, atlas_id resource, size_t *count);

/** A ring of a polygon: vertices on the 1e-7 degree grid, closed (the last is the first). */
struct ring {
    const int32_t (*vertices)[2]; /* lon, lat */
    size_t count;
    bool outer; /* false: a hole in the outer ring before it */
};

/** A home-visit zone as it is in force. */
struct atlas_zone {
    enum zone_effect effect : 8;
    enum zone_shape shape : 8; /* ZONE_CIRCLE, or ZONE_GEOMETRY once resolved */
    skill_id skill;            /* SKILL_NONE: for all that the resource does */
    uint32_t ring_count;       /* of a polygon; see atlas_zone_ring */
    uint32_t first_ring;
    double radius_m; /* of a circle around its resource's place */
    const char *label;
};
/** Zones of a resource; valid as long as the atlas. */
const struct atlas_zone *atlas_zones(const struct atlas *atlas, atlas_id resource, size_t *count);
struct ring atlas_zone_ring(const struct atlas *atlas, const struct atlas_zone *zone, size_t index);

/** Areas of the territory (territory, commune, quartier, iris), drawn zones left out. */
struct atlas_area {
    const char *kind, *code, *name; /* code "" when none */
    size_t ring_count, first_ring;
};
const struct atlas_area *atlas_areas(const struct atlas *atlas, size_t *count);
struct ring atlas_area_ring(const struct atlas *atlas, const struct atlas_area *area, size_t index);

struct atlas_source {
    const char *key, *kind, *name, *publisher, *licence, *url, *as_of,
        *imported_at; /* "" when not said */
    size_t rows;
};
const struct atlas_source *atlas_sources(const struct atlas *atlas, size_t *count);

#endif
