/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "request.h"

#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int hex_digit(char character)
{
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

#define TEXT_OF(number) #number
#define DIGITS_OF(number) TEXT_OF(number)

static const char broken_escape[] =
    "Après « % », deux chiffres hexadécimaux sont attendus ; le signe "
    "lui-même s’écrit %25.";
static const char control_byte[] = "Un caractère de contrôle (%00 à %1F, ou %7F) ne se lit pas : "
                                   "retirez-le, ou écrivez un espace.";
static const char not_utf_8[] = "Ces octets ne sont pas de l’UTF-8 : « é » s’écrit %C3%A9.";
static const char too_many[] = "Pas plus de " DIGITS_OF(REQUEST_PARAMETERS_MAX) " paramètres.";
static const char no_path[] = "La cible d’une requête commence par « / ».";

/* What is wrong with a text; NULL: nothing. Control characters, encoded or not, serve no question;
 * NUL would cut a text short. */
static const char *find_fault(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F) return control_byte;
    }
    return text_is_utf8(text, length) ? NULL : not_utf_8;
}

/* Undoes %XX, and + in a query, in place; returns what is wrong. */
static const char *decode(char *text, bool plus_is_space)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from == '%') {
            int high = hex_digit(from[1]);
            int low = high < 0 ? -1 : hex_digit(from[2]);
            if (low < 0) return broken_escape;
            *to++ = (char)(high * 16 + low);
            from += 2;
        } else {
            *to++ = plus_is_space && *from == '+' ? ' ' : *from;
        }
    }
    *to = '\0';
    return find_fault(text, (size_t)(to - text));
}

static bool add_parameter(struct request *request, char *pair)
{
    if (*pair == '\0') return true; /* a=1&&b=2 */
    if (request->parameter_count == REQUEST_PARAMETERS_MAX) {
        request->fault = too_many;
        return false;
    }

    char *value = strchr(pair, '=');
    if (value != NULL) *value++ = '\0';
    if (value == NULL) value = pair + strlen(pair);
    request->fault = decode(pair, true);
    if (request->fault != NULL) return false;
    request->fault = decode(value, true);
    request->fault_parameter = request->fault == NULL ? NULL : pair;
    if (request->fault != NULL) return false;
    request->parameters[request->parameter_count++] =
        (struct parameter){.name = pair, .value = value};
    return true;
}

static bool read_query(struct request *request, char *query)
{
    while (query != NULL) {
        char *next = strchr(query, '&');
        if (next != NULL) *next++ = '\0';
        if (!add_parameter(request, query)) return false;
        query = next;
    }
    return true;
}

enum status request_read(const char *method, const char *target, struct request *out)
{
    *out = (struct request){.method = method, .target = target};
    if (target[0] != '/') out->fault = no_path;
    if (out->fault != NULL) return STATUS_INVALID;

    out->text = strdup(target);
    if (out->text == NULL) return STATUS_NO_MEMORY;
    out->path = out->text;

    char *query = strchr(out->text, '?');
    if (query != NULL) *query++ = '\0';
    out->fault = decode(out->text, false);
    return out->fault == NULL && read_query(out, query) ? STATUS_OK : STATUS_INVALID;
}

void request_free(struct request *request)
{
    free(request->text);
    *request = (struct request){0};
}

const char *request_value(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->parameter_count; i++) {
        if (strcmp(request->parameters[i].name, name) == 0) return request->parameters[i].value;
    }
    return NULL;
}

/* `item` is one element of the header: "gzip;q=0.5". */
static bool item_takes_gzip(const char *item, size_t length)
{
    size_t name = strcspn(item, " \t;,");
    if (name > length) name = length;
    bool named = (name == 4 && strncasecmp(item, "gzip", 4) == 0) || (name == 1 && *item == '*');
    if (!named) return false;

    const char *quality = memmem(item, length, "q=", 2);
    return quality == NULL || strtod(quality + 2, NULL) > 0;
}

bool request_header_takes_gzip(const char *accept_encoding)
{
    const char *item = accept_encoding;
    while (item != NULL && *item != '\0') {
        item += strspn(item, " \t,");
        size_t length = strcspn(item, ",");
        if (item_takes_gzip(item, length)) return true;
        item += length;
    }
    return false;
}
