/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_SKILLS_H
#define GEODATA_SKILLS_H

#include "geodata/languages.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The taxonomy of what a resource does: professions, specialties, acts, equipment, programmes and
 *  kinds of structure, each with the lay words people use. Source: geodata/skills.csv (see
 *  geodata/SKILLS.md), carried in the program and copied into each generation, with the
 *  community's own additions. A loaded taxonomy never changes and may be shared by threads. */
struct skills;

enum skill_kind {
    SKILL_PROFESSION,
    SKILL_SPECIALTY,
    SKILL_ACT,
    SKILL_EQUIPMENT,
    SKILL_PROGRAMME,
    SKILL_STRUCTURE,
    SKILL_ON_CALL /* whoever holds a session of it is on call for what they are */
};
#define SKILL_KIND_COUNT 7

/** Position of a skill in its taxonomy, 0 .. skills_count - 1. Only codes are stable between
 *  generations. */
typedef uint16_t skill_id;
#define SKILL_NONE UINT16_MAX

struct skill {
    const char *code; /* SYSTEM:CODE, e.g. G15:60, R210:0897, loc:pansement-complexe */
    enum skill_kind kind;
    skill_id parent; /* SKILL_NONE at the top */
    const char *label_fr;
    const char *label_en;
    const char *synonyms; /* as written, separated by |; may be empty */
};

/** Reads skills.csv-shaped text: header `code;kind;parent;label_fr;label_en;synonyms`.
 *  STATUS_INVALID: a line is wrong (logged with its number). Free with skills_free. */
enum status skills_read(const char *csv, size_t length, struct skills **out);

/** The taxonomy carried in the program. */
enum status skills_default(struct skills **out);
void skills_free(struct skills *skills);

/** The languages they may do it in; live as long as the taxonomy. */
const struct languages *skills_languages(const struct skills *skills);

size_t skills_count(const struct skills *skills);
const struct skill *skills_get(const struct skills *skills, skill_id id);
const char *skill_kind_word(enum skill_kind kind); /* "profession", "act" … */

/** The skill of that exact code; SKILL_NONE when there is none. */
skill_id skills_by_code(const struct skills *skills, const char *code);

/** The skill whose label (either language) or synonym is this text, folded, singular or plural
 *  alike; no typo is forgiven: this is how a spreadsheet's word is read. */
skill_id skills_by_words(const struct skills *skills, const char *words);

/** As skills_by_words, or with the typos that skills_suggest forgives when one skill alone is that
 *  near. The beginning of a word is none: "abc" is not "abcès". */
skill_id skills_meant(const struct skills *skills, const char *words);

/** True when whoever does `id` does `ancestor` too: the same one, or a parent of the same kind (a
 *  complex dressing is a dressing), or the profession of a specialty (a cardiologist is a doctor).
 *  An act never implies a profession: a laboratory takes blood and is no nurse. */
bool skills_is_a(const struct skills *skills, skill_id id, skill_id ancestor);

/** A skill of system `rdv` is what its parent is, for who has an appointment: who does it so says
 *  nothing of appointments for the rest. */
bool skills_is_by_appointment(const struct skills *skills, skill_id id);

struct skill_suggestion {
    skill_id id;
    const char
        *matched;   /* the label or synonym that answered, as written; lives as long as skills */
    unsigned edits; /* typos forgiven, 0 .. 2 */
};

/** What a person may mean by `typed` (a word, the beginning of one, several words; accents, case
 *  and up to two typos aside), best first. Writes at most `limit` to `out`, returns how many. */
size_t skills_suggest(const struct skills *skills, const char *typed, size_t limit,
                      struct skill_suggestion *out);

#endif
