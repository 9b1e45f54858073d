/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a question is asked: a point, an address or the place of a sentence; and how that was read.
 */
#include "geocode_words.h"
#include "json.h"
#include "locate.h"
#include "params.h"
#include "question.h"

#include <math.h>
#include <string.h>

/* An address without a town is meant in the territory. */
static enum status geocode(const struct context *context, const char *address, bool autocomplete,
                           struct geocode_answer *out)
{
    struct box box = atlas_facts(context->atlas)->box;
    struct geocode_query query = {.text = address,
                                  .text_length = strlen(address),
                                  .limit = QUESTION_PLACES,
                                  .autocomplete = autocomplete,
                                  .near = {(box.west + box.east) / 2, (box.south + box.north) / 2}};
    query.has_near = geo_point_is_valid(query.near);
    return locate(context, &query, out);
}

static bool stands_by_address(const struct question_reading *reading, size_t i)
{
    const struct question_piece *pieces = reading->pieces;
    return (i > 0 && pieces[i - 1].kind == QUESTION_ADDRESS) ||
           (i + 1 < reading->piece_count && pieces[i + 1].kind == QUESTION_ADDRESS);
}

/* Words left over beside an address may name another town ("12 rue d'Alésia Lyon"): asked together
 * with it they cost it the certainty that they would have cost in the address box. */
static void doubt_what_is_left_over(const struct context *context, struct question *question)
{
    const struct sentence *sentence = &question->sentence;
    struct buffer all = {0};
    struct geocode_answer again = {0};
    buffer_text(&all, sentence->reading.address);
    size_t alone = all.length;
    for (size_t i = 0; i < sentence->reading.piece_count; i++) {
        const struct question_piece *piece = &sentence->reading.pieces[i];
        if (piece->kind != QUESTION_LEFT_OVER) continue;
        if (!stands_by_address(&sentence->reading, i)) continue;
        buffer_char(&all, ' ');
        buffer_append(&all, sentence->text + piece->start, piece->end - piece->start);
    }
    if (all.failed || all.length == alone) goto done;
    if (geocode(context, all.data, false, &again) != STATUS_OK) goto done;
    struct geocode_result *found = &question->places.results[0];
    double score = again.count == 0 ? GEOCODE_SCORE_DOUBTFUL : again.results[0].score;
    if (score < found->score) found->score = fmax(score, GEOCODE_SCORE_DOUBTFUL);
done:
    geocode_answer_free(&again);
    buffer_free(&all);
}

static void write_place(struct buffer *out, const struct geocode_result *place)
{
    json_open(out, '{');
    json_name_string(out, "label", place->label);
    json_name(out, "score");
    json_write_number(out, place->score, 2);
    json_name_string(out, "type", geocode_type_word(place->type));
    json_name(out, "lon");
    json_write_number(out, place->point.lon, 6);
    json_name(out, "lat");
    json_write_number(out, place->point.lat, 6);
    json_close(out, '}');
}

/* No more than these are worth choosing from. */
#define CANDIDATES_MAX 3
/* Below, nothing but a number and the word "rue" is the same. */
#define CANDIDATE_SCORE_LEAST 0.33

/* What to do about it, and the places that come nearest. */
static void refuse_address(const struct context *context, const char *name, const char *address,
                           const struct geocode_answer *places, struct response *response)
{
    struct buffer members = {0};
    struct geocode_answer begun = {0};
    if (places->count == 0 && geocode(context, address, true, &begun) == STATUS_OK) places = &begun;
    json_name_string(&members, "address", address);
    json_name(&members, "address_candidates");
    json_open(&members, '[');
    for (size_t i = 0; i < places->count && i < CANDIDATES_MAX; i++) {
        if (places->results[i].score >= CANDIDATE_SCORE_LEAST)
            write_place(&members, &places->results[i]);
    }
    json_close(&members, ']');
    respond_not_found_with(response, name,
                           "Adresse introuvable dans la base d’adresses chargée. Écrivez le numéro "
                           "et la rue, puis le code postal ou la commune : « 12 rue d’Alésia "
                           "75014 ».",
                           &members);
    geocode_answer_free(&begun);
    buffer_free(&members);
}

