/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finess/finess.h"

#include "cells/values.h"
#include "finess/finess_category.h"
#include "finess/finess_words.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

/* The long name, unless it is but the beginning of the short one. */
static const char *fuller_name(const struct finess_site *site)
{
    if (site->long_name == NULL) return site->name;
    if (site->name == NULL) return site->long_name;
    char *longer = text_folded(site->long_name), *shorter = text_folded(site->name);
    bool cut = longer != NULL && shorter != NULL && strncmp(shorter, longer, strlen(longer)) == 0;
    free(longer);
    free(shorter);
    return cut ? site->name : site->long_name;
}

static const char *copy(struct pool *pool, const char *text)
{
    return text == NULL ? NULL : pool_text(pool, text, strlen(text));
}

static void add_skill(struct finess_resource *out, const char *code)
{
    struct resource *resource = &out->resource;
    for (size_t i = 0; i < resource->skill_count; i++) {
        if (strcmp(out->skills[i], code) == 0) return;
    }
    if (resource->skill_count < FINESS_SKILLS_MAX) out->skills[resource->skill_count++] = code;
}

static void read_category(const struct finess_site *site, struct finess_resource *out)
{
    const struct finess_category *category = finess_category_find(site->category);
    struct resource *resource = &out->resource;
    char *folded = text_folded(resource->name);
    bool instead = false;
    const char *of_name =
        folded == NULL ? NULL : finess_category_skill_of_name(site->category, folded, &instead);
    free(folded);
    resource->skills = out->skills;
    out->category_is_known = category != NULL;
    if (category == NULL) return;
    resource->profession = category->profession;
    resource->home_visit = category->visits ? TRISTATE_YES : TRISTATE_UNKNOWN;
    if (category->profession != NULL) add_skill(out, category->profession);
    if (category->skill != NULL && !instead) add_skill(out, category->skill);
    if (of_name != NULL) add_skill(out, of_name);
}

/* What no field of the directory holds: who runs it, and what it is when no skill says so. */
static void read_note(const struct finess_site *site, struct finess_resource *out,
                      struct pool *pool)
{
    struct resource *resource = &out->resource;
    if (resource->skill_count == 0) resource->note = copy(pool, site->category_words);
    if (site->more_name == NULL) return;
    const char *more = finess_words(site->more_name, pool);
    resource->note = resource->note == NULL
                         ? more
                         : pool_format(pool, "%s. %s", resource->note, more == NULL ? "" : more);
}

static void read_identifiers(const struct finess_site *site, struct finess_resource *out,
                             struct pool *pool)
{
    struct resource *resource = &out->resource;
    const char *siret = NULL;
    resource->identity = pool_format(pool, "finess:%s", site->finess);
    out->identifiers[resource->identifier_count++] = resource->identity;
    if (value_identifier(site->siret, 14, pool, &siret) && siret != NULL) {
        out->identifiers[resource->identifier_count++] = pool_format(pool, "siret:%s", siret);
    }
    resource->identifiers = out->identifiers;
}

static bool is_believed(const char *score, double least)
{
    double value = 1;
    return score == NULL || (value_number(score, &value) && value >= least);
}

static void read_place(const struct finess_site *site, struct finess_resource *out,
                       struct pool *pool)
{
    struct place *place = &out->resource.place;
    bool is_cedex = site->town != NULL && strstr(site->town, "CEDEX") != NULL;
    place->address = finess_address(site, pool);
    place->citycode = copy(pool, site->citycode);
    place->postcode = copy(pool, site->postcode);
    place->city = finess_town(site->town, pool);
    out->query = (struct locate_query){
        .address = finess_door(site, pool),
        .postcode = is_cedex ? NULL : place->postcode, /* no door has a CEDEX postcode */
        .city = place->city,
        .ban_id = is_believed(site->ban_score, FINESS_BAN_SURE) ? copy(pool, site->ban_id) : NULL,
        .citycode = place->citycode,
        .has_point = site->has_point && is_believed(site->ban_score, FINESS_BAN_DOUBTFUL),
        .point = site->point,
        .where = {.line = site->line, .is_feature = site->is_feature},
    };
}

enum finess_problem finess_describe(const struct finess_site *site, struct pool *pool,
                                    struct finess_resource *out)
{
    struct resource *resource = &out->resource;
    const char *name = fuller_name(site);
    *out = (struct finess_resource){.resource = {.kind = RESOURCE_STRUCTURE}};
    if (site->finess == NULL || !finess_is_number(site->finess)) return FINESS_NO_NUMBER;
    if (name == NULL) return FINESS_NO_NAME;
    resource->name = finess_words(name, pool);
    if (resource->name == NULL) return FINESS_FINE; /* the pool tells that memory ran out */
    read_identifiers(site, out, pool);
    read_category(site, out);
    read_note(site, out, pool);
    read_place(site, out, pool);
    if (!value_phone(site->phone, pool, &resource->phone))
        out->unread_phone = copy(pool, site->phone);
    if (site->email != NULL && value_email(site->email)) resource->email = copy(pool, site->email);
    resource->updated = copy(pool, site->updated);
    return FINESS_FINE;
}
