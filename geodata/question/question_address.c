/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written as an address: a number and a way, a way, a postcode, an arrondissement, a place
 * after "à" or "près de". A way's name may hold any word ("rue de la Santé", "boulevard de
 * l'Hôpital"): its first word belongs to it whatever it means, the next ones until a word that
 * something else begins with. */
#include "question/question_parts.h"

#include <string.h>

#define NAME_WORDS_MAX 7
#define PLACE_WORDS_MAX 4

static const struct question_token *token_at(const struct question_work *work, size_t at)
{
    static const struct question_token none = {.number = -1, .breaks = true, .begins = true};
    return at < work->count ? &work->tokens[at] : &none;
}

/* Words that mean a way and nothing else. */
#define WAYS                                                                                       \
    "rue|avenue|av|ave|boulevard|bd|bld|blvd|boul|bvd|impasse|imp|allee|allees|square|sq|quai|"    \
    "chemin|faubourg|fbg|fg|esplanade|ruelle|venelle|sente|sentier|parvis|promenade|rond"
/* Words that need a number before them or a name after them. */
#define PERHAPS_WAYS                                                                               \
    "place|pl|passage|cite|cour|cours|villa|residence|route|rte|voie|porte|hameau|clos|galerie|"   \
    "traverse|montee|lotissement|mail"
/* Only after a number. */
#define SHORT_WAYS "r|all|ch|che|res|lot|bat"

/* After its number: "3e étage". */
#define FLOOR "etage|etg|et gauche|droite|porte|face?"

static const char *const titles = "docteur|dr|professeur|pr|general|gal|marechal|mal|colonel|abbe|"
                                  "pere|saint|sainte|st|ste|president|commandant|capitaine|"
                                  "lieutenant|amiral|cardinal|soeur|mere|frere|monseigneur|"
                                  "jean|vieux|vieille|grand|grande|petit|petite|nouvelle|docteurs";

static bool is_connector(const struct question_token *token)
{
    static const char *const words[] = {"de",  "du",  "des", "d",  "l",   "la", "le",
                                        "les", "aux", "au",  "en", "sur", "et", "sous"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(token->word, words[i]) == 0) return true;
    }
    return false;
}

static size_t skip_connectors(const struct question_work *work, size_t at)
{
    while (at < work->count && !work->tokens[at].breaks && is_connector(&work->tokens[at])) at++;
    return at;
}

/* A word of a name: nothing else begins with it. */
static bool is_free(const struct question_token *token)
{
    return !token->is_link && !token->begins && token->number < 0;
}

static bool is_way(const struct question_work *work, size_t at)
{
    return question_match(work, at, WAYS) > 0 || question_match(work, at, PERHAPS_WAYS) > 0;
}

/* 12, 12bis, 12 bis, 12-14: a door. Returns the tokens taken. */
static size_t read_door(const struct question_work *work, size_t at)
{
    const struct question_token *token = token_at(work, at);
    const char *rest = token->word + token->digits;
    if (token->number < 1 || token->digits > 4 || strlen(rest) > 3) return 0;
    if (rest[0] == 'h' || rest[0] == 'e' || strcmp(rest, "km") == 0 || strcmp(rest, "m") == 0)
        return 0;
    size_t count = 1;
    if (token_at(work, at + 1)->breaks) return count;
    if (question_match(work, at + 1, "bis|ter|quater|b|a|c|d") > 0) count++;
    char sign = question_between(work, at + count - 1);
    const struct question_token *second = token_at(work, at + count);
    if ((sign == '-' || sign == '/') && second->number > token->number && second->digits <= 4)
        count++;
    return count;
}

/* The name of a way from its first word on; returns its end, `at` when there is none. */
static size_t read_name(const struct question_work *work, size_t at)
{
    size_t first = skip_connectors(work, at);
    const struct question_token *token = token_at(work, first);
    if (first >= work->count || token->breaks) return at;
    if (token->is_link && strlen(token->word) != 1) return at;
    size_t end = first + 1, words = 1;
    if (token->number >= 0) { /* rue du 8 mai 1945 */
        if (question_match(work, end,
                           "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|"
                           "octobre|novembre|decembre") == 0)
            return at;
        end++;
        const struct question_token *year = token_at(work, end);
        return year->digits == 4 && year->number < 2000 ? end + 1 : end;
    }
    while (question_match(work, end - 1, titles) > 0) { /* a name follows a title */
        size_t next = skip_connectors(work, end);
        if (next >= work->count || work->tokens[next].breaks || work->tokens[next].number >= 0 ||
            work->tokens[next].is_link)
            break;
        end = next + 1;
    }
    for (; words < NAME_WORDS_MAX; words++) {
        size_t next = end;
        while (next < work->count && !work->tokens[next].breaks && !work->tokens[next].begins &&
               is_connector(&work->tokens[next]))
            next++;
        const struct question_token *word = token_at(work, next);
        if (word->breaks || !is_free(word) || is_way(work, next)) break;
        end = next + 1;
    }
    return end;
}

