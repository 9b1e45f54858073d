/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http.h"

#include "deadline.h"
#include "framing.h"
#include "gzip.h"
#include "jobs.h"
#include "metrics.h"
#include "routes.h"

#include "geodata/log.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Silence on a connection kept alive. */
#define IDLE_S 15
/* A whole request, from its first byte to the last byte of its answer, over a poor telephone
 * line. */
#define REQUEST_S 60
/* Memory of one connection: the longest target, the headers of a browser, and our own. */
#define CONNECTION_BYTES ((size_t)32 << 10)
#define CONNECTIONS_MAX 4096u
#define STOP_WAIT_MS 10000
#define GIVE_UP_WAIT_MS 1000
/* A body's deadline moves with it: one that brings less than this in REQUEST_S (17 kB/s) is cut. */
#define UPLOAD_STEP ((size_t)1 << 20)
/* The slowest reader of a long answer. */
#define ANSWER_BYTES_PER_S ((size_t)64 << 10)
/* Bodies held at once, all connections together, in times of the longest. */
#define UPLOADS_HELD 4
/* While we work the visitor waits for us, not we for them. */
#define WORK_S 86400

struct http_server {
    struct http_settings settings;
    struct MHD_Daemon *daemon;
    struct deadlines *deadlines;
    struct gzip_pool *gzip;
    struct jobs *jobs;
    _Atomic size_t under_way;
    _Atomic size_t held; /* bytes of bodies */
    atomic_bool is_stopping, is_giving_up;
};

/* One request, from its first line to its answer's last byte. */
struct exchange {
    struct timespec started;
    const struct route *route;
    const char *method; /* one of ours, for the log */
    int code;
    bool is_begun, is_too_long;
    struct upload *upload; /* NULL: it has no body */
    char target[];         /* path and query as received */
};

enum upload_fault { UPLOAD_FINE, UPLOAD_TOO_LONG, UPLOAD_NO_ROOM };

/* A request with a body: gathered as it comes, answered by a job while its connection sleeps. */
struct upload {
    struct http_server *server;
    struct exchange *exchange;
    struct MHD_Connection *connection;
    struct deadline *deadline;
    struct buffer body;
    size_t counted; /* of server->held */
    enum upload_fault fault;
    struct response response;
    bool is_answered, is_packed;
};

static const char *known_method(const char *method)
{
    static const char *const methods[] = {"GET", "HEAD",   "OPTIONS", "POST",
                                          "PUT", "DELETE", "PATCH"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(method, methods[i]) == 0) return methods[i];
    }
    return "OTHER";
}

static enum MHD_Result note_header(void *framing, enum MHD_ValueKind kind, const char *name,
                                   size_t name_length, const char *value, size_t value_length)
{
    (void)kind;
    framing_note(framing, name, name_length, value, value_length);
    return MHD_YES;
}

static void respond_upload_fault(const struct http_server *server, enum upload_fault fault,
                                 struct response *response)
{
    char words[96];
    snprintf(words, sizeof words, "Ce fichier dépasse %zu Mo : coupez-le en plusieurs.",
             server->settings.upload_bytes >> 20);
    if (fault == UPLOAD_TOO_LONG) respond_too_large(response, "data", words);
    if (fault == UPLOAD_NO_ROOM)
        respond_unavailable(response, "Trop de fichiers arrivent à la fois : renvoyez celui-ci.");
}

static struct deadline *deadline_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

/* Makes ready to receive a body. One that is too long and has not left yet is refused at once; one
 * under way is read to its end and dropped, for who is still sending does not read an answer. */
