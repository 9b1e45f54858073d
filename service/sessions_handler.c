/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"
#include "handlers.h"
#include "json.h"
#include "sessions_question.h"

#define SESSIONS_DEFAULT 100

static void write_time(struct buffer *out, const char *name, const struct atlas *atlas, instant at)
{
    json_name(out, name);
    feature_write_instant(out, atlas, at);
}

static void write_host(struct buffer *out, const struct atlas *atlas,
                       const struct session_found *found)
{
    json_name(out, "resource");
    json_open(out, '{');
    json_name_string(out, "id", atlas_resource_id(atlas, found->resource));
    json_name_string(out, "name", found->name);
    json_close(out, '}');
    feature_write_address(out, found->place);
    json_name(out, "point");
    if (found->place->method != PLACE_NONE) json_write_point(out, found->place->point);
    if (found->place->method == PLACE_NONE) json_write_null(out);
    json_name(out, "distance_m");
    if (found->distance_m >= 0) json_write_number(out, found->distance_m, 0);
    if (found->distance_m < 0) json_write_null(out);
}

static void write_session(struct buffer *out, const struct atlas *atlas,
                          const struct session_found *found)
{
    const struct session *session = found->session;
    json_open(out, '{');
    write_time(out, "from", atlas, found->when.from);
    write_time(out, "to", atlas, found->when.to);
    json_name(out, "skill");
    feature_write_skill(out, atlas_skills(atlas), found->skill);
    write_host(out, atlas, found);
    json_name_said(out, "public", session->public_text);
    json_name(out, "appointment");
    json_write_tristate(out, session->appointment);
    json_name_said(out, "link", session->link);
    json_name_said(out, "note", session->note);
    json_name(out, "source");
    json_open(out, '{');
    json_name_said(out, "name", session->source_name);
    json_name_said(out, "date", session->source_date);
    json_close(out, '}');
    json_close(out, '}');
}

static void write_query(struct buffer *out, const struct atlas *atlas,
                        const struct sessions_question *question)
{
    json_name(out, "query");
    json_open(out, '{');
    question_write_where(&question->where, out);
    json_name(out, "skill");
    feature_write_skill(out, atlas_skills(atlas), question->skill.id);
    write_time(out, "from", atlas, question->asked_from);
    write_time(out, "to", atlas, question->query.to);
    json_name(out, "radius_m");
    if (question->query.radius_m > 0) json_write_number(out, question->query.radius_m, 0);
    if (question->query.radius_m <= 0) json_write_null(out);
    json_name_integer(out, "limit", (int64_t)question->query.limit);
    json_close(out, '}');
}

void sessions_handler(const struct context *context, const struct request *request,
                      struct response *response)
{
    struct sessions_question question;
    struct buffer *out = &response->body;
    if (sessions_question_answer(context, request, response, SESSIONS_DEFAULT, &question)) {
        json_open(out, '{');
        json_name_string(out, "type", "Sessions");
        write_query(out, context->atlas, &question);
        json_name_integer(out, "numberReturned", (int64_t)question.result.count);
        json_name(out, "more");
        json_write_bool(out, question.result.has_more);
        json_name(out, "sessions");
        json_open(out, '[');
        for (size_t i = 0; i < question.result.count; i++)
            write_session(out, context->atlas, &question.result.found[i]);
        json_close(out, ']');
        json_name_integer(out, "generation", atlas_facts(context->atlas)->generation);
        write_time(out, "timeStamp", context->atlas, context->now);
        json_close(out, '}');
        respond_json(response);
    }
    sessions_question_free(&question);
}
