/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/question.h"

#include "geodata/text.h"
#include "question/question_parts.h"

#include <stdlib.h>
#include <string.h>

const char *question_kind_word(enum question_kind kind)
{
    static const char *const words[QUESTION_KIND_COUNT] = {
        "left_over", "skill", "mode",   "walk_in", "new_patients",  "wheelchair", "language",
        "fees",      "time",  "radius", "address", "other_address", "here",       "name"};
    return words[kind];
}

static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* A letter alone ("infirmier.e.s") says nothing. */
static bool says_something(const struct question_token *token)
{
    bool is_letter = token->word[1] == '\0' && token->number < 0;
    return !token->is_link && !is_letter;
}

/* The words no span covers, as spans among the chosen ones. */
static void add_left_over(struct question_work *work, struct question_span *all, size_t *count,
                          size_t first, size_t last)
{
    for (size_t at = first; at < last;) {
        if (!says_something(&work->tokens[at])) {
            at++;
            continue;
        }
        size_t end = at + 1, next = at + 1;
        for (; next < last && !work->tokens[next].breaks; next++) {
            if (says_something(&work->tokens[next])) end = next + 1;
        }
        all[(*count)++] = (struct question_span){
            .kind = QUESTION_LEFT_OVER, .first = at, .last = end, .skill = SKILL_NONE};
        at = next;
    }
}

static void fill_gaps(struct question_work *work)
{
    /* Spans that were proposed are no longer needed: their room is. */
    struct question_span *all = work->spans;
    size_t count = 0, at = 0;
    for (size_t i = 0; i < work->chosen_count; i++) {
        add_left_over(work, all, &count, at, work->chosen[i].first);
        all[count++] = work->chosen[i];
        at = work->chosen[i].last;
    }
    add_left_over(work, all, &count, at, work->count);
    if (count > TOKENS_MAX) count = TOKENS_MAX;
    memcpy(work->chosen, all, count * sizeof *all);
    work->chosen_count = count;
}

/* "dr Martin", "madame Durand": a person's name is no skill and no place. */
static void find_names(struct question_work *work)
{
    for (size_t i = 0; i + 1 < work->chosen_count; i++) {
        struct question_span *title = &work->chosen[i], *name = title + 1;
        bool follows = name->kind == QUESTION_LEFT_OVER && name->weight == 0 &&
                       name->first == title->last && !work->tokens[name->first].breaks &&
                       work->tokens[name->first].number < 0;
        if (!follows ||
            question_match(work, title->first,
                           "docteur|docteure|dr|doc|professeur|pr|madame|monsieur|mme|mr") == 0)
            continue;
        if (title->last != title->first + 1) continue;
        title->kind = QUESTION_LEFT_OVER;
        title->weight = 1;
        work->tokens[name->first].is_name = true;
    }
}

/* "après une opération de la cataracte": what happened before, and what it was about. */
static bool follows_event(const struct question_work *work, size_t i)
{
    const struct question_span *span = &work->chosen[i];
    size_t at = span->first;
    while (at > 0 && work->tokens[at - 1].is_link && !work->tokens[at].breaks) at--;
    if (at == 0 || work->tokens[at].breaks) return false;
    if (question_match(work, at - 1, "apres|suite|post") > 0) return true;
    const struct question_span *before = span - 1;
    return i > 0 && before->last == at && before->kind == QUESTION_LEFT_OVER &&
           before->weight == 1 &&
           question_match(work, before->first, "operation|chirurgie|intervention") > 0;
}

/* Beside another need, leaving the hospital is why one asks and not what for, a baby for whom, an
 * emergency how soon, and who pays is no skill of a dentist. */
