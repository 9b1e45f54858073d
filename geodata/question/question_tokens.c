/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a question, cut into words and numbers. */
#include "question/question_parts.h"

#include "geodata/text.h"
#include "taxonomy/skills_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

static UChar32 next_code_point(const char *text, size_t length, size_t *at)
{
    UChar32 c;
    int32_t i = (int32_t)*at;
    U8_NEXT((const uint8_t *)text, i, (int32_t)length, c);
    *at = (size_t)i;
    return c;
}

static bool is_inside(UChar32 c)
{
    return c >= 0 && (u_isalnum(c) || u_getCombiningClass(c) != 0);
}

/* What separates two thoughts rather than two words. */
static bool is_break(UChar32 c)
{
    return c >= 0 && c < 128 && strchr(",;.!?()[]|\n\r\t+&:", (int)c) != NULL;
}

static void read_number(struct question_token *token)
{
    token->number = -1;
    for (const char *at = token->word; *at >= '0' && *at <= '9'; at++) {
        if (token->digits == 0) token->number = 0;
        if (token->digits++ < 6) token->number = token->number * 10 + (*at - '0');
    }
}

/* As thumbs write everyday words. */
static const struct {
    const char *written, *word;
} short_words[] = {
    {"mtn", "maintenant"},
    {"mnt", "maintenant"},
    {"ajd", "aujourdhui"},
    {"auj", "aujourdhui"},
    {"2main", "demain"},
    {"dem1", "demain"},
    {"2m1", "demain"},
    {"dmain", "demain"},
    {"ts", "tous"},
    {"jrs", "jours"},
    {"apm", "aprem"},
    {"ss", "sans"},
    {"tel", "telephone"},
    {"rv", "rdv"},
    {"douvert", "ouvert"},
    {"inf", "infirmier"},
    {"infi", "infirmiere"},
    {"med", "medecin"},
    {"pansmt", "pansement"},
    {"pans", "pansement"},
    {"pikur", "piqure"},
    {"pikure", "piqure"},
    {"kinesi", "kine"},
    {"oftalmo", "ophtalmo"},
    {"antibio", "antibiotique"},
    {"vax", "vaccin"},
    {"pharma", "pharmacie"},
};

static void write_out(struct question_token *token)
{
    for (size_t i = 0; i < sizeof short_words / sizeof *short_words; i++) {
        if (strcmp(token->word, short_words[i].written) != 0) continue;
        strcpy(token->word, short_words[i].word);
        return;
    }
}

/* Folds bytes [start, end) into a token; a letter may unfold to several words: they are joined. */
static bool fold(struct question_token *token, const char *text, struct buffer *scratch)
{
    buffer_reset(scratch);
    text_fold(text + token->start, token->end - token->start, scratch);
    size_t kept = 0;
    for (size_t i = 0; i < scratch->length && kept < WORD_MAX - 1; i++) {
        if (scratch->data[i] != ' ') token->word[kept++] = scratch->data[i];
    }
    token->word[kept] = '\0';
    write_out(token);
    size_t length = strlen(token->word), stem = skills_stem_length(token->word, length);
    memcpy(token->stem, token->word, stem);
    token->stem[stem] = '\0';
    memcpy(token->plain, token->word, length + 1);
    token->is_link = lexicon_is_link(token->word);
    read_number(token);
    return !scratch->failed;
}

/* "paris14" is two words. */
static bool ends_town(const char *text, size_t length, UChar32 next)
{
    static const char *const towns[] = {"paris", "lyon", "marseille"};
    if (next < '0' || next > '9') return false;
    for (size_t i = 0; i < sizeof towns / sizeof *towns; i++) {
        if (length == strlen(towns[i]) && strncasecmp(text, towns[i], length) == 0) return true;
    }
    return false;
}

/* "8 r. Daguerre", "bd. Brune": the dot belongs to the word. */
static bool is_abbreviation(const struct question_token *token)
{
    static const char *const words[] = {"r",   "av",  "ave", "bd", "bld", "boul", "pl",
                                        "imp", "all", "sq",  "fg", "fbg", "res",  "ch",
                                        "st",  "ste", "dr",  "pr", "gal", "no"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(token->word, words[i]) == 0) return true;
    }
    return false;
}

