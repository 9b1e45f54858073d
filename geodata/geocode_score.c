/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocode_score.h"

#include "geodata/text.h"

#include <math.h>
#include <string.h>

#define WORDS_MAX 24

struct word {
    const char *text;
    size_t length;
    enum word_role role;
    double weight;
    double likeness; /* with the token it was matched to; 0: none */
    bool is_sounded;
    uint32_t sound; /* words_sound, once is_sounded */
};

/* One street held against one question. */
struct trial {
    const struct reading *reading;
    struct word words[WORDS_MAX];
    size_t word_count;
    int claimed[TOKENS_MAX];  /* word that claims the token, -1: none */
    double share[TOKENS_MAX]; /* weight x likeness the token earned */
};

/* How much of a street's name a word is: nobody forgets "Daguerre", many forget "de la". */
static double weight_of(const struct word *word, size_t position)
{
    if (word->role == WORD_ARTICLE) return 0.12;
    if (word->role == WORD_TYPE && position == 0) return 0.35;
    if (word->role == WORD_DIGITS) return 0.8;
    return word->length == 1 ? 0.4 : 1.0;
}

static void split_words(struct trial *trial, const char *words)
{
    for (const char *at = words; *at != '\0' && trial->word_count < WORDS_MAX;) {
        struct word *word = &trial->words[trial->word_count];
        *word = (struct word){.text = at, .length = strcspn(at, " ")};
        word->role = words_role(word->text, word->length);
        word->weight = weight_of(word, trial->word_count++);
        at += word->length;
        at += *at == ' ';
    }
}

static bool equals(const struct word *word, const char *text, size_t length)
{
    return word->length == length && memcmp(word->text, text, length) == 0;
}

static double exact_likeness(const struct token *token, const struct word *word)
{
    if (equals(word, token->text, token->length)) return 1;
    for (size_t i = 0; i < token->reading_count; i++) {
        if (equals(word, token->readings[i], strlen(token->readings[i]))) return 0.99;
    }
    return 0;
}

static void claim(struct trial *trial, size_t token, size_t word, double likeness)
{
    const struct token *claimed = &trial->reading->tokens[token];
    if (claimed->is_noise) likeness *= 0.6;
    trial->claimed[token] = (int)word;
    trial->share[token] += trial->words[word].weight * likeness;
    trial->words[word].likeness = likeness;
}

static bool is_free(const struct trial *trial, size_t token)
{
    return trial->claimed[token] < 0 && !trial->reading->tokens[token].is_postcode;
}

/* Words typed as they are written; in order where they come twice. */
static void claim_exact(struct trial *trial)
{
    size_t last = 0, count = trial->reading->count;
    for (size_t w = 0; w < trial->word_count; w++) {
        for (size_t step = 0; step < count; step++) {
            size_t t = (last + step) % count;
            if (!is_free(trial, t)) continue;
            double likeness = exact_likeness(&trial->reading->tokens[t], &trial->words[w]);
            if (likeness == 0) continue;
            claim(trial, t, w, likeness);
            last = t + 1;
            break;
        }
    }
}

static unsigned edits_allowed(const struct reading *reading, size_t length)
{
    if (length < 3) return 0;
    if (reading->is_lenient) return length < 8 ? 2 : 3;
    return length <= 5 ? 1 : 2;
}

static unsigned bits(uint32_t set)
{
    return (unsigned)__builtin_popcount(set);
}

/* Two words a few typos apart; 0 when they are too different. */
static double edited_likeness(const struct reading *reading, const char *typed, size_t typed_length,
                              uint32_t letters, const char *word, size_t length)
{
    unsigned most = edits_allowed(reading, typed_length);
    size_t longer = typed_length > length ? typed_length : length;
    if (most == 0 || longer - (typed_length + length - longer) > most) return 0;
    if (bits(letters ^ letters_of(word, length)) > 2 * most) return 0;
    unsigned edits = text_edits(typed, typed_length, word, length, most);
    if (edits > most) return 0;
    return 1 - 0.9 * edits / (double)longer;
}

static bool begins_with(const char *text, size_t length, const char *start, size_t start_length)
{
    return length >= start_length && memcmp(text, start, start_length) == 0;
}

static uint32_t sound_of(struct word *word)
{
    if (!word->is_sounded) word->sound = words_sound(word->text, word->length);
    word->is_sounded = true;
    return word->sound;
}

static double loose_likeness(const struct reading *reading, const struct token *token,
                             struct word *word)
{
    if (token->role == WORD_DIGITS || word->role == WORD_DIGITS) return 0;
    if (token->is_unfinished && begins_with(word->text, word->length, token->text, token->length)) {
        return 0.9 + 0.1 * (double)token->length / (double)word->length;
    }
    if (word->role == WORD_ARTICLE) return 0;
    double likeness = edited_likeness(reading, token->text, token->length, token->letters,
                                      word->text, word->length);
    if (likeness > 0) return reading->is_attested ? 0.85 * likeness : likeness;
    if (token->length == 1 && word->length > 2 && word->text[0] == token->text[0]) return 0.4;
    if (token->sound != 0 && token->sound == sound_of(word)) return 0.7;
    return 0;
}

static void claim_loose(struct trial *trial)
{
    for (size_t w = 0; w < trial->word_count; w++) {
        if (trial->words[w].likeness > 0) continue;
        size_t best = 0;
        double best_likeness = 0;
        for (size_t t = 0; t < trial->reading->count; t++) {
            if (!is_free(trial, t)) continue;
            double likeness =
                loose_likeness(trial->reading, &trial->reading->tokens[t], &trial->words[w]);
            if (likeness <= best_likeness) continue;
            best = t;
            best_likeness = likeness;
        }
        if (best_likeness > 0) claim(trial, best, w, best_likeness);
    }
}

