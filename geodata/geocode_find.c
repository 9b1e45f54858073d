/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocode_find.h"

#include <stdlib.h>
#include <string.h>

/* Rows read for one full-text question, and for one question of a person in all: what bounds the
 * time of the most hostile one. */
#define ROWS_PER_FIND 64
#define ROWS_UNFINISHED 160  /* the beginning of a word says less */
#define ROWS_LAST_CHANCE 500 /* streets of one postcode that are read one by one */
#define ROWS_MAX 1200
/* Above this likeness nothing better is looked for. */
#define LIKENESS_ENOUGH 0.93
#define CORRECTIONS_MAX 10
#define GROUPS_MAX 8
#define SEEN_SLOTS 4096 /* a power of two, more than twice ROWS_MAX */

/* Streets that hold one word of the question, in any of its readings: an FTS5 expression. */
struct group {
    size_t token;
    size_t start, length; /* in search->text */
    int64_t streets;      /* how many, at most; 0: no street has such a word */
};

struct search {
    const struct geocoder *geocoder;
    struct reader *reader;
    const struct geocode_query *query;
    struct reading *reading;
    struct hits *hits;
    struct buffer *text, *expression, *place;
    struct group groups[GROUPS_MAX];
    size_t group_count;
    struct group type; /* the kind of way that was typed, else no length */
    size_t rows_left;
    int64_t seen[SEEN_SLOTS];
    enum status status;
};

static bool is_seen(struct search *search, int64_t street)
{
    size_t at = ((size_t)street * 2654435761u) & (SEEN_SLOTS - 1);
    while (search->seen[at] != 0) {
        if (search->seen[at] == street) return true;
        at = (at + 1) & (SEEN_SLOTS - 1);
    }
    search->seen[at] = street;
    return false;
}

void hits_keep(struct hits *hits, const struct hit *hit)
{
    size_t at = hits->count;
    while (at > 0 && hit->rank > hits->list[at - 1].rank) at--;
    if (at >= hits->keep) return;
    size_t moved = (hits->count == hits->keep ? hits->count - 1 : hits->count) - at;
    memmove(&hits->list[at + 1], &hits->list[at], moved * sizeof *hits->list);
    hits->list[at] = *hit;
    if (hits->count < hits->keep) hits->count++;
}

static bool is_wanted(const struct geocode_query *query, const struct street_row *street,
                      const struct commune *commune)
{
    if (query->citycode != NULL && strcmp(query->citycode, commune->citycode) != 0) return false;
    if (query->postcode != NULL && strcmp(query->postcode, street->postcode) != 0 &&
        !commune_has_postcode(commune, query->postcode)) {
        return false;
    }
    if (query->type == GEOCODE_LOCALITY) return street->is_place;
    return query->type == GEOCODE_ANY || !street->is_place;
}

static void try_row(struct search *search, struct statement *row)
{
    struct street_row street;
    street_row_read(row, &street);
    const struct commune *commune = gazetteer_get(search->geocoder->gazetteer, street.commune);
    if (commune == NULL || !is_wanted(search->query, &street, commune)) return;
    struct hit hit;
    score_street(search->reading, search->query, &street, commune, &hit);
    if (search->query->type == GEOCODE_HOUSENUMBER && !hit.has_number) return;
    hits_keep(search->hits, &hit);
}

/* Scores the streets that the expression finds. */
static void find(struct search *search, size_t limit)
{
    struct statement *rows = search->reader->find;
    if (search->expression->failed) search->status = STATUS_NO_MEMORY;
    if (search->status != STATUS_OK || search->rows_left == 0) return;
    if (limit > search->rows_left) limit = search->rows_left;
    bind_text(rows, ":words", search->expression->data);
    bind_integer(rows, ":limit", (int64_t)limit);
    enum status status = STATUS_OK;
    while ((status = statement_step(rows)) == STATUS_OK) {
        search->rows_left--;
        if (!is_seen(search, column_integer(rows, 0))) try_row(search, rows);
    }
    if (status != STATUS_NOT_FOUND) search->status = status;
}

