/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search against a slow and obvious one: every resource read by SQL, distances by PROJ's
 * geodesic alone, polygons by GEOS alone, no index anywhere. */
#include "check.h"
#include "geodata/search.h"
#include "random_directory.h"

#include <geodesic.h>
#include <geos_c.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <spatialite.h> /* wants sqlite3.h before it */

#define RESOURCES 2500
#define QUESTIONS 10000 /* VOISOIN_QUESTIONS sets more */
#define SKILLS_MAX 64
#define ZONES_MAX 4

struct plain_zone {
    bool is_excluded, is_circle;
    int skill; /* -1: all */
    double radius_m;
    const GEOSPreparedGeometry *prepared;
    GEOSGeometry *geometry;
};

struct plain {
    atlas_id id;
    char public_id[16];
    bool is_placed;
    struct point point;
    char kind[16], languages[32], fees;
    int home_visit, remote, walk_in, new_patients, wheelchair; /* -1 not said */
    int skills[SKILLS_MAX];
    size_t skill_count;
    struct plain_zone zones[ZONES_MAX];
    size_t zone_count;
    struct hours hours;
};

struct world {
    char path[64];
    struct atlas *atlas;
    struct plain *plain;
    size_t count;
    struct geod_geodesic earth;
    GEOSContextHandle_t geos;
    unsigned short seed[3];
    atlas_id among[8];
};

/* --- the obvious reading ------------------------------------------------------------------- */

static int integer_or_unknown(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? -1 : sqlite3_column_int(row, column);
}

static void copy_text(char *out, size_t size, sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    snprintf(out, size, "%s", text == NULL ? "" : (const char *)text);
}

/* What is said and all it implies, by walking up the table of parents. */
static void add_skill(struct world *world, struct plain *plain, int skill)
{
    const struct skills *skills = atlas_skills(world->atlas);
    for (skill_id at = (skill_id)skill; at != SKILL_NONE;) {
        assert_true(plain->skill_count < SKILLS_MAX);
        plain->skills[plain->skill_count++] = at;
        const struct skill *entry = skills_get(skills, at);
        if (entry->parent == SKILL_NONE) break;
        enum skill_kind above = skills_get(skills, entry->parent)->kind;
        if (above != entry->kind &&
            !(entry->kind == SKILL_SPECIALTY && above == SKILL_PROFESSION)) {
            break;
        }
        at = entry->parent;
    }
}

static void read_resources(struct world *world, sqlite3 *db)
{
    sqlite3_stmt *row = NULL;
    sqlite3_prepare_v2(db,
                       "SELECT r.id, r.public_id, r.kind, ST_X(p.geometry), ST_Y(p.geometry), "
                       "r.home_visit, r.remote, r.walk_in, r.new_patients, r.wheelchair, "
                       "r.languages, r.fees, s.id FROM resource r JOIN place p ON p.id = r.place "
                       "LEFT JOIN skill s ON s.code = r.profession ORDER BY r.id",
                       -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        struct plain *plain = &world->plain[sqlite3_column_int(row, 0)];
        copy_text(plain->public_id, sizeof plain->public_id, row, 1);
        plain->id = atlas_find(world->atlas, plain->public_id);
        assert_int_not_equal(plain->id, ATLAS_NONE);
        copy_text(plain->kind, sizeof plain->kind, row, 2);
        plain->is_placed = sqlite3_column_type(row, 3) != SQLITE_NULL;
        plain->point = (struct point){sqlite3_column_double(row, 3), sqlite3_column_double(row, 4)};
        plain->home_visit = integer_or_unknown(row, 5);
        plain->remote = integer_or_unknown(row, 6);
        plain->walk_in = integer_or_unknown(row, 7);
        plain->new_patients = integer_or_unknown(row, 8);
        plain->wheelchair = integer_or_unknown(row, 9);
        copy_text(plain->languages, sizeof plain->languages, row, 10);
        const unsigned char *fees = sqlite3_column_text(row, 11);
        plain->fees = fees == NULL ? '\0' : (char)fees[0];
        int profession = integer_or_unknown(row, 12);
        if (profession >= 0) add_skill(world, plain, profession);
        world->count++;
    }
    sqlite3_finalize(row);
}