static double joined_likeness(const struct reading *reading, const char *a, size_t a_length,
                              const char *b, size_t b_length, const char *whole, size_t length)
{
    char joined[2 * WORD_LENGTH_MAX];
    if (a_length + b_length > sizeof joined || length > WORD_LENGTH_MAX) return 0;
    memcpy(joined, a, a_length);
    memcpy(joined + a_length, b, b_length);
    if (a_length + b_length == length && memcmp(joined, whole, length) == 0) return 0.98;
    if (length < 5) return 0;
    double likeness = edited_likeness(reading, joined, a_length + b_length,
                                      letters_of(joined, a_length + b_length), whole, length);
    return likeness * 0.95;
}

/* "mont martre" is the word montmartre. */
static void claim_glued_words(struct trial *trial)
{
    for (size_t w = 0; w < trial->word_count; w++) {
        const struct word *word = &trial->words[w];
        if (word->likeness >= 0.8 || word->length < 4) continue;
        for (size_t t = 0; t + 1 < trial->reading->count; t++) {
            const struct token *a = &trial->reading->tokens[t], *b = a + 1;
            if (!is_free(trial, t) || !is_free(trial, t + 1)) continue;
            double likeness = joined_likeness(trial->reading, a->text, a->length, b->text,
                                              b->length, word->text, word->length);
            if (likeness <= word->likeness) continue;
            claim(trial, t, w, likeness);
            trial->claimed[t + 1] = (int)w;
            break;
        }
    }
}

/* "belair" is the words bel air, "louest" l ouest, "nd" notre dame. */
static void claim_split_words(struct trial *trial)
{
    for (size_t w = 0; w + 1 < trial->word_count; w++) {
        struct word *a = &trial->words[w], *b = a + 1;
        if (b->likeness > 0 || (a->likeness > 0 && a->role != WORD_ARTICLE)) continue;
        for (size_t t = 0; t < trial->reading->count; t++) {
            const struct token *token = &trial->reading->tokens[t];
            if (!is_free(trial, t) || token->role == WORD_DIGITS) continue;
            double likeness = joined_likeness(trial->reading, a->text, a->length, b->text,
                                              b->length, token->text, token->length);
            for (size_t r = 0; r < token->reading_count && likeness == 0; r++) {
                const char *space = strchr(token->readings[r], ' ');
                if (space == NULL) continue;
                bool both = equals(a, token->readings[r], (size_t)(space - token->readings[r])) &&
                            equals(b, space + 1, strlen(space + 1));
                likeness = both ? 0.98 : 0;
            }
            if (likeness == 0) continue;
            claim(trial, t, w, likeness);
            claim(trial, t, w + 1, likeness);
            break;
        }
    }
}

static void match_names(struct trial *trial)
{
    for (size_t t = 0; t < trial->reading->count; t++) trial->claimed[t] = -1;
    claim_exact(trial);
    claim_split_words(trial);
    claim_loose(trial);
    claim_glued_words(trial);
}

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

static double postcode_likeness(const struct reading *reading, const struct commune *commune,
                                const char *postcode)
{
    if (reading->citycode != NULL) return reading->citycode == commune ? 1 : 0.7;
    if (reading->postcode[0] == '\0') return 1;
    if (strcmp(reading->postcode, postcode) == 0) return 1;
    if (commune_has_postcode(commune, reading->postcode)) return 0.995;
    bool same_departement = strncmp(reading->postcode, commune->citycode, 2) == 0 ||
                            strncmp(reading->postcode, postcode, 2) == 0;
    if (!reading->postcode_is_known) return same_departement ? 0.98 : 0.6;
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

/* "place" was typed, and this is a street: worse than a kind of way left out. */
static bool is_other_type(const struct trial *trial)
{
    const struct word *first = &trial->words[0];
    if (trial->word_count == 0 || first->role != WORD_TYPE || first->likeness > 0) return false;
    for (size_t t = 0; t < trial->reading->count; t++) {
        const struct token *token = &trial->reading->tokens[t];
        if (trial->claimed[t] < 0 && token->role == WORD_TYPE && !token->is_noise) return true;
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

static bool is_explained(const struct trial *trial, const struct commune *commune)
{
    for (size_t w = 0; w < trial->word_count; w++) {
        if (trial->words[w].weight >= 0.8 && trial->words[w].likeness == 0) return false;
    }
    for (size_t t = 0; t < trial->reading->count; t++) {
        if (trial->claimed[t] >= 0) continue;
        if (unexplained_weight(trial->reading, &trial->reading->tokens[t], commune) >= 0.3) {
            return false;
        }
    }
    return true;
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
    split_words(&trial, street->words);
    match_names(&trial);
    double number = 1;
    if (!street->is_place && query->type != GEOCODE_STREET) {
        number = score_number(&trial, street, out);
    }
    const char *postcode = out->has_number && out->number.postcode[0] != '\0' ? out->number.postcode
                                                                              : street->postcode;
    double place = fmin(postcode_likeness(reading, commune, postcode),
                        fmin(city_likeness(&trial, commune), district_likeness(reading, commune)));
    double name = 0.6 * name_covered(&trial, unfinished) + 0.4 * question_covered(&trial, commune);
    if (is_other_type(&trial)) name *= 0.9;
    if (is_stranded(&trial)) name *= 0.8;
    out->likeness = name * place;
    out->is_explained = is_explained(&trial, commune);
    out->score = fmin(out->likeness * number, 1);
    out->rank = out->score + 0.01 * street->importance + nearness(query, out);
}
