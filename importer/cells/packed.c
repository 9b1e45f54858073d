/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/packed.h"

#include "files/archive.h"
#include "files/file.h"
#include "files/output.h"

#include <stdlib.h>

struct packed {
    struct file *file;             /* a text by itself */
    struct archive_member *member; /* or one of an archive */
};

struct search {
    const char *const *endings;
    struct buffer found; /* name of the first */
    size_t count;
};

static enum status look_at_member(void *context, const char *member)
{
    struct search *search = context;
    for (const char *const *ending = search->endings; *ending != NULL; ending++) {
        if (!output_ends_with(member, *ending)) continue;
        if (search->count++ == 0) buffer_text(&search->found, member);
        break;
    }
    return search->found.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status open_archive(struct packed *packed, const char *path, const char *const *endings,
                                struct buffer *why)
{
    struct search search = {.endings = endings};
    enum status status = archive_each(path, look_at_member, &search, why);
    if (status == STATUS_OK && search.count != 1) {
        buffer_text(why, search.count == 0
                             ? "l'archive ZIP ne contient pas le fichier attendu ; ouvrez-la, et "
                               "donnez le fichier qu'il faut lire"
                             : "l'archive ZIP contient plusieurs fichiers ; ouvrez-la, et donnez "
                               "ceux qu'il faut lire");
        status = STATUS_INVALID;
    }
    if (status == STATUS_OK) status = archive_open(path, search.found.data, &packed->member, why);
    buffer_free(&search.found);
    return status;
}

enum status packed_open(const char *path, const char *const *endings, struct packed **out,
                        struct buffer *why)
{
    struct packed *packed = calloc(1, sizeof *packed);
    if (packed == NULL) return STATUS_NO_MEMORY;
    enum status status = archive_is(path) ? open_archive(packed, path, endings, why)
                                          : file_open(path, &packed->file, why);
    if (status != STATUS_OK) {
        packed_close(packed);
        return status;
    }
    *out = packed;
    return STATUS_OK;
}

size_t packed_read(void *context, char *out, size_t capacity)
{
    struct packed *packed = context;
    return packed->member != NULL ? archive_read(packed->member, out, capacity)
                                  : file_read(packed->file, out, capacity);
}

void packed_explain(const struct packed *packed, struct buffer *why)
{
    if (packed->member == NULL) {
        file_explain(packed->file, why);
        return;
    }
    buffer_text(why, "l'archive ZIP est coupée ou abîmée ; téléchargez-la de nouveau");
}

double packed_progress(const struct packed *packed)
{
    return packed->member != NULL ? archive_progress(packed->member) : file_progress(packed->file);
}

void packed_close(struct packed *packed)
{
    if (packed == NULL) return;
    archive_close(packed->member);
    file_close(packed->file);
    free(packed);
}
