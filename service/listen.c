/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listen.h"

#include "geodata/log.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 512
#define PORT_MAX 65535

/* Splits host:port; an IPv6 host stands in brackets. */
static bool split(const char *where, char *host, size_t host_size, const char **port)
{
    const char *colon = strrchr(where, ':');
    if (colon == NULL || colon[1] == '\0') return false;
    const char *start = where, *end = colon;
    if (*start == '[' && end > start && end[-1] == ']') {
        start++;
        end--;
    }
    size_t length = (size_t)(end - start);
    if (length == 0 || length >= host_size) return false;
    memcpy(host, start, length);
    host[length] = '\0';
    *port = colon + 1;
    /* getaddrinfo would take 65616 for 80 */
    return strspn(*port, "0123456789") == strlen(*port) && strtoul(*port, NULL, 10) <= PORT_MAX;
}

static int open_socket(const struct addrinfo *address)
{
    int on = 1;
    int sock = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (sock < 0) return -1;
    setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(sock, address->ai_addr, address->ai_addrlen) != 0 || listen(sock, BACKLOG) != 0) {
        close(sock);
        return -1;
    }
    return sock;
}

static unsigned port_of(int sock)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    if (getsockname(sock, (struct sockaddr *)&address, &length) != 0) return 0;
    if (address.ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)(const void *)&address)->sin6_port);
    return ntohs(((const struct sockaddr_in *)(const void *)&address)->sin_port);
}

enum status listen_open(const char *where, int *out, unsigned *port)
{
    char host[256];
    const char *service = NULL;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *address = NULL;
    if (!split(where, host, sizeof host, &service) ||
        getaddrinfo(host, service, &hints, &address) != 0) {
        log_error("listen: %s is not host:port", where);
        return STATUS_INVALID;
    }
    int sock = open_socket(address);
    if (sock < 0) log_error("listen: %s: %s", where, strerror(errno));
    freeaddrinfo(address);
    if (sock < 0) return STATUS_FAILED;
    *out = sock;
    *port = port_of(sock);
    return STATUS_OK;
}
