/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PUBLICATION_H
#define PUBLICATION_H

#include "geodata/publish.h"
#include "geodata/workspace.h"
#include "store/database.h"

/** A generation while it is made: publish.c opens it, publish_fill.c fills it, publish_account.c
 *  compares it with what was told. */
struct publication {
    const char *data;
    struct workspace *workspace; /* for its taxonomy */
    struct database *database;   /* the new file, the workspace attached */
    struct buffer workspace_path, part;
    const struct trust *trust;
    bool rehearses; /* nothing is learned */
    uint32_t number;
};

/** Writes all that the workspace says into the new file, in one transaction. STATUS_INVALID: it
 *  holds no resource. */
enum status publication_fill(struct publication *publication);

/** After publication_fill, on the same connection: counts what was published and left out, logs
 *  the latter, and compares with what was told. STATUS_FAILED (logged): they do not agree. */
enum status publication_account(struct publication *publication, struct publish_summary *out);

#endif