enum status question_cut(struct question_work *work, const char *text, size_t length)
{
    struct buffer scratch = {0};
    bool breaks = false, folded = true;
    work->text = text;
    for (size_t at = 0; at < length && work->count < TOKENS_MAX && folded;) {
        size_t after = at;
        UChar32 c = next_code_point(text, length, &after);
        if (!is_inside(c)) {
            bool is_dot =
                c == '.' && work->count > 0 && is_abbreviation(&work->tokens[work->count - 1]);
            breaks = breaks || (is_break(c) && !is_dot);
            at = after;
            continue;
        }
        struct question_token *token = &work->tokens[work->count];
        *token = (struct question_token){.start = at, .breaks = breaks};
        while (is_inside(c)) {
            at = after;
            if (at == length) break;
            c = next_code_point(text, length, &after);
            if (ends_town(text + token->start, at - token->start, c)) break;
        }
        token->end = at;
        folded = fold(token, text, &scratch);
        if (token->word[0] == '\0') continue;
        work->count++;
        breaks = false;
    }
    buffer_free(&scratch);
    return folded ? STATUS_OK : STATUS_NO_MEMORY;
}

char question_between(const struct question_work *work, size_t at)
{
    if (at + 1 >= work->count || work->tokens[at].end + 1 != work->tokens[at + 1].start) return 0;
    return work->text[work->tokens[at].end];
}

/* Everyday words long enough to be mistyped; the first letter is always right. */
static const char *const everyday_words[] = {
    "accessible",       "aujourdhui", "aujourd",   "apres",
    "cabinet",          "decembre",   "demain",    "deplace",
    "deplacent",        "deplacer",   "dimanche",  "disponible",
    "domicile",         "fevrier",    "handicape", "handicapee",
    "janvier",          "jeudi",      "juillet",   "lundi",
    "maintenant",       "mardi",      "matin",     "ouvert",
    "ouverte",          "mercredi",   "midi",      "novembre",
    "nouveaux",         "octobre",    "patients",  "prochain",
    "prochaine",        "rendez",     "roulant",   "rayon",
    "samedi",           "septembre",  "semaine",   "soir",
    "teleconsultation", "urgence",    "vendredi",  "visio",
};

/* Names that are one slip away from a word above or of the taxonomy. */
static const char *const names[] = {
    "martin",  "curie",    "marie",  "marin",   "simon",   "samson",  "vincent", "poirier",
    "mardin",  "carter",   "carrie", "cartier", "porter",  "tension", "demande", "demander",
    "patient", "patiente", "place",  "livrer",  "sonner",  "aider",   "opere",   "operee",
    "operer",  "soigner",  "masser", "aprem",   "prenant",
};

static bool is_listed(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, list[i]) == 0) return true;
    }
    return false;
}

static void correct_everyday(struct question_token *token)
{
    size_t length = strlen(token->word);
    unsigned best = lexicon_edits_allowed(length) + 1;
    for (size_t i = 0; i < sizeof everyday_words / sizeof *everyday_words && best > 0; i++) {
        const char *word = everyday_words[i];
        if (word[0] != token->word[0] || strlen(word) < 5) continue;
        unsigned edits = text_edits(token->word, length, word, strlen(word), best - 1);
        if (edits >= best) continue;
        strcpy(token->plain, word);
        best = edits;
        if (edits == 0) return;
    }
}

/* The word meant, a slip aside; "farmacie" begins with a slip of its own. */
static const char *correct_skill(const struct lexicon *lexicon, const char *word, unsigned *edits)
{
    char greek[WORD_MAX + 1] = "ph";
    const char *known = lexicon_correct(lexicon, word, edits);
    if (known != NULL || word[0] != 'f') return known;
    strcat(greek, word + 1);
    known = lexicon_correct(lexicon, greek, edits);
    if (known != NULL) (*edits)++;
    return known;
}

/* A hostile text may hold nothing but unknown words. */
#define CORRECTIONS_MAX 40

void question_correct(struct question_work *work)
{
    size_t looked = 0;
    for (size_t i = 0; i < work->count && looked < CORRECTIONS_MAX; i++) {
        struct question_token *token = &work->tokens[i];
        if (token->is_link || token->number >= 0 || token->begins) continue;
        if (lexicon_knows(work->lexicon, token->stem)) continue;
        if (is_listed(token->word, names, sizeof names / sizeof *names)) continue;
        looked++;
        correct_everyday(token);
        unsigned edits = 0;
        const char *known = correct_skill(work->lexicon, token->stem, &edits);
        if (known == NULL || strlen(known) >= WORD_MAX) continue;
        strcpy(token->stem, known);
        token->edits = edits;
    }
}
