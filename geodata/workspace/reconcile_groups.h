/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RECONCILE_GROUPS_H
#define RECONCILE_GROUPS_H

#include "base/fingerprint.h"
#include "base/lists.h"
#include "geodata/geo.h"
#include "store/database.h"

/** Records that share a key, and the pairs among them that may be one. */

/** A record as it is compared. */
struct candidate {
    int64_t record, source;
    fingerprint address, postcode, citycode; /* of the texts, the address folded; 0: not said */
    bool has_door;                           /* the point is a door's, not a commune's */
    bool has_finess;                         /* what is shared is a FINESS number */
    bool is_alone;                           /* no other of its source shares it */
    struct point point;
};

/** How surely two records are one; the smaller, the surer. */
enum bond {
    BOND_IDENTITY,
    BOND_VERDICT,
    BOND_SITE_AT_ADDRESS,
    BOND_SITE_NEAR,
    BOND_SITE, /* elsewhere, or where is not known */
    BOND_NUMBER_AT_ADDRESS,
    BOND_NUMBER_NEAR,
    BOND_NAME_AT_ADDRESS,
    BOND_NAME_NEAR,
    BOND_LIKELY, /* a human looks */
    BOND_NONE
};

struct pair {
    int64_t first, second; /* records, the smaller id first */
    int64_t sources[2];
    enum bond bond;
};

/** Judges two records of a group; BOND_NONE: nothing says that they are one. */
typedef enum bond pair_judge(const struct candidate *left, const struct candidate *right);

/** Reads a query whose rows are candidates after their group's key (reconcile_identities.sql) and
 *  adds to `pairs` those that `judge` joins. */
enum status groups_read(struct database *database, const char *name, const char *sql,
                        pair_judge *judge, struct list *pairs);

/** At the same address as written, or within 50 m: two doors of one place. */
bool candidates_share_address(const struct candidate *left, const struct candidate *right);
bool candidates_within(const struct candidate *left, const struct candidate *right, double metres);

#endif
