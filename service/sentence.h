/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_SENTENCE_H
#define SERVICE_SENTENCE_H

#include "context.h"
#include "request.h"
#include "respond.h"

#include "geodata/question.h"

#include <stdbool.h>

/** The parameter `q`: a question in plain French, and which of its pieces the search used. */
struct sentence {
    const char *text; /* NULL: none was given */
    char *words;      /* the text with a NUL after each piece */
    struct question_reading reading;
    bool used[QUESTION_KIND_COUNT];
};

/** Reads `q`. False when it has answered (400, 413, no memory). Free with sentence_free. */
bool sentence_read(const struct context *context, const struct request *request,
                   struct response *response, struct sentence *out);
void sentence_free(struct sentence *sentence);

/** "home", "office", "remote"; NULL for anywhere. */
const char *sentence_mode_word(enum search_mode mode);

/** The words that named a skill of the reading; lives as long as the sentence. */
const char *sentence_skill_words(const struct sentence *sentence, skill_id skill);

/** Appends the member "q": null, or the text, its pieces in order and what is left over. */
void sentence_write(const struct sentence *sentence, const struct atlas *atlas, struct buffer *out);

#endif
