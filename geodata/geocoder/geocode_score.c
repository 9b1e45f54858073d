/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_score.h"

#include "geocoder/geocode_match.h"

#include <math.h>
#include <string.h>

/* Where the question says it is. */

static bool same_words(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool span_agrees(const struct span *span, const struct commune *commune)
{
    return same_words(span->communes[0]->words, commune->words);
}

static bool span_is_free(const struct trial *trial, const struct span *span)
{
    for (size_t i = span->first; i < span->first + span->count; i++) {
        if (trial->claimed[i] >= 0) return false;
    }
    return true;
}

/* Of the département, in no commune of the book: a CEDEX is an office's and harmless; an ordinary
 * one is of a town that the book does not have, and its door is not the one here. */
static double unknown_postcode_likeness(const struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        const struct token *token = &reading->tokens[i];
        if (token->length == 5 && memcmp(token->text, "cedex", 5) == 0) return 0.98;
    }
    return 0.79;
}

static double postcode_likeness(const struct reading *reading, const struct commune *commune,
                                const char *postcode)
{
    if (reading->citycode != NULL) return reading->citycode == commune ? 1 : 0.7;
    if (reading->postcode[0] == '\0') return 1;
    if (strcmp(reading->postcode, postcode) == 0) return 1;
    if (commune_has_postcode(commune, reading->postcode)) return 0.995;
    bool same_departement = strncmp(reading->postcode, commune->citycode, 2) == 0 ||
                            strncmp(reading->postcode, postcode, 2) == 0;
    if (!reading->postcode_is_known) {
        return same_departement ? unknown_postcode_likeness(reading) : 0.6;
    }
    return same_departement ? 0.76 : 0.55;
}

/* 1 when a city of the question is the street's, or none is named. */
static double city_likeness(struct trial *trial, const struct commune *commune)
{
    const struct reading *reading = trial->reading;
    bool agreed = false, named = false;
    for (size_t i = 0; i < reading->span_count; i++) {
        const struct span *span = &reading->spans[i];
        if (!span_is_free(trial, span)) continue;
        if (reading->tokens[span->first].is_noise) continue;
        named = true;
        if (!agreed && span_agrees(span, commune)) agreed = true;
    }
    if (!named || agreed) return 1;
    return reading->postcode_is_known && commune_has_postcode(commune, reading->postcode) ? 0.93
                                                                                          : 0.72;
}

static double district_likeness(const struct reading *reading, const struct commune *commune)
{
    if (reading->district == 0 || reading->district == commune->district) return 1;
    if (reading->postcode_is_known) return 0.97;
    return commune->district == 0 ? 0.97 : 0.8;
}

/* Words of the question that the street does not explain. */

static bool begins_city_or_code(const struct token *token, const struct commune *commune)
{
    return token->is_unfinished &&
           (begins_with(commune->words, strlen(commune->words), token->text, token->length) ||
            begins_with(commune->postcodes, strlen(commune->postcodes), token->text,
                        token->length) ||
            begins_with(commune->citycode, strlen(commune->citycode), token->text, token->length));
}

/* A word of the city's name, perhaps mistyped: "pariss". */
static bool names_city(const struct reading *reading, const struct token *token,
                       const struct commune *commune)
{
    if (token->length < 4) return false;
    for (const char *word = commune->words; *word != '\0';) {
        size_t length = strcspn(word, " ");
        if (edited_likeness(reading, token->text, token->length, token->letters, word, length) >
            0.75) {
            return true;
        }
        word += length;
        word += strspn(word, " ");
    }
    return false;
}

static double unexplained_weight(const struct reading *reading, const struct token *token,
                                 const struct commune *commune)
{
    if (token->is_postcode || token->is_district || token->is_city) return 0;
    if (begins_city_or_code(token, commune)) return 0;
    if (names_city(reading, token, commune)) return 0.05;
    if (token->is_noise) return 0.03;
    if (token->number != 0) return 0.08;
    if (token->role == WORD_ARTICLE) return 0.08;
    if (token->role == WORD_TYPE) return 0.25;
    if (token->length == 1) return 0.12;
    return token->length == 2 ? 0.3 : 0.9;
}

/* House numbers. */

struct wanted {
    uint32_t number;
    const char *suffix;
    size_t token, suffix_token; /* TOKENS_MAX: none */
};

static size_t distance_to_street(const struct trial *trial, size_t token)
{
    size_t best = TOKENS_MAX;
    for (size_t t = 0; t < trial->reading->count; t++) {
        if (trial->claimed[t] < 0) continue;
        size_t distance = t > token ? t - token : token - t + 1;
        if (distance < best) best = distance;
    }
    return best;
}

