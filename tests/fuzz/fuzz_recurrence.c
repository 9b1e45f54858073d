/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text: it is refused with a reason, or gives a rule that sessions accept and that is read
 * again as it is. */
#include "geodata/schedule.h"

#undef NDEBUG /* the checks are the point, in every kind of build */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_DAY 20760 /* 2026-11-03 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct timezone_rules *paris(void)
{
    static struct timezone_rules *rules;
    if (rules == NULL && timezone_open("Europe/Paris", &rules) != STATUS_OK) abort();
    return rules;
}

static void check_rule(const char *rule)
{
    struct session session = {.first = FIRST_DAY, .opens = 540, .closes = 720, .rrule = rule};
    struct interval found[8];
    struct buffer again = {0};
    size_t count;
    instant from = instant_of(paris(), FIRST_DAY + 100, 0);
    enum status status =
        session_occurrences(&session, paris(), from, from + 400 * 86400, 8, found, &count);
    assert(status == STATUS_OK);
    for (size_t i = 0; i < count; i++) assert(found[i].from < found[i].to);
    for (size_t i = 1; i < count; i++) assert(found[i - 1].from < found[i].from);
    status = recurrence_parse(rule, FIRST_DAY, &again, NULL);
    assert(status == STATUS_OK && strcmp(again.data, rule) == 0);
    buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size);
    if (text == NULL) return 0;
    struct buffer rule = {0}, why = {0};
    enum status status = recurrence_parse(text, FIRST_DAY, &rule, &why);
    assert(status == STATUS_OK || (status == STATUS_INVALID && why.length > 0));
    if (status == STATUS_OK) check_rule(rule.data);
    buffer_free(&rule);
    buffer_free(&why);
    free(text);
    return 0;
}
