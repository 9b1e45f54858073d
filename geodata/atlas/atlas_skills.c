/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"

#include "base/lists.h"
#include "embedded/sql_atlas_resource_skills.h"
#include "embedded/sql_atlas_session_skills.h"
#include "geodata/crew.h"
#include "taxonomy/skills_table.h"

#include <stdlib.h>

static enum status read_resource_skill(struct loading *loading, struct statement *row,
                                       void *context)
{
    size_t of = loading_row(loading, column_integer(row, 0));
    int64_t skill = column_integer(row, 1);
    if (of == loading->atlas->count || skill < 0 ||
        (size_t)skill >= skills_count(loading->atlas->skills)) {
        return STATUS_INVALID;
    }
    skill_id id = (skill_id)skill;
    return list_add(context, (uint32_t)of, &id) ? STATUS_OK : STATUS_NO_MEMORY;
}

/* What one resource can be asked for, while it is gathered. */
struct offer {
    skill_id skill;
    bool only_in_sessions;
};

#define OFFERS_MAX 8192

static int compare_offers(const void *a, const void *b)
{
    const struct offer *left = a, *right = b;
    if (left->skill != right->skill) return left->skill < right->skill ? -1 : 1;
    return (int)left->only_in_sessions - (int)right->only_in_sessions;
}

/* What was said and what that implies. */
static size_t add_offers(const struct atlas *atlas, const skill_id *said, size_t said_count,
                         bool only_in_sessions, struct offer *out, size_t count)
{
    for (size_t i = 0; i < said_count; i++) {
        for (skill_id id = said[i]; id != SKILL_NONE && count < OFFERS_MAX;
             id = skills_implied(atlas->skills, id)) {
            out[count++] = (struct offer){id, only_in_sessions};
        }
    }
    return count;
}

/* What is said, and what is held in sessions, of all resources; of one piece, what follows. */
struct expanding {
    struct slices held_slices;
    skill_id *held;
    struct list *offered, *in_sessions; /* of each piece: skill_id, struct session_skill */
};

struct expanding_piece {
    const struct expanding *expanding;
    struct list *offered, *in_sessions;
};

/* There are few, mostly. */
#define OFFERS_FEW 32
static void sort_offers(struct offer *offers, size_t count)
{
    if (count > OFFERS_FEW) {
        qsort(offers, count, sizeof *offers, compare_offers);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct offer offer = offers[i];
        size_t at = i;
        for (; at > 0 && compare_offers(&offers[at - 1], &offer) > 0; at--)
            offers[at] = offers[at - 1];
        offers[at] = offer;
    }
}

static bool keep_offers(struct expanding_piece *of, atlas_id resource, struct offer *offers,
                        size_t count)
{
    bool kept = true;
    sort_offers(offers, count);
    for (size_t i = 0; i < count && kept; i++) {
        if (i > 0 && offers[i].skill == offers[i - 1].skill) continue;
        const struct session_skill held_only = {resource, offers[i].skill};
        kept = list_add(of->offered, resource, &offers[i].skill);
        if (offers[i].only_in_sessions)
            kept = kept && list_add(of->in_sessions, resource, &held_only);
    }
    return kept;
}

/* All that each resource can be asked for, ascending, each once; what it does anyway comes before
 * what only its sessions hold. */
static enum status expand_piece(struct loading *loading, const struct piece *piece, void *context)
{
    struct expanding_piece *of = context;
    const struct expanding *all = of->expanding;
    struct offer *offers = malloc(OFFERS_MAX * sizeof *offers);
    bool kept = offers != NULL;
    for (uint32_t row = piece->begin; kept && row < piece->end; row++) {
        struct slice said = slice_of(&loading->declared_slices, row);
        struct slice held = slice_of(&all->held_slices, row);
        size_t count = add_offers(loading->atlas, &loading->professions[row],
                                  loading->professions[row] != SKILL_NONE, false, offers, 0);
        count = add_offers(loading->atlas, loading->declared + said.first, said.end - said.first,
                           false, offers, count);
        count = add_offers(loading->atlas, all->held + held.first, held.end - held.first, true,
                           offers, count);
        kept = keep_offers(of, loading->ranks[row], offers, count);
    }
    free(offers);
    return kept ? STATUS_OK : STATUS_NO_MEMORY;
}

static int compare_session_skills(const void *a, const void *b)
{
    const struct session_skill *left = a, *right = b;
    if (left->resource != right->resource) return left->resource < right->resource ? -1 : 1;
    return (int)left->skill - (int)right->skill;
}

/* Those that somebody has during sessions only. */
static bool keep_session_skills(struct atlas *atlas, struct list *lists, size_t count)
{
    struct list all;
    if (!lists_join(lists, count, &all)) return false;
    atlas->session_skills = (struct session_skill *)all.items;
    atlas->session_skill_count = all.count;
    free(all.owners);
    if (all.count > 0) qsort(all.items, all.count, all.size, compare_session_skills);
    atlas->in_sessions = calloc(skills_count(atlas->skills) + 1, sizeof *atlas->in_sessions);
    if (atlas->in_sessions == NULL) return false;
    for (size_t i = 0; i < atlas->session_skill_count; i++)
        atlas->in_sessions[atlas->session_skills[i].skill] = true;
    return true;
}

