/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data/download_transfer.h"

#include "geodata/log.h"
#include "open_data/download_progress.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define REDIRECTS_MAX 5 /* data.gouv.fr takes one */

/* Why the body was not taken to its end. */
enum stop { STOP_NONE, STOP_STATUS, STOP_ASTRAY, STOP_TOO_BIG, STOP_DISK, STOP_NO_MEMORY };

struct transfer {
    const struct transfer_query *query;
    struct download_note *got;
    struct download_progress progress;
    CURL *curl;
    int part;                     /* open file */
    unsigned long long at;        /* bytes in the part */
    unsigned long long from;      /* of them before this request */
    unsigned long long range_at;  /* where the answer says that it begins */
    unsigned long long range_all; /* of how many; 0: not said */
    bool begun;
    enum stop stop;
};

enum status download_begin(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) return STATUS_OK;
    log_error("download: libcurl does not start");
    return STATUS_FAILED;
}

void download_end(void)
{
    curl_global_cleanup();
}

bool transfer_read_date(const char *text, time_t *out)
{
    *out = text[0] == '\0' ? -1 : curl_getdate(text, NULL);
    return *out != -1;
}

static long answer_code(const struct transfer *transfer)
{
    long code = 0;
    curl_easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

/* The value of header line `line` when it is that header, without the white space around it. */
static bool read_header(const char *line, size_t length, const char *name, char *out, size_t size)
{
    size_t start = strlen(name);
    if (length <= start || line[start] != ':' || strncasecmp(line, name, start) != 0) return false;
    start++;
    while (start < length && (line[start] == ' ' || line[start] == '\t')) start++;
    while (length > start && strchr(" \t\r\n", line[length - 1]) != NULL) length--;
    if (length - start >= size) return false; /* too long to be trusted: as if it were not there */
    memcpy(out, line + start, length - start);
    out[length - start] = '\0';
    return true;
}

/* A redirection has headers too: those of the last answer count. */
static size_t take_header(char *line, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct download_note *got = transfer->got;
    size_t length = size * count;
    char range[100];
    if (length > 5 && strncmp(line, "HTTP/", 5) == 0) {
        got->etag[0] = got->modified[0] = '\0';
        transfer->range_at = transfer->range_all = 0;
    }
    read_header(line, length, "ETag", got->etag, sizeof got->etag);
    read_header(line, length, "Last-Modified", got->modified, sizeof got->modified);
    if (read_header(line, length, "Content-Range", range, sizeof range)) {
        sscanf(range, "bytes %llu-%*u/%llu", &transfer->range_at, &transfer->range_all);
    }
    return length;
}

/* A body that says what it is may be continued later, even after a kill. */
static enum stop write_note(const struct transfer *transfer)
{
    download_note_remove(transfer->query->part);
    if (download_note_strong(transfer->got)[0] == '\0') return STOP_NONE;
    enum status status = download_note_write(transfer->query->part, transfer->got);
    if (status == STATUS_NO_MEMORY) return STOP_NO_MEMORY;
    return status == STATUS_OK ? STOP_NONE : STOP_DISK;
}

static bool continues_part(const struct transfer *transfer)
{
    const struct download_note *known = transfer->query->known, *got = transfer->got;
    bool other = got->etag[0] != '\0' && strcmp(got->etag, known->etag) != 0;
    return transfer->query->from > 0 && transfer->range_at == transfer->query->from && !other;
}

/* The first bytes of a body: where they go depends on the answer. */
static enum stop begin_body(struct transfer *transfer)
{
    long code = answer_code(transfer);
    transfer->begun = true;
    if (code != 200 && code != 206) return STOP_STATUS;
    if (code == 206 && !continues_part(transfer)) return STOP_ASTRAY;
    if (code == 206) {
        *transfer->got = *transfer->query->known;
        transfer->from = transfer->query->from;
    }
    transfer->at = transfer->from;
    off_t at = (off_t)transfer->from;
    if (ftruncate(transfer->part, at) != 0 || lseek(transfer->part, at, SEEK_SET) != at) {
        return STOP_DISK;
    }
    return code == 200 ? write_note(transfer) : STOP_NONE;
}

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static enum stop take_bytes(struct transfer *transfer, const char *bytes, size_t length)
{
    if (!transfer->begun) {
        enum stop stop = begin_body(transfer);
        if (stop != STOP_NONE) return stop;
    }
    if (transfer->at + length > transfer->query->limits->bytes_max) return STOP_TOO_BIG;
    if (!write_all(transfer->part, bytes, length)) {
        log_error("download: cannot write %s: %s", transfer->query->part, strerror(errno));
        return STOP_DISK;
    }
    transfer->at += length;
    return STOP_NONE;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    transfer->stop = take_bytes(transfer, bytes, size * count);
    return transfer->stop == STOP_NONE ? size * count : 0; /* 0 ends the transfer */
}

static int show(void *context, curl_off_t total, curl_off_t now, curl_off_t up, curl_off_t up_now)
{
    struct transfer *transfer = context;
    (void)now, (void)up, (void)up_now;
    unsigned long long all = total > 0 ? transfer->from + (unsigned long long)total : 0;
    if (transfer->begun) {
        download_progress_show(&transfer->progress, transfer->at, transfer->from, all);
    }
    return 0;
}

static bool add_header(struct curl_slist **headers, const char *name, const char *value)
{
    struct buffer line = {0};
    if (value[0] == '\0') return true;
    buffer_format(&line, "%s: %s", name, value);
    struct curl_slist *longer = line.failed ? NULL : curl_slist_append(*headers, line.data);
    if (longer != NULL) *headers = longer;
    buffer_free(&line);
    return longer != NULL;
}

static bool name_what_is_known(const struct transfer_query *query, struct curl_slist **headers)
{
    char range[40];
    if (query->known == NULL) return true;
    if (query->from == 0) {
        return add_header(headers, "If-None-Match", query->known->etag) &&
               add_header(headers, "If-Modified-Since", query->known->modified);
    }
    snprintf(range, sizeof range, "bytes=%llu-", query->from);
    return add_header(headers, "Range", range) &&
           add_header(headers, "If-Range", download_note_strong(query->known));
}

/* Whoever was asked over https is not followed to where anyone may listen. */
static const char *protocols_of(const char *url)
{
    return strncasecmp(url, "https:", 6) == 0 ? "https" : "http,https";
}

static void set_options(struct transfer *transfer, const struct curl_slist *headers)
{
    CURL *curl = transfer->curl;
    const struct transfer_query *query = transfer->query;
    curl_easy_setopt(curl, CURLOPT_URL, query->url);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "voisoin/" VOISOIN_VERSION);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, protocols_of(query->url));
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)query->limits->bytes_max);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)query->limits->patience_s);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)query->limits->patience_s);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)query->limits->slowest);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, show);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

