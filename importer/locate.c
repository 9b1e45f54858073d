/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "locate.h"

#include "geodata/generation.h"
#include "geodata/geocode.h"
#include "geodata/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CANDIDATES_TOLD 3
#define BORDER_M 300.0 /* a point this near its address may lie on the other side of a border */
#define FAR_M 2000.0   /* own coordinates this far from a sure address are somebody else's */

struct locator {
    struct workspace *workspace;
    struct geocoder *geocoder; /* NULL: no address book was loaded */
    bool told_no_book;
};

enum status locator_open(const char *data, struct workspace *workspace, struct locator **out)
{
    struct buffer path = {0};
    uint32_t number = 0;
    struct locator *locator = calloc(1, sizeof *locator);
    if (locator == NULL) return STATUS_NO_MEMORY;
    locator->workspace = workspace;

    enum status status = generation_current(data, SERIES_ADDRESSES, &number);
    if (status == STATUS_OK) {
        generation_path(data, SERIES_ADDRESSES, number, &path);
        status = path.failed ? STATUS_NO_MEMORY : geocoder_open(path.data, &locator->geocoder);
    }
    buffer_free(&path);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        locator_close(locator);
        return status;
    }
    *out = locator;
    return STATUS_OK;
}

void locator_close(struct locator *locator)
{
    if (locator == NULL) return;
    geocoder_close(locator->geocoder);
    free(locator);
}

static enum status ask(const struct locator *locator, const struct locate_query *query,
                       bool filter_postcode, struct geocode_answer *out)
{
    struct buffer text = {0};
    buffer_text(&text, query->address);
    if (query->postcode != NULL && !filter_postcode) buffer_format(&text, " %s", query->postcode);
    if (query->city != NULL) buffer_format(&text, " %s", query->city);
    struct geocode_query question = {
        .text = text.data,
        .text_length = text.length,
        .limit = CANDIDATES_TOLD,
        .postcode = filter_postcode ? query->postcode : NULL,
    };
    enum status status =
        text.failed ? STATUS_NO_MEMORY : geocode_search(locator->geocoder, &question, out);
    buffer_free(&text);
    return status;
}

static bool has_number(const char *address)
{
    return isdigit((unsigned char)address[strspn(address, " ")]) != 0;
}

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = strstr(words, word); at != NULL; at = strstr(at + 1, word)) {
        bool begins = at == words || at[-1] == ' ';
        if (begins && (at[length] == ' ' || at[length] == '\0')) return true;
    }
    return false;
}

/* Every word of the town that was written is one of the answer's; `Paris 14e` is Paris, `St Denis`
 * Saint-Denis. A street of the same name in another town is not the place. */
static bool is_town(const struct geocode_result *best, const char *city)
{
    struct buffer town = {0}, asked = {0};
    if (best->city != NULL) text_fold(best->city, strlen(best->city), &town);
    buffer_char(&town, ' ');
    if (best->district != NULL) text_fold(best->district, strlen(best->district), &town);
    text_fold(city, strlen(city), &asked);
    bool same = !town.failed && !asked.failed;
    char *rest = NULL;
    char *word = asked.length == 0 ? NULL : strtok_r(asked.data, " ", &rest);
    for (; same && word != NULL; word = strtok_r(NULL, " ", &rest)) {
        if (isdigit((unsigned char)*word) || strcmp(word, "cedex") == 0) continue;
        if (strcmp(word, "st") == 0) word = "saint";
        if (strcmp(word, "ste") == 0) word = "sainte";
        same = has_word(town.data, word);
    }
    buffer_free(&town);
    buffer_free(&asked);
    return same;
}

static bool is_sure(const struct geocode_result *best, const struct locate_query *query)
{
    if (best->score < GEOCODE_SCORE_SURE || best->number_is_near) return false;
    if (best->type == GEOCODE_MUNICIPALITY) return false;
    if (query->postcode == NULL && query->city != NULL && !is_town(best, query->city)) return false;
    return best->type == GEOCODE_HOUSENUMBER || !has_number(query->address);
}

static void tell_candidates(const struct geocode_answer *answer, const struct locate_query *query,
                            const char *cause, struct report *report)
{
    struct buffer remedy = {0};
    for (size_t i = 0; i < answer->count && i < CANDIDATES_TOLD; i++) {
        const struct geocode_result *result = &answer->results[i];
        if (result->score < GEOCODE_SCORE_DOUBTFUL) break;
        buffer_format(&remedy, "%s« %s » (%.2f)", remedy.length == 0 ? "est-ce " : ", ",
                      result->label, result->score);
    }
    if (remedy.length > 0) buffer_text(&remedy, " ? ");
    buffer_text(&remedy, "corrigez l'adresse, ou donnez lon et lat");
    struct where where = query->where;
    where.column = "adresse";
    where.value = query->address;
    report_find(report, FINDING_DOUBTFUL, where, remedy.failed ? NULL : remedy.data,
                "%s : la fiche n'aura pas de point sur la carte", cause);
    buffer_free(&remedy);
}

