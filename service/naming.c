/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "naming.h"

#include "feature.h"

#include "geodata/names.h"
#include "geodata/text.h"

#include <string.h>

#define WORDS_MAX 4
#define LETTERS_MIN 2

struct name_word {
    const char *start;
    size_t length;
};

struct wanted {
    struct name_word words[WORDS_MAX];
    size_t count;
    bool has_title, is_too_long;
};

static bool is_title(const char *word, size_t length)
{
    static const char *const titles[] = {"docteur",    "docteure", "dr",          "doc",
                                         "professeur", "pr",       "professeure", "madame",
                                         "monsieur",   "mme",      "mr",          "m"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (strlen(titles[i]) == length && memcmp(titles[i], word, length) == 0) return true;
    }
    return false;
}

/* A to Z, or one of the accented capitals of Latin-1. */
static bool has_capital(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        unsigned char next = i + 1 < length ? (unsigned char)text[i + 1] : 0;
        if ((c >= 'A' && c <= 'Z') || (c == 0xC3 && next >= 0x80 && next <= 0x9E)) return true;
    }
    return false;
}

static void cut(const char *folded, struct wanted *out)
{
    *out = (struct wanted){0};
    for (const char *at = folded; *at != '\0';) {
        size_t length = strcspn(at, " ");
        bool is_name = length >= LETTERS_MIN && !is_title(at, length);
        out->has_title |= is_title(at, length);
        out->is_too_long |= is_name && out->count == WORDS_MAX;
        if (is_name && out->count < WORDS_MAX)
            out->words[out->count++] = (struct name_word){at, length};
        at += length + (at[length] == ' ');
    }
}

static bool holds_word(const char *folded, const struct name_word *word)
{
    for (const char *at = folded; *at != '\0';) {
        size_t length = strcspn(at, " ");
        if (length == word->length && memcmp(at, word->start, length) == 0) return true;
        at += length + (at[length] == ' ');
    }
    return false;
}

static bool is_named(const struct atlas *atlas, atlas_id resource, const struct wanted *wanted,
                     struct buffer *name, struct buffer *folded)
{
    buffer_reset(name);
    buffer_reset(folded);
    feature_read_name(name, atlas, resource);
    buffer_append(name, "", 0);
    if (!name->failed) text_fold(name->data, name->length, folded);
    buffer_append(folded, "", 0);
    for (size_t i = 0; i < wanted->count; i++) {
        if (name->failed || folded->failed || !holds_word(folded->data, &wanted->words[i]))
            return false;
    }
    return true;
}

/* Looks among those who have the rarest word. */
static size_t find_people(const struct atlas *atlas, const struct wanted *wanted, atlas_id *out)
{
    const atlas_id *fewest = NULL;
    size_t few = 0, found = 0;
    struct buffer name = {0}, folded = {0};
    for (size_t i = 0; i < wanted->count; i++) {
        size_t count = 0;
        const struct name_word *word = &wanted->words[i];
        const atlas_id *people = names_with_word(atlas, word->start, word->length, &count);
        if (fewest != NULL && count >= few) continue;
        fewest = people;
        few = count;
    }
    for (size_t i = 0; i < few && found < SEARCH_AMONG_MAX; i++) {
        bool is_repeated = i > 0 && fewest[i] == fewest[i - 1];
        if (!is_repeated && is_named(atlas, fewest[i], wanted, &name, &folded))
            out[found++] = fewest[i];
    }
    buffer_free(&name);
    buffer_free(&folded);
    return found;
}

size_t naming_find(const struct context *context, struct sentence *sentence,
                   atlas_id out[SEARCH_AMONG_MAX])
{
    size_t found = 0;
    struct buffer folded = {0};
    struct question_reading *reading = &sentence->reading;
    for (size_t i = 0; i < reading->piece_count && found == 0; i++) {
        struct question_piece *piece = &reading->pieces[i];
        const char *words = sentence->text + piece->start;
        size_t length = piece->end - piece->start;
        struct wanted wanted;
        if (piece->kind != QUESTION_LEFT_OVER) continue;
        buffer_reset(&folded);
        text_fold(words, length, &folded);
        buffer_append(&folded, "", 0);
        if (folded.failed) break;
        cut(folded.data, &wanted);
        /* all that was written is a name, or nothing */
        bool may_be_name =
            wanted.has_title || has_capital(words, length) || reading->piece_count == 1;
        if (!may_be_name || wanted.count == 0 || wanted.is_too_long) continue;
        found = find_people(context->atlas, &wanted, out);
        if (found > 0) piece->kind = QUESTION_NAME;
    }
    buffer_free(&folded);
    return found;
}
