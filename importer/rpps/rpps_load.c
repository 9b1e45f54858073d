/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_load.h"

#include "cells/values.h"
#include "rpps/rpps_codes.h"
#include "rpps/rpps_row.h"
#include "run/locate.h"
#include "run/progress.h"

#include <stdlib.h>
#include <string.h>

#define SKILLS_MAX 32 /* of one person; nobody has ten */

/* A person at a place, while its batch is on the way. */
struct person {
    struct rpps_key key; /* of the first row */
    struct rpps_row row; /* of all rows together */
    const char *skills[SKILLS_MAX];
    const char *identifiers[1];
    struct place place; /* as the file says */
    struct resource resource;
};

struct batch {
    const struct rpps_load *load;
    struct workspace *workspace;
    struct report *report;
    struct locator *locator;
    struct pool pool; /* of the batch */
    struct person *people;
    struct locate_query *queries;
    size_t count;
    size_t unread_phones, without_address;
};

static void add_skill(struct person *person, const char *code)
{
    size_t *count = &person->resource.skill_count;
    if (code == NULL || *count == SKILLS_MAX) return;
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(person->skills[i], code) == 0) return;
    }
    person->skills[(*count)++] = code;
}

static void add_skills(struct person *person, const struct skills *skills,
                       const struct rpps_row *row)
{
    const char *profession = row->fields[RPPS_PROFESSION], *skill = row->fields[RPPS_SKILL];
    if (profession != NULL) profession = rpps_profession(skills, profession);
    if (person->resource.profession == NULL) person->resource.profession = profession;
    add_skill(person, profession);
    if (skill != NULL) add_skill(person, rpps_savoir_faire(skills, skill));
}

static void add_other_skills(struct batch *batch, struct person *person)
{
    size_t count = 0;
    const struct rpps_skill *skills = rpps_skills_of(batch->load->read, person->key.person, &count);
    for (size_t i = 0; i < count; i++) add_skill(person, skills[i].code);
}

/* The rows `first` .. of one person at one place; `*next` becomes the row behind them. */
static enum status join_rows(struct batch *batch, size_t first, struct person *person, size_t *next)
{
    const struct rpps_rows *rows = batch->load->read->rows;
    const struct skills *skills = workspace_skills(batch->workspace);
    *person = (struct person){.key = rpps_rows_key(rows, first)};
    for (*next = first; *next < rpps_rows_count(rows); (*next)++) {
        struct rpps_key key = rpps_rows_key(rows, *next);
        if (key.person != person->key.person || key.place != person->key.place) break;
        struct rpps_row row;
        enum status status = rpps_rows_read(rows, *next, &batch->pool, &row);
        if (status != STATUS_OK) return status;
        for (size_t i = 0; i < RPPS_COLUMN_COUNT; i++) {
            if (person->row.fields[i] == NULL) person->row.fields[i] = row.fields[i];
        }
        add_skills(person, skills, &row);
    }
    add_other_skills(batch, person);
    return STATUS_OK;
}

static void read_contacts(struct batch *batch, struct person *person)
{
    const char *const *fields = person->row.fields;
    struct resource *resource = &person->resource;
    bool read = value_phone(fields[RPPS_PHONE], &batch->pool, &resource->phone);
    if (resource->phone == NULL) {
        read = value_phone(fields[RPPS_PHONE_2], &batch->pool, &resource->phone) && read;
    }
    if (!read && resource->phone == NULL) batch->unread_phones++;
    const char *email = fields[RPPS_EMAIL];
    if (email != NULL && value_email(email)) resource->email = email;
}

static void read_person(struct batch *batch, struct person *person)
{
    const struct rpps_row *row = &person->row;
    struct resource *resource = &person->resource;
    struct pool *pool = &batch->pool;
    const char *number = NULL;
    uint64_t key = 0;
    rpps_read_number(row->fields[RPPS_ID], pool, &number, &key);
    rpps_read_place(row, pool, &person->place);
    if (pool->failed) return;
    resource->kind = RESOURCE_PROFESSIONAL;
    resource->identity = rpps_read_identity(row, number, &person->place, pool);
    person->identifiers[0] = number;
    resource->identifiers = person->identifiers;
    resource->identifier_count = 1;
    resource->name = rpps_read_name(row, pool);
    resource->skills = person->skills;
    resource->note = rpps_read_structure(row, pool);
    read_contacts(batch, person);
}

