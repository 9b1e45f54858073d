/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/atlas.h"
#include "geodata/atlas/atlas_data.h"
#include "geodata/atlas/atlas_names.h"
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

/* A piece that all share, one of its own that is long, and more that are shared than are kept. */
#define OWN_LENGTH 70000
#define SHARED_MOST 70000
static void write_in_stretches(void *context, const struct atlas *atlas, atlas_id id,
                               const struct resource *resource, struct atlas_text *out)
{
    static const char key = 0;
    (void)context;
    (void)atlas;
    if (!atlas_text_again(out, &key, 1)) {
        buffer_text(&out->bytes, "<shared by all>");
        atlas_text_shared(out);
    }
    buffer_text(&out->bytes, resource->id);
    atlas_text_own(out);
    atlas_text_head(out, id + 1);
    atlas_text_shared(out); /* of nothing */
    for (unsigned i = 0; id == 3 && i < SHARED_MOST; i++) {
        buffer_format(&out->bytes, "%u;", i);
        atlas_text_shared(out);
    }
    for (unsigned i = 0; id % 7 == 0 && i < OWN_LENGTH; i++)
        buffer_char(&out->bytes, (char)('a' + (i + id) % 26));
    buffer_format(&out->bytes, "<%u>", id % 5);
    atlas_text_shared(out);
    buffer_text(&out->bytes, "end");
}

static void stretches_that_are_shared_are_given_back_whole(void **state)
{
    struct atlas *atlas = NULL;
    const struct atlas_options options = {.encode = write_in_stretches, .piece_rows = 9};
    assert_int_equal(atlas_load_with(*state, AUDIENCE_PUBLIC, &options, &atlas), STATUS_OK);
    for (atlas_id id = 0; id < RESOURCES; id++) {
        struct buffer wanted = {0}, text = {0}, head = {0};
        buffer_format(&wanted, "<shared by all>%s", atlas_resource_id(atlas, id));
        assert_int_equal(atlas_write_head(atlas, id, &head), id + 1);
        assert_string_equal(head.data, wanted.data);
        for (unsigned i = 0; id == 3 && i < SHARED_MOST; i++) buffer_format(&wanted, "%u;", i);
        for (unsigned i = 0; id % 7 == 0 && i < OWN_LENGTH; i++)
            buffer_char(&wanted, (char)('a' + (i + id) % 26));
        buffer_format(&wanted, "<%u>end", id % 5);
        atlas_write_text(atlas, id, &text);
        assert_int_equal(text.length, wanted.length);
        assert_string_equal(text.data, wanted.data);
        buffer_free(&wanted);
        buffer_free(&text);
        buffer_free(&head);
    }
    atlas_close(atlas);
}

static void assert_same_slices(const struct slices *a, const struct slices *b, size_t owners)
{
    for (uint32_t i = 0; i < owners; i++) {
        struct slice left = slice_of(a, i), right = slice_of(b, i);
        assert_int_equal(left.first, right.first);
        assert_int_equal(left.end, right.end);
    }
}

#define ASSERT_SAME(a, b, items, count)                                                            \
    assert_memory_equal((a)->items, (b)->items, (count) * sizeof *(a)->items)

static void assert_same_places(const struct atlas *a, const struct atlas *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->placed, b->placed);
    ASSERT_SAME(a, b, points, a->count);
    ASSERT_SAME(a, b, by_id, a->by_id_cells);
    for (atlas_id id = 0; id < a->count; id++) {
        struct atlas_record left = a->records[id], right = b->records[id];
        assert_string_equal(a->languages.data + left.languages,
                            b->languages.data + right.languages);
        left.text = right.text = left.languages = right.languages = 0; /* where, not what */
        assert_memory_equal(&left, &right, sizeof left);
        assert_string_equal(atlas_resource_id(a, id), atlas_resource_id(b, id));
    }
}

