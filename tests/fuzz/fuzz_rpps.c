/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/skills.h"
#include "geodata/text.h"
#include "importer/rpps/rpps_codes.h"
#include "importer/rpps/rpps_lines.h"
#include "importer/rpps/rpps_row.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every column that is read, so that the rows behind need not find them by chance. */
#define TITLES                                                                                       \
    "Identification nationale PP|Nom d'exercice|Prénom d'exercice|Code profession|"                 \
    "Code savoir-faire|Raison sociale site|Numéro Voie|Indice répétition voie|Code type de voie|" \
    "Libellé type de voie|Libellé Voie|Bureau cedex|Code postal|Libellé commune|Libellé pays|"   \
    "Code secteur d'activité|Libellé secteur d'activité|Libellé genre activité"

struct source {
    struct csv_memory rows;
    size_t step; /* bytes given at once */
};

static size_t read_source(void *context, char *out, size_t capacity)
{
    struct source *source = context;
    size_t most = capacity < source->step ? capacity : source->step;
    return csv_read_memory(&source->rows, out, most);
}

static void check_text(const char *text, const struct rpps_row *row)
{
    for (size_t i = 0; i < RPPS_COLUMN_COUNT; i++) {
        const char *field = row->fields[i];
        if (field != NULL && !text_is_utf8(field, strlen(field))) return;
    }
    if (text != NULL && !text_is_utf8(text, strlen(text))) abort();
}

static void read_row(const struct skills *skills, const struct rpps_row *row)
{
    struct pool pool = {0};
    struct place place;
    const char *number = NULL;
    uint64_t key = 0;
    rpps_read_place(row, &pool, &place);
    if (place.postcode != NULL && strspn(place.postcode, "0123456789") != 5) abort();
    check_text(place.address, row);
    check_text(place.city, row);
    check_text(rpps_read_cedex_town(row, &pool), row);
    check_text(rpps_read_name(row, &pool), row);
    rpps_read_structure(row, &pool);
    rpps_is_abroad(row);
    if (rpps_read_number(row->fields[RPPS_ID], &pool, &number, &key)) {
        const char *identity = rpps_read_identity(row, number, &place, &pool);
        if (identity == NULL || strncmp(identity, number, strlen(number)) != 0) abort();
    }
    const struct rpps_activity activity = {.sector = row->fields[RPPS_SECTOR],
                                           .sector_label = row->fields[RPPS_SECTOR_LABEL],
                                           .kind_label = row->fields[RPPS_ACTIVITY_LABEL]};
    rpps_is_shown(&activity);
    const char *profession = row->fields[RPPS_PROFESSION], *skill = row->fields[RPPS_SKILL];
    if (profession != NULL) rpps_profession(skills, profession);
    if (skill != NULL) rpps_savoir_faire(skills, skill);
    if (row->fields[RPPS_DIPLOMA_LABEL] != NULL) {
        rpps_diploma(skills, row->fields[RPPS_DIPLOMA_LABEL]);
    }
    pool_free(&pool);
}

/* The titles that most inputs are read with. */
static const struct rpps_format *usual_format(void)
{
    static struct rpps_format format;
    static bool known;
    char titles[] = TITLES;
    const char *missing = NULL;
    if (!known && rpps_format_read(titles, &format, &missing) != STATUS_OK) abort();
    known = true;
    return &format;
}

/* The first byte says how many bytes are read at once; when it is 0 the titles are read too. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct skills *skills;
    if (skills == NULL && skills_default(&skills) != STATUS_OK) abort();
    if (size == 0) return 0;
    struct source source = {.rows = {(const char *)data + 1, size - 1}, .step = 1 + data[0]};
    struct rpps_lines *lines = rpps_lines_open(read_source, &source);
    struct rpps_format format = *usual_format();
    struct rpps_line line = {0};
    struct rpps_row row;
    const char *missing = NULL;
    if (lines == NULL) abort();
    bool known = data[0] != 0 || (rpps_lines_next(lines, &line) == RPPS_LINE &&
                                  rpps_format_read(line.text, &format, &missing) == STATUS_OK);
    size_t before = line.number;
    for (;;) {
        enum rpps_line_result result = rpps_lines_next(lines, &line);
        if (result == RPPS_LINES_END) break;
        if (result == RPPS_LINES_FAILED || line.number <= before) abort();
        before = line.number;
        if (!known || result != RPPS_LINE) continue;
        if (strlen(line.text) != line.length) abort();
        if (rpps_split(&format, line.text, &row) == RPPS_SPLIT) read_row(skills, &row);
    }
    rpps_lines_close(lines);
    return 0;
}
