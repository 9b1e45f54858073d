/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_LANGUAGES_H
#define GEODATA_LANGUAGES_H

#include "geodata/buffer.h"
#include "geodata/status.h"
#include "geodata/tristate.h"

#include <stdbool.h>
#include <stddef.h>

/** The languages people speak, each under one name: `English`, `EN`, `eng` and `anglais (courant)`
 *  are all `anglais`. The names are those of ISO 639 in French, in English and in the language
 *  itself, as ICU carries them, with what French people also say (`farsi`, `darija`, `LSF`). A
 *  loaded table never changes and may be shared by threads. */
struct languages;

/** Plain data. Its texts live as long as the table. */
struct language {
    const char *key;   /* the label, folded: what is compared; NULL: none */
    const char *label; /* in French: `créole haïtien` */
    const char *wider; /* key of what it is a kind of (kabyle: `berbere`), NULL: of nothing */
};

enum status languages_open(struct languages **out);
void languages_close(struct languages *languages);

/** The language of that name or code, folded; NULL: none is known under it. `no` is none: in a cell
 *  it is rather the English word than the code of Norwegian. */
const struct language *languages_find(const struct languages *languages, const char *text,
                                      size_t length);
/** The same, codes aside: as a language is named within a sentence. */
const struct language *languages_named(const struct languages *languages, const char *text,
                                       size_t length);

/** The one with a name within two typos of `text` (one, in short names); NULL: none. */
const struct language *languages_nearest(const struct languages *languages, const char *text,
                                         size_t length);

#define LANGUAGES_IN_TEXT 16

/** All languages of a piece of text ("anglais courant et arabe"), how well they are spoken aside:
 *  how many, 0 when a word of it is none of a language: `notions d'anglais` is not one who speaks
 *  it. */
size_t languages_read(const struct languages *languages, const char *text, size_t length,
                      const struct language *out[LANGUAGES_IN_TEXT]);

/** Appends a list parted by `;` as it is compared, `|anglais|kabyle|~berbere|`: with each language
 *  the wider one, behind a `~`; what is not known as a language folded, behind a `?`. */
void languages_keys(const struct languages *languages, const char *list, struct buffer *out);

/** Whether who said `keys` speaks a language. Not said is unknown, and so it is where a wider
 *  language was said or one that is not known; nobody who counts others is one who speaks no
 *  French. */
enum tristate languages_spoken(const char *keys, const struct language *language);

/** The key of a text that is no known language, as languages_keys writes it. */
void languages_unknown_key(const char *text, size_t length, struct buffer *out);

#endif
