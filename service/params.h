/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_PARAMS_H
#define SERVICE_PARAMS_H

#include "request.h"
#include "respond.h"
#include "routes.h"

#include "geodata/geo.h"

#include <stdbool.h>
#include <stddef.h>

/** Texts of a question to typed, ranged values. Each returns false when it has answered 400 naming
 *  the parameter; an absent parameter returns true and leaves `out` as it was. */

/** Every parameter has a name of the list, and is given once unless it may be repeated. `known`
 *  NULL: anything is let pass. */
bool params_are_known(const struct request *request, struct response *response,
                      const struct route_parameter *known);

/** A text of 1 .. `most` characters. Longer is 413. */
bool param_text(const struct request *request, struct response *response, const char *name,
                size_t most, const char **out);
bool param_integer(const struct request *request, struct response *response, const char *name,
                   long least, long most, long *out);
bool param_number(const struct request *request, struct response *response, const char *name,
                  double least, double most, double *out);
/** `true` or `1`: asks for it. There is no false: what does not matter is left out. */
bool param_flag(const struct request *request, struct response *response, const char *name,
                bool *out);

struct param_choice {
    const char *word;
    int value;
};
/** One word of a list; the list ends with a NULL word. */
bool param_choice(const struct request *request, struct response *response, const char *name,
                  const struct param_choice *choices, int *out);
/** The value of `word` in the list, or 400. */
bool param_choose(struct response *response, const char *name, const char *word,
                  const struct param_choice *choices, int *out);

/** `lon` and `lat`, both or neither; `*given` says which. */
bool param_point(const struct request *request, struct response *response, bool *given,
                 struct point *out);
/** `west,south,east,north`, degrees. Absent is 400. West greater than east is a box across the
 *  antimeridian, where it `may_cross`, else 400. */
bool param_box(const struct request *request, struct response *response, const char *name,
               bool may_cross, struct box *out);

/** 400: the parameter is needed. Returns false. */
bool param_missing(struct response *response, const char *name);

#endif
