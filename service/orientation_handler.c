/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several needs of one person at one address: who serves each, who serves several, or the gap. */
#include "feature.h"
#include "handlers.h"
#include "json.h"
#include "need.h"
#include "params.h"
#include "question.h"
#include "rescue.h"

#include <stdlib.h>
#include <string.h>

#define NEEDS_MAX 8
#define CANDIDATES_DEFAULT 5
#define CANDIDATES_MAX 20
/* Who serves several needs is looked for among the nearest of each: further away nobody goes for
 * the sake of one door fewer. */
#define SHARED_LOOKS SEARCH_LIMIT_MAX
#define SHARED_MAX 20

/* Who serves what. */
struct server {
    atlas_id resource;
    unsigned needs; /* bits 1u << index of the need */
    unsigned need_count;
    double distance_m; /* -1: no place */
};

struct orientation {
    struct question question; /* the address alone */
    struct asked_need needs[NEEDS_MAX];
    struct search_result results[NEEDS_MAX];
    size_t need_count;
    size_t limit;
    struct server servers[NEEDS_MAX * SHARED_LOOKS]; /* by resource, each once */
    size_t server_count;
};

static bool read_needs(const struct context *context, const struct request *request,
                       struct response *response, struct orientation *out)
{
    for (size_t i = 0; i < request->parameter_count; i++) {
        if (strcmp(request->parameters[i].name, "need") != 0) continue;
        if (out->need_count == NEEDS_MAX) {
            respond_bad_parameter(response, "need", "Pas plus de %d besoins à la fois.", NEEDS_MAX);
            return false;
        }
        struct asked_need *need = &out->needs[out->need_count++];
        if (!need_read(context, response, request->parameters[i].value, need)) return false;
    }
    return out->need_count > 0 || param_missing(response, "need");
}

static bool read_orientation(const struct context *context, const struct request *request,
                             struct response *response, struct orientation *out)
{
    long limit = CANDIDATES_DEFAULT;
    if (!read_needs(context, request, response, out) ||
        !param_integer(request, response, "limit", 1, CANDIDATES_MAX, &limit) ||
        !question_read_where(context, request, response, &out->question))
        return false;
    out->limit = (size_t)limit;
    out->question.search.now = context->now;
    return out->question.search.has_center || param_missing(response, "address");
}

static struct search_query query_of(const struct orientation *orientation, size_t need,
                                    size_t limit)
{
    const struct search_query *door = &orientation->question.search;
    return need_query(&orientation->needs[need], door->center, door->now, limit);
}

static int compare_resources(const void *a, const void *b)
{
    const struct server *left = a, *right = b;
    return left->resource < right->resource ? -1 : left->resource > right->resource;
}

/* Found for one need, asked for all. */
static void judge_servers(const struct atlas *atlas, struct orientation *orientation)
{
    for (size_t need = 0; need < orientation->need_count; need++) {
        struct search_query query = query_of(orientation, need, 0);
        for (size_t i = 0; i < orientation->server_count; i++) {
            struct server *server = &orientation->servers[i];
            struct search_hit hit;
            if (!search_answers(atlas, &query, server->resource, &hit)) continue;
            server->needs |= 1u << need;
            server->need_count++;
        }
    }
}

static void gather_servers(const struct atlas *atlas, struct orientation *orientation)
{
    size_t count = 0, kept = 0;
    struct server *servers = orientation->servers;
    for (size_t need = 0; need < orientation->need_count; need++) {
        const struct search_result *result = &orientation->results[need];
        for (size_t i = 0; i < result->count; i++)
            servers[count++] = (struct server){.resource = result->hits[i].resource,
                                               .distance_m = result->hits[i].distance_m};
    }
    qsort(servers, count, sizeof *servers, compare_resources);
    for (size_t i = 0; i < count; i++) {
        bool is_new = kept == 0 || servers[i].resource != servers[kept - 1].resource;
        if (is_new) servers[kept++] = servers[i];
    }
    orientation->server_count = kept;
    judge_servers(atlas, orientation);
}

static enum status search_needs(const struct atlas *atlas, struct orientation *orientation)
{
    /* One need is shared with no other. */
    size_t looks = orientation->need_count > 1 ? SHARED_LOOKS : orientation->limit;
    for (size_t i = 0; i < orientation->need_count; i++) {
        struct search_query query = query_of(orientation, i, looks);
        enum status status = search_near(atlas, &query, &orientation->results[i]);
        if (status != STATUS_OK) return status;
    }
    gather_servers(atlas, orientation);
    return STATUS_OK;
}

static void write_indexes(struct buffer *out, const char *name, unsigned needs)
{
    json_name(out, name);
    json_open(out, '[');
    for (int i = 0; i < NEEDS_MAX; i++) {
        if ((needs & 1u << i) != 0) json_write_integer(out, i);
    }
    json_close(out, ']');
}

static unsigned needs_served(const struct orientation *orientation, atlas_id resource)
{
    const struct server wanted = {.resource = resource};
    const struct server *found = bsearch(&wanted, orientation->servers, orientation->server_count,
                                         sizeof wanted, compare_resources);
    return found == NULL ? 0 : found->needs;
}

