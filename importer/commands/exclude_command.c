/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/generations.h"
#include "geodata/publish.h"
#include "geodata/workspace.h"
#include "run/command.h"

#include <stdio.h>
#include <string.h>

/* The command exclude: whoever must not appear, whatever the next file says. */

static void print_exclusion(void *context, const char *identity, const char *reason,
                            const char *decided_at, const char *name)
{
    size_t *shown = context;
    (*shown)++;
    printf("  %s : %s, depuis le %.10s%s%s\n", identity,
           name != NULL ? name : "absent des fichiers d'aujourd'hui", decided_at,
           reason != NULL ? ", " : "", reason != NULL ? reason : "");
}

static enum status list(struct workspace *workspace)
{
    size_t shown = 0;
    puts("Exclus :");
    enum status status = workspace_each_exclusion(workspace, print_exclusion, &shown);
    if (status == STATUS_OK && shown == 0) puts("  personne");
    return status;
}

/* A name is not enough; an identity that no file gives yet is, for the next file may. */
static enum status identify(struct workspace *workspace, const char *typed, struct buffer *identity,
                            struct buffer *name)
{
    enum status status = workspace_find_identity(workspace, typed, identity, name);
    if (status != STATUS_NOT_FOUND) return status;
    if (strchr(typed, ':') != NULL) {
        buffer_text(identity, typed);
        return identity->failed ? STATUS_NO_MEMORY : STATUS_OK;
    }
    fprintf(stderr,
            "« %s » n'est l'identifiant d'aucune fiche. Donnez celui que montre l'adresse de la "
            "fiche sur la carte, ou la colonne « identifiant » de la commande export.\n",
            typed);
    return STATUS_NOT_FOUND;
}

static enum status decide(struct workspace *workspace, const struct options *options)
{
    struct buffer identity = {0}, name = {0};
    enum exclusion exclusion = options->remove ? EXCLUDE_NOT
                               : options->here ? EXCLUDE_HERE
                                               : EXCLUDE_EVERYWHERE;
    enum status status = workspace_settle(options->data);
    if (status == STATUS_OK) {
        status = identify(workspace, options->files[0], &identity, &name);
    }
    if (status == STATUS_OK) {
        status = workspace_exclude(workspace, identity.data, exclusion, options->reason);
        if (status == STATUS_NOT_FOUND) {
            fprintf(stderr, "%s n'est pas à l'écart (exclude seul montre la liste).\n",
                    identity.data);
        }
    }
    if (status == STATUS_OK) status = workspace_settle(options->data);
    if (status == STATUS_OK) {
        printf("%s (%s) %s\n", name.length > 0 ? name.data : "Absent des fichiers d'aujourd'hui",
               identity.data,
               options->remove ? "peut de nouveau paraître, à la prochaine publication."
                               : "ne paraîtra plus, dès la prochaine publication.");
    }
    buffer_free(&identity);
    buffer_free(&name);
    return status;
}

static enum status decide_locked(struct workspace *workspace, const struct options *options)
{
    int lock = -1;
    enum status status = publish_lock(options->data, &lock);
    if (status != STATUS_OK) return status;
    status = decide(workspace, options);
    publish_unlock(lock);
    return status;
}

enum status exclude_command(const struct options *options, struct report *report)
{
    struct workspace *workspace = NULL;
    (void)report;
    if (options->file_count == 0 && options->remove) {
        fputs("Dites qui peut de nouveau paraître (exclude seul montre la liste).\n", stderr);
        return STATUS_INVALID;
    }
    if (!generations_has_workspace(options->data)) {
        fputs("Rien n'a encore été chargé : il n'y a personne à exclure.\n", stderr);
        return STATUS_NOT_FOUND;
    }
    enum status status = workspace_open(options->data, &workspace);
    if (status != STATUS_OK) return status;
    status = options->file_count == 0 ? list(workspace) : decide_locked(workspace, options);
    workspace_close(workspace);
    return status;
}
