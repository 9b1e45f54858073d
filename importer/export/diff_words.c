/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/diff_words.h"

#include <string.h>

/* How each field is called and, for an answer, how yes, no, and a yes that became no are said. */
static const struct field_words {
    const char *name, *yes, *no, *no_longer;
} fields[DIFF_FIELD_COUNT] = {
    [DIFF_NAME] = {.name = "nom"},
    [DIFF_KIND] = {.name = "type"},
    [DIFF_PROFESSION] = {.name = "profession"},
    [DIFF_SKILL] = {.name = "compétence"},
    [DIFF_ADDRESS] = {.name = "adresse"},
    [DIFF_POSITION] = {.name = "point sur la carte"},
    [DIFF_PHONE] = {.name = "téléphone"},
    [DIFF_EMAIL] = {.name = "email"},
    [DIFF_WEBSITE] = {.name = "site"},
    [DIFF_HOME_VISIT] = {"domicile", "se déplace à domicile", "ne se déplace pas à domicile",
                         "ne se déplace plus à domicile"},
    [DIFF_ZONE] = {.name = "zone"},
    [DIFF_ZONE_GAP] = {"zone incomplète", "une partie de sa zone n'est pas connue",
                       "toute sa zone est connue", "toute sa zone est maintenant connue"},
    [DIFF_HOURS] = {.name = "horaires"},
    [DIFF_CLOSURES] = {.name = "fermetures"},
    [DIFF_REMOTE] = {"téléconsultation", "propose la téléconsultation",
                     "ne propose pas la téléconsultation", "ne propose plus la téléconsultation"},
    [DIFF_WALK_IN] = {"sans rendez-vous", "reçoit sans rendez-vous",
                      "ne reçoit pas sans rendez-vous", "ne reçoit plus sans rendez-vous"},
    [DIFF_NEW_PATIENTS] = {"nouveaux patients", "prend de nouveaux patients",
                           "ne prend pas de nouveaux patients",
                           "ne prend plus de nouveaux patients"},
    [DIFF_LANGUAGES] = {.name = "langues"},
    [DIFF_WHEELCHAIR] = {"accès fauteuil", "accessible en fauteuil", "pas accessible en fauteuil",
                         "plus accessible en fauteuil"},
    [DIFF_FEES] = {.name = "secteur"},
    [DIFF_NOTE] = {.name = "remarque"},
    [DIFF_DIRECT_PHONE] = {.name = "téléphone direct"},
    [DIFF_MSSANTE] = {.name = "mssanté"},
    [DIFF_REFERRAL_NOTE] = {.name = "adressage"},
    [DIFF_SESSION] = {.name = "séance"},
};

static void append_count(struct buffer *out, size_t n, const char *one, const char *several)
{
    if (n == 0) return;
    buffer_format(out, "%s%zu %s", out->length > 0 ? ", " : "", n, n > 1 ? several : one);
}

void diff_words_counts(const struct diff *diff, struct buffer *out)
{
    struct buffer words = {0};
    append_count(&words, diff->arrivals, "arrivée", "arrivées");
    append_count(&words, diff->departures, "départ", "départs");
    append_count(&words, diff->zones_grown, "zone agrandie", "zones agrandies");
    append_count(&words, diff->zones_shrunk, "zone réduite", "zones réduites");
    append_count(&words, diff->changed, "fiche modifiée", "fiches modifiées");
    append_count(&words, diff->sessions_added, "séance ajoutée", "séances ajoutées");
    append_count(&words, diff->sessions_removed, "séance retirée", "séances retirées");
    append_count(&words, diff->sessions_changed, "séance changée", "séances changées");
    buffer_text(out, words.length > 0 ? words.data : "rien ne change");
    if (words.failed) out->failed = true;
    buffer_free(&words);
}

const char *diff_words_what(const struct diff_line *line)
{
    static const char *const words[] = {
        [DIFF_ARRIVAL] = "arrivée", [DIFF_DEPARTURE] = "départ", [DIFF_CHANGE] = "modification"};
    return words[line->what];
}

