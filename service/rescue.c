/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rescue.h"

#include "feature.h"
#include "json.h"

/* Nobody names more needs in a breath; each costs a search with each of the others. */
#define NEEDS_MAX 6

/* Skills that one resource may hold together. */
struct need_group {
    size_t count;
    skill_id skills[SEARCH_SKILLS_MAX];
};

static size_t count_answers(const struct atlas *atlas, struct search_query query,
                            const struct need_group *group)
{
    struct search_result found;
    query.skills = group->skills;
    query.skill_count = group->count;
    query.hits_only = true;
    query.offset = 0;
    query.limit = 1;
    return search_near(atlas, &query, &found) == STATUS_OK ? found.matched : 0;
}

/* Somebody does all that, wherever and whenever. */
static bool is_held(const struct atlas *atlas, const struct need_group *group)
{
    return count_answers(atlas, (struct search_query){0}, group) > 0;
}

/* Each skill joins the first group whose holders have it too, else it begins one of its own. */
static size_t group_skills(const struct atlas *atlas, const struct search_query *search,
                           struct need_group groups[SEARCH_SKILLS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < search->skill_count && search->skill_count <= NEEDS_MAX; i++) {
        size_t at = 0;
        for (; at < count; at++) {
            struct need_group wider = groups[at];
            wider.skills[wider.count++] = search->skills[i];
            if (is_held(atlas, &wider)) break;
        }
        if (at == count) groups[count++] = (struct need_group){0};
        groups[at].skills[groups[at].count++] = search->skills[i];
    }
    return count;
}

void rescue_write_needs(const struct context *context, const struct question *question,
                        struct buffer *out)
{
    const struct atlas *atlas = context->atlas;
    struct need_group groups[SEARCH_SKILLS_MAX];
    size_t count = group_skills(atlas, &question->search, groups);
    json_name(out, "needs");
    json_open(out, '[');
    for (size_t i = 0; i < count && count > 1; i++) {
        json_open(out, '{');
        json_name(out, "skills");
        json_open(out, '[');
        for (size_t k = 0; k < groups[i].count; k++)
            feature_write_skill(out, atlas_skills(atlas), groups[i].skills[k]);
        json_close(out, ']');
        json_name_integer(out, "numberMatched",
                          (int64_t)count_answers(atlas, question->search, &groups[i]));
        json_close(out, '}');
    }
    json_close(out, ']');
}

void rescue_write_parent(const struct atlas *atlas, const struct search_query *query,
                         skill_id skill, struct buffer *out)
{
    const struct skills *skills = atlas_skills(atlas);
    struct need_group broader = {.count = 1, .skills = {SKILL_NONE}};
    size_t matched = 0;
    if (skill != SKILL_NONE) broader.skills[0] = skills_get(skills, skill)->parent;
    while (broader.skills[0] != SKILL_NONE) {
        matched = count_answers(atlas, *query, &broader);
        if (matched > 0) break;
        broader.skills[0] = skills_get(skills, broader.skills[0])->parent;
    }
    json_name(out, "parent");
    if (matched == 0) {
        json_write_null(out);
        return;
    }
    json_open(out, '{');
    json_name(out, "skill");
    feature_write_skill(out, skills, broader.skills[0]);
    json_name_integer(out, "numberMatched", (int64_t)matched);
    json_close(out, '}');
}