static void read_lists(struct world *world, sqlite3 *db)
{
    sqlite3_stmt *row = NULL;
    sqlite3_prepare_v2(db, "SELECT resource, skill FROM resource_skill", -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        add_skill(world, &world->plain[sqlite3_column_int(row, 0)], sqlite3_column_int(row, 1));
    }
    sqlite3_finalize(row);
    sqlite3_prepare_v2(db, "SELECT resource, weekday, opens, closes FROM hours ORDER BY 1, 2, 3",
                       -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        struct hours *hours = &world->plain[sqlite3_column_int(row, 0)].hours;
        hours->spans[hours->count++] =
            (struct hours_span){.weekday = (uint8_t)sqlite3_column_int(row, 1),
                                .opens = (uint16_t)sqlite3_column_int(row, 2),
                                .closes = (uint16_t)sqlite3_column_int(row, 3)};
    }
    sqlite3_finalize(row);
    sqlite3_prepare_v2(db,
                       "SELECT resource, skill, effect, radius_m, ST_AsBinary(geometry) FROM zone",
                       -1, &row, NULL);
    GEOSWKBReader *reader = GEOSWKBReader_create_r(world->geos);
    while (sqlite3_step(row) == SQLITE_ROW) {
        struct plain *plain = &world->plain[sqlite3_column_int(row, 0)];
        assert_true(plain->zone_count < ZONES_MAX);
        struct plain_zone *zone = &plain->zones[plain->zone_count++];
        zone->skill = integer_or_unknown(row, 1);
        zone->is_excluded = sqlite3_column_text(row, 2)[0] == 'e';
        zone->is_circle = sqlite3_column_type(row, 3) != SQLITE_NULL;
        zone->radius_m = sqlite3_column_double(row, 3);
        zone->geometry = GEOSWKBReader_read_r(world->geos, reader, sqlite3_column_blob(row, 4),
                                              (size_t)sqlite3_column_bytes(row, 4));
        zone->prepared = GEOSPrepare_r(world->geos, zone->geometry);
    }
    GEOSWKBReader_destroy_r(world->geos, reader);
    sqlite3_finalize(row);
}

static int open_world(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    snprintf(world->path, sizeof world->path, "/tmp/voisoin-search-%d.sqlite", (int)getpid());
    random_directory_write(world->path, 2026, RESOURCES);
    const struct atlas_options in_pieces = {.piece_rows = RESOURCES / 20};
    assert_int_equal(atlas_load_with(world->path, AUDIENCE_PUBLIC, &in_pieces, &world->atlas),
                     STATUS_OK);
    world->plain = calloc(RESOURCES + 1, sizeof *world->plain);
    world->geos = GEOS_init_r();
    geod_init(&world->earth, 6378137, 1 / 298.257223563);
    world->seed[0] = 14;

    sqlite3 *db = NULL;
    void *cache = spatialite_alloc_connection();
    sqlite3_open(world->path, &db);
    spatialite_init_ex(db, cache, 0);
    read_resources(world, db);
    read_lists(world, db);
    sqlite3_close(db);
    spatialite_cleanup_ex(cache);
    assert_int_equal(world->count, RESOURCES);
    *state = world;
    return 0;
}

static int close_world(void **state)
{
    struct world *world = *state;
    for (size_t i = 1; i <= RESOURCES; i++) {
        for (size_t z = 0; z < world->plain[i].zone_count; z++) {
            GEOSPreparedGeom_destroy_r(world->geos, world->plain[i].zones[z].prepared);
            GEOSGeom_destroy_r(world->geos, world->plain[i].zones[z].geometry);
        }
    }
    GEOS_finish_r(world->geos);
    atlas_close(world->atlas);
    unlink(world->path);
    free(world->plain);
    free(world);
    return 0;
}

/* --- the obvious search -------------------------------------------------------------------- */

static double metres(const struct world *world, struct point from, struct point to)
{
    double distance_m;
    geod_inverse(&world->earth, from.lat, from.lon, to.lat, to.lon, &distance_m, NULL, NULL);
    return distance_m;
}

static bool has(const struct plain *plain, skill_id skill)
{
    for (size_t i = 0; i < plain->skill_count; i++) {
        if (plain->skills[i] == skill) return true;
    }
    return false;
}

static bool zone_covers(const struct world *world, const struct plain *plain,
                        const struct plain_zone *zone, struct point door)
{
    if (zone->is_circle) return metres(world, plain->point, door) <= zone->radius_m;
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(world->geos, 1, 2);
    GEOSCoordSeq_setXY_r(world->geos, sequence, 0, door.lon, door.lat);
    GEOSGeometry *point = GEOSGeom_createPoint_r(world->geos, sequence);
    bool covers = GEOSPreparedCovers_r(world->geos, zone->prepared, point) == 1;
    GEOSGeom_destroy_r(world->geos, point);
    return covers;
}

static bool about(const struct world *world, const struct plain_zone *zone, int asked)
{
    const struct skills *skills = atlas_skills(world->atlas);
    return zone->skill < 0 || asked < 0 ||
           skills_is_a(skills, (skill_id)asked, (skill_id)zone->skill) ||
           skills_is_a(skills, (skill_id)zone->skill, (skill_id)asked);
}

static bool comes_for(const struct world *world, const struct plain *plain, int asked,
                      struct point door)
{
    bool covered = false;
    for (size_t i = 0; i < plain->zone_count; i++) {
        const struct plain_zone *zone = &plain->zones[i];
        if (!about(world, zone, asked) || !zone_covers(world, plain, zone, door)) continue;
        if (zone->is_excluded) return false;
        covered = true;
    }
    return covered;
}

static bool comes_home(const struct world *world, const struct plain *plain,
                       const struct search_query *query)
{
    if (plain->home_visit == 0) return false;
    for (size_t i = 0; i < query->skill_count; i++) {
        if (!comes_for(world, plain, query->skills[i], query->center)) return false;
    }
    bool any = query->any_skill_count == 0;
    for (size_t i = 0; i < query->any_skill_count && !any; i++) {
        any = has(plain, query->any_skills[i]) &&
              comes_for(world, plain, query->any_skills[i], query->center);
    }
    if (query->skill_count + query->any_skill_count == 0) {
        return comes_for(world, plain, -1, query->center);
    }
    return any;
}

