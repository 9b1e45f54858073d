/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"
#include "handlers.h"
#include "json.h"
#include "question.h"
#include "rescue.h"

#include <string.h>

static void write_features(struct buffer *out, const char *name, const struct atlas *atlas,
                           const struct search_hit *hits, size_t count, struct interval when)
{
    for (size_t i = 0; i < count; i++) atlas_text_soon(atlas, hits[i].resource);
    json_name(out, name);
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) feature_write(out, atlas, hits[i].resource, &hits[i], when);
    json_close(out, ']');
}

static void write_link(struct buffer *out, const char *relation, const struct buffer *address)
{
    json_open(out, '{');
    json_name_string(out, "rel", relation);
    json_name(out, "href");
    json_write_string_n(out, address->data, address->length);
    json_close(out, '}');
    out->failed |= address->failed;
}

/* The question as it was sent, still encoded, without its cursor. */
static void write_without_cursor(struct buffer *out, const char *target)
{
    size_t length = strcspn(target, "?");
    buffer_append(out, target, length);
    char joint = '?';
    for (target += length; *target != '\0'; target += length) {
        target++; /* ? or & */
        length = strcspn(target, "&");
        if (length == 0 || strncmp(target, "cursor=", 7) == 0) continue;
        buffer_char(out, joint);
        buffer_append(out, target, length);
        joint = '&';
    }
    buffer_char(out, joint);
}

static void write_links(struct buffer *out, const struct context *context,
                        const struct request *request, const struct question *question,
                        const struct search_result *result)
{
    struct buffer address = {0};
    json_name(out, "links");
    json_open(out, '[');
    buffer_text(&address, request->target);
    write_link(out, "self", &address);
    size_t seen = question->search.offset + result->count;
    if (result->count > 0 && seen < result->matched &&
        seen + question->search.limit <= QUESTION_RESULTS_MAX) {
        buffer_reset(&address);
        write_without_cursor(&address, request->target);
        buffer_text(&address, "cursor=");
        question_write_cursor(question, context->atlas, &address);
        write_link(out, "next", &address);
    }
    json_close(out, ']');
    buffer_free(&address);
}

/* Of what is answered nothing else is proposed. */
static void write_rescue(const struct context *context, const struct question *question,
                         const struct search_result *result, struct buffer *out)
{
    static const char none[] = ",\"needs\":[],\"parent\":null";
    const struct search_query *search = &question->search;
    if (result->matched > 0 || search->skill_count == 0) {
        buffer_append(out, none, sizeof none - 1);
        return;
    }
    rescue_write_needs(context, question, out);
    skill_id skill = search->skill_count == 1 ? search->skills[0] : SKILL_NONE;
    rescue_write_parent(context->atlas, search, skill, out);
}

static void write_answer(const struct context *context, const struct request *request,
                         const struct question *question, const struct search_result *result,
                         struct buffer *out)
{
    const struct atlas *atlas = context->atlas;
    const struct search_query *search = &question->search;
    struct interval when = {context->now, context->now};
    if (search->has_at) when = (struct interval){search->at, search->until};
    /* About the length of twenty results, so that the answer does not grow step by step. */
    buffer_reserve(out, 4096 + 1500 * (result->count + result->near_miss_count));
    json_open(out, '{');
    json_name_string(out, "type", "FeatureCollection");
    json_name(out, "query");
    question_write(question, atlas, out);
    json_name_integer(out, "numberMatched", (int64_t)result->matched);
    json_name_integer(out, "numberReturned", (int64_t)result->count);
    write_features(out, "features", atlas, result->hits, result->count, when);
    write_features(out, "near_misses", atlas, result->near_misses, result->near_miss_count, when);
    write_rescue(context, question, result, out);
    write_links(out, context, request, question, result);
    json_name_integer(out, "generation", atlas_facts(atlas)->generation);
    json_name(out, "timeStamp");
    feature_write_instant(out, atlas, context->now);
    json_close(out, '}');
}

void resources_handler(const struct context *context, const struct request *request,
                       struct response *response)
{
    struct question question;
    struct search_result result;
    if (question_read(context, request, response, &question)) {
        enum status status = search_near(context->atlas, &question.search, &result);
        if (status == STATUS_OK) {
            write_answer(context, request, &question, &result, &response->body);
            respond_geojson(response);
        } else {
            respond_status(response, status);
        }
    }
    question_free(&question);
}
