/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/publish/public_id.h"
#include "geodata/store/database.h"

#include <string.h>

/* RFC 1321, appendix A.5. */
static void the_first_digits_are_those_of_the_md5(void **state)
{
    (void)state;
    static const struct {
        const char *text, *id;
    } cases[] = {
        {"", "d41d8cd98f00b204"},
        {"a", "0cc175b9c0f1b6a8"},
        {"abc", "900150983cd24fb0"},
        {"message digest", "f96b697d7cb7938d"},
        {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e400"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5"},
        {"1234567890123456789012345678901234567890123456789012345678901234567890123456789"
         "0",
         "57edf4a22be3c955"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char id[PUBLIC_ID_LENGTH + 1];
        public_id(cases[i].text, strlen(cases[i].text), id);
        assert_string_equal(id, cases[i].id);
    }
}

/* Around each multiple of 64 bytes another block begins. */
static void every_length_gives_what_spatialite_gives(void **state)
{
    (void)state;
    struct database *database = NULL;
    int64_t different = -1;
    assert_int_equal(database_open(":memory:", DATABASE_CREATE, true, &database), STATUS_OK);
    assert_int_equal(database_define(database, "public_id", public_id), STATUS_OK);
    assert_int_equal(
        database_integer(
            database, "lengths",
            "WITH RECURSIVE n (i, t) AS (SELECT 0, '' UNION ALL"
            " SELECT i + 1, t || char(97 + i * 7 % 26, 233) FROM n WHERE i < 200)"
            "SELECT count(*) FILTER (WHERE public_id(t) <> lower(substr(MD5Checksum(t), 1, 16)))"
            " + count(*) FILTER (WHERE public_id(substr(t, 2)) <>"
            "                    lower(substr(MD5Checksum(substr(t, 2)), 1, 16)))"
            " + (public_id(NULL) IS NOT NULL) FROM n",
            &different),
        STATUS_OK);
    assert_int_equal(different, 0);
    database_close(database);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_digits_are_those_of_the_md5),
        cmocka_unit_test(every_length_gives_what_spatialite_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
