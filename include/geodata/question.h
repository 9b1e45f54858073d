/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_QUESTION_H
#define GEODATA_QUESTION_H

#include "geodata/geocode.h"
#include "geodata/schedule.h"
#include "geodata/search.h"
#include "geodata/skills.h"

/** One box: a question in plain French ("infirmière pansement complexe à domicile 12 rue d'Alésia
 *  demain matin") read into what, where and when. The order of its pieces is free. Nothing is
 *  guessed silently: each piece carries the words it came from, so that a page can show it and a
 *  person take it away, and what was not understood is said so. Nothing is logged. */

#define QUESTION_TEXT_MAX 1000 /* characters */
#define QUESTION_PIECES_MAX 32
#define QUESTION_ADDRESS_MAX 200 /* bytes */

enum question_kind {
    QUESTION_LEFT_OVER,    /* was not understood, or nothing can be done with it */
    QUESTION_SKILL,        /* `skill`; `edits` slips forgiven */
    QUESTION_MODE,         /* `mode`: home, office or remote */
    QUESTION_WALK_IN,      /* without appointment */
    QUESTION_NEW_PATIENTS, /* takes new patients */
    QUESTION_WHEELCHAIR,
    QUESTION_LANGUAGE,      /* `language` of the reading */
    QUESTION_FEES,          /* `fees` of the reading */
    QUESTION_TIME,          /* all pieces of this kind together make the reading's time */
    QUESTION_RADIUS,        /* `radius_m` */
    QUESTION_ADDRESS,       /* all pieces of this kind together make the reading's address */
    QUESTION_OTHER_ADDRESS, /* one more, not used: one question is asked at one place */
    QUESTION_HERE,          /* "près de chez moi": where the person is, who has not said where */
    QUESTION_NAME           /* of a person: never set here, by whoever knows the directory */
};
#define QUESTION_KIND_COUNT 14

/** "left_over", "skill", "mode" … */
const char *question_kind_word(enum question_kind kind);

/** Bytes [start, end) of the text, never overlapping another piece, in order. */
struct question_piece {
    enum question_kind kind;
    size_t start, end;
    skill_id skill;        /* QUESTION_SKILL, else SKILL_NONE */
    unsigned edits;        /* QUESTION_SKILL */
    enum search_mode mode; /* QUESTION_MODE */
};

/** When: one instant, or a span of time, or neither. Local words, absolute instants. A day alone is
 *  the whole day (today: what remains of it); `matin` is 6:00-12:00, `midi` 12:00-14:00,
 *  `après-midi` 12:00-18:00, `soir` 18:00-24:00, `nuit` 22:00-6:00, a week-end Saturday and Sunday.
 *  An hour without a day is the next time the clock shows it; a weekday is the next one, today
 *  included while its hour is not past. `à partir de jeudi` is the seven days that begin then. */
enum question_when { QUESTION_ANY_TIME, QUESTION_AT, QUESTION_BETWEEN };

/** Plain data, nothing to free. */
struct question_reading {
    size_t piece_count;
    struct question_piece pieces[QUESTION_PIECES_MAX];

    size_t skill_count; /* all are needed; each once, in the order of the text */
    skill_id skills[SEARCH_SKILLS_MAX];
    size_t any_skill_count; /* one of them is enough ("pharmacie ou laboratoire") */
    skill_id any_skills[SEARCH_SKILLS_MAX];
    enum search_mode mode; /* SEARCH_ANYWHERE when nothing was said */
    bool walk_in, new_patients, wheelchair, here;
    const struct language *language; /* of context->skills; NULL when not said */
    char fees[4];                    /* "1", "2", "" when not said */
    enum question_when when;
    instant at;               /* QUESTION_AT */
    struct interval interval; /* QUESTION_BETWEEN */
    double radius_m;          /* 0 when not said */
    /* What to give to geocode_search, "" when no address was found; `address_is_known` when the
     * geocoder answers it with a score of GEOCODE_SCORE_SURE or more. */
    char address[QUESTION_ADDRESS_MAX];
    bool address_is_known;
};

struct question_context {
    instant now;
    const struct timezone_rules *rules; /* of the territory */
    enum holiday_law law;               /* of the territory: which days "un jour férié" may be */
    const struct skills *skills;
    /* With a geocoder, what looks like an address and is none is left over, and a place named with
     * no word around it ("infirmière Daguerre") is found. NULL: only what is written as an address
     * or after "à", "près de" … is one. */
    const struct geocoder *geocoder;
    bool has_near; /* places near to `near` come first */
    struct point near;
};

/** Reads `length` bytes of UTF-8.
 *
 *  STATUS_INVALID    more than QUESTION_TEXT_MAX characters, or not UTF-8 (not logged)
 *  STATUS_NO_MEMORY  no scratch memory
 *
 *  A text without any word is STATUS_OK with no piece. `dr Martin` is left over: who is in
 *  the directory is not known here. */
enum status question_understand(const char *text, size_t length,
                                const struct question_context *context,
                                struct question_reading *out);

#endif
