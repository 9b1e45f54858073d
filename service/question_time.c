/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When: `at`, `from` and `to`, or what the sentence says. */
#include "question.h"

#include "geodata/atlas.h"

#include <string.h>

/* Seconds: nobody plans further. */
#define PERIOD_MAX (366 * (instant)86400)

bool question_read_time(const struct context *context, struct response *response, const char *name,
                        const char *text, instant *out)
{
    *out = context->now;
    if (strcmp(text, "now") == 0 ||
        instant_parse(atlas_timezone(context->atlas), text, out) == STATUS_OK)
        return true;
    respond_bad_parameter(response, name,
                          "« now » ou une heure locale comme 2026-11-22T14:05 est attendu.");
    return false;
}

static void take_time(struct question *out)
{
    const struct question_reading *said = &out->sentence.reading;
    out->has_period = said->when == QUESTION_BETWEEN;
    out->search.has_at = said->when != QUESTION_ANY_TIME;
    out->search.at = out->has_period ? said->interval.from : said->at;
    out->search.until = out->has_period ? said->interval.to : 0;
    out->sentence.used[QUESTION_TIME] = out->search.has_at;
}

/* `from` and `to`: open at some moment between. */
static bool read_period(const struct context *context, const char *from, const char *to,
                        struct response *response, struct question *out)
{
    struct search_query *search = &out->search;
    if (from == NULL || to == NULL) {
        respond_bad_parameter(response, from == NULL ? "from" : "to",
                              "« from » et « to » vont ensemble.");
        return false;
    }
    if (!question_read_time(context, response, "from", from, &search->at) ||
        !question_read_time(context, response, "to", to, &search->until))
        return false;
    if (search->until <= search->at || search->until > search->at + PERIOD_MAX) {
        respond_bad_parameter(response, "to", "Plus tard que « from », d’un an au plus.");
        return false;
    }
    search->has_at = true;
    out->has_period = true;
    return true;
}

bool question_read_when(const struct context *context, const struct request *request,
                        struct response *response, struct question *out)
{
    const char *at = request_value(request, "at");
    const char *from = request_value(request, "from"), *to = request_value(request, "to");
    bool has_period = from != NULL || to != NULL;
    if (at != NULL && has_period) {
        respond_bad_parameter(response, "at", "« at », ou « from » et « to », pas les deux.");
        return false;
    }
    if (has_period) return read_period(context, from, to, response, out);
    if (at == NULL) {
        take_time(out);
        return true;
    }
    out->search.has_at = true;
    return question_read_time(context, response, "at", at, &out->search.at);
}
