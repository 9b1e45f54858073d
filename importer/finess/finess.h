/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_FINESS_H
#define IMPORTER_FINESS_H

#include "files/pool.h"
#include "geodata/resource.h"
#include "run/locate.h"

#include <stdbool.h>
#include <stddef.h>

/** FINESS, the national register of establishments: what one row of it says, whichever file it
 *  comes from (finess_file.h), and what that is in the directory. */

/** An establishment as its row says it. Texts without spaces around; NULL: empty. */
struct finess_site {
    size_t line;     /* of the file; in JSON, how many establishments came before, plus one */
    bool is_feature; /* `line` counts establishments */
    const char *finess, *siret;
    const char *name, *long_name, *more_name;  /* rs, rslongue, complrs */
    const char *category, *category_words;     /* "620", "Pharmacie d'Officine" */
    const char *number, *way, *street;         /* "62", "AV", "DE JASSERON" */
    const char *street_more, *more, *locality; /* compvoie, compldistrib, lieuditbp */
    const char *citycode, *postcode, *town;    /* "75114", "75674", "PARIS CEDEX 14" */
    const char *phone, *email, *updated;
    const char *ban_id, *ban_score; /* key in the national address base, and its score */
    bool is_closed;
    bool has_point;
    struct point point;
};

/** A site as a resource, and the question about its place. Texts live in the pool; the struct must
 *  not move, for the resource points into it. */
#define FINESS_SKILLS_MAX 4
struct finess_resource {
    struct resource resource;
    struct locate_query query;
    const char *skills[FINESS_SKILLS_MAX];
    const char *identifiers[2];
    bool category_is_known;
    const char *unread_phone; /* NULL: it was read, or there is none */
};

enum finess_problem { FINESS_FINE, FINESS_NO_NUMBER, FINESS_NO_NAME };

/** What the row says, for people: names out of their capitals, the kind of way written out, the
 *  category as skills of the taxonomy (finess_category.h), the phone as it is printed.
 *
 *  Home visits are said for the categories that are defined by them, such as SSIAD and HAD: yes,
 * and where is not said. For every other category nothing is said: a health centre may well visit,
 * and unknown is no "no".
 *
 *  Key and position are what the publisher's own search of the address gave, with its score: below
 *  FINESS_BAN_SURE the key is not asked, below FINESS_BAN_DOUBTFUL the position is not taken
 * either, and the address is searched here. Without a score both are taken. When memory runs out
 *  pool->failed is set. */
#define FINESS_BAN_SURE 0.8
#define FINESS_BAN_DOUBTFUL 0.5
enum finess_problem finess_describe(const struct finess_site *site, struct pool *pool,
                                    struct finess_resource *out);

#endif
