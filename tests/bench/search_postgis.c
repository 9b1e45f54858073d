/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same questions to PostGIS (laid out by search_postgis.sql).
 *   search_postgis ask CONNECTION DATA ANSWERS [WITHOUT_COUNT]
 *     prepared statements, binary where it helps; prints the processor's time of one question that
 *     PostgreSQL's process alone spent (this program's own is left out, to PostgreSQL's favour),
 * and writes ANSWERS as search_engine does. search_postgis serve CONNECTION PORT the shape of GET
 * /api/v1/resources?lon&lat&skill over libmicrohttpd, within 2 km, a connection for each thread;
 * the rendered text of each feature comes out of the table. */
#include "geodata/geo.h"
#include "search_questions.h"

#include <libpq-fe.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LEAST_S 1.0
#define THREADS 2

/* $1 the door in Lambert-93, $2 skill, $3 $4 the door's lon and lat. More than 20 are taken in the
 * plane's order, then put into the ground's: the plane's scale changes by some centimetres over 2
 * km. */
#define DOOR "ST_MakePoint($3, $4)::geography"
#define METRES "ST_Distance(ST_MakePoint(lon, lat)::geography, " DOOR ")"
#define GROUND(columns, inner)                                                                     \
    "SELECT " columns " FROM (SELECT id, " METRES " AS metres, matched FROM (" inner               \
    ") AS plane) "                                                                                 \
    "AS ground"
#define NEAREST                                                                                    \
    "SELECT id, lon, lat, 0 AS matched FROM having_skill WHERE skill = $2::smallint AND "          \
    "ST_DWithin(place, $1::geometry, 2010) ORDER BY place <-> $1::geometry LIMIT 24"
#define RARE                                                                                       \
    "SELECT id, lon, lat, 0 AS matched FROM having_skill WHERE skill = $2::smallint "              \
    "ORDER BY place <-> $1::geometry LIMIT 40"
#define HOME                                                                                       \
    "SELECT id, lon, lat, count(*) OVER () AS matched FROM covering WHERE skill = $2::smallint "   \
    "AND "                                                                                         \
    "ST_Covers(zone, ST_SetSRID(ST_MakePoint($3, $4), 4326)) ORDER BY place <-> $1::geometry "     \
    "LIMIT 24"
/* Only those near the edge are measured over the ground. */
#define COUNT                                                                                      \
    "SELECT count(*) FROM having_skill WHERE skill = $2::smallint AND ST_DWithin(place, "          \
    "$1::geometry, 2010) AND (place <-> $1::geometry < 1990 OR " METRES " <= 2000)"

static const struct statement {
    const char *name, *sql;
} statements[] = {
    {"near",
     GROUND("id, metres, matched", NEAREST) " WHERE metres <= 2000 ORDER BY metres, id LIMIT 20"},
    {"rare", GROUND("id, metres, matched", RARE) " ORDER BY metres, id LIMIT 20"},
    {"home", GROUND("id, metres, matched", HOME) " ORDER BY metres, id LIMIT 20"},
    {"count", COUNT},
    {"serve", "SELECT metres, feature FROM (" GROUND(
                  "id, metres, matched", NEAREST) " WHERE metres <= 2000 ORDER BY metres, id LIMIT "
                                                  "20) AS found JOIN resource USING "
                                                  "(id) ORDER BY metres, id"},
};

static void die(PGconn *connection, const char *what)
{
    fprintf(stderr, "search_postgis: %s: %s\n", what, PQerrorMessage(connection));
    exit(1);
}

static PGconn *connect_to(const char *where)
{
    PGconn *connection = PQconnectdb(where);
    if (PQstatus(connection) != CONNECTION_OK) die(connection, where);
    /* No plan is made again for each question, nothing is compiled or parallel. */
    PQclear(PQexec(connection, "SET plan_cache_mode = force_generic_plan; SET jit = off; "
                               "SET max_parallel_workers_per_gather = 0; SET enable_seqscan = off; "
                               "SET enable_bitmapscan = off"));
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        PGresult *made = PQprepare(connection, statements[i].name, statements[i].sql, 0, NULL);
        if (PQresultStatus(made) != PGRES_COMMAND_OK) die(connection, statements[i].name);
        PQclear(made);
    }
    return connection;
}