static bool is_suffix_word(const char *text)
{
    static const char *const words[] = {"bis", "ter", "quater", "quinquies"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(text, words[i]) == 0) return true;
    }
    return false;
}

static bool is_suffix(const struct trial *trial, size_t t)
{
    const struct token *token = &trial->reading->tokens[t];
    if (trial->claimed[t] >= 0 || token->is_postcode || token->is_district || token->is_city) {
        return false;
    }
    if (is_suffix_word(token->text)) return true;
    return token->length <= 3 && token->text[0] >= 'a' && token->text[0] <= 'z' &&
           token->role != WORD_TYPE && !token->is_unfinished;
}

static bool is_house_number(const struct trial *trial, size_t t)
{
    const struct token *token = &trial->reading->tokens[t];
    return token->number != 0 && trial->claimed[t] < 0 && !token->is_noise && !token->is_postcode &&
           !token->is_district;
}

/* The number of the question that stands nearest to the words of the street. */
static struct wanted find_wanted(const struct trial *trial)
{
    struct wanted wanted = {.suffix = "", .token = TOKENS_MAX, .suffix_token = TOKENS_MAX};
    size_t best = SIZE_MAX;
    for (size_t t = 0; t < trial->reading->count; t++) {
        const struct token *token = &trial->reading->tokens[t];
        if (!is_house_number(trial, t)) continue;
        if (t > 0 && is_house_number(trial, t - 1)) continue; /* the end of a range, 12-14 */
        size_t distance = distance_to_street(trial, t);
        if (distance >= best) continue;
        best = distance;
        wanted = (struct wanted){.number = token->number,
                                 .suffix = token->suffix,
                                 .token = t,
                                 .suffix_token = TOKENS_MAX};
        if (token->suffix[0] == '\0' && t + 1 < trial->reading->count && is_suffix(trial, t + 1)) {
            wanted.suffix = token[1].text;
            wanted.suffix_token = t + 1;
        }
    }
    return wanted;
}

enum found { FOUND_NOTHING, FOUND_NEAR, FOUND_NUMBER, FOUND_DOOR };

