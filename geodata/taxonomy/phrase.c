/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taxonomy/phrase.h"

#include "geodata/text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define QUOTE_MAX 60 /* bytes: enough to find the place in a cell */

/* Two words, with or without a dash between them, that are one. */
static const struct {
    const char *first, *second, *joined;
} pairs[] = {
    {"apres", "midi", "apresmidi"},     {"rendez", "vous", "rdv"},
    {"week", "end", "weekend"},         {"non", "stop", "nonstop"},
    {"en", "continu", "nonstop"},       {"sans", "interruption", "nonstop"},
    {"journee", "continue", "nonstop"}, {"jours", "feries", "feries"},
    {"jour", "ferie", "feries"},        {"sans", "coupure", "nonstop"},
};

static UChar32 next_code_point(const char *text, size_t length, size_t *at)
{
    UChar32 c;
    int32_t i = (int32_t)*at;
    U8_NEXT((const uint8_t *)text, i, (int32_t)length, c);
    *at = (size_t)i;
    return c;
}

static enum token_kind sign_kind(UChar32 c)
{
    switch (c) {
    case ':':
    case '=':
        return TOKEN_COLON;
    case '/':
        return TOKEN_SLASH;
    case ',':
        return TOKEN_COMMA;
    case '.':
        return TOKEN_DOT;
    case '&':
    case '+':
        return TOKEN_AND;
    case ';':
    case '|':
    case '\n':
    case '\r':
        return TOKEN_BREAK;
    case '>':
    case 0x2192: /* an arrow */
    case 0x2212: /* the minus sign */
        return TOKEN_DASH;
    default:
        return u_charType(c) == U_DASH_PUNCTUATION ? TOKEN_DASH : TOKEN_OTHER;
    }
}

/* Spaces of every width, byte order marks, apostrophes of every shape. */
static bool separates(UChar32 c)
{
    if (c == '\n' || c == '\r') return false;
    return u_isUWhiteSpace(c) || c == '\'' || c == 0x2019 || c == 0xFEFF || c == 0x200B;
}

/* Brackets around words: `(sur rendez-vous)`, `(sauf mercredi)`. Hours in brackets are something
 * else than those before them, nobody knows what. */