/* What is asked for: who lacks one of these is no answer, nor nearly one. */
static bool is_asked_for(const struct plain *plain, const struct search_query *query)
{
    static const char *const kinds[] = {"", "professional", "structure", "point"};
    for (size_t i = 0; i < query->skill_count; i++) {
        if (!has(plain, query->skills[i])) return false;
    }
    bool any = query->any_skill_count == 0;
    for (size_t i = 0; i < query->any_skill_count; i++) any |= has(plain, query->any_skills[i]);
    if (!any) return false;
    bool is_among = query->among == NULL;
    for (size_t i = 0; i < query->among_count; i++) is_among |= query->among[i] == plain->id;
    if (!is_among) return false;
    bool wanted = query->kinds == 0;
    for (unsigned kind = 1; kind <= 3; kind++) {
        wanted |= (query->kinds >> kind & 1) && strcmp(kinds[kind], plain->kind) == 0;
    }
    if (!wanted || query->with_sessions) return false; /* there are none in this world */
    if (query->mode == SEARCH_HOME && plain->home_visit == 0) return false;
    if (query->mode == SEARCH_OFFICE && !plain->is_placed) return false;
    return query->mode != SEARCH_REMOTE || plain->remote != 0;
}

/* "rdv:X" is what its parent is, by appointment. */
static bool by_appointment(const struct world *world, const struct plain *plain, skill_id asked)
{
    const struct skills *skills = atlas_skills(world->atlas);
    for (skill_id id = 0; id < skills_count(skills); id++) {
        const struct skill *skill = skills_get(skills, id);
        if (strncmp(skill->code, "rdv:", 4) != 0 || !has(plain, id)) continue;
        if (id == asked || skill->parent == asked) return true;
    }
    return false;
}

static int walks_in(const struct world *world, const struct plain *plain,
                    const struct search_query *query)
{
    bool free = query->any_skill_count == 0;
    for (size_t i = 0; i < query->skill_count; i++) {
        if (by_appointment(world, plain, query->skills[i])) return 0;
    }
    for (size_t i = 0; i < query->any_skill_count; i++) {
        skill_id asked = query->any_skills[i];
        free |= has(plain, asked) && !by_appointment(world, plain, asked);
    }
    return free ? plain->walk_in : 0;
}

/* What fails and what is not said, as bits of the reasons that tell it. Why nobody comes home is
 * told as outside the zone, whatever the cause, unless nobody said anything of home visits. */
struct lacks {
    unsigned failed, unsaid;
};

static void lack(struct lacks *lacks, int said, int asked, enum reason no, enum reason unknown)
{
    if (said < 0) lacks->unsaid |= 1u << unknown;
    if (said >= 0 && said != asked) lacks->failed |= 1u << no;
}

static void lack_time(const struct world *world, const struct plain *plain, instant at,
                      struct lacks *lacks)
{
    const struct timetable table = {.hours = plain->hours.count > 0 ? &plain->hours : NULL,
                                    .rules = atlas_timezone(world->atlas)};
    struct opening opening = opening_at(&table, at);
    if (opening.state == OPEN_NO) lacks->failed |= 1u << REASON_CLOSED;
    if (opening.state != OPEN_UNKNOWN) return;
    lacks->unsaid |= 1u << (opening.is_holiday ? REASON_HOLIDAY_UNKNOWN : REASON_HOURS_UNKNOWN);
}

static struct lacks lacks_of(const struct world *world, const struct plain *plain,
                             const struct search_query *query, double distance_m)
{
    struct lacks lacks = {0};
    const char *languages = plain->languages;
    int fees = plain->fees == '\0' ? -1 : plain->fees;
    bool is_limited = query->radius_m > 0 && query->mode != SEARCH_HOME;
    if (is_limited && distance_m > query->radius_m) lacks.failed |= 1u << REASON_BEYOND_RADIUS;
    if (query->mode == SEARCH_HOME && !comes_home(world, plain, query)) {
        bool is_unsaid = plain->home_visit < 0 && plain->zone_count == 0;
        if (is_unsaid) lacks.unsaid |= 1u << REASON_HOME_UNKNOWN;
        if (!is_unsaid) lacks.failed |= 1u << REASON_OUTSIDE_ZONE;
    }
    if (query->mode == SEARCH_REMOTE && plain->remote < 0)
        lacks.unsaid |= 1u << REASON_REMOTE_UNKNOWN;
    if (query->new_patients)
        lack(&lacks, plain->new_patients, 1, REASON_NEW_PATIENTS_NO, REASON_NEW_PATIENTS_UNKNOWN);
    if (query->walk_in)
        lack(&lacks, walks_in(world, plain, query), 1, REASON_WALK_IN_NO, REASON_WALK_IN_UNKNOWN);
    if (query->wheelchair)
        lack(&lacks, plain->wheelchair, 1, REASON_WHEELCHAIR_NO, REASON_WHEELCHAIR_UNKNOWN);
    if (query->language) {
        int spoken = languages[0] == '\0' ? -1 : strstr(languages, query->language->key) != NULL;
        lack(&lacks, spoken, 1, REASON_LANGUAGE_NO, REASON_LANGUAGE_UNKNOWN);
    }
    if (query->fees) lack(&lacks, fees, query->fees[0], REASON_FEES_NO, REASON_FEES_UNKNOWN);
    if (query->has_at) lack_time(world, plain, query->at, &lacks);
    return lacks;
}

