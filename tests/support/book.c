/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book.h"

#include "ban.h"
#include "geodata/generation.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "cannot prepare the test: %s\n", what);
    abort();
}

void folder_make(char folder[64])
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, 64, "%.40s/voisoin-XXXXXX", base == NULL ? "/tmp" : base);
    must(mkdtemp(folder) != NULL, "no temporary folder");
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

void folder_remove(const char *folder)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void test_book_open(const char *ban_path, struct book *out)
{
    struct buffer path = {0};
    uint32_t number = 0;
    folder_make(out->folder);
    must(ban_publish(out->folder, ban_path, NULL) == STATUS_OK, "the book is not published");
    must(generation_current(out->folder, SERIES_ADDRESSES, &number) == STATUS_OK, "no book");
    generation_path(out->folder, SERIES_ADDRESSES, number, &path);
    must(geocoder_open(path.data, &out->geocoder) == STATUS_OK, "the book does not open");
    buffer_free(&path);
}

void test_book_close(struct book *book)
{
    geocoder_close(book->geocoder);
    folder_remove(book->folder);
}
