/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ATLAS_TEXTS_H
#define ATLAS_TEXTS_H

#include "geodata/buffer.h"
#include "geodata/status.h"

#include <stddef.h>
#include <stdint.h>

/** What an atlas answers of each resource, ready to be sent, and its public id: most of an atlas by
 *  far. It lies in a file without a name, mapped, which goes with the atlas; so it is memory that
 *  the machine takes back when it needs it, and no process holds it twice. Internal to geodata/. */
struct atlas_texts {
    int file; /* -1: none */
    uint64_t length;
    const char *bytes; /* mapped, once it is finished */
};

/** Makes the file beside `path`, or among the temporary ones when it cannot be made there. */
enum status atlas_texts_open(struct atlas_texts *texts, const char *path);
/** Maps what was written: nothing can be added any more. */
enum status atlas_texts_finish(struct atlas_texts *texts);
void atlas_texts_close(struct atlas_texts *texts);

/** Texts on their way to the file. Begins as zero but for `texts`; ends with texts_writer_close. */
struct texts_writer {
    struct atlas_texts *texts;
    struct buffer waiting;
    size_t begun; /* where the text under way begins in `waiting` */
};

/** Begins the text of a resource: what follows is appended to writer->waiting. */
void texts_writer_begin(struct texts_writer *writer, const char *id);
/** Ends it: `*place` is where it will be found. */
enum status texts_writer_end(struct texts_writer *writer, uint32_t *place);
enum status texts_writer_flush(struct texts_writer *writer);
void texts_writer_close(struct texts_writer *writer);

/** The public id and the text of a place. */
const char *atlas_texts_id(const struct atlas_texts *texts, uint32_t place);
const char *atlas_texts_at(const struct atlas_texts *texts, uint32_t place, size_t *length);

#endif