static void find_circumstances(struct question_work *work)
{
    static const char *const circumstances[] = {
        "sortie d|de? l? hopital|hospitalisation|clinique|maternite|chirurgie|urgences",
        "retour a|d? domicile|hospitalisation|hopital",
        "nourrisson|nourrissons|nourisson|nourissons|cmu|css|c2s|ame",
        "urgence|urgences",
        "lunettes",
        "diabetique|diabetiques",
        "alzheimer",
        "femme enceinte",
        "enceinte",
        "remplacant|remplacante",
        "complementaire sante",
        "aide medicale",
        "carte vitale",
        "tiers payant",
        NULL};
    size_t skills = 0;
    for (size_t i = 0; i < work->chosen_count; i++)
        skills += work->chosen[i].kind == QUESTION_SKILL;
    for (size_t i = 0; i < work->chosen_count && skills > 1; i++) {
        struct question_span *span = &work->chosen[i];
        if (span->kind != QUESTION_SKILL) continue;
        bool is_why = follows_event(work, i);
        for (const char *const *each = circumstances; *each != NULL; each++)
            is_why = is_why || question_match(work, span->first, *each) > 0;
        if (!is_why) continue;
        span->kind = QUESTION_LEFT_OVER;
        span->weight = 1;
    }
}

/* Times that contradict what was said before are left over. */
static void put_times_together(struct question_work *work, struct question_reading *out)
{
    struct question_span *atoms = work->spans; /* as in fill_gaps */
    size_t count = 0;
    for (size_t i = 0; i < work->chosen_count; i++) {
        struct question_span *span = &work->chosen[i];
        if (span->kind != QUESTION_TIME) continue;
        atoms[count] = *span;
        if (question_when(work, atoms, count + 1, out)) {
            count++;
        } else {
            span->kind = QUESTION_LEFT_OVER;
            span->weight = 1;
        }
    }
    question_when(work, atoms, count, out);
}

/* Professions and places; acts are what they do. */
static bool is_somebody(const struct question_work *work, const struct question_span *span)
{
    enum skill_kind kind = skills_get(work->context->skills, span->skill)->kind;
    return kind == SKILL_PROFESSION || kind == SKILL_SPECIALTY || kind == SKILL_STRUCTURE;
}

/* Nothing but "ou" between two skills; or a comma, in a list of the same that ends so. */
static bool is_or(const struct question_work *work, const struct question_span *span)
{
    return question_match(work, span->last, "ou") > 0;
}

static bool is_listed(const struct question_work *work, const struct question_span *span)
{
    return work->tokens[span->last].breaks &&
           is_somebody(work, span) == is_somebody(work, span + 1);
}

/* "infirmière, kiné ou podologue", whatever else is asked: marks the first such list. */
static void find_alternatives(struct question_work *work)
{
    struct question_span *spans = work->chosen;
    bool has_or = false;
    size_t first = 0;
    for (size_t i = 0; i < work->chosen_count; i++) {
        bool is_skill = spans[i].kind == QUESTION_SKILL;
        bool goes_on = is_skill && i + 1 < work->chosen_count &&
                       spans[i + 1].kind == QUESTION_SKILL &&
                       (is_or(work, &spans[i]) || is_listed(work, &spans[i]));
        has_or = has_or || (goes_on && is_or(work, &spans[i]));
        if (goes_on) continue;
        for (size_t at = first; has_or && at <= i; at++) spans[at].is_alternative = true;
        if (has_or) return;
        first = i + 1;
    }
}

static bool add_skill(skill_id *list, size_t *count, skill_id id)
{
    for (size_t i = 0; i < *count; i++) {
        if (list[i] == id) return true;
    }
    if (*count == SEARCH_SKILLS_MAX) return false;
    list[(*count)++] = id;
    return true;
}

static bool set_word(char *out, size_t size, const char *word)
{
    if (out[0] != '\0') return strcmp(out, word) == 0;
    if (strlen(word) >= size) return false;
    strcpy(out, word);
    return true;
}

