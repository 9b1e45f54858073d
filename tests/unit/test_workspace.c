/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "geodata/store/database.h"
#include "geodata/workspace.h"
#include "town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int make_folder(void **state)
{
    *state = town_folder();
    return 0;
}

static int remove_folder(void **state)
{
    town_remove(*state);
    return 0;
}

static struct workspace *open_workspace(const char *data)
{
    struct workspace *workspace = NULL;
    assert_int_equal(workspace_open(data, &workspace), STATUS_OK);
    return workspace;
}

static const struct source sheet = {.key = "sheet:test",
                                    .kind = "sheet",
                                    .name = "Annuaire",
                                    .publisher = "CPTS",
                                    .licence = "Licence Ouverte 2.0",
                                    .url = "https://cpts.example",
                                    .file_name = "annuaire.csv",
                                    .sha256 = "00ff",
                                    .as_of = "2026-11-01"};

static void begin(struct workspace *workspace, bool partial)
{
    assert_int_equal(workspace_begin_source(workspace, &sheet, partial), STATUS_OK);
}

static void expect_end(struct workspace *workspace, bool keep, struct source_summary expected)
{
    struct source_summary summary;
    assert_int_equal(workspace_end_source(workspace, keep, &summary), STATUS_OK);
    assert_int_equal(summary.added, expected.added);
    assert_int_equal(summary.changed, expected.changed);
    assert_int_equal(summary.same, expected.same);
    assert_int_equal(summary.removed, expected.removed);
}

static void expect_put(struct workspace *workspace, const struct resource *resource,
                       enum row_change expected)
{
    enum row_change change;
    assert_int_equal(workspace_put_resource(workspace, resource, &change), STATUS_OK);
    assert_int_equal(change, expected);
}

/* One number out of the closed or committed workspace. */
static int64_t count(const char *data, const char *sql)
{
    struct database *database = NULL;
    char path[200];
    int64_t value = -1;
    snprintf(path, sizeof path, "%s/workspace.sqlite", data);
    assert_int_equal(database_open_readonly(path, true, &database), STATUS_OK);
    assert_int_equal(database_integer(database, sql, sql, &value), STATUS_OK);
    database_close(database);
    return value;
}

static void the_same_twice_changes_nothing(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    town_say_areas(workspace);
    const struct resource *resources = town_resources();
    for (int turn = 0; turn < 2; turn++) {
        begin(workspace, false);
        for (int i = 0; i < TOWN_RESOURCES; i++) {
            expect_put(workspace, &resources[i], turn == 0 ? ROW_NEW : ROW_SAME);
        }
        expect_end(workspace, true,
                   turn == 0 ? (struct source_summary){.added = TOWN_RESOURCES}
                             : (struct source_summary){.same = TOWN_RESOURCES});
    }
    workspace_close(workspace);
    assert_int_equal(count(*state, "SELECT count(*) FROM record_zone"), TOWN_ZONES);
}

