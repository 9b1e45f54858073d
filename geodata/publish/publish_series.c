/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/publish_series.h"

#include "geodata/log.h"
#include "geodata/publish.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEEP_DEFAULT 10
#define LOCK_WAIT_S 10

static enum status system_failure(const char *what, const char *path)
{
    log_error("publish: cannot %s %s: %s", what, path, strerror(errno));
    return STATUS_FAILED;
}

static enum status make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return STATUS_OK;
    return system_failure("make folder", path);
}

enum status publish_folder(const char *data, enum series series)
{
    struct buffer path = {0};
    generation_folder(data, series, &path);
    enum status status = path.failed ? STATUS_NO_MEMORY : make_folder(data);
    if (status == STATUS_OK) status = make_folder(path.data);
    buffer_free(&path);
    return status;
}

enum status publish_next(const char *data, enum series series, uint32_t *out)
{
    uint32_t *numbers = NULL, current = 0;
    size_t count = 0;
    enum status status = generation_list(data, series, &numbers, &count);
    if (status != STATUS_OK) return status;
    *out = count == 0 ? 1 : numbers[count - 1] + 1;
    free(numbers);
    /* a pointer to a file that someone took away keeps its number */
    if (generation_current(data, series, &current) == STATUS_OK && current >= *out) {
        *out = current + 1;
    }
    return STATUS_OK;
}

/* `.directory-13.sqlite.part`, `.directory-13.sqlite.part-journal`, `.current.part` */
static bool is_leftover(const char *name)
{
    return name[0] == '.' && strstr(name, ".part") != NULL;
}

void publish_sweep(const char *data, enum series series)
{
    struct buffer path = {0};
    generation_folder(data, series, &path);
    DIR *folder = path.failed ? NULL : opendir(path.data);
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (is_leftover(entry->d_name)) unlinkat(dirfd(folder), entry->d_name, 0);
    }
    if (folder != NULL) closedir(folder);
    buffer_free(&path);
}

/* Everything written to the file, or the names in the folder, is on the disk. */
static enum status sync_path(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC);
    if (file < 0) return system_failure("open", path);
    enum status status = fsync(file) == 0 ? STATUS_OK : system_failure("sync", path);
    close(file);
    return status;
}

enum status publish_sync(const char *path)
{
    return sync_path(path, O_RDWR);
}

static enum status sync_folder(const char *path)
{
    return sync_path(path, O_RDONLY | O_DIRECTORY);
}

static enum status rename_path(const char *from, const char *to)
{
    if (rename(from, to) == 0) return STATUS_OK;
    return system_failure("rename to", to);
}

/* A published file never changes: nobody may write to it. */
static enum status protect(const char *path)
{
    struct stat facts;
    if (stat(path, &facts) == 0 && chmod(path, facts.st_mode & 0444) == 0) return STATUS_OK;
    return system_failure("protect", path);
}

static enum status write_number(const char *path, uint32_t number)
{
    char text[16];
    int length = snprintf(text, sizeof text, "%u\n", number);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return system_failure("write", path);
    enum status status = STATUS_OK;
    if (write(file, text, (size_t)length) != length) status = system_failure("write", path);
    if (status == STATUS_OK && fsync(file) != 0) status = system_failure("sync", path);
    if (close(file) != 0 && status == STATUS_OK) status = system_failure("close", path);
    return status;
}

/* Once the pointer is renamed readers follow it, and saying that nothing changed would be wrong: a
 * folder that cannot be synced then is logged, no more. A power cut might bring the old pointer
 * back, to a generation that is kept and whole too. */
static enum status point_to(const char *folder, uint32_t number)
{
    struct buffer part = {0}, current = {0};
    buffer_format(&part, "%s/.current.part", folder);
    buffer_format(&current, "%s/current", folder);
    enum status status = STATUS_NO_MEMORY;
    if (!part.failed && !current.failed) status = write_number(part.data, number);
    if (status == STATUS_OK) status = rename_path(part.data, current.data);
    if (status == STATUS_OK) (void)sync_folder(folder);
    buffer_free(&part);
    buffer_free(&current);
    return status;
}

static void remove_generation(const char *data, enum series series, uint32_t number)
{
    struct buffer path = {0};
    generation_path(data, series, number, &path);
    if (!path.failed && unlink(path.data) != 0) system_failure("remove", path.data);
    buffer_free(&path);
}

