/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/generation.h"

#include "geodata/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const series_words[] = {
    [SERIES_DIRECTORY] = "directory",
    [SERIES_ADDRESSES] = "addresses",
};

void generation_folder(const char *data, enum series series, struct buffer *out)
{
    buffer_format(out, "%s/%s", data, series_words[series]);
}

void generation_path(const char *data, enum series series, uint32_t number, struct buffer *out)
{
    generation_folder(data, series, out);
    buffer_format(out, "/%s-%u.sqlite", series_words[series], number);
}

/* Decimal digits without a leading zero, 1 .. UINT32_MAX, ended by `end`. */
static bool read_number(const char *text, const char *end, uint32_t *out)
{
    uint64_t number = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 10 || text[0] == '0' || strcmp(text + digits, end) != 0) {
        return false;
    }
    for (size_t i = 0; i < digits; i++) number = number * 10 + (uint64_t)(text[i] - '0');
    if (number > UINT32_MAX) return false;
    *out = (uint32_t)number;
    return true;
}

static enum status read_pointer(const char *path, uint32_t *out)
{
    char text[16] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return STATUS_NOT_FOUND;
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    if (length < 0) {
        log_error("generation: cannot read %s: %s", path, strerror(errno));
        return STATUS_FAILED;
    }
    if (read_number(text, "\n", out) || read_number(text, "", out)) return STATUS_OK;
    log_error("generation: %s does not hold a number", path);
    return STATUS_FAILED;
}

enum status generation_current(const char *data, enum series series, uint32_t *out)
{
    struct buffer path = {0};
    generation_folder(data, series, &path);
    buffer_text(&path, "/current");
    enum status status = path.failed ? STATUS_NO_MEMORY : read_pointer(path.data, out);
    buffer_free(&path);
    return status;
}

static bool read_file_name(const char *name, enum series series, uint32_t *out)
{
    size_t length = strlen(series_words[series]);
    return strncmp(name, series_words[series], length) == 0 && name[length] == '-' &&
           read_number(name + length + 1, ".sqlite", out);
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static enum status list_folder(DIR *folder, enum series series, uint32_t **out, size_t *count)
{
    size_t capacity = 0;
    struct dirent *entry;
    while (errno = 0, (entry = readdir(folder)) != NULL) {
        uint32_t number;
        if (!read_file_name(entry->d_name, series, &number)) continue;
        if (*count == capacity) {
            capacity = capacity == 0 ? 16 : capacity * 2;
            uint32_t *grown = realloc(*out, capacity * sizeof **out);
            if (grown == NULL) return STATUS_NO_MEMORY;
            *out = grown;
        }
        (*out)[(*count)++] = number;
    }
    if (errno != 0) return STATUS_FAILED;
    if (*count > 0) qsort(*out, *count, sizeof **out, compare_numbers);
    return STATUS_OK;
}

enum status generation_list(const char *data, enum series series, uint32_t **out, size_t *count)
{
    *out = NULL;
    *count = 0;
    struct buffer path = {0};
    generation_folder(data, series, &path);
    if (path.failed) return STATUS_NO_MEMORY;

    enum status status = STATUS_FAILED;
    DIR *folder = opendir(path.data);
    if (folder != NULL) {
        status = list_folder(folder, series, out, count);
    } else if (errno == ENOENT) {
        status = STATUS_OK; /* nothing was ever published */
    }
    if (status == STATUS_FAILED) {
        log_error("generation: cannot read folder %s: %s", path.data, strerror(errno));
    }
    if (status != STATUS_OK) {
        free(*out);
        *out = NULL;
        *count = 0;
    }
    if (folder != NULL) closedir(folder);
    buffer_free(&path);
    return status;
}
