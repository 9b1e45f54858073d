/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_WAY_H
#define IMPORTER_WAY_H

/** The kind of way that a register of the State (FINESS, RPPS) writes as a code: `AV` is Avenue. A
 *  code that is not known is given back as it is. */
const char *way_words(const char *code);

#endif
