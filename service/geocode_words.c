/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocode_words.h"

#include <string.h>

const struct param_choice geocode_types[] = {{"housenumber", GEOCODE_HOUSENUMBER},
                                             {"street", GEOCODE_STREET},
                                             {"locality", GEOCODE_LOCALITY},
                                             {"municipality", GEOCODE_MUNICIPALITY},
                                             {"poi", GEOCODE_POI},
                                             {0}};

const char *geocode_type_word(enum geocode_type type)
{
    const struct param_choice *choice = geocode_types;
    while (choice->word != NULL && choice->value != (int)type) choice++;
    return choice->word;
}

enum geocode_type geocode_type_named(const char *word)
{
    const struct param_choice *choice = geocode_types;
    while (choice->word != NULL && strcmp(choice->word, word) != 0) choice++;
    return choice->word == NULL ? GEOCODE_ANY : (enum geocode_type)choice->value;
}