static double distance_to(const struct world *world, const struct plain *plain,
                          const struct search_query *query)
{
    if (!query->has_center || !plain->is_placed) return INFINITY;
    return metres(world, query->center, plain->point);
}

struct scanned {
    double distance_m;
    atlas_id id;
};

static int compare_scanned(const void *a, const void *b)
{
    const struct scanned *left = a, *right = b;
    if (left->distance_m != right->distance_m) return left->distance_m < right->distance_m ? -1 : 1;
    return left->id < right->id ? -1 : left->id > right->id;
}

static size_t scan(const struct world *world, const struct search_query *query, struct scanned *out)
{
    size_t count = 0;
    for (size_t i = 1; i <= world->count; i++) {
        const struct plain *plain = &world->plain[i];
        if (!is_asked_for(plain, query)) continue;
        double distance_m = distance_to(world, plain, query);
        struct lacks lacks = lacks_of(world, plain, query, distance_m);
        if ((lacks.failed | lacks.unsaid) != 0) continue;
        out[count++] = (struct scanned){distance_m, plain->id};
    }
    qsort(out, count, sizeof *out, compare_scanned);
    return count;
}

/* --- random questions ---------------------------------------------------------------------- */

static double uniform(struct world *world)
{
    return erand48(world->seed);
}

static size_t below(struct world *world, size_t limit)
{
    return (size_t)(uniform(world) * (double)limit);
}

static struct point door_near(struct world *world)
{
    const struct plain *plain = &world->plain[1 + below(world, world->count)];
    double away = uniform(world);
    if (away < 0.1) return plain->point; /* at the very door */
    if (away < 0.13) return (struct point){360 * uniform(world) - 180, 170 * uniform(world) - 85};
    if (away < 0.25 && plain->zone_count > 0 && !plain->zones[0].is_circle) {
        /* on a vertex of a zone: the edge belongs to it */
        const GEOSGeometry *polygon = GEOSGetGeometryN_r(world->geos, plain->zones[0].geometry, 0);
        const GEOSCoordSequence *ring =
            GEOSGeom_getCoordSeq_r(world->geos, GEOSGetExteriorRing_r(world->geos, polygon));
        struct point vertex;
        GEOSCoordSeq_getXY_r(world->geos, ring, 0, &vertex.lon, &vertex.lat);
        return vertex;
    }
    struct point door = geo_destination(plain->point, 360 * uniform(world), 4000 * uniform(world));
    door.lon = geo_from_grid(geo_to_grid(door.lon));
    door.lat = geo_from_grid(geo_to_grid(door.lat));
    return door;
}

static skill_id random_skill(struct world *world)
{
    if (uniform(world) < 0.1)
        return (skill_id)below(world, skills_count(atlas_skills(world->atlas)));
    const struct plain *plain = &world->plain[1 + below(world, world->count)];
    return (skill_id)plain->skills[below(world, plain->skill_count)];
}

