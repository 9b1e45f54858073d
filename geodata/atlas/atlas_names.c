/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_names.h"

#include "geodata/names.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 16

static size_t letters(const char *folded, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) count += folded[i] != ' ';
    return count;
}

static bool write_texts(struct arena *arena, const struct place *place, struct named *named)
{
    struct buffer label = {0}, folded = {0};
    buffer_text(&label, named->name);
    if (place->postcode != NULL || place->city != NULL) buffer_text(&label, ",");
    const char *const parts[] = {place->postcode, place->city};
    text_fold(named->name, strlen(named->name), &folded);
    named->name_letters = (uint32_t)letters(folded.data == NULL ? "" : folded.data, folded.length);
    for (size_t i = 0; i < 2; i++) {
        if (parts[i] == NULL) continue;
        buffer_char(&label, ' ');
        buffer_text(&label, parts[i]);
        buffer_char(&folded, ' ');
        text_fold(parts[i], strlen(parts[i]), &folded);
    }
    bool kept = !label.failed && !folded.failed;
    if (kept) {
        named->label = arena_text(arena, label.data);
        named->folded = arena_text(arena, folded.data);
        kept = named->label != NULL && named->folded != NULL;
    }
    buffer_free(&label);
    buffer_free(&folded);
    return kept;
}

bool atlas_add_name(const struct atlas *atlas, struct arena *arena, uint32_t id,
                    const struct resource *resource, struct list *names)
{
    if (resource->kind == RESOURCE_PROFESSIONAL || !atlas->records[id].is_placed) return true;
    const struct place *place = &resource->place;
    struct named named = {.resource = id,
                          .name = arena_text(arena, resource->name),
                          .postcode = arena_text(arena, place->postcode),
                          .citycode = arena_text(arena, place->citycode),
                          .city = arena_text(arena, place->city)};
    if (named.name == NULL || !write_texts(arena, place, &named)) return false;
    return list_add(names, 0, &named);
}

/* As strcmp, a word ending at a space. */
static int compare_words(const char *a, const char *b)
{
    while (*a == *b && *a != '\0' && *a != ' ') {
        a++;
        b++;
    }
    int left = *a == ' ' ? 0 : (unsigned char)*a, right = *b == ' ' ? 0 : (unsigned char)*b;
    return left - right;
}

static int compare_name_words(const void *a, const void *b)
{
    const struct name_word *left = a, *right = b;
    int order = compare_words(left->word, right->word);
    if (order != 0) return order;
    return left->named < right->named ? -1 : left->named > right->named;
}

bool atlas_index_names(struct atlas *atlas, struct list *names)
{
    struct list words = {.size = sizeof(struct name_word)};
    atlas->name_count = names->count;
    atlas->names = (struct named *)names->items;
    names->items = NULL;
    list_free(names);
    for (uint32_t i = 0; i < atlas->name_count; i++) {
        for (const char *at = atlas->names[i].folded; *at != '\0';) {
            struct name_word word = {.word = at, .named = i};
            if (!list_add(&words, 0, &word)) {
                list_free(&words);
                return false;
            }
            at += strcspn(at, " ");
            if (*at == ' ') at++;
        }
    }
    atlas->name_word_count = words.count;
    atlas->name_words = (struct name_word *)words.items;
    words.items = NULL;
    list_free(&words);
    if (atlas->name_word_count > 0) {
        qsort(atlas->name_words, atlas->name_word_count, sizeof *atlas->name_words,
              compare_name_words);
    }
    return true;
}

/* --- searching ---------------------------------------------------------------------------- */

struct asked_word {
    const char *start;
    size_t length;
    bool unfinished;
};

struct asked {
    struct asked_word words[WORDS_MAX];
    size_t count;
    size_t letters;
};

static void cut(const char *folded, bool unfinished, struct asked *out)
{
    *out = (struct asked){.letters = letters(folded, strlen(folded))};
    for (const char *at = folded; *at != '\0' && out->count < WORDS_MAX;) {
        size_t length = strcspn(at, " ");
        out->words[out->count++] = (struct asked_word){.start = at, .length = length};
        at += length;
        if (*at == ' ') at++;
    }
    if (out->count > 0) out->words[out->count - 1].unfinished = unfinished;
}

