/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_lines.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)64 * 1024) /* holds the longest line */
_Static_assert(RPPS_LINE_MAX < BLOCK, "a line that fits is never cut");
#define MARK "\xEF\xBB\xBF" /* byte order mark */

struct rpps_lines {
    csv_read *read;
    void *context;
    size_t at, end; /* bytes[at .. end) are still to be given */
    size_t number;
    bool at_end;
    char bytes[BLOCK + 1];
};

struct rpps_lines *rpps_lines_open(csv_read *read, void *context)
{
    struct rpps_lines *lines = malloc(sizeof *lines);
    if (lines == NULL) return NULL;
    lines->read = read;
    lines->context = context;
    lines->at = lines->end = lines->number = 0;
    lines->at_end = false;
    return lines;
}

/* More bytes behind those that wait. False when the source failed. */
static bool fill(struct rpps_lines *lines)
{
    memmove(lines->bytes, lines->bytes + lines->at, lines->end - lines->at);
    lines->end -= lines->at;
    lines->at = 0;
    size_t length = lines->read(lines->context, lines->bytes + lines->end, BLOCK - lines->end);
    if (length == CSV_READ_ERROR) return false;
    lines->end += length;
    lines->at_end = length == 0;
    return true;
}

/* The next line's length without its end; `*ended` tells whether it has one. A line longer than
 * the block is given in pieces of it. False when the source failed. */
static bool find_end(struct rpps_lines *lines, size_t *length, bool *ended)
{
    size_t looked = 0;
    for (;;) {
        char *from = lines->bytes + lines->at;
        char *found = memchr(from + looked, '\n', lines->end - lines->at - looked);
        *ended = found != NULL;
        looked = lines->end - lines->at;
        *length = found != NULL ? (size_t)(found - from) : looked;
        if (found != NULL || lines->at_end || looked == BLOCK) return true;
        if (!fill(lines)) return false;
    }
}

static void skip_mark(struct rpps_line *line)
{
    if (line->number != 1 || line->length < 3 || memcmp(line->text, MARK, 3) != 0) return;
    line->text += 3;
    line->length -= 3;
}

/* Passes over the rest of a line that did not end within the block. */
static bool skip_rest(struct rpps_lines *lines)
{
    size_t length = 0;
    bool ended = false;
    while (!ended && !(lines->at_end && lines->at == lines->end)) {
        if (!find_end(lines, &length, &ended)) return false;
        lines->at += length + (ended ? 1 : 0);
    }
    return true;
}

enum rpps_line_result rpps_lines_next(struct rpps_lines *lines, struct rpps_line *out)
{
    for (;;) {
        bool ended = false;
        size_t length = 0;
        if (!find_end(lines, &length, &ended)) return RPPS_LINES_FAILED;
        if (length == 0 && !ended) return RPPS_LINES_END;
        *out = (struct rpps_line){.number = ++lines->number,
                                  .text = lines->bytes + lines->at,
                                  .length = length,
                                  .ended = ended};
        lines->at += length + (ended ? 1 : 0);
        skip_mark(out);
        if (out->length > 0 && out->text[out->length - 1] == '\r') out->length--;
        bool bad = out->length > RPPS_LINE_MAX || memchr(out->text, '\0', out->length) != NULL;
        out->text[out->length] = '\0';
        if (!ended && !lines->at_end && !skip_rest(lines)) return RPPS_LINES_FAILED;
        if (bad) return RPPS_LINE_BAD;
        if (out->length > 0) return RPPS_LINE;
    }
}

void rpps_lines_close(struct rpps_lines *lines)
{
    free(lines);
}
