/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taxonomy/skills_table.h"

#include "base/fingerprint.h"
#include "geodata/log.h"
#include "geodata/text.h"
#include "taxonomy/skills_lexicon.h"

#include <stdlib.h>
#include <string.h>

/* Strings are kept one by one: a taxonomy is a thousand words, loaded once. */
struct skills {
    struct skill *skills;
    char **parents; /* codes, until skills_finish resolves them */
    size_t count, capacity;
    struct skill_word *words;
    size_t word_count, word_capacity;
    skill_id *by_code; /* by the hash of their codes: open addressing, a power of two */
    size_t code_slots;
    struct skill_word *by_stem;
    struct lexicon *lexicon;
    struct languages *languages;
    char **strings;
    size_t string_count, string_capacity;
};

static bool grow(void **array, size_t size, size_t count, size_t *capacity)
{
    if (count < *capacity) return true;
    size_t more = *capacity == 0 ? 64 : *capacity * 2;
    void *grown = realloc(*array, more * size);
    if (grown == NULL) return false;
    *array = grown;
    *capacity = more;
    return true;
}

/* Takes ownership of `text`; NULL stays NULL. */
static const char *keep_string(struct skills *skills, char *text)
{
    if (text == NULL) return NULL;
    if (!grow((void **)&skills->strings, sizeof *skills->strings, skills->string_count,
              &skills->string_capacity)) {
        free(text);
        return NULL;
    }
    skills->strings[skills->string_count++] = text;
    return text;
}

struct skills *skills_new(void)
{
    return calloc(1, sizeof(struct skills));
}

void skills_free(struct skills *skills)
{
    if (skills == NULL) return;
    for (size_t i = 0; i < skills->string_count; i++) free(skills->strings[i]);
    free(skills->strings);
    free(skills->skills);
    free(skills->parents);
    free(skills->words);
    free(skills->by_code);
    free(skills->by_stem);
    lexicon_free(skills->lexicon);
    languages_close(skills->languages);
    free(skills);
}

size_t skills_stem_length(const char *word, size_t length)
{
    bool is_plural = length > 3 && (word[length - 1] == 's' || word[length - 1] == 'x');
    return is_plural ? length - 1 : length;
}

void skills_stem(const char *folded, struct buffer *out)
{
    for (const char *word = folded; *word != '\0';) {
        size_t length = strcspn(word, " ");
        buffer_append(out, word, skills_stem_length(word, length));
        word += length;
        if (*word == ' ') buffer_char(out, *word++);
    }
    buffer_append(out, "", 0);
}

static char *stem_of(const char *folded)
{
    struct buffer stem = {0};
    skills_stem(folded, &stem);
    if (stem.failed) buffer_free(&stem);
    return stem.data;
}

static bool add_word(struct skills *skills, const char *text, size_t length, bool is_label)
{
    if (length == 0) return true;
    if (!grow((void **)&skills->words, sizeof *skills->words, skills->word_count,
              &skills->word_capacity)) {
        return false;
    }
    struct skill_word *word = &skills->words[skills->word_count];
    word->written = keep_string(skills, strndup(text, length));
    if (word->written == NULL) return false;
    word->folded = keep_string(skills, text_folded(word->written));
    if (word->folded == NULL) return false;
    word->stem = keep_string(skills, stem_of(word->folded));
    if (word->stem == NULL) return false;
    word->skill = (skill_id)(skills->count - 1);
    word->is_label = is_label;
    skills->word_count++;
    return true;
}

/* "Centre médico-psychologique (CMP)" is also said without what stands in parentheses. */
static bool add_label(struct skills *skills, const char *label)
{
    size_t length = strlen(label);
    const char *aside = strstr(label, " (");
    bool has_aside = aside != NULL && label[length - 1] == ')';
    return add_word(skills, label, length, true) &&
           (!has_aside || add_word(skills, label, (size_t)(aside - label), false));
}

static bool add_synonyms(struct skills *skills, const char *synonyms)
{
    while (*synonyms != '\0') {
        size_t length = strcspn(synonyms, "|");
        if (!add_word(skills, synonyms, length, false)) return false;
        synonyms += length;
        if (*synonyms == '|') synonyms++;
    }
    return true;
}

static bool keep_row(struct skills *skills, const struct skill_row *row)
{
    const char *parent = row->parent == NULL ? "" : row->parent;
    struct skill *skill = &skills->skills[skills->count];
    *skill = (struct skill){.kind = row->kind, .parent = SKILL_NONE};
    skill->code = keep_string(skills, strdup(row->code));
    skill->label_fr = keep_string(skills, strdup(row->label_fr));
    skill->label_en = keep_string(skills, strdup(row->label_en));
    skill->synonyms = keep_string(skills, strdup(row->synonyms));
    skills->parents[skills->count] = (char *)keep_string(skills, strdup(parent));
    return skill->code != NULL && skill->label_fr != NULL && skill->label_en != NULL &&
           skill->synonyms != NULL && skills->parents[skills->count] != NULL;
}

