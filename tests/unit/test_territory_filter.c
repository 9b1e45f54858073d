/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book.h"
#include "check.h"
#include "geodata/geocode.h"
#include "importer/territory/territory_filter.h"

#include <stdlib.h>
#include <string.h>

/* The demo's address book holds the 14th arrondissement of Paris alone (75014, 75114). */
#define BOOK "geodata/demo/adresses.csv"

struct world {
    struct book book;
    struct workspace *workspace;
};

static int make_world(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    test_book_open(BOOK, &world->book);
    assert_int_equal(workspace_open(world->book.folder, &world->workspace), STATUS_OK);
    *state = world;
    return 0;
}

static int remove_world(void **state)
{
    struct world *world = *state;
    workspace_close(world->workspace);
    test_book_close(&world->book);
    free(world);
    return 0;
}

struct row {
    const char *citycode, *postcode, *town;
    bool kept;
};

static void check_rows(struct world *world, const struct options *options, const struct row *rows,
                       size_t count)
{
    struct kept *kept = NULL;
    struct report report = {0};
    assert_int_equal(kept_open(options, world->workspace, &report, &kept), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        struct kept_query query = {rows[i].citycode, rows[i].postcode, rows[i].town};
        if (kept_has(kept, &query) == rows[i].kept) continue;
        fail_msg("row %zu: %s %s %s should %sbe kept", i, rows[i].citycode, rows[i].postcode,
                 rows[i].town, rows[i].kept ? "" : "not ");
    }
    kept_close(kept);
    report_free(&report);
}
#define CHECK(world, options, rows) check_rows(world, options, rows, sizeof(rows) / sizeof *(rows))

static void say_area(struct world *world, const char *kind, const char *code)
{
    struct source source = {.key = "territory:x", .kind = "territory", .name = "x"};
    struct area area = {.kind = kind,
                        .code = code,
                        .name = code,
                        .geometry = "POLYGON((2 48, 2.1 48, 2.1 48.1, 2 48.1, 2 48))"};
    struct buffer why = {0};
    bool repaired;
    enum row_change change;
    assert_int_equal(workspace_begin_source(world->workspace, &source, true), STATUS_OK);
    assert_int_equal(workspace_put_area(world->workspace, &area, &repaired, &why, &change),
                     STATUS_OK);
    assert_int_equal(workspace_end_source(world->workspace, true, NULL), STATUS_OK);
    buffer_free(&why);
}

static void the_address_book_and_the_territory_decide(void **state)
{
    struct world *world = *state;
    const struct row before[] = {
        {"75114", "75014", "75014 PARIS", true},
        {"75114", "75674", "75674 PARIS CEDEX 14", true},
        {"75113", "75013", "75013 PARIS", false},
        {"75113", "75014", "75014 PARIS", false}, /* the commune decides */
        {"75056", "75014", "75014 PARIS", true},  /* but all Paris says too little */
        {"75056", "75013", "75013 PARIS", false},
        {NULL, "75014", "75014 PARIS", true},
        {NULL, "75013", "75013 PARIS", false},
        {NULL, "75674", "PARIS CEDEX 14", true},
        {NULL, "75674", "75674 PARIS CEDEX 14", true},
        {NULL, "75651", "PARIS CEDEX 13", false},
        {NULL, "69674", "PARIS CEDEX 14", false}, /* another département's Paris */
        {NULL, NULL, "Paris Cedex 14", true},
        {NULL, NULL, NULL, false},
        {NULL, "GL", "GLOUCESTER", false},
        {"", "", "", false},
        {"92049", "92120", "92120 MONTROUGE", false},
        {"92040", "92130", "92130 ISSY", false},
    };
    const struct options options = {.data = world->book.folder};
    CHECK(world, &options, before);

    say_area(world, "commune", "92049");
    say_area(world, "quartier", "7511304");
    say_area(world, "iris", "920400101");
    const struct row after[] = {
        {"92049", "92120", "92120 MONTROUGE", true}, {"92040", "92130", "92130 ISSY", true},
        {"75113", "75013", "75013 PARIS", true},     {"75114", "75014", "75014 PARIS", true},
        {"75115", "75015", "75015 PARIS", false},
    };
    CHECK(world, &options, after);
}