static void begin_upload(struct http_server *server, struct MHD_Connection *connection,
                         struct exchange *exchange, const struct framing *framing,
                         struct response *response)
{
    bool is_too_long = framing->announced > server->settings.upload_bytes;
    if (is_too_long && framing->waits_for_us) {
        respond_upload_fault(server, UPLOAD_TOO_LONG, response);
        return;
    }
    struct upload *upload = calloc(1, sizeof *upload);
    if (upload == NULL) {
        respond_status(response, STATUS_NO_MEMORY);
        return;
    }
    *upload = (struct upload){.server = server,
                              .exchange = exchange,
                              .connection = connection,
                              .deadline = deadline_of(connection),
                              .fault = is_too_long ? UPLOAD_TOO_LONG : UPLOAD_FINE};
    exchange->upload = upload;
}

/* Answers what must go no further. */
static bool is_refused(struct http_server *server, struct MHD_Connection *connection,
                       struct exchange *exchange, const char *method, const char *version,
                       struct response *response)
{
    struct framing framing = {0};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, note_header, &framing);
    bool has_body = framing.has_body || framing.encodings > 0;
    if (framing_is_ambiguous(&framing, version)) {
        respond_bad_request(response, "Les en-têtes de cette requête sont ambigus.");
    } else if (exchange->is_too_long) {
        respond_target_too_long(response);
    } else if (has_body && routes_take_body(method, exchange->target)) {
        begin_upload(server, connection, exchange, &framing, response);
    } else if (has_body) {
        respond_too_large(response, NULL, "Aucun contenu n’est attendu avec cette requête.");
    }
    response->hang_up = response->code != 0;
    return response->hang_up;
}

/* From this machine: not through a proxy on it, which says for whom it asks. */
static bool is_local(struct MHD_Connection *connection)
{
    static const char *const forwarding[] = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
                                             "X-Real-IP", "Via"};
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    for (size_t i = 0; i < sizeof forwarding / sizeof *forwarding; i++) {
        if (MHD_lookup_connection_value(connection, MHD_HEADER_KIND, forwarding[i]) != NULL)
            return false;
    }
    return info != NULL && info->client_addr != NULL && peer_is_loopback(info->client_addr);
}

static void refuse(const struct request *request, enum status status, struct response *response)
{
    if (status != STATUS_INVALID) {
        respond_status(response, status);
    } else if (request->fault_parameter != NULL) {
        respond_bad_parameter(response, request->fault_parameter, "%s", request->fault);
    } else {
        respond_bad_request(response, request->fault);
    }
}

