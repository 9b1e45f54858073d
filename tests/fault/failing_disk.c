/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before the C library (LD_PRELOAD): a disk that fails when a test wants it to, for files
 * under one folder. FAULT_FOLDER names the folder; FAULT_KIND what happens at operation FAULT_AT
 * (counted from 1; 0: nothing ever fails):
 *
 *   full    nothing can be written or created any more (ENOSPC), from there on
 *   broken  that one write, creation, sync, cut or rename fails (EIO), and the next ones are well
 *
 * FAULT_COUNT names a file (elsewhere) that is given the number of operations at the end. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *folder, *count_path;
static bool is_full;
static long fails_at;
static atomic_long operations;

__attribute__((constructor)) static void read_orders(void)
{
    const char *kind = getenv("FAULT_KIND"), *at = getenv("FAULT_AT");
    folder = getenv("FAULT_FOLDER");
    count_path = getenv("FAULT_COUNT");
    is_full = kind != NULL && strcmp(kind, "full") == 0;
    fails_at = at == NULL ? 0 : atol(at);
}

__attribute__((destructor)) static void tell_count(void)
{
    FILE *file = count_path == NULL ? NULL : fopen(count_path, "w");
    if (file == NULL) return;
    fprintf(file, "%ld\n", atomic_load(&operations));
    fclose(file);
}

static bool is_ours(const char *path)
{
    return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static bool is_our_file(int file)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return false;
    path[length] = '\0';
    return is_ours(path);
}

/* Counts an operation on one of our files; true when it must fail, errno set. */
static bool fails(bool fills)
{
    if (is_full && !fills) return false; /* a full disk still syncs, cuts and renames */
    long number = atomic_fetch_add(&operations, 1) + 1;
    bool now = fails_at > 0 && (is_full ? number >= fails_at : number == fails_at);
    if (now) errno = is_full ? ENOSPC : EIO;
    return now;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count)
{
    if (is_our_file(file) && fails(true)) return -1;
    return REAL(write)(file, bytes, count);
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    if (is_our_file(file) && fails(true)) return -1;
    return REAL(writev)(file, parts, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at)
{
    if (is_our_file(file) && fails(true)) return -1;
    return REAL(pwrite)(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
    if (is_our_file(file) && fails(true)) return -1;
    return REAL(pwrite64)(file, bytes, count, at);
}

int fsync(int file)
{
    if (is_our_file(file) && fails(false)) return -1;
    return REAL(fsync)(file);
}

int fdatasync(int file)
{
    if (is_our_file(file) && fails(false)) return -1;
    return REAL(fdatasync)(file);
}

int ftruncate(int file, off_t length)
{
    if (is_our_file(file) && fails(false)) return -1;
    return REAL(ftruncate)(file, length);
}

int ftruncate64(int file, off64_t length)
{
    if (is_our_file(file) && fails(false)) return -1;
    return REAL(ftruncate64)(file, length);
}

int rename(const char *from, const char *to)
{
    if (is_ours(to) && fails(false)) return -1;
    return REAL(rename)(from, to);
}

/* Opening is a write when it makes a file. */
static bool open_fails(const char *path, int flags)
{
    return (flags & O_CREAT) != 0 && is_ours(path) && access(path, F_OK) != 0 && fails(true);
}

static mode_t mode_of(int flags, va_list arguments)
{
    return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    if (open_fails(path, flags)) return -1;
    return REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    if (open_fails(path, flags)) return -1;
    return REAL(open64)(path, flags, mode);
}
