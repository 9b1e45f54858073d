/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taxonomy/skills_lexicon.h"

#include "geodata/buffer.h"
#include "geodata/text.h"
#include "taxonomy/skills_table.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    size_t key; /* offset in the text */
    skill_id skill;
    bool is_label;
};

struct lexicon {
    struct buffer text; /* keys and words, each closed by a NUL */
    struct entry *entries;
    size_t entry_count;
    size_t *words; /* offsets, in order, each word once */
    size_t word_count;
};

/* In order, for the search. */
static const char *const link_words[] = {
    "a",    "afin", "ai",  "as",  "au",  "aussi", "aux",  "avec",  "ce",   "ces",   "cet",  "cette",
    "d",    "dans", "de",  "des", "du",  "e",     "elle", "en",    "es",   "est",   "et",   "etre",
    "il",   "ils",  "j",   "je",  "l",   "la",    "le",   "les",   "leur", "leurs", "lui",  "m",
    "ma",   "me",   "mes", "mon", "n",   "ne",    "nos",  "notre", "nous", "on",    "ou",   "par",
    "pour", "qu",   "que", "qui", "s",   "sa",    "se",   "ses",   "si",   "son",   "sont", "suis",
    "sur",  "t",    "ta",  "te",  "tes", "ton",   "un",   "une",   "vos",  "votre", "vous", "y",
};

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

bool lexicon_is_link(const char *word)
{
    return bsearch(word, link_words, sizeof link_words / sizeof *link_words, sizeof *link_words,
                   compare_words) != NULL;
}

static const char *text_at(const struct lexicon *lexicon, size_t offset)
{
    return lexicon->text.data + offset;
}

/* Appends the key of a folded label; false when nothing of it is left. A last `a` is a letter
 * ("hépatite A"), not a preposition. */
static bool add_key(struct lexicon *lexicon, const char *folded)
{
    bool any = false;
    char word[64];
    for (size_t length; *folded != '\0'; folded += length + (folded[length] == ' ')) {
        length = strcspn(folded, " ");
        size_t kept = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, folded, kept);
        word[kept] = '\0';
        bool is_letter = length == 1 && folded[1] == '\0' && any;
        if (lexicon_is_link(word) && !is_letter) continue;
        if (any) buffer_char(&lexicon->text, ' ');
        buffer_append(&lexicon->text, folded, skills_stem_length(folded, length));
        any = true;
    }
    if (any) buffer_append(&lexicon->text, "", 1);
    return any;
}

static int compare_entries(const void *a, const void *b, void *lexicon)
{
    const struct entry *left = a, *right = b;
    int order = strcmp(text_at(lexicon, left->key), text_at(lexicon, right->key));
    if (order != 0) return order;
    if (left->is_label != right->is_label) return left->is_label ? -1 : 1;
    return (int)left->skill - (int)right->skill;
}

static int compare_offsets(const void *a, const void *b, void *lexicon)
{
    return strcmp(text_at(lexicon, *(const size_t *)a), text_at(lexicon, *(const size_t *)b));
}

static void add_words(struct lexicon *lexicon, const char *stem)
{
    while (*stem != '\0') {
        size_t length = strcspn(stem, " ");
        lexicon->words[lexicon->word_count++] = lexicon->text.length;
        buffer_append(&lexicon->text, stem, length);
        buffer_append(&lexicon->text, "", 1);
        stem += length + (stem[length] == ' ');
    }
}

static void keep_each_word_once(struct lexicon *lexicon)
{
    size_t kept = 0;
    qsort_r(lexicon->words, lexicon->word_count, sizeof *lexicon->words, compare_offsets, lexicon);
    for (size_t i = 0; i < lexicon->word_count; i++) {
        bool same = kept > 0 && strcmp(text_at(lexicon, lexicon->words[kept - 1]),
                                       text_at(lexicon, lexicon->words[i])) == 0;
        if (!same) lexicon->words[kept++] = lexicon->words[i];
    }
    lexicon->word_count = kept;
}

/* A slip is judged against French words: English ones would only be met by chance. */
static bool is_english(const struct skills *skills, const struct skill_word *word)
{
    const struct skill *skill = skills_get(skills, word->skill);
    return word->is_label && strcmp(word->written, skill->label_fr) != 0;
}