/* A generation that cannot be removed is a pity, not a failure: the new one is in force. */
static void remove_old(const char *data, enum series series, size_t keep)
{
    uint32_t *numbers = NULL, current = 0;
    size_t count = 0;
    if (keep == 0) keep = KEEP_DEFAULT;
    if (generation_current(data, series, &current) != STATUS_OK) return;
    if (generation_list(data, series, &numbers, &count) != STATUS_OK) return;
    for (size_t i = 0; i + keep < count; i++) {
        if (numbers[i] != current) remove_generation(data, series, numbers[i]);
    }
    free(numbers);
}

enum status publish_install(const char *data, enum series series, uint32_t number, const char *part,
                            size_t keep)
{
    struct buffer folder = {0}, path = {0};
    generation_folder(data, series, &folder);
    generation_path(data, series, number, &path);
    enum status status = STATUS_NO_MEMORY;
    if (folder.failed || path.failed) goto done;

    status = publish_sync(part);
    if (status != STATUS_OK) goto done;
    status = protect(part);
    if (status != STATUS_OK) goto done;
    status = rename_path(part, path.data);
    if (status != STATUS_OK) goto done;
    status = sync_folder(folder.data);
    if (status == STATUS_OK) status = point_to(folder.data, number);
    if (status == STATUS_OK) remove_old(data, series, keep);
    if (status != STATUS_OK) unlink(path.data); /* it never was in force */
done:
    buffer_free(&folder);
    buffer_free(&path);
    return status;
}

enum status publish_file(const char *data, enum series series, const char *part, size_t keep,
                         uint32_t *number)
{
    enum status status = publish_folder(data, series);
    if (status == STATUS_OK) status = publish_next(data, series, number);
    if (status != STATUS_OK) return status;
    return publish_install(data, series, *number, part, keep);
}

/* The wanted generation, or for 0 the one before the current. */
static enum status choose(const char *data, enum series series, uint32_t wanted, uint32_t *out)
{
    uint32_t *numbers = NULL, current = 0, found = 0;
    size_t count = 0;
    enum status status = STATUS_OK;
    if (wanted == 0) status = generation_current(data, series, &current);
    if (status == STATUS_OK) status = generation_list(data, series, &numbers, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (wanted == 0 ? numbers[i] < current : numbers[i] == wanted) found = numbers[i];
    }
    free(numbers);
    if (status == STATUS_OK && found == 0) status = STATUS_NOT_FOUND;
    *out = found;
    return status;
}

enum status publish_rollback(const char *data, enum series series, uint32_t number, uint32_t *out)
{
    uint32_t chosen;
    enum status status = choose(data, series, number, &chosen);
    if (status != STATUS_OK) return status;
    struct buffer folder = {0};
    generation_folder(data, series, &folder);
    status = folder.failed ? STATUS_NO_MEMORY : point_to(folder.data, chosen);
    buffer_free(&folder);
    if (status == STATUS_OK) *out = chosen;
    return status;
}

static enum status wait_for_lock(int file, const char *path)
{
    const struct timespec pause = {.tv_nsec = 50 * 1000 * 1000};
    for (int tries = 0; flock(file, LOCK_EX | LOCK_NB) != 0; tries++) {
        if (errno != EWOULDBLOCK && errno != EINTR) return system_failure("lock", path);
        if (tries >= LOCK_WAIT_S * 20) {
            log_error("publish: another program has held %s for %d s", path, LOCK_WAIT_S);
            return STATUS_FAILED;
        }
        nanosleep(&pause, NULL);
    }
    return STATUS_OK;
}

enum status publish_lock(const char *data, int *lock)
{
    enum status status = publish_folder(data, SERIES_DIRECTORY);
    if (status == STATUS_OK) status = publish_folder(data, SERIES_ADDRESSES);
    if (status != STATUS_OK) return status;

    struct buffer path = {0};
    buffer_format(&path, "%s/.lock", data);
    if (path.failed) return STATUS_NO_MEMORY;
    int file = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    status = file < 0 ? system_failure("open", path.data) : wait_for_lock(file, path.data);
    buffer_free(&path);
    if (status != STATUS_OK) {
        if (file >= 0) close(file);
        return status;
    }
    *lock = file;
    return STATUS_OK;
}

void publish_unlock(int lock)
{
    close(lock);
}
