/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any cell of Santé.fr: plain text comes out, without control characters, and what was read of it
 * is a phone, a site and hours, or is told as unread. */
#include "geodata/text.h"
#include "importer/files/html_text.h"
#include "importer/vaccination/santefr.h"

#undef NDEBUG /* the checks are the point, in every kind of build */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_plain(const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        assert((unsigned char)*text >= 0x20 || *text == '\n');
        assert(*text != 0x7F);
    }
}

static void check_hours(const struct hours *hours)
{
    assert(hours->count <= HOURS_SPAN_MAX);
    for (size_t i = 0; i < hours->count; i++) {
        assert(hours->spans[i].weekday < 7 && hours->spans[i].opens < 1440);
        assert(hours->spans[i].closes > hours->spans[i].opens);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pool pool = {0};
    struct buffer text = {0};
    struct santefr_reception reception;
    const char *cell = pool_text(&pool, (const char *)data, size);
    size_t length = strlen(cell);
    html_text(cell, length, &text);
    check_plain(text.data);
    if (text_is_utf8(cell, length) && text.data != NULL) {
        assert(text_is_utf8(text.data, text.length));
    }
    assert(santefr_read_reception(cell, &pool, &reception));
    check_plain(reception.note);
    check_plain(reception.phone);
    check_plain(reception.website);
    assert(reception.website == NULL || strncasecmp(reception.website, "http", 4) == 0);
    if (reception.has_hours) check_hours(&reception.hours);
    assert(!(reception.has_hours && reception.unread_hours != NULL));
    buffer_free(&text);
    pool_free(&pool);
    return 0;
}
