/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "territory/territory_filter.h"

#include "files/pool.h"
#include "geodata/generation.h"
#include "geodata/geocode.h"
#include "geodata/text.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CODE_LENGTH 5 /* of a postcode, of a commune's code */
#define CEDEX " cedex"

struct codes {
    char (*list)[CODE_LENGTH + 1];
    size_t count, capacity;
};

/* A commune of the address book. */
struct known_commune {
    const char *words; /* its city's name, folded */
    const char *postcodes;
    char citycode[CODE_LENGTH + 1];
    unsigned district;
};

struct kept {
    struct codes departements, chosen; /* the options; chosen are postcodes */
    struct codes chosen_communes;      /* of the address book, with a chosen postcode */
    struct codes asked;                /* communes, the option */
    struct codes asked_postcodes;      /* of theirs, in the address book */
    struct codes communes, postcodes;  /* of the address book, and the territory's communes */
    struct known_commune *known;       /* in the order of their words */
    size_t known_count, known_capacity;
    struct pool pool;
};

static bool add_code(struct codes *codes, const char *code, size_t length)
{
    if (codes->count == codes->capacity) {
        size_t wider = codes->capacity == 0 ? 64 : codes->capacity * 2;
        void *moved = realloc(codes->list, wider * sizeof *codes->list);
        if (moved == NULL) return false;
        codes->list = moved;
        codes->capacity = wider;
    }
    memcpy(codes->list[codes->count], code, length);
    codes->list[codes->count++][length] = '\0';
    return true;
}

static int compare_codes(const void *a, const void *b)
{
    return strcmp(a, b);
}

static int compare_words(const void *a, const void *b)
{
    const struct known_commune *left = a, *right = b;
    return strcmp(left->words, right->words);
}

static void sort_codes(struct codes *codes)
{
    if (codes->count > 1) qsort(codes->list, codes->count, sizeof *codes->list, compare_codes);
}

static bool has_code(const struct codes *codes, const char *code)
{
    return codes->count > 0 && strlen(code) <= CODE_LENGTH &&
           bsearch(code, codes->list, codes->count, sizeof *codes->list, compare_codes) != NULL;
}

/* 971 to 988 have three characters, all others two. */
static size_t departement_length(const char *code)
{
    return code[0] == '9' && (code[1] == '7' || code[1] == '8') ? 3 : 2;
}

static bool is_departement(const char *code, size_t length)
{
    if (length < 2 || length != departement_length(code) || !isdigit((unsigned char)code[0])) {
        return false;
    }
    bool corsica = code[0] == '2' && (code[1] == 'A' || code[1] == 'B');
    return corsica || strspn(code, "0123456789") >= length;
}

static bool is_postcode(const char *code, size_t length)
{
    return length == CODE_LENGTH && strspn(code, "0123456789") >= length;
}

static bool is_citycode(const char *code, size_t length)
{
    return length == CODE_LENGTH && is_departement(code, departement_length(code)) &&
           strspn(code + 2, "0123456789") >= CODE_LENGTH - 2;
}

/* What an option holds, and what is said when it does not. */
static const struct kind {
    const char *option, *cause, *remedy;
    bool (*is_sound)(const char *code, size_t length);
} departement_kind = {"--departement", "ce n'est pas un numéro de département",
                      "écrivez par exemple --departement 75 ou 75,92,2A,971", is_departement},
  commune_kind =
      {"--communes", "ce n'est pas un code de commune",
       "écrivez le code de l'Insee, pas le code postal : --communes 75114 ou 75114,2A004",
       is_citycode},
  postcode_kind = {"--postcodes", "ce n'est pas un code postal",
                   "écrivez par exemple --postcodes 75014 ou 75014,75013", is_postcode};

/* The parts of "75, 92" or "75014;75013". */
static enum status read_option(const char *text, const struct kind *kind, struct report *report,
                               struct codes *out)
{
    for (const char *at = text; at != NULL && *at != '\0';) {
        at += strspn(at, " ,;");
        char code[CODE_LENGTH + 1] = "";
        size_t length = strcspn(at, " ,;");
        for (size_t i = 0; i < length && i < CODE_LENGTH; i++) {
            code[i] = (char)toupper((unsigned char)at[i]);
        }
        if (length > 0 && !kind->is_sound(code, length)) {
            report_find(report, FINDING_FILE, (struct where){.column = kind->option, .value = text},
                        kind->remedy, "%s", kind->cause);
            return STATUS_INVALID;
        }
        if (length > 0 && !add_code(out, code, length)) return STATUS_NO_MEMORY;
        at += length;
    }
    return STATUS_OK;
}

