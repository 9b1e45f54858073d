/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finess/finess_file.h"

#include "geodata/schedule.h"
#include "geodata/text.h"

#include <string.h>

/* Positions in a row `structureet`, as the documentation of the file numbers them, from 0. */
enum site_field {
    FIELD_KIND,
    FIELD_FINESS,
    FIELD_OWNER,
    FIELD_NAME,
    FIELD_LONG_NAME,
    FIELD_MORE_NAME,
    FIELD_MORE,
    FIELD_NUMBER,
    FIELD_WAY,
    FIELD_STREET,
    FIELD_STREET_MORE,
    FIELD_LOCALITY,
    FIELD_COMMUNE,
    FIELD_DEPARTEMENT,
    FIELD_DEPARTEMENT_WORDS,
    FIELD_TOWN,
    FIELD_PHONE,
    FIELD_FAX,
    FIELD_CATEGORY,
    FIELD_CATEGORY_WORDS,
    FIELD_SIRET = 22,
    FIELD_UPDATED = 30,
    SITE_FIELDS = 32
};

/* In a row `geolocalisation`. */
enum { POSITION_FINESS = 1, POSITION_X, POSITION_Y, POSITION_TEXT, POSITION_FIELDS = 6 };

#define VALUE_SHOWN 60

struct extract {
    const struct finess_reading *reading;
    struct finess_summary *summary;
    struct finess_trouble *trouble;
    struct pool pool; /* texts of one row */
    bool has_known_row;
};

static void tell(struct extract *extract, const struct csv_record *record, const char *why)
{
    const struct finess_visitor *visitor = &extract->reading->visitor;
    char value[VALUE_SHOWN + 1] = "";
    const char *from = record->fields[record->count > 1 ? 1 : 0];
    if (visitor->bad_row == NULL) return;
    if (text_is_utf8(from, strlen(from))) strncpy(value, from, VALUE_SHOWN);
    if (!text_is_utf8(value, strlen(value))) value[0] = '\0'; /* cut within a letter */
    struct finess_bad_row row = {.line = record->line, .value = value, .why = why};
    visitor->bad_row(visitor->context, &row);
}

/* The field as UTF-8, without spaces around; NULL when it is empty. */
static const char *field(struct extract *extract, const struct csv_record *record, size_t at)
{
    const char *text = at < record->count ? record->fields[at] : "", *encoding = NULL;
    size_t length = strlen(text);
    char *copy = NULL;
    if (text_is_utf8(text, length)) {
        copy = pool_text(&extract->pool, text, length);
    } else {
        struct buffer utf8 = {0};
        if (text_to_utf8(text, length, &utf8, &encoding) == STATUS_OK && utf8.data != NULL) {
            copy = pool_text(&extract->pool, utf8.data, utf8.length);
        }
        buffer_free(&utf8);
    }
    return copy == NULL ? NULL : finess_trimmed(copy);
}

/* Overseas départements have a letter: 9A to 9F are 971 to 976, 9J 986; 075 + 114 is 75114. */
static const char *citycode_of(struct pool *pool, const char *departement, const char *commune)
{
    if (departement == NULL || commune == NULL || strlen(commune) != 3) return NULL;
    if (strlen(departement) != 2) return NULL;
    if (departement[0] != '9' || departement[1] < 'A') {
        return pool_format(pool, "%s%s", departement, commune);
    }
    /* the commune's first digit is the département's last: 9A 123 is 97123 */
    return departement[1] == 'J' ? pool_format(pool, "98%s", commune)
                                 : pool_format(pool, "97%s", commune);
}

static bool is_day(const char *text)
{
    day date;
    return text != NULL && day_parse(text, &date) == STATUS_OK;
}

static void read_town(struct extract *extract, const char *line, struct finess_site *out)
{
    out->town = line;
    if (line == NULL || strspn(line, "0123456789") != 5) return;
    out->postcode = pool_text(&extract->pool, line, 5);
    out->town = line[5] == '\0' ? NULL : line + 5 + strspn(line + 5, " ");
}