enum status skills_add(struct skills *skills, const struct skill_row *row)
{
    if (skills->count == SKILL_NONE) return STATUS_INVALID;
    size_t parents_capacity = skills->capacity;
    if (!grow((void **)&skills->parents, sizeof *skills->parents, skills->count,
              &parents_capacity) ||
        !grow((void **)&skills->skills, sizeof *skills->skills, skills->count, &skills->capacity) ||
        !keep_row(skills, row)) {
        return STATUS_NO_MEMORY;
    }
    skills->count++;
    if (!add_label(skills, row->label_fr) || !add_label(skills, row->label_en) ||
        !add_synonyms(skills, row->synonyms)) {
        return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

/* By stem; a label before a synonym, the first in the file before the next. */
static int compare_stems(const void *a, const void *b)
{
    const struct skill_word *left = a, *right = b;
    int order = strcmp(left->stem, right->stem);
    if (order != 0) return order;
    if (left->is_label != right->is_label) return left->is_label ? -1 : 1;
    return (int)left->skill - (int)right->skill;
}

/* Where a code stands, or the free place where it belongs. */
static skill_id *code_slot(const struct skills *skills, const char *code)
{
    fingerprint print = fingerprint_start();
    fingerprint_text(&print, code);
    size_t at = (size_t)(print ^ print >> 32) & (skills->code_slots - 1);
    while (skills->by_code[at] != SKILL_NONE &&
           strcmp(skills->skills[skills->by_code[at]].code, code) != 0) {
        at = (at + 1) & (skills->code_slots - 1);
    }
    return &skills->by_code[at];
}

static enum status note_codes(struct skills *skills)
{
    skills->code_slots = 16;
    while (skills->code_slots < skills->count * 2) skills->code_slots *= 2;
    skills->by_code = malloc(skills->code_slots * sizeof *skills->by_code);
    if (skills->by_code == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < skills->code_slots; i++) skills->by_code[i] = SKILL_NONE;
    for (size_t i = 0; i < skills->count; i++) {
        skill_id *slot = code_slot(skills, skills->skills[i].code);
        if (*slot != SKILL_NONE) {
            log_error("skills: %s is there twice", skills->skills[i].code);
            return STATUS_INVALID;
        }
        *slot = (skill_id)i;
    }
    return STATUS_OK;
}

static bool sort_words(struct skills *skills)
{
    skills->by_stem = calloc(skills->word_count + 1, sizeof *skills->by_stem);
    if (skills->by_stem == NULL) return false;
    if (skills->word_count > 0) {
        memcpy(skills->by_stem, skills->words, skills->word_count * sizeof *skills->words);
    }
    qsort(skills->by_stem, skills->word_count, sizeof *skills->by_stem, compare_stems);
    return true;
}

static bool resolve_parent(struct skills *skills, size_t i)
{
    if (skills->parents[i][0] == '\0') return true;
    skills->skills[i].parent = skills_by_code(skills, skills->parents[i]);
    if (skills->skills[i].parent != SKILL_NONE) return true;
    log_error("skills: %s has an unknown parent %s", skills->skills[i].code, skills->parents[i]);
    return false;
}

static bool climbs_to_the_top(const struct skills *skills, size_t i)
{
    size_t steps = 0;
    for (skill_id at = (skill_id)i; at != SKILL_NONE; at = skills->skills[at].parent) {
        if (steps++ <= skills->count) continue;
        log_error("skills: %s is its own ancestor", skills->skills[i].code);
        return false;
    }
    return true;
}

enum status skills_finish(struct skills *skills)
{
    enum status status = note_codes(skills);
    if (status != STATUS_OK) return status;
    if (!sort_words(skills)) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < skills->count; i++) {
        if (!resolve_parent(skills, i)) return STATUS_INVALID;
    }
    for (size_t i = 0; i < skills->count; i++) {
        if (!climbs_to_the_top(skills, i)) return STATUS_INVALID;
    }
    skills->lexicon = lexicon_build(skills);
    return skills->lexicon == NULL ? STATUS_NO_MEMORY : languages_open(&skills->languages);
}

const struct lexicon *skills_lexicon(const struct skills *skills)
{
    return skills->lexicon;
}

const struct languages *skills_languages(const struct skills *skills)
{
    return skills->languages;
}

size_t skills_count(const struct skills *skills)
{
    return skills->count;
}

const struct skill *skills_get(const struct skills *skills, skill_id id)
{
    return &skills->skills[id];
}

const struct skill_word *skills_words(const struct skills *skills, size_t *count)
{
    *count = skills->word_count;
    return skills->words;
}

skill_id skills_by_code(const struct skills *skills, const char *code)
{
    return skills->by_code == NULL ? SKILL_NONE : *code_slot(skills, code);
}

/* The first word whose stem is not before `stem`. */
static size_t first_not_before(const struct skills *skills, const char *stem)
{
    size_t low = 0, high = skills->word_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(skills->by_stem[middle].stem, stem) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

skill_id skills_by_words(const struct skills *skills, const char *words)
{
    skill_id found = SKILL_NONE;
    char *folded = text_folded(words);
    char *stem = folded == NULL ? NULL : stem_of(folded);
    if (stem != NULL && stem[0] != '\0') {
        size_t at = first_not_before(skills, stem);
        if (at < skills->word_count && strcmp(skills->by_stem[at].stem, stem) == 0) {
            found = skills->by_stem[at].skill;
        }
    }
    free(stem);
    free(folded);
    return found;
}

skill_id skills_implied(const struct skills *skills, skill_id id)
{
    const struct skill *skill = &skills->skills[id];
    if (skill->parent == SKILL_NONE) return SKILL_NONE;
    enum skill_kind above = skills->skills[skill->parent].kind;
    if (above == skill->kind) return skill->parent;
    bool is_doctor = skill->kind == SKILL_SPECIALTY && above == SKILL_PROFESSION;
    return is_doctor ? skill->parent : SKILL_NONE;
}

bool skills_is_by_appointment(const struct skills *skills, skill_id id)
{
    return strncmp(skills->skills[id].code, "rdv:", 4) == 0;
}

bool skills_is_a(const struct skills *skills, skill_id id, skill_id ancestor)
{
    while (id != ancestor && id != SKILL_NONE) id = skills_implied(skills, id);
    return id == ancestor;
}
