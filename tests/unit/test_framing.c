/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "framing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

struct header {
    const char *name, *value;
};

static struct framing framing_of(const struct header *headers)
{
    struct framing framing = {0};
    for (; headers->name != NULL; headers++) {
        framing_note(&framing, headers->name, strlen(headers->name), headers->value,
                     strlen(headers->value));
    }
    return framing;
}

static void what_two_readers_could_read_differently_is_ambiguous(void **state)
{
    (void)state;
    static const struct {
        bool ambiguous;
        struct header headers[4];
    } cases[] = {
        {false, {{"Host", "a"}}},
        {false, {{"Host", "a"}, {"Content-Length", "3"}}},
        {false, {{"Host", "a"}, {"Transfer-Encoding", "chunked"}}},
        {true, {{NULL, NULL}}},
        {true, {{"Host", "a"}, {"host", "b"}}},
        {true, {{"Host", "a"}, {"Content-Length", "3"}, {"content-length", "3"}}},
        {true, {{"Host", "a"}, {"Content-Length", "3"}, {"Transfer-Encoding", "chunked"}}},
        {true, {{"Host", "a"}, {"Transfer-Encoding", "x"}, {"Transfer-Encoding", "chunked"}}},
        {true, {{"Host", "a"}, {"Transfer-Encoding ", "chunked"}}},
        {true, {{"Host", "a"}, {"", "x"}}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct framing framing = framing_of(cases[i].headers);
        if (framing_is_ambiguous(&framing, "HTTP/1.1") != cases[i].ambiguous)
            fail_msg("case %zu", i);
    }
    struct framing none = {0};
    assert_false(framing_is_ambiguous(&none, "HTTP/1.0"));
}

static void a_body_is_announced_by_its_length(void **state)
{
    (void)state;
    const struct header some[] = {{"Content-Length", "1234"}, {NULL, NULL}};
    const struct header nothing[] = {{"Content-Length", "0"}, {NULL, NULL}};
    assert_int_equal(framing_of(some).announced, 1234);
    assert_true(framing_of(some).has_body);
    assert_false(framing_of(nothing).has_body);
}

static void only_this_machine_is_loopback(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        bool loopback;
    } cases[] = {{"127.0.0.1", true},
                 {"127.9.8.7", true},
                 {"10.0.0.1", false},
                 {"128.0.0.1", false},
                 {"::1", true},
                 {"::2", false},
                 {"::ffff:127.0.0.1", true},
                 {"::ffff:10.0.0.1", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sockaddr_in6 six = {.sin6_family = AF_INET6};
        struct sockaddr_in four = {.sin_family = AF_INET};
        bool is_six = inet_pton(AF_INET6, cases[i].address, &six.sin6_addr) == 1;
        if (!is_six) assert_int_equal(inet_pton(AF_INET, cases[i].address, &four.sin_addr), 1);
        const void *peer = is_six ? (const void *)&six : (const void *)&four;
        if (peer_is_loopback(peer) != cases[i].loopback) fail_msg("%s", cases[i].address);
    }
    const struct sockaddr local = {.sa_family = AF_UNIX};
    assert_false(peer_is_loopback(&local));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_two_readers_could_read_differently_is_ambiguous),
        cmocka_unit_test(a_body_is_announced_by_its_length),
        cmocka_unit_test(only_this_machine_is_loopback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
