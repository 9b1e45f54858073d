/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_RESCUE_H
#define SERVICE_RESCUE_H

#include "context.h"
#include "question.h"

/** What may be asked instead of a question that nobody answers. */

/** Appends the member "needs" ("infirmière et kiné" are two that nobody serves alone): the skills
 *  asked in groups that somebody holds together, in the order of the question, each with how many
 *  answer for it under the same conditions. An empty list when they are one need, or more than six
 *  skills. */
void rescue_write_needs(const struct context *context, const struct question *question,
                        struct buffer *out);

/** Appends the member "parent": the narrowest skill broader than `skill` that somebody answers for
 *  under the conditions of `query`, and how many; null when there is none. SKILL_NONE has
 *  none. */
void rescue_write_parent(const struct atlas *atlas, const struct search_query *query,
                         skill_id skill, struct buffer *out);

#endif
