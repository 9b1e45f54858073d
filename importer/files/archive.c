/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/archive.h"

#include "geodata/csv.h"

#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMBERS_MAX 1000 /* an extract has three */

struct archive_member {
    VSILFILE *stream;
    double size, read;
};

bool archive_is(const char *path)
{
    char head[4] = "";
    int handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t length = handle < 0 ? 0 : read(handle, head, sizeof head);
    if (handle >= 0) close(handle);
    return length == 4 && memcmp(head, "PK\x03\x04", 4) == 0;
}

/* GDAL's name for the archive, or for a member of it. The braces end the archive's name whatever
 * it is made of. */
static void append_name(const char *path, const char *member, struct buffer *out)
{
    buffer_format(out, "/vsizip/{%s}", path);
    if (member != NULL) buffer_format(out, "/%s", member);
}

static enum status refuse_damaged(struct buffer *why)
{
    buffer_text(why, "l'archive ZIP est coupée ou abîmée ; téléchargez-la de nouveau");
    return STATUS_INVALID;
}

enum status archive_each(const char *path, archive_visitor *visit, void *context,
                         struct buffer *why)
{
    struct buffer name = {0};
    append_name(path, NULL, &name);
    if (name.failed) return STATUS_NO_MEMORY;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    char **members = VSIReadDirRecursive(name.data);
    CPLPopErrorHandler();
    buffer_free(&name);
    int count = CSLCount(members);
    enum status status = STATUS_OK;
    if (members == NULL) status = refuse_damaged(why);
    if (count > MEMBERS_MAX) {
        buffer_text(why, "l'archive ZIP contient trop de fichiers ; donnez celui qu'il faut lire");
        status = STATUS_INVALID;
    }
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        size_t length = strlen(members[i]);
        if (length > 0 && members[i][length - 1] != '/') status = visit(context, members[i]);
    }
    CSLDestroy(members);
    return status;
}

enum status archive_open(const char *path, const char *member, struct archive_member **out,
                         struct buffer *why)
{
    struct buffer name = {0};
    VSIStatBufL facts;
    struct archive_member *opened = calloc(1, sizeof *opened);
    append_name(path, member, &name);
    if (opened == NULL || name.failed) {
        free(opened);
        buffer_free(&name);
        return STATUS_NO_MEMORY;
    }
    CPLPushErrorHandler(CPLQuietErrorHandler);
    if (VSIStatL(name.data, &facts) == 0) {
        opened->size = (double)facts.st_size;
        opened->stream = VSIFOpenL(name.data, "rb");
    }
    CPLPopErrorHandler();
    buffer_free(&name);
    if (opened->stream == NULL) {
        archive_close(opened);
        return refuse_damaged(why);
    }
    *out = opened;
    return STATUS_OK;
}

size_t archive_read(void *context, char *out, size_t capacity)
{
    struct archive_member *member = context;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    size_t length = VSIFReadL(out, 1, capacity, member->stream);
    bool failed = CPLGetLastErrorType() >= CE_Failure;
    CPLPopErrorHandler();
    member->read += (double)length;
    /* a member that was cut ends early, and not always with an error */
    bool cut = length == 0 && member->read < member->size;
    return failed || cut ? CSV_READ_ERROR : length;
}

double archive_progress(const struct archive_member *member)
{
    return member->size <= 0 || member->read >= member->size ? 1.0 : member->read / member->size;
}

void archive_close(struct archive_member *member)
{
    if (member == NULL) return;
    if (member->stream != NULL) VSIFCloseL(member->stream);
    free(member);
}
