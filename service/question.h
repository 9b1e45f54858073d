/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_QUESTION_H
#define SERVICE_QUESTION_H

#include "context.h"
#include "params.h"
#include "request.h"
#include "respond.h"
#include "sentence.h"

#include "geodata/geocode.h"
#include "geodata/search.h"

#include <stdbool.h>

/** "Who near this address does X", as it was asked and as it was understood. */

/* The best place and as many others to choose from. */
#define QUESTION_PLACES 4
/* Pages end here: further than ten thousand results nobody reads. */
#define QUESTION_RESULTS_MAX 10000

/** A skill and the word that named it. */
struct asked_skill {
    skill_id id;
    const char *word;
};

struct question {
    struct sentence sentence;     /* what `q` said; what it says is used where no parameter does */
    struct search_query search;   /* its arrays are the ones below */
    struct geocode_answer places; /* of `address`, best first; empty when none was given */
    struct asked_skill skills[SEARCH_SKILLS_MAX], any_skills[SEARCH_SKILLS_MAX];
    atlas_id named[SEARCH_AMONG_MAX]; /* those whose name was said */
    const char *mode;                 /* as asked; NULL: any */
    skill_id skill_ids[SEARCH_SKILLS_MAX], any_skill_ids[SEARCH_SKILLS_MAX];
    struct language language; /* one that only the directory knows */
    char *language_key;       /* its text */
    bool has_period; /* `from` and `to`, rather than `at` */
};

/** Reads a request's question. False when it has answered (400, 404 address not found, 413, 503
 *  no address book). Free with question_free in any case. */
bool question_read(const struct context *context, const struct request *request,
                   struct response *response, struct question *out);
void question_free(struct question *question);

/** Reads the time of a question. False when it has answered 400. */
bool question_read_when(const struct context *context, const struct request *request,
                        struct response *response, struct question *out);

/** The parts that other questions share. Each returns false when it has answered.
 *
 *  A skill's code or word, as the value of `name`. */
bool question_read_skill(const struct skills *skills, struct response *response, const char *name,
                         const char *word, skill_id *out);
/** `now`, or a local time. */
bool question_read_time(const struct context *context, struct response *response, const char *name,
                        const char *text, instant *out);
/** `address`, or `lon` and `lat`, and `radius_m`: sets out->places and the center and radius of
 *  out->search. */
bool question_read_where(const struct context *context, const struct request *request,
                         struct response *response, struct question *out);
/** Words of `mode`, each with its enum search_mode. */
extern const struct param_choice question_modes[];

/** Appends the members "address", "address_candidates" and "point". */
void question_write_where(const struct question *question, struct buffer *out);

/** Appends the "query" object: how the question was understood. */
void question_write(const struct question *question, const struct atlas *atlas, struct buffer *out);

/** Appends the cursor of the page after this one. */
void question_write_cursor(const struct question *question, const struct atlas *atlas,
                           struct buffer *out);

#endif