/* Each field alone makes a changed row, and what was said before is gone. */
static void every_field_counts_as_a_change(void **state)
{
    static const struct hours hours = {.count = 1, .spans = {{0, 540, 720}}};
    static const struct hours later = {.count = 1, .spans = {{0, 541, 720}}};
    static const char *const skills[] = {"G15:60"};
    static const char *const numbers[] = {"rpps:10001234567", "rpps:10001234568"};
    static const struct zone circle = {ZONE_INCLUDE, ZONE_CIRCLE, .radius_m = 100, .label = "100"};
    static const struct zone wider = {ZONE_INCLUDE, ZONE_CIRCLE, .radius_m = 101, .label = "100"};
    static const struct zone exclude = {ZONE_EXCLUDE, ZONE_CIRCLE, .radius_m = 101, .label = "100"};
    struct resource resource = {
        .identity = "x", .kind = RESOURCE_PROFESSIONAL, .name = "Un", .hours = &hours};
    struct workspace *workspace = open_workspace(*state);
#define CHANGE(assignment)                                                                         \
    do {                                                                                           \
        assignment;                                                                                \
        begin(workspace, false);                                                                   \
        expect_put(workspace, &resource, ROW_CHANGED);                                             \
        expect_end(workspace, true, (struct source_summary){.changed = 1});                        \
        begin(workspace, false);                                                                   \
        expect_put(workspace, &resource, ROW_SAME);                                                \
        expect_end(workspace, true, (struct source_summary){.same = 1});                           \
    } while (0)
    begin(workspace, false);
    expect_put(workspace, &resource, ROW_NEW);
    expect_end(workspace, true, (struct source_summary){.added = 1});
    CHANGE(resource.kind = RESOURCE_POINT);
    CHANGE(resource.name = "Deux");
    CHANGE(resource.profession = "G15:60");
    CHANGE(resource.place.address = "1 rue");
    CHANGE(resource.place.postcode = "75014");
    CHANGE(resource.place.citycode = "75114");
    CHANGE(resource.place.city = "Paris");
    CHANGE(resource.place.method = PLACE_GEOCODED);
    CHANGE(resource.place.point.lon = 2.3);
    CHANGE(resource.place.point.lat = 48.8);
    CHANGE(resource.place.point.lat = 48.8000001);
    CHANGE(resource.place.score = 0.5);
    CHANGE(resource.skills = skills; resource.skill_count = 1);
    CHANGE(resource.zones = &circle; resource.zone_count = 1);
    CHANGE(resource.zones = &wider);
    CHANGE(resource.zones = &exclude);
    CHANGE(resource.home_visit = TRISTATE_NO);
    CHANGE(resource.home_visit = TRISTATE_YES);
    CHANGE(resource.remote = TRISTATE_YES);
    CHANGE(resource.walk_in = TRISTATE_YES);
    CHANGE(resource.new_patients = TRISTATE_YES);
    CHANGE(resource.new_patients_as_of = "2026-11-01");
    CHANGE(resource.languages = "anglais");
    CHANGE(resource.wheelchair = TRISTATE_YES);
    CHANGE(resource.fees = "1");
    CHANGE(resource.phone = "01");
    CHANGE(resource.website = "https://x.example");
    CHANGE(resource.email = "x@x.example");
    CHANGE(resource.note = "note");
    CHANGE(resource.hours = &later);
    CHANGE(resource.hours = NULL);
    CHANGE(resource.restricted.direct_phone = "06");
    CHANGE(resource.restricted.mssante = "x@mssante.example");
    CHANGE(resource.restricted.referral_note = "appeler");
    CHANGE(resource.updated = "2026-11-02");
    CHANGE(resource.zones_incomplete = true);
    CHANGE(resource.corrects = 1);
    CHANGE(resource.identifiers = numbers; resource.identifier_count = 1);
    CHANGE(resource.identifiers = numbers + 1);
    workspace_close(workspace);
    assert_int_equal(count(*state, "SELECT count(*) FROM record_zone WHERE effect = 'exclude'"), 1);
    assert_int_equal(count(*state, "SELECT count(*) FROM record_zone"), 1);
    assert_int_equal(count(*state, "SELECT count(*) FROM record_hours"), 0);
}

static void what_is_not_repeated_goes_unless_partial(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    struct resource one = {.identity = "1", .kind = RESOURCE_POINT, .name = "Un"};
    struct resource two = {.identity = "2", .kind = RESOURCE_POINT, .name = "Deux"};
    begin(workspace, false);
    expect_put(workspace, &one, ROW_NEW);
    expect_put(workspace, &two, ROW_NEW);
    expect_end(workspace, true, (struct source_summary){.added = 2});
    begin(workspace, true);
    expect_put(workspace, &two, ROW_SAME);
    expect_end(workspace, true, (struct source_summary){.same = 1});
    begin(workspace, false);
    expect_put(workspace, &two, ROW_SAME);
    expect_end(workspace, true, (struct source_summary){.same = 1, .removed = 1});
    workspace_close(workspace);
    assert_int_equal(count(*state, "SELECT count(*) FROM record"), 1);
}

