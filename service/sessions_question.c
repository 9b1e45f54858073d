/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sessions_question.h"

#include "params.h"

#include <string.h>

#define DAY_S ((instant)86400)
#define DEFAULT_DAYS 14
/* A year and some: further, nobody has announced anything, and each session costs its days. */
#define DAYS_MAX 400

/* A day alone means all of it. */
static bool read_end(const struct context *context, const struct request *request,
                     struct response *response, instant *out)
{
    const struct timezone_rules *rules = atlas_timezone(context->atlas);
    const char *to = request_value(request, "to");
    if (to == NULL) return true;
    if (!question_read_time(context, response, "to", to, out)) return false;
    bool is_day = strlen(to) == strlen("2026-11-22");
    if (is_day) *out = instant_of(rules, instant_day(rules, *out, NULL) + 1, 0);
    return true;
}

static bool read_dates(const struct context *context, const struct request *request,
                       struct response *response, struct sessions_question *out)
{
    struct sessions_query *query = &out->query;
    const char *from = request_value(request, "from");
    out->asked_from = context->now;
    if (from != NULL && !question_read_time(context, response, "from", from, &out->asked_from))
        return false;
    query->to = out->asked_from + DEFAULT_DAYS * DAY_S;
    if (!read_end(context, request, response, &query->to)) return false;

    const char *wrong = NULL;
    if (query->to <= out->asked_from) wrong = "« to » vient après « from ».";
    if (query->to - out->asked_from > DAYS_MAX * DAY_S) wrong = "Pas plus de 400 jours à la fois.";
    if (query->to - context->now > 2 * DAYS_MAX * DAY_S) wrong = "C’est trop loin dans l’avenir.";
    if (wrong != NULL) respond_bad_parameter(response, "to", "%s", wrong);
    query->from = out->asked_from > context->now ? out->asked_from : context->now;
    return wrong == NULL;
}

static bool read_resource(const struct context *context, const struct request *request,
                          struct response *response, struct sessions_query *query)
{
    const char *id = request_value(request, "resource");
    query->has_resource = id != NULL;
    if (id == NULL) return true;
    query->resource = atlas_find(context->atlas, id);
    if (query->resource == ATLAS_NONE)
        respond_not_found(response, "resource", "Cette fiche n’existe pas, ou plus.");
    return query->resource != ATLAS_NONE;
}

static bool read_question(const struct context *context, const struct request *request,
                          struct response *response, size_t limit, struct sessions_question *out)
{
    struct sessions_query *query = &out->query;
    const struct search_query *where = &out->where.search;
    long most = (long)limit;
    out->skill = (struct asked_skill){.id = SKILL_NONE, .word = request_value(request, "skill")};
    if (!read_dates(context, request, response, out) ||
        !read_resource(context, request, response, query) ||
        !param_integer(request, response, "limit", 1, SESSIONS_LIMIT_MAX, &most) ||
        (out->skill.word != NULL &&
         !question_read_skill(atlas_skills(context->atlas), response, "skill", out->skill.word,
                              &out->skill.id)) ||
        !question_read_where(context, request, response, &out->where))
        return false;
    query->skill = out->skill.id;
    query->limit = (size_t)most;
    query->has_center = where->has_center;
    query->center = where->center;
    query->radius_m = where->radius_m;
    return true;
}

bool sessions_question_answer(const struct context *context, const struct request *request,
                              struct response *response, size_t limit,
                              struct sessions_question *out)
{
    *out = (struct sessions_question){0};
    if (!read_question(context, request, response, limit, out)) return false;
    /* All that was asked for is over. */
    if (out->query.to <= out->query.from) return true;
    enum status status = sessions_find(context->atlas, &out->query, &out->result);
    if (status != STATUS_OK) respond_status(response, status);
    return status == STATUS_OK;
}

void sessions_question_free(struct sessions_question *question)
{
    sessions_free(&question->result);
    question_free(&question->where);
}
