/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PUBLISH_CHOOSE_H
#define PUBLISH_CHOOSE_H

#include "store/database.h"

/** Fills the temporary table chosen (publish_choose.sql): the resources in the order of their
 *  records, those of one address, as written and as placed, with one place. Places are numbered as
 *  they are met. STATUS_INVALID (logged): there is none. */
enum status publish_choose(struct database *database);

#endif
