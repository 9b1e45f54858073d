/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metrics.h"

#include "routes.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

/* The codes that respond.c chooses; the last row is for what the library answers by itself. */
static const int codes[] = {200, 204, 304, 400, 404, 405, 413, 414, 500, 503, 0};
#define CODES (sizeof codes / sizeof *codes)

/* Upper ends of the histogram, microseconds; the last one has none. An answer takes some tens of
 * microseconds, a file of addresses some seconds. */
static const uint64_t ends[] = {50,    100,   250,    500,    1000,    2500,    5000,
                                10000, 25000, 100000, 250000, 1000000, 10000000};
#define ENDS (sizeof ends / sizeof *ends)

struct counts {
    _Atomic uint64_t by_code[CODES];
    _Atomic uint64_t by_time[ENDS + 1]; /* each in the first end that holds it */
    _Atomic uint64_t microseconds;
};

struct metrics {
    _Atomic int64_t connections;
    _Atomic uint64_t swaps[2];
    size_t route_count;
    struct counts routes[]; /* the last one: no route */
};

struct metrics *metrics_open(void)
{
    size_t count = 0;
    routes_all(&count);
    struct metrics *metrics = calloc(1, sizeof *metrics + (count + 1) * sizeof *metrics->routes);
    if (metrics != NULL) metrics->route_count = count;
    return metrics;
}

void metrics_close(struct metrics *metrics)
{
    free(metrics);
}

void metrics_count_answer(struct metrics *metrics, size_t route, int code, uint64_t microseconds)
{
    struct counts *counts =
        &metrics->routes[route < metrics->route_count ? route : metrics->route_count];
    size_t row = 0, end = 0;
    while (row + 1 < CODES && codes[row] != code) row++;
    while (end < ENDS && microseconds > ends[end]) end++;
    atomic_fetch_add_explicit(&counts->by_code[row], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->by_time[end], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->microseconds, microseconds, memory_order_relaxed);
}

void metrics_count_connection(struct metrics *metrics, int more)
{
    atomic_fetch_add_explicit(&metrics->connections, more, memory_order_relaxed);
}

void metrics_count_swap(struct metrics *metrics, enum metrics_swap what)
{
    atomic_fetch_add_explicit(&metrics->swaps[what], 1, memory_order_relaxed);
}

void metrics_write_head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* Paths of the table need no escaping. */
static const char *label_of(const struct metrics *metrics, size_t route)
{
    size_t count;
    return route < metrics->route_count ? routes_all(&count)[route].path : "none";
}

static void write_codes(const struct metrics *metrics, struct buffer *out)
{
    metrics_write_head(out, "voisoin_requests_total", "counter", "Answers by route and code.");
    for (size_t route = 0; route <= metrics->route_count; route++) {
        for (size_t row = 0; row < CODES; row++) {
            uint64_t count = metrics->routes[route].by_code[row];
            if (count == 0) continue;
            buffer_format(out, "voisoin_requests_total{route=\"%s\",code=\"",
                          label_of(metrics, route));
            if (codes[row] == 0) buffer_text(out, "other");
            if (codes[row] != 0) buffer_format(out, "%d", codes[row]);
            buffer_format(out, "\"} %" PRIu64 "\n", count);
        }
    }
}

static void write_times_of(const struct counts *counts, const char *route, struct buffer *out)
{
    static const char name[] = "voisoin_request_duration_seconds";
    uint64_t count = 0;
    for (size_t end = 0; end <= ENDS; end++) {
        count += counts->by_time[end];
        buffer_format(out, "%s_bucket{route=\"%s\",le=\"", name, route);
        if (end < ENDS) buffer_format(out, "%g", (double)ends[end] / 1e6);
        if (end == ENDS) buffer_text(out, "+Inf");
        buffer_format(out, "\"} %" PRIu64 "\n", count);
    }
    buffer_format(out, "%s_sum{route=\"%s\"} %.6f\n", name, route,
                  (double)counts->microseconds / 1e6);
    buffer_format(out, "%s_count{route=\"%s\"} %" PRIu64 "\n", name, route, count);
}

static bool is_asked(const struct counts *counts)
{
    for (size_t row = 0; row < CODES; row++) {
        if (counts->by_code[row] > 0) return true;
    }
    return false;
}

void metrics_write(const struct metrics *metrics, struct buffer *out)
{
    write_codes(metrics, out);
    metrics_write_head(out, "voisoin_request_duration_seconds", "histogram",
                       "From the first line of a request to the last byte of its answer.");
    for (size_t route = 0; route <= metrics->route_count; route++) {
        const struct counts *counts = &metrics->routes[route];
        if (is_asked(counts)) write_times_of(counts, label_of(metrics, route), out);
    }
    metrics_write_head(out, "voisoin_connections", "gauge", "Connections that are open.");
    buffer_format(out, "voisoin_connections %" PRId64 "\n", metrics->connections);
    metrics_write_head(out, "voisoin_swaps_total", "counter", "Generations taken into service.");
    buffer_format(out, "voisoin_swaps_total{what=\"directory\"} %" PRIu64 "\n",
                  metrics->swaps[METRICS_DIRECTORY]);
    buffer_format(out, "voisoin_swaps_total{what=\"addresses\"} %" PRIu64 "\n",
                  metrics->swaps[METRICS_ADDRESSES]);
}
