/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http.h"

#include "deadline.h"
#include "gzip.h"
#include "routes.h"

#include "geodata/log.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
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

struct http_server {
    struct http_settings settings;
    struct MHD_Daemon *daemon;
    struct deadlines *deadlines;
    struct gzip_pool *gzip;
    _Atomic size_t under_way;
    atomic_bool is_stopping;
};

/* One request, from its first line to its answer's last byte. */
struct exchange {
    struct timespec started;
    const struct route *route;
    const char *method; /* one of ours, for the log */
    int code;
    bool is_begun, is_too_long;
    char target[]; /* path and query as received */
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

/* What frames a request. Two parties that read these differently can be made to see two different
 * requests, so nothing ambiguous goes further. */
struct framing {
    unsigned hosts, lengths, encodings;
    bool has_body, has_odd_name;
};

static bool is_token(const char *name, size_t length)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_plain && (c == '\0' || strchr(others, c) == NULL)) return false;
    }
    return length > 0;
}

static enum MHD_Result note_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   size_t name_length, const char *value, size_t value_length)
{
    (void)kind;
    struct framing *framing = context;
    framing->has_odd_name |= !is_token(name, name_length);
    if (value_length > 0 && memchr(value, '\0', value_length) != NULL) framing->has_odd_name = true;
    if (strcasecmp(name, "Host") == 0) framing->hosts++;
    if (strcasecmp(name, "Transfer-Encoding") == 0) framing->encodings++;
    if (strcasecmp(name, "Content-Length") == 0) {
        framing->lengths++;
        framing->has_body |= value == NULL || strcmp(value, "0") != 0;
    }
    return MHD_YES;
}

/* Answers what must go no further. */
static bool is_refused(struct MHD_Connection *connection, const struct exchange *exchange,
                       const char *version, struct response *response)
{
    struct framing framing = {0};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, note_header, &framing);
    bool wants_host = strcmp(version, "HTTP/1.0") != 0;
    if (framing.hosts > 1 || (wants_host && framing.hosts == 0) || framing.lengths > 1 ||
        (framing.lengths > 0 && framing.encodings > 0) || framing.encodings > 1 ||
        framing.has_odd_name) {
        respond_bad_request(response, "Les en-têtes de cette requête sont ambigus.");
    } else if (exchange->is_too_long) {
        respond_target_too_long(response);
    } else if (framing.has_body || framing.encodings > 0) {
        respond_too_large(response, NULL, "Aucun contenu n’est attendu avec cette requête.");
    }
    response->hang_up = response->code != 0;
    return response->hang_up;
}

static void answer(struct http_server *server, struct MHD_Connection *connection,
                   struct exchange *exchange, const char *method, struct response *response)
{
    struct request request;
    enum status status = request_read(method, exchange->target, &request);
    if (status != STATUS_OK) {
        respond_status(response, status);
        request_free(&request);
        return;
    }
    request.if_none_match =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    request.accepts_gzip = request_header_takes_gzip(
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING));

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

static enum MHD_Result send_response(struct http_server *server, struct MHD_Connection *connection,
                                     struct exchange *exchange, struct response *response,
                                     bool accepts_gzip)
{
    bool is_packed = is_to_be_packed(response, accepts_gzip);
    if (is_packed && response->borrowed == NULL) {
        const char *plain = response->body.data;
        pack(server, response);
        is_packed = response->body.data != plain;
    }
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

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_length, void **state)
{
    (void)url;
    (void)upload;
    struct http_server *server = context;
    struct exchange *exchange = *state;
    struct response response = {0};
    if (exchange == NULL || *upload_length > 0) return MHD_NO;

    if (!exchange->is_begun) {
        exchange->is_begun = true;
        exchange->method = known_method(method);
        if (is_refused(connection, exchange, version, &response))
            return send_response(server, connection, exchange, &response, false);
        return MHD_YES; /* an answer given now would end the connection: the next call is for it */
    }
    answer(server, connection, exchange, method, &response);
    bool accepts_gzip = request_header_takes_gzip(
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    return send_response(server, connection, exchange, &response, accepts_gzip);
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

static void log_exchange(const struct exchange *exchange)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long microseconds = (now.tv_sec - exchange->started.tv_sec) * 1000000L +
                        (now.tv_nsec - exchange->started.tv_nsec) / 1000;
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
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    if (info != NULL && info->socket_context != NULL) deadline_renew(info->socket_context);
    if (server->settings.access_log) log_exchange(exchange);
    free(exchange);
    *state = NULL;
    atomic_fetch_sub(&server->under_way, 1);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = context;
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
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, on_request, server,
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
    if (status == STATUS_OK) status = gzip_pool_open(1, server->settings.threads, &server->gzip);
    if (status == STATUS_OK) server->daemon = start_daemon(server);
    if (server->daemon == NULL) {
        log_error("http: cannot start serving");
        server_free(server);
        return STATUS_FAILED;
    }
    *out = server;
    return STATUS_OK;
}

void http_stop(struct http_server *server)
{
    if (server == NULL) return;
    atomic_store(&server->is_stopping, true);
    int sock = MHD_quiesce_daemon(server->daemon);
    if (sock >= 0) close(sock);
    const struct timespec moment = {.tv_nsec = 10 * 1000 * 1000};
    for (int waited_ms = 0; atomic_load(&server->under_way) > 0 && waited_ms < STOP_WAIT_MS;
         waited_ms += 10)
        nanosleep(&moment, NULL);
    MHD_stop_daemon(server->daemon);
    server_free(server);
}
