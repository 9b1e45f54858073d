/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sessions of a resource answer: a permanence, an on-call night, a screening. */
#include "search/search_scope.h"

/* Two years: a rule that has no occurrence until then has come to its end. */
#define HORIZON (731 * (instant)86400)

/* One skill that is asked, by all or as an alternative. */
static skill_id asked_skill(const struct search_query *query, size_t i)
{
    return i < query->skill_count ? query->skills[i] : query->any_skills[i - query->skill_count];
}

/* Something asked of it is held by its sessions only, and no alternative is offered every day. */
static bool needs_session(const struct scope *scope, atlas_id resource)
{
    const struct search_query *query = scope->query;
    const struct atlas *atlas = scope->atlas;
    for (size_t i = 0; i < query->skill_count; i++) {
        if (atlas_skill_is_of_sessions(atlas, resource, query->skills[i])) return true;
    }
    bool in_sessions = false;
    for (size_t i = 0; i < query->any_skill_count; i++) {
        if (!atlas_has_skill(atlas, resource, query->any_skills[i])) continue;
        if (!atlas_skill_is_of_sessions(atlas, resource, query->any_skills[i])) return false;
        in_sessions = true;
    }
    return in_sessions;
}

bool scope_is_by_session(const struct scope *scope, atlas_id resource)
{
    return scope->query->with_sessions || needs_session(scope, resource);
}

/* Who is on call answers for what they are: a doctor, a pharmacy. */
static bool is_on_call_as(const struct scope *scope, uint32_t index, skill_id asked)
{
    enum skill_kind kind = skills_get(scope->atlas->skills, asked)->kind;
    bool is_calling =
        kind == SKILL_PROFESSION || kind == SKILL_SPECIALTY || kind == SKILL_STRUCTURE;
    return is_calling && scope->atlas->sessions[index].on_call;
}

static unsigned walk_in_of(const struct session *session)
{
    static const enum tristate opposite[] = {[TRISTATE_UNKNOWN] = TRISTATE_UNKNOWN,
                                             [TRISTATE_NO] = TRISTATE_YES,
                                             [TRISTATE_YES] = TRISTATE_NO};
    return 1u << opposite[session->appointment];
}

/* What a session must be. */
struct wanted {
    bool needed;      /* about what only sessions hold of what is asked */
    unsigned walk_in; /* bits */
};

/* It is about what is asked, and receives as wanted. */
static bool session_fits(const struct scope *scope, atlas_id resource, uint32_t index,
                         struct wanted wanted)
{
    const struct search_query *query = scope->query;
    const struct atlas *atlas = scope->atlas;
    size_t asked = query->skill_count + query->any_skill_count;
    skill_id held = atlas->session_hosts[index].skill;
    if ((walk_in_of(&atlas->sessions[index]) & wanted.walk_in) == 0) return false;
    for (size_t i = 0; i < asked && held != SKILL_NONE; i++) {
        skill_id skill = asked_skill(query, i);
        bool is_about =
            skills_is_a(atlas->skills, held, skill) || is_on_call_as(scope, index, skill);
        if (!is_about || !atlas_has_skill(atlas, resource, skill)) continue;
        if (!wanted.needed || atlas_skill_is_of_sessions(atlas, resource, skill)) return true;
    }
    return asked == 0;
}

bool scope_in_session(const struct scope *scope, atlas_id resource, struct interval asked,
                      unsigned walk_in, struct interval *out)
{
    const struct atlas *atlas = scope->atlas;
    struct slice sessions = slice_of(&atlas->session_slices, resource);
    if (sessions.first == sessions.end) return false;
    const struct wanted wanted = {needs_session(scope, resource), walk_in};
    for (uint32_t i = sessions.first; i < sessions.end; i++) {
        size_t found = 0;
        if (!session_fits(scope, resource, i, wanted)) continue;
        enum status status = session_occurrences(&atlas->sessions[i], atlas->timezone, asked.from,
                                                 asked.to, 1, out, &found);
        if (status == STATUS_OK && found > 0) return true;
    }
    return false;
}

bool scope_has_session(const struct scope *scope, atlas_id resource, unsigned walk_in)
{
    instant now = scope->query->now;
    struct interval ahead = {now, now + HORIZON}, next;
    if (now != 0) return scope_in_session(scope, resource, ahead, walk_in, &next);
    struct slice sessions = slice_of(&scope->atlas->session_slices, resource);
    const struct wanted wanted = {needs_session(scope, resource), walk_in};
    for (uint32_t i = sessions.first; i < sessions.end; i++) {
        if (session_fits(scope, resource, i, wanted)) return true;
    }
    return false;
}
