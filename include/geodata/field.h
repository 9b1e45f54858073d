/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_FIELD_H
#define GEODATA_FIELD_H

#include <stdbool.h>

/** The facts that one source may tell and another not: each has a source of its own, and a human
 *  corrects it by itself. */
enum resource_field {
    FIELD_NAME,
    FIELD_KIND,
    FIELD_PROFESSION,
    FIELD_SKILLS,  /* of several sources: all of them */
    FIELD_ADDRESS, /* with the town and the point */
    FIELD_HOME_VISIT,
    FIELD_ZONES,
    FIELD_REMOTE,
    FIELD_WALK_IN,
    FIELD_NEW_PATIENTS, /* with the day on which it was said */
    FIELD_LANGUAGES,
    FIELD_WHEELCHAIR,
    FIELD_FEES,
    FIELD_PHONE,
    FIELD_WEBSITE,
    FIELD_EMAIL,
    FIELD_NOTE,
    FIELD_HOURS,
    FIELD_DIRECT_PHONE,
    FIELD_MSSANTE,
    FIELD_REFERRAL_NOTE,
    FIELD_CLOSURES, /* of several sources: all of them. Last: corrections are kept by number */
    FIELD_COUNT
};

/** "phone": as tables, settings and the service's answers call it. */
const char *field_word(enum resource_field field);
bool field_read(const char *word, enum resource_field *out);

/** The bit of a field in a set of them (struct resource, corrects). */
#define FIELD_BIT(field) (UINT32_C(1) << (field))

#endif
