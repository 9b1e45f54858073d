/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "follow.h"

#include "feature.h"

#include "geodata/atlas.h"
#include "geodata/generation.h"
#include "geodata/geocode.h"
#include "geodata/log.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* inotify tells at once; the look each second is for what it cannot tell (a folder that appears
 * later, a network disk). */
#define LOOK_EVERY_MS 1000
/* A generation that failed is tried again: the disk may have been full, the memory short. */
#define TRY_AGAIN_S 30
/* A tenth of what an answer's thread gets, where both want the same core. */
#define LOADING_NICE 10

struct followed {
    enum series series;
    const char *name;
    uint32_t loaded, failed;
    time_t failed_at;
    instant until; /* then what is loaded has grown old; INSTANT_NONE: it does not */
    int watch;     /* -1: not watched yet */
};

struct follower {
    const char *data;
    unsigned new_patients_days;
    struct lender *lender;
    struct followed followed[2];
    int notices; /* inotify; -1 when there is none: the looks remain */
    int stop;    /* eventfd */
    pthread_t thread;
};

/* Midnight, in the territory. */
static instant end_of_day(const struct timezone_rules *rules, instant now)
{
    return instant_of(rules, instant_day(rules, now, NULL) + 1, 0);
}

static enum status load_directory(struct follower *follower, const char *path)
{
    struct atlas *atlas = NULL;
    const struct atlas_options options = {.encode = feature_encode,
                                          .new_patients_days = follower->new_patients_days,
                                          .now = instant_now(),
                                          .piece_rows = ATLAS_PIECE_ROWS};
    enum status status = atlas_load_with(path, AUDIENCE_PUBLIC, &options, &atlas);
    if (status != STATUS_OK) return status;
    if (options.new_patients_days > 0)
        follower->followed[0].until = end_of_day(atlas_timezone(atlas), options.now);
    const struct atlas_facts *facts = atlas_facts(atlas);
    log_info("serving directory %u: %zu resources", facts->generation, facts->resources);
    lender_replace_atlas(follower->lender, atlas);
    return STATUS_OK;
}

static enum status load_addresses(struct follower *follower, const char *path, uint32_t number)
{
    struct geocoder *geocoder = NULL;
    enum status status = geocoder_open(path, &geocoder);
    if (status != STATUS_OK) return status;
    log_info("serving addresses %u", number);
    return lender_replace_geocoder(follower->lender, geocoder, number);
}

static enum status load(struct follower *follower, enum series series, uint32_t number)
{
    struct buffer path = {0};
    enum status status = STATUS_NO_MEMORY;
    generation_path(follower->data, series, number, &path);
    if (!path.failed) {
        status = series == SERIES_DIRECTORY ? load_directory(follower, path.data)
                                            : load_addresses(follower, path.data, number);
    }
    buffer_free(&path);
    return status;
}

static void look(struct follower *follower, struct followed *followed)
{
    uint32_t number = 0;
    enum status status = generation_current(follower->data, followed->series, &number);
    bool is_old = followed->until != INSTANT_NONE && instant_now() >= followed->until;
    if (status != STATUS_OK || (number == followed->loaded && !is_old)) return;
    time_t now = time(NULL);
    if (number == followed->failed && now - followed->failed_at < TRY_AGAIN_S) return;

    if (load(follower, followed->series, number) == STATUS_OK) {
        followed->loaded = number;
        followed->failed = 0;
        return;
    }
    log_error("follow: %s %u cannot be served; what was served before stays", followed->name,
              number);
    followed->failed = number;
    followed->failed_at = now;
}

/* The folder, not the pointer: the pointer is replaced, and a watch would follow the old one. */
static void watch(struct follower *follower, struct followed *followed)
{
    if (followed->watch >= 0 || follower->notices < 0) return;
    struct buffer folder = {0};
    generation_folder(follower->data, followed->series, &folder);
    if (!folder.failed)
        followed->watch = inotify_add_watch(follower->notices, folder.data,
                                            IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR);
    buffer_free(&folder);
}

static void drain_notices(struct follower *follower)
{
    char notices[4096];
    ssize_t got = 0;
    do {
        got = read(follower->notices, notices, sizeof notices);
    } while (got > 0);
}

static void look_at_all(struct follower *follower)
{
    for (size_t i = 0; i < 2; i++) {
        watch(follower, &follower->followed[i]);
        look(follower, &follower->followed[i]);
    }
}

/* Whoever asks comes first: on Linux that is said for this thread alone, and holds for those that
 * it begins. What is loaded before anybody asks is not held back. */
static void stand_back(void)
{
    if (setpriority(PRIO_PROCESS, 0, LOADING_NICE) != 0)
        log_error("follow: loading cannot stand back: %s", strerror(errno));
}

static void *run(void *context)
{
    struct follower *follower = context;
    stand_back();
    struct pollfd waited[] = {{.fd = follower->stop, .events = POLLIN},
                              {.fd = follower->notices, .events = POLLIN}};
    for (;;) {
        int ready = poll(waited, 2, LOOK_EVERY_MS);
        if (ready > 0 && waited[0].revents != 0) return NULL;
        if (ready > 0 && waited[1].revents != 0) drain_notices(follower);
        look_at_all(follower);
    }
}

enum status follow_open(const char *data, unsigned new_patients_days, struct lender *lender,
                        struct follower **out)
{
    struct follower *follower = calloc(1, sizeof *follower);
    if (follower == NULL) return STATUS_NO_MEMORY;
    *follower = (struct follower){
        .data = data,
        .new_patients_days = new_patients_days,
        .lender = lender,
        .followed =
            {{.series = SERIES_DIRECTORY, .name = "directory", .until = INSTANT_NONE, .watch = -1},
             {.series = SERIES_ADDRESSES, .name = "addresses", .until = INSTANT_NONE, .watch = -1}},
        .notices = inotify_init1(IN_NONBLOCK | IN_CLOEXEC),
        .stop = eventfd(0, EFD_CLOEXEC)};

    look_at_all(follower);
    if (follower->stop < 0 || pthread_create(&follower->thread, NULL, run, follower) != 0) {
        log_error("follow: cannot start: %s", strerror(errno));
        if (follower->stop >= 0) close(follower->stop);
        if (follower->notices >= 0) close(follower->notices);
        free(follower);
        return STATUS_FAILED;
    }
    *out = follower;
    return STATUS_OK;
}

void follow_close(struct follower *follower)
{
    if (follower == NULL) return;
    uint64_t one = 1;
    if (write(follower->stop, &one, sizeof one) == sizeof one) pthread_join(follower->thread, NULL);
    close(follower->stop);
    if (follower->notices >= 0) close(follower->notices);
    free(follower);
}