static struct locate_query make_query(struct batch *batch, const struct person *person)
{
    const struct place *place = &person->place;
    const char *file = batch->load->files->list[person->key.file].name;
    struct locate_query query = {.address = place->address,
                                 .postcode = place->postcode,
                                 .city = place->city,
                                 .where = {.file = file, .line = person->key.line}};
    bool cedex = place->postcode != NULL && place->city != NULL &&
                 !kept_has_doors(batch->load->kept, place->postcode);
    if (cedex) {
        query.postcode = NULL;
        query.city = rpps_read_cedex_town(&person->row, &batch->pool);
    }
    return query;
}

static enum status locate(struct batch *batch, size_t i)
{
    struct person *person = &batch->people[i];
    struct place *place = &person->resource.place;
    const struct place *told = &person->place;
    enum status status =
        locate_place(batch->locator, &batch->queries[i], &batch->pool, batch->report, place);
    if (place->postcode == NULL) place->postcode = told->postcode;
    if (place->citycode == NULL) place->citycode = told->citycode;
    place->city = told->city != NULL ? told->city : place->city;
    if (told->address == NULL) batch->without_address++;
    return status;
}

static enum status put(struct batch *batch, const struct person *person)
{
    enum row_change change = ROW_NEW;
    const char *file = batch->load->files->list[person->key.file].name;
    enum status status = workspace_put_resource(batch->workspace, &person->resource, &change);
    if (status == STATUS_OK) report_row(batch->report, file, person->key.line, change);
    if (status != STATUS_INVALID) return status;
    struct where where = {.file = file,
                          .line = person->key.line,
                          .column = "Identification nationale PP",
                          .value = person->row.fields[RPPS_ID]};
    report_find(batch->report, FINDING_REFUSED, where, NULL, "l'annuaire refuse cette ligne");
    return STATUS_OK;
}

static enum status end_batch(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        read_person(batch, &batch->people[i]);
        batch->queries[i] = make_query(batch, &batch->people[i]);
    }
    if (batch->pool.failed) return STATUS_NO_MEMORY;
    enum status status = locate_ahead(batch->locator, batch->queries, batch->count);
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
        status = locate(batch, i);
        if (batch->pool.failed) status = STATUS_NO_MEMORY;
        if (status == STATUS_OK) status = put(batch, &batch->people[i]);
    }
    batch->count = 0;
    pool_reset(&batch->pool);
    return status;
}

static void tell(const struct batch *batch)
{
    struct where where = {.file = batch->load->files->list[0].name};
    size_t phones = batch->unread_phones, places = batch->without_address;
    if (phones > 0) {
        report_find(batch->report, FINDING_NOTE, where, NULL,
                    "%zu fiche%s : le numéro de téléphone ne se lit pas, il n'est pas repris",
                    phones, phones > 1 ? "s" : "");
    }
    if (places > 0) {
        report_find(batch->report, FINDING_NOTE, where, NULL,
                    "%zu fiche%s sans rue : on n'en sait que la commune, pas de point sur la carte",
                    places, places > 1 ? "s" : "");
    }
}

static enum status load_all(struct batch *batch)
{
    struct progress progress = {0};
    enum status status = STATUS_OK;
    size_t count = rpps_rows_count(batch->load->read->rows), next = 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i = next) {
        status = join_rows(batch, i, &batch->people[batch->count], &next);
        batch->count++;
        bool full = batch->count == LOCATE_AHEAD || next == count;
        if (status == STATUS_OK && full) status = end_batch(batch);
        progress_show(&progress, i + 1, (double)next / (double)count);
    }
    progress_end(&progress);
    return status;
}

enum status rpps_load(void *context, struct workspace *workspace, size_t index,
                      struct report *report)
{
    struct batch batch = {
        .load = context,
        .workspace = workspace,
        .report = report,
        .people = calloc(LOCATE_AHEAD, sizeof *batch.people),
        .queries = calloc(LOCATE_AHEAD, sizeof *batch.queries),
    };
    (void)index;
    enum status status = STATUS_NO_MEMORY;
    if (batch.people != NULL && batch.queries != NULL) {
        status = locator_open(batch.load->data, workspace, &batch.locator);
    }
    if (status == STATUS_OK) status = load_all(&batch);
    if (status == STATUS_OK) tell(&batch);
    locator_close(batch.locator);
    pool_free(&batch.pool);
    free(batch.people);
    free(batch.queries);
    return status;
}
