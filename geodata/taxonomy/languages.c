/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/languages.h"

#include "base/arena.h"
#include "geodata/text.h"
#include "taxonomy/languages_names.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#define NAME_MAX_UNITS 100 /* of UTF-16, far above the longest name */
#define SHORT_LETTERS 7    /* fewer forgive one typo */

/* One name of one language; a language has several, two may have the same. */
struct language_name {
    const char *folded;
    uint16_t language;
    uint16_t rank; /* of two languages with one name the lower wins */
    bool is_code;
};

/* Names of our own come before those of ISO 639, a code is the last to count. */
enum { RANK_OWN, RANK_FRENCH, RANK_ENGLISH, RANK_ITSELF, RANK_CODE };

struct languages {
    struct language *all;
    const char **codes; /* beside them; NULL: has none */
    size_t count;
    struct language_name *names; /* sorted by name */
    size_t name_count, name_capacity;
    struct arena texts;
    struct buffer folded, utf8; /* while it is made */
};

static bool add_name(struct languages *languages, const char *name, size_t language, int rank)
{
    buffer_reset(&languages->folded);
    text_fold(name, strlen(name), &languages->folded);
    if (languages->folded.length == 0) return !languages->folded.failed;
    if (languages->name_count == languages->name_capacity) {
        size_t more = 2 * languages->name_capacity + 1024;
        struct language_name *grown = realloc(languages->names, more * sizeof *grown);
        if (grown == NULL) return false;
        languages->names = grown;
        languages->name_capacity = more;
    }
    const char *kept = arena_text(&languages->texts, languages->folded.data);
    languages->names[languages->name_count++] = (struct language_name){
        kept, (uint16_t)language, (uint16_t)rank, .is_code = rank == RANK_CODE};
    return kept != NULL;
}

/* The name of a language in `of`, "" when ICU has none. */
static const char *name_in(struct languages *languages, const char *code, const char *of)
{
    UChar units[NAME_MAX_UNITS];
    char bytes[4 * NAME_MAX_UNITS];
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = uloc_getDisplayLanguage(code, of, units, NAME_MAX_UNITS, &error), written = 0;
    if (U_FAILURE(error) || error == U_USING_DEFAULT_WARNING) return "";
    u_strToUTF8(bytes, sizeof bytes, &written, units, length, &error);
    buffer_reset(&languages->utf8);
    if (U_SUCCESS(error)) buffer_append(&languages->utf8, bytes, (size_t)written);
    buffer_append(&languages->utf8, "", 0);
    return languages->utf8.failed ? "" : languages->utf8.data;
}

static bool add_language(struct languages *languages, const char *label, const char *code)
{
    buffer_reset(&languages->folded);
    text_fold(label, strlen(label), &languages->folded);
    buffer_append(&languages->folded, "", 0);
    if (languages->folded.failed) return false;
    struct language *language = &languages->all[languages->count];
    *language = (struct language){.key = arena_text(&languages->texts, languages->folded.data),
                                  .label = arena_text(&languages->texts, label)};
    languages->codes[languages->count++] = code;
    return language->key != NULL && language->label != NULL;
}

static bool is_listed(const char *word, const char *const *list)
{
    while (*list != NULL && strcmp(*list, word) != 0) list++;
    return *list != NULL;
}

/* Two letters, and the three of the same language: "non" and "man" are codes too, of Old Norse and
 * Mandingo, whom nobody writes so. */
static bool add_codes(struct languages *languages, const char *code, size_t language)
{
    if (strlen(code) != 2 || strcmp(code, "no") == 0) return true;
    return add_name(languages, code, language, RANK_CODE) &&
           add_name(languages, uloc_getISO3Language(code), language, RANK_CODE);
}

static bool add_known(struct languages *languages, const char *code)
{
    const char *french = name_in(languages, code, "fr");
    if (french[0] == '\0' || is_listed(code, language_no_codes)) return true;
    size_t language = languages->count;
    return add_language(languages, french, code) &&
           add_name(languages, languages->all[language].label, language, RANK_FRENCH) &&
           add_name(languages, name_in(languages, code, "en"), language, RANK_ENGLISH) &&
           add_name(languages, name_in(languages, code, code), language, RANK_ITSELF) &&
           add_codes(languages, code, language);
}

static size_t find_label(const struct languages *languages, const char *label)
{
    size_t at = 0;
    while (at < languages->count && strcmp(languages->all[at].label, label) != 0) at++;
    return at;
}

