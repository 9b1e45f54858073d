/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"
#include "handlers.h"
#include "json.h"
#include "question.h"

#include "geodata/search.h"

#include <inttypes.h>

/* Marks whose texts are on their way while one is written. */
#define AHEAD 8

static void write_point(struct buffer *out, struct point point)
{
    json_name(out, "geometry");
    json_open(out, '{');
    json_name_string(out, "type", "Point");
    json_name(out, "coordinates");
    json_write_point(out, point);
    json_close(out, '}');
}

static void write_cluster(struct buffer *out, const struct search_mark *mark)
{
    const double sides[] = {mark->cell.west, mark->cell.south, mark->cell.east, mark->cell.north};
    json_open(out, '{');
    json_name_string(out, "type", "Feature");
    json_name(out, "bbox");
    json_open(out, '[');
    for (size_t i = 0; i < 4; i++) json_write_number(out, sides[i], 6);
    json_close(out, ']');
    write_point(out, mark->point);
    json_name(out, "properties");
    json_open(out, '{');
    json_name_integer(out, "count", (int64_t)mark->count);
    json_close(out, '}');
    json_close(out, '}');
}

/* A profession is known by its code: what it is called stands once in an answer, not with each. */
struct professions {
    uint64_t seen[(UINT16_MAX + 1) / 64]; /* a bit for each skill_id */
};

static void write_mark(struct buffer *out, const struct atlas *atlas,
                       const struct search_mark *mark, struct professions *professions)
{
    if (mark->count > 1) {
        write_cluster(out, mark);
        return;
    }
    skill_id profession = feature_write_brief(out, atlas, mark->resource);
    professions->seen[profession / 64] |= UINT64_C(1) << profession % 64;
}

static void write_professions(struct buffer *out, const struct skills *skills,
                              const struct professions *professions)
{
    json_name(out, "professions");
    json_open(out, '[');
    for (size_t id = 0; id < skills_count(skills); id++) {
        bool is_there = professions->seen[id / 64] >> id % 64 & 1;
        if (is_there) feature_write_skill(out, skills, (skill_id)id);
    }
    json_close(out, ']');
}

static void write_answer(const struct context *context, const struct search_marks *marks,
                         struct buffer *out)
{
    const struct atlas *atlas = context->atlas;
    struct professions professions = {0};
    /* About the length of a mark. */
    buffer_reserve(out, 4096 + 250 * marks->count);
    json_open(out, '{');
    json_name_string(out, "type", "FeatureCollection");
    json_name_integer(out, "numberMatched", (int64_t)marks->matched);
    json_name_integer(out, "numberReturned", (int64_t)marks->count);
    json_name(out, "features");
    json_open(out, '[');
    for (size_t i = 0; i < marks->count; i++) {
        if (i + AHEAD < marks->count) atlas_head_soon(atlas, marks->marks[i + AHEAD].resource);
        write_mark(out, atlas, &marks->marks[i], &professions);
    }
    json_close(out, ']');
    write_professions(out, atlas_skills(atlas), &professions);
    json_name_integer(out, "generation", atlas_facts(atlas)->generation);
    json_name(out, "timeStamp");
    feature_write_instant(out, atlas, context->now);
    json_close(out, '}');
}

void map_handler(const struct context *context, const struct request *request,
                 struct response *response)
{
    struct question question = {0};
    struct search_area area;
    struct search_marks marks;
    long zoom = SEARCH_ZOOM_NONE;
    if (param_box(request, response, "bbox", true, &area.box) &&
        param_integer(request, response, "zoom", 0, SEARCH_ZOOM_MAX, &zoom) &&
        question_read(context, request, response, &question)) {
        area.zoom = (int)zoom;
        enum status status = search_in_area(context->atlas, &question.search, &area, &marks);
        if (status == STATUS_OK) {
            write_answer(context, &marks, &response->body);
            respond_geojson(response);
        } else {
            respond_status(response, status);
        }
    }
    question_free(&question);
}
