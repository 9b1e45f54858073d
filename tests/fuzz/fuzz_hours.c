/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text: it is refused with a reason, or read into hours that are shown and read again alike. */
#include "geodata/schedule.h"

#undef NDEBUG /* the checks are the point, in every kind of build */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct hours *hours)
{
    struct hours again;
    struct buffer shown = {0};
    hours_format(hours, &shown);
    enum status status = hours_parse(shown.data, &again, NULL);
    assert(status == STATUS_OK);
    assert(again.count == hours->count);
    for (size_t i = 0; i < hours->count; i++) {
        assert(again.spans[i].weekday == hours->spans[i].weekday);
        assert(again.spans[i].opens == hours->spans[i].opens);
        assert(again.spans[i].closes == hours->spans[i].closes);
    }
    buffer_free(&shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size);
    if (text == NULL) return 0;
    struct hours hours;
    struct buffer why = {0};
    enum status status = hours_parse(text, &hours, &why);
    assert(status == STATUS_OK || (status == STATUS_INVALID && why.length > 0));
    if (status == STATUS_OK) check_round_trip(&hours);
    buffer_free(&why);
    free(text);
    return 0;
}
