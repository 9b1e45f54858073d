/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/atlas.h"
#include "geodata/names.h"
#include "random_directory.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RESOURCES 300

static void change(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *error = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) fail_msg("%s: %s", sql, error);
    sqlite3_close(db);
}

static int make_directory(void **state)
{
    char *path = malloc(64);
    snprintf(path, 64, "/tmp/voisoin-atlas-%d.sqlite", (int)getpid());
    random_directory_write(path, 5, RESOURCES);
    *state = path;
    return 0;
}

static int remove_directory(void **state)
{
    unlink(*state);
    free(*state);
    return 0;
}

static void write_names(void *context, const struct atlas *atlas, atlas_id id,
                        const struct resource *resource, struct atlas_text *out)
{
    (void)atlas;
    size_t *calls = context;
    ++*calls;
    buffer_format(&out->bytes, "%u %s|%s|%s;", id, resource->id, resource->name,
                  resource->restricted.direct_phone == NULL ? "-"
                                                            : resource->restricted.direct_phone);
}

/* Valid until the next call. */
static const char *text_of(const struct atlas *atlas, atlas_id id, size_t *length)
{
    static char text[4096];
    struct buffer written = {0};
    atlas_write_text(atlas, id, &written);
    assert_true(!written.failed && written.length < sizeof text);
    *length = written.length;
    memcpy(text, written.data, written.length + 1);
    buffer_free(&written);
    return text;
}

static void each_resource_is_found_by_its_id_with_its_text(void **state)
{
    struct atlas *atlas = NULL;
    size_t calls = 0;
    assert_int_equal(atlas_load(*state, AUDIENCE_PUBLIC, write_names, &calls, &atlas), STATUS_OK);
    assert_int_equal(calls, RESOURCES);
    assert_int_equal(atlas_facts(atlas)->resources, RESOURCES);
    assert_int_equal(atlas_facts(atlas)->generation, 7);
    assert_string_equal(atlas_facts(atlas)->territory_name, "Essai");
    const struct atlas_facts *facts = atlas_facts(atlas);
    assert_int_equal(facts->professionals + facts->structures + facts->points, RESOURCES);
    for (atlas_id id = 0; id < RESOURCES; id++) {
        size_t length;
        unsigned written;
        const char *text = text_of(atlas, id, &length);
        assert_int_equal(sscanf(text, "%u ", &written), 1);
        assert_int_equal(written, id);
        assert_int_equal(atlas_find(atlas, atlas_resource_id(atlas, id)), id);
    }
    assert_int_equal(atlas_find(atlas, "nobody"), ATLAS_NONE);
    atlas_close(atlas);
}

static void a_restricted_field_never_enters_the_public_atlas(void **state)
{
    struct atlas *atlas = NULL;
    size_t calls = 0, length, seen = 0;
    change(*state, "INSERT INTO resource_restricted SELECT id, 'direct-' || id, NULL, NULL "
                   "FROM resource WHERE id % 3 = 0");
    assert_int_equal(atlas_load(*state, AUDIENCE_PROFESSIONAL, write_names, &calls, &atlas),
                     STATUS_OK);
    for (atlas_id id = 0; id < RESOURCES; id++) {
        int name, number;
        const char *text = strchr(text_of(atlas, id, &length), '|');
        if (sscanf(text, "|Exemple %d|direct-%d;", &name, &number) != 2) continue;
        assert_int_equal(number, name);
        seen++;
    }
    assert_int_equal(seen, RESOURCES / 3);
    atlas_close(atlas);

    /* without the table, the public atlas loads all the same: it never looked */
    change(*state, "DROP TABLE resource_restricted");
    atlas = NULL;
    assert_int_equal(atlas_load(*state, AUDIENCE_PUBLIC, write_names, &calls, &atlas), STATUS_OK);
    for (atlas_id id = 0; id < RESOURCES; id++) {
        const char *text = text_of(atlas, id, &length);
        assert_memory_equal(text + length - 3, "|-;", 3);
    }
    atlas_close(atlas);
    atlas = NULL;
    assert_int_equal(atlas_load(*state, AUDIENCE_SUPPORT, write_names, &calls, &atlas),
                     STATUS_FAILED);
    assert_null(atlas);
}

static void structures_are_found_by_name(void **state)
{
    struct atlas *atlas = NULL;
    struct name_match found[3];
    change(
        *state,
        "UPDATE resource SET kind = 'structure', name = 'Hôpital Cochin', place = 1 WHERE id = 1;"
        "UPDATE place SET method = 'source', geometry = (SELECT geometry FROM place WHERE "
        "geometry IS NOT NULL LIMIT 1), postcode = '75014', city = 'Paris' WHERE id = 1;"
        "UPDATE resource SET kind = 'structure', name = 'Pharmacie de l''hôpital' WHERE id = 2;"
        "UPDATE resource SET kind = 'professional', name = 'Cochin Fictif' WHERE id = 3");
    assert_int_equal(atlas_load(*state, AUDIENCE_PUBLIC, NULL, NULL, &atlas), STATUS_OK);
    static const struct {
        const char *text;
        bool unfinished;
        double least;
    } cases[] = {
        {"hopital cochin", false, 0.99}, {"HÔPITAL COCHIN, 75014 Paris", false, 0.99},
        {"cochin hôpital", false, 0.99}, {"hopital coch", true, 0.85},
        {"cochin", false, 0.7},          {"hôpital cochin urgences", false, 0.7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count = names_search(atlas, cases[i].text, strlen(cases[i].text),
                                    cases[i].unfinished, 3, found);
        assert_true(count >= 1);
        assert_string_equal(found[0].name, "Hôpital Cochin");
        assert_string_equal(found[0].label, "Hôpital Cochin, 75014 Paris");
        assert_true(found[0].score >= cases[i].least && found[0].score <= 1);
    }
    static const char *const nobody[] = {"", "coch", "fictif", "12 rue d'Alésia", "h"};
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
        assert_int_equal(names_search(atlas, nobody[i], strlen(nobody[i]), false, 3, found), 0);
    }
    atlas_close(atlas);
}

static void what_is_no_directory_is_refused(void **state)
{
    struct atlas *atlas = NULL;
    assert_int_equal(atlas_load("/tmp/voisoin-nowhere.sqlite", AUDIENCE_PUBLIC, NULL, NULL, &atlas),
                     STATUS_NOT_FOUND);
    assert_int_not_equal(atlas_load("CMakeLists.txt", AUDIENCE_PUBLIC, NULL, NULL, &atlas),
                         STATUS_OK);
    change(*state, "PRAGMA user_version = 99");
    assert_int_equal(atlas_load(*state, AUDIENCE_PUBLIC, NULL, NULL, &atlas), STATUS_INVALID);
    assert_null(atlas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_resource_is_found_by_its_id_with_its_text),
        cmocka_unit_test(a_restricted_field_never_enters_the_public_atlas),
        cmocka_unit_test(structures_are_found_by_name),
        cmocka_unit_test(what_is_no_directory_is_refused),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