static void options_win_over_what_is_loaded(void **state)
{
    struct world *world = *state;
    const struct row departements[] = {
        {"92049", "92120", NULL, true},       {"75114", "75014", NULL, false},
        {NULL, "92120", NULL, true},          {"2A004", "20000", NULL, true},
        {NULL, "20090", "AJACCIO", true},     {NULL, "20200", "BASTIA", false},
        {"2B033", "20200", NULL, false},      {"97411", "97400", NULL, true},
        {NULL, "97400", "SAINT-DENIS", true}, {"97105", "97100", NULL, false},
        {"26362", "07000", "VALENCE", false}, {NULL, NULL, "PARIS", false},
    };
    struct options options = {.data = world->book.folder, .departement = "92, 2a;974"};
    CHECK(world, &options, departements);

    const struct row postcodes[] = {
        {"75114", "75014", NULL, true},
        {"75113", "75013", NULL, true},
        {"75115", "75015", NULL, false},
        {"75114", "75674", "PARIS CEDEX 14", true}, /* a CEDEX of a commune that has 75014 */
        {NULL, "75674", "PARIS CEDEX 14", true},
        {NULL, "75737", "PARIS CEDEX 15", false},
    };
    options = (struct options){.data = world->book.folder, .postcodes = "75014,75013"};
    CHECK(world, &options, postcodes);

    const struct row communes[] = {
        {"75114", "75014", NULL, true},
        {"75113", "75014", "75014 PARIS", false}, /* a neighbour with its postcode */
        {"75056", "75014", "75014 PARIS", true},
        {NULL, "75014", "75014 PARIS", true},
        {NULL, "75674", "PARIS CEDEX 14", true},
        {NULL, "75013", "75013 PARIS", false},
        {"92049", "92120", "MONTROUGE", true}, /* asked, though not in the book */
        {NULL, NULL, NULL, false},
    };
    options = (struct options){.data = world->book.folder, .communes = "75114 92049"};
    CHECK(world, &options, communes);
}

static void an_option_that_names_nothing_is_refused(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *departement, *communes, *postcodes;
    } wrong[] = {
        {"Paris", NULL, NULL}, {"7", NULL, NULL},     {"20C", NULL, NULL},   {"97", NULL, NULL},
        {"750", NULL, NULL},   {NULL, NULL, "75"},    {NULL, NULL, "7501A"}, {NULL, NULL, "750144"},
        {NULL, "Paris", NULL}, {NULL, "2C004", NULL}, {NULL, "14", NULL},    {NULL, "751140", NULL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct options options = {.data = world->book.folder,
                                  .departement = wrong[i].departement,
                                  .communes = wrong[i].communes,
                                  .postcodes = wrong[i].postcodes};
        struct kept *kept = NULL;
        struct report report = {0};
        assert_int_equal(kept_open(&options, world->workspace, &report, &kept), STATUS_INVALID);
        assert_int_equal(report.finding_count, 1);
        report_free(&report);
    }
}

static void with_nothing_loaded_every_row_is_kept(void **state)
{
    (void)state;
    char folder[64];
    struct world world = {0};
    folder_make(folder);
    assert_int_equal(workspace_open(folder, &world.workspace), STATUS_OK);
    const struct row rows[] = {{"75114", "75014", NULL, true}, {NULL, NULL, NULL, true}};
    const struct options options = {.data = folder};
    CHECK(&world, &options, rows);
    workspace_close(world.workspace);
    folder_remove(folder);
}

static void what_is_left_out_is_told_once(void **state)
{
    struct world *world = *state;
    struct kept *kept = NULL;
    struct report report = {0};
    struct options options = {.data = world->book.folder};
    assert_int_equal(kept_open(&options, world->workspace, &report, &kept), STATUS_OK);
    kept_tell(kept, "f.csv", 0, &report);
    assert_int_equal(report.finding_count, 0);
    kept_tell(kept, "f.csv", 3, &report);
    assert_int_equal(report.finding_count, 1);
    kept_close(kept);
    report_free(&report);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, make_world, remove_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(the_address_book_and_the_territory_decide),
        IN_WORLD(options_win_over_what_is_loaded),
        IN_WORLD(an_option_that_names_nothing_is_refused),
        cmocka_unit_test(with_nothing_loaded_every_row_is_kept),
        IN_WORLD(what_is_left_out_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
