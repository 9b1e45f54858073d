/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_PHRASE_H
#define GEODATA_PHRASE_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>

/** What a person wrote, cut into words, numbers and signs, for the small grammars of hours and
 *  recurrences. Words are folded (no case, no accent); `rendez-vous`, `après-midi`, `week-end` and
 *  the like are one word; every kind of dash is one sign; a full stop counts only between digits;
 *  apostrophes and spaces, unbreakable ones too, only separate; so do brackets around words. */

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_DASH,
    TOKEN_COLON,
    TOKEN_SLASH,
    TOKEN_COMMA,
    TOKEN_DOT,
    TOKEN_AND,   /* & + and the words et, puis */
    TOKEN_BREAK, /* ; | end of line */
    TOKEN_OTHER
};

struct token {
    enum token_kind kind;
    char word[24]; /* of a TOKEN_WORD; longer ones are cut, no grammar knows them */
    int number;    /* of a TOKEN_NUMBER, at most 999999999 */
    int digits;
    size_t start, end; /* bytes of the text */
};

#define PHRASE_TOKEN_MAX 600 /* a week with four spans a day takes 250 */

/** The last token is TOKEN_END. `text` is borrowed. */
struct phrase {
    const char *text;
    size_t count;
    struct token tokens[PHRASE_TOKEN_MAX];
};

/** STATUS_INVALID: longer than anything that is meant; STATUS_NO_MEMORY. */
enum status phrase_read(const char *text, struct phrase *out);

bool token_is(const struct token *token, const char *word);

/** Appends the text from one token to another, both included, cut after some 60 bytes, between
 *  « and ». */
void phrase_quote(const struct phrase *phrase, size_t first, size_t last, struct buffer *out);

/** 0 Monday .. 6 Sunday for a French weekday: whole, plural, or its first two or three letters;
 *  else -1. */
int phrase_weekday(const struct token *token);

/** Where one is in a phrase. */
struct reader {
    const struct phrase *phrase;
    size_t at;
    struct buffer *why; /* may be NULL */
    bool refused;       /* the first refusal is the one that is told */
    bool osm, french;   /* of hours: whose weekdays were seen; `We` is Wednesday or a week-end */
};

/** The token `ahead` of where one is; past the end, TOKEN_END. */
const struct token *reader_peek(const struct reader *reader, size_t ahead);
bool reader_peek_is(const struct reader *reader, size_t ahead, enum token_kind kind);

/** Moves past the next token when it is one of `words` (NULL ends them), or of this kind. */
bool reader_take(struct reader *reader, const char *const *words);
bool reader_take_kind(struct reader *reader, enum token_kind kind);

bool token_is_one(const struct token *token, const char *const *words);

/** Writes to reader->why the text between two tokens, then `message`. Always false. */
bool reader_refuse(struct reader *reader, size_t first, size_t last, const char *message);

#endif
