/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv_result.h"

#include "geocode_words.h"

#include "geodata/csv.h"

#include <stdio.h>
#include <string.h>

/* https://github.com/addok/addok-csv and the national service behind it, 2026. */
static const char *const names[CSV_COLUMN_COUNT] = {
    [CSV_LATITUDE] = "latitude",
    [CSV_LONGITUDE] = "longitude",
    [CSV_RESULT_LATITUDE] = "result_latitude",
    [CSV_RESULT_LONGITUDE] = "result_longitude",
    [CSV_RESULT_DISTANCE] = "result_distance",
    [CSV_RESULT_SCORE] = "result_score",
    [CSV_RESULT_SCORE_NEXT] = "result_score_next",
    [CSV_RESULT_LABEL] = "result_label",
    [CSV_RESULT_TYPE] = "result_type",
    [CSV_RESULT_ID] = "result_id",
    [CSV_RESULT_HOUSENUMBER] = "result_housenumber",
    [CSV_RESULT_NAME] = "result_name",
    [CSV_RESULT_STREET] = "result_street",
    [CSV_RESULT_POSTCODE] = "result_postcode",
    [CSV_RESULT_CITY] = "result_city",
    [CSV_RESULT_CONTEXT] = "result_context",
    [CSV_RESULT_CITYCODE] = "result_citycode",
    [CSV_RESULT_OLDCITYCODE] = "result_oldcitycode",
    [CSV_RESULT_OLDCITY] = "result_oldcity",
    [CSV_RESULT_DISTRICT] = "result_district",
    [CSV_RESULT_STATUS] = "result_status",
};

#define WHAT_WAS_FOUND                                                                             \
    CSV_RESULT_LABEL, CSV_RESULT_TYPE, CSV_RESULT_ID, CSV_RESULT_HOUSENUMBER, CSV_RESULT_NAME,     \
        CSV_RESULT_STREET, CSV_RESULT_POSTCODE, CSV_RESULT_CITY, CSV_RESULT_CONTEXT,               \
        CSV_RESULT_CITYCODE, CSV_RESULT_OLDCITYCODE, CSV_RESULT_OLDCITY, CSV_RESULT_DISTRICT,      \
        CSV_RESULT_STATUS

static const enum csv_column of_search[] = {CSV_LATITUDE, CSV_LONGITUDE, CSV_RESULT_SCORE,
                                            CSV_RESULT_SCORE_NEXT, WHAT_WAS_FOUND};
static const enum csv_column of_reverse[] = {CSV_RESULT_LATITUDE, CSV_RESULT_LONGITUDE,
                                             CSV_RESULT_DISTANCE, WHAT_WAS_FOUND};

const char *csv_column_name(enum csv_column column)
{
    return names[column];
}

enum csv_column csv_column_find(const char *name)
{
    int column = 0;
    while (column < CSV_COLUMN_COUNT && strcmp(names[column], name) != 0) column++;
    return (enum csv_column)column;
}

const enum csv_column *csv_columns_added(bool is_reverse, size_t *count)
{
    *count =
        is_reverse ? sizeof of_reverse / sizeof *of_reverse : sizeof of_search / sizeof *of_search;
    return is_reverse ? of_reverse : of_search;
}

/* No zeros behind: 0.98, not 0.980000000. */
static void write_number(struct buffer *out, double value, int decimals)
{
    char text[64];
    size_t length = (size_t)snprintf(text, sizeof text, "%.*f", decimals, value);
    if (decimals > 0) {
        while (text[length - 1] == '0') length--;
        if (text[length - 1] == '.') length--;
    }
    buffer_append(out, text, length);
}

static const char *text_of(enum csv_column column, const struct geocode_result *result)
{
    switch ((int)column) {
    case CSV_RESULT_LABEL:
        return result->label;
    case CSV_RESULT_TYPE:
        return geocode_type_word(result->type);
    case CSV_RESULT_ID:
        return result->id;
    case CSV_RESULT_HOUSENUMBER:
        return result->housenumber;
    case CSV_RESULT_NAME:
        return result->name;
    case CSV_RESULT_STREET:
        return result->street;
    case CSV_RESULT_POSTCODE:
        return result->postcode;
    case CSV_RESULT_CITY:
        return result->city;
    case CSV_RESULT_CONTEXT:
        return result->context;
    case CSV_RESULT_CITYCODE:
        return result->citycode;
    case CSV_RESULT_DISTRICT:
        return result->district;
    default:
        return NULL;
    }
}

void csv_result_write(struct buffer *out, enum csv_column column, const struct csv_outcome *outcome,
                      char separator)
{
    const struct geocode_result *best = outcome->best;
    if (column == CSV_RESULT_STATUS) buffer_text(out, outcome->status);
    if (column == CSV_RESULT_STATUS || best == NULL) return;
    if (column == CSV_LATITUDE || column == CSV_RESULT_LATITUDE) {
        write_number(out, best->point.lat, 6);
    } else if (column == CSV_LONGITUDE || column == CSV_RESULT_LONGITUDE) {
        write_number(out, best->point.lon, 6);
    } else if (column == CSV_RESULT_DISTANCE) {
        write_number(out, best->distance_m, 0);
    } else if (column == CSV_RESULT_SCORE) {
        write_number(out, best->score, 9);
    } else if (column == CSV_RESULT_SCORE_NEXT) {
        if (outcome->next_score >= 0) write_number(out, outcome->next_score, 9);
    } else {
        const char *text = text_of(column, best);
        if (text != NULL) csv_write_cell(out, text, separator);
    }
}
