/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of weekly hours. A statement is days then spans (`lundi 9h-12h`), or spans then days
 * (`9h-12h le lundi`). Where two readings are possible the text is refused. */
#include "schedule/hours_grammar.h"

static const char *const closed_words[] = {"ferme", "fermee", "fermes", "fermees", "fermeture",
                                           "off",   "closed", "repos",  NULL};
static const char *const except_words[] = {"sauf", "sf", "hors", "excepte", NULL};
static const char *const filler_words[] = {"de",     "du",      "d",         "le",       "les",
                                           "des",    "la",      "l",         "horaires", "horaire",
                                           "ouvert", "ouverte", "ouverture", "ouverts",  "ouvertes",
                                           "tous",   "chaque",  "entre",     NULL};
static const char *const empty_words[] = {
    "precise",   "precises",  "precisee", "preciser",   "precision",   "precisions",
    "confirmer", "attente",   "nc",       "inconnu",    "inconnus",    "variable",
    "variables", "completer", "definir",  "communique", "communiques", NULL};

void hours_skip_fillers(struct reader *reader)
{
    while (reader_take(reader, filler_words)) continue;
}

/* How one comes, beside the hours: kept by whoever keeps the text. */
bool hours_skip_remark(struct reader *reader)
{
    static const char *const manner[] = {"sur", "avec", "sans", "ou", "uniquement", NULL};
    static const char *const visit[] = {"rdv", "rv", NULL};
    static const char *const alone[] = {"nonstop", "uniquement", "seulement", NULL};
    size_t ahead = 0;
    while (token_is_one(reader_peek(reader, ahead), manner)) ahead++;
    if (ahead == 0 || !token_is_one(reader_peek(reader, ahead), visit)) {
        return reader_take(reader, alone);
    }
    reader->at += ahead + 1;
    return true;
}

static bool says_nothing(const struct reader *reader, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++) {
        const struct token *token = &reader->phrase->tokens[i];
        if (token_is_one(token, empty_words) || token_is(token, "rdv") || token_is(token, "rv")) {
            return true;
        }
    }
    return false;
}

size_t hours_statement_end(const struct reader *reader, size_t at)
{
    const struct token *tokens = reader->phrase->tokens;
    while (tokens[at].kind != TOKEN_END && tokens[at].kind != TOKEN_BREAK) at++;
    return at > 0 ? at - 1 : 0;
}

/* Refuses what stands from `first` to the end of the statement. Always false. */
static bool refuse_rest(struct reader *reader, size_t first)
{
    size_t last = hours_statement_end(reader, first);
    if (last < first) last = first;
    if (says_nothing(reader, first, last)) {
        return reader_refuse(reader, first, last,
                             " ne dit ni jours ni heures : laisser la case vide si "
                             "les horaires ne sont pas connus");
    }
    return reader_refuse(
        reader, first, last,
        " n'est pas compris ; écrire par exemple « lundi-vendredi 9h-12h et 14h-18h »");
}

/* `fermé le mercredi`, `fermé` alone. */
static bool read_closed_first(struct reader *reader, struct statement *statement)
{
    size_t start = reader->at;
    reader->at++;
    reader_take_kind(reader, TOKEN_COLON);
    statement->closed = true;
    if (hours_take_days(reader, &statement->days)) return true;
    statement->days = EVERY_DAY;
    bool alone = start == 0 && reader_peek_is(reader, 0, TOKEN_END);
    return alone || refuse_rest(reader, start);
}

/* `sauf le mercredi`, `sauf mercredi 9h-12h`, `sauf jours fériés`. */
static bool read_exception(struct reader *reader, struct statement *statement)
{
    size_t start = reader->at;
    reader->at++;
    statement->exception = true;
    if (!hours_take_days(reader, &statement->days)) return refuse_rest(reader, start);
    reader_take_kind(reader, TOKEN_COLON);
    if (reader_take(reader, closed_words)) {
        statement->closed = true;
        return true;
    }
    if (!hours_take_spans(reader, statement)) return false;
    statement->closed = statement->span_count == 0;
    return true;
}

/* `lundi-vendredi sauf mercredi`, before any hour: fewer days. */
static bool take_days_less(struct reader *reader, struct statement *statement)
{
    unsigned less;
    size_t start = reader->at;
    if (!reader_take(reader, except_words)) return true;
    if (!hours_take_days(reader, &less)) return refuse_rest(reader, start);
    statement->but_holidays = (less & HOLIDAYS) != 0;
    statement->days &= ~less;
    return true;
}