const char *diff_words_field(const struct diff_line *line)
{
    return line->what == DIFF_CHANGE ? fields[line->field].name : "";
}

static bool is_yes(const char *value)
{
    return value != NULL && strcmp(value, "1") == 0;
}

const char *diff_words_value(const struct diff_line *line, const char *value)
{
    if (value == NULL) return NULL;
    if (fields[line->field].yes != NULL) return is_yes(value) ? "oui" : "non";
    if (line->field != DIFF_KIND) return value;
    return strcmp(value, "professional") == 0 ? "professionnel" : value;
}

static void append_arrow(const struct diff_line *line, const char *title, struct buffer *out)
{
    const char *before = diff_words_value(line, line->before);
    const char *after = diff_words_value(line, line->after);
    buffer_format(out, "%s : %s → %s", title, before != NULL ? before : "non précisé",
                  after != NULL ? after : "non précisé");
}

static void append_answer(const struct diff_line *line, struct buffer *out)
{
    const struct field_words *words = &fields[line->field];
    if (line->after == NULL) {
        append_arrow(line, words->name, out);
        return;
    }
    const char *no = is_yes(line->before) ? words->no_longer : words->no;
    buffer_text(out, is_yes(line->after) ? words->yes : no);
    if (line->as_of != NULL) buffer_format(out, " (dit le %s)", line->as_of);
}

static void append_zone(const struct diff_line *line, struct buffer *out)
{
    static const char *const titles[] = {[REACH_REDRAWN] = "zone redessinée",
                                         [REACH_GROWN] = "zone agrandie",
                                         [REACH_SHRUNK] = "zone réduite"};
    bool both = line->before != NULL && line->after != NULL;
    if (both && strcmp(line->before, line->after) == 0) {
        buffer_format(out, "%s : %s", titles[line->reach], line->after);
        return;
    }
    bool redrawn = line->reach == REACH_REDRAWN;
    append_arrow(line, redrawn ? fields[DIFF_ZONE].name : titles[line->reach], out);
}

static void append_position(const struct diff_line *line, struct buffer *out)
{
    if (line->before == NULL) {
        buffer_text(out, "a maintenant un point sur la carte");
    } else if (line->after == NULL) {
        buffer_text(out, "n'a plus de point sur la carte");
    } else if (line->distance_m < 1000) {
        buffer_format(out, "point sur la carte déplacé de %.0f m", line->distance_m);
    } else {
        buffer_format(out, "point sur la carte déplacé de %.1f km", line->distance_m / 1000);
    }
}

static void append_session(const struct diff_line *line, struct buffer *out)
{
    if (line->before == NULL) {
        buffer_format(out, "séance ajoutée : %s", line->after);
    } else if (line->after == NULL) {
        buffer_format(out, "séance retirée : %s", line->before);
    } else if (strcmp(line->before, line->after) == 0) {
        buffer_format(out, "séance changée : %s (public, rendez-vous, lien ou remarque)",
                      line->after);
    } else {
        append_arrow(line, "séance changée", out);
    }
}

static void append_skill(const struct diff_line *line, struct buffer *out)
{
    bool gained = line->after != NULL;
    buffer_format(out, "%s : %s", gained ? "compétence ajoutée" : "compétence retirée",
                  gained ? line->after : line->before);
}

void diff_words_line(const struct diff_line *line, struct buffer *out)
{
    if (line->what != DIFF_CHANGE) {
        buffer_text(out, line->what == DIFF_ARRIVAL ? "arrive" : "s'en va");
    } else if (line->field == DIFF_SKILL) {
        append_skill(line, out);
    } else if (line->field == DIFF_POSITION) {
        append_position(line, out);
    } else if (line->field == DIFF_ZONE) {
        append_zone(line, out);
    } else if (line->field == DIFF_SESSION) {
        append_session(line, out);
    } else if (fields[line->field].yes != NULL) {
        append_answer(line, out);
    } else {
        append_arrow(line, fields[line->field].name, out);
    }
}