static void assert_same_lists(const struct atlas *a, const struct atlas *b)
{
    size_t skills = skills_count(a->skills);
    assert_same_slices(&a->skill_slices, &b->skill_slices, a->count);
    assert_same_slices(&a->having_slices, &b->having_slices, skills);
    assert_same_slices(&a->zone_slices, &b->zone_slices, a->count);
    assert_same_slices(&a->closure_slices, &b->closure_slices, a->count);
    assert_same_slices(&a->session_slices, &b->session_slices, a->count);
    ASSERT_SAME(a, b, skill_of, slice_of(&a->skill_slices, (uint32_t)a->count - 1).end);
    ASSERT_SAME(a, b, in_sessions, skills);
    ASSERT_SAME(a, b, week_slices.has, a->count / 64 + 1);
    ASSERT_SAME(a, b, week_of, a->week_slices.count);
    assert_int_equal(a->weeks.span_count, b->weeks.span_count);
    ASSERT_SAME(a, b, weeks.spans, a->weeks.span_count);
    ASSERT_SAME(a, b, having, a->having_slices.start[a->having_slices.count]);
    for (size_t skill = 0; skill < skills; skill++) {
        assert_int_equal(a->by_skill[skill].count, b->by_skill[skill].count);
        if (a->by_skill[skill].count == 0) continue;
        ASSERT_SAME(&a->by_skill[skill], &b->by_skill[skill], boxes,
                    a->by_skill[skill].levels.total);
    }
    assert_int_equal(a->visits.count, b->visits.count);
    ASSERT_SAME(&a->visits, &b->visits, leaves, a->visits.levels.boxes[0]);
    ASSERT_SAME(a, b, visit_of, a->visits.count);
    assert_same_slices(&a->visit_slices, &b->visit_slices, skills);
    ASSERT_SAME(a, b, visit_items, a->visit_slices.start[a->visit_slices.count]);
    ASSERT_SAME(a, b, people.start, a->people.mask + 2);
    ASSERT_SAME(a, b, people.resources, a->people.start[a->people.mask + 1]);
    ASSERT_SAME(&a->polygons, &b->polygons, vertices, a->polygons.vertex_count);
    assert_int_equal(a->polygons.ring_count, b->polygons.ring_count);
    for (size_t i = 0; i < a->polygons.ring_count; i++) {
        assert_int_equal(a->polygons.rings[i].first, b->polygons.rings[i].first);
        assert_int_equal(a->polygons.rings[i].count, b->polygons.rings[i].count);
    }
}

static void a_directory_taken_in_by_many_is_the_same(void **state)
{
    static const size_t pieces[] = {1, 7, RESOURCES / 2, RESOURCES, 10 * RESOURCES};
    struct atlas *alone = NULL;
    const struct atlas_options one = {.encode = write_in_stretches};
    assert_int_equal(atlas_load_with(*state, AUDIENCE_PUBLIC, &one, &alone), STATUS_OK);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct atlas *atlas = NULL;
        const struct atlas_options many = {.encode = write_in_stretches, .piece_rows = pieces[i]};
        assert_int_equal(atlas_load_with(*state, AUDIENCE_PUBLIC, &many, &atlas), STATUS_OK);
        assert_same_places(alone, atlas);
        assert_same_lists(alone, atlas);
        assert_int_equal(alone->facts.professionals, atlas->facts.professionals);
        assert_int_equal(alone->facts.structures, atlas->facts.structures);
        assert_int_equal(alone->facts.points, atlas->facts.points);
        assert_int_equal(alone->name_count, atlas->name_count);
        for (size_t k = 0; k < alone->name_count; k++)
            assert_string_equal(alone->names[k].folded, atlas->names[k].folded);
        atlas_close(atlas);
    }
    atlas_close(alone);
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
        cmocka_unit_test(stretches_that_are_shared_are_given_back_whole),
        cmocka_unit_test(a_directory_taken_in_by_many_is_the_same),
        cmocka_unit_test(a_restricted_field_never_enters_the_public_atlas),
        cmocka_unit_test(structures_are_found_by_name),
        cmocka_unit_test(what_is_no_directory_is_refused),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
