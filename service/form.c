/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form.h"

#include "geodata/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* RFC 2046, 5.1.1 */
#define BOUNDARY_MAX 70
/* Headers of one part: a name, a file's name, a type. */
#define HEADERS_MAX 4096

struct span {
    const char *at;
    size_t length;
};

static bool begins(struct span text, const char *word)
{
    size_t length = strlen(word);
    return text.length >= length && strncasecmp(text.at, word, length) == 0;
}

static struct span skip(struct span text, size_t length)
{
    return (struct span){text.at + length, text.length - length};
}

static struct span skip_blanks(struct span text)
{
    while (text.length > 0 && (*text.at == ' ' || *text.at == '\t')) text = skip(text, 1);
    return text;
}

/* Copies a token or a quoted text to `out` and passes it. False when it is too long or not closed.
 * A backslash is itself unless it stands before a quote or another: paths of Windows lie about. */
static bool take_value(struct span *text, char *out, size_t size)
{
    bool is_quoted = text->length > 0 && *text->at == '"';
    size_t length = 0;
    if (is_quoted) *text = skip(*text, 1);
    while (text->length > 0) {
        char c = *text->at;
        if (is_quoted ? c == '"' : c == ';' || c == ' ' || c == '\t') break;
        bool is_escaped = is_quoted && c == '\\' && text->length > 1 &&
                          (text->at[1] == '"' || text->at[1] == '\\');
        if (is_escaped) *text = skip(*text, 1);
        if (length + 1 >= size) return false;
        out[length++] = *text->at;
        *text = skip(*text, 1);
    }
    out[length] = '\0';
    if (!is_quoted) return true;
    if (text->length == 0) return false;
    *text = skip(*text, 1);
    return true;
}

/* The parameter `name` of a header's value: `form-data; name="data"`. "" when it is absent; false
 * when the value cannot be read. */
static bool read_parameter(struct span text, const char *name, char *out, size_t size)
{
    char other[512];
    out[0] = '\0';
    for (;;) {
        const char *semicolon = memchr(text.at, ';', text.length);
        if (semicolon == NULL) return true;
        text = skip_blanks(skip(text, (size_t)(semicolon - text.at) + 1));
        const char *equals = memchr(text.at, '=', text.length);
        if (equals == NULL) return true;
        bool is_it = (size_t)(equals - text.at) == strlen(name) && begins(text, name);
        text = skip(text, (size_t)(equals - text.at) + 1);
        if (is_it) return take_value(&text, out, size);
        if (!take_value(&text, other, sizeof other)) return false;
    }
}

static bool is_text(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) return false;
    }
    return text_is_utf8(text, strlen(text));
}

static bool read_header(struct span line, struct form_part *part)
{
    static const char disposition[] = "Content-Disposition:", type[] = "Content-Type:";
    if (begins(line, disposition)) {
        line = skip_blanks(skip(line, sizeof disposition - 1));
        return begins(line, "form-data") &&
               read_parameter(line, "name", part->name, sizeof part->name) &&
               read_parameter(line, "filename", part->file_name, sizeof part->file_name);
    }
    if (begins(line, type))
        return read_parameter(skip(line, sizeof type - 1), "charset", part->charset,
                              sizeof part->charset);
    return true;
}

/* Reads the headers under `text` and passes them with the empty line behind them. */
static bool read_headers(struct span *text, struct form_part *part)
{
    for (size_t read = 0; read < HEADERS_MAX;) {
        const char *end = memmem(text->at, text->length, "\r\n", 2);
        if (end == NULL) return false;
        struct span line = {text->at, (size_t)(end - text->at)};
        *text = skip(*text, line.length + 2);
        read += line.length + 2;
        if (line.length == 0)
            return part->name[0] != '\0' && is_text(part->name) && is_text(part->file_name) &&
                   is_text(part->charset);
        if (!read_header(line, part)) return false;
    }
    return false;
}

/* What follows a delimiter: the end of its line, or `--` for the last. */
static bool take_delimiter_end(struct span *text, bool *is_last)
{
    struct span rest = *text;
    *is_last = rest.length >= 2 && memcmp(rest.at, "--", 2) == 0;
    if (*is_last) return true;
    rest = skip_blanks(rest);
    if (rest.length < 2 || memcmp(rest.at, "\r\n", 2) != 0) return false;
    *text = skip(rest, 2);
    return true;
}

/* Passes everything up to the next delimiter and the delimiter; `*content` is what lay before. */
static bool take_content(struct span *text, struct span delimiter, struct span *content,
                         bool *is_last)
{
    *content = (struct span){text->at, 0};
    for (;;) {
        const char *found = memmem(text->at, text->length, delimiter.at, delimiter.length);
        if (found == NULL) return false;
        content->length = (size_t)(found - content->at);
        *text = skip(*text, (size_t)(found - text->at) + delimiter.length);
        if (take_delimiter_end(text, is_last)) return true;
    }
}

/* `\r\n--boundary` */
static bool read_delimiter(const char *content_type, char *out, size_t size)
{
    char boundary[BOUNDARY_MAX + 1];
    if (content_type == NULL) return false;
    struct span value = {content_type, strlen(content_type)};
    value = skip_blanks(value);
    if (!begins(value, "multipart/form-data")) return false;
    if (!read_parameter(value, "boundary", boundary, sizeof boundary)) return false;
    size_t length = strlen(boundary);
    if (length == 0 || length + 5 > size) return false;
    memcpy(out, "\r\n--", 4);
    memcpy(out + 4, boundary, length + 1);
    return true;
}

static enum status read_parts(char *bytes, size_t length, struct span delimiter, struct form *out)
{
    struct span text = {bytes, length}, content;
    struct span first = skip(delimiter, 2); /* the first one may stand without a line before it */
    bool is_last = false,
         is_first = length >= first.length && memcmp(bytes, first.at, first.length) == 0;
    if (is_first) text = skip(text, first.length);
    if (is_first ? !take_delimiter_end(&text, &is_last)
                 : !take_content(&text, delimiter, &content, &is_last))
        return STATUS_INVALID;

    while (!is_last) {
        if (out->count == FORM_PARTS_MAX) return STATUS_INVALID;
        struct form_part *part = &out->parts[out->count++];
        *part = (struct form_part){0};
        if (!read_headers(&text, part)) return STATUS_INVALID;
        /* An empty part's delimiter begins with the line end of its headers. */
        struct span whole = {text.at - 2, text.length + 2};
        if (!take_content(&whole, delimiter, &content, &is_last)) return STATUS_INVALID;
        size_t before = content.length < 2 ? content.length : 2;
        part->bytes = content.at + before;
        part->length = content.length - before;
        bytes[(content.at - bytes) + (ptrdiff_t)content.length] = '\0';
        if (part->length == 0) part->bytes = "";
        text = whole;
    }
    return STATUS_OK;
}

enum status form_read(const char *content_type, char *bytes, size_t length, struct form *out)
{
    char delimiter[BOUNDARY_MAX + 8];
    out->count = 0;
    if (!read_delimiter(content_type, delimiter, sizeof delimiter)) return STATUS_NOT_FOUND;
    if (length == 0) return STATUS_INVALID;
    return read_parts(bytes, length, (struct span){delimiter, strlen(delimiter)}, out);
}

const struct form_part *form_find(const struct form *form, const char *name)
{
    for (size_t i = 0; i < form->count; i++) {
        if (strcmp(form->parts[i].name, name) == 0) return &form->parts[i];
    }
    return NULL;
}
