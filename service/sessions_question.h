/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_SESSIONS_QUESTION_H
#define SERVICE_SESSIONS_QUESTION_H

#include "question.h"

#include "geodata/sessions.h"

/** "Which sessions, when, near here", and what answers it. */
struct sessions_question {
    struct question where; /* address, point, radius alone */
    struct asked_skill skill;
    instant asked_from; /* as asked: what is over by now is not answered */
    struct sessions_query query;
    struct sessions_result result;
};

/** Reads `from`, `to`, `skill`, `resource`, a place, `radius_m` and `limit`, and finds. False when
 * it has answered. Free with sessions_question_free in any case. */
bool sessions_question_answer(const struct context *context, const struct request *request,
                              struct response *response, size_t limit,
                              struct sessions_question *out);
void sessions_question_free(struct sessions_question *question);

#endif