static enum status take_own_point(const struct locator *locator, const struct locate_query *query,
                                  struct pool *pool, struct place *out)
{
    char citycode[8] = "";
    enum status status = workspace_commune_at(locator->workspace, query->point, citycode);
    if (status != STATUS_OK) return status;
    out->method = PLACE_SOURCE;
    out->point = query->point;
    if (citycode[0] != '\0') out->citycode = pool_text(pool, citycode, strlen(citycode));
    return STATUS_OK;
}

static bool contradicts(const struct place *own, const struct geocode_result *best)
{
    double distance_m = geo_distance_m(own->point, best->point);
    bool other_commune = own->citycode != NULL && best->citycode != NULL &&
                         strcmp(own->citycode, best->citycode) != 0;
    return distance_m > (other_commune ? BORDER_M : FAR_M);
}

static void take_answer(const struct geocode_result *best, struct pool *pool, struct place *out)
{
    out->method = PLACE_GEOCODED;
    out->point = best->point;
    out->score = best->score;
    if (best->citycode != NULL) {
        out->citycode = pool_text(pool, best->citycode, strlen(best->citycode));
    }
    if (out->postcode == NULL && best->postcode != NULL) {
        out->postcode = pool_text(pool, best->postcode, strlen(best->postcode));
    }
    if (out->city == NULL && best->city != NULL) {
        out->city = pool_text(pool, best->city, strlen(best->city));
    }
}

/* `in_postcode`: the candidates lie in the postcode that was given; elsewhere none is sure. */
static void decide(const struct geocode_answer *answer, bool in_postcode,
                   const struct locate_query *query, struct pool *pool, struct report *report,
                   struct place *out)
{
    const struct geocode_result *best = answer->count > 0 ? &answer->results[0] : NULL;
    bool sure = best != NULL && in_postcode && is_sure(best, query);
    if (out->method == PLACE_SOURCE) {
        if (sure && out->citycode == NULL && best->citycode != NULL) {
            out->citycode = pool_text(pool, best->citycode, strlen(best->citycode));
        }
        if (!sure || !contradicts(out, best)) return;
        report_find(report, FINDING_DOUBTFUL, query->where,
                    "l'adresse a été crue ; corrigez-la, ou corrigez lon et lat",
                    "les coordonnées sont à %.1f km de l'adresse « %s »",
                    geo_distance_m(out->point, best->point) / 1000.0, query->address);
        take_answer(best, pool, out);
        return;
    }
    if (sure) {
        take_answer(best, pool, out);
        return;
    }
    if (best == NULL || best->score < GEOCODE_SCORE_DOUBTFUL) {
        tell_candidates(answer, query, "cette adresse est introuvable dans le carnet d'adresses",
                        report);
    } else if (best->number_is_near) {
        tell_candidates(answer, query, "ce numéro n'existe pas dans cette rue", report);
    } else {
        tell_candidates(answer, query, "cette adresse est incertaine", report);
    }
}

static enum status geocode(struct locator *locator, const struct locate_query *query,
                           struct pool *pool, struct report *report, struct place *out)
{
    struct geocode_answer answer = {0};
    enum status status = ask(locator, query, query->postcode != NULL, &answer);
    bool in_postcode = status != STATUS_OK || answer.count > 0 || query->postcode == NULL;
    if (!in_postcode) {
        geocode_answer_free(&answer);
        answer = (struct geocode_answer){0};
        status = ask(locator, query, false, &answer);
    }
    if (status == STATUS_INVALID) { /* too long to be an address */
        status = STATUS_OK;
        answer.count = 0;
    }
    if (status == STATUS_OK) decide(&answer, in_postcode, query, pool, report, out);
    geocode_answer_free(&answer);
    return status;
}

enum status locate_place(struct locator *locator, const struct locate_query *query,
                         struct pool *pool, struct report *report, struct place *out)
{
    *out = (struct place){
        .address = query->address,
        .postcode = query->postcode,
        .city = query->city,
        .method = PLACE_NONE,
    };
    if (query->has_point) {
        enum status status = take_own_point(locator, query, pool, out);
        if (status != STATUS_OK) return status;
    }
    if (query->address == NULL) return STATUS_OK;
    if (locator->geocoder != NULL) return geocode(locator, query, pool, report, out);
    if (query->has_point) return STATUS_OK;
    if (!locator->told_no_book) {
        locator->told_no_book = true;
        report_find(report, FINDING_NOTE, (struct where){.file = query->where.file},
                    "chargez-le avec la commande addresses, puis relancez cet import",
                    "il n'y a pas encore de carnet d'adresses : les adresses ne sont pas placées "
                    "sur la carte");
    }
    return STATUS_OK;
}

enum status locate_ahead(struct locator *locator, const struct locate_query *queries, size_t count)
{
    (void)locator;
    (void)queries;
    (void)count;
    return STATUS_OK; /* each place is asked for in its turn */
}
