/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the address pieces make the address, with the geocoder's word when there is one. */
#include "question/question_parts.h"

#include <stdio.h>
#include <string.h>

/* How precise a piece is, best first. */
enum rank { RANK_DOOR, RANK_WAY, RANK_PLACE, RANK_AREA };

static bool holds_way(const struct question_work *work, const struct question_span *span)
{
    for (size_t i = span->first; i < span->last; i++) {
        if (question_match(work, i,
                           "rue|avenue|av|ave|boulevard|bd|bld|blvd|boul|bvd|impasse|imp|allee|"
                           "square|sq|quai|chemin|faubourg|fbg|place|pl|passage|cite|cour|cours|"
                           "villa|residence|route|rte|voie|porte|hameau|r") > 0)
            return true;
    }
    return false;
}

static enum rank rank_of(const struct question_work *work, const struct question_span *span)
{
    const struct question_token *first = &work->tokens[span->first];
    if (holds_way(work, span))
        return first->number >= 0 && first->digits < 5 ? RANK_DOOR : RANK_WAY;
    if (first->number >= 0) return RANK_AREA;
    return question_match(work, span->first, "paris|lyon|marseille") > 0 ? RANK_AREA : RANK_PLACE;
}

/* Appends the words of tokens [first, last) as written; false when they do not fit. */
static bool append(const struct question_work *work, const struct question_span *span, char *out)
{
    size_t start = work->tokens[span->first].start, end = work->tokens[span->last - 1].end;
    size_t length = strlen(out), more = end - start;
    if (length + more + 3 > QUESTION_ADDRESS_MAX) return false;
    if (length > 0) {
        memcpy(out + length, ", ", 2);
        length += 2;
    }
    memcpy(out + length, work->text + start, more);
    out[length + more] = '\0';
    return true;
}

/* 0 .. 1: how sure the geocoder is of a text. */
static double ask(const struct question_work *work, const char *text)
{
    const struct question_context *context = work->context;
    struct geocode_query query = {.text = text,
                                  .text_length = strlen(text),
                                  .limit = 1,
                                  .has_near = context->has_near,
                                  .near = context->near};
    struct geocode_answer answer = {0};
    double score = 0;
    if (text[0] == '\0') return 0;
    if (geocode_search(context->geocoder, &query, &answer) == STATUS_OK && answer.count > 0)
        score = answer.results[0].score;
    geocode_answer_free(&answer);
    return score;
}

/* 14 of "14e", "Paris 14" and "75014"; 0: none. */
static int district_of(const struct question_work *work, const struct question_span *span)
{
    for (size_t i = span->first; i < span->last; i++) {
        if (work->tokens[i].number > 0) return work->tokens[i].number % 1000 % 100;
    }
    return 0;
}

/* "75014 ou 75013": the first is asked about. */
static void keep_one_district(struct question_work *work)
{
    int kept = 0;
    for (size_t i = 0; i < work->chosen_count; i++) {
        struct question_span *span = &work->chosen[i];
        if (span->kind != QUESTION_ADDRESS || rank_of(work, span) != RANK_AREA) continue;
        int district = district_of(work, span);
        if (kept != 0 && district != 0 && district != kept) span->kind = QUESTION_OTHER_ADDRESS;
        if (kept == 0) kept = district;
    }
}

/* The pieces of a rank, or all areas: appended to the address. */
static bool append_areas(const struct question_work *work, char *out)
{
    bool any = false;
    for (size_t i = 0; i < work->chosen_count; i++) {
        const struct question_span *span = &work->chosen[i];
        if (span->kind != QUESTION_ADDRESS || rank_of(work, span) != RANK_AREA) continue;
        any |= append(work, span, out);
    }
    return any;
}

/* A street is another address, that was not asked about; a place is left over. */
static void set_aside(const struct question_work *work, struct question_span *span)
{
    bool is_address = rank_of(work, span) <= RANK_WAY;
    span->kind = is_address ? QUESTION_OTHER_ADDRESS : QUESTION_LEFT_OVER;
}

/* The most precise piece; the others are set aside. */
static struct question_span *find_main(struct question_work *work)
{
    struct question_span *best = NULL;
    for (size_t i = 0; i < work->chosen_count; i++) {
        struct question_span *span = &work->chosen[i];
        if (span->kind != QUESTION_ADDRESS || rank_of(work, span) == RANK_AREA) continue;
        if (best == NULL || rank_of(work, span) < rank_of(work, best)) {
            if (best != NULL) set_aside(work, best);
            best = span;
        } else {
            set_aside(work, span);
        }
    }
    return best;
}

static void compose(const struct question_work *work, const struct question_span *main, char *out)
{
    out[0] = '\0';
    if (main != NULL) append(work, main, out);
    append_areas(work, out);
}

