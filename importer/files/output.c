/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/output.h"

#include "geodata/csv.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

bool output_is_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

bool output_is_guarded(const char *text)
{
    if (text[0] != '\'') return false;
    size_t apostrophes = strspn(text, "'");
    return output_is_formula(text + apostrophes);
}

void output_cell(struct buffer *out, const char *text)
{
    if (text == NULL) return;
    if (!output_is_formula(text) && !output_is_guarded(text)) {
        csv_write_cell(out, text, ';');
        return;
    }
    struct buffer harmless = {0};
    buffer_format(&harmless, "'%s", text);
    if (harmless.failed) out->failed = true;
    if (!harmless.failed) csv_write_cell(out, harmless.data, ';');
    buffer_free(&harmless);
}

void output_json(struct buffer *out, const char *text)
{
    if (text == NULL) {
        buffer_text(out, "null");
        return;
    }
    buffer_char(out, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20) {
            buffer_format(out, "\\u%04x", c);
            continue;
        }
        if (c == '"' || c == '\\') buffer_char(out, '\\');
        buffer_char(out, *text);
    }
    buffer_char(out, '"');
}

bool output_ends_with(const char *path, const char *ending)
{
    size_t length = strlen(path), end = strlen(ending);
    return length >= end && strcasecmp(path + length - end, ending) == 0;
}

static enum status write_all(const char *path, const struct buffer *content)
{
    FILE *out = fopen(path, "we");
    if (out == NULL) return STATUS_FAILED;
    bool failed = content->length > 0 && fwrite(content->data, content->length, 1, out) != 1;
    if (fclose(out) != 0) failed = true;
    return failed ? STATUS_FAILED : STATUS_OK;
}

enum status output_file(const char *path, const struct buffer *content)
{
    struct buffer part = {0};
    if (content->failed) return STATUS_NO_MEMORY;
    buffer_format(&part, "%s.part", path);
    if (part.failed) return STATUS_NO_MEMORY;
    enum status status = write_all(part.data, content);
    if (status == STATUS_OK && rename(part.data, path) != 0) status = STATUS_FAILED;
    if (status != STATUS_OK) remove(part.data);
    buffer_free(&part);
    return status;
}
