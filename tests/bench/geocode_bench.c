/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replays questions whose answers are known on the geocoder, in process, and prints for each
 * category how many are right and how long they take. See tests/bench/GEOCODER.md.
 *
 *   geocode_bench import DATA FILE…       builds an address book, prints the time
 *   geocode_bench replay DATA FILE [OUT]  FILE:
 * qid,category,query,autocomplete,lat,lon,housenumber, street,postcode,citycode,city,need; OUT:
 * what went wrong geocode_bench score DATA FILE…        how often right, by score geocode_bench ask
 * DATA TEXT…          prints what is answered */
#include "ban.h"
#include "geodata/generation.h"
#include "geodata/geo.h"
#include "geodata/geocode.h"
#include "geodata/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CATEGORIES_MAX 64
#define SAME_DOOR_M 50.0

struct category {
    char name[32];
    size_t count, capacity, first, five, number, empty;
    double *times_ms;
};

struct bench {
    struct geocoder *geocoder;
    struct category categories[CATEGORIES_MAX];
    size_t category_count;
    size_t bands[11][2]; /* by tenth of score: answers, right ones */
    FILE *wrong;
};

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(getenv("CPU_TIME") != NULL ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static struct category *category_of(struct bench *bench, const char *name)
{
    for (size_t i = 0; i < bench->category_count; i++) {
        if (strcmp(bench->categories[i].name, name) == 0) return &bench->categories[i];
    }
    if (bench->category_count == CATEGORIES_MAX) abort();
    struct category *category = &bench->categories[bench->category_count++];
    snprintf(category->name, sizeof category->name, "%s", name);
    return category;
}

static void add_time(struct category *category, double ms)
{
    if (category->count == category->capacity) {
        category->capacity = category->capacity == 0 ? 256 : category->capacity * 2;
        category->times_ms =
            realloc(category->times_ms, category->capacity * sizeof *category->times_ms);
        if (category->times_ms == NULL) abort();
    }
    category->times_ms[category->count++] = ms;
}

static bool same_folded(const char *a, const char *b)
{
    char *left = text_folded(a == NULL ? "" : a), *right = text_folded(b);
    bool same = left != NULL && right != NULL && strcmp(left, right) == 0;
    free(left);
    free(right);
    return same;
}

/* The rule of the published benchmark: the same street, and within 50 m where a door is wanted,
 * the same postcode where a street is; pointN: anything but a city within N metres. */
static bool is_right(const struct table *row, const struct geocode_result *result)
{
    const char *need = table_value(row, "need");
    struct point truth = {strtod(table_value(row, "lon"), NULL),
                          strtod(table_value(row, "lat"), NULL)};
    double distance_m = geo_distance_m(truth, result->point);
    if (strncmp(need, "point", 5) == 0) {
        return result->type != GEOCODE_MUNICIPALITY && distance_m < strtod(need + 5, NULL);
    }
    const char *street = result->street == NULL ? result->name : result->street;
    if (!same_folded(street, table_value(row, "street"))) return false;
    if (strcmp(need, "number") == 0) return distance_m < SAME_DOOR_M;
    return strcmp(result->postcode, table_value(row, "postcode")) == 0;
}

static bool is_right_number(const struct table *row, const struct geocode_result *result)
{
    char number[64] = "";
    size_t length = 0;
    for (const char *c = result->housenumber; c != NULL && *c != '\0'; c++) {
        if (*c != ' ' && length + 1 < sizeof number) number[length++] = *c;
    }
    return same_folded(number, table_value(row, "housenumber"));
}

static void judge(struct bench *bench, const struct table *row, const struct geocode_answer *answer,
                  double ms)
{
    struct category *category = category_of(bench, table_value(row, "category"));
    add_time(category, ms);
    bool first = answer->count > 0 && is_right(row, &answer->results[0]), five = first;
    for (size_t i = 1; i < answer->count && !five; i++) five = is_right(row, &answer->results[i]);
    category->first += first;
    category->five += five;
    category->empty += answer->count == 0;
    category->number += first && is_right_number(row, &answer->results[0]);
    if (answer->count > 0) {
        size_t band = (size_t)(answer->results[0].score * 20);
        band = band < 10 ? 0 : band - 10; /* twentieths from 0.5 up */
        bench->bands[band][0]++;
        bench->bands[band][1] += first;
    }
    if (first || bench->wrong == NULL) return;
    fprintf(bench->wrong, "%s\t%s\t%s %s %s\t", category->name, table_value(row, "query"),
            table_value(row, "housenumber"), table_value(row, "street"),
            table_value(row, "postcode"));
    for (size_t i = 0; i < answer->count && i < 3; i++) {
        fprintf(bench->wrong, "%s (%.3f) | ", answer->results[i].label, answer->results[i].score);
    }
    fprintf(bench->wrong, "%d\n", five);
}

static enum status ask(const struct geocoder *geocoder, const char *text, bool autocomplete,
                       struct geocode_answer *out)
{
    struct geocode_query query = {
        .text = text, .text_length = strlen(text), .limit = 5, .autocomplete = autocomplete};
    return geocode_search(geocoder, &query, out);
}

static void replay(struct bench *bench, const char *path)
{
    struct table *row = table_open(path, ',');
    if (row == NULL) exit(2);
    while (table_next(row)) {
        struct geocode_answer answer;
        double start = now_ms();
        if (ask(bench->geocoder, table_value(row, "query"),
                strcmp(table_value(row, "autocomplete"), "1") == 0, &answer) != STATUS_OK) {
            fprintf(stderr, "not answered: %s\n", table_value(row, "query"));
        }
        judge(bench, row, &answer, now_ms() - start);
        geocode_answer_free(&answer);
    }
    table_close(row);
}

static int by_time(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static void print_table(struct bench *bench)
{
    printf("%-16s%7s%8s%8s%8s%7s%9s%9s%9s%9s\n", "category", "n", "R@1", "R@5", "num@1", "empty",
           "p50 ms", "p99 ms", "max ms", "mean ms");
    for (size_t i = 0; i < bench->category_count; i++) {
        struct category *c = &bench->categories[i];
        double all = 0, n = (double)c->count;
        for (size_t k = 0; k < c->count; k++) all += c->times_ms[k];
        qsort(c->times_ms, c->count, sizeof *c->times_ms, by_time);
        printf("%-16s%7zu%8.2f%8.2f%8.2f%7.2f%9.3f%9.3f%9.3f%9.3f\n", c->name, c->count,
               100 * (double)c->first / n, 100 * (double)c->five / n, 100 * (double)c->number / n,
               100 * (double)c->empty / n, c->times_ms[c->count / 2],
               c->times_ms[c->count * 99 / 100], c->times_ms[c->count - 1], all / n);
        free(c->times_ms);
    }
}

static void print_bands(const struct bench *bench)
{
    printf("%-14s%9s%9s\n", "score", "answers", "right %");
    for (size_t band = 11; band-- > 0;) {
        size_t answers = bench->bands[band][0];
        double from = band == 0 ? 0 : 0.5 + 0.05 * (double)band;
        double to = band == 10 ? 1 : 0.55 + 0.05 * (double)band;
        if (answers == 0) continue;
        printf("%.2f .. %.2f  %9zu%9.2f\n", from, to, answers,
               100 * (double)bench->bands[band][1] / (double)answers);
    }
}

static int import(const char *data, char **files, int count)
{
    struct address_book *book = NULL;
    struct address_book_summary summary;
    uint64_t rows = 0;
    double start = now_ms();
    if (address_book_begin(data, &book) != STATUS_OK) return 3;
    for (int i = 0; i < count; i++) {
        if (ban_add(book, files[i], &rows) != STATUS_OK) return 2;
    }
    double read = now_ms();
    if (address_book_publish(book, "Base Adresse Nationale", "2024-06-21", "", &summary) !=
        STATUS_OK) {
        return 3;
    }
    printf("%lu rows read in %.0f ms, published in %.0f ms: %lu streets, %lu numbers, %lu places, "
           "%lu communes, %lu repeated\n",
           (unsigned long)rows, read - start, now_ms() - read, (unsigned long)summary.streets,
           (unsigned long)summary.numbers, (unsigned long)summary.places,
           (unsigned long)summary.communes, (unsigned long)summary.repeated);
    return 0;
}

static int print_answers(const struct geocoder *geocoder, const char *text)
{
    struct geocode_answer answer;
    double start = now_ms();
    if (ask(geocoder, text, getenv("AUTOCOMPLETE") != NULL, &answer) != STATUS_OK) return 2;
    printf("%s: %.3f ms\n", text, now_ms() - start);
    for (size_t i = 0; i < answer.count; i++) {
        const struct geocode_result *r = &answer.results[i];
        printf("  %.3f %s%s [%s, %s] %s %.6f %.6f (%.1f %.1f)\n", r->score, r->label,
               r->number_is_near ? " (nearest)" : "", r->district == NULL ? "" : r->district,
               r->context, r->id, r->point.lon, r->point.lat, r->x, r->y);
    }
    geocode_answer_free(&answer);
    return 0;
}

/* The best of five: what the question costs, not what else the machine does. */
static double cost_ms(const struct geocoder *geocoder, const char *text, bool autocomplete)
{
    double best = INFINITY;
    for (int i = 0; i < 5; i++) {
        struct geocode_answer answer;
        double start = now_ms();
        if (ask(geocoder, text, autocomplete, &answer) != STATUS_OK) return 0;
        best = fmin(best, now_ms() - start);
        geocode_answer_free(&answer);
    }
    return best;
}

static int time_lines(const struct geocoder *geocoder, const char *path)
{
    char line[4096];
    double slowest = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL) return 2;
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        double ms = fmax(cost_ms(geocoder, line, false), cost_ms(geocoder, line, true));
        if (ms > slowest) slowest = ms;
        printf("%9.3f ms  %.60s\n", ms, line);
    }
    fclose(file);
    printf("%9.3f ms at most\n", slowest);
    return 0;
}

