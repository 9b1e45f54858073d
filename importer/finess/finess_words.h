/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_FINESS_WORDS_H
#define IMPORTER_FINESS_WORDS_H

#include "files/pool.h"
#include "finess/finess.h"

/** The register's capitals and abbreviations as people read them. Answers live in the pool; NULL:
 *  the row says nothing, or memory ran out. */

/** Nine digits, or a letter of Corsica second: `750020927`, `2A0000014`. */
bool finess_is_number(const char *text);

/** A name: `CENTRE DE SANTE DU PAYS DE GEX` is `Centre de Sante du Pays de Gex`; abbreviations stay
 *  (`CH`, `CMPP`, `SSIAD`), and so does a text that already holds a small letter. Double spaces
 * become one. */
const char *finess_words(const char *text, struct pool *pool);

/** `PARIS CEDEX 14` is Paris, `ST BARTHELEMY` St Barthelemy. */
const char *finess_town(const char *text, struct pool *pool);

/** Number, kind of way and street, the kind written out: `62 Avenue de Jasseron`, `1 C Rue Raymond
 *  Barre`; the locality where there is no street. */
const char *finess_door(const struct finess_site *site, struct pool *pool);
/** The same with what helps to find the door: `…, ZAC Moulin Joli`. Post boxes are left out. */
const char *finess_address(const struct finess_site *site, struct pool *pool);

#endif