static enum status expand_skills(struct loading *loading, struct expanding *expanding)
{
    struct atlas *atlas = loading->atlas;
    size_t pieces = loading->piece_count;
    struct expanding_piece *contexts = calloc(pieces, sizeof *contexts);
    if (contexts == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < pieces; i++)
        contexts[i] =
            (struct expanding_piece){expanding, &expanding->offered[i], &expanding->in_sessions[i]};
    enum status status = pieces_do(loading, expand_piece, contexts, sizeof *contexts);
    free(contexts);
    if (status != STATUS_OK) return status;
    bool kept = keep_session_skills(atlas, expanding->in_sessions, pieces) &&
                lists_slice(expanding->offered, pieces, pieces, atlas->count, &atlas->skill_slices,
                            (void **)&atlas->skill_of);
    return kept ? STATUS_OK : STATUS_NO_MEMORY;
}

/* The other way round: who has each skill. */
static bool index_skills(struct atlas *atlas)
{
    size_t skill_count = skills_count(atlas->skills), total = 0;
    uint32_t *counts = calloc(skill_count + 1, sizeof *counts);
    for (atlas_id id = 0; counts != NULL && id < atlas->count; id++) {
        struct slice has = slice_of(&atlas->skill_slices, id);
        for (uint32_t i = has.first; i < has.end; i++) counts[atlas->skill_of[i]]++;
        total += has.end - has.first;
    }
    atlas->having = malloc((total + 1) * sizeof *atlas->having);
    bool done = counts != NULL && atlas->having != NULL &&
                slices_make(&atlas->having_slices, counts, skill_count);
    for (size_t skill = 0; done && skill < skill_count; skill++)
        counts[skill] = slice_of(&atlas->having_slices, (uint32_t)skill).first;
    for (atlas_id id = 0; done && id < atlas->count; id++) {
        struct slice has = slice_of(&atlas->skill_slices, id);
        for (uint32_t i = has.first; i < has.end; i++)
            atlas->having[counts[atlas->skill_of[i]]++] = id;
    }
    free(counts);
    return done;
}

/* One of those without a place is in no tree; they have the last numbers. */
static void build_tree(void *context, size_t skill)
{
    struct atlas *atlas = context;
    struct slice having = slice_of(&atlas->having_slices, (uint32_t)skill);
    const uint32_t *ids = atlas->having + having.first;
    uint32_t count = having.end - having.first;
    while (count > 0 && ids[count - 1] >= atlas->placed) count--;
    point_tree_build(&atlas->by_skill[skill], ids, count, atlas->points);
}

static bool build_trees(struct loading *loading)
{
    struct atlas *atlas = loading->atlas;
    size_t skill_count = skills_count(atlas->skills);
    bool done = true;
    atlas->by_skill = calloc(skill_count + 1, sizeof *atlas->by_skill);
    if (atlas->by_skill == NULL) return false;
    if (loading->piece_count > 1) {
        crew_run(skill_count, build_tree, atlas, NULL);
    } else {
        for (size_t skill = 0; skill < skill_count; skill++) build_tree(atlas, skill);
    }
    for (size_t skill = 0; skill < skill_count; skill++)
        done &= atlas->by_skill[skill].count == 0 || atlas->by_skill[skill].boxes != NULL;
    return done;
}

static enum status read_declared(struct loading *loading, struct list *lists)
{
    size_t pieces = loading->piece_count;
    enum status status = pieces_read(loading, "atlas_resource_skills", sql_atlas_resource_skills,
                                     read_resource_skill, lists, sizeof *lists);
    if (status != STATUS_OK) return status;
    bool kept = lists_slice(lists, pieces, pieces, loading->atlas->count, &loading->declared_slices,
                            (void **)&loading->declared);
    return kept ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status read_held(struct loading *loading, struct list *lists,
                             struct expanding *expanding)
{
    enum status status = pieces_read(loading, "atlas_session_skills", sql_atlas_session_skills,
                                     read_resource_skill, lists, sizeof *lists);
    if (status != STATUS_OK) return status;
    bool kept =
        lists_slice(lists, loading->piece_count, loading->piece_count, loading->atlas->count,
                    &expanding->held_slices, (void **)&expanding->held);
    return kept ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status load_skills(struct loading *loading)
{
    size_t pieces = loading->piece_count;
    struct list *lists = lists_new(2 * pieces, sizeof(skill_id));
    struct expanding expanding = {.offered = lists_new(pieces, sizeof(skill_id)),
                                  .in_sessions = lists_new(pieces, sizeof(struct session_skill))};
    enum status status = STATUS_NO_MEMORY;
    if (lists == NULL || expanding.offered == NULL || expanding.in_sessions == NULL) goto done;
    status = read_declared(loading, lists);
    if (status == STATUS_OK) status = read_held(loading, lists + pieces, &expanding);
    if (status == STATUS_OK) status = expand_skills(loading, &expanding);
    if (status == STATUS_OK && (!index_skills(loading->atlas) || !build_trees(loading)))
        status = STATUS_NO_MEMORY;
done:
    lists_free(lists, 2 * pieces);
    lists_free(expanding.offered, pieces);
    lists_free(expanding.in_sessions, pieces);
    slices_free(&expanding.held_slices);
    free(expanding.held);
    return status;
}