static void answer(struct http_server *server, struct MHD_Connection *connection,
                   struct exchange *exchange, const char *method, struct response *response)
{
    struct request request;
    enum status status = request_read(method, exchange->target, &request);
    if (status != STATUS_OK) {
        refuse(&request, status, response);
        request_free(&request);
        return;
    }
    request.if_none_match =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    request.accepts_gzip = request_header_takes_gzip(
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    request.is_local = is_local(connection);
    if (exchange->upload != NULL) {
        request.content_type =
            MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
        request.body = exchange->upload->body.data;
        request.body_length = exchange->upload->body.length;
        request.is_given_up = &server->is_giving_up;
    }

    struct loan loan;
    lender_lend(server->settings.lender, &loan);
    routes_answer(&loan.context, &request, response, &exchange->route);
    lender_take_back(server->settings.lender, &loan);
    request_free(&request);
}

static void pack(struct http_server *server, struct response *response)
{
    struct buffer packed = {0};
    if (gzip_pack(server->gzip, response->body.data, response->body.length, &packed) != STATUS_OK) {
        buffer_free(&packed);
        return;
    }
    buffer_free(&response->body);
    response->body = packed;
}

/* The bytes go to the library without a copy: borrowed ones stay, a body is freed by it. */
static struct MHD_Response *make_response(struct response *response, bool is_packed)
{
    if (response->borrowed != NULL) {
        const char *bytes = is_packed ? response->borrowed_gzip : response->borrowed;
        size_t length = is_packed ? response->borrowed_gzip_length : response->borrowed_length;
        return MHD_create_response_from_buffer(length, (void *)bytes, MHD_RESPMEM_PERSISTENT);
    }
    struct MHD_Response *made = MHD_create_response_from_buffer_with_free_callback(
        response->body.length, response->body.data, free);
    if (made != NULL) response->body = (struct buffer){0};
    return made;
}

static void add(struct MHD_Response *made, const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0') MHD_add_response_header(made, name, value);
}

static void add_headers(const struct http_server *server, const struct response *response,
                        bool is_packed, struct MHD_Response *made)
{
    bool is_kept = response->caching == CACHING_REVALIDATE;
    add(made, "Content-Type", response->content_type);
    add(made, "Content-Disposition", response->file_name.failed ? NULL : response->file_name.data);
    add(made, "Cache-Control", is_kept ? "no-cache" : "no-store");
    add(made, "ETag", response->etag);
    add(made, "Vary", "Accept-Encoding");
    add(made, "Content-Encoding", is_packed ? "gzip" : NULL);
    add(made, "X-Content-Type-Options", "nosniff");
    add(made, "Referrer-Policy", "no-referrer");
    add(made, "Access-Control-Allow-Origin", response->is_public ? "*" : NULL);
    add(made, "Allow", response->allow);
    add(made, "Content-Security-Policy", response->is_page ? server->settings.page_policy : NULL);
    add(made, "Retry-After", response->code == 503 ? "5" : NULL);
    bool is_last = response->hang_up || atomic_load(&server->is_stopping);
    add(made, "Connection", is_last ? "close" : NULL);
}

/* Smaller than one packet goes as it is; a body is packed only once and only when asked for. */
static bool is_to_be_packed(const struct response *response, bool accepts_gzip)
{
    if (!accepts_gzip || response->code != 200) return false;
    if (response->borrowed != NULL && response->borrowed_gzip != NULL) return true;
    return response->borrowed == NULL && response->body.length > GZIP_LEAST;
}

/* Packs what is to be packed; tells whether it is. */
static bool pack_answer(struct http_server *server, struct response *response, bool accepts_gzip)
{
    if (!is_to_be_packed(response, accepts_gzip)) return false;
    if (response->borrowed != NULL) return true;
    const char *plain = response->body.data;
    pack(server, response);
    return response->body.data != plain;
}

static enum MHD_Result send_response(struct http_server *server, struct MHD_Connection *connection,
                                     struct exchange *exchange, struct response *response,
                                     bool is_packed)
{
    exchange->code = response->code;
    struct MHD_Response *made = make_response(response, is_packed);
    enum MHD_Result result = MHD_NO;
    if (made != NULL) {
        add_headers(server, response, is_packed, made);
        result = MHD_queue_response(connection, (unsigned)response->code, made);
        MHD_destroy_response(made);
    }
    response_free(response);
    return result;
}

static bool accepts_gzip(struct MHD_Connection *connection)
{
    return request_header_takes_gzip(
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING));
}

static void drop_body(struct upload *upload)
{
    buffer_free(&upload->body);
    atomic_fetch_sub(&upload->server->held, upload->counted);
    upload->counted = 0;
}

static void take_upload(struct upload *upload, const char *bytes, size_t length)
{
    struct http_server *server = upload->server;
    size_t most = server->settings.upload_bytes, had = upload->body.length;
    if (upload->fault != UPLOAD_FINE) return;
    size_t held = atomic_fetch_add(&server->held, length) + length;
    upload->counted += length;
    if (had + length > most) {
        upload->fault = UPLOAD_TOO_LONG;
    } else if (held > most * UPLOADS_HELD || !buffer_reserve(&upload->body, length)) {
        upload->fault = UPLOAD_NO_ROOM;
    } else {
        buffer_append(&upload->body, bytes, length);
    }
    if (upload->fault != UPLOAD_FINE) drop_body(upload);
    bool is_moving = had / UPLOAD_STEP != upload->body.length / UPLOAD_STEP;
    if (is_moving && upload->deadline != NULL) deadline_renew(upload->deadline);
}