static bool is_postcode(const struct question_token *token)
{
    return token->digits == 5 && token->word[5] == '\0' && token->number >= 1000;
}

/* 14e, 14eme, 1er. */
static bool is_ordinal(const struct question_token *token)
{
    static const char *const ends[] = {"e", "eme", "er", "em", "ieme", "nd"};
    if (token->number < 1 || token->number > 20 || token->digits > 2) return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (strcmp(token->word + token->digits, ends[i]) == 0) return true;
    }
    return false;
}

static bool is_plain_number(const struct question_token *token, int most)
{
    return token->number >= 1 && token->number <= most && token->digits <= 2 &&
           token->word[token->digits] == '\0';
}

/* Nothing of the same thought goes on at `at`. */
static bool ends_here(const struct question_work *work, size_t at)
{
    const struct question_token *token = token_at(work, at);
    return token->breaks || token->begins || token->is_link || is_way(work, at) ||
           read_door(work, at) > 0;
}

/* `14e arrondissement`, `14e`, `14` of a town that has such; returns the end. */
static size_t read_district(const struct question_work *work, size_t at, bool in_town)
{
    const struct question_token *token = token_at(work, at);
    bool ordinal = is_ordinal(token);
    if (token->breaks && in_town) return at;
    if (!ordinal && !(in_town && is_plain_number(token, 20))) return at;
    if (question_match(work, at + 1, "arrondissement|arr|ardt|arrdt|arrond") > 0) return at + 2;
    if (question_match(work, at + 1, FLOOR) > 0) return at;
    if (is_way(work, at + 1)) return at; /* it is the door of that way */
    return ordinal || ends_here(work, at + 1) ? at + 1 : at;
}

/* A town's name and its arrondissement. */
static size_t read_town(const struct question_work *work, size_t at)
{
    size_t end = at;
    for (size_t words = 0; words < PLACE_WORDS_MAX; words++) {
        size_t next = end;
        while (end > at && next < work->count && !work->tokens[next].breaks &&
               !work->tokens[next].begins && is_connector(&work->tokens[next]))
            next++;
        const struct question_token *word = token_at(work, next);
        if ((word->breaks && end > at) || next >= work->count || !is_free(word) ||
            is_way(work, next))
            break;
        end = next + 1;
        if (question_match(work, end - 1, "paris|lyon|marseille") > 0)
            return read_district(work, end, true);
    }
    return end;
}

/* A postcode, `75014` or `75 014`. */
static size_t read_postcode(const struct question_work *work, size_t at)
{
    const struct question_token *token = token_at(work, at), *next = token_at(work, at + 1);
    if (is_postcode(token)) return at + 1;
    bool split = token->digits == 2 && token->word[2] == '\0' && next->digits == 3 &&
                 next->word[3] == '\0' && question_between(work, at) == ' ';
    return split ? at + 2 : at;
}

/* What comes after the way: a door, a postcode, a town, an arrondissement. */
static size_t read_tail(const struct question_work *work, size_t at, bool has_door)
{
    size_t link = question_match(work, at, "au|n|numero|no");
    size_t door = has_door || token_at(work, at + link)->begins ? 0 : read_door(work, at + link);
    if (door > 0 && !is_way(work, at + link + door)) at += link + door;
    size_t end = read_postcode(work, at);
    if (end > at) return read_town(work, end);
    size_t to = question_match(work, at, "a|sur");
    bool comma = token_at(work, at)->breaks;
    if (token_at(work, at)->begins) return at;
    if (to > 0 && is_free(token_at(work, at + to))) return read_town(work, at + to);
    end = read_district(work, at, false);
    if (end > at) return end;
    return comma ? read_town(work, at) : at;
}

static void propose(struct question_work *work, size_t first, size_t last, int weight)
{
    bool begins = work->tokens[first].begins; /* an address does not end another */
    question_propose(work, (struct question_span){.kind = QUESTION_ADDRESS,
                                                  .first = first,
                                                  .last = last,
                                                  .weight = weight,
                                                  .skill = SKILL_NONE});
    work->tokens[first].begins = begins;
}

static void find_way(struct question_work *work, size_t at)
{
    size_t door = read_door(work, at);
    size_t kind = at + door;
    bool sure = question_match(work, kind, WAYS) > 0;
    bool perhaps = question_match(work, kind, PERHAPS_WAYS) > 0;
    bool is_short = door > 0 && question_match(work, kind, SHORT_WAYS) > 0;
    if (!sure && !perhaps && !is_short) return;
    size_t name = kind + 1;
    if (question_match(work, kind, "rond point") > 0) name++;
    if (question_match(work, kind, "rue du faubourg") > 0) name += 2;
    size_t end = read_name(work, name);
    if (end == name) return;
    if (perhaps && door == 0) {
        size_t first = skip_connectors(work, name);
        if (!is_free(token_at(work, first)) && work->tokens[first].number < 0) return;
    }
    propose(work, at, read_tail(work, end, door > 0), sure || door > 0 ? 30 : -20);
}

