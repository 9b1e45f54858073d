/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_read.h"

#include "geodata/text.h"
#include "rpps/rpps_codes.h"
#include "rpps/rpps_row.h"
#include "rpps/rpps_tally.h"
#include "run/progress.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REFUSED_TOLD 1000 /* row by row; the others by their number */
#define REFUSED_MAX 100   /* more, and more than one row in a hundred: the file is not sound */

/* A file on its way. */
struct pass {
    const struct rpps_reading *reading;
    struct rpps_read *out;
    const struct rpps_file *file;
    uint16_t number; /* of the file */
    struct rpps_line line;
    struct rpps_row row;
    struct pool pool;
    struct rpps_tally tally;
    const uint64_t *people; /* those that are kept, ascending; not for activities */
    size_t people_count;
};

static void refuse_row(struct pass *pass, const char *column, const char *value, const char *remedy,
                       const char *cause)
{
    struct report *report = pass->reading->report;
    if (pass->out->refused++ >= REFUSED_TOLD) {
        report->counts.refused++;
        return;
    }
    struct where where = {
        .file = pass->file->name, .line = pass->line.number, .column = column, .value = value};
    report_find(report, FINDING_REFUSED, where, remedy, "%s", cause);
}

/* False: refused. */
static bool split_row(struct pass *pass)
{
    const struct rpps_format *format = &pass->file->format;
    enum rpps_split_result result = rpps_split(format, pass->line.text, &pass->row);
    if (result == RPPS_SPLIT) return true;
    bool cut = result == RPPS_TOO_FEW && !pass->line.ended;
    if (cut) pass->out->partial = true;
    char cause[96];
    snprintf(cause, sizeof cause, "cette ligne a %s de colonnes que les titres, qui en ont %zu",
             result == RPPS_TOO_FEW ? "moins" : "plus", format->count);
    refuse_row(pass, NULL, NULL,
               cut ? "le fichier semble coupé : téléchargez-le de nouveau"
                   : "elle est abîmée dans le fichier ; téléchargez-le de nouveau",
               cause);
    return false;
}

/* Texts are UTF-8; a field of other bytes is read as Windows-1252, as in any other file. */
static enum status mend_fields(struct pass *pass)
{
    for (size_t i = 0; i < RPPS_COLUMN_COUNT; i++) {
        const char *field = pass->row.fields[i], *encoding = NULL;
        struct buffer text = {0};
        if (field == NULL || text_is_utf8(field, strlen(field))) continue;
        enum status status = text_to_utf8(field, strlen(field), &text, &encoding);
        if (status == STATUS_OK) {
            pass->row.fields[i] = pool_text(&pass->pool, text.data, text.length);
        }
        buffer_free(&text);
        if (status != STATUS_OK) return status;
    }
    return pass->pool.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static bool leave_out(struct pass *pass, enum rpps_left_out why)
{
    pass->tally.out[why]++;
    return false;
}

static bool is_of_the_territory(struct pass *pass)
{
    const char *const *fields = pass->row.fields;
    struct kept_query query = {
        .citycode = fields[RPPS_CITYCODE],
        .postcode = rpps_read_postcode(&pass->row, &pass->pool),
        .town = fields[RPPS_DELIVERY] != NULL ? fields[RPPS_DELIVERY] : fields[RPPS_CITY],
    };
    if (rpps_is_abroad(&pass->row)) return leave_out(pass, RPPS_OUT_ABROAD);
    if (query.citycode == NULL && query.postcode == NULL && query.town == NULL) {
        return leave_out(pass, RPPS_OUT_NO_PLACE);
    }
    bool kept = kept_has(pass->reading->kept, &query);
    if (!kept) pass->tally.elsewhere++;
    return kept;
}

static bool is_shown(struct pass *pass)
{
    const char *const *fields = pass->row.fields;
    struct rpps_activity activity = {
        .category = fields[RPPS_CATEGORY],
        .category_label = fields[RPPS_CATEGORY_LABEL],
        .kind = fields[RPPS_ACTIVITY],
        .kind_label = fields[RPPS_ACTIVITY_LABEL],
        .sector = fields[RPPS_SECTOR],
        .sector_label = fields[RPPS_SECTOR_LABEL],
    };
    switch (rpps_is_shown(&activity)) {
    case RPPS_STUDENT:
        return leave_out(pass, RPPS_OUT_STUDENT);
    case RPPS_REPLACEMENT:
        return leave_out(pass, RPPS_OUT_REPLACEMENT);
    case RPPS_NO_CARE:
        return leave_out(pass, RPPS_OUT_NO_CARE);
    case RPPS_SHOWN:
        break;
    }
    return true;
}

static void count_codes(struct pass *pass)
{
    const char *const *fields = pass->row.fields;
    const struct skills *skills = pass->reading->skills;
    const char *profession = fields[RPPS_PROFESSION], *skill = fields[RPPS_SKILL];
    if (profession != NULL && rpps_profession(skills, profession) == NULL) {
        rpps_tally_code(&pass->tally, "Code profession", profession, fields[RPPS_PROFESSION_LABEL]);
    }
    if (skill != NULL && rpps_savoir_faire(skills, skill) == NULL) {
        rpps_tally_code(&pass->tally, "Code savoir-faire", skill, fields[RPPS_SKILL_LABEL]);
    }
}

static uint64_t hash(const char *text)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES] = {0};
    uint64_t value = 0;
    _Static_assert(sizeof value == crypto_shorthash_BYTES, "one word");
    crypto_shorthash((unsigned char *)&value, (const unsigned char *)text, strlen(text), key);
    return value;
}

