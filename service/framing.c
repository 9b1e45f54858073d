/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "framing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

void framing_note(struct framing *framing, const char *name, size_t name_length, const char *value,
                  size_t value_length)
{
    framing->has_odd_name |= !is_token(name, name_length);
    if (value_length > 0 && memchr(value, '\0', value_length) != NULL) framing->has_odd_name = true;
    if (strcasecmp(name, "Host") == 0) framing->hosts++;
    if (strcasecmp(name, "Expect") == 0) framing->waits_for_us = true;
    if (strcasecmp(name, "Transfer-Encoding") == 0) framing->encodings++;
    if (strcasecmp(name, "Content-Length") == 0) {
        framing->lengths++;
        framing->has_body |= value == NULL || strcmp(value, "0") != 0;
        framing->announced = value == NULL ? 0 : strtoull(value, NULL, 10);
    }
}

bool framing_is_ambiguous(const struct framing *framing, const char *version)
{
    bool wants_host = strcmp(version, "HTTP/1.0") != 0;
    return framing->hosts > 1 || (wants_host && framing->hosts == 0) || framing->lengths > 1 ||
           (framing->lengths > 0 && framing->encodings > 0) || framing->encodings > 1 ||
           framing->has_odd_name;
}

bool peer_is_loopback(const struct sockaddr *peer)
{
    const struct in6_addr *wide = &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
    uint32_t address = 0;
    if (peer->sa_family == AF_INET) {
        address = ((const struct sockaddr_in *)(const void *)peer)->sin_addr.s_addr;
    } else if (peer->sa_family != AF_INET6) {
        return false;
    } else if (!IN6_IS_ADDR_V4MAPPED(wide)) {
        return IN6_IS_ADDR_LOOPBACK(wide);
    } else {
        memcpy(&address, &wide->s6_addr[12], sizeof address);
    }
    return ntohl(address) >> 24 == 127;
}