int main(int count, char **arguments)
{
    if (count < 4) return 2;
    const char *command = arguments[1], *data = arguments[2];
    if (strcmp(command, "import") == 0) return import(data, arguments + 3, count - 3);

    struct bench bench = {0};
    struct buffer path = {0};
    uint32_t number = 0;
    if (generation_current(data, SERIES_ADDRESSES, &number) != STATUS_OK) return 2;
    generation_path(data, SERIES_ADDRESSES, number, &path);
    double start = now_ms();
    if (path.failed || geocoder_open(path.data, &bench.geocoder) != STATUS_OK) return 3;
    fprintf(stderr, "opened in %.1f ms\n", now_ms() - start);
    if (strcmp(command, "ask") == 0) {
        for (int i = 3; i < count; i++) print_answers(bench.geocoder, arguments[i]);
    } else if (strcmp(command, "replay") == 0) {
        if (count > 4) bench.wrong = fopen(arguments[4], "w");
        replay(&bench, arguments[3]);
        print_table(&bench);
    } else if (strcmp(command, "hostile") == 0) {
        time_lines(bench.geocoder, arguments[3]);
    } else if (strcmp(command, "score") == 0) {
        for (int i = 3; i < count; i++) replay(&bench, arguments[i]);
        print_bands(&bench);
    }
    if (bench.wrong != NULL) fclose(bench.wrong);
    geocoder_close(bench.geocoder);
    buffer_free(&path);
    return 0;
}