static enum status take_activity(struct pass *pass)
{
    const char *number = NULL, *id = pass->row.fields[RPPS_ID];
    struct rpps_key key = {.file = pass->number, .line = pass->line.number};
    struct place place;
    if (!is_of_the_territory(pass) || !is_shown(pass)) return STATUS_OK;
    if (!rpps_read_number(id, &pass->pool, &number, &key.person)) {
        refuse_row(pass, "Identification nationale PP", id, NULL,
                   "ce n'est ni un numéro RPPS (8 puis 11 chiffres) ni un numéro ADELI (0 puis 9)");
        return STATUS_OK;
    }
    if (pass->row.fields[RPPS_NAME] == NULL) {
        refuse_row(pass, "Nom d'exercice", NULL, NULL, "le nom est vide");
        return STATUS_OK;
    }
    enum status status = mend_fields(pass);
    if (status != STATUS_OK) return status;
    count_codes(pass);
    rpps_read_place(&pass->row, &pass->pool, &place);
    const char *identity = rpps_read_identity(&pass->row, number, &place, &pass->pool);
    if (identity == NULL) return STATUS_NO_MEMORY;
    key.place = hash(identity);
    return rpps_rows_add(pass->out->rows, &key, &pass->row);
}

static int compare_people(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static enum status add_skill(struct rpps_read *read, uint64_t person, const char *code)
{
    if (read->skill_count == read->skill_capacity) {
        size_t larger = read->skill_capacity == 0 ? 1024 : read->skill_capacity * 2;
        struct rpps_skill *moved = realloc(read->skills, larger * sizeof *moved);
        if (moved == NULL) return STATUS_NO_MEMORY;
        read->skills = moved;
        read->skill_capacity = larger;
    }
    struct rpps_skill *skill = &read->skills[read->skill_count++];
    skill->person = person;
    snprintf(skill->code, sizeof skill->code, "%s", code);
    return STATUS_OK;
}

/* A row of SavoirFaire or Dipl_AutExerc: of no interest when nobody kept is meant. */
static enum status take_skill(struct pass *pass)
{
    const struct skills *skills = pass->reading->skills;
    const char *number = NULL, *code = NULL;
    uint64_t person = 0;
    if (!rpps_read_number(pass->row.fields[RPPS_ID], &pass->pool, &number, &person) ||
        bsearch(&person, pass->people, pass->people_count, sizeof person, compare_people) == NULL) {
        return STATUS_OK;
    }
    enum status status = mend_fields(pass);
    if (status != STATUS_OK) return status;
    const char *diploma = pass->row.fields[RPPS_DIPLOMA_LABEL],
               *skill = pass->row.fields[RPPS_SKILL];
    if (diploma != NULL) code = rpps_diploma(skills, diploma);
    if (skill != NULL) code = rpps_savoir_faire(skills, skill);
    if (skill != NULL) count_codes(pass);
    return code == NULL ? STATUS_OK : add_skill(pass->out, person, code);
}

static enum status take_row(struct pass *pass)
{
    pool_reset(&pass->pool);
    pass->reading->report->counts.read++;
    if (!split_row(pass)) return STATUS_OK;
    return pass->file->format.kind == RPPS_ACTIVITIES ? take_activity(pass) : take_skill(pass);
}

static void tell(struct pass *pass)
{
    struct report *report = pass->reading->report;
    kept_tell(pass->reading->kept, pass->file->name, pass->tally.elsewhere, report);
    rpps_tally_tell(&pass->tally, pass->file->name, report);
}

static enum status read_file(struct pass *pass)
{
    struct rpps_reader *reader = NULL;
    struct progress progress = {0};
    struct report *report = pass->reading->report;
    enum status status = rpps_reader_open(pass->file, report, &reader);
    if (status != STATUS_OK) return status;
    enum rpps_line_result result = RPPS_LINE;
    while (status == STATUS_OK) {
        result = rpps_reader_next(reader, &pass->line);
        if (result == RPPS_LINES_END || result == RPPS_LINES_FAILED) break;
        if (result == RPPS_LINE_BAD) {
            report->counts.read++;
            refuse_row(pass, NULL, NULL,
                       "elle est abîmée dans le fichier ; téléchargez-le de "
                       "nouveau",
                       "cette ligne n'est pas du texte, ou n'en finit pas");
        }
        if (result == RPPS_LINE) status = take_row(pass);
        progress_show(&progress, pass->line.number, rpps_reader_progress(reader));
    }
    progress_end(&progress);
    if (status == STATUS_OK && result == RPPS_LINES_FAILED) {
        rpps_reader_refuse(reader, report);
        status = STATUS_INVALID;
    }
    if (status == STATUS_OK) tell(pass);
    rpps_reader_close(reader);
    return status;
}

/* The files that hold activities, or the others. */
static enum status read_files(const struct rpps_reading *reading, bool activities,
                              const uint64_t *people, size_t people_count, struct rpps_read *out)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < reading->files->count && status == STATUS_OK; i++) {
        const struct rpps_file *file = &reading->files->list[i];
        if ((file->format.kind == RPPS_ACTIVITIES) != activities) continue;
        struct pass *pass = calloc(1, sizeof *pass);
        if (pass == NULL) return STATUS_NO_MEMORY;
        pass->reading = reading;
        pass->out = out;
        pass->file = file;
        pass->number = (uint16_t)i;
        pass->people = people;
        pass->people_count = people_count;
        status = read_file(pass);
        pool_free(&pass->pool);
        free(pass);
    }
    return status;
}

