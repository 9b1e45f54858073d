/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finess/finess_load.h"

#include "cells/packed.h"
#include "files/file.h"
#include "run/progress.h"

#include <stdlib.h>
#include <string.h>

#define UNKNOWN_MAX 64 /* kinds of category told apart; the register has some 150 */
#define CODE_LENGTH 8

struct unknown_category {
    char code[CODE_LENGTH];
    size_t count;
};

/* One file on its way. */
struct turn {
    struct finess_load *load;
    struct workspace *workspace;
    struct report *report;
    const char *file;
    struct pool pool; /* texts of what waits */
    struct finess_resource *waiting;
    size_t count;
    size_t left_out, closed, repeated;
    struct unknown_category unknown[UNKNOWN_MAX];
    size_t unknown_count;
    struct progress progress;
    const struct finess_reading *reading;
};

static struct where where_of(const struct turn *turn, const struct finess_resource *site)
{
    struct where where = site->query.where;
    where.file = turn->file;
    return where;
}

static void refuse(struct turn *turn, struct where where, const char *cause, const char *remedy)
{
    where.file = turn->file;
    report_find(turn->report, FINDING_REFUSED, where, remedy, "%s", cause);
}

static void count_unknown(struct turn *turn, const char *category)
{
    size_t at = 0;
    const char *code = category == NULL ? "" : category;
    while (at < turn->unknown_count && strncmp(turn->unknown[at].code, code, CODE_LENGTH - 1) != 0)
        at++;
    if (at == UNKNOWN_MAX) at--; /* the last one stands for all that follow */
    if (at == turn->unknown_count) {
        strncpy(turn->unknown[at].code, code, CODE_LENGTH - 1);
        turn->unknown_count++;
    }
    turn->unknown[at].count++;
}

/* Where the site is: the point as it was found, the words as the register has them. */
static enum status locate(struct turn *turn, struct finess_resource *site)
{
    struct place written = site->resource.place, *place = &site->resource.place;
    site->query.where.file = turn->file;
    enum status status =
        locate_place(turn->load->locator, &site->query, &turn->pool, turn->report, place);
    if (status != STATUS_OK) return status;
    place->address = written.address;
    place->city = written.city;
    if (place->postcode == NULL) place->postcode = written.postcode;
    if (place->citycode == NULL) place->citycode = written.citycode;
    return STATUS_OK;
}

static enum status put(struct turn *turn, struct finess_resource *site)
{
    struct where where = where_of(turn, site);
    enum row_change change = ROW_NEW;
    size_t before = 0;
    enum status status = seen_add(&turn->load->seen, site->resource.identity, where.line, &before);
    if (status != STATUS_OK) return status;
    where.value = site->resource.identity;
    if (before != 0 && seen_elsewhere(&turn->load->seen)) {
        turn->repeated++;
        return STATUS_OK;
    }
    if (before != 0) {
        refuse(turn, where, "ce numéro FINESS est déjà sur une autre ligne",
               "le registre devrait n'en avoir qu'une ; la première est gardée");
        return STATUS_OK;
    }
    status = locate(turn, site);
    if (status != STATUS_OK) return status;
    if (site->unread_phone != NULL) {
        struct where phone = where;
        phone.column = "telephone";
        phone.value = site->unread_phone;
        report_find(turn->report, FINDING_DOUBTFUL, phone, NULL,
                    "ce numéro de téléphone ne se lit pas : il reste « non précisé »");
    }
    if (turn->pool.failed) return STATUS_NO_MEMORY;
    status = workspace_put_resource(turn->workspace, &site->resource, &change);
    if (status == STATUS_INVALID) {
        refuse(turn, where, "l'annuaire refuse cette ligne", "la cause est écrite au-dessus");
        return STATUS_OK;
    }
    if (status == STATUS_OK) report_row(turn->report, turn->file, where.line, change);
    return status;
}

/* Asks for all places that wait, then says each site. */
static enum status flush(struct turn *turn)
{
    struct locate_query *queries = calloc(turn->count + 1, sizeof *queries);
    if (queries == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < turn->count; i++) queries[i] = turn->waiting[i].query;
    enum status status = locate_ahead(turn->load->locator, queries, turn->count);
    free(queries);
    for (size_t i = 0; i < turn->count && status == STATUS_OK; i++) {
        status = put(turn, &turn->waiting[i]);
    }
    turn->count = 0;
    pool_reset(&turn->pool);
    return status;
}

