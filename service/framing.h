/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_FRAMING_H
#define SERVICE_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/** What frames a request, and who sends it. Two parties that read these headers differently can be
 *  made to see two different requests, so nothing ambiguous goes further. A zeroed struct has seen
 *  no header. */
struct framing {
    unsigned hosts, lengths, encodings;
    bool has_body, has_odd_name, waits_for_us;
    unsigned long long announced; /* bytes of the body; 0: not said */
};

/** Takes one header in; `value` may be NULL. */
void framing_note(struct framing *framing, const char *name, size_t name_length, const char *value,
                  size_t value_length);

/** No Host, two of them, two lengths, a length and an encoding, a name that is no token.
 *  `version`: `HTTP/1.1` … */
bool framing_is_ambiguous(const struct framing *framing, const char *version);

/** 127.0.0.0/8, ::1, or the former written as IPv6. */
bool peer_is_loopback(const struct sockaddr *peer);

#endif