/* On the thread of the jobs, while the connection sleeps. */
static void answer_upload(void *what)
{
    struct upload *upload = what;
    struct http_server *server = upload->server;
    answer(server, upload->connection, upload->exchange, upload->exchange->method,
           &upload->response);
    drop_body(upload);
    upload->is_packed = pack_answer(server, &upload->response, accepts_gzip(upload->connection));
    upload->is_answered = true;
    size_t seconds = upload->response.body.length / ANSWER_BYTES_PER_S;
    if (upload->deadline != NULL) deadline_allow(upload->deadline, (unsigned)seconds);
    MHD_resume_connection(upload->connection);
}

/* The body is there: its answer is made elsewhere, and we are called again when it is ready. */
static enum MHD_Result begin_answer(struct upload *upload)
{
    struct http_server *server = upload->server;
    if (upload->fault == UPLOAD_FINE) {
        MHD_suspend_connection(upload->connection);
        if (upload->deadline != NULL) deadline_allow(upload->deadline, WORK_S);
        if (jobs_add(server->jobs, answer_upload, upload)) return MHD_YES;
        if (upload->deadline != NULL) deadline_renew(upload->deadline);
        upload->fault = UPLOAD_NO_ROOM;
        MHD_resume_connection(upload->connection);
        return MHD_YES;
    }
    respond_upload_fault(server, upload->fault, &upload->response);
    return send_response(server, upload->connection, upload->exchange, &upload->response, false);
}

static void upload_free(struct upload *upload)
{
    if (upload == NULL) return;
    drop_body(upload);
    response_free(&upload->response);
    free(upload);
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *length, void **state)
{
    (void)url;
    struct http_server *server = context;
    struct exchange *exchange = *state;
    struct response response = {0};
    if (exchange == NULL) return MHD_NO;

    if (!exchange->is_begun) {
        exchange->is_begun = true;
        exchange->method = known_method(method);
        if (is_refused(server, connection, exchange, method, version, &response))
            return send_response(server, connection, exchange, &response, false);
        return MHD_YES; /* an answer given now would end the connection: the next call is for it */
    }
    struct upload *upload = exchange->upload;
    if (*length > 0 && upload == NULL) return MHD_NO;
    if (*length > 0) {
        take_upload(upload, bytes, *length);
        *length = 0;
        return MHD_YES;
    }
    if (upload != NULL && upload->is_answered)
        return send_response(server, connection, exchange, &upload->response, upload->is_packed);
    if (upload != NULL) return begin_answer(upload);

    answer(server, connection, exchange, method, &response);
    bool is_packed = pack_answer(server, &response, accepts_gzip(connection));
    return send_response(server, connection, exchange, &response, is_packed);
}

/* The library calls this with the first line, before any header: the only place where the query is
 * seen as it was sent. */
static void *on_first_line(void *context, const char *target, struct MHD_Connection *connection)
{
    (void)connection;
    struct http_server *server = context;
    size_t length = strlen(target);
    bool is_too_long = length > REQUEST_TARGET_MAX;
    if (is_too_long) length = 0;
    struct exchange *exchange = calloc(1, sizeof *exchange + length + 1);
    if (exchange == NULL) return NULL;
    memcpy(exchange->target, target, length);
    exchange->is_too_long = is_too_long;
    exchange->method = "OTHER";
    clock_gettime(CLOCK_MONOTONIC, &exchange->started);
    atomic_fetch_add(&server->under_way, 1);
    return exchange;
}

static long microseconds_of(const struct exchange *exchange)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - exchange->started.tv_sec) * 1000000L +
           (now.tv_nsec - exchange->started.tv_nsec) / 1000;
}