static bool is_idle_bracket(const char *text, size_t length, size_t at)
{
    if (text[at] == ')') return true;
    if (text[at] != '(') return false;
    size_t after = at + 1;
    UChar32 c = ' ';
    while (after < length && c == ' ') c = next_code_point(text, length, &after);
    return c >= 0 && u_isalpha(c);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void read_number(const char *text, size_t length, size_t *at, struct token *token)
{
    token->kind = TOKEN_NUMBER;
    while (*at < length && is_digit(text[*at])) {
        if (token->digits < 9) token->number = token->number * 10 + (text[*at] - '0');
        token->digits++;
        (*at)++;
    }
    if (token->digits > 9) token->number = 999999999;
}

static bool read_word(const char *text, size_t length, size_t *at, struct token *token)
{
    size_t end = *at, after = *at;
    for (;;) {
        UChar32 c = after < length ? next_code_point(text, length, &after) : -1;
        bool inside = c >= 0 && (u_isalpha(c) || (u_getCombiningClass(c) != 0 && end > *at));
        if (!inside) break;
        end = after;
    }
    struct buffer folded = {0};
    text_fold(text + *at, end - *at, &folded);
    bool read = !folded.failed;
    size_t kept = folded.length < sizeof token->word ? folded.length : sizeof token->word - 1;
    if (read && kept > 0) memcpy(token->word, folded.data, kept);
    buffer_free(&folded);
    token->kind = TOKEN_WORD;
    if (token_is(token, "et") || token_is(token, "puis")) token->kind = TOKEN_AND;
    *at = end;
    return read;
}

/* Moves past one token; false when memory runs out. */
static bool read_token(const char *text, size_t length, size_t *at, struct token *token)
{
    size_t after = *at;
    UChar32 c = next_code_point(text, length, &after);
    *token = (struct token){.start = *at};
    bool read = true;
    if (is_digit(text[*at])) {
        read_number(text, length, at, token);
    } else if (c >= 0 && u_isalpha(c)) {
        read = read_word(text, length, at, token);
    } else {
        token->kind = c < 0 ? TOKEN_OTHER : sign_kind(c);
        *at = after;
    }
    token->end = *at;
    return read;
}

/* `9.30` keeps its stop; `lun. 9h.` does not. */
static bool is_idle_stop(struct token *token, const char *text)
{
    if (token->kind != TOKEN_DOT) return false;
    bool many = text[token->end] == '.' || (token->start > 0 && text[token->start - 1] == '.');
    if (many && text[token->end + (text[token->end] == '.')] != '\0') {
        token->kind = TOKEN_OTHER; /* `lundi...vendredi` stands for something */
        return false;
    }
    return token->start == 0 || !is_digit(text[token->start - 1]) || !is_digit(text[token->end]);
}

static void join_pairs(struct phrase *phrase)
{
    size_t kept = 0;
    for (size_t i = 0; i < phrase->count; i++) {
        struct token token = phrase->tokens[i];
        size_t second = i + 1;
        if (second < phrase->count && phrase->tokens[second].kind == TOKEN_DASH) second++;
        for (size_t pair = 0; second < phrase->count && pair < sizeof pairs / sizeof *pairs;
             pair++) {
            if (!token_is(&token, pairs[pair].first)) continue;
            if (!token_is(&phrase->tokens[second], pairs[pair].second)) continue;
            strcpy(token.word, pairs[pair].joined);
            token.end = phrase->tokens[second].end;
            i = second;
            break;
        }
        phrase->tokens[kept++] = token;
    }
    phrase->count = kept;
}

enum status phrase_read(const char *text, struct phrase *out)
{
    size_t length = strlen(text), at = 0;
    out->text = text;
    out->count = 0;
    if (length > INT32_MAX) return STATUS_INVALID;
    while (at < length) {
        size_t after = at;
        UChar32 c = next_code_point(text, length, &after);
        if (c >= 0 && (separates(c) || is_idle_bracket(text, length, at))) {
            at = after;
            continue;
        }
        if (out->count == PHRASE_TOKEN_MAX - 1) return STATUS_INVALID;
        struct token *token = &out->tokens[out->count];
        if (!read_token(text, length, &at, token)) return STATUS_NO_MEMORY;
        if (!is_idle_stop(token, text)) out->count++;
    }
    out->tokens[out->count++] = (struct token){.kind = TOKEN_END, .start = length, .end = length};
    join_pairs(out);
    return STATUS_OK;
}

bool token_is(const struct token *token, const char *word)
{
    return (token->kind == TOKEN_WORD || token->kind == TOKEN_AND) &&
           strcmp(token->word, word) == 0;
}

void phrase_quote(const struct phrase *phrase, size_t first, size_t last, struct buffer *out)
{
    if (last >= phrase->count) last = phrase->count - 1;
    if (last > 0 && phrase->tokens[last].kind == TOKEN_END) last--;
    if (first > last) first = last;
    size_t start = phrase->tokens[first].start, end = phrase->tokens[last].end;
    bool cut = end - start > QUOTE_MAX;
    if (cut) {
        end = start + QUOTE_MAX;
        while (end > start && ((unsigned char)phrase->text[end] & 0xC0) == 0x80) end--;
    }
    buffer_text(out, "« ");
    buffer_append(out, phrase->text + start, end - start);
    buffer_text(out, cut ? "… »" : " »");
}

/* Full names, the plural, three letters, two letters. */
int phrase_weekday(const struct token *token)
{
    static const char *const names[] = {"lundi",    "mardi",  "mercredi", "jeudi",
                                        "vendredi", "samedi", "dimanche"};
    if (token->kind != TOKEN_WORD) return -1;
    size_t length = strlen(token->word);
    for (int weekday = 0; weekday < 7; weekday++) {
        size_t whole = strlen(names[weekday]);
        bool plural = length == whole + 1 && token->word[whole] == 's';
        bool shortened = length == 2 || length == 3 || (length == 4 && token->word[3] == 'c');
        if (length != whole && !plural && !shortened) continue;
        if (strncmp(token->word, names[weekday], plural ? whole : length) == 0) return weekday;
    }
    return -1;
}

const struct token *reader_peek(const struct reader *reader, size_t ahead)
{
    size_t at = reader->at + ahead;
    size_t last = reader->phrase->count - 1;
    return &reader->phrase->tokens[at < last ? at : last];
}

bool reader_peek_is(const struct reader *reader, size_t ahead, enum token_kind kind)
{
    return reader_peek(reader, ahead)->kind == kind;
}

bool token_is_one(const struct token *token, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (token_is(token, *words)) return true;
    }
    return false;
}

bool reader_take(struct reader *reader, const char *const *words)
{
    if (!token_is_one(reader_peek(reader, 0), words)) return false;
    reader->at++;
    return true;
}

bool reader_take_kind(struct reader *reader, enum token_kind kind)
{
    if (!reader_peek_is(reader, 0, kind)) return false;
    reader->at++;
    return true;
}

bool reader_refuse(struct reader *reader, size_t first, size_t last, const char *message)
{
    if (reader->why != NULL && !reader->refused) {
        phrase_quote(reader->phrase, first, last, reader->why);
        buffer_text(reader->why, message);
    }
    reader->refused = true;
    return false;
}
