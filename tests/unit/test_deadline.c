/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "deadline.h"

#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

static bool is_shut(int sock, int wait_ms)
{
    char byte;
    struct pollfd waited = {.fd = sock, .events = POLLIN};
    return poll(&waited, 1, wait_ms) == 1 && read(sock, &byte, 1) == 0;
}

static void a_late_connection_is_shut_and_a_renewed_one_is_not(void **state)
{
    (void)state;
    struct deadlines *deadlines = NULL;
    int late[2], renewed[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, late), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, renewed), 0);
    assert_int_equal(deadlines_open(2, &deadlines), STATUS_OK);
    struct deadline *first = deadline_watch(deadlines, late[0]);
    struct deadline *second = deadline_watch(deadlines, renewed[0]);

    for (int i = 0; i < 10 && !is_shut(late[1], 500); i++) {
        /* a byte now and then earns no time */
        assert_int_equal(write(late[1], "x", 1), 1);
        deadline_renew(second);
    }
    assert_true(is_shut(late[1], 0));
    assert_false(is_shut(renewed[1], 0));

    deadline_forget(deadlines, first);
    deadline_forget(deadlines, second);
    deadline_forget(deadlines, NULL);
    deadlines_close(deadlines);
    for (int i = 0; i < 2; i++) {
        close(late[i]);
        close(renewed[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_late_connection_is_shut_and_a_renewed_one_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
