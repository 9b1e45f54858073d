/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish_town DATA: publishes the next generation of Bourg-Voisin in DATA.
 * publish_town DATA addresses: the next address book, the demo's (from the project's root). */
#include "ban.h"
#include "check.h"
#include "geodata/publish.h"
#include "town.h"

#include <stdio.h>
#include <string.h>

static const char *data;

static void publish_addresses(void **state)
{
    (void)state;
    assert_int_equal(ban_publish(data, "geodata/demo/adresses.csv", NULL), STATUS_OK);
}

static void publish(void **state)
{
    (void)state;
    struct workspace *workspace = NULL;
    struct publish_summary summary;
    assert_int_equal(workspace_open(data, &workspace), STATUS_OK);
    town_say(workspace);
    workspace_close(workspace);
    assert_int_equal(publish_directory(data, 0, &summary), STATUS_OK);
}

int main(int count, char **words)
{
    const struct CMUnitTest town[] = {cmocka_unit_test(publish)};
    const struct CMUnitTest addresses[] = {cmocka_unit_test(publish_addresses)};
    if (count < 2) return 2;
    data = words[1];
    if (count > 2) return cmocka_run_group_tests(addresses, NULL, NULL);
    return cmocka_run_group_tests(town, NULL, NULL);
}
