/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_search.h"

#include <stdio.h>
#include <string.h>

#define CORRECTIONS_MAX 10
#define BEGINNINGS_MAX 48
#define BEGINNING_INDEXED 4 /* letters, as street_word's prefix has it */

/* Expressions. Words are folded: letters and digits only, so quoting them is enough. */

static void add_reading(struct search *search, struct group *group, const char *word,
                        const char *mark)
{
    char marked[WORD_LENGTH_MAX + 8] = "";
    if (strlen(word) > WORD_LENGTH_MAX) return;
    strcat(strcpy(marked, mark), word);
    int64_t streets = reader_count_word(search->reader, marked);
    if (streets == 0) return;
    buffer_text(search->text, group->streets == 0 ? "\"" : " OR \"");
    buffer_text(search->text, marked);
    buffer_char(search->text, '"');
    group->streets += streets;
}

static void add_both(struct search *search, struct group *group, const char *a, size_t a_length,
                     const char *b)
{
    char first[WORD_LENGTH_MAX + 1];
    memcpy(first, a, a_length);
    first[a_length] = '\0';
    int64_t streets = reader_count_word(search->reader, first);
    int64_t others = streets == 0 ? 0 : reader_count_word(search->reader, b);
    if (others == 0) return;
    buffer_format(search->text, "%s(\"%s\" AND \"%s\")", group->streets == 0 ? "" : " OR ", first,
                  b);
    group->streets += streets < others ? streets : others;
}

/* "belair" is bel air; "dalesia" is d alesia. Only where no street has the whole word. */
static void add_splits(struct search *search, struct group *group, const struct token *token)
{
    if (token->length < 5 || group->streets > 0) return;
    for (size_t at = 1; at + 2 <= token->length; at++) {
        add_both(search, group, token->text, at, token->text + at);
    }
}

static void add_glued(struct search *search, struct group *group, const struct token *token)
{
    const struct reading *reading = search->reading;
    size_t at = (size_t)(token - reading->tokens);
    char glued[2 * WORD_LENGTH_MAX + 1];
    if (at + 1 < reading->count && token[1].role == WORD_NAME) {
        strcat(strcpy(glued, token->text), token[1].text);
        add_reading(search, group, glued, "");
    }
    if (at > 0 && token[-1].role == WORD_NAME) {
        strcat(strcpy(glued, token[-1].text), token->text);
        add_reading(search, group, glued, "");
    }
}

/* Words that go on from an unfinished one. Up to four letters the index knows them all at once. */
static void add_beginnings(struct search *search, struct group *group, const struct token *token)
{
    if (token->length <= BEGINNING_INDEXED) {
        buffer_format(search->text, "%s\"%s\"*", group->streets == 0 ? "" : " OR ", token->text);
        group->streets += 1000;
        return;
    }
    struct correction words[BEGINNINGS_MAX];
    size_t count = beginnings_of(search->reader, token->text, words, BEGINNINGS_MAX);
    for (size_t i = 0; i < count; i++) {
        buffer_format(search->text, "%s\"%s\"", group->streets == 0 ? "" : " OR ", words[i].word);
        group->streets += words[i].streets;
    }
}

static void add_corrections(struct search *search, struct group *group, const struct token *token,
                            unsigned most)
{
    struct correction corrections[CORRECTIONS_MAX];
    if (token->role == WORD_DIGITS || token->length < 3) return;
    size_t count = corrections_of(search->reader, token->text, token->length, most, corrections,
                                  CORRECTIONS_MAX);
    for (size_t i = 0; i < count; i++) add_reading(search, group, corrections[i].word, "");
}

static void add_sounds(struct search *search, struct group *group, const struct token *token)
{
    uint32_t sound = words_sound(token->text, token->length);
    if (sound == 0) return;
    struct statement *words = search->reader->words_sound;
    bind_integer(words, ":sound", sound);
    bind_integer(words, ":limit", CORRECTIONS_MAX);
    while (statement_step(words) == STATUS_OK) {
        buffer_format(search->text, "%s\"%s\"", group->streets == 0 ? "" : " OR ",
                      column_text(words, 0));
        group->streets += column_integer(words, 1);
    }
}

static unsigned edits_for(const struct token *token, enum effort effort)
{
    if (effort == EFFORT_LENIENT) return token->length >= 4 ? 2 : 1;
    return token->length <= 5 ? 1 : 2;
}

static void add_group(struct search *search, size_t at, enum effort effort)
{
    const struct token *token = &search->reading->tokens[at];
    if (search->group_count == GROUPS_MAX) return;
    struct group *group = &search->groups[search->group_count++];
    *group = (struct group){.token = at, .start = search->text->length};
    add_reading(search, group, token->text, "");
    for (size_t i = 0; i < token->reading_count; i++) {
        if (strchr(token->readings[i], ' ') != NULL) continue;
        add_reading(search, group, token->readings[i], "");
    }
    add_reading(search, group, words_canonical(token->text), "@");
    add_glued(search, group, token);
    add_splits(search, group, token);
    if (token->is_unfinished) add_beginnings(search, group, token);
    if (effort != EFFORT_EXACT) add_corrections(search, group, token, edits_for(token, effort));
    if (effort == EFFORT_LENIENT) add_sounds(search, group, token);
    group->length = search->text->length - group->start;
}

/* The words that must be there, most of them at least. */

