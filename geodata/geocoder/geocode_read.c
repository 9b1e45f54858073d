/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_read.h"

#include "geodata/buffer.h"
#include "geodata/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

uint32_t letters_of(const char *word, size_t length)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)word[i];
        letters |= 1u << (c >= 'a' && c <= 'z' ? c - 'a' : 26 + c % 6);
    }
    return letters;
}

static bool is(const struct token *token, const char *word)
{
    return strcmp(token->text, word) == 0;
}

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) return true;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 12, 12b, 12bis, 54p8: digits, then a short suffix. */
static void read_number(struct token *token)
{
    static const char *const ordinals[] = {"e", "er", "ere", "eme", "em", "ieme", "nd", "nde"};
    size_t digits = 0;
    uint32_t value = 0;
    while (digits < token->length && digits < 5 && is_digit(token->text[digits])) {
        value = value * 10 + (uint32_t)(token->text[digits++] - '0');
    }
    if (digits == 0 || digits > 4 || value == 0) return;
    const char *rest = token->text + digits;
    token->is_ordinal = is_one_of(rest, ordinals, sizeof ordinals / sizeof *ordinals);
    if (strlen(rest) >= sizeof token->suffix || is_digit(*rest)) return;
    token->number = value;
    memcpy(token->suffix, rest, strlen(rest) + 1);
}

static void add_token(struct reading *reading, const char *word, size_t length, unsigned segment)
{
    if (reading->count == TOKENS_MAX || length > WORD_LENGTH_MAX) return;
    struct token *token = &reading->tokens[reading->count++];
    *token = (struct token){.length = length, .segment = segment};
    memcpy(token->text, word, length);
    token->text[length] = '\0';
    token->letters = letters_of(word, length);
    token->sound = words_sound(word, length);
    token->role = words_role(word, length);
    token->reading_count = words_expand(word, length, token->readings, TOKEN_READINGS);
    read_number(token);
}

static void add_tokens(struct reading *reading, const char *text, size_t length, unsigned segment)
{
    struct buffer folded = {0};
    text_fold(text, length, &folded);
    for (size_t at = 0; at < folded.length;) {
        size_t word = strcspn(folded.data + at, " ");
        add_token(reading, folded.data + at, word, segment);
        at += word + 1;
    }
    buffer_free(&folded);
}

static bool divides(const char *text, size_t length, size_t at)
{
    if (strchr(",;()[]|&\n\r\t", text[at]) != NULL && text[at] != '\0') return true;
    bool dash = text[at] == '-' || text[at] == '/';
    return dash && at > 0 && text[at - 1] == ' ' && at + 1 < length;
}

static void split(struct reading *reading, const char *text, size_t length)
{
    size_t start = 0;
    unsigned segment = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && !divides(text, length, i)) continue;
        size_t before = reading->count;
        add_tokens(reading, text + start, i - start, segment);
        if (reading->count > before) segment++;
        start = i + 1;
    }
}

static bool means_type(const struct token *token)
{
    if (token->role == WORD_TYPE) return true;
    for (size_t i = 0; i < token->reading_count; i++) {
        if (words_role(token->readings[i], strlen(token->readings[i])) == WORD_TYPE) return true;
    }
    return false;
}

/* cedex 14, bp 120, batiment B, 3e etage, chez … */
static void read_noise_words(struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        struct token *token = &reading->tokens[i];
        struct token *next = i + 1 < reading->count ? token + 1 : NULL;
        bool short_next = next != NULL && (next->length <= 2 || next->role == WORD_DIGITS) &&
                          !means_type(next) && next->role != WORD_ARTICLE;
        enum noise noise = words_noise(token->text, token->length);
        if (is(token, "porte") && short_next && next->role == WORD_DIGITS) noise = NOISE_WITH_ONE;
        if (noise == NOISE_NONE || token->is_unfinished || is(token, "france")) continue;
        token->is_noise = true;
        if (is(token, "etage") && i > 0 && token[-1].number != 0) token[-1].is_noise = true;
        if (noise != NOISE_WITH_ONE || next == NULL) continue;
        if (short_next || (next->length == 1 && next->segment == token->segment)) {
            next->is_noise = true;
        }
        if (is(token, "cedex") && next->number >= 1 && next->number <= 20) {
            reading->district = next->number;
        }
    }
}

static bool is_code(const struct token *token)
{
    return token->length == 5 && token->role == WORD_DIGITS;
}

static void read_code(const struct gazetteer *gazetteer, struct reading *reading,
                      struct token *token)
{
    size_t communes = 0;
    gazetteer_by_postcode(gazetteer, token->text, &communes);
    const struct commune *commune =
        communes == 0 ? gazetteer_by_citycode(gazetteer, token->text) : NULL;
    token->is_postcode = true;
    if (commune != NULL) {
        reading->citycode = commune;
        return;
    }
    if (reading->postcode[0] != '\0' && reading->postcode_is_known) return;
    memcpy(reading->postcode, token->text, 6);
    reading->postcode_is_known = communes > 0;
}