static uint32_t gap(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* The door asked for, else the same number, else the nearest one, on its own side of the street
 * where there is one. */
static enum found find_number(const struct street_row *street, const struct wanted *wanted,
                              struct house_number *out)
{
    enum found found = FOUND_NOTHING;
    uint32_t nearest = UINT32_MAX;
    const char *suffix = words_suffix(wanted->suffix);
    struct number_cursor cursor;
    numbers_begin(&cursor, street->numbers, street->numbers_length);
    while (numbers_next(&cursor)) {
        const struct house_number *now = &cursor.now;
        if (now->number == wanted->number && strcmp(words_suffix(now->suffix), suffix) == 0) {
            *out = *now;
            return FOUND_DOOR;
        }
        uint32_t far = 2 * gap(now->number, wanted->number);
        if (far % 4 == 2) far += 3; /* the other side of the street */
        if (far >= nearest) continue;
        nearest = far;
        *out = *now;
        found = now->number == wanted->number ? FOUND_NUMBER : FOUND_NEAR;
    }
    return found;
}

static double number_likeness(enum found found, const struct wanted *wanted,
                              const struct house_number *number)
{
    if (found == FOUND_DOOR) return 1;
    if (found == FOUND_NUMBER) return 0.94;
    if (found == FOUND_NOTHING) return 0.7;
    uint32_t far = gap(number->number, wanted->number);
    return far <= 4 ? 0.78 : far <= 20 ? 0.72 : 0.62;
}

/* What became of the number of the question; 1 when none was asked for. */
static double score_number(struct trial *trial, const struct street_row *street, struct hit *out)
{
    struct wanted wanted = find_wanted(trial);
    if (wanted.token == TOKENS_MAX) return 1;
    enum found found = find_number(street, &wanted, &out->number);
    out->has_number = found != FOUND_NOTHING;
    out->number_is_near = found == FOUND_NEAR;
    out->echo_name = found == FOUND_DOOR && out->number.in_name;
    trial->claimed[wanted.token] = WORDS_MAX;
    bool known_suffix =
        found == FOUND_DOOR || strlen(wanted.suffix) == 1 || is_suffix_word(wanted.suffix);
    if (wanted.suffix_token != TOKENS_MAX && known_suffix) {
        trial->claimed[wanted.suffix_token] = WORDS_MAX;
    }
    if (out->has_number) {
        out->lon = out->number.lon;
        out->lat = out->number.lat;
    }
    return number_likeness(found, &wanted, &out->number);
}

/* Words of the street that were not typed, against all of its words. While typing, the end of the
 * name is still to come. */
static double name_covered(const struct trial *trial, bool unfinished)
{
    double all = 0, covered = 0;
    size_t last = 0;
    for (size_t w = 0; w < trial->word_count; w++) {
        if (trial->words[w].likeness > 0) last = w;
    }
    for (size_t w = 0; w < trial->word_count; w++) {
        const struct word *word = &trial->words[w];
        double weight = unfinished && w > last ? 0.25 * word->weight : word->weight;
        all += weight;
        covered += weight * word->likeness;
    }
    return all == 0 ? 0 : covered / all;
}

static double question_covered(const struct trial *trial, const struct commune *commune)
{
    double all = 0, covered = 0;
    for (size_t t = 0; t < trial->reading->count; t++) {
        if (trial->claimed[t] == WORDS_MAX) continue;
        if (trial->claimed[t] < 0) {
            all += unexplained_weight(trial->reading, &trial->reading->tokens[t], commune);
            continue;
        }
        all += trial->words[trial->claimed[t]].weight;
        covered += trial->share[t];
    }
    if (covered > all) covered = all;
    return all == 0 ? 0 : covered / all;
}

/* "place" was typed, and this is a street; or "avenue Foch", and this is the square of that avenue:
 * worse than a kind of way left out. */
static bool is_other_type(const struct trial *trial)
{
    const struct word *first = &trial->words[0];
    if (trial->word_count == 0 || first->role != WORD_TYPE || first->likeness > 0) return false;
    for (size_t t = 0; t < trial->reading->count; t++) {
        const struct token *token = &trial->reading->tokens[t];
        int word = trial->claimed[t];
        if (word < 0 && token->role == WORD_TYPE && !token->is_noise) return true;
        if (word > 0 && word < WORDS_MAX && trial->words[word].role == WORD_TYPE) return true;
    }
    return false;
}

/* A word is missing behind an article that the street does not have: another street is meant. */
static bool is_stranded(const struct trial *trial)
{
    for (size_t t = 0; t < trial->reading->count; t++) {
        if (trial->claimed[t] < 0 && trial->reading->tokens[t].is_stranded) return true;
    }
    return false;
}

/* Whether every word that names the street was typed. */
static bool is_whole(const struct trial *trial)
{
    for (size_t w = 0; w < trial->word_count; w++) {
        if (trial->words[w].weight >= 0.8 && trial->words[w].likeness == 0) return false;
    }
    return true;
}

/* Whether something was typed that names another street. */
static bool has_stranger(const struct trial *trial, const struct commune *commune)
{
    for (size_t t = 0; t < trial->reading->count; t++) {
        if (trial->claimed[t] >= 0) continue;
        if (unexplained_weight(trial->reading, &trial->reading->tokens[t], commune) >= 0.3) {
            return true;
        }
    }
    return false;
}

/* What makes it likely that the street next to it in the list is meant, or one that the book does
 * not have: such an answer may come first, but is not to be sure (GEOCODE_SCORE_SURE). */
static double doubt(const struct trial *trial, bool whole, bool stranger)
{
    double factor = 1;
    if (!whole) factor *= 0.96;
    if (stranger) factor *= 0.93;
    if (is_other_type(trial)) factor *= 0.87;
    if (is_stranded(trial)) factor *= 0.7;
    return factor;
}

/* Nearness counts at most as much as a forgotten article. */
static double nearness(const struct geocode_query *query, const struct hit *hit)
{
    if (!query->has_near) return 0;
    struct point point = {hit->lon / NUMBER_GRID, hit->lat / NUMBER_GRID};
    return 0.04 * exp(-geo_distance_m(query->near, point) / 20000);
}

void score_street(const struct reading *reading, const struct geocode_query *query,
                  const struct street_row *street, const struct commune *commune, struct hit *out)
{
    struct trial trial = {.reading = reading};
    bool unfinished = reading->count > 0 && reading->tokens[reading->count - 1].is_unfinished;
    *out = (struct hit){
        .street = street->id, .commune = commune, .lon = street->lon, .lat = street->lat};
    match_names(&trial, street->words);
    double number = 1;
    if (!street->is_place && query->type != GEOCODE_STREET) {
        number = score_number(&trial, street, out);
    }
    const char *postcode = out->has_number && out->number.postcode[0] != '\0' ? out->number.postcode
                                                                              : street->postcode;
    double place = fmin(postcode_likeness(reading, commune, postcode),
                        fmin(city_likeness(&trial, commune), district_likeness(reading, commune)));
    double name = 0.6 * name_covered(&trial, unfinished) + 0.4 * question_covered(&trial, commune);
    bool whole = is_whole(&trial), stranger = has_stranger(&trial, commune);
    name *= doubt(&trial, whole, stranger);
    out->is_explained = whole && !stranger;
    out->likeness = name * place;
    out->score = fmin(out->likeness * number, 1);
    out->rank = out->score + 0.01 * street->importance + nearness(query, out);
}