static bool is_after_number(const struct reading *reading, size_t at)
{
    return at > 0 && reading->tokens[at - 1].number != 0 &&
           reading->tokens[at - 1].suffix[0] == '\0' && reading->tokens[at].length <= 2;
}

static bool is_suffix_word(const struct token *token)
{
    return strcmp(token->text, "bis") == 0 || strcmp(token->text, "ter") == 0 ||
           strcmp(token->text, "quater") == 0;
}

static bool is_core(const struct search *search, size_t at, bool with_noise)
{
    const struct token *token = &search->reading->tokens[at];
    if (token->is_postcode || token->is_district || (token->is_noise && !with_noise)) return false;
    if (token->is_city && has_place(search)) return false;
    if (token->role != WORD_NAME || token->number != 0) return false;
    if (token->length == 1 || is_suffix_word(token)) return false;
    for (size_t i = 0; i < token->reading_count; i++) {
        const char *reading = token->readings[i];
        if (words_role(reading, strlen(reading)) == WORD_TYPE && token->length <= 4) return false;
    }
    return !is_after_number(search->reading, at);
}

/* For questions of common words only, "voie f 15": everything but the first number. */
static bool is_plain(const struct search *search, size_t at)
{
    const struct token *token = &search->reading->tokens[at];
    if (token->is_postcode || token->is_district || token->is_noise) return false;
    if (token->is_city && has_place(search)) return false;
    for (size_t i = 0; i < at; i++) {
        if (search->reading->tokens[i].number != 0) return !is_after_number(search->reading, at);
    }
    return token->number == 0;
}

/* "rue", "av": the kind of way, when the question says one. */
static void make_type(struct search *search)
{
    search->type = (struct group){.start = search->text->length};
    for (size_t i = 0; i < search->reading->count && search->type.streets == 0; i++) {
        const struct token *token = &search->reading->tokens[i];
        if (token->is_noise || token->is_city || token->is_unfinished) continue;
        if (token->role == WORD_TYPE) add_reading(search, &search->type, token->text, "");
        for (size_t k = 0; k < token->reading_count; k++) {
            const char *reading = token->readings[k];
            if (words_role(reading, strlen(reading)) != WORD_TYPE) continue;
            add_reading(search, &search->type, reading, "");
        }
    }
    search->type.length = search->text->length - search->type.start;
}

void groups_make_plain(struct search *search, enum effort effort, bool with_last)
{
    size_t count = search->reading->count;
    search->group_count = 0;
    for (size_t i = 0; i < count - !with_last; i++) {
        if (is_plain(search, i)) add_group(search, i, effort);
    }
}

void groups_make(struct search *search, enum effort effort, bool with_noise)
{
    bool names = false;
    search->group_count = 0;
    buffer_reset(search->text);
    for (size_t i = 0; i < search->reading->count; i++) {
        if (!is_core(search, i, with_noise)) continue;
        if (!search->reading->tokens[i].is_city) names = true;
        add_group(search, i, effort);
    }
    if (!names) groups_make_plain(search, effort, true);
    make_type(search);
    if (search->text->failed) search->status = STATUS_NO_MEMORY;
}

static void add_place(struct search *search, char mark, const char *code)
{
    char marked[16];
    snprintf(marked, sizeof marked, "%c%.12s", mark, code);
    buffer_format(search->place, "%s\"%s\"", search->place->length == 0 ? "(" : " OR ", marked);
    search->place_streets += reader_count_word(search->reader, marked);
}

static void read_district_place(struct search *search)
{
    const struct reading *reading = search->reading;
    for (size_t i = 0; i < reading->span_count; i++) {
        const struct span *span = &reading->spans[i];
        for (size_t k = 0; k < span->commune_count; k++) {
            if (span->communes[k]->district != reading->district) continue;
            add_place(search, '#', span->communes[k]->citycode);
        }
    }
    for (size_t i = 1;
         search->place->length == 0 && i <= gazetteer_count(search->geocoder->gazetteer); i++) {
        const struct commune *commune = gazetteer_get(search->geocoder->gazetteer, (int64_t)i);
        if (commune->district == reading->district) add_place(search, '#', commune->citycode);
    }
}

void place_make(struct search *search)
{
    const struct reading *reading = search->reading;
    buffer_reset(search->place);
    if (search->query->citycode != NULL) {
        if (strspn(search->query->citycode, "0123456789AB") == strlen(search->query->citycode)) {
            add_place(search, '#', search->query->citycode);
        }
    } else if (search->query->postcode != NULL) {
        if (strspn(search->query->postcode, "0123456789") == strlen(search->query->postcode)) {
            add_place(search, ':', search->query->postcode);
        }
    } else if (reading->citycode != NULL) {
        add_place(search, '#', reading->citycode->citycode);
    } else if (reading->postcode_is_known) {
        size_t count = 0;
        const struct commune *const *communes =
            gazetteer_by_postcode(search->geocoder->gazetteer, reading->postcode, &count);
        add_place(search, ':', reading->postcode);
        for (size_t i = 0; i < count; i++) {
            if (communes[i]->district > 0) add_place(search, '#', communes[i]->citycode);
        }
    } else if (reading->district > 0) {
        read_district_place(search);
    }
    if (search->place->length > 0) buffer_char(search->place, ')');
    if (search->place->failed) search->status = STATUS_NO_MEMORY;
}
