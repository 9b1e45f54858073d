/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes.h"

#include "config.h"
#include "csv_plan.h"
#include "handlers.h"
#include "params.h"

#include "geodata/atlas.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct route_parameter none[] = {{0}};
static const struct route_parameter resources_parameters[] = {
    {"q", false},          {"address", false},
    {"lon", false},        {"lat", false},
    {"radius_m", false},   {"skill", true},
    {"any_skill", true},   {"profession", false},
    {"kind", true},        {"mode", false},
    {"walk_in", false},    {"new_patients", false},
    {"wheelchair", false}, {"language", false},
    {"fees", false},       {"at", false},
    {"from", false},       {"to", false},
    {"order", false},      {"limit", false},
    {"cursor", false},     {0}};
/* The question of resources, drawn: neither pages nor order. */
static const struct route_parameter map_parameters[] = {
    {"bbox", false},       {"zoom", false},         {"q", false},
    {"address", false},    {"lon", false},          {"lat", false},
    {"radius_m", false},   {"skill", true},         {"any_skill", true},
    {"profession", false}, {"kind", true},          {"mode", false},
    {"walk_in", false},    {"new_patients", false}, {"wheelchair", false},
    {"language", false},   {"fees", false},         {"at", false},
    {"from", false},       {"to", false},           {0}};
static const struct route_parameter orientation_parameters[] = {
    {"address", false}, {"lon", false}, {"lat", false}, {"need", true}, {"limit", false}, {0}};
static const struct route_parameter sessions_parameters[] = {
    {"from", false}, {"to", false},  {"skill", false},    {"resource", false}, {"address", false},
    {"lon", false},  {"lat", false}, {"radius_m", false}, {"limit", false},    {0}};
static const struct route_parameter zones_parameters[] = {{"resource", false}, {0}};
static const struct route_parameter skills_parameters[] = {{"q", false}, {"limit", false}, {0}};
static const struct route_parameter basemap_parameters[] = {{"bbox", false}, {"zoom", false}, {0}};
static const struct route_parameter search_parameters[] = {
    {"q", false},        {"limit", false},    {"autocomplete", false},
    {"lat", false},      {"lon", false},      {"type", false},
    {"postcode", false}, {"citycode", false}, {0}};
static const struct route_parameter reverse_parameters[] = {
    {"lat", false}, {"lon", false}, {"distance", false}, {"limit", false}, {0}};

static const struct route routes[] = {
    {"GET", "/api/v1/resources", resources_handler, resources_parameters, VALID_MINUTE,
     NEEDS_ATLAS},
    {"GET", "/api/v1/resources/{id}", resource_handler, none, VALID_MINUTE, NEEDS_ATLAS},
    {"GET", "/api/v1/orientation", orientation_handler, orientation_parameters, VALID_MINUTE,
     NEEDS_ATLAS},
    {"GET", "/api/v1/sessions", sessions_handler, sessions_parameters, VALID_MINUTE, NEEDS_ATLAS},
    {"GET", "/api/v1/sessions.ics", sessions_calendar_handler, sessions_parameters, VALID_MINUTE,
     NEEDS_ATLAS},
    {"GET", "/api/v1/sessions.csv", sessions_table_handler, sessions_parameters, VALID_MINUTE,
     NEEDS_ATLAS},
    {"GET", "/api/v1/map", map_handler, map_parameters, VALID_MINUTE, NEEDS_ATLAS},
    {"GET", "/api/v1/zones", zones_handler, zones_parameters, VALID_GENERATION, NEEDS_ATLAS},
    {"GET", "/api/v1/territory", territory_handler, none, VALID_GENERATION, NEEDS_ATLAS},
    {"GET", "/api/v1/skills", skills_handler, skills_parameters, VALID_GENERATION, NEEDS_ATLAS},
    {"GET", "/api/v1/status", status_handler, none, VALID_GENERATION, NEEDS_ATLAS},
    {"GET", "/api/v1/basemap", basemap_handler, basemap_parameters, VALID_GENERATION,
     NEEDS_ADDRESSES},
    {"GET", "/api/v1/openapi.json", openapi_handler, none, VALID_GENERATION, NEEDS_NOTHING},
    {"GET", "/search/", geocode_handler, search_parameters, VALID_GENERATION, NEEDS_ADDRESSES},
    {"GET", "/reverse/", reverse_handler, reverse_parameters, VALID_GENERATION, NEEDS_ADDRESSES},
    {"POST", "/search/csv/", geocode_csv_handler, csv_search_parameters, VALID_NOW,
     NEEDS_ADDRESSES},
    {"POST", "/reverse/csv/", reverse_csv_handler, csv_reverse_parameters, VALID_NOW,
     NEEDS_ADDRESSES},
    {"GET", "/healthz", health_handler, none, VALID_NOW, NEEDS_NOTHING},
    {"GET", "/metrics", metrics_handler, none, VALID_NOW, NEEDS_NOTHING},
    {"GET", "/", static_handler, NULL, VALID_FILE, NEEDS_NOTHING},
};
static const size_t route_count = sizeof routes / sizeof *routes;

