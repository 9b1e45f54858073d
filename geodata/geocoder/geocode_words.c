/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_words.h"

#include "geodata/text.h"

#include <string.h>

/* Written alone or before a name: what kind of way it is. */
static const char *const types[] = {
    "allee",   "avenue",     "boulevard", "carrefour",   "chaussee",  "chemin",    "cite",
    "clos",    "cote",       "cour",      "cours",       "descente",  "esplanade", "faubourg",
    "galerie", "hameau",     "impasse",   "lotissement", "mail",      "montee",    "parvis",
    "passage", "passerelle", "peristyle", "place",       "placette",  "pont",      "port",
    "porte",   "promenade",  "quai",      "quartier",    "residence", "rond",      "route",
    "rue",     "ruelle",     "sente",     "sentier",     "square",    "terrasse",  "traverse",
    "venelle", "villa",      "voie",
};

static const char *const articles[] = {
    "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sous", "sur",
};

struct abbreviation {
    const char *written;
    const char *means;
    bool sure; /* it means nothing else in the name of a street */
};
/* La Poste's own (AFNOR NF Z10-011) and those that people use. */
static const struct abbreviation abbreviations[] = {
    {"abb", "abbe", true},
    {"adj", "adjudant", true},
    {"all", "allee", true},
    {"alles", "allees", true},
    {"amb", "ambassadeur", false},
    {"arr", "arrondissement", true},
    {"av", "avenue", true},
    {"ave", "avenue", true},
    {"bat", "batiment", false},
    {"bd", "boulevard", true},
    {"bld", "boulevard", true},
    {"blvd", "boulevard", true},
    {"boul", "boulevard", true},
    {"bvd", "boulevard", true},
    {"bou", "boulevard", false},
    {"cap", "capitaine", false},
    {"car", "carrefour", false},
    {"carr", "carrefour", true},
    {"cdt", "commandant", true},
    {"ch", "chemin", false},
    {"chat", "chateau", false},
    {"che", "chemin", true},
    {"chem", "chemin", true},
    {"chs", "chaussee", true},
    {"cht", "chateau", true},
    {"cmdt", "commandant", true},
    {"cne", "capitaine", true},
    {"col", "colonel", false},
    {"cpt", "capitaine", true},
    {"cpl", "caporal", true},
    {"crs", "cours", true},
    {"ctre", "centre", true},
    {"dom", "domaine", false},
    {"doc", "docteur", false},
    {"dr", "docteur", true},
    {"esp", "esplanade", true},
    {"espl", "esplanade", true},
    {"fbg", "faubourg", true},
    {"fg", "faubourg", true},
    {"faub", "faubourg", true},
    {"fbrg", "faubourg", true},
    {"gal", "general", true},
    {"gd", "grand", true},
    {"gde", "grande", true},
    {"gds", "grands", true},
    {"gen", "general", true},
    {"gle", "generale", true},
    {"gpl", "grande place", true},
    {"ham", "hameau", false},
    {"hop", "hopital", false},
    {"imp", "impasse", true},
    {"ing", "ingenieur", true},
    {"lot", "lotissement", false},
    {"lt", "lieutenant", true},
    {"mal", "marechal", true},
    {"mar", "marechal", false},
    {"mgr", "monseigneur", true},
    {"min", "ministre", false},
    {"mte", "montee", true},
    {"nd", "notre dame", true},
    {"pas", "passage", false},
    {"pass", "passage", true},
    {"pce", "prince", false},
    {"pdt", "president", true},
    {"pge", "passage", true},
    {"pl", "place", true},
    {"plc", "place", true},
    {"pmc", "promenade", true},
    {"pr", "professeur", true},
    {"pres", "president", false},
    {"prof", "professeur", true},
    {"prom", "promenade", true},
    {"psg", "passage", true},
    {"psge", "passage", true},
    {"pt", "petit", false},
    {"pt", "pont", false},
    {"pte", "porte", false},
    {"pte", "petite", false},
    {"q", "quai", false},
    {"qu", "quai", true},
    {"r", "rue", false},
    {"rd", "rond", false},
    {"res", "residence", true},
    {"rle", "ruelle", true},
    {"rpt", "rond point", true},
    {"rte", "route", true},
    {"sen", "sente", false},
    {"sgt", "sergent", true},
    {"slt", "sous lieutenant", true},
    {"sq", "square", true},
    {"squ", "square", true},
    {"st", "saint", true},
    {"ste", "sainte", true},
    {"stes", "saintes", true},
    {"sts", "saints", true},
    {"tra", "traverse", false},
    {"tsse", "terrasse", true},
    {"vge", "village", true},
    {"vla", "villa", true},
    {"vlle", "villa", false},
    {"vx", "vieux", true},
    {"vve", "veuve", true},
    {"1er", "premier", false},
    {"1ere", "premiere", false},
    /* numbers in names: rue du 8 mai 1945, place du Onze Novembre */
    {"1er", "ier", false},
    {"2", "deux", false},
    {"deux", "2", false},
    {"3", "trois", false},
    {"trois", "3", false},
    {"4", "quatre", false},
    {"quatre", "4", false},
    {"5", "cinq", false},
    {"cinq", "5", false},
    {"6", "six", false},
    {"six", "6", false},
    {"7", "sept", false},
    {"sept", "7", false},
    {"8", "huit", false},
    {"huit", "8", false},
    {"9", "neuf", false},
    {"neuf", "9", false},
    {"10", "dix", false},
    {"dix", "10", false},
    {"11", "onze", false},
    {"onze", "11", false},
    {"12", "douze", false},
    {"douze", "12", false},
    {"13", "treize", false},
    {"treize", "13", false},
    {"14", "quatorze", false},
    {"quatorze", "14", false},
    {"15", "quinze", false},
    {"quinze", "15", false},
    {"16", "seize", false},
    {"seize", "16", false},
    {"20", "vingt", false},
    {"vingt", "20", false},
    {"30", "trente", false},
    {"trente", "30", false},
    {"100", "cent", false},
    {"cent", "100", false},
};