static void a_dry_run_tells_and_keeps_nothing(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    struct resource one = {.identity = "1", .kind = RESOURCE_POINT, .name = "Un"};
    begin(workspace, false);
    expect_put(workspace, &one, ROW_NEW);
    expect_end(workspace, false, (struct source_summary){.added = 1});
    assert_int_equal(count(*state, "SELECT count(*) FROM record"), 0);
    assert_int_equal(count(*state, "SELECT count(*) FROM source"), 0);
    begin(workspace, false);
    expect_put(workspace, &one, ROW_NEW);
    expect_end(workspace, true, (struct source_summary){.added = 1});
    workspace_close(workspace);
    assert_int_equal(count(*state, "SELECT count(*) FROM record"), 1);
}

#define MANY 20000 /* more than are said before the indexes go */

/* Number `i` of many, under an identity whose order is not that of the numbers. */
static enum status put_numbered(struct workspace *workspace, int i, const char *name,
                                enum row_change *change)
{
    char identity[40], rpps[40];
    const char *identifiers[] = {rpps};
    snprintf(identity, sizeof identity, "%d:%d", i % 7, i);
    snprintf(rpps, sizeof rpps, "rpps:%011d", i);
    struct zone zone = {ZONE_INCLUDE, ZONE_CIRCLE, .radius_m = 500, .label = "500 m"};
    struct resource resource = {.identity = identity,
                                .kind = RESOURCE_PROFESSIONAL,
                                .name = name,
                                .identifiers = identifiers,
                                .identifier_count = 1,
                                .zones = &zone,
                                .zone_count = i % 100 == 0};
    return workspace_put_resource(workspace, &resource, change);
}

static void put_range(struct workspace *workspace, int first, int last, enum row_change expected)
{
    enum row_change change;
    for (int i = first; i < last; i++) {
        assert_int_equal(put_numbered(workspace, i, "Une personne", &change), STATUS_OK);
        assert_int_equal(change, expected);
    }
}

#define INDEXES                                                                                    \
    "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name LIKE 'record%' AND sql " \
    "IS NOT NULL"

