/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_RPPS_CODES_H
#define IMPORTER_RPPS_CODES_H

#include "geodata/skills.h"

/** The publisher's codes (ANS, nomenclatures des objets de santé) and what becomes of them. */

/** The skill of a profession (G15, R94, R95) or a savoir-faire (R38) as our taxonomy holds it:
 *  codes that mean the same notion come to the one that geodata/SKILLS.md keeps. NULL: the
 *  taxonomy has no such skill. Borrowed from `skills`. */
const char *rpps_profession(const struct skills *skills, const char *code);
const char *rpps_savoir_faire(const struct skills *skills, const char *code);

/** What a diploma adds to its holder, by its label; NULL: nothing. Most diplomas only repeat the
 *  profession, and what a doctor may practise is told by the savoir-faire; of nurses it tells the
 *  advanced practice. */
const char *rpps_diploma(const struct skills *skills, const char *label);

/** Why an activity is not shown in a directory of care; RPPS_SHOWN: it is.
 *
 *  A row is left out when nobody could come for care: students (category E), those who replace
 *  others and have no place of their own (GENR02, GENR03), work without patients (GENR04, GENR05,
 *  GENR09, GENR13) and structures that treat nobody or only their own people: industry, research,
 *  teaching, administration, insurance, occupational health, fire and army services. Hospitals are
 *  shown, military ones too (they receive everybody), and so are public agents (category M). What
 *  is not told is shown. */
enum rpps_shown { RPPS_SHOWN, RPPS_STUDENT, RPPS_REPLACEMENT, RPPS_NO_CARE };

/** Codes, or the labels where a vintage has those alone; NULL: not told. */
struct rpps_activity {
    const char *category, *category_label;
    const char *kind, *kind_label; /* genre d'activité */
    const char *sector, *sector_label;
};
enum rpps_shown rpps_is_shown(const struct rpps_activity *activity);

#endif
