/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/skills.h"

#include "geodata/text.h"
#include "taxonomy/skills_table.h"

#include <stdlib.h>
#include <string.h>

/* A taxonomy is a thousand words: each is looked at, in a fraction of a millisecond. */

/* How a word answers what was typed, best first. */
enum rank {
    RANK_SAME,       /* the word itself */
    RANK_STEM,       /* singular for plural */
    RANK_BEGINNING,  /* typed so far */
    RANK_ALL_WORDS,  /* each typed word begins a word of it, in any order */
    RANK_TYPO,       /* one or two letters off */
    RANK_CONTAINED,  /* typed text holds it: "vaccin grippe pour ma mère" */
    RANK_TYPO_START, /* typed so far, a letter off */
    RANK_WORDS_TYPO, /* each typed word is a word of it, a letter off at most */
    RANK_NONE
};

struct match {
    enum rank rank;
    unsigned edits;
    size_t extra; /* letters of the word that were not typed, or the reverse */
};

#define TOKENS_MAX 12
struct tokens {
    const char *start[TOKENS_MAX];
    size_t length[TOKENS_MAX];
    size_t count;
};

static void cut(const char *folded, struct tokens *out)
{
    out->count = 0;
    for (const char *at = folded; *at != '\0' && out->count < TOKENS_MAX;) {
        size_t length = strcspn(at, " ");
        out->start[out->count] = at;
        out->length[out->count++] = length;
        at += length;
        if (*at == ' ') at++;
    }
}

/* Short words mean too much to be corrected. */
static unsigned edits_allowed(size_t letters)
{
    if (letters < 5) return 0;
    return letters < 9 ? 1 : 2;
}

/* Words that only tie others together, by length. */
static bool is_link_word(const char *word, size_t length)
{
    static const char *const words[] = {"", "adl", "auendudeetlaleun", "auxdeslesune", "pour"};
    if (length >= sizeof words / sizeof *words) return false;
    for (const char *at = words[length]; *at != '\0'; at += length) {
        if (memcmp(at, word, length) == 0) return true;
    }
    return false;
}

/* True when each token of `few`, link words aside, answers to a token of `many`. */
static bool each_found(const struct tokens *few, const struct tokens *many, bool prefix,
                       bool forgiving, unsigned *edits)
{
    size_t meaning = 0;
    for (size_t i = 0; i < few->count; i++) {
        if (is_link_word(few->start[i], few->length[i])) continue;
        meaning++;
        unsigned best = 3;
        for (size_t j = 0; j < many->count && best > 0; j++) {
            size_t length = many->length[j];
            if (prefix && few->length[i] >= 3 && length > few->length[i]) length = few->length[i];
            unsigned allowed = forgiving ? edits_allowed(few->length[i]) : 0;
            if (allowed > 1) allowed = 1;
            unsigned found =
                text_edits(few->start[i], few->length[i], many->start[j], length, allowed);
            if (found <= allowed && found < best) best = found;
        }
        if (best == 3) return false;
        *edits += best;
    }
    return meaning > 0;
}

static unsigned edits_to_beginning(const char *typed, size_t length, const char *word,
                                   size_t word_length, unsigned most)
{
    unsigned best = most + 1;
    for (size_t cut_at = length - 1; cut_at <= length + 1 && cut_at <= word_length; cut_at++) {
        unsigned edits = text_edits(typed, length, word, cut_at, most);
        if (edits < best) best = edits;
    }
    return best;
}

struct typed {
    const char *folded, *stem;
    size_t length;
    struct tokens tokens;
};

static struct match match_word(const struct typed *typed, const struct skill_word *word)
{
    size_t length = strlen(word->folded);
    size_t extra = length > typed->length ? length - typed->length : typed->length - length;
    unsigned allowed = edits_allowed(typed->length);
    unsigned edits = 0;
    struct tokens tokens;

    if (strcmp(word->folded, typed->folded) == 0) return (struct match){RANK_SAME, 0, 0};
    if (strcmp(word->stem, typed->stem) == 0) return (struct match){RANK_STEM, 0, extra};
    if (strncmp(word->folded, typed->folded, typed->length) == 0) {
        return (struct match){RANK_BEGINNING, 0, extra};
    }
    cut(word->folded, &tokens);
    if (each_found(&typed->tokens, &tokens, true, false, &edits)) {
        return (struct match){RANK_ALL_WORDS, 0, extra};
    }
    edits = text_edits(typed->folded, typed->length, word->folded, length, allowed);
    if (edits <= allowed) return (struct match){RANK_TYPO, edits, extra};
    edits = 0;
    if (length >= 3 && typed->tokens.count > 1 &&
        each_found(&tokens, &typed->tokens, false, false, &edits)) {
        return (struct match){RANK_CONTAINED, 0, extra};
    }
    if (allowed > 0) {
        edits = edits_to_beginning(typed->folded, typed->length, word->folded, length, allowed);
        if (edits <= allowed) return (struct match){RANK_TYPO_START, edits, extra};
    }
    edits = 0;
    if (each_found(&typed->tokens, &tokens, true, true, &edits)) {
        return (struct match){RANK_WORDS_TYPO, edits, extra};
    }
    return (struct match){RANK_NONE, 0, 0};
}

