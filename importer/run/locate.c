/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/locate.h"

#include "geodata/generation.h"
#include "geodata/geocode.h"
#include "geodata/text.h"
#include "run/locate_batch.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define BORDER_M 300.0 /* a point this near its address may lie on the other side of a border */
#define FAR_M 2000.0   /* own coordinates this far from a sure address are somebody else's */

struct locator {
    struct workspace *workspace;
    struct geocoder *geocoder; /* NULL: no address book was loaded */
    struct locate_batch batch; /* what was asked ahead */
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
    locate_batch_free(&locator->batch);
    geocoder_close(locator->geocoder);
    free(locator);
}

bool locator_has_book(const struct locator *locator)
{
    return locator->geocoder != NULL;
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

static bool is_sure(const struct locate_answer *answer, const struct locate_query *query)
{
    const struct geocode_result *best = answer->candidates.results;
    if (answer->candidates.count == 0 || !answer->in_postcode) return false;
    if (best->score < GEOCODE_SCORE_SURE || best->number_is_near) return false;
    if (best->type == GEOCODE_MUNICIPALITY) return false;
    if (!answer->by_id && query->postcode == NULL && query->city != NULL &&
        !is_town(best, query->city)) {
        return false;
    }
    bool has_door = query->address != NULL && has_number(query->address);
    return best->type == GEOCODE_HOUSENUMBER || !has_door;
}

static void tell_candidates(const struct geocode_answer *answer, const struct locate_query *query,
                            const char *cause, struct report *report)
{
    struct buffer remedy = {0};
    for (size_t i = 0; i < answer->count && i < LOCATE_CANDIDATES; i++) {
        const struct geocode_result *result = &answer->results[i];
        if (result->score < GEOCODE_SCORE_DOUBTFUL) break;
        buffer_format(&remedy, "%s« %s » (%.2f)", remedy.length == 0 ? "est-ce " : ", ",
                      result->label, result->score);
    }
    if (remedy.length > 0) buffer_text(&remedy, " ? ");
    buffer_text(&remedy, "corrigez l'adresse, ou donnez lon et lat");
    struct where where = query->where;
    if (where.column == NULL) where.column = "adresse";
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

/* The code of a whole city that has arrondissements agrees with each of them. */
static bool is_other_commune(const char *a, const char *b)
{
    if (a == NULL || b == NULL || strcmp(a, b) == 0) return false;
    return strcmp(a, "75056") != 0 && strcmp(a, "69123") != 0 && strcmp(a, "13055") != 0;
}

/* Coordinates outside the commune that the row names are somebody else's. */
static void check_commune(const struct locate_query *query, struct report *report,
                          struct place *place)
{
    if (!is_other_commune(query->citycode, place->citycode)) return;
    report_find(report, FINDING_DOUBTFUL, query->where,
                "l'adresse est cherchée à la place ; corrigez les coordonnées ou la commune",
                "les coordonnées sont dans la commune %s, la ligne dit %s", place->citycode,
                query->citycode);
    place->method = PLACE_NONE;
    place->citycode = NULL;
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

/* Outside the postcode that was given no candidate is sure. */
static void decide(const struct locate_answer *answer, const struct locate_query *query,
                   struct pool *pool, struct report *report, struct place *out)
{
    const struct geocode_answer *found = &answer->candidates;
    const struct geocode_result *best = found->count > 0 ? &found->results[0] : NULL;
    bool sure = is_sure(answer, query);
    if (out->method == PLACE_SOURCE) {
        if (sure && out->citycode == NULL && best->citycode != NULL) {
            out->citycode = pool_text(pool, best->citycode, strlen(best->citycode));
        }
        if (!sure || !contradicts(out, best)) return;
        report_find(report, FINDING_DOUBTFUL, query->where,
                    "l'adresse a été crue ; corrigez-la, ou corrigez lon et lat",
                    "les coordonnées sont à %.1f km de l'adresse « %s »",
                    geo_distance_m(out->point, best->point) / 1000.0,
                    query->address == NULL ? best->label : query->address);
        take_answer(best, pool, out);
        return;
    }
    if (sure) {
        take_answer(best, pool, out);
        return;
    }
    if (best == NULL || best->score < GEOCODE_SCORE_DOUBTFUL) {
        tell_candidates(found, query, "cette adresse est introuvable dans le carnet d'adresses",
                        report);
    } else if (best->number_is_near) {
        tell_candidates(found, query, "ce numéro n'existe pas dans cette rue", report);
    } else {
        tell_candidates(found, query, "cette adresse est incertaine", report);
    }
}

static enum status geocode(struct locator *locator, const struct locate_query *query,
                           struct pool *pool, struct report *report, struct place *out)
{
    struct locate_answer now = {0};
    const struct locate_answer *answer = locate_batch_find(&locator->batch, query);
    if (answer == NULL) {
        locate_ask(locator->geocoder, query, &now);
        answer = &now;
    }
    enum status status = answer->status;
    if (status == STATUS_OK) decide(answer, query, pool, report, out);
    locate_answer_free(&now);
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
        check_commune(query, report, out);
    }
    if (!locate_has_question(query)) return STATUS_OK;
    if (locator->geocoder != NULL) return geocode(locator, query, pool, report, out);
    if (out->method != PLACE_NONE) return STATUS_OK;
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
    if (locator->geocoder == NULL) return STATUS_OK;
    return locate_batch_ask(&locator->batch, locator->geocoder, queries, count);
}