static int compare_ids(const void *a, const void *b)
{
    const atlas_id *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* One to eight who are asked by name. */
static void set_among(struct world *world, struct search_query *query)
{
    query->among = world->among;
    query->among_count = 1 + below(world, 8);
    for (size_t i = 0; i < query->among_count; i++)
        world->among[i] = world->plain[1 + below(world, world->count)].id;
    qsort(world->among, query->among_count, sizeof *world->among, compare_ids);
    for (size_t i = 1; i < query->among_count; i++) {
        if (world->among[i] == world->among[i - 1]) query->among_count = i;
    }
}

static struct search_query random_query(struct world *world, skill_id skills[4])
{
    static const struct language arabic = {.key = "arabe", .label = "arabe"};
    struct search_query query = {.limit = below(world, 40)};
    for (int i = 0; i < 4; i++) skills[i] = random_skill(world);
    double shape = uniform(world);
    query.skills = skills;
    query.skill_count = shape < 0.5 ? 1 : shape < 0.6 ? 2 : 0;
    query.any_skills = skills + 2;
    query.any_skill_count = shape > 0.55 && shape < 0.75 ? 2 : 0;
    query.has_center = uniform(world) < 0.95;
    query.center = door_near(world);
    if (query.has_center) {
        if (uniform(world) < 0.4) query.mode = SEARCH_HOME;
        if (uniform(world) < 0.5) query.radius_m = floor(1 + 5000 * pow(uniform(world), 2));
        if (uniform(world) < 0.02) query.radius_m = 15000000;
    }
    if (query.mode == SEARCH_ANYWHERE && uniform(world) < 0.2) query.mode = SEARCH_OFFICE;
    if (query.mode == SEARCH_ANYWHERE && uniform(world) < 0.1) query.mode = SEARCH_REMOTE;
    if (uniform(world) < 0.2) query.kinds = (unsigned)below(world, 8) << 1;
    if (uniform(world) < 0.05) set_among(world, &query);
    query.walk_in = uniform(world) < 0.1;
    query.wheelchair = uniform(world) < 0.1;
    query.new_patients = uniform(world) < 0.15;
    if (uniform(world) < 0.1) query.language = &arabic;
    if (uniform(world) < 0.1) query.fees = "2";
    query.has_at = uniform(world) < 0.15;
    query.at = 1790000000 + (instant)below(world, 31536000);
    if (uniform(world) < 0.1) query.offset = below(world, 60);
    return query;
}

/* To a hundredth of a millimetre: the library's shorter way of measuring is allowed no more. */
#define SAME_M 1e-5

static bool same_distance(double given_m, double scanned_m)
{
    return isinf(scanned_m) ? given_m < 0 : fabs(given_m - scanned_m) < SAME_M;
}

/* The same resource at the same place of the list; or one that is as far. */
static bool same_hit(const struct scanned *scanned, size_t count, size_t place,
                     const struct search_hit *hit)
{
    if (!same_distance(hit->distance_m, scanned[place].distance_m)) return false;
    if (hit->resource == scanned[place].id) return true;
    for (size_t i = 0; i < count; i++) {
        if (scanned[i].id != hit->resource) continue;
        /* equal to the last bit: then the number decides, and it did not */
        double apart_m = fabs(scanned[i].distance_m - scanned[place].distance_m);
        return apart_m > 0 && apart_m < SAME_M;
    }
    return false;
}

static bool is_scanned(const struct scanned *scanned, size_t count, atlas_id id)
{
    for (size_t i = 0; i < count; i++) {
        if (scanned[i].id == id) return true;
    }
    return false;
}

static void the_search_answers_what_a_full_scan_answers(void **state)
{
    struct world *world = *state;
    const char *more = getenv("VOISOIN_QUESTIONS");
    size_t questions = more == NULL ? QUESTIONS : strtoul(more, NULL, 10);
    struct scanned *scanned = calloc(RESOURCES, sizeof *scanned);
    struct search_result *result = calloc(1, sizeof *result);
    size_t answered = 0, at_home = 0;
    for (size_t i = 0; i < questions; i++) {
        skill_id skills[4];
        struct search_query query = random_query(world, skills);
        size_t count = scan(world, &query, scanned);
        size_t limit = query.limit == 0 ? SEARCH_LIMIT_DEFAULT : query.limit;
        size_t shown = count > query.offset ? count - query.offset : 0;
        if (shown > limit) shown = limit;
        assert_int_equal(search_near(world->atlas, &query, result), STATUS_OK);
        if (result->matched != count || result->count != shown) {
            fail_msg("question %zu: %zu of %zu, a scan finds %zu of %zu (mode %d, radius %g)", i,
                     result->count, result->matched, shown, count, (int)query.mode, query.radius_m);
        }
        for (size_t k = 0; k < shown && query.has_center; k++) {
            assert_true(same_hit(scanned, count, query.offset + k, &result->hits[k]));
        }
        for (size_t k = 0; k < count; k += 1 + count / 8)
            assert_true(search_answers(world->atlas, &query, scanned[k].id, result->hits));
        const struct plain *any = &world->plain[1 + below(world, world->count)];
        assert_int_equal(search_answers(world->atlas, &query, any->id, result->hits),
                         is_scanned(scanned, count, any->id));
        answered += shown > 0;
        at_home += shown > 0 && query.mode == SEARCH_HOME;
    }
    free(result);
    free(scanned);
    print_message("%zu questions, %zu with an answer, %zu of them at home\n", questions, answered,
                  at_home);
    assert_true(answered > questions / 3 && at_home > questions / 50);
}

/* --- boxes of the map ----------------------------------------------------------------------- */

static bool is_in_box(struct point point, const struct box *box)
{
    /* on the grid, where an edge belongs to the box */
    int32_t lon = geo_to_grid(point.lon), west = geo_to_grid(box->west),
            east = geo_to_grid(box->east), lat = geo_to_grid(point.lat);
    if (lat < geo_to_grid(box->south) || lat > geo_to_grid(box->north)) return false;
    return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
}

static struct search_area random_area(struct world *world)
{
    const struct plain *plain = &world->plain[1 + below(world, world->count)];
    struct point at = plain->is_placed ? plain->point : (struct point){180, -16};
    double shape = uniform(world), width = pow(10, 4 * uniform(world) - 3);
    double height = shape < 0.1 ? width : width * uniform(world);
    struct search_area area = {.zoom = (int)below(world, 24) - 1};
    area.box = (struct box){at.lon - width * uniform(world), fmax(at.lat - height, -90),
                            at.lon + width * uniform(world), fmin(at.lat + height, 90)};
    if (shape > 0.95) area.box = (struct box){-180, -90, 180, 90};
    if (shape < 0.05) area.box.east = area.box.west - 1; /* all but a degree */
    if (area.box.west < -180) area.box.west += 360;
    if (area.box.east < -180) area.box.east += 360;
    if (area.box.east > 180) area.box.east -= 360;
    return area;
}

static size_t count_in(const struct world *world, const struct scanned *scanned, size_t count,
                       const struct box *box, const struct box *within)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct point point;
        if (!atlas_point(world->atlas, scanned[i].id, &point)) continue;
        found += is_in_box(point, box) && (within == NULL || is_in_box(point, within));
    }
    return found;
}