struct ranked {
    struct match match;
    bool is_label;
    skill_id id;
    const char *matched;
};

/* A typo found is never better than a word found; fewer letters left over come first. */
static bool is_better(const struct ranked *a, const struct ranked *b)
{
    if (a->match.rank != b->match.rank) return a->match.rank < b->match.rank;
    if (a->match.edits != b->match.edits) return a->match.edits < b->match.edits;
    if (a->match.extra != b->match.extra) return a->match.extra < b->match.extra;
    if (a->is_label != b->is_label) return a->is_label;
    return a->id < b->id;
}

#define SUGGESTIONS_MAX 50

/* Keeps `list` the best of each skill, sorted. */
static size_t keep_best(struct ranked *list, size_t count, size_t limit,
                        const struct ranked *candidate)
{
    size_t at = 0;
    while (at < count && list[at].id != candidate->id) at++;
    if (at < count && !is_better(candidate, &list[at])) return count;
    if (at == count && count == limit) {
        if (!is_better(candidate, &list[count - 1])) return count;
        at = count - 1;
    } else if (at == count) {
        count++;
    }
    while (at > 0 && is_better(candidate, &list[at - 1])) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = *candidate;
    return count;
}

static size_t rank_words(const struct skills *skills, const struct typed *typed, size_t limit,
                         struct ranked *list)
{
    size_t word_count, count = 0;
    const struct skill_word *words = skills_words(skills, &word_count);
    for (size_t i = 0; i < word_count; i++) {
        struct ranked candidate = {.match = match_word(typed, &words[i]),
                                   .is_label = words[i].is_label,
                                   .id = words[i].skill,
                                   .matched = words[i].written};
        if (candidate.match.rank == RANK_NONE) continue;
        count = keep_best(list, count, limit, &candidate);
    }
    return count;
}

/* What is typed, folded and cut; false without memory, or when nothing is left of it. */
static bool read_typed(const char *text, struct buffer *folded, struct buffer *stem,
                       struct typed *out)
{
    text_fold(text, strlen(text), folded);
    buffer_append(folded, "", 0);
    if (folded->failed || folded->length == 0) return false;
    skills_stem(folded->data, stem);
    if (stem->failed) return false;
    *out = (struct typed){.folded = folded->data, .stem = stem->data, .length = folded->length};
    cut(out->folded, &out->tokens);
    return true;
}

size_t skills_suggest(const struct skills *skills, const char *typed, size_t limit,
                      struct skill_suggestion *out)
{
    struct ranked list[SUGGESTIONS_MAX];
    struct buffer folded = {0}, stem = {0};
    struct typed what;
    size_t count = 0;
    if (limit > SUGGESTIONS_MAX) limit = SUGGESTIONS_MAX;
    if (limit > 0 && read_typed(typed, &folded, &stem, &what))
        count = rank_words(skills, &what, limit, list);
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct skill_suggestion){
            .id = list[i].id, .matched = list[i].matched, .edits = list[i].match.edits};
    }
    buffer_free(&stem);
    buffer_free(&folded);
    return count;
}

/* The only skill of which a word is as few letters off as can be. */
static skill_id nearest_typo(const struct skills *skills, const struct typed *typed)
{
    size_t count;
    unsigned best = edits_allowed(typed->length) + 1;
    skill_id found = SKILL_NONE;
    const struct skill_word *words = skills_words(skills, &count);
    for (size_t i = 0; i < count && best > 0; i++) {
        unsigned edits = text_edits(typed->folded, typed->length, words[i].folded,
                                    strlen(words[i].folded), best);
        if (edits > best || edits > edits_allowed(typed->length)) continue;
        bool is_other = edits == best && found != words[i].skill;
        found = is_other ? SKILL_NONE : words[i].skill;
        best = edits;
    }
    return found;
}

skill_id skills_meant(const struct skills *skills, const char *words)
{
    struct buffer folded = {0}, stem = {0};
    struct typed what;
    skill_id found = skills_by_words(skills, words);
    if (found == SKILL_NONE && read_typed(words, &folded, &stem, &what))
        found = nearest_typo(skills, &what);
    buffer_free(&stem);
    buffer_free(&folded);
    return found;
}