static double best_likeness(const struct search *search)
{
    double best = 0;
    for (size_t i = 0; i < search->hits->count; i++) {
        const struct hit *hit = &search->hits->list[i];
        if (hit->street != 0 && hit->likeness > best) best = hit->likeness;
    }
    return best;
}

/* Nothing of the best hit is left to wonder about. */
static bool is_explained(const struct search *search)
{
    return search->hits->count > 0 && search->hits->list[0].is_explained;
}

/* Expressions. Words are folded: letters and digits only, so quoting them is enough. */

static void add_reading(struct search *search, struct group *group, const char *word,
                        const char *mark)
{
    char marked[WORD_LENGTH_MAX + 8] = "";
    if (strlen(word) > WORD_LENGTH_MAX) return;
    strcat(strcpy(marked, mark), word);
    int64_t streets = reader_count_word(search->reader, marked);
    if (streets == 0) return;
    buffer_text(search->text, group->streets == 0 ? "\"" : " OR \"");
    buffer_text(search->text, marked);
    buffer_char(search->text, '"');
    group->streets += streets;
}

static void add_both(struct search *search, struct group *group, const char *a, size_t a_length,
                     const char *b)
{
    char first[WORD_LENGTH_MAX + 1];
    memcpy(first, a, a_length);
    first[a_length] = '\0';
    int64_t streets = reader_count_word(search->reader, first);
    int64_t others = streets == 0 ? 0 : reader_count_word(search->reader, b);
    if (others == 0) return;
    buffer_format(search->text, "%s(\"%s\" AND \"%s\")", group->streets == 0 ? "" : " OR ", first,
                  b);
    group->streets += streets < others ? streets : others;
}

/* "belair" is bel air; "dalesia" is d alesia. Only where no street has the whole word. */
static void add_splits(struct search *search, struct group *group, const struct token *token)
{
    if (token->length < 5 || group->streets > 0) return;
    for (size_t at = 1; at + 2 <= token->length; at++) {
        add_both(search, group, token->text, at, token->text + at);
    }
}

static void add_glued(struct search *search, struct group *group, const struct token *token)
{
    const struct reading *reading = search->reading;
    size_t at = (size_t)(token - reading->tokens);
    char glued[2 * WORD_LENGTH_MAX + 1];
    if (at + 1 < reading->count && token[1].role == WORD_NAME) {
        strcat(strcpy(glued, token->text), token[1].text);
        add_reading(search, group, glued, "");
    }
    if (at > 0 && token[-1].role == WORD_NAME) {
        strcat(strcpy(glued, token[-1].text), token->text);
        add_reading(search, group, glued, "");
    }
}

/* Words that go on from an unfinished one. Up to three letters the index knows them all at once. */
static void add_beginnings(struct search *search, struct group *group, const struct token *token)
{
    if (token->length <= 3) {
        buffer_format(search->text, "%s\"%s\"*", group->streets == 0 ? "" : " OR ", token->text);
        group->streets += 1000;
        return;
    }
    struct statement *words = search->reader->words_from;
    char past[WORD_LENGTH_MAX + 1];
    strcpy(past, token->text);
    past[token->length - 1]++;
    bind_text(words, ":first", token->text);
    bind_text(words, ":past", past);
    bind_integer(words, ":limit", 64);
    while (statement_step(words) == STATUS_OK) {
        buffer_format(search->text, "%s\"%s\"", group->streets == 0 ? "" : " OR ",
                      column_text(words, 0));
        group->streets += column_integer(words, 1);
    }
}

