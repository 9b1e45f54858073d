/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_NEED_H
#define SERVICE_NEED_H

#include "context.h"
#include "respond.h"

#include "geodata/buffer.h"
#include "geodata/search.h"

/** One need of a person: `SKILL[,mode=home][,at=now][,new_patients=true]`, as a value of `need`. */
struct asked_need {
    const char *asked; /* as it was written; borrowed */
    skill_id skill;
    const char *mode; /* a word of question_modes; NULL: any */
    enum search_mode search_mode;
    bool has_at;
    instant at;
    bool new_patients;
};

/** False when it has answered 400. A comma is part of the skill's words unless a name and
 *  `=` follow it. */
bool need_read(const struct context *context, struct response *response, const char *text,
               struct asked_need *out);

/** The question to the atlas, for a door. The query points to `need`. */
struct search_query need_query(const struct asked_need *need, struct point door, instant now,
                               size_t limit);

/** Appends `{"text","text_en"}`: nobody in the directory says they do this. */
void need_write_gap(struct buffer *out, const struct skills *skills, const struct asked_need *need);

#endif