static void expect_sound(const char *data, int64_t records)
{
    assert_int_equal(count(data, "SELECT count(*) FROM record"), records);
    assert_int_equal(count(data, "SELECT count(*) FROM record_identifier"), records);
    assert_int_equal(count(data, INDEXES), 5);
    assert_int_equal(count(data, "SELECT count(*) FROM pragma_integrity_check "
                                 "WHERE integrity_check <> 'ok'"),
                     0);
    assert_int_equal(count(data, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

static void many_rows_in_one_turn_are_known_as_few_are(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    enum row_change change;
    begin(workspace, false);
    put_range(workspace, 0, MANY, ROW_NEW);
    for (int i = 0; i < MANY; i += MANY - 1) {
        assert_int_equal(put_numbered(workspace, i, "Une autre", &change), STATUS_INVALID);
    }
    expect_end(workspace, true, (struct source_summary){.added = MANY});
    expect_sound(*state, MANY);

    begin(workspace, false); /* 100 absent, one changed, many new beside those known before */
    put_range(workspace, MANY, 2 * MANY, ROW_NEW);
    put_range(workspace, 101, MANY, ROW_SAME);
    assert_int_equal(put_numbered(workspace, 100, "Une autre", &change), STATUS_OK);
    assert_int_equal(change, ROW_CHANGED);
    assert_int_equal(put_numbered(workspace, MANY - 1, "Une autre", &change), STATUS_INVALID);
    expect_end(
        workspace, true,
        (struct source_summary){.added = MANY, .changed = 1, .same = MANY - 101, .removed = 100});
    workspace_close(workspace);
    expect_sound(*state, 2 * MANY - 100);
    assert_int_equal(count(*state, "SELECT count(*) FROM record WHERE name = 'Une autre'"), 1);
    assert_int_equal(count(*state, "SELECT count(*) FROM record_zone"), 2 * MANY / 100 - 1);
}

static void many_rows_of_a_dry_run_leave_no_trace(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    begin(workspace, false);
    put_range(workspace, 0, 3, ROW_NEW);
    expect_end(workspace, true, (struct source_summary){.added = 3});
    begin(workspace, false);
    put_range(workspace, 3, MANY, ROW_NEW);
    expect_end(workspace, false, (struct source_summary){.added = MANY - 3, .removed = 3});
    expect_sound(*state, 3);
    begin(workspace, false);
    put_range(workspace, 0, 3, ROW_SAME);
    expect_end(workspace, true, (struct source_summary){.same = 3});
    workspace_close(workspace);
}

static void sessions_after_many_rows_find_their_structure(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    struct session session = {.skill = "G15:60", .first = 20000, .opens = 540, .closes = 600};
    enum row_change change;
    bool known = false;
    begin(workspace, false);
    put_range(workspace, 0, MANY, ROW_NEW);
    assert_int_equal(workspace_put_session(workspace, "5:19997", &session, &known, &change),
                     STATUS_OK);
    assert_true(known);
    put_range(workspace, MANY, MANY + 3, ROW_NEW);
    assert_int_equal(put_numbered(workspace, 2, "Une autre", &change), STATUS_INVALID);
    expect_end(workspace, true, (struct source_summary){.added = MANY + 4});
    workspace_close(workspace);
    expect_sound(*state, MANY + 3);
}

static void nonsense_is_refused_and_the_turn_goes_on(void **state)
{
    static const char *const unknown_skill[] = {"loc:rien"};
    static const struct zone no_radius = {ZONE_INCLUDE, ZONE_CIRCLE, .label = "?"};
    static const struct zone no_area = {ZONE_INCLUDE, ZONE_AREA, .area = "Atlantide"};
    static const struct zone no_skill = {ZONE_INCLUDE, ZONE_CIRCLE, "loc:rien", .radius_m = 1};
    static const struct zone bow_tie = {ZONE_INCLUDE, ZONE_GEOMETRY,
                                        .geometry = "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"};
    static const struct zone line = {ZONE_INCLUDE, ZONE_GEOMETRY,
                                     .geometry = "LINESTRING(0 0, 1 1)"};
    static const struct zone words = {ZONE_INCLUDE, ZONE_GEOMETRY, .geometry = "partout"};
#define POINT .kind = RESOURCE_POINT, .name = "n", .identity = "i"
#define ZONE(zone) .zones = &(zone), .zone_count = 1
    const struct resource cases[] = {
        {.kind = RESOURCE_POINT, .name = "n"},
        {.kind = RESOURCE_POINT, .name = "n", .identity = ""},
        {.kind = RESOURCE_POINT, .identity = "i"},
        {.kind = 0, .name = "n", .identity = "i"},
        {POINT, .profession = "loc:rien"},
        {POINT, .fees = "4"},
        {POINT, .fees = "12"},
        {POINT, .skills = unknown_skill, .skill_count = 1},
        {POINT, .place = {.method = PLACE_SOURCE, .point = {650832.7, 6859515.05}}},
        {POINT, ZONE(no_radius)},
        {POINT, ZONE(no_area)},
        {POINT, ZONE(no_skill)},
        {POINT, ZONE(bow_tie)},
        {POINT, ZONE(line)},
        {POINT, ZONE(words)},
    };
    struct workspace *workspace = open_workspace(*state);
    struct resource good = {POINT};
    enum row_change change;
    begin(workspace, false);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(workspace_put_resource(workspace, &cases[i], &change), STATUS_INVALID);
    }
    expect_put(workspace, &good, ROW_NEW);
    assert_int_equal(workspace_put_resource(workspace, &good, &change), STATUS_INVALID); /* twice */
    expect_end(workspace, true, (struct source_summary){.added = 1});
    workspace_close(workspace);
}

struct seen {
    int count;
    char keys[200];
    size_t rows;
};

static bool note_source(void *context, const struct source *source, const char *imported_at,
                        size_t rows)
{
    struct seen *seen = context;
    seen->count++;
    seen->rows += rows;
    strcat(strcat(seen->keys, source->key), " ");
    assert_int_equal(strlen(imported_at), strlen("2026-11-22T22:00:00Z"));
    if (strcmp(source->key, sheet.key) == 0) {
        assert_string_equal(source->publisher, sheet.publisher);
        assert_string_equal(source->url, sheet.url);
        assert_string_equal(source->file_name, sheet.file_name);
        assert_string_equal(source->sha256, sheet.sha256);
        assert_string_equal(source->as_of, sheet.as_of);
    }
    return true;
}

static void sources_are_told_in_order(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    struct seen seen = {0}, again = {0};
    begin(workspace, false);
    expect_end(workspace, true, (struct source_summary){0});
    town_say(workspace);
    assert_int_equal(workspace_each_source(workspace, note_source, &seen), STATUS_OK);
    assert_string_equal(seen.keys, "sheet:test town:areas town:people town:sessions ");
    assert_int_equal(seen.rows, TOWN_AREAS + TOWN_RESOURCES + TOWN_SESSIONS);
    begin(workspace, false);
    expect_end(workspace, true, (struct source_summary){0});
    assert_int_equal(workspace_each_source(workspace, note_source, &again), STATUS_OK);
    assert_string_equal(again.keys, "town:areas town:people town:sessions sheet:test ");
    workspace_close(workspace);
}

static void sessions_know_their_structure(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    struct session session = {.skill = "R210:0897", .first = 20778, .opens = 600, .closes = 960};
    static const struct {
        const char *structure;
        bool known;
    } cases[] = {
        {"Pharmacie du Pont", true},
        {"PHARMACIE  du-pont", true},
        {"town:H", true},
        {"Pharmacie du Gué", false},
        {"town:Z", false},
    };
    bool known;
    enum row_change change;
    town_say(workspace);
    begin(workspace, false);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        session.first++;
        assert_int_equal(
            workspace_put_session(workspace, cases[i].structure, &session, &known, &change),
            STATUS_OK);
        assert_int_equal(known, cases[i].known);
        assert_int_equal(change, ROW_NEW);
    }
    assert_int_equal(workspace_put_session(workspace, "town:Z", &session, &known, &change),
                     STATUS_INVALID); /* twice in one turn */
    session.skill = "loc:rien";
    assert_int_equal(workspace_put_session(workspace, "town:H", &session, &known, &change),
                     STATUS_INVALID);
    session = (struct session){.skill = "R210:0897", .opens = 600, .closes = 600};
    assert_int_equal(workspace_put_session(workspace, "town:H", &session, &known, &change),
                     STATUS_INVALID);
    expect_end(workspace, true, (struct source_summary){.added = 5});

    session = (struct session){.skill = "R210:0897", .first = 20783, .opens = 600, .closes = 961};
    begin(workspace, false);
    assert_int_equal(workspace_put_session(workspace, "town:z", &session, &known, &change),
                     STATUS_OK);
    assert_int_equal(change, ROW_CHANGED);
    expect_end(workspace, true, (struct source_summary){.changed = 1, .removed = 4});
    workspace_close(workspace);
}

static enum status put_area(struct workspace *workspace, const char *wkt, bool *repaired,
                            struct buffer *why)
{
    static int number = 0;
    char name[20];
    enum row_change change;
    snprintf(name, sizeof name, "zone %d", ++number);
    struct area area = {"zone", NULL, name, wkt};
    buffer_reset(why);
    *repaired = false;
    return workspace_put_area(workspace, &area, repaired, why, &change);
}

static void areas_are_mended_or_refused_with_the_reason(void **state)
{
    static const struct {
        const char *wkt;
        enum status status;
        bool repaired;
        const char *why;
    } cases[] = {
        {"POLYGON((2 48, 3 48, 3 49, 2 49, 2 48))", STATUS_OK, false, ""},
        {"MULTIPOLYGON(((2 48, 3 48, 3 49, 2 48)), ((5 48, 6 48, 6 49, 5 48)))", STATUS_OK, false,
         ""},
        {"POLYGON Z((2 48 1, 3 48 1, 3 49 1, 2 48 1))", STATUS_OK, false, ""},
        {"POLYGON((2 48, 3 49, 3 48, 2 49, 2 48))", STATUS_OK, true,
         "polygone invalide : Self-intersection[2.5 48.5]"},
        {"POLYGON((2 48, 3 49, 2 48))", STATUS_INVALID, false, NULL},
        {"POLYGON((2 48, 3 49, 4 50, 2 48))", STATUS_INVALID, false,
         "polygone sans surface, il n'en reste rien"},
        {"POLYGON((2 48, 2.00000001 48, 2 48.00000001, 2 48))", STATUS_INVALID, false,
         "polygone sans surface, il n'en reste rien"},
        {"POLYGON EMPTY", STATUS_INVALID, false, NULL},
        {"POINT(2 48)", STATUS_INVALID, false, "la géométrie n'est pas un polygone"},
        {"LINESTRING(2 48, 3 49)", STATUS_INVALID, false, "la géométrie n'est pas un polygone"},
        {"POLYGON((2 48, 3 48", STATUS_INVALID, false, "géométrie illisible"},
        {"", STATUS_INVALID, false, "géométrie illisible"},
        {"POLYGON((650832.7 6859515, 650932.7 6859515, 650932.7 6859615, 650832.7 6859515))",
         STATUS_INVALID, false,
         "coordonnées hors du globe : x=650832.7 y=6859515 ; ce fichier semble être en Lambert-93 "
         "(EPSG:2154), il faut des degrés, longitude puis latitude (EPSG:4326)"},
        {"POLYGON((2 48, 200 48, 3 49, 2 48))", STATUS_INVALID, false,
         "coordonnées hors du globe : x=200 y=49 ; il faut des degrés, longitude puis latitude "
         "(EPSG:4326)"},
    };
    struct workspace *workspace = open_workspace(*state);
    struct buffer why = {0};
    bool repaired;
    begin(workspace, false);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(put_area(workspace, cases[i].wkt, &repaired, &why), cases[i].status);
        if (cases[i].status == STATUS_OK) assert_int_equal(repaired, cases[i].repaired);
        if (cases[i].why != NULL) {
            assert_string_equal(why.length == 0 ? "" : why.data, cases[i].why);
        }
        if (cases[i].status != STATUS_OK) assert_true(why.length > 0);
    }
    expect_end(workspace, true, (struct source_summary){.added = 4});
    workspace_close(workspace);
    buffer_free(&why);
    assert_int_equal(count(*state, "SELECT count(*) FROM area WHERE ST_IsValid(geometry) = 1 AND "
                                   "GeometryType(geometry) = 'MULTIPOLYGON'"),
                     4);
    /* the bow tie has kept both its halves: 2 triangles of 1/4 square degree */
    assert_int_equal(count(*state, "SELECT count(*) FROM area WHERE NumGeometries(geometry) = 2 "
                                   "AND abs(ST_Area(geometry) - 0.5) < 1e-9"),
                     1);
}