static void add_corrections(struct search *search, struct group *group, const struct token *token,
                            unsigned most)
{
    struct correction corrections[CORRECTIONS_MAX];
    if (token->role == WORD_DIGITS || token->length < 3) return;
    size_t count = corrections_of(search->reader, token->text, token->length, most, corrections,
                                  CORRECTIONS_MAX);
    for (size_t i = 0; i < count; i++) add_reading(search, group, corrections[i].word, "");
}

static void add_sounds(struct search *search, struct group *group, const struct token *token)
{
    uint32_t sound = words_sound(token->text, token->length);
    if (sound == 0) return;
    struct statement *words = search->reader->words_sound;
    bind_integer(words, ":sound", sound);
    bind_integer(words, ":limit", CORRECTIONS_MAX);
    while (statement_step(words) == STATUS_OK) {
        buffer_format(search->text, "%s\"%s\"", group->streets == 0 ? "" : " OR ",
                      column_text(words, 0));
        group->streets += column_integer(words, 1);
    }
}

/* How far a group may go from the word as typed. */
enum effort { EFFORT_EXACT, EFFORT_CORRECTED, EFFORT_LENIENT };

static unsigned edits_for(const struct token *token, enum effort effort)
{
    if (effort == EFFORT_LENIENT) return token->length >= 4 ? 2 : 1;
    return token->length <= 5 ? 1 : 2;
}

static void add_group(struct search *search, size_t at, enum effort effort)
{
    const struct token *token = &search->reading->tokens[at];
    if (search->group_count == GROUPS_MAX) return;
    struct group *group = &search->groups[search->group_count++];
    *group = (struct group){.token = at, .start = search->text->length};
    add_reading(search, group, token->text, "");
    for (size_t i = 0; i < token->reading_count; i++) {
        if (strchr(token->readings[i], ' ') != NULL) continue;
        add_reading(search, group, token->readings[i], "");
    }
    add_reading(search, group, words_canonical(token->text), "@");
    add_glued(search, group, token);
    add_splits(search, group, token);
    if (token->is_unfinished) add_beginnings(search, group, token);
    if (effort != EFFORT_EXACT) add_corrections(search, group, token, edits_for(token, effort));
    if (effort == EFFORT_LENIENT) add_sounds(search, group, token);
    group->length = search->text->length - group->start;
}

/* The words that must be there, most of them at least. */

static bool is_after_number(const struct reading *reading, size_t at)
{
    return at > 0 && reading->tokens[at - 1].number != 0 &&
           reading->tokens[at - 1].suffix[0] == '\0' && reading->tokens[at].length <= 2;
}

static bool is_suffix_word(const struct token *token)
{
    return strcmp(token->text, "bis") == 0 || strcmp(token->text, "ter") == 0 ||
           strcmp(token->text, "quater") == 0;
}

static bool has_place(const struct search *search)
{
    return search->place->length > 0;
}

static bool is_core(const struct search *search, size_t at, bool with_noise)
{
    const struct token *token = &search->reading->tokens[at];
    if (token->is_postcode || token->is_district || (token->is_noise && !with_noise)) return false;
    if (token->is_city && has_place(search)) return false;
    if (token->role != WORD_NAME || token->number != 0) return false;
    if (token->length == 1 || is_suffix_word(token)) return false;
    for (size_t i = 0; i < token->reading_count; i++) {
        const char *reading = token->readings[i];
        if (words_role(reading, strlen(reading)) == WORD_TYPE && token->length <= 4) return false;
    }
    return !is_after_number(search->reading, at);
}

/* For questions of common words only, "voie f 15": everything but the first number. */
static bool is_plain(const struct search *search, size_t at)
{
    const struct token *token = &search->reading->tokens[at];
    if (token->is_postcode || token->is_district || token->is_noise) return false;
    if (token->is_city && has_place(search)) return false;
    for (size_t i = 0; i < at; i++) {
        if (search->reading->tokens[i].number != 0) return !is_after_number(search->reading, at);
    }
    return token->number == 0;
}

