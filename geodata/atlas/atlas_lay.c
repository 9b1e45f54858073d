/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"

#include <stdlib.h>

static enum status lay_piece(struct loading *loading, const struct piece *piece, void *context)
{
    struct atlas *atlas = loading->atlas;
    const struct atlas_texts *from = context;
    struct texts_writer *writer = calloc(1, sizeof *writer);
    enum status status = writer == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    if (status != STATUS_OK) return status;
    *writer = (struct texts_writer){.texts = &atlas->texts, .runs = &atlas->runs};
    for (atlas_id id = piece->begin; status == STATUS_OK && id < piece->end; id++)
        status = texts_writer_copy(writer, from, &atlas->records[id].text);
    if (status == STATUS_OK) status = texts_writer_flush(writer);
    texts_writer_close(writer);
    free(writer);
    return status;
}

enum status load_texts(struct loading *loading, struct atlas_texts *read)
{
    struct atlas *atlas = loading->atlas;
    enum status status = atlas_texts_finish(read);
    text_runs_finish(&atlas->runs);
    if (status == STATUS_OK) status = atlas_texts_open(&atlas->texts, loading->path);
    if (status == STATUS_OK) status = pieces_do(loading, lay_piece, read, 0);
    if (status == STATUS_OK) status = atlas_texts_finish(&atlas->texts);
    return status;
}
