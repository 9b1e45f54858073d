/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/generations.h"
#include "files/output.h"
#include "geodata/workspace.h"
#include "run/command.h"

#include <stdio.h>
#include <string.h>

/* The commands duplicates and same: who may be listed twice, and what a human says of it. */

#define SHOWN_MAX 50

struct listing {
    struct buffer table;
    bool is_json;
    size_t count;
};

static const char *cause_words(const char *cause)
{
    if (strcmp(cause, "same_source") == 0) {
        return "même nom ou même numéro au même endroit, mais une même source en fait deux";
    }
    if (strcmp(cause, "same_number") == 0) {
        return "même numéro SIRET ou FINESS, à deux endroits : deux lieux, ou une erreur ?";
    }
    if (strcmp(cause, "near_place") == 0) {
        return "même numéro RPPS, à deux endroits proches : un cabinet ou deux ?";
    }
    if (strcmp(cause, "same_phone") == 0) return "même téléphone, noms proches";
    return "noms proches à la même adresse";
}

static void write_pair(struct listing *listing, const char *cause,
                       const struct likely_record sides[2])
{
    static const char *const titles[] = {"identifiant", "nom", "adresse", "source"};
    struct buffer *out = &listing->table;
    if (listing->is_json) buffer_text(out, listing->count == 0 ? "[\n" : ",\n");
    if (listing->is_json) buffer_text(out, "{\"cause\":");
    listing->is_json ? output_json(out, cause_words(cause)) : output_cell(out, cause_words(cause));
    for (int i = 0; i < 2; i++) {
        const char *const cells[] = {sides[i].identity, sides[i].name, sides[i].address,
                                     sides[i].source};
        for (int j = 0; j < 4; j++) {
            if (listing->is_json) buffer_format(out, ",\"%s %d\":", titles[j], i + 1);
            if (listing->is_json) output_json(out, cells[j]);
            if (!listing->is_json) buffer_char(out, ';');
            if (!listing->is_json) output_cell(out, cells[j]);
        }
    }
    buffer_text(out, listing->is_json ? "}" : "\r\n");
}

static void take_pair(void *context, const char *cause, const struct likely_record sides[2])
{
    struct listing *listing = context;
    write_pair(listing, cause, sides);
    if (listing->count++ >= SHOWN_MAX) return;
    printf("%s :\n", cause_words(cause));
    for (int i = 0; i < 2; i++) {
        printf("  %s%s%s (%s, %s)\n", sides[i].name, sides[i].address != NULL ? ", " : "",
               sides[i].address != NULL ? sides[i].address : "", sides[i].identity,
               sides[i].source);
    }
}

static enum status save(struct listing *listing, const char *path)
{
    if (path == NULL) return STATUS_OK;
    if (listing->is_json) buffer_text(&listing->table, listing->count == 0 ? "[]\n" : "\n]\n");
    enum status status = output_file(path, &listing->table);
    if (status == STATUS_FAILED) {
        fprintf(stderr, "Ce fichier ne peut pas être écrit : %s\n", path);
        return STATUS_INVALID;
    }
    return status;
}

enum status duplicates_command(const struct options *options, struct report *report)
{
    struct listing listing = {0};
    (void)report;
    if (!generations_has_workspace(options->data)) {
        fputs("Rien n'a encore été chargé.\n", stderr);
        return STATUS_NOT_FOUND;
    }
    listing.is_json =
        options->report_path != NULL && output_ends_with(options->report_path, ".json");
    if (!listing.is_json) {
        buffer_text(&listing.table, "\xEF\xBB\xBF"
                                    "cause;identifiant 1;nom 1;adresse 1;source 1;identifiant "
                                    "2;nom 2;adresse 2;source 2\r\n");
    }
    enum status status = workspace_each_likely(options->data, take_pair, &listing);
    if (status == STATUS_OK) {
        if (listing.count > SHOWN_MAX) puts("… et d'autres (voir --report).");
        printf("%zu doublon%s probable%s : rien n'est réuni sans vous (voir la commande same).\n",
               listing.count, listing.count > 1 ? "s" : "", listing.count > 1 ? "s" : "");
        status = save(&listing, options->report_path);
    }
    buffer_free(&listing.table);
    return status;
}

/* An identity as it was typed, or that of the resource whose address on the map ends so. */
static enum status identify(struct workspace *workspace, const char *typed, struct buffer *out)
{
    struct buffer name = {0};
    bool is_identity = strchr(typed, ':') != NULL;
    enum status status = STATUS_OK;
    if (is_identity) buffer_text(out, typed);
    if (!is_identity) status = workspace_find_identity(workspace, typed, out, &name);
    if (status == STATUS_NOT_FOUND) {
        fprintf(stderr,
                "« %s » n'est l'identifiant d'aucune fiche : prenez ceux que duplicates montre, "
                "entre parenthèses.\n",
                typed);
    }
    buffer_free(&name);
    return status == STATUS_OK && out->failed ? STATUS_NO_MEMORY : status;
}

static enum status decide(struct workspace *workspace, const struct options *options)
{
    struct buffer sides[2] = {{0}, {0}};
    enum status status = identify(workspace, options->files[0], &sides[0]);
    if (status == STATUS_OK) status = identify(workspace, options->files[1], &sides[1]);
    if (status != STATUS_OK) goto done;
    status = workspace_put_verdict(workspace, sides[0].data, sides[1].data, !options->different,
                                   options->reason);
    if (status == STATUS_NOT_FOUND) {
        fputs("L'un de ces identifiants n'est celui d'aucune fiche : prenez ceux que duplicates "
              "montre, entre parenthèses.\n",
              stderr);
    }
    if (status == STATUS_INVALID) {
        fputs("C'est deux fois la même fiche : donnez les deux identifiants que duplicates "
              "montre.\n",
              stderr);
    }
done:
    buffer_free(&sides[0]);
    buffer_free(&sides[1]);
    return status;
}

enum status same_command(const struct options *options, struct report *report)
{
    struct workspace *workspace = NULL;
    (void)report;
    if (options->file_count != 2) {
        fputs("Donnez les deux identifiants, tels que duplicates les montre.\n", stderr);
        return STATUS_INVALID;
    }
    if (!generations_has_workspace(options->data)) {
        fputs("Rien n'a encore été chargé.\n", stderr);
        return STATUS_NOT_FOUND;
    }
    enum status status = workspace_open(options->data, &workspace);
    if (status == STATUS_OK) status = decide(workspace, options);
    if (status == STATUS_OK) {
        puts(options->different ? "Ces deux fiches resteront deux."
                                : "Ces deux fiches n'en feront qu'une, dès la prochaine "
                                  "publication.");
    }
    workspace_close(workspace);
    return status;
}
