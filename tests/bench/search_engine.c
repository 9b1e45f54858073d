/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search_engine DATA ANSWERS [KIND]: loads DATA's directory as the service does, prints what that took,
 * asks DATA/questions.tsv in process and prints the processor's time of one question:
 *   near  the nearest 20 with a skill within 2 km, and how many there are
 *   rare  the nearest 20 with a rare skill, however far, and how many there are
 *   home  the nearest 20 with a skill whose home-visit zone covers the door, and how many there are
 *   home_hits  the same without near misses, as the other side does
 * ANSWERS gets one line a question: kind, number, matched, then id:distance in metres.
 * Each line printed: name, value, unit. */
#include "feature.h"
#include "geodata/search.h"
#include "search_questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LEAST_S 1.0 /* of each kind, so that the clock's grain does not show */

static double seconds(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double anonymous_mb(void)
{
    char line[256];
    long kb = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "RssAnon: %ld kB", &kb) == 1) break;
    }
    if (file != NULL) fclose(file);
    return (double)kb / 1024;
}

static struct atlas *load(const char *data)
{
    struct atlas *atlas = NULL;
    char path[1024];
    const struct atlas_options options = {.encode = feature_encode,
                                          .new_patients_days = 180,
                                          .now = instant_now(),
                                          .piece_rows = ATLAS_PIECE_ROWS};
    snprintf(path, sizeof path, "%s/directory/directory-1.sqlite", data);
    double before_mb = anonymous_mb();
    double wall = seconds(CLOCK_MONOTONIC), work = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (atlas_load_with(path, AUDIENCE_PUBLIC, &options, &atlas) != STATUS_OK) exit(1);
    printf("load_wall\t%.2f\ts\n", seconds(CLOCK_MONOTONIC) - wall);
    printf("load_cpu\t%.2f\ts\n", seconds(CLOCK_PROCESS_CPUTIME_ID) - work);
    printf("load_anonymous\t%.0f\tMB\n", anonymous_mb() - before_mb);
    printf("resources\t%zu\t\nzones\t%zu\t\n", atlas_facts(atlas)->resources,
           atlas_facts(atlas)->zones);
    return atlas;
}

static struct search_query query_of(const struct asked_question *asked, const char *kind,
                                    skill_id *skill)
{
    struct search_query query = {.has_center = true,
                                 .center = asked->center,
                                 .skills = skill,
                                 .skill_count = 1,
                                 .limit = 20};
    *skill = (skill_id)(strcmp(kind, "rare") == 0 ? asked->rare : asked->skill);
    if (strcmp(kind, "near") == 0) query.radius_m = 2000;
    if (strncmp(kind, "home", 4) == 0) query.mode = SEARCH_HOME;
    query.hits_only = strcmp(kind, "home_hits") == 0;
    return query;
}

static void write_answer(FILE *answers, const char *kind, size_t number,
                         const struct search_result *result)
{
    fprintf(answers, "%s\t%zu\t%zu", kind, number, result->matched);
    for (size_t i = 0; i < result->count; i++)
        fprintf(answers, "\t%u:%.3f", result->hits[i].resource, result->hits[i].distance_m);
    fputc('\n', answers);
}

static void ask(const struct atlas *atlas, const struct asked_question *asked, size_t count,
                const char *kind, FILE *answers)
{
    static struct search_result result;
    size_t done = 0, matched = 0;
    skill_id skill;
    for (size_t i = 0; i < count; i++) { /* also warms */
        struct search_query query = query_of(&asked[i], kind, &skill);
        if (search_near(atlas, &query, &result) != STATUS_OK) exit(1);
        write_answer(answers, kind, i, &result);
        matched += result.matched;
    }
    double start = seconds(CLOCK_THREAD_CPUTIME_ID), spent = 0;
    for (; spent < LEAST_S; spent = seconds(CLOCK_THREAD_CPUTIME_ID) - start) {
        for (size_t i = 0; i < count; i++, done++) {
            struct search_query query = query_of(&asked[i], kind, &skill);
            if (search_near(atlas, &query, &result) != STATUS_OK) exit(1);
        }
    }
    printf("%s\t%.2f\tus\n%s_matched\t%.0f\t\n", kind, spent / (double)done * 1e6, kind,
           (double)matched / (double)count);
}

int main(int argument_count, char **arguments)
{
    static const char *const kinds[] = {"near", "rare", "home", "home_hits"};
    if (argument_count != 3 && argument_count != 4) {
        fprintf(stderr, "usage: search_engine DATA ANSWERS [KIND]\n");
        return 2;
    }
    struct atlas *atlas = load(arguments[1]);
    size_t count = 0;
    struct asked_question *asked = questions_read(arguments[1], &count);
    FILE *answers = fopen(arguments[2], "w");
    if (asked == NULL || answers == NULL) return 1;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (argument_count == 3 || strcmp(kinds[i], arguments[3]) == 0)
            ask(atlas, asked, count, kinds[i], answers);
    }
    free(asked);
    atlas_close(atlas);
    return fclose(answers) == 0 ? 0 : 1;
}
