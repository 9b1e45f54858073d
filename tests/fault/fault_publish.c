/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What publishing leaves behind when the machine lets it down: at any moment a reader finds one
 * whole generation, the old or the new. FAULT_ROUNDS sets how many times the publisher is killed
 * (default 30). */
#include "check.h"
#include "geodata/publish.h"
#include "geodata/store/database.h"
#include "town.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* The generation in force, which must be whole. */
static uint32_t expect_whole(const char *data)
{
    uint32_t number = 0;
    struct buffer findings = {0};
    assert_int_equal(generation_current(data, SERIES_DIRECTORY, &number), STATUS_OK);
    if (publish_check(data, SERIES_DIRECTORY, number, &findings) != STATUS_OK) {
        fail_msg("generation %u: %s", number, findings.length == 0 ? "gone" : findings.data);
    }
    buffer_free(&findings);
    return number;
}

static pid_t publish_in_child(const char *data)
{
    struct publish_summary summary;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(publish_directory(data, 3, &summary) == STATUS_OK ? 0 : 1);

    return child;
}

static void wait_us(double us)
{
    struct timespec pause = {.tv_sec = (time_t)(us / 1e6)};
    pause.tv_nsec = (long)((us - (double)pause.tv_sec * 1e6) * 1e3);
    nanosleep(&pause, NULL);
}

static void a_kill_at_any_moment_leaves_a_whole_generation(void **state)
{
    (void)state;
    const char *wanted = getenv("FAULT_ROUNDS");
    int rounds = wanted == NULL ? 30 : atoi(wanted), killed = 0, advanced = 0;
    char *data = town_published();
    double started = now_ms();
    int exit_code;
    waitpid(publish_in_child(data), &exit_code, 0);
    double whole_ms = now_ms() - started;
    assert_int_equal(exit_code, 0);
    srand48(time(NULL) ^ getpid());

    uint32_t before = expect_whole(data);
    for (int round = 0; round < rounds; round++) {
        pid_t child = publish_in_child(data);
        wait_us(1.1 * whole_ms * 1000 * drand48());
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &exit_code, 0), child);
        killed += WIFSIGNALED(exit_code);
        uint32_t after = expect_whole(data);
        assert_true(after >= before);
        advanced += after > before;
        before = after;
    }
    print_message("killed %d of %d, the pointer moved %d times\n", killed, rounds, advanced);
    assert_true(killed > 0);

    /* and the next publish finds its way and sweeps up */
    struct publish_summary summary;
    assert_int_equal(publish_directory(data, 3, &summary), STATUS_OK);
    assert_int_equal(expect_whole(data), summary.number);
    assert_int_equal(summary.resources, TOWN_RESOURCES);
    uint32_t *numbers;
    size_t count;
    assert_int_equal(generation_list(data, SERIES_DIRECTORY, &numbers, &count), STATUS_OK);
    assert_int_equal(count, 3);
    free(numbers);
    char command[300];
    snprintf(command, sizeof command, "! ls -A %s/directory | grep part", data);
    assert_int_equal(system(command), 0);
    town_remove(data);
}

static void a_killed_import_leaves_what_was_told_before(void **state)
{
    (void)state;
    char *data = town_published();
    for (int round = 0; round < 10; round++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct workspace *workspace = NULL;
            if (workspace_open(data, &workspace) != STATUS_OK) _exit(1);
            struct source source = {.key = "big", .kind = "sheet", .name = "big"};
            workspace_begin_source(workspace, &source, false);
            for (int i = 0; i < 1000000; i++) {
                char identity[20];
                enum row_change change;
                snprintf(identity, sizeof identity, "big:%d", i);
                struct resource resource = {
                    .identity = identity, .kind = RESOURCE_POINT, .name = "n"};
                if (workspace_put_resource(workspace, &resource, &change) != STATUS_OK) _exit(1);
            }
            _exit(0);
        }
        wait_us(200000 * drand48());
        kill(child, SIGKILL);
        int exit_code;
        assert_int_equal(waitpid(child, &exit_code, 0), child);
        assert_true(WIFSIGNALED(exit_code));
    }
    struct publish_summary summary;
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);
    assert_int_equal(summary.resources, TOWN_RESOURCES);
    town_remove(data);
}

