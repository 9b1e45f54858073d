/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/generations.h"
#include "commands/diff_command.h"
#include "geodata/publish.h"
#include "run/command.h"
#include "run/trust_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define GENERATIONS_KEPT 10

/* The commands about generations: publish, rollback, list, check. */

static void count(size_t n, const char *noun, const char *after)
{
    printf("%zu %s%s%s", n, noun, n > 1 ? "s" : "", after);
}

enum status publish_command(const struct options *options, struct report *report)
{
    struct publish_summary summary = {0};
    struct trust trust;
    enum status status = trust_settings(options->data, report, &trust);
    if (status != STATUS_OK) return status;
    struct publish_options how = {.keep = GENERATIONS_KEPT, .trust = &trust};
    status = options->dry_run ? diff_rehearse(options, report, &summary)
                              : publish_directory_with(options->data, &how, &summary);
    if (status == STATUS_NOT_FOUND || status == STATUS_INVALID) {
        fputs("Il n'y a encore rien à publier : chargez d'abord un tableau (sheet), les fichiers "
              "de l'État (open-data, ou un par un : rpps, finess) ou des lieux de vaccination "
              "(vaccination).\n",
              stderr);
    }
    if (status != STATUS_OK) return status;
    printf("Annuaire %u %s : ", summary.number, options->dry_run ? "préparé" : "publié");
    count(summary.resources, "fiche", ", ");
    count(summary.sessions, "séance", ", ");
    count(summary.zones, "zone", " de visite, ");
    count(summary.areas, "contour", ".\n");
    if (summary.unplaced > 0) {
        count(summary.unplaced, "fiche",
              " sans point sur la carte (leur adresse est à vérifier).\n");
    }
    if (summary.zones_unplaced > 0) {
        count(summary.zones_unplaced, "zone",
              " de visite sans effet : leur contour n'est pas chargé, ou la fiche n'a pas de point "
              "pour son rayon.\n");
    }
    if (summary.sessions_unmatched > 0) {
        count(summary.sessions_unmatched, "séance",
              " en attente : la structure nommée n'est dans aucun tableau, ou plusieurs portent ce "
              "nom.\n");
    }
    if (summary.excluded > 0) {
        count(summary.excluded, "fiche",
              summary.excluded > 1 ? " laissées à l'écart, comme décidé.\n"
                                   : " laissée à l'écart, comme décidé.\n");
    }
    if (summary.likely > 0) {
        printf("%zu doublon%s probable%s au moins : voir la commande duplicates.\n", summary.likely,
               summary.likely > 1 ? "s" : "", summary.likely > 1 ? "s" : "");
    }
    return STATUS_OK;
}

bool generations_read_number(const char *text, uint32_t *out)
{
    char *end = NULL;
    unsigned long number = strtoul(text, &end, 10);
    if (*end != '\0' || number == 0 || number > UINT32_MAX) {
        fprintf(stderr, "« %s » n'est pas un numéro d'annuaire (voir la commande list).\n", text);
        return false;
    }
    *out = (uint32_t)number;
    return true;
}

/* 0 when no number was typed. */
static bool read_number(const struct options *options, uint32_t *out)
{
    *out = 0;
    return options->file_count == 0 || generations_read_number(options->files[0], out);
}

enum status rollback_command(const struct options *options, struct report *report)
{
    uint32_t number = 0;
    (void)report;
    enum series series = options->addresses ? SERIES_ADDRESSES : SERIES_DIRECTORY;
    if (!read_number(options, &number)) return STATUS_INVALID;
    enum status status = publish_rollback(options->data, series, number, &number);
    if (status == STATUS_NOT_FOUND) {
        if (number == 0) {
            fputs("Rien n'est plus ancien que ce qui est en service : il n'y a rien à remettre. "
                  "La commande list montre ce qui est gardé.\n",
                  stderr);
        } else {
            fprintf(stderr,
                    "Le numéro %u n'est pas, ou n'est plus, gardé : la commande list montre ceux "
                    "que l'on peut remettre en service.\n",
                    number);
        }
    }
    if (status != STATUS_OK) return status;
    printf("%s %u est de nouveau en service.\n",
           options->addresses ? "Le carnet d'adresses" : "L'annuaire", number);
    return STATUS_OK;
}

