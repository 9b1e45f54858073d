/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serving.h"

#include "ban.h"
#include "check.h"
#include "feature.h"
#include "routes.h"
#include "town.h"

#include "geodata/atlas.h"
#include "geodata/generation.h"
#include "geodata/geocode.h"

#include <stdlib.h>
#include <string.h>

#define MONDAY_10_AM 1795424400 /* 2026-11-23T10:00:00+01:00 */

static char *current_path(const char *folder, enum series series)
{
    struct buffer path = {0};
    uint32_t number = 0;
    assert_int_equal(generation_current(folder, series, &number), STATUS_OK);
    generation_path(folder, series, number, &path);
    assert_false(path.failed);
    return path.data;
}

void serving_open(struct serving *out)
{
    *out = (struct serving){.folder = town_published()};
    assert_int_equal(ban_publish(out->folder, "geodata/demo/adresses.csv", NULL), STATUS_OK);
    char *directory = current_path(out->folder, SERIES_DIRECTORY);
    char *addresses = current_path(out->folder, SERIES_ADDRESSES);
    assert_int_equal(atlas_load(directory, AUDIENCE_PUBLIC, feature_encode, NULL, &out->atlas),
                     STATUS_OK);
    assert_int_equal(geocoder_open(addresses, &out->geocoder), STATUS_OK);
    assert_int_equal(config_defaults(&out->config), STATUS_OK);
    config_seal(&out->config);
    out->context = (struct context){.atlas = out->atlas,
                                    .geocoder = out->geocoder,
                                    .addresses = 1,
                                    .config = &out->config,
                                    .now = MONDAY_10_AM};
    free(directory);
    free(addresses);
}

void serving_close(struct serving *serving)
{
    atlas_close(serving->atlas);
    geocoder_close(serving->geocoder);
    config_free(&serving->config);
    town_remove(serving->folder);
}

char *serving_text(const struct serving *serving, const char *target, int *code)
{
    struct request request;
    struct response response = {0};
    assert_int_equal(request_read("GET", target, &request), STATUS_OK);
    routes_answer(&serving->context, &request, &response, NULL);
    *code = response.code;
    const char *bytes = response.borrowed != NULL ? response.borrowed : response.body.data;
    size_t length = response.borrowed != NULL ? response.borrowed_length : response.body.length;
    char *text = strndup(length == 0 ? "" : bytes, length);
    response_free(&response);
    request_free(&request);
    return text;
}

json_t *serving_get(const struct serving *serving, const char *target, int *code)
{
    json_error_t error;
    char *text = serving_text(serving, target, code);
    json_t *answer = text[0] == '\0' ? NULL : json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (text[0] != '\0' && answer == NULL) fail_msg("%s: %s: %s", target, error.text, text);
    free(text);
    return answer;
}