static enum status read_site(struct extract *extract, const struct csv_record *record)
{
    const struct finess_visitor *visitor = &extract->reading->visitor;
    struct finess_site site = {.line = record->line};
    const struct {
        const char **to;
        enum site_field from;
    } fields[] = {
        {&site.finess, FIELD_FINESS},
        {&site.name, FIELD_NAME},
        {&site.long_name, FIELD_LONG_NAME},
        {&site.more_name, FIELD_MORE_NAME},
        {&site.more, FIELD_MORE},
        {&site.number, FIELD_NUMBER},
        {&site.way, FIELD_WAY},
        {&site.street, FIELD_STREET},
        {&site.street_more, FIELD_STREET_MORE},
        {&site.locality, FIELD_LOCALITY},
        {&site.phone, FIELD_PHONE},
        {&site.category, FIELD_CATEGORY},
        {&site.category_words, FIELD_CATEGORY_WORDS},
        {&site.siret, FIELD_SIRET},
        {&site.updated, FIELD_UPDATED},
    };
    extract->summary->sites++;
    if (visitor->site == NULL) return STATUS_OK;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        *fields[i].to = field(extract, record, fields[i].from);
    }
    site.citycode = citycode_of(&extract->pool, field(extract, record, FIELD_DEPARTEMENT),
                                field(extract, record, FIELD_COMMUNE));
    read_town(extract, field(extract, record, FIELD_TOWN), &site);
    if (!is_day(site.updated)) site.updated = NULL;
    site.has_point = site.finess != NULL &&
                     finess_positions_find(extract->reading->positions, site.finess, &site.point);
    if (extract->pool.failed) return STATUS_NO_MEMORY;
    return visitor->site(visitor->context, &site);
}

static enum status read_position(struct extract *extract, const struct csv_record *record)
{
    if (extract->reading->gather == NULL) return STATUS_OK;
    enum status status =
        finess_positions_add(extract->reading->gather, field(extract, record, POSITION_FINESS),
                             field(extract, record, POSITION_X), field(extract, record, POSITION_Y),
                             field(extract, record, POSITION_TEXT));
    return status == STATUS_INVALID ? STATUS_OK : status; /* a site without a position */
}

static enum status read_row(struct extract *extract, const struct csv_record *record)
{
    const char *kind = record->fields[FIELD_KIND];
    bool is_site = strcmp(kind, "structureet") == 0;
    bool is_position = strcmp(kind, "geolocalisation") == 0;
    size_t wanted = is_site ? SITE_FIELDS : POSITION_FIELDS;
    pool_reset(&extract->pool);
    if (!is_site && !is_position) {
        tell(extract, record, "cette ligne n'est ni « structureet » ni « geolocalisation »");
        return STATUS_OK;
    }
    extract->has_known_row = true;
    if (record->count < wanted && !record->ended) {
        extract->trouble->line = record->line;
        buffer_text(&extract->trouble->why, "le fichier est coupé au milieu de cette ligne");
        return STATUS_INVALID;
    }
    if (record->count < wanted || record->count > wanted + 1) {
        tell(extract, record, "cette ligne n'a pas le nombre de champs attendu");
        return STATUS_OK;
    }
    return is_site ? read_site(extract, record) : read_position(extract, record);
}

/* `finess;etalab;111;2026-05-12` */
static bool read_first_line(struct extract *extract, const struct csv_record *record)
{
    if (strcmp(record->fields[0], "finess") != 0) return false;
    const char *date = record->count > 3 ? record->fields[3] : "";
    if (is_day(date) && strlen(date) == 10) memcpy(extract->summary->date, date, 11);
    return true;
}

static enum status judge(struct extract *extract, enum csv_result end, const struct csv *csv)
{
    struct finess_trouble *trouble = extract->trouble;
    if (end == CSV_READ_FAILED) return STATUS_FAILED;
    if (end == CSV_NO_MEMORY) return STATUS_NO_MEMORY;
    if (end == CSV_END && extract->has_known_row) return STATUS_OK;
    if (end != CSV_END) trouble->line = csv_line(csv);
    buffer_text(&trouble->why, end == CSV_OPEN_QUOTE ? "un guillemet ouvert ici n'est jamais fermé"
                               : end == CSV_BINARY   ? "ceci n'est pas un fichier de texte"
                               : end == CSV_TOO_LONG
                                   ? "cette ligne n'en finit pas"
                                   : "ce n'est pas un fichier de FINESS : il n'a aucune ligne "
                                     "« structureet » ni « geolocalisation »");
    return STATUS_INVALID;
}

enum status finess_legacy_read(const struct finess_reading *reading, struct finess_summary *out,
                               struct finess_trouble *trouble)
{
    struct extract extract = {.reading = reading, .summary = out, .trouble = trouble};
    struct csv *csv = NULL;
    struct csv_record record;
    enum csv_result result = CSV_END;
    enum status status = csv_open(reading->read, reading->source, &csv);
    if (status != STATUS_OK) return status;
    csv_use_separator(csv, ';');
    bool first = true;
    while (status == STATUS_OK && (result = csv_next(csv, &record)) == CSV_RECORD) {
        bool is_title = first && read_first_line(&extract, &record);
        first = false;
        if (!is_title) status = read_row(&extract, &record);
    }
    if (status == STATUS_OK) status = judge(&extract, result, csv);
    csv_close(csv);
    pool_free(&extract.pool);
    return status;
}
