/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site.h"

#include "gzip.h"

#include "geodata/buffer.h"
#include "geodata/log.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A site of pages, scripts and icons is below 10 MB; a folder given by mistake is not. */
#define SITE_BYTES_MAX ((size_t)64 << 20)
#define SITE_DEPTH_MAX 8

struct site {
    struct site_file *files; /* by path */
    size_t count, capacity;
    size_t bytes;
    struct gzip_pool *gzip; /* while reading */
};

static const char *content_type_of(const char *path)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json; charset=utf-8"},
        {".geojson", "application/geo+json; charset=utf-8"},
        {".webmanifest", "application/manifest+json; charset=utf-8"},
        {".svg", "image/svg+xml; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {"LICENSE", "text/plain; charset=utf-8"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".gif", "image/gif"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
    };
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t ending = strlen(types[i].ending);
        if (length >= ending && strcmp(path + length - ending, types[i].ending) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

static enum status read_file(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) return STATUS_FAILED;
    size_t got = 0;
    do {
        if (!buffer_reserve(out, 65536)) break;
        got = fread(out->data + out->length, 1, 65536, file);
        out->length += got;
    } while (got > 0 && out->length <= SITE_BYTES_MAX);
    bool is_read = !ferror(file) && !out->failed && got == 0;
    fclose(file);
    if (is_read) buffer_append(out, "", 0);
    return is_read ? STATUS_OK : STATUS_FAILED;
}

static void write_tag(struct site_file *file)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t i = 0; i < file->length; i++)
        hash = (hash ^ (unsigned char)file->bytes[i]) * 0x100000001b3u;
    snprintf(file->etag, sizeof file->etag, "\"%016" PRIx64 "\"", hash);
}

static bool is_text(const char *content_type)
{
    return strstr(content_type, "charset") != NULL;
}

static void pack(struct site *site, struct site_file *file)
{
    struct buffer packed = {0};
    bool is_worth_it = file->length > GZIP_LEAST && is_text(file->content_type) &&
                       gzip_pack(site->gzip, file->bytes, file->length, &packed) == STATUS_OK &&
                       packed.length < file->length;
    if (!is_worth_it) {
        buffer_free(&packed);
        return;
    }
    file->gzip = packed.data;
    file->gzip_length = packed.length;
}

static enum status add_file(struct site *site, const char *disk_path, const char *path)
{
    if (site->count == site->capacity) {
        size_t capacity = site->capacity == 0 ? 32 : site->capacity * 2;
        struct site_file *files = realloc(site->files, capacity * sizeof *files);
        if (files == NULL) return STATUS_NO_MEMORY;
        site->files = files;
        site->capacity = capacity;
    }
    struct buffer content = {0};
    char *name = strdup(path);
    if (name == NULL || read_file(disk_path, &content) != STATUS_OK ||
        (site->bytes += content.length) > SITE_BYTES_MAX) {
        log_error("site: cannot read %s, or the folder holds too much for pages", disk_path);
        free(name);
        buffer_free(&content);
        return STATUS_FAILED;
    }
    struct site_file *file = &site->files[site->count++];
    *file = (struct site_file){.path = name,
                               .content_type = content_type_of(name),
                               .bytes = content.data,
                               .length = content.length};
    file->is_page = strncmp(file->content_type, "text/html", 9) == 0;
    write_tag(file);
    pack(site, file);
    return STATUS_OK;
}

static enum status add_folder(struct site *site, struct buffer *folder, size_t root, int depth);

static enum status add_entry(struct site *site, struct buffer *folder, size_t root, int depth,
                             const char *name)
{
    if (name[0] == '.') return STATUS_OK;
    enum status status = STATUS_OK;
    size_t length = folder->length;
    struct stat facts;
    buffer_char(folder, '/');
    buffer_text(folder, name);
    if (folder->failed) return STATUS_NO_MEMORY;

    if (stat(folder->data, &facts) != 0) {
        log_error("site: %s: %s", folder->data, strerror(errno));
        status = STATUS_FAILED;
    } else if (S_ISDIR(facts.st_mode)) {
        status = add_folder(site, folder, root, depth + 1);
    } else if (S_ISREG(facts.st_mode)) {
        status = add_file(site, folder->data, folder->data + root);
    }
    folder->length = length;
    folder->data[length] = '\0';
    return status;
}

static enum status add_folder(struct site *site, struct buffer *folder, size_t root, int depth)
{
    if (depth > SITE_DEPTH_MAX) return STATUS_OK;
    DIR *directory = opendir(folder->data);
    if (directory == NULL) {
        log_error("site: %s: %s", folder->data, strerror(errno));
        return STATUS_NOT_FOUND;
    }
    enum status status = STATUS_OK;
    const struct dirent *entry = NULL;
    while (status == STATUS_OK && (entry = readdir(directory)) != NULL)
        status = add_entry(site, folder, root, depth, entry->d_name);
    closedir(directory);
    return status;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct site_file *)a)->path, ((const struct site_file *)b)->path);
}

enum status site_open(const char *folder, struct site **out)
{
    enum status status = STATUS_NO_MEMORY;
    struct buffer path = {0};
    struct site *site = calloc(1, sizeof *site);
    if (site == NULL) return STATUS_NO_MEMORY;
    buffer_text(&path, folder);
    if (path.failed) goto done;

    status = gzip_pool_open(9, 1, &site->gzip);
    if (status != STATUS_OK) goto done;
    status = add_folder(site, &path, path.length, 0);
    if (status != STATUS_OK) goto done;
    if (site->count > 0) qsort(site->files, site->count, sizeof *site->files, by_path);

    *out = site;
    site = NULL;
done:
    buffer_free(&path);
    site_close(site);
    return status;
}

void site_close(struct site *site)
{
    if (site == NULL) return;
    for (size_t i = 0; i < site->count; i++) {
        free((char *)site->files[i].path);
        free((char *)site->files[i].bytes);
        free((char *)site->files[i].gzip);
    }
    free(site->files);
    gzip_pool_close(site->gzip);
    free(site);
}

const struct site_file *site_find(const struct site *site, const char *path)
{
    char index[1024];
    size_t length = strlen(path);
    if (site->count == 0 || length == 0 || length + sizeof "index.html" > sizeof index) return NULL;
    snprintf(index, sizeof index, "%s%s", path, path[length - 1] == '/' ? "index.html" : "");
    struct site_file key = {.path = index};
    return bsearch(&key, site->files, site->count, sizeof *site->files, by_path);
}