static void areas_answer_to_name_and_code(void **state)
{
    static const struct {
        const char *word;
        bool known;
    } cases[] = {
        {"Rive-Gauche", true}, {"RIVE GAUCHE", true},  {"rive  gauche ", true}, {"99001", true},
        {"9900102", true},     {"Les Tilleuls", true}, {"Tilleuls", false},     {"", false},
    };
    struct workspace *workspace = open_workspace(*state);
    town_say_areas(workspace);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(workspace_has_area(workspace, cases[i].word), cases[i].known);
    }
    workspace_close(workspace);
}

static void a_point_has_its_commune(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    char code[8];
    town_say_areas(workspace);
    assert_int_equal(workspace_commune_at(workspace, town_point(5, 5), code), STATUS_OK);
    assert_string_equal(code, "99001");
    /* on the border, then in the territory but in no commune */
    assert_int_equal(workspace_commune_at(workspace, town_point(0, 0), code), STATUS_OK);
    assert_string_equal(code, "99001");
    assert_int_equal(workspace_commune_at(workspace, town_point(21, 5), code), STATUS_OK);
    assert_string_equal(code, "");
    workspace_close(workspace);
}

static void positions_are_snapped_to_seven_decimals(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    struct resource resource = {
        .identity = "x",
        .kind = RESOURCE_POINT,
        .name = "n",
        .place = {.method = PLACE_SOURCE, .point = {2.33019149999, 48.83381300001}}};
    begin(workspace, false);
    expect_put(workspace, &resource, ROW_NEW);
    expect_end(workspace, true, (struct source_summary){.added = 1});
    workspace_close(workspace);
    assert_int_equal(count(*state, "SELECT ST_X(geometry) = 2.3301915 AND ST_Y(geometry) = "
                                   "48.833813 FROM record"),
                     1);
}