static enum transfer_result say(struct buffer *why, enum transfer_result result, const char *words)
{
    buffer_text(why, words);
    return result;
}

static enum transfer_result explain_code(long code, struct buffer *why)
{
    if (code == 404 || code == 410) {
        buffer_format(why,
                      "l'éditeur n'a pas, ou plus, ce fichier à cette adresse (réponse %ld) ; "
                      "cherchez la nouvelle et écrivez-la dans voisoin-import.ini",
                      code);
        return TRANSFER_REFUSED;
    }
    if (code == 429 || code >= 500) {
        buffer_format(why,
                      "l'éditeur ne peut pas répondre en ce moment (réponse %ld) ; réessayez "
                      "plus tard",
                      code);
        return TRANSFER_BUSY;
    }
    if (code == 416)
        return say(why, TRANSFER_ASTRAY,
                   "le fichier a changé pendant ce temps, ou l'éditeur annonce une longueur fausse "
                   "; réessayez plus tard");
    buffer_format(why,
                  "l'éditeur refuse de donner ce fichier (réponse %ld) ; ouvrez l'adresse dans "
                  "un navigateur",
                  code);
    return TRANSFER_REFUSED;
}

static enum transfer_result too_big(const struct transfer *transfer, struct buffer *why)
{
    buffer_format(why,
                  "le fichier dépasse %llu Mo ; si c'est normal, montez taille_max_mo dans "
                  "voisoin-import.ini",
                  transfer->query->limits->bytes_max / 1000000);
    return TRANSFER_REFUSED;
}

static enum transfer_result explain_stop(const struct transfer *transfer, struct buffer *why)
{
    switch (transfer->stop) {
    case STOP_ASTRAY:
        return say(why, TRANSFER_ASTRAY, "la suite qui est venue n'est pas celle du début");
    case STOP_TOO_BIG:
        return too_big(transfer, why);
    case STOP_DISK:
        return say(why, TRANSFER_DISK,
                   "le disque est plein, ou refuse d'écrire ; faites de la "
                   "place puis relancez");
    case STOP_NO_MEMORY:
        return TRANSFER_NO_MEMORY;
    case STOP_STATUS:
    case STOP_NONE:
        break;
    }
    return explain_code(answer_code(transfer), why);
}