/* Negative: `word` comes before what is asked; 0: it is (a beginning of) it. */
static int compare_asked(const char *word, const struct asked_word *asked)
{
    int order = strncmp(word, asked->start, asked->length);
    if (order != 0) return order;
    char next = word[asked->length];
    return asked->unfinished || next == ' ' || next == '\0' ? 0 : 1;
}

/* The words of the index that answer one word asked: [*first, returned). */
static size_t find_range(const struct atlas *atlas, const struct asked_word *asked, size_t *first)
{
    size_t low = 0, high = atlas->name_word_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *word = atlas->name_words[middle].word;
        /* a word that is shorter and agrees as far as it goes comes before */
        size_t length = strcspn(word, " ");
        int order = strncmp(word, asked->start, length < asked->length ? length : asked->length);
        bool before = order < 0 || (order == 0 && length < asked->length);
        if (before) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    while (low < atlas->name_word_count && compare_asked(atlas->name_words[low].word, asked) == 0) {
        low++;
    }
    return low;
}

static bool has_word(const char *folded, const struct asked_word *asked)
{
    for (const char *at = folded; *at != '\0';) {
        if (compare_asked(at, asked) == 0) return true;
        at += strcspn(at, " ");
        if (*at == ' ') at++;
    }
    return false;
}

/* Half for how much of the question is found, half for how much of the name was said. */
static double score(const struct named *named, const struct asked *asked)
{
    size_t found = 0;
    for (size_t i = 0; i < asked->count; i++) {
        if (has_word(named->folded, &asked->words[i])) found += asked->words[i].length;
    }
    if (asked->letters == 0 || found * 10 < asked->letters * 6) return 0;
    double said = (double)found / (double)(named->name_letters == 0 ? 1 : named->name_letters);
    return 0.5 * (double)found / (double)asked->letters + 0.5 * (said < 1 ? said : 1);
}

static size_t keep(struct name_match *out, size_t count, size_t limit,
                   const struct name_match *match)
{
    for (size_t i = 0; i < count; i++) {
        if (out[i].resource == match->resource) return count;
    }
    size_t at = count < limit ? count : limit;
    if (count == limit) {
        if (limit == 0 || out[limit - 1].score >= match->score) return count;
        at = limit - 1;
    }
    for (; at > 0 && out[at - 1].score < match->score; at--) out[at] = out[at - 1];
    out[at] = *match;
    return count < limit ? count + 1 : limit;
}

/* Lists longer than this are not names any more but words like "pharmacie": the rarer words of the
 * question choose. */
#define RANGE_MAX 2000

size_t names_search(const struct atlas *atlas, const char *text, size_t length, bool unfinished,
                    size_t limit, struct name_match *out)
{
    struct buffer folded = {0};
    struct asked asked;
    size_t count = 0;
    if (limit > NAMES_LIMIT_MAX) limit = NAMES_LIMIT_MAX;
    text_fold(text, length, &folded);
    buffer_append(&folded, "", 0);
    if (folded.failed) goto done;
    cut(folded.data, unfinished, &asked);
    for (size_t i = 0; i < asked.count; i++) {
        size_t first, end = find_range(atlas, &asked.words[i], &first);
        if (end - first > RANGE_MAX || asked.words[i].length < 2) continue;
        for (size_t k = first; k < end; k++) {
            const struct named *named = &atlas->names[atlas->name_words[k].named];
            struct name_match match = {.resource = named->resource,
                                       .score = score(named, &asked),
                                       .name = named->name,
                                       .label = named->label,
                                       .postcode = named->postcode,
                                       .citycode = named->citycode,
                                       .city = named->city};
            if (match.score >= NAMES_SCORE_LEAST) count = keep(out, count, limit, &match);
        }
    }
done:
    buffer_free(&folded);
    return count;
}
