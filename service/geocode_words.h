/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_GEOCODE_WORDS_H
#define SERVICE_GEOCODE_WORDS_H

#include "params.h"

#include "geodata/geocode.h"

/** The words of the national geocoder for enum geocode_type; GEOCODE_ANY has none. */
extern const struct param_choice geocode_types[];

/** NULL for GEOCODE_ANY. */
const char *geocode_type_word(enum geocode_type type);
/** GEOCODE_ANY: no type has this word. */
enum geocode_type geocode_type_named(const char *word);

#endif
