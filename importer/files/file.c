/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/file.h"

#include "geodata/text.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define TEXT_LENGTH_MAX ((size_t)256 * 1024 * 1024)
#define HEAD_LENGTH ((size_t)4096) /* enough to tell a text from anything else */

struct file {
    gzFile stream;
    off_t size; /* bytes on disk */
    char head[HEAD_LENGTH];
    size_t head_at, head_length;
    bool failed;
};

enum status file_check(const char *path, struct buffer *why)
{
    struct stat facts;
    if (stat(path, &facts) != 0) {
        buffer_text(why, errno == ENOENT || errno == ENOTDIR
                             ? "ce fichier n'existe pas ; vérifiez son nom et son dossier"
                             : "ce fichier ne peut pas être lu ; vérifiez ses droits d'accès");
        return STATUS_INVALID;
    }
    if (S_ISDIR(facts.st_mode)) {
        buffer_text(why, "c'est un dossier, pas un fichier ; donnez le fichier qui est dedans");
        return STATUS_INVALID;
    }
    if (!S_ISREG(facts.st_mode)) {
        buffer_text(why, "ce n'est pas un fichier ordinaire ; donnez un fichier du disque");
        return STATUS_INVALID;
    }
    if (facts.st_size == 0) {
        buffer_text(why,
                    "le fichier est vide ; enregistrez-le de nouveau ou téléchargez-le encore");
        return STATUS_INVALID;
    }
    if (access(path, R_OK) != 0) {
        buffer_text(why, "ce fichier ne peut pas être lu ; vérifiez ses droits d'accès");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

void file_stem(const char *path, struct buffer *out)
{
    const char *name = file_name(path);
    const char *dot = strchr(name + (name[0] == '.'), '.');
    buffer_append(out, name, dot == NULL ? strlen(name) : (size_t)(dot - name));
}

enum status file_date(const char *path, char out[11])
{
    struct stat facts;
    struct tm local;
    if (stat(path, &facts) != 0 || localtime_r(&facts.st_mtime, &local) == NULL ||
        strftime(out, 11, "%Y-%m-%d", &local) != 10) {
        return STATUS_FAILED;
    }
    return STATUS_OK;
}

enum status file_mark(const char *path, struct file_mark *out)
{
    struct stat facts;
    *out = (struct file_mark){0};
    if (stat(path, &facts) != 0) return STATUS_FAILED;
    out->device = facts.st_dev;
    out->inode = facts.st_ino;
    out->size = (uint64_t)facts.st_size;
    out->changed_s = facts.st_mtim.tv_sec;
    out->changed_ns = facts.st_mtim.tv_nsec;
    return STATUS_OK;
}

bool file_is_as_marked(const char *path, const struct file_mark *mark)
{
    struct file_mark now;
    return file_mark(path, &now) == STATUS_OK && now.device == mark->device &&
           now.inode == mark->inode && now.size == mark->size && now.changed_s == mark->changed_s &&
           now.changed_ns == mark->changed_ns;
}

enum status file_sha256(const char *path, char out[65])
{
    enum status status = STATUS_FAILED;
    unsigned char bytes[65536], hash[SHA256_DIGEST_SIZE];
    struct sha256_ctx state;
    int handle = open(path, O_RDONLY | O_CLOEXEC);
    if (handle < 0) return STATUS_FAILED;
    sha256_init(&state);
    for (;;) {
        ssize_t length = read(handle, bytes, sizeof bytes);
        if (length < 0) goto done;
        if (length == 0) break;
        sha256_update(&state, (size_t)length, bytes);
    }
    sha256_digest(&state, sizeof hash, hash);
    base16_encode_update(out, sizeof hash, hash);
    out[BASE16_ENCODE_LENGTH(sizeof hash)] = '\0';
    status = STATUS_OK;
done:
    close(handle);
    return status;
}

static bool starts_with(const struct file *file, const char *mark, size_t length)
{
    return file->head_length >= length && memcmp(file->head, mark, length) == 0;
}

static bool has_utf16_mark(const struct file *file)
{
    return starts_with(file, "\xFF\xFE", 2) || starts_with(file, "\xFE\xFF", 2);
}

/* A text has no NUL and hardly a control character: 1 in 64 is far beyond any real file. */
static bool is_binary(const struct file *file)
{
    size_t controls = 0;
    for (size_t i = 0; i < file->head_length; i++) {
        unsigned char c = (unsigned char)file->head[i];
        if (c == 0) return true;
        controls += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
    }
    return controls * 64 > file->head_length;
}

/* What the first bytes say that is no text; NULL for a text. */
static const char *why_no_text(const struct file *file)
{
    if (file->head_length == 0) {
        return "le fichier est vide ; enregistrez-le de nouveau ou téléchargez-le encore";
    }
    if (starts_with(file, "PK\x03\x04", 4) || starts_with(file, "\xD0\xCF\x11\xE0", 4)) {
        return "ceci est un classeur (Excel, LibreOffice) ou une archive ZIP, pas un CSV ; "
               "ouvrez-le et enregistrez-le en « CSV UTF-8 »";
    }
    if (starts_with(file, "%PDF", 4)) {
        return "ceci est un PDF, pas un CSV ; demandez le tableau d'origine";
    }
    if (has_utf16_mark(file)) return NULL;
    if (is_binary(file)) {
        return "ceci n'est pas un fichier de texte ; enregistrez le tableau en « CSV UTF-8 »";
    }
    return NULL;
}

static void read_head(struct file *file)
{
    while (file->head_length < HEAD_LENGTH) {
        int length = gzread(file->stream, file->head + file->head_length,
                            (unsigned)(HEAD_LENGTH - file->head_length));
        if (length < 0) file->failed = true;
        if (length <= 0) return;
        file->head_length += (size_t)length;
    }
}

enum status file_open(const char *path, struct file **out, struct buffer *why)
{
    enum status status = file_check(path, why);
    if (status != STATUS_OK) return status;
    struct file *file = calloc(1, sizeof *file);
    if (file == NULL) return STATUS_NO_MEMORY;
    struct stat facts;
    if (stat(path, &facts) == 0) file->size = facts.st_size;

    status = STATUS_INVALID;
    file->stream = gzopen(path, "rbe");
    if (file->stream == NULL) {
        buffer_text(why, "ce fichier ne peut pas être ouvert ; vérifiez ses droits d'accès");
        goto done;
    }
    gzbuffer(file->stream, 256 * 1024);
    read_head(file);
    if (file->failed) {
        file_explain(file, why);
        goto done;
    }
    const char *words = why_no_text(file);
    if (words != NULL) {
        buffer_text(why, words);
        goto done;
    }
    *out = file;
    file = NULL;
    status = STATUS_OK;
done:
    file_close(file);
    return status;
}

size_t file_read(void *context, char *out, size_t capacity)
{
    struct file *file = context;
    size_t left = file->head_length - file->head_at;
    if (left > 0) {
        size_t length = left < capacity ? left : capacity;
        memcpy(out, file->head + file->head_at, length);
        file->head_at += length;
        return length;
    }
    unsigned most = capacity > 1U << 30 ? 1U << 30 : (unsigned)capacity;
    int length = file->failed ? -1 : gzread(file->stream, out, most);
    int error = Z_OK;
    gzerror(file->stream, &error);
    /* a gzip stream that was cut gives its bytes first, then this error without a read of -1 */
    if (length < 0 || (length == 0 && error == Z_BUF_ERROR)) {
        file->failed = true;
        return SIZE_MAX;
    }
    return (size_t)length;
}

void file_explain(const struct file *file, struct buffer *why)
{
    int error = Z_OK;
    if (file->stream != NULL) gzerror(file->stream, &error);
    buffer_text(why, error == Z_ERRNO
                         ? "le disque ne rend pas ce fichier ; copiez-le ailleurs et recommencez"
                         : "le fichier compressé est coupé ou abîmé ; téléchargez-le de nouveau");
}

double file_progress(const struct file *file)
{
    if (file->size <= 0) return 1.0;
    double part = (double)gzoffset(file->stream) / (double)file->size;
    return part < 1.0 ? part : 1.0;
}

void file_close(struct file *file)
{
    if (file == NULL) return;
    if (file->stream != NULL) gzclose(file->stream);
    free(file);
}

static enum status read_all(struct file *file, struct buffer *out, struct buffer *why)
{
    for (;;) {
        if (!buffer_reserve(out, 65536)) return STATUS_NO_MEMORY;
        size_t length = file_read(file, out->data + out->length, 65536);
        if (length == SIZE_MAX) {
            file_explain(file, why);
            return STATUS_INVALID;
        }
        if (length == 0) return STATUS_OK;
        out->length += length;
        if (out->length > TEXT_LENGTH_MAX) {
            buffer_text(why, "le fichier dépasse 256 Mo ; coupez-le en plusieurs");
            return STATUS_INVALID;
        }
    }
}

enum status file_read_text(const char *path, struct buffer *out, const char **encoding,
                           struct buffer *why)
{
    struct buffer bytes = {0};
    struct file *file = NULL;
    enum status status = file_open(path, &file, why);
    if (status != STATUS_OK) goto done;
    status = read_all(file, &bytes, why);
    if (status != STATUS_OK) goto done;
    status = text_to_utf8(bytes.data, bytes.length, out, encoding);
    if (status == STATUS_INVALID) {
        buffer_text(why, "l'encodage du fichier n'est pas reconnu ; "
                         "enregistrez le tableau en « CSV UTF-8 »");
    }
done:
    file_close(file);
    buffer_free(&bytes);
    return status;
}
