/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several languages in a text, and how lists of them are compared. */
#include "geodata/languages.h"

#include "geodata/text.h"
#include "taxonomy/languages_names.h"

#include <string.h>

#define WORDS_MAX 24 /* of a piece of text; more is no list of languages */
#define WORDS_OF_NAME 4

struct words {
    const char *start[WORDS_MAX];
    size_t length[WORDS_MAX], count;
};

static bool cut(const char *folded, struct words *out)
{
    out->count = 0;
    for (const char *at = folded; *at != '\0';) {
        size_t length = strcspn(at, " ");
        if (out->count == WORDS_MAX) return false;
        out->start[out->count] = at;
        out->length[out->count++] = length;
        at += length + (at[length] == ' ');
    }
    return true;
}

static bool is_quality(const char *word, size_t length)
{
    for (const char *const *quality = language_qualities; *quality != NULL; quality++) {
        if (strlen(*quality) == length && memcmp(*quality, word, length) == 0) return true;
    }
    return false;
}

/* The longest name from word `at` on; how many words it takes. */
static size_t read_name(const struct languages *languages, const struct words *words, size_t at,
                        const struct language **out)
{
    for (size_t count = WORDS_OF_NAME; count > 0; count--) {
        if (at + count > words->count) continue;
        const char *end = words->start[at + count - 1] + words->length[at + count - 1];
        *out = languages_named(languages, words->start[at], (size_t)(end - words->start[at]));
        if (*out != NULL) return count;
    }
    return 0;
}

static size_t read_names(const struct languages *languages, const struct words *words,
                         const struct language *out[LANGUAGES_IN_TEXT])
{
    size_t found = 0;
    for (size_t at = 0; at < words->count;) {
        const struct language *language = NULL;
        size_t taken = read_name(languages, words, at, &language);
        if (taken == 0 && !is_quality(words->start[at], words->length[at])) return 0;
        if (taken > 0 && found == LANGUAGES_IN_TEXT) return 0;
        if (taken > 0) out[found++] = language;
        at += taken + (taken == 0);
    }
    return found;
}

/* "FR EN": nothing but codes. */
static size_t read_codes(const struct languages *languages, const struct words *words,
                         const struct language *out[LANGUAGES_IN_TEXT])
{
    if (words->count > LANGUAGES_IN_TEXT) return 0;
    for (size_t at = 0; at < words->count; at++) {
        out[at] = languages_find(languages, words->start[at], words->length[at]);
        if (out[at] == NULL) return 0;
    }
    return words->count;
}

size_t languages_read(const struct languages *languages, const char *text, size_t length,
                      const struct language *out[LANGUAGES_IN_TEXT])
{
    struct buffer folded = {0};
    struct words words = {0};
    size_t found = 0;
    text_fold(text, length, &folded);
    buffer_append(&folded, "", 0);
    if (!folded.failed && cut(folded.data, &words)) {
        found = read_names(languages, &words, out);
        if (found == 0) found = read_codes(languages, &words, out);
    }
    buffer_free(&folded);
    return found;
}

/* A mark stands before what was not said but follows from it, and before what is no language. */
#define IMPLIED "~"
#define UNKNOWN "?"

static void add_key(struct buffer *out, const char *mark, const char *key)
{
    buffer_text(out, mark);
    buffer_text(out, key);
    buffer_char(out, '|');
}

void languages_unknown_key(const char *text, size_t length, struct buffer *out)
{
    buffer_text(out, UNKNOWN);
    text_fold(text, length, out);
}

static void add_piece(const struct languages *languages, const char *piece, size_t length,
                      struct buffer *out)
{
    const struct language *read[LANGUAGES_IN_TEXT];
    size_t count = languages_read(languages, piece, length, read);
    for (size_t i = 0; i < count; i++) {
        add_key(out, "", read[i]->key);
        if (read[i]->wider != NULL) add_key(out, IMPLIED, read[i]->wider);
    }
    if (count > 0) return;
    languages_unknown_key(piece, length, out);
    buffer_char(out, '|');
}

void languages_keys(const struct languages *languages, const char *list, struct buffer *out)
{
    buffer_char(out, '|');
    while (*list != '\0') {
        size_t length = strcspn(list, ";");
        if (strspn(list, " ") < length) add_piece(languages, list, length, out);
        list += length + (list[length] == ';');
    }
}

static bool holds(const char *keys, const char *marks, const char *key)
{
    size_t length = strlen(key);
    for (const char *at = strstr(keys, key); at != NULL; at = strstr(at + 1, key)) {
        if (at > keys && strchr(marks, at[-1]) != NULL && at[length] == '|') return true;
    }
    return false;
}

enum tristate languages_spoken(const char *keys, const struct language *language)
{
    if (holds(keys, "|" IMPLIED, language->key)) return TRISTATE_YES;
    if (strcmp(keys, "|") == 0 || strstr(keys, "|" UNKNOWN) != NULL) return TRISTATE_UNKNOWN;
    bool is_wider = language->wider != NULL && holds(keys, "|", language->wider);
    return is_wider || strcmp(language->key, "francais") == 0 ? TRISTATE_UNKNOWN : TRISTATE_NO;
}