static enum status take_site(void *context, const struct finess_site *site)
{
    struct turn *turn = context;
    struct finess_resource *out = &turn->waiting[turn->count];
    const struct kept_query query = {site->citycode, site->postcode, site->town};
    progress_show(&turn->progress, ++turn->report->counts.read,
                  packed_progress(turn->reading->source));
    if (site->is_closed) {
        turn->closed++;
        return STATUS_OK;
    }
    if (!kept_has(turn->load->kept, &query)) {
        turn->left_out++;
        return STATUS_OK;
    }
    struct where where = {.line = site->line, .is_feature = site->is_feature};
    enum finess_problem problem = finess_describe(site, &turn->pool, out);
    if (turn->pool.failed) return STATUS_NO_MEMORY;
    if (problem == FINESS_NO_NUMBER) {
        where.column = "nofinesset";
        where.value = site->finess;
        refuse(turn, where, "ce n'est pas un numéro FINESS", "il a neuf chiffres");
        return STATUS_OK;
    }
    if (problem == FINESS_NO_NAME) {
        where.column = "rs";
        where.value = site->finess;
        refuse(turn, where, "cet établissement n'a pas de nom", NULL);
        return STATUS_OK;
    }
    if (!out->category_is_known) count_unknown(turn, site->category);
    if (++turn->count < LOCATE_AHEAD) return STATUS_OK;
    return flush(turn);
}

static void take_bad_row(void *context, const struct finess_bad_row *row)
{
    struct turn *turn = context;
    turn->report->counts.read++;
    refuse(turn, (struct where){.line = row->line, .value = row->value}, row->why, NULL);
}

static void tell_what_was_left_out(const struct turn *turn)
{
    struct where where = {.file = turn->file};
    kept_tell(turn->load->kept, turn->file, turn->left_out, turn->report);
    if (turn->closed > 0) {
        report_find(turn->report, FINDING_NOTE, where, NULL, "%zu établissement%s fermé%s : %s",
                    turn->closed, turn->closed > 1 ? "s sont" : " est", turn->closed > 1 ? "s" : "",
                    turn->closed > 1 ? "ils n'entrent pas" : "il n'entre pas");
    }
    if (turn->repeated > 0) {
        report_find(turn->report, FINDING_NOTE, where, NULL,
                    "%zu établissement%s déjà dans un autre fichier de cet import", turn->repeated,
                    turn->repeated > 1 ? "s sont" : " est");
    }
    for (size_t i = 0; i < turn->unknown_count; i++) {
        where.column = "catégorie";
        where.value = turn->unknown[i].code;
        report_find(turn->report, FINDING_NOTE, where, NULL,
                    "cette catégorie n'est pas connue : %zu structure%s sans compétence",
                    turn->unknown[i].count, turn->unknown[i].count > 1 ? "s restent" : " reste");
    }
}

static enum status open_once(struct finess_load *load, struct workspace *workspace,
                             struct report *report)
{
    enum status status = STATUS_OK;
    if (load->locator == NULL) {
        status = locator_open(load->options->data, workspace, &load->locator);
    }
    if (status == STATUS_OK && load->kept == NULL) {
        status = kept_open(load->options, workspace, report, &load->kept);
    }
    return status;
}

enum status finess_load(void *context, struct workspace *workspace, size_t index,
                        struct report *report)
{
    struct finess_load *load = context;
    const char *path = load->options->files[index];
    struct turn turn = {
        .load = load, .workspace = workspace, .report = report, .file = file_name(path)};
    struct finess_summary summary;
    struct finess_reading reading = {
        .positions = &load->positions,
        .visitor = {.site = take_site, .bad_row = take_bad_row, .context = &turn},
    };
    turn.reading = &reading;
    if (index == 0) seen_free(&load->seen);
    load->seen.sheet = path;
    enum status status = open_once(load, workspace, report);
    if (status == STATUS_OK) turn.waiting = calloc(LOCATE_AHEAD, sizeof *turn.waiting);
    if (status == STATUS_OK && turn.waiting == NULL) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = finess_file_read(path, &reading, report, &summary);
    if (status == STATUS_OK) status = flush(&turn);
    if (status == STATUS_OK) tell_what_was_left_out(&turn);
    progress_end(&turn.progress);
    free(turn.waiting);
    pool_free(&turn.pool);
    return status;
}

void finess_load_free(struct finess_load *load)
{
    finess_positions_free(&load->positions);
    kept_close(load->kept);
    locator_close(load->locator);
    seen_free(&load->seen);
}
