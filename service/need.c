/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "need.h"

#include "json.h"
#include "params.h"
#include "question.h"

#include <stdlib.h>
#include <string.h>

/* A code, a word, a time: each shorter than this. */
#define PIECE_MAX 128

static const struct param_choice flags[] = {{"true", 1}, {"1", 1}, {0}};

/* Where the next ",name=" begins, or the end. */
static const char *end_of_piece(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    for (; *text != '\0'; text++) {
        size_t length = *text == ',' ? strspn(text + 1, letters) : 0;
        if (length > 0 && text[1 + length] == '=') break;
    }
    return text;
}

static bool read_mode(struct response *response, const char *word, struct asked_need *out)
{
    int mode = SEARCH_ANYWHERE;
    if (!param_choose(response, "need", word, question_modes, &mode)) return false;
    for (const struct param_choice *choice = question_modes; choice->word != NULL; choice++) {
        if (choice->value == mode) out->mode = choice->word;
    }
    out->search_mode = (enum search_mode)mode;
    return true;
}

static bool read_time(const struct context *context, struct response *response, const char *text,
                      struct asked_need *out)
{
    out->has_at = true;
    return question_read_time(context, response, "need", text, &out->at);
}

/* "mode=home", "at=now" or "new_patients=true", each once. */
static bool read_condition(const struct context *context, struct response *response,
                           const char *piece, struct asked_need *out)
{
    const char *value = strchr(piece, '=') + 1;
    int flag = 0;
    if (strncmp(piece, "mode=", 5) == 0 && out->mode == NULL)
        return read_mode(response, value, out);
    if (strncmp(piece, "at=", 3) == 0 && !out->has_at)
        return read_time(context, response, value, out);
    if (strncmp(piece, "new_patients=", 13) == 0 && !out->new_patients) {
        out->new_patients = param_choose(response, "need", value, flags, &flag);
        return out->new_patients;
    }
    respond_bad_parameter(response, "need",
                          "« %s » : mode, at et new_patients sont attendus, une fois chacun.",
                          piece);
    return false;
}

bool need_read(const struct context *context, struct response *response, const char *text,
               struct asked_need *out)
{
    const struct skills *skills = atlas_skills(context->atlas);
    *out = (struct asked_need){.asked = text};
    for (const char *at = text; at == text || *at == ',';) {
        char piece[PIECE_MAX];
        bool is_skill = at == text;
        if (!is_skill) at++;
        const char *end = end_of_piece(at);
        size_t length = (size_t)(end - at);
        if (length >= sizeof piece) {
            respond_bad_parameter(response, "need", "Ce besoin est trop long.");
            return false;
        }
        memcpy(piece, at, length);
        piece[length] = '\0';
        bool is_read = is_skill ? question_read_skill(skills, response, "need", piece, &out->skill)
                                : read_condition(context, response, piece, out);
        if (!is_read) return false;
        at = end;
    }
    return true;
}

struct search_query need_query(const struct asked_need *need, struct point door, instant now,
                               size_t limit)
{
    return (struct search_query){.has_center = true,
                                 .center = door,
                                 .skills = &need->skill,
                                 .skill_count = 1,
                                 .mode = need->search_mode,
                                 .new_patients = need->new_patients,
                                 .now = now,
                                 .has_at = need->has_at,
                                 .at = need->at,
                                 .limit = limit};
}

/* One does an act, has equipment, offers the rest. */
struct gap_words {
    const char *nobody, *quote, *end_quote;
    const char *verbs[SKILL_KIND_COUNT];
    const char *modes[SEARCH_REMOTE + 1];
    const char *at, *new_patients;
};

static const struct gap_words french = {.nobody = "Personne dans l’annuaire ne dit ",
                                        .quote = " «\u00a0",
                                        .end_quote = "\u00a0»",
                                        .verbs = {[SKILL_PROFESSION] = "proposer",
                                                  [SKILL_SPECIALTY] = "proposer",
                                                  [SKILL_ACT] = "faire",
                                                  [SKILL_EQUIPMENT] = "avoir",
                                                  [SKILL_PROGRAMME] = "proposer",
                                                  [SKILL_STRUCTURE] = "proposer",
                                                  [SKILL_ON_CALL] = "assurer"},
                                        .modes = {[SEARCH_ANYWHERE] = "",
                                                  [SEARCH_HOME] = " à domicile à cette adresse",
                                                  [SEARCH_OFFICE] = " sur place",
                                                  [SEARCH_REMOTE] = " à distance"},
                                        .at = ", à ce moment-là",
                                        .new_patients = ", pour de nouveaux patients"};

static const struct gap_words english = {.nobody = "Nobody in the directory says they ",
                                         .quote = " “",
                                         .end_quote = "”",
                                         .verbs = {[SKILL_PROFESSION] = "offer",
                                                   [SKILL_SPECIALTY] = "offer",
                                                   [SKILL_ACT] = "do",
                                                   [SKILL_EQUIPMENT] = "have",
                                                   [SKILL_PROGRAMME] = "offer",
                                                   [SKILL_STRUCTURE] = "offer",
                                                   [SKILL_ON_CALL] = "provide"},
                                         .modes = {[SEARCH_ANYWHERE] = "",
                                                   [SEARCH_HOME] = " at home at this address",
                                                   [SEARCH_OFFICE] = " on site",
                                                   [SEARCH_REMOTE] = " remotely"},
                                         .at = ", at that time",
                                         .new_patients = ", for new patients"};

static void write_sentence(struct buffer *out, const char *name, const struct gap_words *words,
                           const char *label, const struct asked_need *need, enum skill_kind kind)
{
    struct buffer text = {0};
    buffer_text(&text, words->nobody);
    buffer_text(&text, words->verbs[kind]);
    buffer_text(&text, words->quote);
    buffer_text(&text, label);
    buffer_text(&text, words->end_quote);
    buffer_text(&text, words->modes[need->search_mode]);
    if (need->has_at) buffer_text(&text, words->at);
    if (need->new_patients) buffer_text(&text, words->new_patients);
    buffer_char(&text, '.');
    json_name(out, name);
    json_write_string_n(out, text.failed ? "" : text.data, text.failed ? 0 : text.length);
    out->failed |= text.failed;
    buffer_free(&text);
}

void need_write_gap(struct buffer *out, const struct skills *skills, const struct asked_need *need)
{
    const struct skill *skill = skills_get(skills, need->skill);
    json_open(out, '{');
    write_sentence(out, "text", &french, skill->label_fr, need, skill->kind);
    write_sentence(out, "text_en", &english, skill->label_en, need, skill->kind);
    json_close(out, '}');
}