struct noise_word {
    const char *word;
    enum noise noise;
};
static const struct noise_word noise_words[] = {
    {"appartement", NOISE_WITH_ONE}, {"appt", NOISE_WITH_ONE},
    {"apt", NOISE_WITH_ONE},         {"apart", NOISE_WITH_ONE},
    {"bat", NOISE_WITH_ONE},         {"batiment", NOISE_WITH_ONE},
    {"bp", NOISE_WITH_ONE},          {"cedex", NOISE_WITH_ONE},
    {"code", NOISE_WITH_ONE},        {"cs", NOISE_WITH_ONE},
    {"digicode", NOISE_WITH_ONE},    {"escalier", NOISE_WITH_ONE},
    {"esc", NOISE_WITH_ONE},         {"etage", NOISE_WITH_ONE},
    {"etg", NOISE_WITH_ONE},         {"france", NOISE_ALONE},
    {"immeuble", NOISE_WITH_ONE},    {"imm", NOISE_WITH_ONE},
    {"interphone", NOISE_WITH_ONE},  {"logement", NOISE_WITH_ONE},
    {"niveau", NOISE_WITH_ONE},      {"rdc", NOISE_ALONE},
    {"tsa", NOISE_WITH_ONE},         {"cidex", NOISE_WITH_ONE},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool same(const char *known, const char *word, size_t length)
{
    /* most differ at once: the call is spared */
    return known[0] == word[0] && strncmp(known, word, length) == 0 && known[length] == '\0';
}

static bool listed(const char *const *list, size_t count, const char *word, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (same(list[i], word, length)) return true;
    }
    return false;
}

enum word_role words_role(const char *word, size_t length)
{
    if (length > 0 && word[0] >= '0' && word[0] <= '9') {
        size_t digits = 0;
        while (digits < length && word[digits] >= '0' && word[digits] <= '9') digits++;
        return digits == length ? WORD_DIGITS : WORD_NAME;
    }
    if (listed(articles, COUNT(articles), word, length)) return WORD_ARTICLE;
    if (listed(types, COUNT(types), word, length)) return WORD_TYPE;
    return WORD_NAME;
}

size_t words_expand(const char *word, size_t length, const char **out, size_t limit)
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT(abbreviations) && count < limit; i++) {
        if (same(abbreviations[i].written, word, length)) out[count++] = abbreviations[i].means;
    }
    return count;
}

const char *words_canonical(const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i < COUNT(abbreviations); i++) {
        if (abbreviations[i].sure && same(abbreviations[i].written, word, length)) {
            return abbreviations[i].means;
        }
    }
    return word;
}

void words_of(const char *text, struct buffer *out)
{
    struct buffer folded = {0};
    text_fold(text, strlen(text), &folded);
    char *rest = NULL;
    size_t start = out->length;
    for (char *word = folded.data == NULL ? NULL : strtok_r(folded.data, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        if (out->length > start) buffer_char(out, ' ');
        buffer_text(out, words_canonical(word));
    }
    if (folded.failed) out->failed = true;
    buffer_free(&folded);
}

enum noise words_noise(const char *word, size_t length)
{
    for (size_t i = 0; i < COUNT(noise_words); i++) {
        if (same(noise_words[i].word, word, length)) return noise_words[i].noise;
    }
    return NOISE_NONE;
}

const char *words_suffix(const char *suffix)
{
    if (strcmp(suffix, "bis") == 0) return "b";
    if (strcmp(suffix, "ter") == 0) return "t";
    if (strcmp(suffix, "quater") == 0 || strcmp(suffix, "quarter") == 0) return "q";
    if (strcmp(suffix, "quinquies") == 0) return "c";
    return suffix;
}

/* FNV-1a; 0 is kept for "nothing". */
static uint32_t hash_bytes(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    }
    return hash == 0 ? 1 : hash;
}

