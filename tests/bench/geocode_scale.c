/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the geocoder fares as the book grows. See tests/bench/GEOCODER.md.
 *
 *   geocode_scale DATA BAN COPIES
 *
 * Builds a book of the file and of COPIES - 1 imaginary regions made from it: each arrondissement
 * becomes a commune of its own, with an invented name and code, some 50 km further on, and three
 * streets in ten get an invented name, so that both the lists of a word and the words grow. Then
 * asks for doors of the book, as they are, mistyped, without a place, by a name alone, unfinished
 * and by position, and prints how long the answers take. */
#include "ban.h"
#include "geodata/generation.h"
#include "geodata/geo.h"
#include "geodata/geocode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SAMPLE 2000
#define WAYS 6

static const char *const way_names[WAYS] = {"whole",  "mistyped",   "no place",
                                            "a name", "unfinished", "position"};

struct sample {
    char number[16], street[128], postcode[8], city[64];
    struct point point;
};

struct scale {
    struct address_book *book;
    struct sample samples[SAMPLE];
    uint64_t rows, seed;
    double times_ms[WAYS][SAMPLE];
    size_t right[WAYS];
};

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(getenv("CPU_TIME") != NULL ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static uint64_t hash_text(const char *text, uint64_t hash)
{
    for (; *text != '\0'; text++) hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

/* A word that could be French. */
static void invent_word(uint64_t seed, size_t syllables, char *out)
{
    static const char *const parts[] = {
        "bel", "mon", "ri",  "cour", "ville", "sau", "gny",  "ne",  "vau", "lac", "tre", "ber",
        "che", "rou", "fon", "mar",  "lin",   "dor", "pier", "gue", "san", "ti",  "val", "bois"};
    *out = '\0';
    for (size_t i = 0; i < syllables; i++) {
        strcat(out, parts[next_random(&seed) % (sizeof parts / sizeof *parts)]);
    }
}

static void rename_street(const char *street, unsigned copy, char *out, size_t capacity)
{
    uint64_t hash = hash_text(street, 14695981039346656037u + copy);
    const char *last = strrchr(street, ' ');
    if (last == NULL || hash % 10 >= 3) {
        snprintf(out, capacity, "%s", street);
        return;
    }
    char word[64];
    invent_word(hash, 2 + hash % 3, word);
    word[0] = (char)(word[0] - 'a' + 'A');
    snprintf(out, capacity, "%.*s %s", (int)(last - street), street, word);
}

static void sample_row(struct scale *scale, const struct address_row *row)
{
    uint64_t at =
        scale->rows < SAMPLE ? scale->rows : next_random(&scale->seed) % (scale->rows + 1);
    if (at >= SAMPLE || row->number == 0) return;
    struct sample *sample = &scale->samples[at];
    snprintf(sample->number, sizeof sample->number, "%u%.4s", row->number, row->suffix);
    snprintf(sample->street, sizeof sample->street, "%s", row->street);
    snprintf(sample->postcode, sizeof sample->postcode, "%s", row->postcode);
    snprintf(sample->city, sizeof sample->city, "%s",
             strncmp(row->city, "Paris", 5) == 0 ? "Paris" : row->city);
    sample->point = row->point;
}

static enum status add_copy(struct scale *scale, const char *path, unsigned copy)
{
    struct table *table = table_open(path, ';');
    enum status status = table == NULL ? STATUS_NOT_FOUND : STATUS_OK;
    while (status == STATUS_OK && table_next(table)) {
        char street[128], city[64], code[8], id[32];
        unsigned district = (unsigned)atoi(table_value(table, "code_insee")) - 75100;
        unsigned commune = copy * 20 + district;
        rename_street(table_value(table, "nom_voie"), copy, street, sizeof street);
        invent_word(commune * 7919u + 17, 3, city);
        city[0] = (char)(city[0] - 'a' + 'A');
        snprintf(code, sizeof code, "%05u", 20000 + commune);
        snprintf(id, sizeof id, "%s%s", code, table_value(table, "id") + 5);
        struct address_row row = {
            .id = copy == 0 ? table_value(table, "id") : id,
            .number = (uint32_t)strtoul(table_value(table, "numero"), NULL, 10),
            .suffix = table_value(table, "rep"),
            .street = copy == 0 ? table_value(table, "nom_voie") : street,
            .postcode = copy == 0 ? table_value(table, "code_postal") : code,
            .citycode = copy == 0 ? table_value(table, "code_insee") : code,
            .city = copy == 0 ? table_value(table, "nom_commune") : city,
            .point = {strtod(table_value(table, "lon"), NULL) + 0.5 * (copy % 12),
                      strtod(table_value(table, "lat"), NULL) - 0.3 * (copy / 12)},
        };
        status = address_book_add(scale->book, &row);
        sample_row(scale, &row);
        scale->rows++;
    }
    table_close(table);
    return status;
}

static void write_question(const struct sample *sample, size_t way, char *out, size_t capacity)
{
    char street[128];
    size_t length = strlen(sample->street);
    snprintf(street, sizeof street, "%s", sample->street);
    switch (way) {
    case 1:
        if (length > 5) memmove(street + length - 3, street + length - 2, 3); /* a letter is lost */
        break;
    case 4:
        if (length > 9) street[length - length / 5] = '\0';
        break;
    default:
        break;
    }
    if (way == 3) {
        const char *name = strrchr(street, ' ');
        snprintf(out, capacity, "%s", name == NULL ? street : name + 1);
    } else if (way == 2 || way == 4) {
        snprintf(out, capacity, "%s %s", sample->number, street);
    } else {
        snprintf(out, capacity, "%s %s %s %s", sample->number, street, sample->postcode,
                 sample->city);
    }
}

static void ask(struct scale *scale, const struct geocoder *geocoder, size_t way, size_t i)
{
    const struct sample *sample = &scale->samples[i];
    struct geocode_answer answer;
    char text[GEOCODE_TEXT_MAX + 1];
    write_question(sample, way, text, sizeof text);
    struct geocode_query query = {
        .text = text, .text_length = strlen(text), .autocomplete = way == 4};
    double start = now_ms();
    enum status status = way == 5 ? geocode_reverse(geocoder, sample->point, 0, 5, &answer)
                                  : geocode_search(geocoder, &query, &answer);
    scale->times_ms[way][i] = now_ms() - start;
    if (status != STATUS_OK) return;
    scale->right[way] +=
        answer.count > 0 && geo_distance_m(answer.results[0].point, sample->point) < 50;
    geocode_answer_free(&answer);
}

static int by_time(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static long resident_kb(const char *what)
{
    char line[256];
    long kb = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, what, strlen(what)) == 0) kb = atol(line + strlen(what) + 1);
    }
    if (file != NULL) fclose(file);
    return kb;
}

