/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet/correction.h"

#include "geodata/field.h"
#include "geodata/text.h"
#include "sheet/sheet_row.h"

#include <stdlib.h>
#include <string.h>

/* The fields that a column decides; 0: it is not one to correct. */
static uint32_t fields_of(enum sheet_column column)
{
    static const uint32_t fields[SHEET_COLUMN_COUNT] = {
        [SHEET_TYPE] = FIELD_BIT(FIELD_KIND),
        [SHEET_NAME] = FIELD_BIT(FIELD_NAME),
        [SHEET_PROFESSION] = FIELD_BIT(FIELD_PROFESSION),
        [SHEET_SKILLS] = FIELD_BIT(FIELD_SKILLS),
        [SHEET_ADDRESS] = FIELD_BIT(FIELD_ADDRESS),
        [SHEET_POSTCODE] = FIELD_BIT(FIELD_ADDRESS),
        [SHEET_CITY] = FIELD_BIT(FIELD_ADDRESS),
        [SHEET_LON] = FIELD_BIT(FIELD_ADDRESS),
        [SHEET_LAT] = FIELD_BIT(FIELD_ADDRESS),
        [SHEET_PHONE] = FIELD_BIT(FIELD_PHONE),
        [SHEET_DIRECT_PHONE] = FIELD_BIT(FIELD_DIRECT_PHONE),
        [SHEET_MSSANTE] = FIELD_BIT(FIELD_MSSANTE),
        [SHEET_EMAIL] = FIELD_BIT(FIELD_EMAIL),
        [SHEET_WEBSITE] = FIELD_BIT(FIELD_WEBSITE),
        [SHEET_HOME] = FIELD_BIT(FIELD_HOME_VISIT),
        [SHEET_ZONE] = FIELD_BIT(FIELD_ZONES),
        [SHEET_HOURS] = FIELD_BIT(FIELD_HOURS),
        [SHEET_CLOSURES] = FIELD_BIT(FIELD_CLOSURES),
        [SHEET_REMOTE] = FIELD_BIT(FIELD_REMOTE),
        [SHEET_WALK_IN] = FIELD_BIT(FIELD_WALK_IN),
        [SHEET_NEW_PATIENTS] = FIELD_BIT(FIELD_NEW_PATIENTS),
        [SHEET_LANGUAGES] = FIELD_BIT(FIELD_LANGUAGES),
        [SHEET_WHEELCHAIR] = FIELD_BIT(FIELD_WHEELCHAIR),
        [SHEET_FEES] = FIELD_BIT(FIELD_FEES),
        [SHEET_REFERRAL] = FIELD_BIT(FIELD_REFERRAL_NOTE),
        [SHEET_NOTE] = FIELD_BIT(FIELD_NOTE),
    };
    return fields[column];
}

enum sheet_column correction_column(const char *title)
{
    size_t at[SHEET_COLUMN_COUNT];
    if (!columns_match(sheet_columns, SHEET_COLUMN_COUNT, &title, 1, at, NULL)) {
        return SHEET_COLUMN_COUNT;
    }
    for (enum sheet_column column = 0; column < SHEET_COLUMN_COUNT; column++) {
        if (at[column] == 0 && fields_of(column) != 0) return column;
    }
    return SHEET_COLUMN_COUNT;
}

bool correction_needs(enum sheet_column column)
{
    uint32_t needed = FIELD_BIT(FIELD_NAME) | FIELD_BIT(FIELD_KIND) | FIELD_BIT(FIELD_ADDRESS);
    return (fields_of(column) & needed) != 0;
}

bool correction_hides(const char *value)
{
    char *folded = text_folded(value);
    bool hides = strcmp(value, "?") == 0 || (folded != NULL && strcmp(folded, "non precise") == 0);
    free(folded);
    return hides;
}

/* The row that a sheet would hold, with the name and the place of the resource where nothing is
 * said of them. */
struct made_row {
    const char *cells[SHEET_COLUMN_COUNT];
    struct pool pool;
    uint32_t fields;
    size_t count;
};

static void take_cell(void *context, const char *identity, const char *field, const char *value,
                      const char *reason, const char *decided_at, const char *name)
{
    struct made_row *made = context;
    enum sheet_column column = correction_column(field);
    (void)identity, (void)reason, (void)decided_at, (void)name;
    if (column == SHEET_COLUMN_COUNT) return;
    made->fields |= fields_of(column);
    made->count++;
    if (value == NULL) return;
    made->cells[column] = pool_text(&made->pool, value, strlen(value));
    if (column == SHEET_ZONE) made->fields |= FIELD_BIT(FIELD_HOME_VISIT);
}

