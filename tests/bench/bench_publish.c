/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long saying and publishing take: bench_publish [RESOURCES [SOURCES]]. Each resource has two
 * skills and weekly hours, half of them a zone (nine circles for one quartier), around
 * Bourg-Voisin. A second source knows the same people by another identity, the same number and
 * place. */
#include "check.h"
#include "geodata/publish.h"
#include "town.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Milliseconds that passed, and those that all threads worked. */
struct watch {
    double wall, cpu;
};

static double read_clock(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static struct watch start(void)
{
    return (struct watch){read_clock(CLOCK_MONOTONIC), read_clock(CLOCK_PROCESS_CPUTIME_ID)};
}

static void print(const char *what, struct watch since)
{
    struct watch now = start();
    printf("%-12s %9.1f ms, %9.1f ms of processor ", what, now.wall - since.wall,
           now.cpu - since.cpu);
}

static void say(struct workspace *workspace, int number, int source)
{
    static const char *const skills[] = {"G15:60", "loc:pansement"};
    static const struct hours hours = {
        .count = 5,
        .spans = {{0, 540, 1080}, {1, 540, 1080}, {2, 540, 720}, {3, 540, 1080}, {4, 540, 1080}}};
    struct zone circle = {ZONE_INCLUDE, ZONE_CIRCLE, .radius_m = 500, .label = "rayon 500 m"};
    struct zone area = {ZONE_INCLUDE, ZONE_AREA, .area = "Rive-Droite", .label = "Rive-Droite"};
    char identity[32], rpps[32], name[64], address[64];
    const char *const identifiers[] = {rpps};
    enum row_change change;
    if (source == 0) snprintf(identity, sizeof identity, "rpps:%011d", number);
    if (source != 0) snprintf(identity, sizeof identity, "sheet:%d:%d", source, number);
    snprintf(rpps, sizeof rpps, "rpps:%011d", number);
    snprintf(name, sizeof name, "Infirmière numéro %d", number);
    snprintf(address, sizeof address, "%d rue du Pont", number);
    struct resource resource = {
        .identity = identity,
        .identifiers = identifiers,
        .identifier_count = 1,
        .kind = RESOURCE_PROFESSIONAL,
        .name = name,
        .profession = "G15:60",
        .place = {.address = address,
                  .postcode = "99000",
                  .citycode = "99001",
                  .city = "Bourg-Voisin",
                  .method = PLACE_GEOCODED,
                  .score = 0.9,
                  .point = town_point(20 * drand48(), 20 * drand48())},
        .skills = skills,
        .skill_count = 2,
        .zones = number % 20 == 0 ? &area : &circle,
        .zone_count = number % 2 == 0,
        .home_visit = TRISTATE_YES,
        .phone = "01 99 00 00 00",
        .hours = &hours,
    };
    assert_int_equal(workspace_put_resource(workspace, &resource, &change), STATUS_OK);
}

static void say_all(const char *data, int count, int number, const char *what)
{
    struct workspace *workspace = NULL;
    struct source source = {
        .key = number == 0 ? "bench" : "other", .kind = "sheet", .name = "bench"};
    struct source_summary summary;
    srand48(14);
    struct watch started = start();
    assert_int_equal(workspace_open(data, &workspace), STATUS_OK);
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    for (int i = 0; i < count; i++) say(workspace, i, number);
    assert_int_equal(workspace_end_source(workspace, true, &summary), STATUS_OK);
    workspace_close(workspace);
    print(what, started);
    printf("(%zu new, %zu same)\n", summary.added, summary.same);
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    int sources = argc > 2 ? atoi(argv[2]) : 1;
    char *data = town_published();
    say_all(data, count, 0, "say");
    say_all(data, count, 0, "say again");
    for (int i = 1; i < sources; i++) say_all(data, count, i, "say too");
    for (int i = 0; i < 3; i++) {
        struct publish_summary summary;
        struct watch started = start();
        assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);
        print("publish", started);
        printf("(%zu resources, %zu zones)\n", summary.resources, summary.zones);
    }
    town_remove(data);
    return 0;
}