/* EWKB of a point of EPSG:2154. */
static void write_place(struct geo_projection *projection, struct point point, char out[51])
{
    double at[2];
    unsigned char bytes[25] = {1, 1, 0, 0, 0x20, 0x6A, 0x08, 0, 0};
    geo_from_wgs84(projection, point, &at[0], &at[1]);
    memcpy(bytes + 9, at, sizeof at);
    for (size_t i = 0; i < sizeof bytes; i++) sprintf(out + 2 * i, "%02X", bytes[i]);
}

static PGresult *execute(PGconn *connection, struct geo_projection *projection, const char *name,
                         struct point door, int skill)
{
    char place[51], number[16], lon[32], lat[32];
    const char *const values[] = {place, number, lon, lat};
    write_place(projection, door, place);
    snprintf(number, sizeof number, "%d", skill);
    snprintf(lon, sizeof lon, "%.7f", door.lon);
    snprintf(lat, sizeof lat, "%.7f", door.lat);
    PGresult *rows = PQexecPrepared(connection, name, 4, values, NULL, NULL, 0);
    if (PQresultStatus(rows) != PGRES_TUPLES_OK) die(connection, name);
    return rows;
}

/* --- ask ------------------------------------------------------------------------------------ */

struct asking {
    PGconn *connection;
    struct geo_projection *projection;
    const struct asked_question *asked;
    size_t count;
    bool is_counted;
    FILE *answers;
};

