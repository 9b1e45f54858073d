/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "params.h"

#include "geodata/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond three typos a name is not a misspelling of another. */
#define TYPOS_MAX 3

static const char *nearest_name(const char *name, const struct route_parameter *known)
{
    const char *nearest = NULL;
    unsigned fewest = TYPOS_MAX + 1;
    for (; known->name != NULL; known++) {
        unsigned edits =
            text_edits(name, strlen(name), known->name, strlen(known->name), TYPOS_MAX);
        if (edits < fewest && edits < strlen(known->name)) {
            fewest = edits;
            nearest = known->name;
        }
    }
    return nearest;
}

static void refuse_unknown(struct response *response, const char *name,
                           const struct route_parameter *known)
{
    const char *nearest = nearest_name(name, known);
    if (nearest != NULL) {
        respond_bad_parameter(response, name, "Paramètre inconnu. Vouliez-vous dire « %s » ?",
                              nearest);
    } else if (known->name == NULL) {
        respond_bad_parameter(response, name, "Paramètre inconnu : aucun n’est attendu ici.");
    } else {
        respond_bad_parameter(response, name, "Paramètre inconnu.");
    }
}

static size_t times_given(const struct request *request, const char *name)
{
    size_t times = 0;
    for (size_t i = 0; i < request->parameter_count; i++)
        times += strcmp(request->parameters[i].name, name) == 0;
    return times;
}

bool params_are_known(const struct request *request, struct response *response,
                      const struct route_parameter *known)
{
    if (known == NULL) return true;
    for (size_t i = 0; i < request->parameter_count; i++) {
        const char *name = request->parameters[i].name;
        const struct route_parameter *match = known;
        while (match->name != NULL && strcmp(match->name, name) != 0) match++;
        if (match->name == NULL) {
            refuse_unknown(response, name, known);
            return false;
        }
        if (!match->repeatable && times_given(request, name) > 1) {
            respond_bad_parameter(response, name, "Ce paramètre ne se donne qu’une fois.");
            return false;
        }
    }
    return true;
}

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

bool param_text(const struct request *request, struct response *response, const char *name,
                size_t most, const char **out)
{
    const char *value = request_value(request, name);
    if (value == NULL) return true;
    if (value[strspn(value, " ")] == '\0') {
        respond_bad_parameter(response, name, "Un texte est attendu.");
        return false;
    }
    if (count_characters(value) > most) {
        respond_too_large(response, name, "Ce texte est trop long.");
        return false;
    }
    *out = value;
    return true;
}

/* Decimal digits, one sign, one point: what strtod takes beyond (hexadecimal, inf, nan, spaces) is
 * no coordinate. */
static bool read_number(const char *text, double *out)
{
    if (*text == '\0' || text[strspn(text, "0123456789+-.eE")] != '\0') return false;
    char *end = NULL;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*out);
}

bool param_number(const struct request *request, struct response *response, const char *name,
                  double least, double most, double *out)
{
    const char *value = request_value(request, name);
    if (value == NULL) return true;
    double number = 0;
    if (!read_number(value, &number) || number < least || number > most) {
        respond_bad_parameter(response, name, "Un nombre de %.0f à %.0f est attendu.", least, most);
        return false;
    }
    *out = number;
    return true;
}

bool param_integer(const struct request *request, struct response *response, const char *name,
                   long least, long most, long *out)
{
    const char *value = request_value(request, name);
    if (value == NULL) return true;
    double number = 0;
    bool is_whole = read_number(value, &number) && value[strspn(value, "0123456789-")] == '\0';
    if (!is_whole || number < (double)least || number > (double)most) {
        respond_bad_parameter(response, name, "Un nombre entier de %ld à %ld est attendu.", least,
                              most);
        return false;
    }
    *out = (long)number;
    return true;
}

bool param_flag(const struct request *request, struct response *response, const char *name,
                bool *out)
{
    const char *value = request_value(request, name);
    if (value == NULL) return true;
    if (strcmp(value, "true") != 0 && strcmp(value, "1") != 0) {
        respond_bad_parameter(response, name,
                              "Seul « true » est attendu ; sans ce filtre, ne pas le donner.");
        return false;
    }
    *out = true;
    return true;
}

bool param_choose(struct response *response, const char *name, const char *word,
                  const struct param_choice *choices, int *out)
{
    struct buffer words = {0};
    for (const struct param_choice *choice = choices; choice->word != NULL; choice++) {
        if (strcmp(choice->word, word) == 0) {
            *out = choice->value;
            buffer_free(&words);
            return true;
        }
        if (words.length > 0) buffer_text(&words, ", ");
        buffer_text(&words, choice->word);
    }
    respond_bad_parameter(response, name, "Un de ces mots est attendu : %s.",
                          words.failed ? "" : words.data);
    buffer_free(&words);
    return false;
}

bool param_choice(const struct request *request, struct response *response, const char *name,
                  const struct param_choice *choices, int *out)
{
    const char *value = request_value(request, name);
    return value == NULL || param_choose(response, name, value, choices, out);
}

bool param_point(const struct request *request, struct response *response, bool *given,
                 struct point *out)
{
    bool has_lon = request_value(request, "lon") != NULL;
    bool has_lat = request_value(request, "lat") != NULL;
    *given = has_lon && has_lat;
    if (has_lon != has_lat) return param_missing(response, has_lon ? "lat" : "lon");
    return param_number(request, response, "lon", -180, 180, &out->lon) &&
           param_number(request, response, "lat", -90, 90, &out->lat);
}

/* Four numbers and nothing else. */
static bool read_four(const char *text, double out[4])
{
    for (size_t i = 0; i < 4; i++) {
        char number[32];
        size_t length = strcspn(text, ",");
        if (length >= sizeof number || (text[length] == ',') != (i < 3)) return false;
        memcpy(number, text, length);
        number[length] = '\0';
        if (!read_number(number, &out[i])) return false;
        text += length + 1;
    }
    return true;
}

bool param_box(const struct request *request, struct response *response, const char *name,
               bool may_cross, struct box *out)
{
    const char *value = request_value(request, name);
    if (value == NULL) return param_missing(response, name);
    double sides[4];
    bool is_box = read_four(value, sides) && fabs(sides[0]) <= 180 && fabs(sides[2]) <= 180 &&
                  sides[1] >= -90 && sides[3] <= 90 && sides[1] < sides[3];
    if (!is_box || sides[0] == sides[2] || (sides[0] > sides[2] && !may_cross)) {
        respond_bad_parameter(response, name,
                              "Quatre nombres sont attendus : ouest,sud,est,nord (degrés).");
        return false;
    }
    *out = (struct box){sides[0], sides[1], sides[2], sides[3]};
    return true;
}

bool param_missing(struct response *response, const char *name)
{
    respond_bad_parameter(response, name, "Ce paramètre est nécessaire.");
    return false;
}
