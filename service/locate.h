/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_LOCATE_H
#define SERVICE_LOCATE_H

#include "context.h"

#include "geodata/geocode.h"

/** Where is that: geocode_search, and when it is not sure, structures and points of the directory
 * by name
 *  ("hôpital Cochin"), of type GEOCODE_POI, in one list, best first. Their texts live as long as
 *  context->atlas. Free with geocode_answer_free. Statuses as geocode_search. */
enum status locate(const struct context *context, const struct geocode_query *query,
                   struct geocode_answer *out);

#endif