static enum transfer_result explain_cut(const struct transfer *transfer, struct buffer *why)
{
    curl_off_t length = -1;
    curl_easy_getinfo(transfer->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    buffer_format(why, "la connexion s'est coupée après %llu octets", transfer->at);
    if (length > 0) {
        buffer_format(why, " sur %llu", transfer->from + (unsigned long long)length);
    }
    buffer_text(why, " ; relancez la commande, elle reprendra là");
    return transfer->begun ? TRANSFER_CUT : TRANSFER_BUSY;
}

/* What curl says when it did not end well. */
static enum transfer_result explain_error(const struct transfer *transfer, CURLcode error,
                                          struct buffer *why)
{
    switch (error) {
    case CURLE_WRITE_ERROR:
        return explain_stop(transfer, why);
    case CURLE_FILESIZE_EXCEEDED:
        return too_big(transfer, why);
    case CURLE_OUT_OF_MEMORY:
        return TRANSFER_NO_MEMORY;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return say(why, TRANSFER_REFUSED,
                   "le nom de cette machine est introuvable ; vérifiez l'accès à Internet (ou le "
                   "proxy), puis l'adresse");
    case CURLE_COULDNT_CONNECT:
        return say(why, TRANSFER_BUSY,
                   "cette machine ne répond pas ; vérifiez l'accès à Internet (ou le proxy), ou "
                   "réessayez plus tard");
    case CURLE_OPERATION_TIMEDOUT:
        return say(why, transfer->begun ? TRANSFER_CUT : TRANSFER_BUSY,
                   "la réponse est trop lente, ou ne vient pas ; réessayez plus tard");
    case CURLE_TOO_MANY_REDIRECTS:
        return say(why, TRANSFER_REFUSED,
                   "l'adresse renvoie à une autre, sans fin ; cherchez la bonne");
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
        return say(why, TRANSFER_REFUSED,
                   "cette adresse, ou celle où elle renvoie, n'est pas permise : il faut https:// "
                   "(ou http:// si la première l'est)");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        return say(why, TRANSFER_REFUSED,
                   "cette machine ne prouve pas qu'elle est bien celle de l'éditeur (certificat) ; "
                   "vérifiez l'adresse et l'heure de cet ordinateur");
    default:
        return explain_cut(transfer, why);
    }
}

static enum transfer_result judge(struct transfer *transfer, CURLcode error, struct buffer *why)
{
    long code = answer_code(transfer);
    if (error != CURLE_OK) return explain_error(transfer, error, why);
    if (code == 304 && transfer->query->from == 0) return TRANSFER_UNCHANGED;
    if (!transfer->begun) transfer->stop = begin_body(transfer); /* an empty body */
    if (transfer->stop != STOP_NONE) return explain_stop(transfer, why);
    if (transfer->range_all > 0 && transfer->at != transfer->range_all) {
        return explain_cut(transfer, why);
    }
    if (fsync(transfer->part) == 0) return TRANSFER_WHOLE;
    transfer->stop = STOP_DISK;
    return explain_stop(transfer, why);
}

enum transfer_result transfer_run(const struct transfer_query *query, struct download_note *got,
                                  unsigned long long *received, struct buffer *why)
{
    struct transfer transfer = {.query = query, .got = got, .progress = {.name = query->name}};
    struct curl_slist *headers = NULL;
    enum transfer_result result = TRANSFER_NO_MEMORY;
    *got = (struct download_note){0};
    *received = 0;
    snprintf(got->url, sizeof got->url, "%s", query->url);
    transfer.part = open(query->part, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (transfer.part < 0) {
        log_error("download: cannot write %s: %s", query->part, strerror(errno));
        transfer.stop = STOP_DISK;
        return explain_stop(&transfer, why);
    }
    transfer.curl = curl_easy_init();
    if (transfer.curl == NULL || !name_what_is_known(query, &headers)) goto done;
    set_options(&transfer, headers);
    CURLcode error = curl_easy_perform(transfer.curl);
    download_progress_end(&transfer.progress);
    result = judge(&transfer, error, why);
    *received = transfer.at - transfer.from;
    got->bytes = transfer.at;
done:
    curl_slist_free_all(headers);
    if (transfer.curl != NULL) curl_easy_cleanup(transfer.curl);
    close(transfer.part);
    return result;
}