static void find_postcode(struct question_work *work, size_t at)
{
    size_t end = read_postcode(work, at);
    if (end > at) propose(work, at, read_town(work, end), 0);
}

/* "dans le 14e", "Paris 14", "14e arrondissement". */
static void find_district(struct question_work *work, size_t at)
{
    size_t lead = question_match(work, at, "dans|sur|vers le");
    if (question_match(work, at, "paris|lyon|marseille") > 0) {
        propose(work, at, read_district(work, at + 1, true), 0);
        return;
    }
    size_t end = read_district(work, at + lead, lead > 0);
    if (end == at + lead) return;
    bool alone = lead == 0 && end == at + 1;
    if (alone && (!ends_here(work, end) || token_at(work, at)->number == 1)) return;
    propose(work, at + lead, end, 0);
}

/* The words that only a place follows; how many tokens. */
static size_t read_cue(const struct question_work *work, size_t at, bool *inside)
{
    static const char *const cues[] = {"a? cote|proximite de|du|des|d l|la|le?",
                                       "pres|proche|autour|alentours|loin de|du|des|d l|la|le|les?",
                                       "en? face a|au|de|du|d l|la?",
                                       "vers|derriere l|la|le?",
                                       "aux? alentours|environs de|du|d l|la?",
                                       "secteur",
                                       "du cote de|du|d l|la?",
                                       NULL};
    static const char *const kinds[] = {
        "quartier|metro|gare|station|rer|tram|arret|hopital|clinique|mairie de|du|des|d? l|la|le?",
        NULL};
    size_t best = 0;
    *inside = false;
    for (const char *const *cue = cues; *cue != NULL; cue++) {
        size_t count = question_match(work, at, *cue);
        if (count > best) best = count;
    }
    for (const char *const *kind = kinds; best == 0 && *kind != NULL; kind++) {
        size_t count = question_match(work, at, *kind);
        if (count <= best) continue;
        best = count;
        *inside = true;
    }
    return best;
}

/* Words of a place from `at` on; the first may be anything when `forced` ("près de l'hôpital"). */
static size_t read_place(const struct question_work *work, size_t at, bool forced)
{
    const struct question_token *token = token_at(work, at);
    if (at >= work->count || token->breaks) return at;
    if (question_match(work, at, "chez|moi|ici|domicile") > 0 || is_way(work, at)) return at;
    if (token->number >= 0) return at;
    if (forced && !token->is_link) {
        size_t end = read_town(work, at + 1);
        bool goes_on = end > at + 1 && !token_at(work, at + 1)->breaks;
        return goes_on ? end : at + 1;
    }
    return read_town(work, at);
}

static void find_place(struct question_work *work, size_t at)
{
    bool inside;
    size_t cue = read_cue(work, at, &inside);
    size_t end = cue == 0 ? at : read_place(work, at + cue, !inside);
    if (end > at + cue) {
        propose(work, inside ? at : at + cue, end, inside ? 0 : 60);
        return;
    }
    cue = question_match(work, at, "a|sur");
    if (cue > 0 && is_free(token_at(work, at + cue)) && !token_at(work, at + cue)->breaks)
        propose(work, at + cue, read_town(work, at + cue), -20);
}

/* A number and a way were said before `at`. */
static bool follows_door(const struct question_work *work, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        size_t door = read_door(work, i);
        if (door > 0 && is_way(work, i + door)) return true;
    }
    return false;
}

/* How many tokens tell the way in once at the door: "3e étage", "code 12A45", "escalier B". */
static size_t read_way_in(const struct question_work *work, size_t at)
{
    static const char *const said[] = {"au? dernier|premier etage", "au? rdc droite|gauche|face?",
                                       "au? rez de chaussee droite|gauche|face?", NULL};
    static const char *const named[] = {
        "code|digicode|etage|escalier|esc|batiment|bat|appartement|appt|apt|porte", NULL};
    size_t name = question_match_longest(work, at, named);
    const struct question_token *token = token_at(work, at + name);
    bool is_sign = name > 0 && !token->breaks && (token->number >= 0 || token->word[1] == '\0');
    if (is_sign) return name + 1;
    if (question_match(work, at, "interphone") > 0) return token_at(work, at + 1)->breaks ? 1 : 2;
    size_t floor = question_match(work, at + 1, FLOOR);
    if (is_ordinal(token_at(work, at)) && floor > 0) return 1 + floor;
    return question_match_longest(work, at, said);
}

/* Nothing to look for. */
static void find_way_in(struct question_work *work, size_t at)
{
    size_t count = read_way_in(work, at);
    if (count == 0 || !follows_door(work, at)) return;
    question_propose(
        work, (struct question_span){
                  .kind = SPAN_FILLER, .first = at, .last = at + count, .skill = SKILL_NONE});
}

void question_find_addresses(struct question_work *work)
{
    for (size_t at = 0; at < work->count; at++) find_way_in(work, at);
    for (size_t at = 0; at < work->count; at++) {
        find_way(work, at);
        find_postcode(work, at);
        find_district(work, at);
        find_place(work, at);
    }
}