static void check_marks(const struct world *world, const struct search_area *area,
                        const struct scanned *scanned, size_t count,
                        const struct search_marks *marks)
{
    size_t sum = 0;
    for (size_t i = 0; i < marks->count; i++) {
        const struct search_mark *mark = &marks->marks[i];
        sum += mark->count;
        assert_true(is_scanned(scanned, count, mark->resource));
        assert_true(is_in_box(mark->point, &mark->cell));
        struct point first;
        assert_true(atlas_point(world->atlas, mark->resource, &first));
        assert_true(is_in_box(first, &area->box) && is_in_box(first, &mark->cell));
        if (area->zoom == SEARCH_ZOOM_NONE && mark->count == 1) continue;
        assert_int_equal(count_in(world, scanned, count, &area->box, &mark->cell), mark->count);
    }
    assert_int_equal(sum, marks->matched);
    if (area->zoom == SEARCH_ZOOM_NONE && marks->matched <= SEARCH_MARKS_MAX)
        assert_int_equal(marks->count, marks->matched);
}

static void a_box_of_the_map_counts_what_a_full_scan_counts(void **state)
{
    struct world *world = *state;
    struct scanned *scanned = calloc(RESOURCES, sizeof *scanned);
    struct search_marks *marks = calloc(1, sizeof *marks);
    size_t filled = 0, crossing = 0, clustered = 0;
    for (size_t i = 0; i < 3000; i++) {
        skill_id skills[4];
        struct search_query query = random_query(world, skills);
        struct search_area area = random_area(world);
        if (i % 4 == 0) query = (struct search_query){0};
        if (i % 4 == 1) query = (struct search_query){.skills = skills, .skill_count = 1};
        size_t count = scan(world, &query, scanned);
        size_t expected = count_in(world, scanned, count, &area.box, NULL);
        assert_int_equal(search_in_area(world->atlas, &query, &area, marks), STATUS_OK);
        if (marks->matched != expected)
            fail_msg("box %zu: %zu, a scan counts %zu (zoom %d, %g %g %g %g)", i, marks->matched,
                     expected, area.zoom, area.box.west, area.box.south, area.box.east,
                     area.box.north);
        check_marks(world, &area, scanned, count, marks);
        filled += expected > 0;
        crossing += expected > 0 && area.box.west > area.box.east;
        clustered += marks->count < expected;
    }
    print_message("%zu boxes with an answer, %zu across the antimeridian, %zu with clusters\n",
                  filled, crossing, clustered);
    assert_true(filled > 1000 && crossing > 50 && clustered > 300);
    free(marks);
    free(scanned);
}

static void an_impossible_box_is_refused(void **state)
{
    struct world *world = *state;
    struct search_marks *marks = calloc(1, sizeof *marks);
    static const struct search_area areas[] = {{.box = {2, 49, 3, 48}},
                                               {.box = {2, 48, 181, 49}},
                                               {.box = {NAN, 48, 3, 49}},
                                               {.box = {2, 48, 3, 49}, .zoom = 23},
                                               {.box = {2, 48, 3, 49}, .zoom = -2}};
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        struct search_query query = {0};
        assert_int_equal(search_in_area(world->atlas, &query, &areas[i], marks), STATUS_INVALID);
    }
    free(marks);
}

/* All pages of a fair answer, one after the other. */
static size_t read_pages(struct world *world, struct search_query query, atlas_id *out)
{
    struct search_result *result = calloc(1, sizeof *result);
    size_t count = 0;
    do {
        query.offset = count;
        assert_int_equal(search_near(world->atlas, &query, result), STATUS_OK);
        for (size_t i = 0; i < result->count; i++) out[count++] = result->hits[i].resource;
    } while (result->count == query.limit);
    assert_int_equal(count, result->matched);
    free(result);
    return count;
}

static void the_fair_order_gives_all_once_and_changes_with_the_day(void **state)
{
    struct world *world = *state;
    struct scanned *scanned = calloc(RESOURCES, sizeof *scanned);
    atlas_id *today = calloc(RESOURCES, sizeof *today), *again = calloc(RESOURCES, sizeof *again);
    size_t compared = 0, moved = 0;
    for (size_t i = 0; i < 300; i++) {
        skill_id skills[4];
        struct search_query query = random_query(world, skills);
        query.fair = true;
        query.limit = 1 + below(world, 50);
        query.offset = 0;
        query.today = 20779;
        size_t expected = scan(world, &query, scanned);
        size_t count = read_pages(world, query, today);
        assert_int_equal(count, expected);
        query.limit = 200;
        assert_int_equal(read_pages(world, query, again), count);
        assert_memory_equal(today, again, count * sizeof *today);
        query.today++;
        assert_int_equal(read_pages(world, query, again), count);
        moved += count > 3 && memcmp(today, again, count * sizeof *today) != 0;
        compared += count > 3;
        qsort(today, count, sizeof *today, compare_ids);
        qsort(again, count, sizeof *again, compare_ids);
        assert_memory_equal(today, again, count * sizeof *today);
        for (size_t k = 1; k < count; k++) assert_int_not_equal(today[k], today[k - 1]);
    }
    free(again);
    free(today);
    free(scanned);
    assert_true(compared > 50 && moved > compared * 9 / 10);
}

#define HOME_MISSES (1u << REASON_OUTSIDE_ZONE | 1u << REASON_EXCLUDED | 1u << REASON_ZONE_UNKNOWN)

