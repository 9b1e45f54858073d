/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/field.h"

#include <stddef.h>
#include <string.h>

static const char *const words[FIELD_COUNT] = {
    [FIELD_NAME] = "name",
    [FIELD_KIND] = "kind",
    [FIELD_PROFESSION] = "profession",
    [FIELD_SKILLS] = "skills",
    [FIELD_ADDRESS] = "address",
    [FIELD_HOME_VISIT] = "home_visit",
    [FIELD_ZONES] = "zones",
    [FIELD_REMOTE] = "remote",
    [FIELD_WALK_IN] = "walk_in",
    [FIELD_NEW_PATIENTS] = "new_patients",
    [FIELD_LANGUAGES] = "languages",
    [FIELD_WHEELCHAIR] = "wheelchair",
    [FIELD_FEES] = "fees",
    [FIELD_PHONE] = "phone",
    [FIELD_WEBSITE] = "website",
    [FIELD_EMAIL] = "email",
    [FIELD_NOTE] = "note",
    [FIELD_HOURS] = "hours",
    [FIELD_DIRECT_PHONE] = "direct_phone",
    [FIELD_MSSANTE] = "mssante",
    [FIELD_REFERRAL_NOTE] = "referral_note",
    [FIELD_CLOSURES] = "closures",
};

const char *field_word(enum resource_field field)
{
    return words[field];
}

bool field_read(const char *word, enum resource_field *out)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (strcmp(words[i], word) != 0) continue;
        *out = (enum resource_field)i;
        return true;
    }
    return false;
}
