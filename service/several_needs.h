/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_SEVERAL_NEEDS_H
#define SERVICE_SEVERAL_NEEDS_H

#include "context.h"
#include "question.h"

/** "infirmière et kiné": several needs in one question, which nobody serves alone. */

/** Appends the member "needs": the skills asked in groups that somebody holds together, in the
 * order of the question, each with how many answer for it under the same conditions. An empty list
 * when they are one need. Asked for when nobody answers. */
void several_needs_write(const struct context *context, const struct question *question,
                         struct buffer *out);

#endif