/* A near miss tells all that it lacks: one thing, or several that are not said. */
static void check_miss(const struct world *world, const struct search_query *query,
                       const struct search_hit *miss)
{
    const struct plain *plain = world->plain;
    while (plain->id != miss->resource || plain->public_id[0] == '\0') plain++;
    assert_true(is_asked_for(plain, query));
    double distance_m = distance_to(world, plain, query);
    struct lacks lacks = lacks_of(world, plain, query, distance_m);
    unsigned told = 1u << miss->reason, unsaid = miss->unknown & ~HOME_MISSES;
    assert_true(same_distance(miss->distance_m, distance_m));
    assert_int_equal(unsaid, lacks.unsaid);
    /* of home visits where is not said: no failure here, one there */
    bool is_home = ((told | miss->unknown) & HOME_MISSES) != 0;
    assert_int_equal(is_home, (lacks.failed & HOME_MISSES) != 0);
    unsigned failed = lacks.failed & ~HOME_MISSES;
    assert_int_equal(failed, miss->unknown == 0 && !is_home ? told : 0);
    assert_true(miss->unknown == 0 || (miss->unknown & told) != 0);
    if (miss->reason == REASON_BEYOND_RADIUS) assert_true(miss->value_m > query->radius_m);
    if (miss->reason == REASON_OUTSIDE_ZONE) assert_true(miss->value_m > 0);
}

static void a_near_miss_fails_by_one_condition_or_by_what_is_not_said(void **state)
{
    struct world *world = *state;
    struct search_result *result = calloc(1, sizeof *result);
    size_t seen[REASON_BEYOND_RADIUS + 1] = {0}, several = 0;
    for (size_t i = 0; i < 6000; i++) {
        skill_id skills[4];
        struct search_query query = random_query(world, skills);
        query.offset = 0;
        assert_int_equal(search_near(world->atlas, &query, result), STATUS_OK);
        for (size_t k = 0; k < result->near_miss_count; k++) {
            const struct search_hit *miss = &result->near_misses[k];
            check_miss(world, &query, miss);
            seen[miss->reason]++;
            several += (miss->unknown & (miss->unknown - 1)) != 0;
        }
    }
    free(result);
    assert_true(several > 0);
    for (int reason = REASON_OUTSIDE_ZONE; reason <= REASON_BEYOND_RADIUS; reason++) {
        assert_true(seen[reason] > 0);
    }
}

/* What one thing is lacking of, in the order in which it is told; two by two the same. */
struct lacking {
    struct scanned scanned;
    int rank; /* -1: too much is lacking */
    bool is_unsaid;
};

static int rank_of(struct lacks lacks)
{
    bool is_one = (lacks.failed & (lacks.failed - 1)) == 0;
    if (lacks.failed != 0 && (!is_one || lacks.unsaid != 0)) return -1;
    if ((lacks.failed | lacks.unsaid) == 0) return -1;
    if ((lacks.unsaid & (lacks.unsaid - 1)) != 0) return 3;
    if ((lacks.failed & (1u << REASON_WHEELCHAIR_NO | 1u << REASON_LANGUAGE_NO)) != 0) return 4;
    if (lacks.unsaid == 1u << REASON_REMOTE_UNKNOWN) return 2;
    return lacks.unsaid != 0;
}

static int compare_lacking(const void *a, const void *b)
{
    const struct lacking *left = a, *right = b;
    if (left->rank != right->rank) return left->rank - right->rank;
    return compare_scanned(&left->scanned, &right->scanned);
}

/* Five are told, of which two at least who said nothing. */
static size_t keep_told(struct lacking *list, size_t count)
{
    size_t unsaid = 0, told = 0, failed = 0;
    for (size_t i = 0; i < count; i++) unsaid += list[i].is_unsaid;
    size_t most_failed = SEARCH_NEAR_MISS_MAX - (unsaid < 2 ? unsaid : 2);
    for (size_t i = 0; i < count && told < SEARCH_NEAR_MISS_MAX; i++) {
        if (!list[i].is_unsaid && failed++ >= most_failed) continue;
        list[told++] = list[i];
    }
    return told;
}

/* All that lack one thing, and of them those that are told. */
static size_t scan_lacking(const struct world *world, const struct search_query *query,
                           struct lacking *out)
{
    size_t kept = 0;
    for (size_t i = 1; i <= world->count; i++) {
        const struct plain *plain = &world->plain[i];
        if (!is_asked_for(plain, query)) continue;
        double distance_m = distance_to(world, plain, query);
        struct lacks lacks = lacks_of(world, plain, query, distance_m);
        bool is_nowhere = isinf(distance_m) && (lacks.failed & 1u << REASON_BEYOND_RADIUS) != 0;
        int rank = is_nowhere ? -1 : rank_of(lacks);
        if (rank >= 0)
            out[kept++] = (struct lacking){{distance_m, plain->id}, rank, lacks.unsaid != 0};
    }
    qsort(out, kept, sizeof *out, compare_lacking);
    return keep_told(out, kept);
}

