/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_SHEET_COLUMNS_H
#define IMPORTER_SHEET_COLUMNS_H

#include "cells/columns.h"

/** The columns of the coordinator's two tables, with the headers people give them. */

enum sheet_column {
    SHEET_ID,
    SHEET_TYPE,
    SHEET_NAME,
    SHEET_FIRST_NAME,
    SHEET_PROFESSION,
    SHEET_SKILLS,
    SHEET_ADDRESS,
    SHEET_POSTCODE,
    SHEET_CITY,
    SHEET_LON,
    SHEET_LAT,
    SHEET_PHONE,
    SHEET_DIRECT_PHONE,
    SHEET_MSSANTE,
    SHEET_EMAIL,
    SHEET_WEBSITE,
    SHEET_HOME,
    SHEET_ZONE,
    SHEET_HOURS,
    SHEET_CLOSURES,
    SHEET_REMOTE,
    SHEET_WALK_IN,
    SHEET_NEW_PATIENTS,
    SHEET_LANGUAGES,
    SHEET_WHEELCHAIR,
    SHEET_FEES,
    SHEET_REFERRAL,
    SHEET_NOTE,
    SHEET_RPPS,
    SHEET_FINESS,
    SHEET_SIRET,
    SHEET_UPDATED,
    SHEET_COLUMN_COUNT
};
/** Identifies the example that a template shows, so that it is told when it is loaded. */
#define SHEET_EXAMPLE_ID "exemple"

/** The first cells of the pages of a template that hold no data. */
#define SHEET_INSTRUCTIONS "Mode d'emploi"
#define SHEET_PROFESSIONS "Les professions connues"

extern const struct column sheet_columns[SHEET_COLUMN_COUNT];

enum session_column {
    SESSION_STRUCTURE,
    SESSION_SKILL,
    SESSION_DATE,
    SESSION_RECURRENCE,
    SESSION_BEGIN,
    SESSION_END,
    SESSION_PUBLIC,
    SESSION_APPOINTMENT,
    SESSION_LINK,
    SESSION_NOTE,
    SESSION_COLUMN_COUNT
};
extern const struct column session_columns[SESSION_COLUMN_COUNT];

#endif