/* "rue", "av": the kind of way, when the question says one. */
static void make_type(struct search *search)
{
    search->type = (struct group){.start = search->text->length};
    for (size_t i = 0; i < search->reading->count && search->type.streets == 0; i++) {
        const struct token *token = &search->reading->tokens[i];
        if (token->is_noise || token->is_city || token->is_unfinished) continue;
        if (token->role == WORD_TYPE) add_reading(search, &search->type, token->text, "");
        for (size_t k = 0; k < token->reading_count; k++) {
            const char *reading = token->readings[k];
            if (words_role(reading, strlen(reading)) != WORD_TYPE) continue;
            add_reading(search, &search->type, reading, "");
        }
    }
    search->type.length = search->text->length - search->type.start;
}

static void make_plain_groups(struct search *search, enum effort effort, bool with_last)
{
    size_t count = search->reading->count;
    search->group_count = 0;
    for (size_t i = 0; i < count - !with_last; i++) {
        if (is_plain(search, i)) add_group(search, i, effort);
    }
}

static void make_groups(struct search *search, enum effort effort, bool with_noise)
{
    bool names = false;
    search->group_count = 0;
    buffer_reset(search->text);
    for (size_t i = 0; i < search->reading->count; i++) {
        if (!is_core(search, i, with_noise)) continue;
        if (!search->reading->tokens[i].is_city) names = true;
        add_group(search, i, effort);
    }
    if (!names) make_plain_groups(search, effort, true);
    make_type(search);
    if (search->text->failed) search->status = STATUS_NO_MEMORY;
}

static void append_group(struct search *search, const struct group *group)
{
    struct buffer *expression = search->expression;
    if (expression->length > 0) buffer_text(expression, " AND ");
    buffer_char(expression, '(');
    buffer_append(expression, search->text->data + group->start, group->length);
    buffer_char(expression, ')');
}

static void begin_expression(struct search *search, bool with_place)
{
    buffer_reset(search->expression);
    if (with_place && has_place(search)) {
        buffer_append(search->expression, search->place->data, search->place->length);
    }
}

/* The nine cells around the preferred point. */
static void append_cells(struct search *search)
{
    const int32_t step = (int32_t)(0.2 * NUMBER_GRID);
    int32_t lon = (int32_t)(search->query->near.lon * NUMBER_GRID);
    int32_t lat = (int32_t)(search->query->near.lat * NUMBER_GRID);
    for (int32_t i = 0; i < 9; i++) {
        buffer_text(search->expression, i == 0 ? "(\"" : " OR \"");
        place_cell(lon + (i % 3 - 1) * step, lat + (i / 3 - 1) * step, search->expression);
        buffer_char(search->expression, '"');
    }
    buffer_char(search->expression, ')');
}

static size_t rows_for(const struct search *search)
{
    size_t last = search->reading->count - 1;
    return search->reading->tokens[last].is_unfinished ? ROWS_UNFINISHED : ROWS_PER_FIND;
}

/* Appends all groups but the one of token `without` (TOKENS_MAX: none); false when some word is in
 * no street, or nothing is left. */
static bool append_groups(struct search *search, size_t without)
{
    size_t used = 0;
    for (size_t i = 0; i < search->group_count; i++) {
        const struct group *group = &search->groups[i];
        if (group->token == without) continue;
        if (group->streets == 0) return false;
        append_group(search, group);
        used++;
    }
    return used > 0;
}

/* Around the point that the caller prefers, when the question does not say where. */
static void find_near(struct search *search, size_t without)
{
    if (!search->query->has_near || has_place(search)) return;
    buffer_reset(search->expression);
    append_cells(search);
    if (append_groups(search, without)) find(search, rows_for(search));
}

static bool find_all(struct search *search, bool with_place, size_t without)
{
    find_near(search, without);
    begin_expression(search, with_place);
    if (append_groups(search, without)) find(search, rows_for(search));
    return best_likeness(search) >= LIKENESS_ENOUGH;
}