static void write_candidates(struct buffer *out, const struct context *context,
                             const struct orientation *orientation, size_t need, instant at)
{
    const struct search_result *result = &orientation->results[need];
    json_name(out, "candidates");
    json_open(out, '[');
    for (size_t i = 0; i < result->count && i < orientation->limit; i++) {
        const struct search_hit *hit = &result->hits[i];
        feature_open(out, context->atlas, hit->resource, hit, (struct interval){at, at});
        write_indexes(out, "also_serves", needs_served(orientation, hit->resource) & ~(1u << need));
        feature_close(out);
    }
    json_close(out, ']');
}

static void write_near_misses(struct buffer *out, const struct context *context,
                              const struct orientation *orientation, size_t need, instant at)
{
    const struct search_result *result = &orientation->results[need];
    json_name(out, "near_misses");
    json_open(out, '[');
    for (size_t i = 0; i < result->near_miss_count && result->matched < orientation->limit; i++)
        feature_write(out, context->atlas, result->near_misses[i].resource, &result->near_misses[i],
                      (struct interval){at, at});
    json_close(out, ']');
}

/* Nobody answers: said plainly, with what comes nearest. */
static void write_gap(struct buffer *out, const struct atlas *atlas,
                      const struct orientation *orientation, size_t need)
{
    bool is_gap = orientation->results[need].matched == 0;
    json_name(out, "gap");
    if (is_gap) need_write_gap(out, atlas_skills(atlas), &orientation->needs[need]);
    if (!is_gap) json_write_null(out);
    if (is_gap) {
        struct search_query query = query_of(orientation, need, 1);
        rescue_write_parent(atlas, &query, orientation->needs[need].skill, out);
    } else {
        json_name(out, "parent");
        json_write_null(out);
    }
}

static void write_need(struct buffer *out, const struct context *context,
                       const struct orientation *orientation, size_t index)
{
    const struct atlas *atlas = context->atlas;
    const struct asked_need *need = &orientation->needs[index];
    instant at = need->has_at ? need->at : context->now;
    json_open(out, '{');
    json_name_string(out, "need", need->asked);
    json_name(out, "skill");
    feature_write_skill(out, atlas_skills(atlas), need->skill);
    json_name_string(out, "mode", need->mode);
    json_name(out, "at");
    feature_write_instant(out, atlas, need->has_at ? need->at : INSTANT_NONE);
    json_name(out, "new_patients");
    json_write_bool(out, need->new_patients);
    json_name_integer(out, "numberMatched", (int64_t)orientation->results[index].matched);
    write_candidates(out, context, orientation, index, at);
    write_gap(out, atlas, orientation, index);
    write_near_misses(out, context, orientation, index, at);
    json_close(out, '}');
}

/* Most needs first, then nearest; those without a place last. */
static int compare_servers(const void *a, const void *b)
{
    const struct server *left = a, *right = b;
    if (left->need_count != right->need_count) return left->need_count > right->need_count ? -1 : 1;
    bool left_known = left->distance_m >= 0, right_known = right->distance_m >= 0;
    if (left_known != right_known) return left_known ? -1 : 1;
    if (left->distance_m != right->distance_m) return left->distance_m < right->distance_m ? -1 : 1;
    return compare_resources(a, b);
}

/* Puts the servers in another order: the last thing that is written. */
static void write_shared(struct buffer *out, const struct atlas *atlas,
                         struct orientation *orientation)
{
    struct server *servers = orientation->servers;
    qsort(servers, orientation->server_count, sizeof *servers, compare_servers);
    json_name(out, "shared");
    json_open(out, '[');
    for (size_t i = 0; i < orientation->server_count && i < SHARED_MAX; i++) {
        if (servers[i].need_count < 2) break;
        json_open(out, '{');
        feature_write_name(out, atlas, servers[i].resource);
        json_name(out, "distance_m");
        if (servers[i].distance_m >= 0) json_write_number(out, servers[i].distance_m, 0);
        if (servers[i].distance_m < 0) json_write_null(out);
        write_indexes(out, "needs", servers[i].needs);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void write_answer(const struct context *context, struct orientation *orientation,
                         struct buffer *out)
{
    json_open(out, '{');
    json_name_string(out, "type", "Orientation");
    json_name(out, "query");
    json_open(out, '{');
    question_write_where(&orientation->question, out);
    json_name_integer(out, "limit", (int64_t)orientation->limit);
    json_close(out, '}');
    json_name(out, "needs");
    json_open(out, '[');
    for (size_t i = 0; i < orientation->need_count; i++) write_need(out, context, orientation, i);
    json_close(out, ']');
    write_shared(out, context->atlas, orientation);
    json_name_integer(out, "generation", atlas_facts(context->atlas)->generation);
    json_name(out, "timeStamp");
    feature_write_instant(out, context->atlas, context->now);
    json_close(out, '}');
}

void orientation_handler(const struct context *context, const struct request *request,
                         struct response *response)
{
    struct orientation *orientation = calloc(1, sizeof *orientation);
    if (orientation == NULL) {
        respond_status(response, STATUS_NO_MEMORY);
        return;
    }
    if (read_orientation(context, request, response, orientation)) {
        enum status status = search_needs(context->atlas, orientation);
        if (status == STATUS_OK) {
            write_answer(context, orientation, &response->body);
            respond_json(response);
        } else {
            respond_status(response, status);
        }
    }
    question_free(&orientation->question);
    free(orientation);
}