static size_t count_words(const struct skill_word *words, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total++;
        for (const char *at = words[i].stem; *at != '\0'; at++) total += *at == ' ';
    }
    return total;
}

struct lexicon *lexicon_build(const struct skills *skills)
{
    size_t count;
    const struct skill_word *words = skills_words(skills, &count);
    struct lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (lexicon == NULL) return NULL;
    lexicon->entries = calloc(count + 1, sizeof *lexicon->entries);
    lexicon->words = calloc(count_words(words, count) + 1, sizeof *lexicon->words);
    if (lexicon->entries == NULL || lexicon->words == NULL) goto failed;
    for (size_t i = 0; i < count; i++) {
        size_t key = lexicon->text.length;
        if (add_key(lexicon, words[i].folded))
            lexicon->entries[lexicon->entry_count++] =
                (struct entry){.key = key, .skill = words[i].skill, .is_label = words[i].is_label};
        if (!is_english(skills, &words[i])) add_words(lexicon, words[i].stem);
    }
    if (lexicon->text.failed) goto failed;
    qsort_r(lexicon->entries, lexicon->entry_count, sizeof *lexicon->entries, compare_entries,
            lexicon);
    keep_each_word_once(lexicon);
    return lexicon;
failed:
    lexicon_free(lexicon);
    return NULL;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (lexicon == NULL) return;
    buffer_free(&lexicon->text);
    free(lexicon->entries);
    free(lexicon->words);
    free(lexicon);
}

skill_id lexicon_find(const struct lexicon *lexicon, const char *key, bool *goes_on)
{
    size_t low = 0, high = lexicon->entry_count, length = strlen(key);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(text_at(lexicon, lexicon->entries[middle].key), key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    skill_id found = SKILL_NONE;
    *goes_on = false;
    for (; low < lexicon->entry_count; low++) {
        const char *candidate = text_at(lexicon, lexicon->entries[low].key);
        if (strncmp(candidate, key, length) != 0) break;
        if (candidate[length] == '\0' && found == SKILL_NONE) found = lexicon->entries[low].skill;
        if (candidate[length] == ' ') *goes_on = true;
        if (candidate[length] != '\0') break;
    }
    return found;
}

/* The first known word that is not before `word`. */
static size_t first_not_before(const struct lexicon *lexicon, const char *word)
{
    size_t low = 0, high = lexicon->word_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(text_at(lexicon, lexicon->words[middle]), word) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool lexicon_knows(const struct lexicon *lexicon, const char *word)
{
    size_t at = first_not_before(lexicon, word);
    return at < lexicon->word_count && strcmp(text_at(lexicon, lexicon->words[at]), word) == 0;
}

unsigned lexicon_edits_allowed(size_t letters)
{
    if (letters < 5) return 0;
    return letters < 9 ? 1 : 2;
}

/* Of two words as near, the one that is a skill by itself. */
static bool is_better(const struct lexicon *lexicon, const char *found, unsigned best,
                      const char *known, unsigned edits)
{
    bool goes_on;
    if (edits != best || found == NULL) return edits < best;
    return lexicon_find(lexicon, found, &goes_on) == SKILL_NONE &&
           lexicon_find(lexicon, known, &goes_on) != SKILL_NONE;
}

const char *lexicon_correct(const struct lexicon *lexicon, const char *word, unsigned *edits)
{
    size_t length = strlen(word);
    unsigned allowed = lexicon_edits_allowed(length), best = allowed + 1;
    const char *found = NULL;
    char first[2] = {word[0], '\0'};
    for (size_t i = first_not_before(lexicon, first); i < lexicon->word_count && allowed > 0; i++) {
        const char *known = text_at(lexicon, lexicon->words[i]);
        size_t known_length = strlen(known);
        size_t apart = known_length > length ? known_length - length : length - known_length;
        if (known[0] != word[0]) break;
        if (known_length < 4 || apart > allowed) continue;
        /* A verb beside its noun is no slip: "garder" is not "garde". */
        if (length == known_length + 1 && word[length - 1] == 'r') continue;
        unsigned count = text_edits(word, length, known, known_length, allowed);
        if (!is_better(lexicon, found, best, known, count)) continue;
        best = count;
        found = known;
    }
    *edits = best;
    return found;
}
