/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_FEATURE_H
#define SERVICE_FEATURE_H

#include "geodata/atlas.h"
#include "geodata/buffer.h"
#include "geodata/search.h"

/** A resource as a GeoJSON Feature. What never changes within a generation is written once, when
 *  the atlas is loaded; a request appends the rest: sessions to come, open or not, distance,
 *  reasons. */

/** The atlas_encoder: everything up to where a request goes on. `context` is not used; several
 *  threads may encode at once. */
void feature_encode(void *context, const struct atlas *atlas, atlas_id id,
                    const struct resource *resource, struct atlas_text *out);

/** Appends the whole feature as it is at when.from, or, where when.to is later, during that time.
 *  `hit` is NULL when nothing was searched. */
void feature_write(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                   const struct search_hit *hit, struct interval when);

/** The same, left open for more properties until feature_close. */
void feature_open(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                  const struct search_hit *hit, struct interval when);
void feature_close(struct buffer *out);

/** A resource for a map: its id, point, kind, name and the code of its profession, which is returned
 *  for the caller to say once what it is. */
skill_id feature_write_brief(struct buffer *out, const struct atlas *atlas, atlas_id resource);

/** The member "address". */
void feature_write_address(struct buffer *out, const struct place *place);

/** Appends the name as it stands in JSON, without its quotes. */
void feature_read_name(struct buffer *out, const struct atlas *atlas, atlas_id resource);

/** The public id and the name, as members. */
void feature_write_name(struct buffer *out, const struct atlas *atlas, atlas_id resource);

/** `{"code","label","label_en"}`, or null for SKILL_NONE. */
void feature_write_skill(struct buffer *out, const struct skills *skills, skill_id id);

/** An instant in local time, or null for INSTANT_NONE. */
void feature_write_instant(struct buffer *out, const struct atlas *atlas, instant at);

#endif
