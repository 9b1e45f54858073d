/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words/closure_words.h"

#include "cells/values.h"
#include "geodata/buffer.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

#define DATES_MAX 16 /* in one piece: "24, 25 et 31 décembre" */

/* A date as it is written: a day, perhaps its month, perhaps its year, or the year first. What it
 * leaves out it has from the next one. */
struct written_date {
    int numbers[3];
    size_t count;
    bool year_first;
    bool runs_to_next; /* "du … au …" */
};

struct piece {
    struct written_date dates[DATES_MAX];
    size_t count;   /* of those that another follows */
    bool says_from; /* "du": an "au" must follow */
};

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) return true;
    }
    return false;
}

static bool take_number(struct piece *piece, int number, bool has_four_digits)
{
    struct written_date *date = &piece->dates[piece->count];
    if (number == 0 || date->count == 3) return false;
    if (date->count == 0) date->year_first = has_four_digits;
    bool is_short_year = date->count == 2 && !date->year_first && number < 100;
    date->numbers[date->count] = is_short_year ? 2000 + number : number;
    date->count++;
    return true;
}

/* The next number begins another date. "jusqu'au" is two words of one meaning. */
static bool close_date(struct piece *piece, bool runs_to_next)
{
    bool is_open = piece->dates[piece->count].count > 0;
    if (!is_open) return piece->count > 0 && piece->dates[piece->count - 1].runs_to_next;
    if (piece->count + 1 == DATES_MAX) return false;
    piece->dates[piece->count++].runs_to_next = runs_to_next;
    return true;
}

static bool take_word(struct piece *piece, const char *word)
{
    static const char *const to[] = {"au", "a", "jusqu", "jusque", NULL};
    static const char *const noise[] = {
        "le",       "les",    "de",       "d",         "des",      "l",        "ferme", "fermee",
        "conge",    "conges", "vacances", "fermeture", "inclus",   "annuelle", "lundi", "mardi",
        "mercredi", "jeudi",  "vendredi", "samedi",    "dimanche", "pour",     NULL};
    size_t digits = strspn(word, "0123456789");
    if (strcmp(word, "1er") == 0) return take_number(piece, 1, false);
    if (digits > 0) {
        return word[digits] == '\0' && digits <= 4 && take_number(piece, atoi(word), digits == 4);
    }
    if (is_one_of(word, noise)) return true;
    if (strcmp(word, "du") == 0) {
        piece->says_from = true;
        return true;
    }
    if (strcmp(word, "et") == 0) return close_date(piece, false);
    if (is_one_of(word, to)) return close_date(piece, true);
    int month = value_month(word);
    return month != 0 && piece->dates[piece->count].count == 1 && take_number(piece, month, false);
}

/* The days of a piece, the last first, for each gives what the one before it leaves out. */
static bool resolve(const struct piece *piece, day out[DATES_MAX])
{
    struct civil next = {0};
    if (piece->dates[piece->count].count != 3) return false;
    for (size_t i = piece->count + 1; i-- > 0;) {
        const struct written_date *date = &piece->dates[i];
        const int *numbers = date->numbers;
        if (date->count == 0 || (date->year_first && date->count != 3)) return false;
        struct civil civil = next;
        civil.day = date->year_first ? numbers[2] : numbers[0];
        if (date->count > 1) civil.month = numbers[1];
        if (date->count == 3) civil.year = date->year_first ? numbers[0] : numbers[2];
        if (date->count == 2 && civil.month > next.month) civil.year--; /* 20/12 to 3/1/2027 */
        if (civil.year < 1900 || civil.year > 2200 || !civil_is_day(civil)) return false;
        out[i] = day_from_civil(civil);
        next = civil;
    }
    return true;
}

static bool add(struct closure_words *out, day first, day last)
{
    if (out->count == CLOSURES_MAX || last < first || last - first >= CLOSURE_DAYS_MAX)
        return false;
    out->closures[out->count++] = (struct closure){first, last};
    return true;
}

static bool read_piece(char *folded, struct closure_words *out)
{
    struct piece piece = {0};
    day days[DATES_MAX];
    char *rest = NULL;
    for (char *word = strtok_r(folded, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        if (!take_word(&piece, word)) return false;
    }
    if (piece.says_from && piece.count == 0) return false;
    if (!resolve(&piece, days)) return false;
    for (size_t i = 0; i <= piece.count; i++) {
        day first = days[i];
        if (piece.dates[i].runs_to_next) i++;
        if (piece.dates[i].runs_to_next || !add(out, first, days[i])) return false;
    }
    return true;
}

/* Commas part days and dashes join them, but a dash between the numbers of one date does not. */
static void spell_signs(const char *text, size_t length, struct buffer *out)
{
    static const struct {
        const char *sign, *word;
    } signs[] = {{",", " et "}, {" - ", " au "}, {"–", " au "}, {"—", " au "}, {"→", " au "}};
    bool has_slashes = memchr(text, '/', length) != NULL;
    for (size_t i = 0; i < length;) {
        size_t taken = 0;
        for (size_t s = 0; s < sizeof signs / sizeof *signs && taken == 0; s++) {
            size_t size = strlen(signs[s].sign);
            if (size > length - i || memcmp(text + i, signs[s].sign, size) != 0) continue;
            buffer_text(out, signs[s].word);
            taken = size;
        }
        if (taken == 0 && text[i] == '-' && has_slashes)
            buffer_text(out, " au ");
        else if (taken == 0)
            buffer_char(out, text[i]);
        i += taken > 0 ? taken : 1;
    }
}

static enum status read_text(const char *text, size_t length, struct closure_words *out)
{
    struct buffer spelt = {0}, folded = {0};
    day serial = 0;
    enum status status = STATUS_OK;
    spell_signs(text, length, &spelt);
    if (!spelt.failed && spelt.length > 0) text_fold(spelt.data, spelt.length, &folded);
    if (spelt.failed || folded.failed) {
        status = STATUS_NO_MEMORY;
    } else if (folded.length > 0) {
        bool is_serial = folded.length == 5 && value_day(folded.data, &serial);
        bool read = is_serial ? add(out, serial, serial) : read_piece(folded.data, out);
        if (!read) status = STATUS_INVALID;
    }
    buffer_free(&spelt);
    buffer_free(&folded);
    return status;
}

enum status closure_words_read(const char *cell, struct closure_words *out)
{
    *out = (struct closure_words){0};
    while (*cell != '\0') {
        size_t length = strcspn(cell, ";|\n");
        enum status status = read_text(cell, length, out);
        if (status != STATUS_OK) {
            out->unread = cell;
            out->unread_length = length;
            return status;
        }
        cell += length;
        if (*cell != '\0') cell++;
    }
    return STATUS_OK;
}
