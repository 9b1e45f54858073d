/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocode_words.h"
#include "handlers.h"
#include "json.h"
#include "locate.h"
#include "params.h"

#include "geodata/geocode.h"

#include <string.h>

/* GeocodeJSON as the French national geocoder (Addok) writes it, so that its clients may be pointed
 * here without a change: https://github.com/geocoders/geocodejson-spec, draft version. */

#define LIMIT_DEFAULT 5

static const struct param_choice switches[] = {
    {"0", false}, {"1", true}, {"false", false}, {"true", true}, {0}};

/* Members that do not apply are left out, as there. */
static void write_said(struct buffer *out, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0') json_name_string(out, name, text);
}

static void write_number(struct buffer *out, const char *name, double value, unsigned decimals)
{
    json_name(out, name);
    json_write_number(out, value, decimals);
}

static void write_properties(struct buffer *out, const struct geocode_result *result)
{
    json_name(out, "properties");
    json_open(out, '{');
    json_name_string(out, "label", result->label);
    write_number(out, "score", result->score, 9);
    write_said(out, "housenumber", result->housenumber);
    json_name_string(out, "id", result->id);
    json_name_string(out, "name", result->name);
    write_said(out, "postcode", result->postcode);
    write_said(out, "citycode", result->citycode);
    if (result->type != GEOCODE_POI) {
        write_number(out, "x", result->x, 2);
        write_number(out, "y", result->y, 2);
    }
    write_said(out, "city", result->city);
    write_said(out, "district", result->district);
    write_said(out, "context", result->context);
    json_name_string(out, "type", geocode_type_word(result->type));
    write_number(out, "importance", result->importance, 5);
    if (result->type == GEOCODE_HOUSENUMBER) write_said(out, "street", result->street);
    if (result->distance_m >= 0) write_number(out, "distance", result->distance_m, 0);
    json_close(out, '}');
}

static void write_features(struct buffer *out, const struct geocode_answer *answer)
{
    json_open(out, '{');
    json_name_string(out, "type", "FeatureCollection");
    json_name_string(out, "version", "draft");
    json_name(out, "features");
    json_open(out, '[');
    for (size_t i = 0; i < answer->count; i++) {
        json_open(out, '{');
        json_name_string(out, "type", "Feature");
        json_name(out, "geometry");
        json_open(out, '{');
        json_name_string(out, "type", "Point");
        json_name(out, "coordinates");
        json_write_point(out, answer->results[i].point);
        json_close(out, '}');
        write_properties(out, &answer->results[i]);
        json_close(out, '}');
    }
    json_close(out, ']');
    json_name_string(out, "attribution", "BAN");
    json_name_string(out, "licence", "ETALAB-2.0");
}

static void write_filters(struct buffer *out, const struct geocode_query *query)
{
    if (query->type == GEOCODE_ANY && query->postcode == NULL && query->citycode == NULL) return;
    json_name(out, "filters");
    json_open(out, '{');
    write_said(out, "type", geocode_type_word(query->type));
    write_said(out, "postcode", query->postcode);
    write_said(out, "citycode", query->citycode);
    json_close(out, '}');
}

static void write_search(struct response *response, const struct geocode_query *query,
                         const struct geocode_answer *answer)
{
    struct buffer *out = &response->body;
    write_features(out, answer);
    json_name_string(out, "query", query->text);
    write_filters(out, query);
    if (query->has_near) {
        json_name(out, "center");
        json_write_point(out, query->near);
    }
    json_name_integer(out, "limit", (int64_t)query->limit);
    json_close(out, '}');
    respond_json(response);
}

static bool read_search(const struct request *request, struct response *response,
                        struct geocode_query *out)
{
    int type = GEOCODE_ANY, autocomplete = true;
    long limit = LIMIT_DEFAULT;
    *out = (struct geocode_query){0};
    if (!param_text(request, response, "q", GEOCODE_TEXT_MAX, &out->text)) return false;
    if (out->text == NULL) return param_missing(response, "q");
    if (!param_integer(request, response, "limit", 1, GEOCODE_LIMIT_MAX, &limit) ||
        !param_choice(request, response, "autocomplete", switches, &autocomplete) ||
        !param_choice(request, response, "type", geocode_types, &type) ||
        !param_point(request, response, &out->has_near, &out->near) ||
        !param_text(request, response, "postcode", 10, &out->postcode) ||
        !param_text(request, response, "citycode", 10, &out->citycode))
        return false;
    out->text_length = strlen(out->text);
    out->limit = (size_t)limit;
    out->autocomplete = autocomplete;
    out->type = (enum geocode_type)type;
    return true;
}

void geocode_handler(const struct context *context, const struct request *request,
                     struct response *response)
{
    struct geocode_query query;
    struct geocode_answer answer = {0};
    if (!read_search(request, response, &query)) return;
    enum status status = locate(context, &query, &answer);
    if (status == STATUS_INVALID) {
        respond_bad_parameter(response, "q", "Ce texte n’est pas une adresse.");
    } else if (status != STATUS_OK) {
        respond_status(response, status);
    } else {
        write_search(response, &query, &answer);
    }
    geocode_answer_free(&answer);
}

void reverse_handler(const struct context *context, const struct request *request,
                     struct response *response)
{
    struct point point;
    struct geocode_answer answer = {0};
    bool is_given = false;
    long limit = 1;
    double radius_m = 0;
    if (!param_point(request, response, &is_given, &point)) return;
    if (!is_given) {
        param_missing(response, "lon");
        return;
    }
    if (!param_integer(request, response, "limit", 1, GEOCODE_LIMIT_MAX, &limit) ||
        !param_number(request, response, "distance", 1, GEOCODE_REVERSE_MAX_M, &radius_m)) {
        return;
    }
    enum status status =
        geocode_reverse(context->geocoder, point, radius_m, (size_t)limit, &answer);
    if (status != STATUS_OK) {
        respond_status(response, status);
        return;
    }
    write_features(&response->body, &answer);
    json_name_integer(&response->body, "limit", limit);
    json_close(&response->body, '}');
    geocode_answer_free(&answer);
    respond_json(response);
}