static size_t find_code(const struct languages *languages, const char *code)
{
    size_t at = 0;
    while (at < languages->count &&
           (languages->codes[at] == NULL || strcmp(languages->codes[at], code) != 0))
        at++;
    return at;
}

/* A code that this ICU does not have is passed over. */
static bool add_words(struct languages *languages, const struct language_words *words)
{
    size_t language = words->code == NULL ? languages->count : find_code(languages, words->code);
    if (words->code == NULL && (!add_language(languages, words->label, NULL) ||
                                !add_name(languages, words->label, language, RANK_OWN)))
        return false;
    if (language == languages->count) return true;
    size_t wider = words->wider == NULL ? languages->count : find_label(languages, words->wider);
    if (wider < languages->count) languages->all[language].wider = languages->all[wider].key;
    for (const char *at = words->names; *at != '\0';) {
        char name[NAME_MAX_UNITS];
        size_t length = strcspn(at, "|");
        memcpy(name, at, length);
        name[length] = '\0';
        if (!add_name(languages, name, language, RANK_OWN)) return false;
        at += length + (at[length] == '|');
    }
    return true;
}

static int compare_names(const void *left, const void *right)
{
    const struct language_name *a = left, *b = right;
    int order = strcmp(a->folded, b->folded);
    return order != 0 ? order : a->rank - b->rank;
}

static bool fill(struct languages *languages)
{
    const char *const *codes = uloc_getISOLanguages();
    size_t most = language_words_count;
    for (const char *const *code = codes; *code != NULL; code++) most++;
    languages->all = calloc(most, sizeof *languages->all);
    languages->codes = calloc(most, sizeof *languages->codes);
    if (languages->all == NULL || languages->codes == NULL) return false;
    for (; *codes != NULL; codes++) {
        if (!add_known(languages, *codes)) return false;
    }
    for (size_t i = 0; i < language_words_count; i++) {
        if (!add_words(languages, &language_words[i])) return false;
    }
    qsort(languages->names, languages->name_count, sizeof *languages->names, compare_names);
    return true;
}

enum status languages_open(struct languages **out)
{
    enum status status = STATUS_NO_MEMORY;
    struct languages *languages = calloc(1, sizeof *languages);
    if (languages == NULL) return status;
    if (!fill(languages)) goto done;
    buffer_free(&languages->folded);
    buffer_free(&languages->utf8);
    *out = languages;
    languages = NULL;
    status = STATUS_OK;
done:
    languages_close(languages);
    return status;
}

void languages_close(struct languages *languages)
{
    if (languages == NULL) return;
    buffer_free(&languages->folded);
    buffer_free(&languages->utf8);
    arena_free(&languages->texts);
    free(languages->names);
    free(languages->codes);
    free(languages->all);
    free(languages);
}

/* The first name that is not before `folded`. */
static const struct language_name *find_name(const struct languages *languages, const char *folded)
{
    size_t low = 0, high = languages->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(languages->names[middle].folded, folded) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_known =
        low < languages->name_count && strcmp(languages->names[low].folded, folded) == 0;
    return is_known ? &languages->names[low] : NULL;
}

static const struct language *find(const struct languages *languages, const char *text,
                                   size_t length, bool by_code)
{
    struct buffer folded = {0};
    text_fold(text, length, &folded);
    buffer_append(&folded, "", 0);
    const struct language_name *name = folded.failed ? NULL : find_name(languages, folded.data);
    buffer_free(&folded);
    if (name == NULL || (name->is_code && !by_code)) return NULL;
    return &languages->all[name->language];
}

const struct language *languages_find(const struct languages *languages, const char *text,
                                      size_t length)
{
    return find(languages, text, length, true);
}

const struct language *languages_named(const struct languages *languages, const char *text,
                                       size_t length)
{
    return find(languages, text, length, false);
}

const struct language *languages_nearest(const struct languages *languages, const char *text,
                                         size_t length)
{
    struct buffer folded = {0};
    const struct language_name *nearest = NULL;
    text_fold(text, length, &folded);
    unsigned fewest = folded.length < SHORT_LETTERS ? 2 : 3;
    for (size_t i = 0; i < languages->name_count && !folded.failed && folded.length > 3; i++) {
        const struct language_name *name = &languages->names[i];
        if (name->is_code || strlen(name->folded) < 4) continue;
        unsigned edits =
            text_edits(folded.data, folded.length, name->folded, strlen(name->folded), fewest - 1);
        if (edits >= fewest) continue;
        fewest = edits;
        nearest = name;
    }
    buffer_free(&folded);
    return nearest == NULL ? NULL : &languages->all[nearest->language];
}
