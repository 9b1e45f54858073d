/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_search.h"

#include <stdlib.h>
#include <string.h>

/* Rows read for one full-text question, and for one question of a person in all: what bounds the
 * time of the most hostile one. */
#define ROWS_PER_FIND 64
#define ROWS_UNFINISHED 160  /* the beginning of a word says less */
#define ROWS_LAST_CHANCE 500 /* streets of one postcode that are read one by one */
#define ROWS_MAX 1200
/* Entries of word lists that one question may make the index walk over, about 0.1 us each: words
 * that a hundred thousand streets have, and no street has together, would take the longest. */
#define WORK_MAX 100000
/* Above this likeness nothing better is looked for. */
#define LIKENESS_ENOUGH 0.93

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
    if (query->type == GEOCODE_LOCALITY) return street->is_place;
    return query->type == GEOCODE_ANY || !street->is_place;
}

/* Paris 16e has two postcodes, 75016 and 75116, that people take one for the other. */
static bool has_wanted_postcode(const struct geocode_query *query, const struct street_row *street,
                                const struct hit *hit)
{
    if (query->postcode == NULL) return true;
    const char *own = hit->has_number ? hit->number.postcode : "";
    if (strcmp(query->postcode, *own == '\0' ? street->postcode : own) == 0) return true;
    return hit->commune->district > 0 && commune_has_postcode(hit->commune, query->postcode);
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
    if (!has_wanted_postcode(search->query, &street, &hit)) return;
    hits_keep(search->hits, &hit);
}

/* Whether the lists that the expression joins are short enough for what is left. */
static bool afford(struct search *search)
{
    int64_t work = search->parts < 2 ? 0 : search->rarest * (int64_t)search->parts;
    if (work > search->work_left) return false;
    search->work_left -= work;
    return true;
}

/* Scores the streets that the expression finds. */
static void find(struct search *search, size_t limit)
{
    struct statement *rows = search->reader->find;
    if (search->expression->failed) search->status = STATUS_NO_MEMORY;
    if (search->status != STATUS_OK || search->rows_left == 0 || !afford(search)) return;
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

static void count_part(struct search *search, int64_t streets)
{
    if (search->parts == 0 || streets < search->rarest) search->rarest = streets;
    search->parts++;
}

static void append_group(struct search *search, const struct group *group)
{
    count_part(search, group->streets);
    struct buffer *expression = search->expression;
    if (expression->length > 0) buffer_text(expression, " AND ");
    buffer_char(expression, '(');
    buffer_append(expression, search->text->data + group->start, group->length);
    buffer_char(expression, ')');
}

static void begin_expression(struct search *search, bool with_place)
{
    buffer_reset(search->expression);
    search->parts = 0;
    if (with_place && has_place(search)) {
        count_part(search, search->place_streets);
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
    search->parts = 0;
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
    groups_make_plain(search, effort, false);
    bool found = find_all(search, true, last);
    groups_make(search, effort, false);
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
    groups_make(search, EFFORT_EXACT, false);
    if (find_typed(search) || find_all(search, true, TOKENS_MAX)) return;
    search->reading->is_attested = place && best_likeness(search) > 0;
    if (search->reading->is_attested && is_door(&search->hits->list[0])) return;
    if (find_unfinished(search, EFFORT_EXACT)) return;
    if (place && find_all(search, false, TOKENS_MAX)) return;
    groups_make(search, EFFORT_CORRECTED, false);
    if (find_typed(search) || find_all(search, true, TOKENS_MAX)) return;
    if (find_unfinished(search, EFFORT_CORRECTED)) return;
    if (is_good(search) && is_explained(search)) return;
    if (place && best_likeness(search) < 0.8 && find_all(search, false, TOKENS_MAX)) return;
    if (find_most(search, true) || is_good(search)) return;
    search->reading->is_lenient = true;
    rescore(search);
    groups_make(search, EFFORT_LENIENT, false);
    if (find_all(search, true, TOKENS_MAX)) return;
    find_in_place(search);
    if (is_good(search)) return;
    if (find_most(search, true)) return;
    if (place && best_likeness(search) < 0.6) find_most(search, false);
    if (best_likeness(search) >= 0.6) return;
    groups_make(search, EFFORT_EXACT, true);
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
                              .rows_left = ROWS_MAX,
                              .work_left = WORK_MAX};
    place_make(search);
    if (!find_communes(geocoder->gazetteer, reading, query, out) && reading->count > 0) {
        run(search);
    }
    enum status status = search->status;
    free(search);
    return status;
}
