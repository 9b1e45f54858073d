/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of all that may be read, the reading that covers most words with fewest pieces. */
#include "question/question_parts.h"

#include <string.h>

/* One more word covered is worth more than any preference; one piece less comes next. */
#define WORD_WEIGHT 100
#define PIECE_WEIGHT 40
#define EDIT_WEIGHT 20

#define SURE_LETTERS 7

static int kind_weight(const struct question_span *span)
{
    switch (span->kind) {
    case SPAN_FILLER:
        return -30;
    case QUESTION_LEFT_OVER:
        return 6;
    case QUESTION_SKILL:
        return 0;
    default:
        return 5;
    }
}

void question_propose(struct question_work *work, struct question_span span)
{
    int words = 0;
    if (work->span_count == SPANS_MAX || span.first >= span.last) return;
    for (size_t i = span.first; i < span.last; i++) words += !work->tokens[i].is_link;
    span.weight += words * WORD_WEIGHT + (int)(span.last - span.first) - PIECE_WEIGHT -
                   (int)span.edits * EDIT_WEIGHT + kind_weight(&span);
    work->spans[work->span_count++] = span;
    /* "rue Marie Curie": a short word corrected does not end a name. */
    bool is_sure = span.edits == 0 || strlen(work->tokens[span.first].word) >= SURE_LETTERS;
    if (is_sure) work->tokens[span.first].begins = true;
}

/* best[i]: the weight of the best reading of the tokens from i on; spans chained by first token. */
void question_choose(struct question_work *work)
{
    int best[TOKENS_MAX + 1] = {0};
    int16_t taken[TOKENS_MAX + 1];
    int16_t head[TOKENS_MAX], next[SPANS_MAX];
    memset(head, -1, sizeof head);
    for (size_t i = 0; i < work->span_count; i++) {
        next[i] = head[work->spans[i].first];
        head[work->spans[i].first] = (int16_t)i;
    }
    for (size_t at = work->count; at-- > 0;) {
        best[at] = best[at + 1];
        taken[at] = -1;
        for (int16_t i = head[at]; i >= 0; i = next[i]) {
            int weight = work->spans[i].weight + best[work->spans[i].last];
            if (weight <= best[at]) continue;
            best[at] = weight;
            taken[at] = i;
        }
    }
    work->chosen_count = 0;
    for (size_t at = 0; at < work->count;) {
        if (taken[at] < 0) {
            at++;
            continue;
        }
        work->chosen[work->chosen_count++] = work->spans[taken[at]];
        at = work->spans[taken[at]].last;
    }
}