/* Zones apart, whose edges a full scan does not measure. */
static void near_misses_are_those_that_a_full_scan_would_tell(void **state)
{
    struct world *world = *state;
    const char *more = getenv("VOISOIN_QUESTIONS");
    size_t questions = (more == NULL ? QUESTIONS : strtoul(more, NULL, 10)) / 4;
    size_t told = 0, without = 0;
    struct lacking *lacking = calloc(RESOURCES, sizeof *lacking);
    struct search_result *result = calloc(1, sizeof *result);
    for (size_t i = 0; i < questions; i++) {
        skill_id skills[4];
        struct search_query query = random_query(world, skills);
        query.offset = 0;
        if (query.mode == SEARCH_HOME) continue;
        size_t count = scan_lacking(world, &query, lacking);
        size_t limit = query.limit == 0 ? SEARCH_LIMIT_DEFAULT : query.limit;
        assert_int_equal(search_near(world->atlas, &query, result), STATUS_OK);
        if (result->count == limit || query.among != NULL) continue;
        if (result->near_miss_count != count)
            fail_msg("question %zu: %zu near misses, a scan tells %zu", i, result->near_miss_count,
                     count);
        for (size_t k = 0; k < count; k++) {
            check_miss(world, &query, &result->near_misses[k]);
            assert_true(
                same_distance(result->near_misses[k].distance_m, lacking[k].scanned.distance_m));
        }
        told += count;
        without += count > 0 && !query.has_center;
    }
    print_message("%zu near misses, of %zu questions without a place\n", told, without);
    assert_true(told > questions / 4 && without > questions / 400);
    free(result);
    free(lacking);
}

static void a_zone_missed_by_a_little_says_by_how_much(void **state)
{
    struct world *world = *state;
    struct search_result *result = calloc(1, sizeof *result);
    size_t checked = 0;
    for (size_t i = 1; i <= world->count && checked < 200; i++) {
        const struct plain *plain = &world->plain[i];
        if (plain->zone_count != 1 || plain->zones[0].is_circle || plain->home_visit == 0) continue;
        if (fabs(plain->point.lon) > 179 || plain->zones[0].skill >= 0) continue;
        struct search_query query = {.has_center = true, .mode = SEARCH_HOME, .limit = 200};
        query.center = geo_destination(plain->point, 90, 6000);
        assert_int_equal(search_near(world->atlas, &query, result), STATUS_OK);
        for (size_t k = 0; k < result->near_miss_count; k++) {
            const struct search_hit *miss = &result->near_misses[k];
            const struct plain *missed = world->plain;
            while (missed->id != miss->resource || missed->public_id[0] == '\0') missed++;
            if (missed->zone_count != 1 || missed->zones[0].is_circle) continue;
            /* GEOS on a plane scaled by the cosine: right to 0.5 % at this size */
            GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(world->geos, 1, 2);
            GEOSCoordSeq_setXY_r(world->geos, sequence, 0, query.center.lon, query.center.lat);
            GEOSGeometry *door = GEOSGeom_createPoint_r(world->geos, sequence);
            GEOSCoordSequence *nearest =
                GEOSNearestPoints_r(world->geos, missed->zones[0].geometry, door);
            struct point at;
            GEOSCoordSeq_getXY_r(world->geos, nearest, 0, &at.lon, &at.lat);
            /* the nearest on degrees is not quite the nearest on the ground: never less */
            assert_true(miss->value_m <= metres(world, query.center, at) + 0.5);
            assert_true(miss->value_m >= metres(world, query.center, at) * 0.6);
            GEOSCoordSeq_destroy_r(world->geos, nearest);
            GEOSGeom_destroy_r(world->geos, door);
            checked++;
        }
    }
    free(result);
    assert_true(checked > 0);
}

static void a_question_out_of_range_is_refused(void **state)
{
    struct world *world = *state;
    static const skill_id unknown[] = {SKILL_NONE};
    struct search_result *result = calloc(1, sizeof *result);
    const struct search_query wrong[] = {
        {.has_center = true, .center = {650832.7, 6859515.05}},
        {.has_center = true, .center = {NAN, 48}},
        {.has_center = true, .center = {2, 48}, .radius_m = -1},
        {.has_center = true, .center = {2, 48}, .radius_m = NAN},
        {.has_center = true, .center = {2, 48}, .radius_m = SEARCH_RADIUS_MAX_M * 2},
        {.radius_m = 500},
        {.mode = SEARCH_HOME},
        {.limit = SEARCH_LIMIT_MAX + 1},
        {.offset = 10001},
        {.skills = unknown, .skill_count = 1},
        {.any_skills = unknown, .any_skill_count = SEARCH_SKILLS_MAX + 1},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(search_near(world->atlas, &wrong[i], result), STATUS_INVALID);
        assert_int_equal(result->count, 0);
    }
    free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_search_answers_what_a_full_scan_answers),
        cmocka_unit_test(the_fair_order_gives_all_once_and_changes_with_the_day),
        cmocka_unit_test(a_near_miss_fails_by_one_condition_or_by_what_is_not_said),
        cmocka_unit_test(near_misses_are_those_that_a_full_scan_would_tell),
        cmocka_unit_test(a_zone_missed_by_a_little_says_by_how_much),
        cmocka_unit_test(a_box_of_the_map_counts_what_a_full_scan_counts),
        cmocka_unit_test(an_impossible_box_is_refused),
        cmocka_unit_test(a_question_out_of_range_is_refused),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
