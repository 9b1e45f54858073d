/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reason.h"

#include "json.h"

#include <math.h>
#include <string.h>

/* In a sentence, {m} stands for the distance or {zone} for the zone's words, once. */
struct sentence {
    const char *code, *french, *english;
};

static const struct sentence sentences[] = {
    [REASON_DISTANCE] = {"distance", "à {m}", "{m} away"},
    [REASON_ZONE_COVERS] = {"zone_covers", "se déplace à cette adresse : {zone}",
                            "comes to this address: {zone}"},
    [REASON_OUTSIDE_ZONE] = {"outside_zone", "ne se déplace pas à cette adresse, {m} hors zone",
                             "does not come to this address, {m} outside the area"},
    [REASON_EXCLUDED] = {"excluded", "ne se déplace pas à cette adresse : {zone}",
                         "does not come to this address: {zone}"},
    [REASON_ZONE_UNKNOWN] = {"zone_unknown", "se déplace à domicile, secteur non précisé",
                             "makes home visits, where is not said"},
    [REASON_HOME_UNKNOWN] = {"home_unknown", "visites à domicile non précisées",
                             "home visits: not said"},
    [REASON_CLOSED] = {"closed", "fermé à ce moment", "closed at that time"},
    [REASON_HOURS_UNKNOWN] = {"hours_unknown", "horaires non précisés", "opening hours: not said"},
    [REASON_HOLIDAY_UNKNOWN] = {"holiday_unknown", "jour férié : horaires non précisés",
                                "public holiday: opening hours not said"},
    [REASON_NEW_PATIENTS_NO] = {"new_patients_no", "ne prend pas de nouveaux patients",
                                "takes no new patients"},
    [REASON_NEW_PATIENTS_UNKNOWN] = {"new_patients_unknown", "nouveaux patients : non précisé",
                                     "new patients: not said"},
    [REASON_WALK_IN_NO] = {"walk_in_no", "sur rendez-vous", "by appointment"},
    [REASON_WALK_IN_UNKNOWN] = {"walk_in_unknown", "sans rendez-vous : non précisé",
                                "without an appointment: not said"},
    [REASON_WHEELCHAIR_NO] = {"wheelchair_no", "pas d’accès en fauteuil", "no wheelchair access"},
    [REASON_WHEELCHAIR_UNKNOWN] = {"wheelchair_unknown", "accès en fauteuil : non précisé",
                                   "wheelchair access: not said"},
    [REASON_LANGUAGE_NO] = {"language_no", "dit parler d’autres langues",
                            "says they speak other languages"},
    [REASON_LANGUAGE_UNKNOWN] = {"language_unknown", "langues parlées : non précisé",
                                 "languages spoken: not said"},
    [REASON_FEES_NO] = {"fees_no", "un autre secteur d’honoraires", "another sector of fees"},
    [REASON_FEES_UNKNOWN] = {"fees_unknown", "secteur d’honoraires : non précisé",
                             "sector of fees: not said"},
    [REASON_REMOTE_UNKNOWN] = {"remote_unknown", "à distance : non précisé", "remotely: not said"},
    [REASON_BEYOND_RADIUS] = {"beyond_radius", "à {m}, au-delà de la distance demandée",
                              "{m} away, beyond the distance asked for"},
    [REASON_IN_SESSION] = {"in_session", "séance ou garde à ce moment",
                           "a session or on-call period at that time"},
};

/* As people say distances: 420 m, 1,2 km, 35 km. */
static void write_distance(struct buffer *out, double distance_m, char mark)
{
    if (distance_m < 999.5) {
        json_write_digits(out, (uint64_t)llround(distance_m));
        buffer_text(out, "\u00a0m");
        return;
    }
    bool has_tenths = distance_m < 9950;
    uint64_t tenths = (uint64_t)llround(distance_m / 100);
    json_write_digits(out, has_tenths ? tenths / 10 : (uint64_t)llround(distance_m / 1000));
    if (has_tenths) {
        buffer_char(out, mark);
        json_write_digits(out, tenths % 10);
    }
    buffer_text(out, "\u00a0km");
}

static void write_sentence(struct buffer *out, const char *sentence, const struct search_hit *hit,
                           char mark)
{
    const char *zone = hit->zone == NULL ? "" : hit->zone->label;
    const char *brace = strchr(sentence, '{');
    if (brace == NULL) {
        buffer_text(out, sentence);
        return;
    }
    buffer_append(out, sentence, (size_t)(brace - sentence));
    if (brace[1] == 'm') write_distance(out, hit->value_m, mark);
    if (brace[1] == 'z') json_write_escaped(out, zone, strlen(zone));
    buffer_text(out, strchr(brace, '}') + 1);
}

static void write_text(struct buffer *out, const char *name, const char *sentence,
                       const struct search_hit *hit, char mark)
{
    json_name(out, name);
    json_open(out, '"'); /* nothing in the sentences themselves needs escaping */
    write_sentence(out, sentence, hit, mark);
    json_close(out, '"');
}

static bool has_value(enum reason reason)
{
    return reason == REASON_DISTANCE || reason == REASON_OUTSIDE_ZONE ||
           reason == REASON_BEYOND_RADIUS;
}

static void write_reason(struct buffer *out, const struct search_hit *hit, enum reason reason)
{
    size_t known = sizeof sentences / sizeof *sentences;
    if (reason == 0 || reason >= known) return;
    /* A result of a question without a place is at no distance. */
    if (has_value(reason) && hit->value_m < 0) return;

    const struct sentence *sentence = &sentences[reason];
    json_open(out, '{');
    json_name(out, "code");
    json_write_word(out, sentence->code);
    write_text(out, "text", sentence->french, hit, ',');
    write_text(out, "text_en", sentence->english, hit, '.');
    json_name_said(out, "zone", hit->zone == NULL ? NULL : hit->zone->label);
    json_name(out, "value_m");
    if (has_value(reason)) json_write_number(out, hit->value_m, 0);
    if (!has_value(reason)) json_write_null(out);
    json_close(out, '}');
}

void reason_write(struct buffer *out, const struct search_hit *hit)
{
    bool is_unsaid = (hit->unknown & 1u << hit->reason) != 0;
    if (!is_unsaid) write_reason(out, hit, hit->reason);
    for (unsigned left = is_unsaid ? hit->unknown : 0; left != 0; left &= left - 1) {
        write_reason(out, hit, (enum reason)__builtin_ctz(left));
    }
    if (hit->session.to != 0) write_reason(out, hit, REASON_IN_SESSION);
}