static int measure(struct scale *scale, const char *path)
{
    struct geocoder *geocoder = NULL;
    double start = now_ms();
    if (geocoder_open(path, &geocoder) != STATUS_OK) return 3;
    printf("opened in %.0f ms\n", now_ms() - start);
    for (size_t i = 0; i < SAMPLE; i++) {
        for (size_t way = 0; way < WAYS; way++) ask(scale, geocoder, way, i);
    }
    printf("%-12s%8s%10s%10s%10s\n", "question", "right %", "p50 ms", "p99 ms", "max ms");
    for (size_t way = 0; way < WAYS; way++) {
        double *times = scale->times_ms[way];
        qsort(times, SAMPLE, sizeof *times, by_time);
        printf("%-12s%8.1f%10.3f%10.3f%10.3f\n", way_names[way],
               100.0 * (double)scale->right[way] / SAMPLE, times[SAMPLE / 2],
               times[SAMPLE * 99 / 100], times[SAMPLE - 1]);
    }
    printf("resident: %ld MB, of which %ld MB are not the mapped file\n",
           resident_kb("VmRSS:") / 1024, resident_kb("RssAnon:") / 1024);
    geocoder_close(geocoder);
    return 0;
}

int main(int count, char **arguments)
{
    if (count != 4) return 2;
    struct address_book_summary summary;
    struct scale *scale = calloc(1, sizeof *scale);
    struct buffer path = {0};
    if (scale == NULL || address_book_begin(arguments[1], &scale->book) != STATUS_OK) return 3;
    double start = now_ms();
    for (unsigned copy = 0; copy < (unsigned)atoi(arguments[3]); copy++) {
        if (add_copy(scale, arguments[2], copy) != STATUS_OK) return 3;
    }
    double read = now_ms();
    if (address_book_publish(scale->book, "scale", "", "", &summary) != STATUS_OK) return 3;
    printf("%lu streets, %lu numbers, %lu communes: read in %.1f s, published in %.1f s\n",
           (unsigned long)summary.streets, (unsigned long)summary.numbers,
           (unsigned long)summary.communes, (read - start) / 1e3, (now_ms() - read) / 1e3);
    generation_path(arguments[1], SERIES_ADDRESSES, summary.number, &path);
    int result = path.failed ? 3 : measure(scale, path.data);
    buffer_free(&path);
    free(scale);
    return result;
}
