/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/workbook.h"

#include "files/zip_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* With the 60 MB or so that the libraries hold, the child stays under 512 MB. */
#define CHILD_MEMORY ((rlim_t)400 * 1024 * 1024)
#define CHILD_CPU_S 20
#define CHILD_TIME_S 60 /* on the wall: a slow disk is no fault of the workbook */
#define TEXT_LENGTH_MAX ((size_t)128 * 1024 * 1024) /* 500,000 full rows */
#define XLS_SIZE_MAX ((off_t)64 * 1024 * 1024)      /* 65,536 rows a sheet: no real one nears it */

enum child_exit { CHILD_DONE = 0, CHILD_NOT_OPENED = 40 };

static size_t first_bytes(const char *path, char *out, size_t size)
{
    int handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t length = handle < 0 ? 0 : read(handle, out, size);
    if (handle >= 0) close(handle);
    return length < 0 ? 0 : (size_t)length;
}

static bool is_zip(const char *path)
{
    char head[4];
    return first_bytes(path, head, 4) == 4 &&
           (memcmp(head, "PK\x03\x04", 4) == 0 || memcmp(head, "PK\x05\x06", 4) == 0);
}

static bool is_ole(const char *path)
{
    char head[8];
    return first_bytes(path, head, 8) == 8 &&
           memcmp(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

bool workbook_is_old(const char *path)
{
    return is_ole(path);
}

bool workbook_is(const char *path)
{
    return is_zip(path) || is_ole(path);
}

static enum status refuse(struct buffer *why, const char *words)
{
    buffer_text(why, words);
    return STATUS_INVALID;
}

static enum status look_at_zip(const char *path, enum workbook_kind *kind, struct buffer *why)
{
    struct zip_directory directory;
    enum status status = zip_directory_read(path, &directory, why);
    if (status != STATUS_OK) return status;
    if (directory.is_encrypted) {
        return refuse(why, "ce classeur est protégé par un mot de passe ; enregistrez-le sans");
    }
    if (directory.has_xlsb) {
        return refuse(why, "ceci est un classeur binaire d'Excel (.xlsb) ; enregistrez-le en "
                           "« Classeur Excel (.xlsx) »");
    }
    if (!directory.has_xlsx && !directory.has_ods) {
        return refuse(why, "ceci est une archive ZIP ou un document, pas un classeur ; donnez le "
                           "tableau lui-même, en .xlsx, .ods ou « CSV UTF-8 »");
    }
    *kind = directory.has_xlsx ? WORKBOOK_XLSX : WORKBOOK_ODS;
    return STATUS_OK;
}

/* A name of a stream, as UTF-16, somewhere in the file. */
static bool holds_stream(const char *bytes, size_t length, const char *name)
{
    char wide[64];
    size_t size = strlen(name) * 2;
    for (size_t i = 0; i < size; i++) wide[i] = i % 2 == 0 ? name[i / 2] : '\0';
    return memmem(bytes, length, wide, size) != NULL;
}

/* Excel wraps a workbook with a password in the container of its old files. */
static enum status look_at_ole(const char *path, enum workbook_kind *kind, struct buffer *why)
{
    struct stat facts;
    *kind = WORKBOOK_XLS;
    if (stat(path, &facts) != 0 || facts.st_size > XLS_SIZE_MAX) {
        return refuse(why, "ce classeur dépasse 64 Mo ; enregistrez-le en « CSV UTF-8 »");
    }
    size_t length = (size_t)facts.st_size;
    char *bytes = malloc(length);
    if (bytes == NULL) return STATUS_NO_MEMORY;
    length = first_bytes(path, bytes, length);
    bool has_password = holds_stream(bytes, length, "EncryptedPackage");
    free(bytes);
    if (has_password) {
        return refuse(why, "ce classeur est protégé par un mot de passe ; enregistrez-le sans");
    }
    const char *dot = strrchr(path, '.');
    if (dot == NULL || strcasecmp(dot, ".xls") != 0) {
        return refuse(why, "ceci est un ancien classeur d'Excel dont le nom ne finit pas par "
                           ".xls ; renommez-le, ou enregistrez-le en « CSV UTF-8 »");
    }
    return STATUS_OK;
}

/* The memory the process already holds does not count: sanitizers alone reserve terabytes. */
static rlim_t memory_held(void)
{
    unsigned long long pages = 0;
    FILE *facts = fopen("/proc/self/statm", "re");
    if (facts == NULL) return 0;
    if (fscanf(facts, "%llu", &pages) != 1) pages = 0;
    fclose(facts);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void limit(int what, rlim_t most)
{
    struct rlimit value = {.rlim_cur = most, .rlim_max = most};
    setrlimit(what, &value);
}

/* Without a network where the system lets us; the drivers of workbooks fetch nothing anyway. */
static void give_up_rights(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) errno = 0;
    limit(RLIMIT_AS, memory_held() + CHILD_MEMORY);
    limit(RLIMIT_CPU, CHILD_CPU_S);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
}

static _Noreturn void run_child(const char *path, enum workbook_kind kind, int handle)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere >= 0) dup2(nowhere, STDOUT_FILENO);
    if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    give_up_rights();
    _exit(workbook_write_cells(path, kind, handle) ? CHILD_DONE : CHILD_NOT_OPENED);
}

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes what the child writes until it ends; false when it was too much or too long. */
static bool take(int handle, struct buffer *out)
{
    long long end = now_ms() + CHILD_TIME_S * 1000LL;
    for (;;) {
        long long left = end - now_ms();
        struct pollfd ready = {.fd = handle, .events = POLLIN};
        if (left <= 0 || out->length > TEXT_LENGTH_MAX) return false;
        int count = poll(&ready, 1, (int)left);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0 || !buffer_reserve(out, 65536)) return false;
        ssize_t length = read(handle, out->data + out->length, 65536);
        if (length < 0) return false;
        if (length == 0) return true;
        out->length += (size_t)length;
    }
}