/* `lundi : fermé`, `lundi 9h-12h`; the days are taken already. */
static bool read_after_days(struct reader *reader, struct statement *statement, size_t start)
{
    if (!take_days_less(reader, statement)) return false;
    while (hours_skip_remark(reader)) continue;
    if (!reader_take_kind(reader, TOKEN_COLON) && !reader_take_kind(reader, TOKEN_DASH)) {
        reader_take_kind(reader, TOKEN_COMMA);
    }
    while (hours_skip_remark(reader)) continue;
    bool below = reader_peek_is(reader, 0, TOKEN_BREAK) && reader_peek_is(reader, 1, TOKEN_NUMBER);
    if (below) reader->at++; /* the hours stand on the line under the day */
    size_t before = reader->at;
    hours_skip_fillers(reader);
    if (reader_take(reader, closed_words)) {
        statement->closed = true;
        return true;
    }
    reader->at = before;
    if (!hours_take_spans(reader, statement)) return false;
    if (statement->span_count == 0) return refuse_rest(reader, start);
    if (statement->days == 0)
        return reader_refuse(reader, start, reader->at - 1, " ne laisse aucun jour");
    return true;
}

/* `9h-12h le lundi`, `24h/24`; `lundi 9h-12h ; 14h-18h` goes on with the days before, `continued`
 * (0: none). */
static bool read_spans_first(struct reader *reader, struct statement *statement, size_t start,
                             unsigned continued)
{
    bool week;
    unsigned days;
    bool whole_day = hours_all_day_length(reader, 0, &week) > 0;
    if (!hours_take_spans(reader, statement)) return false;
    if (statement->span_count == 0) return refuse_rest(reader, start);
    size_t after = reader->at;
    if (!reader_take_kind(reader, TOKEN_COMMA) && !reader_take_kind(reader, TOKEN_DASH) &&
        whole_day) {
        reader_take_kind(reader, TOKEN_AND);
    }
    if (!hours_take_days(reader, &days)) {
        reader->at = after;
        if (whole_day) statement->days = EVERY_DAY;
        if (statement->days == 0) statement->days = continued;
        if (statement->days == 0) {
            return reader_refuse(reader, start, after - 1,
                                 " : quels jours ? (par exemple « lundi-"
                                 "vendredi » ou « tous les jours »)");
        }
        return true;
    }
    statement->days = days;
    return take_days_less(reader, statement);
}

/* `Horaires d'ouverture : …` */
static void skip_heading(struct reader *reader)
{
    static const char *const heading[] = {
        "horaires",      "horaire", "d",          "ouverture",   "ouvert",
        "ouverte",       "ouverts", "permanence", "permanences", "consultation",
        "consultations", "accueil", NULL};
    bool found = false;
    while (reader_take(reader, heading)) found = true;
    if (found) reader_take_kind(reader, TOKEN_COLON);
    while (hours_skip_remark(reader)) reader_take_kind(reader, TOKEN_COLON);
}

static bool read_statement(struct reader *reader, struct statement *statement, unsigned *continued)
{
    size_t start = reader->at;
    skip_heading(reader);
    bool closes = token_is_one(reader_peek(reader, 0), closed_words);
    bool excepts = token_is_one(reader_peek(reader, 0), except_words);
    if (closes || excepts) *continued = 0;
    if (closes) return read_closed_first(reader, statement);
    if (excepts) return read_exception(reader, statement);
    if (hours_take_days(reader, &statement->days)) {
        bool read = read_after_days(reader, statement, start);
        *continued = statement->closed ? 0 : statement->days;
        return read;
    }
    return read_spans_first(reader, statement, start, *continued);
}

/* Between statements; a comma, a slash, a dash or `et` only when something was said before. */
static bool take_separators(struct reader *reader, bool first)
{
    bool comma = false;
    for (;;) {
        if (reader_take_kind(reader, TOKEN_BREAK)) {
            comma = false;
        } else if (!first && reader_take_kind(reader, TOKEN_COMMA)) {
            comma = true;
        } else if (first || (!reader_take_kind(reader, TOKEN_AND) &&
                             !reader_take_kind(reader, TOKEN_SLASH) &&
                             !reader_take_kind(reader, TOKEN_DASH))) {
            return comma;
        }
    }
}

static bool check_notation(struct reader *reader)
{
    for (size_t i = 0; i < reader->phrase->count; i++) {
        if (!token_is(&reader->phrase->tokens[i], "we") || reader->osm != reader->french) continue;
        return reader_refuse(reader, i, i, " : mercredi ou week-end ?");
    }
    return true;
}

enum status statements_read(const struct phrase *phrase, struct statements *out, struct buffer *why)
{
    struct reader reader = {.phrase = phrase, .why = why};
    unsigned continued = 0;
    out->count = 0;
    hours_find_notation(&reader);
    out->osm = reader.osm && !reader.french;
    if (!check_notation(&reader)) return STATUS_INVALID;
    for (;;) {
        bool added = take_separators(&reader, out->count == 0);
        if (reader_peek_is(&reader, 0, TOKEN_END)) return STATUS_OK;
        if (out->count == STATEMENT_MAX) {
            refuse_rest(&reader, reader.at);
            return STATUS_INVALID;
        }
        struct statement *statement = &out->list[out->count];
        *statement = (struct statement){.added = added, .first_token = reader.at};
        if (!read_statement(&reader, statement, &continued)) return STATUS_INVALID;
        statement->last_token = reader.at - 1;
        out->count++;
    }
}