static void the_community_adds_to_the_taxonomy(void **state)
{
    struct workspace *workspace = open_workspace(*state);
    size_t before = skills_count(workspace_skills(workspace));
    assert_int_equal(skills_by_code(workspace_skills(workspace), "loc:reiki-test"), SKILL_NONE);
    workspace_close(workspace);

    struct database *database = NULL;
    char path[200];
    snprintf(path, sizeof path, "%s/workspace.sqlite", (const char *)*state);
    assert_int_equal(database_open(path, DATABASE_WRITE, false, &database), STATUS_OK);
    assert_int_equal(database_run(database, "addition",
                                  "INSERT INTO skill VALUES ('loc:reiki-test', 'act', 'G15:60',"
                                  " 'Soin inventé', 'Made-up care', 'inventif|inventive')"),
                     STATUS_OK);
    database_close(database);
    workspace = open_workspace(*state);
    const struct skills *skills = workspace_skills(workspace);
    assert_int_equal(skills_count(skills), before + 1);
    assert_int_equal(skills_by_words(skills, "soin invente"),
                     skills_by_code(skills, "loc:reiki-test"));
    workspace_close(workspace);
}

static void a_workspace_of_another_version_is_refused(void **state)
{
    workspace_close(open_workspace(*state));
    struct database *database = NULL;
    struct workspace *workspace = NULL;
    char path[200];
    snprintf(path, sizeof path, "%s/workspace.sqlite", (const char *)*state);
    assert_int_equal(database_open(path, DATABASE_WRITE, false, &database), STATUS_OK);
    assert_int_equal(database_run(database, "version", "PRAGMA user_version = 99"), STATUS_OK);
    database_close(database);
    assert_int_equal(workspace_open(*state, &workspace), STATUS_FAILED);
    assert_null(workspace);
}