unsigned words_deletes(size_t length)
{
    if (length < 3) return 0;
    return length < 5 ? 1 : 2;
}

static void remainders(char *letters, size_t length, size_t from, unsigned most,
                       words_remainder_visitor *each, void *context)
{
    each(context, hash_bytes(letters, length));
    if (most == 0 || length <= 1) return;
    for (size_t i = from; i < length; i++) {
        if (i > from && letters[i] == letters[i - 1]) continue; /* the same remainder */
        char shorter[WORD_SPELLED];
        memcpy(shorter, letters, i);
        memcpy(shorter + i, letters + i + 1, length - i - 1);
        remainders(shorter, length - 1, i, most - 1, each, context);
    }
}

void words_remainders(const char *word, size_t length, unsigned most, words_remainder_visitor *each,
                      void *context)
{
    char letters[WORD_SPELLED];
    size_t count = length < WORD_SPELLED ? length : WORD_SPELLED;
    memcpy(letters, word, count);
    remainders(letters, count, 0, most, each, context);
}

/* Spellings of one sound, tried in order; the longest of each family stands first. */
struct spelling_of_sound {
    const char *letters;
    const char *sound;
};
static const struct spelling_of_sound sounds[] = {
    {"eaux", "o"}, {"eau", "o"},  {"aux", "o"}, {"au", "o"},  {"ph", "f"},  {"sch", "S"},
    {"ch", "S"},   {"sh", "S"},   {"qu", "k"},  {"ck", "k"},  {"gn", "N"},  {"gue", "ge"},
    {"gui", "gi"}, {"ille", "Y"}, {"ain", "I"}, {"ein", "I"}, {"aim", "I"}, {"oin", "wI"},
    {"in", "I"},   {"im", "I"},   {"yn", "I"},  {"an", "A"},  {"am", "A"},  {"en", "A"},
    {"em", "A"},   {"on", "O"},   {"om", "O"},  {"un", "I"},  {"oi", "wa"}, {"ou", "u"},
    {"ai", "e"},   {"ei", "e"},   {"oeu", "E"}, {"eu", "E"},  {"ge", "je"}, {"gi", "ji"},
    {"gy", "ji"},  {"ce", "se"},  {"ci", "si"}, {"cy", "si"}, {"c", "k"},   {"q", "k"},
    {"y", "i"},    {"z", "s"},    {"x", "s"},   {"w", "v"},   {"h", ""},
};

static bool is_vowel(char c)
{
    return c != '\0' && strchr("aeiouy", c) != NULL;
}

/* A nasal is one only before a consonant or at the end: "ane" is not "an". */
static bool nasal_ends(const struct spelling_of_sound *spelling, const char *rest)
{
    bool nasal = strchr("IAO", spelling->sound[strlen(spelling->sound) - 1]) != NULL &&
                 spelling->sound[0] != '\0';
    return !nasal || !(is_vowel(rest[0]) || rest[0] == 'n' || rest[0] == 'm');
}

static const struct spelling_of_sound *sound_at(const char *letters)
{
    for (size_t i = 0; i < COUNT(sounds); i++) {
        if (sounds[i].letters[0] != letters[0]) continue;
        size_t length = strlen(sounds[i].letters);
        if (strncmp(letters, sounds[i].letters, length) != 0) continue;
        if (sounds[i].sound[0] != '\0' && !nasal_ends(&sounds[i], letters + length)) continue;
        return &sounds[i];
    }
    return NULL;
}

/* Silent at the end of a French word. */
static size_t audible_length(const char *word, size_t length)
{
    while (length > 2 && strchr("estdxpz", word[length - 1]) != NULL) length--;
    return length;
}

uint32_t words_sound(const char *word, size_t length)
{
    if (length < 3 || length > WORD_LENGTH_MAX || word[0] < 'a' || word[0] > 'z') return 0;
    char letters[WORD_LENGTH_MAX + 1];
    length = audible_length(word, length);
    memcpy(letters, word, length);
    letters[length] = '\0';
    char sound[2 * WORD_LENGTH_MAX + 4];
    size_t count = 0;
    for (size_t i = 0; i < length;) {
        const struct spelling_of_sound *spelling = sound_at(letters + i);
        const char one[2] = {letters[i], '\0'};
        const char *said = spelling != NULL ? spelling->sound : one;
        i += spelling != NULL ? strlen(spelling->letters) : 1;
        for (; *said != '\0'; said++) {
            if (count == 0 || sound[count - 1] != *said) sound[count++] = *said;
        }
    }
    return count == 0 ? 0 : hash_bytes(sound, count);
}
