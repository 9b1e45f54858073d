/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "respond.h"

#include "json.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *title_of(int code)
{
    static const struct {
        int code;
        const char *title;
    } titles[] = {
        {400, "Bad Request"},           {404, "Not Found"},    {405, "Method Not Allowed"},
        {413, "Content Too Large"},     {414, "URI Too Long"}, {503, "Service Unavailable"},
        {500, "Internal Server Error"},
    };
    size_t i = 0;
    while (titles[i].code != code && titles[i].code != 500) i++;
    return titles[i].title;
}

static void answer(struct response *response, int code, const char *content_type)
{
    response->code = code;
    response->content_type = content_type;
}

static void problem_with(struct response *response, int code, const char *parameter,
                         const char *detail, const struct buffer *members)
{
    struct buffer *body = &response->body;
    answer(response, code, "application/problem+json");
    response->caching = CACHING_NONE;
    response->etag[0] = '\0';
    buffer_reset(body);
    json_open(body, '{');
    json_name_string(body, "type", "about:blank");
    json_name_string(body, "title", title_of(code));
    json_name_integer(body, "status", code);
    json_name_string(body, "detail", detail);
    if (parameter != NULL) json_name_string(body, "parameter", parameter);
    if (members != NULL) {
        buffer_char(body, ',');
        buffer_append(body, members->data, members->length);
        body->failed |= members->failed;
    }
    json_close(body, '}');
}

static void problem(struct response *response, int code, const char *parameter, const char *detail)
{
    problem_with(response, code, parameter, detail, NULL);
}

void respond_json(struct response *response)
{
    answer(response, 200, "application/json; charset=utf-8");
}

void respond_geojson(struct response *response)
{
    answer(response, 200, "application/geo+json; charset=utf-8");
}

void respond_text(struct response *response, const char *content_type)
{
    answer(response, 200, content_type);
}

void respond_file(struct response *response, const char *content_type, const char *file_name)
{
    answer(response, 200, content_type);
    buffer_format(&response->file_name, "attachment; filename=\"%s\"", file_name);
}

void respond_borrowed(struct response *response, const char *content_type, const char *bytes,
                      size_t length)
{
    answer(response, 200, content_type);
    response->borrowed = bytes;
    response->borrowed_length = length;
}

/* RFC 6266: a name that every program reads, and the true one (RFC 8187) for those who can. */
void respond_csv(struct response *response, const char *content_type, const char *file_name)
{
    const char *slash = strrchr(file_name, '/'), *backslash = strrchr(file_name, '\\');
    const char *name = slash > backslash   ? slash + 1
                       : backslash == NULL ? file_name
                                           : backslash + 1;
    const char *dot = strrchr(name, '.');
    size_t length = dot == NULL ? strlen(name) : (size_t)(dot - name);
    if (length == 0) {
        name = "adresses";
        length = strlen(name);
    }
    struct buffer *out = &response->file_name;
    answer(response, 200, content_type);
    buffer_text(out, "attachment; filename=\"");
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        if ((c & 0xC0) == 0x80) continue; /* one underscore for each character */
        bool is_plain = c >= 0x20 && c < 0x7F && c != '"' && c != '%';
        buffer_char(out, is_plain ? (char)c : '_');
    }
    buffer_text(out, ".geocoded.csv\"; filename*=UTF-8''");
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
        if (is_plain) buffer_char(out, (char)c);
        if (!is_plain) buffer_format(out, "%%%02X", c);
    }
    buffer_text(out, ".geocoded.csv");
}

void respond_unchanged(struct response *response)
{
    answer(response, 304, NULL);
}

void respond_options(struct response *response, const char *allow)
{
    answer(response, 204, NULL);
    response->allow = allow;
}

void respond_bad_parameter(struct response *response, const char *parameter, const char *format,
                           ...)
{
    char detail[1024]; /* longer words are cut: the parameter is named apart */
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    problem(response, 400, parameter, detail);
}

void respond_bad_request(struct response *response, const char *detail)
{
    problem(response, 400, NULL, detail);
}

void respond_not_found(struct response *response, const char *parameter, const char *detail)
{
    problem(response, 404, parameter, detail);
}

void respond_not_found_with(struct response *response, const char *parameter, const char *detail,
                            const struct buffer *members)
{
    problem_with(response, 404, parameter, detail, members);
}

void respond_not_allowed(struct response *response, const char *allow)
{
    bool is_upload = strncmp(allow, "POST", 4) == 0;
    problem(response, 405, NULL,
            is_upload ? "Un fichier s’envoie ici avec POST."
                      : "Cette adresse ne se lit qu’avec GET.");
    response->allow = allow;
}

void respond_too_large(struct response *response, const char *parameter, const char *detail)
{
    problem(response, 413, parameter, detail);
}

void respond_target_too_long(struct response *response)
{
    problem(response, 414, NULL, "La question est trop longue.");
    response->hang_up = true;
}

void respond_starting(struct response *response)
{
    answer(response, 503, "application/json; charset=utf-8");
}

void respond_unavailable(struct response *response, const char *detail)
{
    problem(response, 503, NULL, detail);
}

void respond_status(struct response *response, enum status status)
{
    if (status == STATUS_INVALID) {
        problem(response, 400, NULL, "La question n’a pas pu être comprise.");
    } else if (status == STATUS_NOT_FOUND) {
        problem(response, 404, NULL, "Rien à cette adresse.");
    } else {
        problem(response, 500, NULL, "La réponse n’a pas pu être préparée.");
    }
}

void respond_finish(struct response *response)
{
    if (response->code != 0 && !response->body.failed) return;
    respond_status(response, STATUS_FAILED);
    if (!response->body.failed) return;

    static const char last_words[] =
        "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500}";
    response->borrowed = last_words;
    response->borrowed_length = sizeof last_words - 1;
}

void response_free(struct response *response)
{
    buffer_free(&response->body);
    buffer_free(&response->file_name);
    *response = (struct response){0};
}
