/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_READABLE_H
#define IMPORTER_READABLE_H

#include "files/pool.h"

/** The State writes in capitals; people read `Jean-Loup`, `Rue de l'Abbé Carton`, `La Tour de
 *  Salvagny`. A text that already holds a small letter is left as it is. Letters of French are
 *  known, others stay. NULL when memory ran out. */

/** A first name or a title: each word and each part behind a hyphen or an apostrophe begins with a
 *  capital. */
const char *readable_name(const char *text, struct pool *pool);
/** An address, a town or a structure: the same, but small words (de, la, sur …) stay small, the
 *  first excepted. */
const char *readable_words(const char *text, struct pool *pool);
/** What follows other words: the first word may be small too (`Rue`, then `de la Tour`). */
const char *readable_more(const char *text, struct pool *pool);

#endif
