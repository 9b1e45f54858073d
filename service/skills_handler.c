/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handlers.h"
#include "json.h"
#include "params.h"

#include "geodata/atlas.h"

#define SUGGESTIONS_DEFAULT 10
#define SUGGESTIONS_MAX 50

static void write_skill(struct buffer *out, const struct atlas *atlas, skill_id id,
                        const char *matched)
{
    const struct skill *skill = skills_get(atlas_skills(atlas), id);
    json_open(out, '{');
    json_name_string(out, "code", skill->code);
    json_name_string(out, "kind", skill_kind_word(skill->kind));
    json_name_string(out, "label", skill->label_fr);
    json_name_string(out, "label_en", skill->label_en);
    json_name_string(out, "matched", matched);
    json_name_integer(out, "count", (int64_t)atlas_skill_count(atlas, id));
    json_close(out, '}');
}

static void write_suggestions(struct buffer *out, const struct atlas *atlas, const char *typed,
                              size_t limit)
{
    struct skill_suggestion suggestions[SUGGESTIONS_MAX];
    size_t count = skills_suggest(atlas_skills(atlas), typed, limit, suggestions);
    for (size_t i = 0; i < count; i++)
        write_skill(out, atlas, suggestions[i].id, suggestions[i].matched);
}

/* All of them, in the taxonomy's order. */
static void write_all(struct buffer *out, const struct atlas *atlas, size_t limit)
{
    size_t count = skills_count(atlas_skills(atlas));
    for (size_t i = 0; i < count && i < limit; i++) write_skill(out, atlas, (skill_id)i, NULL);
}

void skills_handler(const struct context *context, const struct request *request,
                    struct response *response)
{
    const char *typed =
        request_value(request, "q"); /* an empty box asks for nothing in particular */
    bool has_words = typed != NULL && typed[0] != '\0';
    long limit = has_words ? SUGGESTIONS_DEFAULT : SKILL_NONE;
    if (has_words && !param_text(request, response, "q", 100, &typed)) return;
    if (!param_integer(request, response, "limit", 1, SUGGESTIONS_MAX, &limit)) return;

    struct buffer *out = &response->body;
    json_open(out, '{');
    json_name(out, "skills");
    json_open(out, '[');
    if (has_words) write_suggestions(out, context->atlas, typed, (size_t)limit);
    if (!has_words) write_all(out, context->atlas, (size_t)limit);
    json_close(out, ']');
    json_close(out, '}');
    respond_json(response);
}