static int compare_skills(const void *a, const void *b)
{
    const struct rpps_skill *x = a, *y = b;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    return strcmp(x->code, y->code);
}

/* What the other files say of the people that the activities keep. */
static enum status read_skills(const struct rpps_reading *reading, struct rpps_read *out)
{
    size_t count = rpps_rows_count(out->rows);
    if (reading->files->count == 1) return STATUS_OK;
    uint64_t *people = calloc(count, sizeof *people);
    if (people == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) people[i] = rpps_rows_key(out->rows, i).person;
    qsort(people, count, sizeof *people, compare_people);
    enum status status = read_files(reading, false, people, count, out);
    free(people);
    if (out->skill_count > 1) {
        qsort(out->skills, out->skill_count, sizeof *out->skills, compare_skills);
    }
    return status;
}

/* Who is on a row that cannot be read would disappear: of a few rows that is right, for the next
 * file mends them; of many it is not. */
static void tell_refused(const struct rpps_reading *reading, struct rpps_read *out)
{
    struct report *report = reading->report;
    struct where where = {.file = reading->files->list[0].name};
    if (out->refused > REFUSED_MAX && out->refused > report->counts.read / 100) {
        out->partial = true;
    }
    if (out->refused > REFUSED_TOLD) {
        report_find(report, FINDING_NOTE, where, NULL,
                    "%zu autres lignes sont refusées, comme celles-ci",
                    out->refused - REFUSED_TOLD);
    }
    if (!out->partial) return;
    report_find(report, FINDING_NOTE, where, "téléchargez-le de nouveau et relancez l'import",
                "le fichier semble coupé ou abîmé : personne n'est retiré de l'annuaire");
}

enum status rpps_read(const struct rpps_reading *reading, struct rpps_read *out)
{
    *out = (struct rpps_read){0};
    enum status status = rpps_rows_open(reading->data, &out->rows);
    if (status == STATUS_OK) status = read_files(reading, true, NULL, 0, out);
    if (status == STATUS_OK) status = rpps_rows_gather(out->rows);
    if (status == STATUS_OK) tell_refused(reading, out);
    if (status == STATUS_OK && rpps_rows_count(out->rows) == 0) {
        report_find(reading->report, FINDING_FILE,
                    (struct where){.file = reading->files->list[0].name},
                    "vérifiez --postcodes ou --departement, ou le carnet d'adresses chargé",
                    "aucune ligne de ce fichier n'est à garder : rien n'est remplacé");
        status = STATUS_INVALID;
    }
    if (status == STATUS_OK) status = read_skills(reading, out);
    if (status != STATUS_OK) rpps_read_free(out);
    return status;
}

void rpps_read_free(struct rpps_read *read)
{
    rpps_rows_close(read->rows);
    free(read->skills);
    *read = (struct rpps_read){0};
}

const struct rpps_skill *rpps_skills_of(const struct rpps_read *read, uint64_t person,
                                        size_t *count)
{
    size_t low = 0, high = read->skill_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (read->skills[middle].person < person)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < read->skill_count && read->skills[low + *count].person == person) {
        (*count)++;
    }
    return read->skills == NULL ? NULL : read->skills + low;
}