/* "75 014" is one postcode. */
static void join_split_code(const struct gazetteer *gazetteer, struct reading *reading, size_t at)
{
    struct token *token = &reading->tokens[at], *next = token + 1;
    size_t communes = 0;
    if (token->length != 2 || token->role != WORD_DIGITS || next->length != 3 ||
        next->role != WORD_DIGITS) {
        return;
    }
    char code[6];
    snprintf(code, sizeof code, "%.2s%.3s", token->text, next->text);
    gazetteer_by_postcode(gazetteer, code, &communes);
    if (communes == 0) return;
    memcpy(token->text, code, sizeof code);
    token->length = 5;
    token->number = 0;
    next->is_noise = true;
    next->number = 0;
}

static void read_codes(const struct gazetteer *gazetteer, struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        struct token *token = &reading->tokens[i];
        if (i + 1 < reading->count) join_split_code(gazetteer, reading, i);
        if (!token->is_noise && is_code(token)) read_code(gazetteer, reading, token);
    }
}

/* The words of tokens first .. first + count - 1 as an address book writes a city. */
static bool join_words(const struct reading *reading, size_t first, size_t count, char *out,
                       size_t capacity)
{
    size_t length = 0;
    for (size_t i = first; i < first + count; i++) {
        const struct token *token = &reading->tokens[i];
        if (token->is_noise || token->is_postcode) return false;
        const char *word = words_canonical(token->text);
        size_t more = strlen(word);
        if (length + more + 2 > capacity) return false;
        if (length > 0) out[length++] = ' ';
        memcpy(out + length, word, more + 1);
        length += more;
    }
    return true;
}

#define CITY_WORDS_MAX 8

static bool span_at(const struct gazetteer *gazetteer, const struct reading *reading, size_t first,
                    struct span *out)
{
    size_t most = reading->count - first;
    if (most > CITY_WORDS_MAX) most = CITY_WORDS_MAX;
    for (size_t count = most; count > 0; count--) {
        char words[CITY_WORDS_MAX * (WORD_LENGTH_MAX + 1)];
        if (!join_words(reading, first, count, words, sizeof words)) continue;
        size_t communes = 0;
        const struct commune *const *found =
            gazetteer_by_city(gazetteer, words, strlen(words), &communes);
        if (communes == 0) continue;
        *out = (struct span){
            .first = first, .count = count, .communes = found, .commune_count = communes};
        return true;
    }
    return false;
}

static void read_cities(const struct gazetteer *gazetteer, struct reading *reading)
{
    for (size_t i = 0; i < reading->count && reading->span_count < SPANS_MAX;) {
        struct span span;
        if (!span_at(gazetteer, reading, i, &span)) {
            i++;
            continue;
        }
        reading->spans[reading->span_count++] = span;
        i += span.count;
    }
}

static bool span_has_postcode(const struct span *span, const char *postcode)
{
    for (size_t i = 0; i < span->commune_count; i++) {
        if (commune_has_postcode(span->communes[i], postcode)) return true;
    }
    return false;
}

/* When a city agrees with the postcode, other cities are words of the street: rue de Vincennes. */
static void keep_agreeing_spans(struct reading *reading)
{
    size_t kept = 0;
    for (size_t i = 0; i < reading->span_count; i++) {
        if (!span_has_postcode(&reading->spans[i], reading->postcode)) continue;
        reading->spans[kept++] = reading->spans[i];
    }
    if (kept > 0) reading->span_count = kept;
}

/* The largest commune of that name may be the whole city, so the next one is asked too. */
static bool has_districts(const struct span *span)
{
    size_t last = span->commune_count - 1;
    return span->communes[0]->district > 0 || span->communes[last]->district > 0;
}

/* Only these may follow the number of an arrondissement; anything else makes it a house number. */
static bool ends_district(const struct reading *reading, size_t at)
{
    static const char *const followers[] = {
        "e", "eme", "er", "ere", "ieme", "arrondissement", "arr", "cedex", "france"};
    if (at >= reading->count) return true;
    const struct token *token = &reading->tokens[at];
    if (token->segment != reading->tokens[at - 1].segment || token->is_noise) return true;
    return token->is_postcode ||
           is_one_of(token->text, followers, sizeof followers / sizeof *followers);
}

static void mark_district(struct reading *reading, size_t at)
{
    static const char *const followers[] = {"e",  "eme", "er", "ere", "ieme", "arrondissement",
                                            "arr"};
    reading->district = reading->tokens[at].number;
    reading->tokens[at].is_district = true;
    for (size_t i = at + 1; i < reading->count && i <= at + 2; i++) {
        struct token *token = &reading->tokens[i];
        if (!is_one_of(token->text, followers, sizeof followers / sizeof *followers)) break;
        token->is_district = true;
    }
}

