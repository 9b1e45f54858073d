/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "ne prend pas de nouveaux patients", "pas à domicile", "sauf samedi": what is said with a
 * negation asks for no filter, least of all for its contrary. It is left over, whole. */
#include "question/question_parts.h"

#define GAP_MAX 3 /* "pas de la", between the negation and what it is about */

static bool can_be_denied(int kind)
{
    return kind == QUESTION_MODE || kind == QUESTION_WALK_IN || kind == QUESTION_NEW_PATIENTS ||
           kind == QUESTION_WHEELCHAIR || kind == QUESTION_LANGUAGE || kind == QUESTION_FEES ||
           kind == QUESTION_TIME;
}

/* "ne" within a few words before `at`. */
static bool has_ne_before(const struct question_work *work, size_t at)
{
    for (size_t back = 1; back <= GAP_MAX && back <= at; back++) {
        if (question_match(work, at - back, "ne|n") > 0) return true;
        if (work->tokens[at - back].breaks) return false;
    }
    return false;
}

static bool is_negation(const struct question_work *work, size_t at, int kind)
{
    if (question_match(work, at, "pas|sans|sauf|jamais|ni|hors|excepte|aucun|aucune") > 0)
        return true;
    /* "plus de nouveaux patients", but "au plus tard" */
    if (question_match(work, at, "plus") == 0) return false;
    return kind == QUESTION_NEW_PATIENTS || has_ne_before(work, at);
}

static void propose(struct question_work *work, size_t first, size_t last)
{
    /* no more than "pas avant 18h", which says a time */
    question_propose(work, (struct question_span){.kind = QUESTION_LEFT_OVER,
                                                  .first = first,
                                                  .last = last,
                                                  .weight = -2,
                                                  .skill = SKILL_NONE});
}

static void deny(struct question_work *work, const struct question_span *span)
{
    size_t at = span->first;
    for (size_t gap = 0; gap <= GAP_MAX && at > 0 && !work->tokens[at].breaks; gap++) {
        at--;
        if (is_negation(work, at, span->kind)) {
            propose(work, at, span->last);
            return;
        }
        if (!work->tokens[at].is_link) break;
    }
    /* "qui ne se déplace pas" */
    if (span->last >= work->count || work->tokens[span->last].breaks) return;
    if (question_match(work, span->last, "pas|plus|jamais") == 0) return;
    if (has_ne_before(work, span->last)) propose(work, span->first, span->last + 1);
}

void question_find_negations(struct question_work *work)
{
    size_t said = work->span_count;
    for (size_t i = 0; i < said; i++) {
        const struct question_span span = work->spans[i];
        if (can_be_denied(span.kind)) deny(work, &span);
    }
}