/* Adds the tokens cut off the end of a piece as words left over, in their place. */
static void leave(struct question_work *work, struct question_span *span, size_t last)
{
    size_t at = (size_t)(span - work->chosen) + 1;
    struct question_span rest = {
        .kind = QUESTION_LEFT_OVER, .first = last, .last = span->last, .skill = SKILL_NONE};
    if (work->chosen_count == TOKENS_MAX) return;
    memmove(&work->chosen[at + 1], &work->chosen[at],
            (work->chosen_count - at) * sizeof *work->chosen);
    work->chosen[at] = rest;
    work->chosen_count++;
    span->last = last;
}

#define TRIMS_MAX 3

/* A name may have swallowed words that follow it: the longest beginning that is surely known. */
static double trim(struct question_work *work, struct question_span *main, double score, char *out)
{
    struct question_span shorter = *main;
    char text[QUESTION_ADDRESS_MAX];
    for (int i = 0; i < TRIMS_MAX && score < GEOCODE_SCORE_SURE; i++) {
        do {
            shorter.last--;
        } while (shorter.last > shorter.first && work->tokens[shorter.last - 1].is_link);
        if (shorter.last <= shorter.first + 1) break;
        compose(work, &shorter, text);
        double found = ask(work, text);
        if (found < GEOCODE_SCORE_SURE) continue;
        leave(work, main, shorter.last);
        strcpy(out, text);
        return found;
    }
    return score;
}

/* Asks with a word before the text; the better text is kept in `out`. */
static double ask_with(const struct question_work *work, const char *word, double least,
                       double score, char *out)
{
    char text[QUESTION_ADDRESS_MAX];
    int length = snprintf(text, sizeof text, "%s %s", word, out);
    if (score >= least || length < 0 || (size_t)length >= sizeof text) return score;
    double found = ask(work, text);
    if (found < least) return score;
    strcpy(out, text);
    return found;
}

/* An arrondissement alone is one of the towns that have such. */
static double ask_towns(const struct question_work *work, double score, char *out)
{
    score = ask_with(work, "Paris", GEOCODE_SCORE_SURE, score, out);
    score = ask_with(work, "Lyon", GEOCODE_SCORE_SURE, score, out);
    return ask_with(work, "Marseille", GEOCODE_SCORE_SURE, score, out);
}

/* "denfert rochereau": which kind of way it is goes without saying. */
static double ask_ways(const struct question_work *work, double score, char *out)
{
    score = ask_with(work, "rue", GEOCODE_SCORE_SURE, score, out);
    score = ask_with(work, "place", GEOCODE_SCORE_SURE, score, out);
    return ask_with(work, "avenue", GEOCODE_SCORE_SURE, score, out);
}

#define RUNS_MAX 3
#define RUN_LETTERS_MIN 4

/* Words that nobody understood may be a place: "infirmière Daguerre". */
static struct question_span *find_unnamed(struct question_work *work, char *out, double *score)
{
    int asked = 0;
    for (size_t i = 0; i < work->chosen_count && asked < RUNS_MAX; i++) {
        struct question_span *span = &work->chosen[i];
        if (span->kind != QUESTION_LEFT_OVER || span->weight != 0) continue;
        const struct question_token *first = &work->tokens[span->first];
        size_t letters = work->tokens[span->last - 1].end - first->start;
        if (first->is_name || letters < RUN_LETTERS_MIN || span->last - span->first > 5) continue;
        asked++;
        char text[QUESTION_ADDRESS_MAX];
        compose(work, span, text);
        *score = ask(work, text);
        if (span->last - span->first > 1 && *score >= GEOCODE_SCORE_DOUBTFUL)
            *score = ask_ways(work, *score, text);
        if (*score < GEOCODE_SCORE_SURE) continue;
        strcpy(out, text);
        span->kind = QUESTION_ADDRESS;
        return span;
    }
    return NULL;
}

static void forget(struct question_work *work, struct question_span *main)
{
    for (size_t i = 0; i < work->chosen_count; i++) {
        struct question_span *span = &work->chosen[i];
        bool is_main = main == NULL || span == main;
        if (span->kind == QUESTION_ADDRESS && is_main) span->kind = QUESTION_LEFT_OVER;
    }
}

void question_check_places(struct question_work *work, struct question_reading *out)
{
    struct question_span *main = find_main(work);
    double score = 0;
    keep_one_district(work);
    compose(work, main, out->address);
    if (work->context->geocoder == NULL) return;
    if (main == NULL) {
        char text[QUESTION_ADDRESS_MAX];
        if (find_unnamed(work, text, &score) != NULL) {
            strcpy(out->address, text);
            out->address_is_known = true;
            return;
        }
    }
    if (out->address[0] == '\0') return;
    score = ask(work, out->address);
    if (main != NULL) score = trim(work, main, score, out->address);
    if (main == NULL) score = ask_towns(work, score, out->address);
    if (main != NULL && rank_of(work, main) == RANK_PLACE) /* "près de Denfert" */
        score = ask_with(work, "place", GEOCODE_SCORE_DOUBTFUL, score, out->address);
    out->address_is_known = score >= GEOCODE_SCORE_SURE;
    if (main == NULL || rank_of(work, main) != RANK_PLACE || score >= GEOCODE_SCORE_DOUBTFUL)
        return;
    forget(work, main);
    compose(work, NULL, out->address);
}
