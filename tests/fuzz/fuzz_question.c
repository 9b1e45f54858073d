/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes at all in the one box: pieces stay within the text, in order, and never overlap. */
#include "geodata/question.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static struct question_context context;

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    static struct skills *skills;
    static struct timezone_rules *rules;
    (void)count;
    (void)arguments;
    if (skills_default(&skills) != STATUS_OK) abort();
    if (timezone_open("Europe/Paris", &rules) != STATUS_OK) abort();
    context = (struct question_context){.now = 1795338000, .rules = rules, .skills = skills};
    return 0;
}

static void check(const struct question_reading *reading, size_t size)
{
    size_t before = 0;
    if (reading->piece_count > QUESTION_PIECES_MAX) abort();
    for (size_t i = 0; i < reading->piece_count; i++) {
        const struct question_piece *piece = &reading->pieces[i];
        if (piece->start < before || piece->end <= piece->start || piece->end > size) abort();
        if ((piece->kind == QUESTION_SKILL) != (piece->skill != SKILL_NONE)) abort();
        before = piece->end; /* two may touch: "paris4" */
    }
    if (reading->when == QUESTION_BETWEEN && reading->interval.from >= reading->interval.to)
        abort();
    if (strlen(reading->address) >= QUESTION_ADDRESS_MAX) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct question_reading reading;
    char *text = malloc(size); /* of its exact length: the sanitizer sees one byte more */
    if (text == NULL) return 0;
    if (size > 0) memcpy(text, data, size);
    if (question_understand(text, size, &context, &reading) == STATUS_OK) check(&reading, size);
    free(text);
    return 0;
}