static bool read_address(const struct context *context, const struct request *request,
                         struct response *response, struct question *out)
{
    const char *address = NULL, *name = "address";
    const char *said = out->sentence.reading.address;
    if (!param_text(request, response, "address", GEOCODE_TEXT_MAX, &address)) return false;
    if (address == NULL && said[0] != '\0' && !out->search.has_center &&
        context->geocoder != NULL) {
        address = said;
        name = "q";
        out->sentence.used[QUESTION_ADDRESS] = true;
    }
    if (address == NULL) return true;
    if (out->search.has_center) {
        respond_bad_parameter(response, "address", "Une adresse ou lon et lat, pas les deux.");
        return false;
    }
    if (context->geocoder == NULL) {
        respond_unavailable(response, "Aucune base d’adresses n’est chargée.");
        return false;
    }
    enum status status = geocode(context, address, false, &out->places);
    if (status == STATUS_OK &&
        (out->places.count == 0 || out->places.results[0].score < GEOCODE_SCORE_DOUBTFUL)) {
        refuse_address(context, name, address, &out->places, response);
        return false;
    }
    if (status == STATUS_INVALID) {
        respond_bad_parameter(response, name, "Ce texte n’est pas une adresse.");
    } else if (status != STATUS_OK) {
        respond_status(response, status);
    }
    if (status != STATUS_OK) return false;
    if (address == said) doubt_what_is_left_over(context, out);
    out->search.has_center = true;
    out->search.center = out->places.results[0].point;
    return true;
}

/* What a sentence says of a place that nobody named cannot be used: the answer says so. */
static void take_place(struct question *out)
{
    struct search_query *search = &out->search;
    struct sentence *sentence = &out->sentence;
    const struct question_reading *said = &sentence->reading;
    bool has_center = search->has_center;
    sentence->used[QUESTION_HERE] = said->here && has_center;
    sentence->used[QUESTION_RADIUS] = has_center && search->radius_m <= 0 && said->radius_m > 0;
    if (sentence->used[QUESTION_RADIUS]) search->radius_m = said->radius_m;
    if (has_center || search->mode != SEARCH_HOME || !sentence->used[QUESTION_MODE]) return;
    sentence->used[QUESTION_MODE] = false;
    search->mode = SEARCH_ANYWHERE;
    out->mode = NULL;
}

bool question_read_where(const struct context *context, const struct request *request,
                         struct response *response, struct question *out)
{
    struct search_query *search = &out->search;
    if (!param_point(request, response, &search->has_center, &search->center) ||
        !read_address(context, request, response, out) ||
        !param_number(request, response, "radius_m", 1, SEARCH_RADIUS_MAX_M, &search->radius_m))
        return false;
    take_place(out);
    if (search->has_center) return true;
    const char *needs_place = search->mode == SEARCH_HOME ? "mode"
                              : search->radius_m > 0      ? "radius_m"
                                                          : NULL;
    if (needs_place != NULL)
        respond_bad_parameter(response, needs_place, "Il faut aussi une adresse, ou lon et lat.");
    return needs_place == NULL;
}

/* Where the text was not surely understood, the other places it may mean. */
void question_write_where(const struct question *question, struct buffer *out)
{
    const struct geocode_answer *places = &question->places;
    json_name(out, "address");
    if (places->count == 0) json_write_null(out);
    if (places->count > 0) write_place(out, &places->results[0]);
    if (places->count > 0 && places->results[0].score < GEOCODE_SCORE_SURE) {
        json_name(out, "address_candidates");
        json_open(out, '[');
        for (size_t i = 1; i < places->count; i++) write_place(out, &places->results[i]);
        json_close(out, ']');
    }
    json_name(out, "point");
    if (question->search.has_center) json_write_point(out, question->search.center);
    if (!question->search.has_center) json_write_null(out);
}
