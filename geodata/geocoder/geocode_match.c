/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_match.h"

#include "geodata/text.h"

#include <string.h>

/* Likeness of words that are only glued or split, and the least that is worth a claim. */
#define AS_THEY_ARE 0.98
#define MISTYPED 0.5

/* How much of a street's name a word is: nobody forgets "Daguerre", many forget "de la". */
static double weight_of(const struct word *word, size_t position)
{
    if (word->role == WORD_ARTICLE) return 0.12;
    if (word->role == WORD_TYPE && position == 0) return 0.35;
    if (word->role == WORD_DIGITS) return 0.8;
    return word->length == 1 ? 0.4 : 1.0;
}

/* "Voie Au/18": where nothing longer names the street, the letters do. */
static void weigh_letters(struct trial *trial)
{
    for (size_t i = 1; i < trial->word_count; i++) {
        if (trial->words[i].role == WORD_NAME && trial->words[i].length > 2) return;
    }
    for (size_t i = 1; i < trial->word_count; i++) {
        if (trial->words[i].length <= 2 && trial->words[i].role != WORD_DIGITS) {
            trial->words[i].weight = 0.8;
        }
    }
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
    weigh_letters(trial);
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
double edited_likeness(const struct reading *reading, const char *typed, size_t typed_length,
                       uint32_t letters, const char *word, size_t length)
{
    unsigned most = edits_allowed(reading, typed_length);
    size_t longer = typed_length > length ? typed_length : length;
    if (most == 0 || longer - (typed_length + length - longer) > most) return 0;
    if (bits(letters ^ letters_of(word, length)) > 2 * most) return 0;
    unsigned edits = text_edits(typed, typed_length, word, length, most);
    if (edits > most) return 0;
    /* one typo is common; two may be another word */
    return 1 - 0.9 * edits / (double)longer - (edits > 1 ? 0.08 * (edits - 1) : 0);
}

bool begins_with(const char *text, size_t length, const char *start, size_t start_length)
{
    return length >= start_length && memcmp(text, start, start_length) == 0;
}

static uint32_t sound_of(struct word *word)
{
    if (!word->is_sounded) word->sound = words_sound(word->text, word->length);
    word->is_sounded = true;
    return word->sound;
}

/* "g. apollinaire"; the letter behind a house number is its suffix. */
static bool is_initial(const struct reading *reading, const struct token *token)
{
    if (token->length != 1 || token->role == WORD_DIGITS) return false;
    return token == reading->tokens || token[-1].number == 0;
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
    if (is_initial(reading, token) && word->length > 2 && word->text[0] == token->text[0]) {
        return 0.6;
    }
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
    if (a_length + b_length == length && memcmp(joined, whole, length) == 0) return AS_THEY_ARE;
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

/* "belair" is the words bel air, "louest" l ouest, "nd" notre dame: as they are first, mistyped
 * once the whole words have been tried. */
static void claim_split_words(struct trial *trial, double least)
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
                likeness = both ? AS_THEY_ARE : 0;
            }
            if (likeness < least) continue;
            claim(trial, t, w, likeness);
            claim(trial, t, w + 1, likeness);
            break;
        }
    }
}

void match_names(struct trial *trial, const char *words)
{
    split_words(trial, words);
    for (size_t t = 0; t < trial->reading->count; t++) trial->claimed[t] = -1;
    claim_exact(trial);
    claim_split_words(trial, AS_THEY_ARE);
    claim_loose(trial);
    claim_split_words(trial, MISTYPED);
    claim_glued_words(trial);
}
