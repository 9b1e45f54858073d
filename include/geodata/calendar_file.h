/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_CALENDAR_FILE_H
#define GEODATA_CALENDAR_FILE_H

#include "geodata/buffer.h"
#include "geodata/geo.h"
#include "geodata/schedule.h"

#include <stdbool.h>

/** A calendar that telephones and desks subscribe to (RFC 5545): lines of at most 75 bytes, times
 *  in universal time, so that no time zone need be described. Errors stay in buffer->failed. */

struct calendar_event {
    const char *uid; /* the same whenever the same event is written */
    instant stamp;   /* when it was last said */
    instant from, to;
    const char *summary;
    const char *location;    /* NULL: not said */
    const char *description; /* may have several lines; NULL: nothing */
    const char *link;        /* kept when it is http or https; NULL: none */
    bool has_point;
    struct point point;
};

/** `name` is what the calendar is called on the screen. */
void calendar_begin(struct buffer *out, const char *name);
void calendar_add(struct buffer *out, const struct calendar_event *event);
void calendar_end(struct buffer *out);

#endif
