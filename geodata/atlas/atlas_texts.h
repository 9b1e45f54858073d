/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ATLAS_TEXTS_H
#define ATLAS_TEXTS_H

#include "base/text_runs.h"
#include "geodata/atlas.h"
#include "geodata/buffer.h"
#include "geodata/status.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/** What an atlas answers of each resource, ready to be sent, and its public id: most of an atlas by
 *  far. It lies in a file without a name, mapped, which goes with the atlas; so it is memory that
 *  the machine takes back when it needs it, and no process holds it twice. A text is kept as
 *  pieces: bytes of its own, then a run that it shares with others (text_runs.h), and so on.
 *  Internal to geodata/. */
struct atlas_texts {
    int file; /* -1: none */
    _Atomic uint64_t length;
    struct text_shelf *shelves; /* until it is finished */
    size_t shelf_count, shelf_share;
    const char *bytes; /* mapped, once it is finished */
    uint64_t mapped;
};

/** Texts come in the order of the directory; those of one answer should lie together. A shelf keeps
 *  those of a stretch of the curve, in the order in which they come, on pages of their own. A page
 *  is written at once: by 4 kB it would cost the system twice the time. */
#define SHELF_PAGE ((size_t)16384)
struct text_shelf {
    pthread_mutex_t lock;
    uint64_t base;     /* where in the file the page begins */
    size_t used, room; /* of the page; after `base`, what of the file is the shelf's own */
    char page[SHELF_PAGE];
};

/** Makes the file beside `path`, or among the temporary ones when it cannot be made there, with
 *  shelves for `count` texts. */
enum status atlas_texts_open(struct atlas_texts *texts, const char *path, size_t count);
/** Maps what was written: nothing can be added any more. */
enum status atlas_texts_finish(struct atlas_texts *texts);
void atlas_texts_close(struct atlas_texts *texts);

/** What was shared under a key; a later key of the same hash takes its place. */
#define KEYED_RUNS 2048
struct keyed_run {
    const void *what;
    uint32_t which;
    uint16_t run;
};

/** Texts on their way to a file; several writers may share one, each in its own thread. Begins
 *  as zero but for `texts` and `runs`; ends with texts_writer_close. */
struct texts_writer {
    struct atlas_texts *texts;
    struct text_runs *runs;
    struct runs_seen seen;
    struct keyed_run keyed[KEYED_RUNS];
    struct keyed_run asked; /* what comes next is shared under that key; NULL: under none */
    struct atlas_text text; /* the one under way */
    struct buffer waiting;  /* its head, id and pieces so far */
    size_t packed, cut;     /* how much of its bytes are pieces already, and how much is judged */
    uint32_t head, number;  /* how many bytes can be had alone, and what comes with them */
};

/** Begins the text of a resource, to be written to writer->text. */
void texts_writer_begin(struct texts_writer *writer, const char *id);
/** Ends it, as the `number`-th of all along the curve: `*place` is where it will be found. */
enum status texts_writer_end(struct texts_writer *writer, size_t number, uint32_t *place);
void texts_writer_close(struct texts_writer *writer);

/** The public id of a place. */
const char *atlas_texts_id(const struct atlas_texts *texts, uint32_t place);
/** Appends its text, or only the head. */
void atlas_texts_write(const struct atlas_texts *texts, const struct text_runs *runs,
                       uint32_t place, bool head_only, struct buffer *out);
/** What came with the head. */
uint32_t atlas_texts_number(const struct atlas_texts *texts, uint32_t place);
/** Sets a text, or only the head, on its way to the processor. */
void atlas_texts_soon(const struct atlas_texts *texts, uint32_t place, bool head_only);

#endif