/* Of another process: Linux makes its clock's number from its own. */
static double seconds_of(int process)
{
    struct timespec time = {0};
    clockid_t clock;
    if (clock_getcpuclockid(process, &clock) != 0) return 0;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void ask_one(const struct asking *asking, const char *kind, size_t i, bool is_written)
{
    const struct asked_question *one = &asking->asked[i];
    bool is_near = strcmp(kind, "near") == 0;
    PGresult *rows = execute(asking->connection, asking->projection, kind, one->center,
                             strcmp(kind, "rare") == 0 ? one->rare : one->skill);
    const char *matched = PQntuples(rows) == 0 ? "0" : PQgetvalue(rows, 0, 2);
    PGresult *count = NULL;
    if (is_near && asking->is_counted) {
        count = execute(asking->connection, asking->projection, "count", one->center, one->skill);
        matched = PQgetvalue(count, 0, 0);
    }
    if (is_written) {
        fprintf(asking->answers, "%s\t%zu\t%s", kind, i, matched);
        for (int row = 0; row < PQntuples(rows); row++)
            fprintf(asking->answers, "\t%s:%.3f", PQgetvalue(rows, row, 0),
                    strtod(PQgetvalue(rows, row, 1), NULL));
        fputc('\n', asking->answers);
    }
    PQclear(count);
    PQclear(rows);
}

static void ask(const struct asking *asking, const char *kind, const char *name)
{
    int process = PQbackendPID(asking->connection);
    size_t done = 0;
    for (size_t i = 0; i < asking->count; i++) ask_one(asking, kind, i, true);
    double start = seconds_of(process), spent = 0;
    for (; spent < LEAST_S; spent = seconds_of(process) - start)
        for (size_t i = 0; i < asking->count; i++, done++) ask_one(asking, kind, i, false);
    printf("%s\t%.2f\tus\n", name, spent / (double)done * 1e6);
    fflush(stdout);
}

static int ask_all(const char *where, const char *data, const char *answers)
{
    struct asking asking = {.connection = connect_to(where),
                            .projection = geo_projection_open(2154),
                            .answers = fopen(answers, "w")};
    struct asked_question *asked = questions_read(data, &asking.count);
    FILE *nowhere = fopen("/dev/null", "w");
    if (asking.projection == NULL || asked == NULL || asking.answers == NULL || nowhere == NULL)
        return 1;
    asking.asked = asked;
    ask(&asking, "rare", "rare");
    ask(&asking, "home", "home");
    asking.is_counted = true;
    ask(&asking, "near", "near");
    FILE *written = asking.answers;
    asking.is_counted = false;
    asking.answers = nowhere;
    ask(&asking, "near", "near_uncounted");
    fclose(nowhere);
    PQfinish(asking.connection);
    geo_projection_close(asking.projection);
    free(asked);
    return fclose(written) == 0 ? 0 : 1;
}

/* --- serve ---------------------------------------------------------------------------------- */

struct serving {
    const char *where;
    bool is_counted;
};

/* Each thread of the library keeps its own. */
static _Thread_local PGconn *own_connection;
static _Thread_local struct geo_projection *own_projection;

static double number_of(struct MHD_Connection *connection, const char *name)
{
    const char *text = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
    return text == NULL ? 0 : strtod(text, NULL);
}

#define HEAD                                                                                       \
    "{\"type\":\"FeatureCollection\",\"query\":{\"point\":[%.6f,%.6f],\"radius_m\":2000,"          \
    "\"skill\":%d},"                                                                               \
    "\"numberMatched\":%s,\"numberReturned\":%d,\"features\":["
#define TAIL                                                                                       \
    ",\"sessions\":[],\"open\":{\"state\":\"unknown\",\"until\":null,\"next\":null},\"distance_"   \
    "m\":%.0f,"                                                                                    \
    "\"reasons\":[{\"code\":\"distance\",\"text\":\"à %.0f m\",\"text_en\":\"%.0f m "             \
    "away\",\"zone\":null,"                                                                        \
    "\"value_m\":%.0f}]}}"
#define END "],\"near_misses\":[],\"links\":[],\"generation\":1}"

static char *write_answer(PGresult *rows, const char *matched, struct point door, int skill,
                          size_t *length)
{
    size_t size = 1024;
    for (int i = 0; i < PQntuples(rows); i++) size += (size_t)PQgetlength(rows, i, 1) + 512;
    char *body = malloc(size);
    if (body == NULL) return NULL;
    size_t at =
        (size_t)snprintf(body, size, HEAD, door.lon, door.lat, skill, matched, PQntuples(rows));
    for (int i = 0; i < PQntuples(rows); i++) {
        double metres = strtod(PQgetvalue(rows, i, 0), NULL);
        size_t text = (size_t)PQgetlength(rows, i, 1);
        if (i > 0) body[at++] = ',';
        memcpy(body + at, PQgetvalue(rows, i, 1), text);
        at += text;
        at += (size_t)snprintf(body + at, size - at, TAIL, metres, metres, metres, metres);
    }
    at += (size_t)snprintf(body + at, size - at, END);
    *length = at;
    return body;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *length, void **state)
{
    (void)url, (void)method, (void)version, (void)bytes, (void)length;
    const struct serving *serving = context;
    static int begun;
    if (*state == NULL) {
        *state = &begun;
        return MHD_YES;
    }
    if (own_connection == NULL) own_connection = connect_to(serving->where);
    if (own_projection == NULL) own_projection = geo_projection_open(2154);
    struct point door = {number_of(connection, "lon"), number_of(connection, "lat")};
    const char *code = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "skill");
    int skill = code == NULL ? 0 : 25 + atoi(code + strlen("loc:soin-"));
    PGresult *rows = execute(own_connection, own_projection, "serve", door, skill), *count = NULL;
    if (serving->is_counted) count = execute(own_connection, own_projection, "count", door, skill);
    size_t size = 0;
    char *body =
        write_answer(rows, count == NULL ? "null" : PQgetvalue(count, 0, 0), door, skill, &size);
    PQclear(count);
    PQclear(rows);
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback(size, body, free);
    MHD_add_response_header(response, "Content-Type", "application/geo+json; charset=utf-8");
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

/* Until it is told to end. */
static int serve(struct serving *serving, int port)
{
    sigset_t end;
    int number;
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &end, NULL);
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)port, NULL, NULL, on_request,
                         serving, MHD_OPTION_THREAD_POOL_SIZE, THREADS, MHD_OPTION_END);
    if (daemon == NULL) return 1;
    sigwait(&end, &number);
    MHD_stop_daemon(daemon);
    return 0;
}

int main(int argument_count, char **arguments)
{
    const char *verb = argument_count > 1 ? arguments[1] : "";
    if (argument_count == 5 && strcmp(verb, "ask") == 0)
        return ask_all(arguments[2], arguments[3], arguments[4]);
    if (argument_count == 5 && strcmp(verb, "serve") == 0) {
        struct serving serving = {.where = arguments[2],
                                  .is_counted = strcmp(arguments[4], "counted") == 0};
        return serve(&serving, atoi(arguments[3]));
    }
    fprintf(stderr, "usage: search_postgis ask CONNECTION DATA ANSWERS\n"
                    "       search_postgis serve CONNECTION PORT counted|uncounted\n");
    return 2;
}
