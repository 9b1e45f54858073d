/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/geocode_find.h"

#include <math.h>
#include <string.h>

/* Beginnings that are weighed, of cities, for one unfinished name. */
#define BEGINNINGS_MAX 400

static void keep_commune(struct hits *hits, const struct geocode_query *query,
                         const struct commune *commune, double score)
{
    if (query->citycode != NULL && strcmp(query->citycode, commune->citycode) != 0) return;
    if (query->postcode != NULL && !commune_has_postcode(commune, query->postcode)) return;
    struct hit hit = {.commune = commune,
                      .likeness = score,
                      .score = score,
                      .is_explained = true,
                      .lon = commune->lon,
                      .lat = commune->lat};
    struct point point = {hit.lon / NUMBER_GRID, hit.lat / NUMBER_GRID};
    hit.rank = score + 0.01 * fmin(log1p(commune->numbers) / log1p(200000), 1);
    if (query->has_near) hit.rank += 0.04 * exp(-geo_distance_m(query->near, point) / 20000);
    hits_keep(hits, &hit);
}

/* Every word is about the place, or in the way. */
static bool is_place_only(const struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        const struct token *token = &reading->tokens[i];
        if (!token->is_noise && !token->is_city && !token->is_postcode && !token->is_district) {
            return false;
        }
    }
    return true;
}

static void keep_spans(const struct reading *reading, const struct geocode_query *query,
                       struct hits *hits)
{
    for (size_t i = 0; i < reading->span_count; i++) {
        const struct span *span = &reading->spans[i];
        for (size_t k = 0; k < span->commune_count; k++) {
            const struct commune *commune = span->communes[k];
            bool district = reading->district == 0 || reading->district == commune->district;
            bool postcode =
                reading->postcode[0] == '\0' || commune_has_postcode(commune, reading->postcode);
            if (!district || !postcode) continue;
            bool part =
                commune->district > 0 && reading->district == 0 && reading->postcode[0] == '\0';
            keep_commune(hits, query, commune, part ? 0.85 : 1);
        }
    }
}

static void keep_codes(const struct gazetteer *gazetteer, const struct reading *reading,
                       const struct geocode_query *query, struct hits *hits)
{
    if (reading->citycode != NULL) keep_commune(hits, query, reading->citycode, 1);
    size_t count = 0;
    const struct commune *const *communes =
        gazetteer_by_postcode(gazetteer, reading->postcode, &count);
    for (size_t i = 0; i < count; i++) keep_commune(hits, query, communes[i], 0.95);
    for (size_t i = 1; count == 0 && i <= gazetteer_count(gazetteer); i++) {
        const struct commune *commune = gazetteer_get(gazetteer, (int64_t)i);
        if (reading->district == 0 || commune->district != reading->district) continue;
        keep_commune(hits, query, commune, 0.9);
    }
}

/* "boulogne b": cities whose name begins so. */
static void keep_beginnings(const struct gazetteer *gazetteer, const struct reading *reading,
                            const struct geocode_query *query, struct hits *hits)
{
    char words[4 * WORD_LENGTH_MAX] = "";
    for (size_t i = 0; i < reading->count; i++) {
        const struct token *token = &reading->tokens[i];
        const char *word = token->is_unfinished ? token->text : words_canonical(token->text);
        if (token->is_postcode || strlen(words) + strlen(word) + 2 > sizeof words) return;
        if (i > 0) strcat(words, " ");
        strcat(words, word);
    }
    size_t length = strlen(words), count = 0;
    const struct commune *const *communes =
        gazetteer_by_beginning(gazetteer, words, length, BEGINNINGS_MAX, &count);
    for (size_t i = 0; i < count; i++) {
        double typed = (double)length / (double)strlen(communes[i]->words);
        keep_commune(hits, query, communes[i],
                     communes[i]->district > 0 ? 0.5 : 0.6 + 0.35 * typed);
    }
}

bool find_communes(const struct gazetteer *gazetteer, const struct reading *reading,
                   const struct geocode_query *query, struct hits *hits)
{
    if (query->type != GEOCODE_ANY && query->type != GEOCODE_MUNICIPALITY) return false;
    if (reading->count == 0) return false;
    bool unfinished = reading->tokens[reading->count - 1].is_unfinished;
    bool only = is_place_only(reading);
    if (only && reading->span_count > 0) keep_spans(reading, query, hits);
    if (only && hits->count == 0) keep_codes(gazetteer, reading, query, hits);
    if (unfinished && reading->count <= 6) keep_beginnings(gazetteer, reading, query, hits);
    return (only && hits->count > 0 && !unfinished) || query->type == GEOCODE_MUNICIPALITY;
}