static bool is_whole(const struct buffer *out)
{
    static const char end[] = WORKBOOK_END "\n";
    size_t length = sizeof end - 1;
    return out->length >= length && memcmp(out->data + out->length - length, end, length) == 0;
}

static bool begins_1904(const struct buffer *out)
{
    static const char said[] = WORKBOOK_1904 "\n";
    size_t length = sizeof said - 1;
    return out->length >= length && memcmp(out->data, said, length) == 0;
}

static enum status judge(bool taken, int ended, const struct buffer *out, struct buffer *why)
{
    if (out->failed) return STATUS_NO_MEMORY;
    bool exited = taken && WIFEXITED(ended);
    if (exited && begins_1904(out)) {
        return refuse(why, "ce classeur compte les jours depuis 1904, comme Excel sur Mac "
                           "autrefois : ses dates seraient lues quatre ans trop tôt ; "
                           "enregistrez-le en « CSV UTF-8 »");
    }
    if (exited && WEXITSTATUS(ended) == CHILD_DONE && is_whole(out)) return STATUS_OK;
    if (exited && WEXITSTATUS(ended) == CHILD_NOT_OPENED) {
        return refuse(why, "ce classeur ne s'ouvre pas : il est abîmé ou protégé par un mot de "
                           "passe ; ouvrez-le et enregistrez-le de nouveau, sans mot de passe ou "
                           "en « CSV UTF-8 »");
    }
    return refuse(why, "la lecture de ce classeur a été arrêtée : il demande trop de mémoire ou de "
                       "temps, ou il est abîmé ; copiez ses lignes dans un classeur neuf, ou "
                       "enregistrez-le en « CSV UTF-8 »");
}

static enum status read_in_child(const char *path, enum workbook_kind kind, struct buffer *out,
                                 struct buffer *why)
{
    int ends[2], ended = 0;
    if (pipe2(ends, O_CLOEXEC) != 0) return STATUS_FAILED;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        run_child(path, kind, ends[1]);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return STATUS_FAILED;
    }
    bool taken = take(ends[0], out);
    close(ends[0]);
    if (!taken) kill(child, SIGKILL);
    while (waitpid(child, &ended, 0) < 0 && errno == EINTR) {
    }
    return judge(taken, ended, out, why);
}

enum status workbook_read(const char *path, struct buffer *out, struct buffer *why)
{
    enum workbook_kind kind = WORKBOOK_XLSX;
    enum status status =
        is_zip(path) ? look_at_zip(path, &kind, why) : look_at_ole(path, &kind, why);
    if (status != STATUS_OK) return status;
    return read_in_child(path, kind, out, why);
}
