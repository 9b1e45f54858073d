/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_TRISTATE_H
#define GEODATA_TRISTATE_H

/** Yes, no, or nobody said ("non précisé"). Unknown is never shown as no. */
enum tristate { TRISTATE_UNKNOWN, TRISTATE_NO, TRISTATE_YES };

#endif
