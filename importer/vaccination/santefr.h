/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SANTEFR_H
#define IMPORTER_SANTEFR_H

#include "files/pool.h"
#include "geodata/schedule.h"
#include "geodata/tristate.h"

#include <stdbool.h>

/** What Santé.fr says, in one cell of HTML, about how a vaccination place receives people. */
struct santefr_reception {
    bool walk_in;        /* `sans rendez-vous`: they receive so */
    bool by_appointment; /* `avec rendez-vous`: of the vaccination, not of the whole pharmacy */
    struct hours hours;
    bool has_hours;
    const char *unread_hours; /* what of the hours was not understood; NULL: all was */
    const char *phone;        /* for appointments */
    const char *unread_phone;
    const char *website;
    const char *unread_website;
    const char *note; /* free text, plain: no HTML is ever kept */
};

/** Reads the cell (NULL: empty); texts live in the pool. False when memory ran out. */
bool santefr_read_reception(const char *html, struct pool *pool, struct santefr_reception *out);

#endif
