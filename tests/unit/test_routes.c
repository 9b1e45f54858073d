/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of routes and openapi.json say the same. */
#include "check.h"
#include "routes.h"

#include "embedded/openapi.h"

#include <jansson.h>
#include <string.h>

static int open_document(void **state)
{
    json_error_t error;
    *state = json_loadb(openapi, openapi_length, JSON_REJECT_DUPLICATES, &error);
    return *state == NULL;
}

static int close_document(void **state)
{
    json_decref(*state);
    return 0;
}

/* Pages are not of the API. */
static bool is_described(const struct route *route)
{
    return route->parameters != NULL;
}

static bool brings_form(const struct route *route)
{
    return strcmp(route->method, "POST") == 0;
}

static const json_t *described_operation(const json_t *document, const struct route *route)
{
    const json_t *paths = json_object_get(document, "paths");
    return json_object_get(json_object_get(paths, route->path),
                           brings_form(route) ? "post" : "get");
}

/* The fields of the form that the operation takes. */
static const json_t *described_fields(const json_t *operation)
{
    static const char *const way[] = {"requestBody", "content", "multipart/form-data", "schema",
                                      "properties"};
    for (size_t i = 0; i < sizeof way / sizeof *way; i++)
        operation = json_object_get(operation, way[i]);
    return operation;
}

/* A parameter as it is described, or where many operations share it. */
static const json_t *resolve(const json_t *document, const json_t *parameter)
{
    static const char shared[] = "#/components/parameters/";
    const char *reference = json_string_value(json_object_get(parameter, "$ref"));
    if (reference == NULL) return parameter;
    assert_memory_equal(reference, shared, sizeof shared - 1);
    const json_t *components = json_object_get(document, "components");
    return json_object_get(json_object_get(components, "parameters"),
                           reference + sizeof shared - 1);
}

/* The schema of a parameter: of the query, or a field of the form; NULL when it is not there. */
static const json_t *described_schema(const json_t *document, const struct route *route,
                                      const char *name)
{
    const json_t *operation = described_operation(document, route);
    if (brings_form(route)) return json_object_get(described_fields(operation), name);
    const json_t *list = json_object_get(operation, "parameters");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *each = resolve(document, json_array_get(list, i));
        if (strcmp(json_string_value(json_object_get(each, "name")), name) == 0)
            return json_object_get(each, "schema");
    }
    return NULL;
}

static size_t count_described(const json_t *document, const struct route *route)
{
    const json_t *operation = described_operation(document, route);
    if (brings_form(route)) return json_object_size(described_fields(operation));
    const json_t *list = json_object_get(operation, "parameters");
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *place = json_object_get(resolve(document, json_array_get(list, i)), "in");
        count += strcmp(json_string_value(place), "query") == 0;
    }
    return count;
}

static void every_route_is_described(void **state)
{
    size_t count = 0, described = 0;
    const struct route *routes = routes_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (!is_described(&routes[i])) continue;
        described++;
        if (described_operation(*state, &routes[i]) == NULL)
            fail_msg("openapi.json has no %s", routes[i].path);
    }
    assert_int_equal(json_object_size(json_object_get(*state, "paths")), described);
}

static void every_parameter_is_described_as_it_is_read(void **state)
{
    size_t count = 0;
    const struct route *routes = routes_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (!is_described(&routes[i])) continue;
        size_t known = 0;
        for (const struct route_parameter *each = routes[i].parameters; each->name != NULL;
             each++) {
            const json_t *schema = described_schema(*state, &routes[i], each->name);
            if (schema == NULL) fail_msg("%s: %s is not described", routes[i].path, each->name);
            bool is_array =
                strcmp(json_string_value(json_object_get(schema, "type")), "array") == 0;
            if (is_array != each->repeatable) fail_msg("%s: %s", routes[i].path, each->name);
            known++;
        }
        assert_int_equal(count_described(*state, &routes[i]), known);
    }
}

static void a_path_finds_its_route(void **state)
{
    (void)state;
    static const struct {
        const char *path, *route, *identifier;
    } cases[] = {
        {"/api/v1/resources", "/api/v1/resources", NULL},
        {"/api/v1/resources/", "/api/v1/resources", NULL},
        {"/api/v1/resources/ab-12", "/api/v1/resources/{id}", "ab-12"},
        {"/api/v1/resources/a/b", NULL, NULL},
        {"/api/v1/", NULL, NULL},
        {"/api/v1/resourcesx", NULL, NULL},
        {"/search", "/search/", NULL},
        {"/search/", "/search/", NULL},
        {"/reverse", "/reverse/", NULL},
        {"/search/csv", "/search/csv/", NULL},
        {"/search/csv/", "/search/csv/", NULL},
        {"/reverse/csv", "/reverse/csv/", NULL},
        {"/search/csvs", "/", NULL},
        {"/", "/", NULL},
        {"/index.html", "/", NULL},
        {"/healthz", "/healthz", NULL},
        {"", "/", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *identifier = NULL;
        const struct route *route = routes_find(cases[i].path, &identifier);
        if (cases[i].route == NULL) {
            assert_null(route);
            continue;
        }
        assert_non_null(route);
        assert_string_equal(route->path, cases[i].route);
        if (cases[i].identifier == NULL) assert_null(identifier);
        if (cases[i].identifier != NULL) assert_string_equal(identifier, cases[i].identifier);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_is_described),
        cmocka_unit_test(every_parameter_is_described_as_it_is_read),
        cmocka_unit_test(a_path_finds_its_route),
    };
    return cmocka_run_group_tests(tests, open_document, close_document);
}