/* With the kind of way: fewer streets, so the right one is among those read. */
static bool find_typed(struct search *search)
{
    if (search->type.streets == 0) return false;
    begin_expression(search, true);
    append_group(search, &search->type);
    if (append_groups(search, TOKENS_MAX)) find(search, rows_for(search));
    return best_likeness(search) >= LIKENESS_ENOUGH;
}

/* The unfinished word may begin a city or a postcode, which the street does not hold. */
static bool find_unfinished(struct search *search, enum effort effort)
{
    size_t last = search->reading->count - 1;
    if (!search->reading->tokens[last].is_unfinished) return false;
    if (search->group_count >= 2) return find_all(search, true, last);
    if (best_likeness(search) >= 0.9) return false;
    make_plain_groups(search, effort, false);
    bool found = find_all(search, true, last);
    make_groups(search, effort, false);
    return found;
}

static int rarest_first(const void *left, const void *right)
{
    const struct group *a = left, *b = right;
    return a->streets < b->streets ? -1 : a->streets > b->streets;
}

/* Each word but one, then the rarest words two by two or alone. */
static bool find_most(struct search *search, bool with_place)
{
    if (search->group_count > 2) {
        for (size_t i = 0; i < search->group_count; i++) {
            if (find_all(search, with_place, search->groups[i].token)) return true;
        }
    }
    struct group rarest[GROUPS_MAX];
    memcpy(rarest, search->groups, sizeof rarest);
    qsort(rarest, search->group_count, sizeof *rarest, rarest_first);
    size_t tried = 0;
    for (size_t i = 0; i < search->group_count && tried < 4; i++) {
        if (rarest[i].streets == 0) continue;
        begin_expression(search, with_place);
        append_group(search, &rarest[i]);
        find(search, ROWS_PER_FIND);
        tried++;
    }
    return best_likeness(search) >= LIKENESS_ENOUGH;
}

/* Where to look: what the caller demands, else the postcode, else the arrondissement. */

static void add_place(struct search *search, char mark, const char *code)
{
    buffer_format(search->place, "%s\"%c%s\"", search->place->length == 0 ? "(" : " OR ", mark,
                  code);
}

static void read_district_place(struct search *search)
{
    const struct reading *reading = search->reading;
    for (size_t i = 0; i < reading->span_count; i++) {
        const struct span *span = &reading->spans[i];
        for (size_t k = 0; k < span->commune_count; k++) {
            if (span->communes[k]->district != reading->district) continue;
            add_place(search, '#', span->communes[k]->citycode);
        }
    }
    for (size_t i = 1;
         search->place->length == 0 && i <= gazetteer_count(search->geocoder->gazetteer); i++) {
        const struct commune *commune = gazetteer_get(search->geocoder->gazetteer, (int64_t)i);
        if (commune->district == reading->district) add_place(search, '#', commune->citycode);
    }
}

static void read_place(struct search *search)
{
    const struct reading *reading = search->reading;
    buffer_reset(search->place);
    if (search->query->citycode != NULL) {
        if (strspn(search->query->citycode, "0123456789AB") == strlen(search->query->citycode)) {
            add_place(search, '#', search->query->citycode);
        }
    } else if (search->query->postcode != NULL) {
        if (strspn(search->query->postcode, "0123456789") == strlen(search->query->postcode)) {
            add_place(search, ':', search->query->postcode);
        }
    } else if (reading->citycode != NULL) {
        add_place(search, '#', reading->citycode->citycode);
    } else if (reading->postcode_is_known) {
        size_t count = 0;
        const struct commune *const *communes =
            gazetteer_by_postcode(search->geocoder->gazetteer, reading->postcode, &count);
        add_place(search, ':', reading->postcode);
        for (size_t i = 0; i < count; i++) {
            if (communes[i]->district > 0) add_place(search, '#', communes[i]->citycode);
        }
    } else if (reading->district > 0) {
        read_district_place(search);
    }
    if (search->place->length > 0) buffer_char(search->place, ')');
    if (search->place->failed) search->status = STATUS_NO_MEMORY;
}

