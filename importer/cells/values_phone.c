/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/values.h"

#include <ctype.h>
#include <string.h>

#define PHONE_DIGITS_MAX 16 /* 00 and the 14 digits of the longest number in use */

/* Copies the digits of the first number of `text`, which ends at one of `ends` or where words
 * begin; `plus` tells that a + stood before them, `rest` what follows. */
static size_t first_digits(const char *text, const char *ends, char digits[PHONE_DIGITS_MAX],
                           bool *plus, const char **rest)
{
    size_t count = 0;
    *plus = false;
    for (; *text != '\0' && count <= PHONE_DIGITS_MAX; text++) {
        if (strchr(ends, *text) != NULL && count > 0) break;
        if (strncmp(text, "(0)", 3) == 0 && count > 0) {
            text += 2;
            continue;
        }
        if (*text == '+' && count == 0) *plus = true;
        if (isalpha((unsigned char)*text) && count > 0) break;
        if (!isdigit((unsigned char)*text)) continue;
        if (count < PHONE_DIGITS_MAX) digits[count] = *text;
        count++;
    }
    *rest = text;
    return count;
}

/* One number may be written with what parts several: 01/99/00/12/34. */
static size_t phone_digits(const char *text, char digits[PHONE_DIGITS_MAX], bool *plus,
                           const char **rest)
{
    size_t count = first_digits(text, "", digits, plus, rest);
    if (count == 10 && digits[0] == '0' && !*plus) return count;
    return first_digits(text, "/;,|", digits, plus, rest);
}

/* `199001234` as `01 99 00 12 34`. */
static const char *write_french_number(const char *number, struct pool *pool)
{
    char spaced[14];
    size_t length = 0;
    spaced[length++] = '0';
    for (size_t i = 0; i < 9; i++) {
        spaced[length++] = number[i];
        if (i % 2 == 0 && i < 8) spaced[length++] = ' ';
    }
    return pool_text(pool, spaced, length);
}

bool value_phone(const char *text, struct pool *pool, const char **out)
{
    char digits[PHONE_DIGITS_MAX];
    const char *rest = NULL;
    bool plus = false;
    *out = NULL;
    if (text == NULL) return true;
    size_t count = phone_digits(text, digits, &plus, &rest);
    if (count > sizeof digits) return false;
    const char *number = digits;
    if (count == 11 && memcmp(digits, "33", 2) == 0) plus = true; /* a spreadsheet lost the + */
    if (!plus && count > 4 && memcmp(digits, "00", 2) == 0) {
        plus = true;
        number += 2;
        count -= 2;
    }
    if (plus && (count < 8 || count > 15 || number[0] == '0')) return false;
    if (plus && memcmp(number, "33", 2) != 0) {
        *out = pool_format(pool, "+%.*s", (int)count, number);
        return true;
    }
    if (plus) {
        number += 2;
        count -= 2;
    }
    if (count == 10 && number[0] == '0') {
        number++;
        count--;
    }
    if (count == 9 && number[0] != '0') {
        *out = write_french_number(number, pool);
        return true;
    }
    if (plus || (count != 2 && count != 3 && count != 4 && count != 6)) return false;
    *out = pool_text(pool, number, count); /* 15, 112, 3949, 116117 */
    return true;
}

const char *value_phone_rest(const char *text)
{
    char digits[PHONE_DIGITS_MAX];
    const char *rest = NULL;
    bool plus = false;
    if (text == NULL) return NULL;
    phone_digits(text, digits, &plus, &rest);
    for (const char *at = rest; *at != '\0'; at++) {
        bool says = isalnum((unsigned char)*at) || (unsigned char)*at >= 0x80;
        if (says) return rest;
    }
    return NULL;
}