static void stand_on(struct made_row *made, const struct resource *known)
{
    static const char *const kinds[] = {[RESOURCE_PROFESSIONAL] = "professionnel",
                                        [RESOURCE_STRUCTURE] = "structure",
                                        [RESOURCE_POINT] = "point"};
    const char **cells = made->cells;
    const struct place *place = &known->place;
    bool moves = cells[SHEET_ADDRESS] != NULL || cells[SHEET_POSTCODE] != NULL ||
                 cells[SHEET_CITY] != NULL || cells[SHEET_LON] != NULL;
    if (cells[SHEET_NAME] == NULL) cells[SHEET_NAME] = known->name;
    if (cells[SHEET_TYPE] == NULL) cells[SHEET_TYPE] = kinds[known->kind];
    if (cells[SHEET_ADDRESS] == NULL) cells[SHEET_ADDRESS] = place->address;
    if (cells[SHEET_POSTCODE] == NULL && cells[SHEET_CITY] == NULL) {
        cells[SHEET_POSTCODE] = place->postcode;
        cells[SHEET_CITY] = place->city;
    }
    if (moves) return;
    /* its own point stands, or one that nobody reads: only what is corrected counts */
    struct point point = place->method == PLACE_NONE ? (struct point){2.35, 48.85} : place->point;
    cells[SHEET_LON] = pool_format(&made->pool, "%.7f", point.lon);
    cells[SHEET_LAT] = pool_format(&made->pool, "%.7f", point.lat);
}

/* The sheet's readers tell what becomes of a row; here nothing does, and nobody wrote a column. */
static void tell_unread(const struct corrector *corrector, const struct report *said)
{
    for (size_t i = 0; i < said->finding_count; i++) {
        const struct finding *finding = &said->findings[i];
        if (finding->kind == FINDING_NOTE) continue;
        struct where where = finding->where;
        struct pool words = {0};
        if (corrector->where.line == 0 && where.column != NULL) { /* typed, in no file */
            const char *value = where.value == NULL ? "" : where.value;
            where = (struct where){.value = pool_format(&words, "%s « %s »", where.column, value)};
        }
        report_find(corrector->report, FINDING_REFUSED, where, finding->remedy,
                    "cette valeur ne se lit pas, rien n'est corrigé");
        pool_free(&words);
    }
}

static enum status read_made(const struct corrector *corrector, const char *identity,
                             struct made_row *made)
{
    const char *titles[SHEET_COLUMN_COUNT];
    struct sheet sheet = {.table = {.file = corrector->where.file,
                                    .headers = titles,
                                    .header_count = SHEET_COLUMN_COUNT}};
    struct report said = {0};
    struct sheet_context context = {.workspace = corrector->workspace,
                                    .skills = workspace_skills(corrector->workspace),
                                    .locator = corrector->locator,
                                    .scope = "",
                                    .today = corrector->today,
                                    .report = &said};
    for (size_t i = 0; i < SHEET_COLUMN_COUNT; i++) {
        sheet.at[i] = i;
        titles[i] = sheet_columns[i].name;
        if (made->cells[i] == NULL) made->cells[i] = "";
    }
    struct table_row cells = {
        .line = corrector->where.line, .count = SHEET_COLUMN_COUNT, .cells = made->cells};
    struct sheet_row row = {.sheet = &sheet, .context = &context, .cells = &cells};
    enum row_change change;
    enum status status = sheet_row_read(&row);
    if (status != STATUS_OK) goto done;
    status = STATUS_INVALID;
    tell_unread(corrector, &said);
    if (said.counts.doubtful > 0 || said.counts.refused > 0) goto done;
    row.resource.identity = identity;
    row.resource.identifier_count = 0;
    row.resource.corrects = made->fields;
    row.resource.updated = corrector->today;
    status = workspace_put_resource(corrector->workspace, &row.resource, &change);
    if (status == STATUS_INVALID) {
        report_find(corrector->report, FINDING_REFUSED, corrector->where,
                    "gardez une seule ligne par fiche",
                    "l'annuaire refuse cette correction, ou la fiche est sur deux lignes");
    }
done:
    report_free(&said);
    pool_free(&row.pool);
    return status;
}

enum status correction_apply(const struct corrector *corrector, const char *identity)
{
    struct made_row made = {0};
    struct resource known;
    struct buffer texts = {0};
    enum status status =
        workspace_each_correction(corrector->workspace, identity, take_cell, &made);
    if (status == STATUS_OK && made.count == 0) {
        status = workspace_drop_corrected(corrector->workspace, identity);
        goto done;
    }
    if (status != STATUS_OK) goto done;
    buffer_reserve(&texts, 4096); /* so that the texts do not move while they are gathered */
    status = workspace_look(corrector->workspace, identity, &texts, &known);
    if (status == STATUS_NOT_FOUND) {
        report_find(corrector->report, FINDING_REFUSED, corrector->where, NULL,
                    "aucune source ne connaît cette fiche aujourd'hui");
        status = STATUS_INVALID;
    }
    if (status != STATUS_OK) goto done;
    stand_on(&made, &known);
    status = made.pool.failed ? STATUS_NO_MEMORY : read_made(corrector, identity, &made);
done:
    buffer_free(&texts);
    pool_free(&made.pool);
    return status;
}