/* Hits of a stricter reading, scored again by the one in force. */
static void rescore(struct search *search)
{
    static const struct hits none;
    struct hits *before = malloc(sizeof *before);
    if (before == NULL) return;
    memcpy(before, search->hits, sizeof *before);
    memcpy(search->hits, &none, sizeof none);
    search->hits->keep = before->keep;
    memset(search->seen, 0, sizeof search->seen);
    for (size_t i = 0; i < before->count; i++) {
        struct statement *row = search->reader->street;
        if (before->list[i].street == 0) hits_keep(search->hits, &before->list[i]);
        bind_integer(row, ":id", before->list[i].street);
        if (statement_step(row) != STATUS_OK) continue;
        is_seen(search, before->list[i].street);
        try_row(search, row);
        statement_reset(row);
    }
    free(before);
}

/* All streets of the place, of that kind if one is named. */
static void find_in_place(struct search *search)
{
    if (!has_place(search)) return;
    begin_expression(search, true);
    if (search->type.streets > 0) append_group(search, &search->type);
    find(search, ROWS_LAST_CHANCE);
}

static bool is_good(const struct search *search)
{
    double best = best_likeness(search);
    return best >= 0.85 || (best >= 0.72 && is_explained(search));
}

/* All words are those of a street there, and it has the number: a word was left out, that is all.
 */
static bool is_door(const struct hit *hit)
{
    return hit->likeness >= 0.5 && hit->has_number && !hit->number_is_near;
}

/* In order: as typed, corrected, elsewhere, most words, and a last chance. */
static void run(struct search *search)
{
    bool place = has_place(search);
    make_groups(search, EFFORT_EXACT, false);
    if (find_typed(search) || find_all(search, true, TOKENS_MAX)) return;
    search->reading->is_attested = place && best_likeness(search) > 0;
    if (search->reading->is_attested && is_door(&search->hits->list[0])) return;
    if (find_unfinished(search, EFFORT_EXACT)) return;
    if (place && find_all(search, false, TOKENS_MAX)) return;
    make_groups(search, EFFORT_CORRECTED, false);
    if (find_typed(search) || find_all(search, true, TOKENS_MAX)) return;
    if (find_unfinished(search, EFFORT_CORRECTED)) return;
    if (is_good(search) && is_explained(search)) return;
    if (place && best_likeness(search) < 0.8 && find_all(search, false, TOKENS_MAX)) return;
    if (find_most(search, true) || is_good(search)) return;
    search->reading->is_lenient = true;
    rescore(search);
    make_groups(search, EFFORT_LENIENT, false);
    if (find_all(search, true, TOKENS_MAX)) return;
    find_in_place(search);
    if (is_good(search)) return;
    if (find_most(search, true)) return;
    if (place && best_likeness(search) < 0.6) find_most(search, false);
    if (best_likeness(search) >= 0.6) return;
    make_groups(search, EFFORT_EXACT, true);
    find_most(search, place);
}

enum status find_hits(const struct geocoder *geocoder, struct reader *reader,
                      const struct geocode_query *query, struct reading *reading, struct hits *out)
{
    struct search *search = calloc(1, sizeof *search);
    if (search == NULL) return STATUS_NO_MEMORY;
    *search = (struct search){.geocoder = geocoder,
                              .reader = reader,
                              .query = query,
                              .reading = reading,
                              .hits = out,
                              .text = &reader->scratch[0],
                              .expression = &reader->scratch[1],
                              .place = &reader->scratch[2],
                              .rows_left = ROWS_MAX};
    read_place(search);
    if (!find_communes(geocoder->gazetteer, reading, query, out) && reading->count > 0) {
        run(search);
    }
    enum status status = search->status;
    free(search);
    return status;
}