static enum status list_series(const char *data, enum series series, const char *noun)
{
    uint32_t *numbers = NULL, current = 0;
    size_t number_count = 0;
    enum status status = generation_list(data, series, &numbers, &number_count);
    if (status == STATUS_NOT_FOUND) number_count = 0;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) return status;
    status = generation_current(data, series, &current);
    if (status == STATUS_NOT_FOUND) status = STATUS_OK;
    printf("%s :", noun);
    if (number_count == 0) fputs(" aucun", stdout);
    for (size_t i = 0; i < number_count; i++) {
        printf("%s %u%s", i == 0 ? "" : ",", numbers[i],
               numbers[i] == current ? " (en service)" : "");
    }
    fputs("\n", stdout);
    free(numbers);
    return status;
}

static bool print_source(void *context, const struct source *source, const char *imported_at,
                         size_t rows)
{
    size_t *shown = context;
    if ((*shown)++ == 0) fputs("Sources :\n", stdout);
    printf("  %s (%s) : %zu ligne%s, données du %s, chargées le %.10s", source->name, source->key,
           rows, rows > 1 ? "s" : "", source->as_of != NULL ? source->as_of : "jour non précisé",
           imported_at);
    if (source->publisher != NULL) printf(", %s", source->publisher);
    if (source->licence != NULL) printf(", %s", source->licence);
    fputs("\n", stdout);
    return true;
}

bool generations_has_workspace(const char *data)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/workspace.sqlite", data);
    bool exists = !path.failed && access(path.data, F_OK) == 0;
    buffer_free(&path);
    return exists;
}

enum status list_command(const struct options *options, struct report *report)
{
    (void)report;
    struct workspace *workspace = NULL;
    size_t shown = 0;
    enum status status = list_series(options->data, SERIES_DIRECTORY, "Annuaires");
    if (status == STATUS_OK) {
        status = list_series(options->data, SERIES_ADDRESSES, "Carnets d'adresses");
    }
    if (status != STATUS_OK) return status;
    if (!generations_has_workspace(options->data)) {
        fputs("Sources : aucune\n", stdout);
        return STATUS_OK;
    }
    status = workspace_open(options->data, &workspace);
    if (status != STATUS_OK) return status;
    status = workspace_each_source(workspace, print_source, &shown);
    if (status == STATUS_OK && shown == 0) fputs("Sources : aucune\n", stdout);
    workspace_close(workspace);
    return status;
}

static enum status check_series(const char *data, enum series series, uint32_t number,
                                const char *noun)
{
    struct buffer findings = {0};
    enum status status = STATUS_OK;
    if (number == 0) status = generation_current(data, series, &number);
    if (status == STATUS_NOT_FOUND) {
        printf("%s : aucun n'est en service.\n", noun);
        return STATUS_NOT_FOUND;
    }
    if (status == STATUS_OK) status = publish_check(data, series, number, &findings);
    if (status == STATUS_OK) printf("%s %u : rien à signaler.\n", noun, number);
    if (status == STATUS_NOT_FOUND) fprintf(stderr, "%s %u : il n'existe pas.\n", noun, number);
    if (status == STATUS_INVALID) {
        fprintf(stderr, "%s %u :\n%s\nRevenez au précédent (rollback), ou publiez de nouveau.\n",
                noun, number, findings.data == NULL ? "abîmé" : findings.data);
    }
    buffer_free(&findings);
    return status;
}

enum status check_command(const struct options *options, struct report *report)
{
    uint32_t number = 0;
    (void)report;
    if (!read_number(options, &number)) return STATUS_INVALID;
    enum status directory = check_series(options->data, SERIES_DIRECTORY, number, "Annuaire");
    if (number != 0) return directory;
    enum status addresses = check_series(options->data, SERIES_ADDRESSES, 0, "Carnet d'adresses");
    if (directory != STATUS_OK && directory != STATUS_NOT_FOUND) return directory;
    if (addresses != STATUS_OK && addresses != STATUS_NOT_FOUND) return addresses;
    return directory;
}
