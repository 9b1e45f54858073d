/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/holder.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic int closed;

struct thing {
    int a, b;
};

static void close_thing(void *thing)
{
    struct thing *dead = thing;
    dead->a = -1;
    atomic_fetch_add(&closed, 1);
    free(dead);
}

static struct thing *new_thing(int number)
{
    struct thing *thing = calloc(1, sizeof *thing);
    *thing = (struct thing){number, number};
    return thing;
}

struct readers {
    struct holder *holder;
    _Atomic int stop, wrong, reads;
};

static void *read_on(void *context)
{
    struct readers *readers = context;
    while (!atomic_load(&readers->stop)) {
        unsigned token;
        const struct thing *thing = holder_acquire(readers->holder, &token);
        if (thing == NULL) continue;
        if (thing->a != thing->b || thing->a < 0) atomic_fetch_add(&readers->wrong, 1);
        holder_release(readers->holder, token);
        atomic_fetch_add(&readers->reads, 1);
    }
    return NULL;
}

static void readers_never_see_what_is_closed_and_each_thing_is_closed_once(void **state)
{
    (void)state;
    struct readers readers = {0};
    pthread_t threads[4];
    atomic_store(&closed, 0);
    assert_int_equal(holder_open(close_thing, &readers.holder), STATUS_OK);
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, read_on, &readers);
    for (int i = 1; i <= 20000; i++) holder_swap(readers.holder, new_thing(i));
    while (atomic_load(&readers.reads) < 1000) continue;
    atomic_store(&readers.stop, 1);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&readers.wrong), 0);
    assert_int_equal(atomic_load(&closed), 19999);
    holder_close(readers.holder);
    assert_int_equal(atomic_load(&closed), 20000);
}

static void an_empty_holder_gives_nothing(void **state)
{
    (void)state;
    struct holder *holder = NULL;
    unsigned token;
    assert_int_equal(holder_open(close_thing, &holder), STATUS_OK);
    assert_null(holder_acquire(holder, &token));
    holder_swap(holder, new_thing(1));
    assert_non_null(holder_acquire(holder, &token));
    holder_release(holder, token);
    holder_swap(holder, NULL);
    assert_null(holder_acquire(holder, &token));
    holder_close(holder);
    holder_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_never_see_what_is_closed_and_each_thing_is_closed_once),
        cmocka_unit_test(an_empty_holder_gives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