static void count_exchange(struct metrics *metrics, const struct exchange *exchange,
                           long microseconds)
{
    size_t count = 0;
    const struct route *routes = routes_all(&count);
    size_t number = exchange->route == NULL ? count : (size_t)(exchange->route - routes);
    metrics_count_answer(metrics, number, exchange->code, (uint64_t)microseconds);
}

static void log_exchange(const struct exchange *exchange, long microseconds)
{
    /* The route, not the path: what a person typed after the host stays out of the log. */
    const char *path = exchange->route == NULL ? "-" : exchange->route->path;
    log_info("%s %s %d %ld us", exchange->method, path, exchange->code, microseconds);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode how)
{
    (void)how;
    struct http_server *server = context;
    struct exchange *exchange = *state;
    if (exchange == NULL) return;
    struct deadline *deadline = deadline_of(connection);
    if (deadline != NULL) deadline_renew(deadline);
    long microseconds = microseconds_of(exchange);
    count_exchange(server->settings.metrics, exchange, microseconds);
    if (server->settings.access_log) log_exchange(exchange, microseconds);
    upload_free(exchange->upload);
    free(exchange);
    *state = NULL;
    atomic_fetch_sub(&server->under_way, 1);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = context;
    metrics_count_connection(server->settings.metrics,
                             what == MHD_CONNECTION_NOTIFY_CLOSED ? -1 : 1);
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        deadline_forget(server->deadlines, *socket_context);
        *socket_context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info != NULL) *socket_context = deadline_watch(server->deadlines, info->connect_fd);
}

static unsigned core_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : (unsigned)cores;
}

static struct MHD_Daemon *start_daemon(struct http_server *server)
{
    unsigned threads = server->settings.threads;
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, server,
        MHD_OPTION_LISTEN_SOCKET, server->settings.socket,
        /* a pool of one is not a pool to the library */
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0, MHD_OPTION_CONNECTION_LIMIT,
        CONNECTIONS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_STRICT_FOR_CLIENT, 0,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_URI_LOG_CALLBACK, on_first_line, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, server, MHD_OPTION_END);
}

static void server_free(struct http_server *server)
{
    jobs_close(server->jobs);
    deadlines_close(server->deadlines);
    gzip_pool_close(server->gzip);
    free(server);
}

enum status http_start(const struct http_settings *settings, struct http_server **out)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (server == NULL) return STATUS_NO_MEMORY;
    server->settings = *settings;
    if (server->settings.threads == 0) server->settings.threads = core_count();

    enum status status = deadlines_open(REQUEST_S, &server->deadlines);
    /* Level 1: on these answers it packs within a tenth of level 6, at a third of its time. */
    /* One more for the thread of the jobs. */
    if (status == STATUS_OK)
        status = gzip_pool_open(1, server->settings.threads + 1, &server->gzip);
    if (status == STATUS_OK) status = jobs_open(&server->jobs);
    if (status == STATUS_OK) server->daemon = start_daemon(server);
    if (server->daemon == NULL) {
        log_error("http: cannot start serving");
        server_free(server);
        return STATUS_FAILED;
    }
    *out = server;
    return STATUS_OK;
}

static void wait_for_requests(struct http_server *server, int most_ms)
{
    const struct timespec moment = {.tv_nsec = 10 * 1000 * 1000};
    for (int waited_ms = 0; atomic_load(&server->under_way) > 0 && waited_ms < most_ms;
         waited_ms += 10)
        nanosleep(&moment, NULL);
}

void http_stop(struct http_server *server)
{
    if (server == NULL) return;
    atomic_store(&server->is_stopping, true);
    int sock = MHD_quiesce_daemon(server->daemon);
    if (sock >= 0) close(sock);
    wait_for_requests(server, STOP_WAIT_MS);
    atomic_store(&server->is_giving_up, true);
    jobs_stop(server->jobs); /* no connection sleeps any more */
    wait_for_requests(server, GIVE_UP_WAIT_MS);
    MHD_stop_daemon(server->daemon);
    server_free(server);
}