/* Takes a span into the reading; false when the reading already says otherwise. */
static bool take(struct question_reading *out, const struct question_span *span)
{
    switch (span->kind) {
    case QUESTION_SKILL:
        return span->is_alternative ? add_skill(out->any_skills, &out->any_skill_count, span->skill)
                                    : add_skill(out->skills, &out->skill_count, span->skill);
    case QUESTION_MODE:
        if (out->mode != SEARCH_ANYWHERE) return out->mode == span->mode;
        out->mode = span->mode;
        return true;
    case QUESTION_RADIUS:
        if (out->radius_m > 0) return false;
        out->radius_m = span->radius_m;
        return true;
    case QUESTION_LANGUAGE:
        if (out->language == NULL) out->language = span->language;
        return out->language == span->language;
    case QUESTION_FEES:
        return set_word(out->fees, sizeof out->fees, span->word);
    case QUESTION_WALK_IN:
        out->walk_in = true;
        return true;
    case QUESTION_NEW_PATIENTS:
        out->new_patients = true;
        return true;
    case QUESTION_WHEELCHAIR:
        out->wheelchair = true;
        return true;
    case QUESTION_HERE:
        out->here = true;
        return true;
    default:
        return true;
    }
}

/* Neighbours of one kind with nothing but link words between are one piece. */
static bool joins(const struct question_work *work, const struct question_piece *before,
                  size_t after, enum question_kind kind, size_t first)
{
    bool joinable = kind == QUESTION_TIME || kind == QUESTION_LEFT_OVER;
    if (!joinable || before->kind != kind || work->tokens[first].breaks) return false;
    for (size_t i = after; i < first; i++) {
        if (work->tokens[i].breaks || says_something(&work->tokens[i])) return false;
    }
    return true;
}

static void add_piece(struct question_work *work, const struct question_span *span, size_t *after,
                      struct question_reading *out)
{
    enum question_kind kind = take(out, span) ? (enum question_kind)span->kind : QUESTION_LEFT_OVER;
    size_t start = work->tokens[span->first].start, end = work->tokens[span->last - 1].end;
    struct question_piece *last = out->piece_count == 0 ? NULL : &out->pieces[out->piece_count - 1];
    bool is_full = out->piece_count == QUESTION_PIECES_MAX;
    bool joined = last != NULL && joins(work, last, *after, kind, span->first);
    *after = span->last;
    if (joined || is_full) {
        if (!joined) {
            *last = (struct question_piece){
                .kind = QUESTION_LEFT_OVER, .start = last->start, .skill = SKILL_NONE};
        }
        last->end = end;
        return;
    }
    out->pieces[out->piece_count++] =
        (struct question_piece){.kind = kind,
                                .start = start,
                                .end = end,
                                .skill = kind == QUESTION_SKILL ? span->skill : SKILL_NONE,
                                .edits = span->edits,
                                .mode = span->mode};
}

static void write_pieces(struct question_work *work, struct question_reading *out)
{
    size_t after = 0;
    for (size_t i = 0; i < work->chosen_count; i++) {
        if (work->chosen[i].kind != SPAN_FILLER) add_piece(work, &work->chosen[i], &after, out);
    }
}

static void read_tokens(struct question_work *work, struct question_reading *out)
{
    question_correct(work);
    question_find_phrases(work);
    question_find_languages(work);
    question_find_times(work);
    question_find_radius(work);
    question_find_skills(work);
    question_find_addresses(work);
    question_find_negations(work);
    question_choose(work);
    fill_gaps(work);
    find_names(work);
    find_circumstances(work);
    put_times_together(work, out);
    find_alternatives(work);
    question_check_places(work, out);
    write_pieces(work, out);
}

enum status question_understand(const char *text, size_t length,
                                const struct question_context *context,
                                struct question_reading *out)
{
    *out = (struct question_reading){0};
    if (length > 4 * QUESTION_TEXT_MAX || count_characters(text, length) > QUESTION_TEXT_MAX ||
        !text_is_utf8(text, length))
        return STATUS_INVALID;
    struct question_work *work = calloc(1, sizeof *work);
    if (work == NULL) return STATUS_NO_MEMORY;
    work->context = context;
    work->lexicon = skills_lexicon(context->skills);
    work->today = instant_day(context->rules, context->now, &work->minute);
    enum status status = question_cut(work, text, length);
    if (status == STATUS_OK) read_tokens(work, out);
    free(work);
    return status;
}
