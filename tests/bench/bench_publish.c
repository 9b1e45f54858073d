/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long saying and publishing take: bench_publish [RESOURCES]. Each resource has two skills and
 * weekly hours, half of them a zone (nine circles for one quartier), around Bourg-Voisin. */
#include "check.h"
#include "geodata/publish.h"
#include "town.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void say(struct workspace *workspace, int number)
{
    static const char *const skills[] = {"G15:60", "loc:pansement"};
    static const struct hours hours = {
        .count = 5,
        .spans = {{0, 540, 1080}, {1, 540, 1080}, {2, 540, 720}, {3, 540, 1080}, {4, 540, 1080}}};
    struct zone circle = {ZONE_INCLUDE, ZONE_CIRCLE, .radius_m = 500, .label = "rayon 500 m"};
    struct zone area = {ZONE_INCLUDE, ZONE_AREA, .area = "Rive-Droite", .label = "Rive-Droite"};
    char identity[32], name[64], address[64];
    enum row_change change;
    snprintf(identity, sizeof identity, "rpps:%011d", number);
    snprintf(name, sizeof name, "Infirmière numéro %d", number);
    snprintf(address, sizeof address, "%d rue du Pont", number);
    struct resource resource = {
        .identity = identity,
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

static void say_all(const char *data, int count, const char *what)
{
    struct workspace *workspace = NULL;
    struct source source = {.key = "bench", .kind = "sheet", .name = "bench"};
    struct source_summary summary;
    srand48(14);
    double started = now_ms();
    assert_int_equal(workspace_open(data, &workspace), STATUS_OK);
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
    for (int i = 0; i < count; i++) say(workspace, i);
    assert_int_equal(workspace_end_source(workspace, true, &summary), STATUS_OK);
    workspace_close(workspace);
    printf("%-12s %9.1f ms (%zu new, %zu same)\n", what, now_ms() - started, summary.added,
           summary.same);
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    char *data = town_published();
    say_all(data, count, "say");
    say_all(data, count, "say again");
    for (int i = 0; i < 3; i++) {
        struct publish_summary summary;
        double started = now_ms();
        assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);
        printf("%-12s %9.1f ms (%zu resources, %zu zones)\n", "publish", now_ms() - started,
               summary.resources, summary.zones);
    }
    town_remove(data);
    return 0;
}
