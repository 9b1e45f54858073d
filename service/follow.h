/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_FOLLOW_H
#define SERVICE_FOLLOW_H

#include "lender.h"

#include "geodata/status.h"

/** Follows what is published: watches DATA/directory/current and DATA/addresses/current, loads a
 *  new generation beside the one that is served, then replaces it. A generation that cannot be
 *  loaded is logged and left; what was served before stays. */
struct follower;

/** Loads what is published now, then follows in a thread of its own. Nothing published yet is no
 *  failure: it is waited for. What was said of new patients `new_patients_days` ago is taken for
 *  unknown (0: never), so the directory is loaded again when the territory's day changes. `data`
 *  and `lender` are borrowed. */
enum status follow_open(const char *data, unsigned new_patients_days, struct lender *lender,
                        struct follower **out);
void follow_close(struct follower *follower);

#endif