/* A file may grow to `bytes` and no further: writes fail as on a full disk. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void a_full_disk_changes_nothing(void **state)
{
    (void)state;
    char *data = town_published();
    char path[300];
    struct stat whole;
    snprintf(path, sizeof path, "%s/directory/directory-1.sqlite", data);
    assert_int_equal(stat(path, &whole), 0);
    /* from nothing at all to all but the last page */
    rlim_t size = (rlim_t)whole.st_size;
    const rlim_t sizes[] = {0, 1, 4096, size / 8, size / 2, size - 65536, size - 4096};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct publish_summary summary;
            limit_files(sizes[i]);
            enum status status = publish_directory(data, 0, &summary);
            _exit(status == STATUS_FAILED ? 0 : 1 + (int)status);
        }
        int exit_code;
        assert_int_equal(waitpid(child, &exit_code, 0), child);
        assert_int_equal(exit_code, 0);
        assert_int_equal(expect_whole(data), 1);
        char command[300];
        snprintf(command, sizeof command, "! ls -A %s/directory | grep part", data);
        assert_int_equal(system(command), 0);
    }
    struct publish_summary summary;
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);
    assert_int_equal(expect_whole(data), 2);
    town_remove(data);
}

/* Runs `act` as a user who owns nothing here; the machine's superuser writes anywhere. */
static int as_nobody(enum status (*act)(const char *data), const char *data)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0) _exit(99);
        _exit((int)act(data));
    }
    int exit_code;
    assert_int_equal(waitpid(child, &exit_code, 0), child);
    assert_true(WIFEXITED(exit_code));
    return WEXITSTATUS(exit_code);
}

static enum status try_publish(const char *data)
{
    struct publish_summary summary;
    return publish_directory(data, 0, &summary);
}

static enum status try_lock(const char *data)
{
    int lock;
    return publish_lock(data, &lock);
}

static enum status try_open(const char *data)
{
    struct workspace *workspace = NULL;
    enum status status = workspace_open(data, &workspace);
    workspace_close(workspace);
    return status;
}

static void a_folder_that_is_not_ours_is_refused(void **state)
{
    (void)state;
    char *data = town_published(), path[300];
    /* readable to all, writable to none */
    assert_int_equal(chmod(data, 0555), 0);
    snprintf(path, sizeof path, "%s/directory", data);
    assert_int_equal(chmod(path, 0555), 0);
    assert_int_equal(as_nobody(try_publish, data), STATUS_FAILED);
    assert_int_equal(as_nobody(try_lock, data), STATUS_FAILED);
    /* not even readable */
    assert_int_equal(chmod(data, 0), 0);
    assert_int_equal(as_nobody(try_open, data), STATUS_FAILED);
    assert_int_equal(as_nobody(try_lock, data), STATUS_FAILED);
    assert_int_equal(chmod(data, 0755), 0);
    assert_int_equal(chmod(path, 0755), 0);
    assert_int_equal(expect_whole(data), 1);
    town_remove(data);
}

static void a_lock_is_waited_for_then_refused(void **state)
{
    (void)state;
    char *data = town_folder();
    int lock = -1, second = -1, ready[2];
    assert_int_equal(publish_lock(data, &lock), STATUS_OK);
    double started = now_ms();
    assert_int_equal(publish_lock(data, &second), STATUS_FAILED);
    assert_true(now_ms() - started >= 10000);
    publish_unlock(lock);

    /* held for a moment by another program: the lock comes when that one goes, even killed */
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (publish_lock(data, &lock) != STATUS_OK || write(ready[1], "x", 1) != 1) _exit(1);
        wait_us(300000);
        kill(getpid(), SIGKILL);
    }
    char byte;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    started = now_ms();
    assert_int_equal(publish_lock(data, &second), STATUS_OK);
    assert_true(now_ms() - started >= 200);
    publish_unlock(second);
    waitpid(child, NULL, 0);
    close(ready[0]);
    close(ready[1]);
    town_remove(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kill_at_any_moment_leaves_a_whole_generation),
        cmocka_unit_test(a_killed_import_leaves_what_was_told_before),
        cmocka_unit_test(a_full_disk_changes_nothing),
        cmocka_unit_test(a_folder_that_is_not_ours_is_refused),
        cmocka_unit_test(a_lock_is_waited_for_then_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
