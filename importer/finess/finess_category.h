/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_FINESS_CATEGORY_H
#define IMPORTER_FINESS_CATEGORY_H

#include <stdbool.h>

/** What a FINESS category (categetab; ANS TRE_R66) is in the taxonomy. Categories that are no place
 *  where care or help is found by the public (headquarters, protection of children, work for
 *  disabled people) are known and have no skill. */
struct finess_category {
    const char *code;
    const char *skill;      /* NULL: none in the taxonomy */
    const char *profession; /* the profession that the structure is: a pharmacy's; NULL */
    bool visits;            /* by definition its people go to the home */
};

#define FINESS_CATEGORY_COUNT 122

/** NULL: not in the table. */
const struct finess_category *finess_category_find(const char *code);

/** What the name adds to the category: "CENTRE DE SANTE DENTAIRE" is loc:centre-dentaire. NULL:
 *  nothing. `*instead`: it replaces the category's own skill. */
const char *finess_category_skill_of_name(const char *code, const char *folded_name, bool *instead);

#endif