/* What is asked for every row of a file must not read a whole table. */
static void questions_asked_per_row_use_an_index(void **state)
{
    static const char *const names[] = {"find_record", "find_session", "has_structure",
                                        "find_area",   "has_area",     "commune_at"};
    workspace_close(open_workspace(*state));
    struct database *database = NULL;
    char path[200];
    snprintf(path, sizeof path, "%s/workspace.sqlite", (const char *)*state);
    assert_int_equal(database_open_readonly(path, true, &database), STATUS_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char sql[3000] = "EXPLAIN QUERY PLAN ";
        size_t start = strlen(sql);
        snprintf(path, sizeof path, "geodata/sql/workspace_%s.sql", names[i]);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        assert_true(fread(sql + start, 1, sizeof sql - start - 1, file) > 0);
        fclose(file);
        struct statement *plan = NULL;
        assert_int_equal(database_prepare(database, names[i], sql, &plan), STATUS_OK);
        while (statement_step(plan) == STATUS_OK) {
            const char *words = column_text(plan, 3);
            bool scans = strncmp(words, "SCAN ", 5) == 0 && strstr(words, "CONSTANT") == NULL &&
                         strstr(words, "VIRTUAL TABLE INDEX 2:") == NULL; /* R-tree, by box */
            if (scans) fail_msg("%s: %s", names[i], words);
        }
        statement_close(plan);
    }
    database_close(database);
}

#define test_in_folder(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_in_folder(the_same_twice_changes_nothing),
        test_in_folder(every_field_counts_as_a_change),
        test_in_folder(what_is_not_repeated_goes_unless_partial),
        test_in_folder(a_dry_run_tells_and_keeps_nothing),
        test_in_folder(many_rows_in_one_turn_are_known_as_few_are),
        test_in_folder(many_rows_of_a_dry_run_leave_no_trace),
        test_in_folder(sessions_after_many_rows_find_their_structure),
        test_in_folder(nonsense_is_refused_and_the_turn_goes_on),
        test_in_folder(sources_are_told_in_order),
        test_in_folder(sessions_know_their_structure),
        test_in_folder(areas_are_mended_or_refused_with_the_reason),
        test_in_folder(areas_answer_to_name_and_code),
        test_in_folder(a_point_has_its_commune),
        test_in_folder(positions_are_snapped_to_seven_decimals),
        test_in_folder(the_community_adds_to_the_taxonomy),
        test_in_folder(questions_asked_per_row_use_an_index),
        test_in_folder(a_workspace_of_another_version_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