const struct route *routes_all(size_t *count)
{
    *count = route_count;
    return routes;
}

/* Without the slash at the end: /search and /search/ are one door. */
static size_t path_length(const char *path)
{
    size_t length = strlen(path);
    return length > 1 && path[length - 1] == '/' ? length - 1 : length;
}

static bool matches(const struct route *route, const char *path, const char **identifier)
{
    const char *brace = strchr(route->path, '{');
    *identifier = NULL;
    if (brace == NULL) {
        size_t length = path_length(path);
        return length == path_length(route->path) && strncmp(path, route->path, length) == 0;
    }
    size_t before = (size_t)(brace - route->path);
    if (strncmp(path, route->path, before) != 0) return false;
    *identifier = path + before;
    return **identifier != '\0' && strchr(*identifier, '/') == NULL;
}

const struct route *routes_find(const char *path, const char **identifier)
{
    for (size_t i = 0; i < route_count; i++) {
        if (matches(&routes[i], path, identifier)) return &routes[i];
    }
    if (strncmp(path, "/api/", 5) == 0) return NULL;
    return &routes[route_count - 1]; /* a file of the site, perhaps */
}

static bool takes_form(const struct route *route)
{
    return strcmp(route->method, "POST") == 0;
}

static bool has_method(const struct route *route, const char *method)
{
    if (strcmp(route->method, method) == 0) return true;
    return strcmp(route->method, "GET") == 0 && strcmp(method, "HEAD") == 0;
}

static bool method_is_known(const struct request *request, const struct route *route,
                            struct response *response)
{
    const char *allowed = takes_form(route) ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
    if (has_method(route, request->method)) return true;
    if (strcmp(request->method, "OPTIONS") == 0) {
        respond_options(response, allowed);
    } else {
        respond_not_allowed(response, allowed);
    }
    return false;
}

bool routes_take_body(const char *method, const char *target)
{
    struct request request;
    const char *identifier = NULL;
    const struct route *route = NULL;
    if (strcmp(method, "POST") != 0) return false;
    if (request_read(method, target, &request) == STATUS_OK)
        route = routes_find(request.path, &identifier);
    request_free(&request);
    return route != NULL && has_method(route, method);
}

static bool is_loaded(const struct context *context, enum need need, struct response *response)
{
    if (need == NEEDS_ATLAS && context->atlas == NULL) {
        respond_unavailable(response, "L’annuaire n’est pas encore publié.");
        return false;
    }
    if (need == NEEDS_ADDRESSES && context->geocoder == NULL) {
        respond_unavailable(response, "Aucune base d’adresses n’est chargée.");
        return false;
    }
    return true;
}

/* FNV-1a, 64 bits: tells questions apart, protects nothing. */
static uint64_t hash_text(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *text != '\0'; text++) hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash;
}

/* Weak: the same question of the same data has the same meaning, not the same bytes (gzip, time of
 * day). */
static void write_etag(const struct context *context, const struct request *request,
                       enum validity validity, struct response *response)
{
    unsigned generation = context->atlas == NULL ? 0 : atlas_facts(context->atlas)->generation;
    int64_t minute = validity == VALID_MINUTE ? context->now / 60 : 0;
    snprintf(response->etag, sizeof response->etag,
             "W/\"%u-%" PRIu32 "-%" PRIx64 "-%" PRIx64 "-%" PRIx64 "\"", generation,
             context->addresses, context->config->salt, hash_text(request->target),
             (uint64_t)minute);
}

static bool is_unchanged(const struct request *request, const struct response *response)
{
    const char *tag = strchr(response->etag, '"');
    return tag != NULL && request->if_none_match != NULL &&
           strstr(request->if_none_match, tag) != NULL;
}

static void answer_route(const struct context *context, const struct request *request,
                         const struct route *route, struct response *response)
{
    response->is_public = route->validity != VALID_FILE && !takes_form(route);
    if (!method_is_known(request, route, response)) return;
    if (!params_are_known(request, response, route->parameters)) return;
    if (!is_loaded(context, route->need, response)) return;

    response->caching = route->validity == VALID_NOW ? CACHING_NONE : CACHING_REVALIDATE;
    if (route->validity == VALID_MINUTE || route->validity == VALID_GENERATION)
        write_etag(context, request, route->validity, response);
    if (!is_unchanged(request, response)) route->handle(context, request, response);
    if (response->code == 0 || response->code == 200) {
        if (is_unchanged(request, response)) respond_unchanged(response);
    }
}

void routes_answer(const struct context *context, struct request *request,
                   struct response *response, const struct route **route)
{
    const struct route *found = routes_find(request->path, &request->identifier);
    if (route != NULL) *route = found;
    if (found == NULL) {
        response->is_public = true;
        respond_not_found(response, NULL, "Cette adresse de l’interface n’existe pas.");
    } else {
        answer_route(context, request, found, response);
    }
    respond_finish(response);
}