static enum status add_postcodes(struct kept *kept, const struct known_commune *known)
{
    bool chosen = false, asked = has_code(&kept->asked, known->citycode);
    for (const char *at = known->postcodes; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        if (is_postcode(at, length)) {
            if (!add_code(&kept->postcodes, at, length)) return STATUS_NO_MEMORY;
            if (asked && !add_code(&kept->asked_postcodes, at, length)) return STATUS_NO_MEMORY;
            chosen =
                chosen || has_code(&kept->chosen, kept->postcodes.list[kept->postcodes.count - 1]);
        }
        at += length;
    }
    bool added = !chosen || add_code(&kept->chosen_communes, known->citycode, CODE_LENGTH);
    return added ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status add_known(void *context, const struct geocode_commune *commune)
{
    struct kept *kept = context;
    if (strlen(commune->citycode) != CODE_LENGTH) return STATUS_OK;
    if (kept->known_count == kept->known_capacity) {
        size_t wider = kept->known_capacity == 0 ? 64 : kept->known_capacity * 2;
        struct known_commune *moved = realloc(kept->known, wider * sizeof *moved);
        if (moved == NULL) return STATUS_NO_MEMORY;
        kept->known = moved;
        kept->known_capacity = wider;
    }
    struct known_commune *known = &kept->known[kept->known_count++];
    char *words = text_folded(commune->city);
    *known = (struct known_commune){
        .words = words == NULL ? NULL : pool_text(&kept->pool, words, strlen(words)),
        .postcodes = pool_text(&kept->pool, commune->postcodes, strlen(commune->postcodes)),
        .district = commune->district,
    };
    free(words);
    if (kept->pool.failed || known->words == NULL) return STATUS_NO_MEMORY;
    memcpy(known->citycode, commune->citycode, sizeof known->citycode);
    if (!add_code(&kept->communes, known->citycode, CODE_LENGTH)) return STATUS_NO_MEMORY;
    return add_postcodes(kept, known);
}

static enum status read_book(const char *data, struct kept *kept)
{
    struct geocoder *geocoder = NULL;
    struct buffer path = {0};
    uint32_t number = 0;
    enum status status = generation_current(data, SERIES_ADDRESSES, &number);
    if (status == STATUS_OK) {
        generation_path(data, SERIES_ADDRESSES, number, &path);
        status = path.failed ? STATUS_NO_MEMORY : geocoder_open(path.data, &geocoder);
    }
    if (status == STATUS_OK) status = geocoder_each_commune(geocoder, add_known, kept);
    geocoder_close(geocoder);
    buffer_free(&path);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status add_citycode(void *context, const char *citycode)
{
    struct kept *kept = context;
    return add_code(&kept->communes, citycode, CODE_LENGTH) ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status kept_open(const struct options *options, struct workspace *workspace,
                      struct report *report, struct kept **out)
{
    struct kept *kept = calloc(1, sizeof *kept);
    if (kept == NULL) return STATUS_NO_MEMORY;
    enum status status =
        read_option(options->departement, &departement_kind, report, &kept->departements);
    if (status == STATUS_OK) {
        status = read_option(options->communes, &commune_kind, report, &kept->asked);
    }
    if (status == STATUS_OK) {
        status = read_option(options->postcodes, &postcode_kind, report, &kept->chosen);
    }
    sort_codes(&kept->departements);
    sort_codes(&kept->asked);
    sort_codes(&kept->chosen);
    if (status == STATUS_OK) status = read_book(options->data, kept);
    if (status == STATUS_OK) status = workspace_each_commune(workspace, add_citycode, kept);
    if (status != STATUS_OK) {
        kept_close(kept);
        return status;
    }
    sort_codes(&kept->communes);
    sort_codes(&kept->chosen_communes);
    sort_codes(&kept->asked_postcodes);
    sort_codes(&kept->postcodes);
    if (kept->known_count > 1) {
        qsort(kept->known, kept->known_count, sizeof *kept->known, compare_words);
    }
    *out = kept;
    return STATUS_OK;
}

void kept_close(struct kept *kept)
{
    if (kept == NULL) return;
    free(kept->departements.list);
    free(kept->chosen.list);
    free(kept->chosen_communes.list);
    free(kept->asked.list);
    free(kept->asked_postcodes.list);
    free(kept->communes.list);
    free(kept->postcodes.list);
    free(kept->known);
    pool_free(&kept->pool);
    free(kept);
}

static bool same_departement(const char *code, const char *other)
{
    return strncmp(code, other, departement_length(code)) == 0 ||
           (strncmp(code, "20", 2) == 0 && other[0] == '2' && isalpha((unsigned char)other[1]));
}

/* The town of "75674 PARIS CEDEX 14" as the address book writes it, folded, and what comes after
 * CEDEX. */
static unsigned town_words(const char *text, struct buffer *out)
{
    char *folded = text_folded(text);
    char *rest = NULL, *word = folded == NULL ? NULL : strtok_r(folded, " ", &rest);
    while (word != NULL && isdigit((unsigned char)*word)) word = strtok_r(NULL, " ", &rest);
    for (; word != NULL && strcmp(word, "cedex") != 0; word = strtok_r(NULL, " ", &rest)) {
        if (strcmp(word, "st") == 0) word = "saint";
        if (strcmp(word, "ste") == 0) word = "sainte";
        buffer_format(out, "%s%s", out->length == 0 ? "" : " ", word);
    }
    if (word != NULL) word = strtok_r(NULL, " ", &rest);
    unsigned long district = word == NULL ? 0 : strtoul(word, NULL, 10);
    free(folded);
    return (unsigned)district;
}

/* `paris cedex 14` names the commune of district 14 of Paris, `clamart cedex` Clamart. */
static const struct known_commune *commune_of_town(const struct kept *kept,
                                                   const struct kept_query *query)
{
    struct buffer words = {0};
    if (query->town == NULL || kept->known_count == 0) return NULL;
    unsigned district = town_words(query->town, &words);
    size_t low = 0, high = words.length == 0 ? 0 : kept->known_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = strcmp(kept->known[middle].words, words.data) < 0;
        if (before) low = middle + 1;
        if (!before) high = middle;
    }
    const struct known_commune *found = NULL;
    for (size_t i = low; words.length > 0 && i < kept->known_count && found == NULL; i++) {
        const struct known_commune *known = &kept->known[i];
        if (strcmp(known->words, words.data) != 0) break;
        bool elsewhere =
            query->postcode != NULL && !same_departement(query->postcode, known->citycode);
        if (!elsewhere && (known->district == 0 || known->district == district)) found = known;
    }
    buffer_free(&words);
    return found;
}

static bool chosen_departement(const struct kept *kept, const char *code)
{
    char departement[4] = "";
    if (code == NULL || strlen(code) < CODE_LENGTH) return false;
    memcpy(departement, code, departement_length(code));
    if (has_code(&kept->departements, departement)) return true;
    bool corsica = strcmp(departement, "20") == 0; /* only postcodes still say so */
    return corsica && has_code(&kept->departements, code[2] < '2' ? "2A" : "2B");
}

static bool chosen_postcode(const struct kept *kept, const struct kept_query *query)
{
    const char *postcode = query->postcode;
    if (postcode != NULL && has_code(&kept->chosen, postcode)) return true;
    if (postcode != NULL && has_code(&kept->postcodes, postcode)) return false;
    if (query->citycode != NULL) return has_code(&kept->chosen_communes, query->citycode);
    const struct known_commune *known = commune_of_town(kept, query);
    return known != NULL && has_code(&kept->chosen_communes, known->citycode);
}

/* The code of a whole city that has arrondissements says less than its postcode. */
static bool is_whole_city(const char *citycode)
{
    return strcmp(citycode, "75056") == 0 || strcmp(citycode, "69123") == 0 ||
           strcmp(citycode, "13055") == 0;
}

/* Neighbours may share a postcode: the town's name goes first. */
static bool asked_commune(const struct kept *kept, const struct kept_query *query,
                          bool has_citycode)
{
    if (kept->asked.count == 0) return false;
    if (has_citycode && !is_whole_city(query->citycode)) {
        return has_code(&kept->asked, query->citycode);
    }
    const struct known_commune *known = commune_of_town(kept, query);
    if (known != NULL) return has_code(&kept->asked, known->citycode);
    return query->postcode != NULL && has_code(&kept->asked_postcodes, query->postcode);
}

static bool is_chosen(const struct kept *kept)
{
    return kept->departements.count > 0 || kept->asked.count > 0 || kept->chosen.count > 0;
}

bool kept_has(const struct kept *kept, const struct kept_query *query)
{
    bool has_citycode = query->citycode != NULL && strlen(query->citycode) == CODE_LENGTH;
    if (is_chosen(kept)) {
        return chosen_departement(kept, has_citycode ? query->citycode : query->postcode) ||
               asked_commune(kept, query, has_citycode) || chosen_postcode(kept, query);
    }
    if (kept->communes.count == 0) return true;
    if (has_citycode && !is_whole_city(query->citycode)) {
        return has_code(&kept->communes, query->citycode);
    }
    if (query->postcode != NULL && has_code(&kept->postcodes, query->postcode)) return true;
    return commune_of_town(kept, query) != NULL;
}

bool kept_has_doors(const struct kept *kept, const char *postcode)
{
    return has_code(&kept->postcodes, postcode);
}

void kept_tell(const struct kept *kept, const char *file, size_t left_out, struct report *report)
{
    if (left_out == 0) return;
    report_find(report, FINDING_NOTE, (struct where){.file = file},
                "--departement, --communes ou --postcodes disent autrement lesquelles garder",
                "%zu ligne%s d'ailleurs %s : %s", left_out, left_out > 1 ? "s" : "",
                left_out > 1 ? "sont laissées" : "est laissée",
                is_chosen(kept)
                    ? "hors des départements, des communes ou des codes postaux demandés"
                    : "hors des communes du carnet d'adresses et du territoire");
}