/* "paris 14", "paris 14e", "14eme arrondissement". */
static void read_district(struct reading *reading)
{
    for (size_t i = 0; i < reading->span_count; i++) {
        const struct span *span = &reading->spans[i];
        size_t after = span->first + span->count;
        if (!has_districts(span) || after >= reading->count) continue;
        const struct token *token = &reading->tokens[after];
        bool counts = token->number >= 1 && token->number <= 20 && !token->is_noise &&
                      (token->suffix[0] == '\0' || token->is_ordinal);
        if (counts && ends_district(reading, after + 1)) {
            mark_district(reading, after);
            return;
        }
    }
    for (size_t i = 0; i < reading->count; i++) {
        const struct token *token = &reading->tokens[i];
        if (token->is_noise || token->is_postcode) continue;
        bool follows = i + 1 < reading->count && (is(token + 1, "arrondissement") ||
                                                  is(token + 1, "arr") || is(token + 1, "eme"));
        bool counts = token->is_ordinal && token->suffix[0] != '\0' && token->number <= 20;
        if ((counts && ends_district(reading, i + 1)) ||
            (follows && token->number <= 20 && token->number > 0)) {
            mark_district(reading, i);
            return;
        }
    }
}

/* Where the street begins: a house number, perhaps its suffix, then a kind of way. */
static bool begins_street(const struct reading *reading, size_t at, size_t *type)
{
    const struct token *token = &reading->tokens[at];
    if (token->number == 0 || token->is_noise || token->is_district || token->is_postcode) {
        return false;
    }
    for (size_t i = at + 1; i < reading->count && i <= at + 3; i++) {
        const struct token *next = &reading->tokens[i];
        if (next->is_postcode) return false;
        if (means_type(next)) {
            *type = i;
            return true;
        }
        if (next->length > 3 && strcmp(next->text, "quater") != 0) return false;
    }
    return false;
}

static bool is_located(const struct token *token)
{
    return token->is_postcode || token->is_city || token->is_district;
}

/* "de la" and "de l" go together; "des de", "de la des" do not. */
static void read_stranded(struct reading *reading)
{
    for (size_t i = 0; i + 1 < reading->count; i++) {
        struct token *token = &reading->tokens[i];
        const struct token *next = token + 1;
        if (token->role != WORD_ARTICLE || next->role != WORD_ARTICLE) continue;
        bool goes_on = next->text[0] == 'l' || is(token, "sur") || is(token, "sous") ||
                       is(token, "et") || is(next, "sur") || is(next, "sous") || is(next, "et") ||
                       next->length == 1;
        token->is_stranded = !goes_on;
    }
}

/* A country at the end, behind a city; not the avenue de France. */
static void read_country(struct reading *reading)
{
    for (size_t i = 1; i < reading->count; i++) {
        struct token *token = &reading->tokens[i], *before = token - 1;
        if (!is(token, "france") || token->is_unfinished) continue;
        bool follows = before->is_city || before->is_postcode || before->is_noise ||
                       before->is_district || before->segment != token->segment;
        bool last = i + 1 == reading->count || token[1].segment != token->segment;
        if (follows && last) token->is_noise = true;
    }
}

/* What stands before "12 rue" is a person, a practice, a building; what comes after a comma behind
 * it too, and so does a second address. The place is read wherever it stands. */
static void read_surroundings(struct reading *reading)
{
    size_t anchor = 0, type = 0;
    while (anchor < reading->count && !begins_street(reading, anchor, &type)) anchor++;
    if (anchor == reading->count) return;
    for (size_t i = 0; i < anchor; i++) {
        if (!is_located(&reading->tokens[i])) reading->tokens[i].is_noise = true;
    }
    bool past = false;
    for (size_t i = type + 1; i < reading->count; i++) {
        struct token *token = &reading->tokens[i];
        size_t other = 0;
        if (begins_street(reading, i, &other)) past = true;
        if (token->segment != reading->tokens[type].segment) past = true;
        if (past && !is_located(token) && !token->is_unfinished) token->is_noise = true;
    }
}

static bool ends_in_word(const char *text, size_t length)
{
    unsigned char last = (unsigned char)text[length - 1];
    return last >= 0x80 || isalnum(last);
}

void reading_of(const struct gazetteer *gazetteer, const char *text, size_t length, bool unfinished,
                struct reading *out)
{
    memset(out, 0, sizeof *out);
    split(out, text, length);
    if (unfinished && out->count > 0 && ends_in_word(text, length)) {
        out->tokens[out->count - 1].is_unfinished = true;
    }
    read_noise_words(out);
    read_codes(gazetteer, out);
    read_cities(gazetteer, out);
    if (out->postcode_is_known) keep_agreeing_spans(out);
    for (size_t i = 0; i < out->span_count; i++) {
        for (size_t k = 0; k < out->spans[i].count; k++) {
            out->tokens[out->spans[i].first + k].is_city = true;
        }
    }
    read_district(out);
    read_stranded(out);
    read_country(out);
    read_surroundings(out);
}
