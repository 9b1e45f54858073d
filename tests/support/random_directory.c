/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random_directory.h"

#include "check.h"
#include "geodata/geo.h"
#include "geodata/skills.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <spatialite.h>

struct making {
    sqlite3 *db;
    struct skills *skills;
    unsigned short seed[3];
};

static double uniform(struct making *making)
{
    return erand48(making->seed);
}

static size_t below(struct making *making, size_t limit)
{
    return (size_t)(uniform(making) * (double)limit);
}

static void run(struct making *making, const char *sql)
{
    char *error = NULL;
    if (sqlite3_exec(making->db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
}

static sqlite3_stmt *prepare(struct making *making, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(making->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(making->db));
    }
    return statement;
}

static void step(struct making *making, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE) fail_msg("%s", sqlite3_errmsg(making->db));
    sqlite3_reset(statement);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = NULL;
    size_t size = 0;
    assert_true(getdelim(&text, &size, '\0', file) > 0);
    fclose(file);
    return text;
}

static void write_skills(struct making *making)
{
    sqlite3_stmt *insert = prepare(making, "INSERT INTO skill VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    for (size_t i = 0; i < skills_count(making->skills); i++) {
        const struct skill *skill = skills_get(making->skills, (skill_id)i);
        const char *parent =
            skill->parent == SKILL_NONE ? NULL : skills_get(making->skills, skill->parent)->code;
        sqlite3_bind_int(insert, 1, (int)i);
        sqlite3_bind_text(insert, 2, skill->code, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 3, skill_kind_word(skill->kind), -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 4, parent, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 5, skill->label_fr, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 6, skill->label_en, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 7, skill->synonyms, -1, SQLITE_STATIC);
        step(making, insert);
    }
    sqlite3_finalize(insert);
}

/* Rank r comes up with a chance of 1 / (r + 1). */
static size_t zipf(struct making *making, size_t count)
{
    return (size_t)(exp(uniform(making) * log((double)count + 1)) - 1) % count;
}

static const struct point towns[] = {{2.3266, 48.8306},   {2.3522, 48.8566}, {2.2945, 48.8047},
                                     {-176.174, -13.283}, {180.0, -16.8},    {2.45, 48.79}};

static struct point near_a_town(struct making *making)
{
    struct point town = towns[below(making, sizeof towns / sizeof *towns)];
    double away_m = 6000 * pow(uniform(making), 2);
    struct point point = geo_destination(town, 360 * uniform(making), away_m);
    point.lon = geo_from_grid(geo_to_grid(point.lon));
    point.lat = geo_from_grid(geo_to_grid(point.lat));
    return point;
}

static void bind_maybe(struct making *making, sqlite3_stmt *insert, int index, double unknown)
{
    if (uniform(making) < unknown) {
        sqlite3_bind_null(insert, index);
    } else {
        sqlite3_bind_int(insert, index, uniform(making) < 0.6);
    }
}

static bool write_place(struct making *making, sqlite3_stmt *insert, size_t id, struct point *point)
{
    char wkt[80];
    bool is_placed = uniform(making) >= 0.03;
    if (uniform(making) >= 0.1) *point = near_a_town(making); /* else the door of the one before */
    snprintf(wkt, sizeof wkt, "POINT(%.7f %.7f)", point->lon, point->lat);
    sqlite3_bind_int64(insert, 1, (sqlite3_int64)id);
    sqlite3_bind_text(insert, 2, is_placed ? "source" : "none", -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 3, is_placed ? wkt : NULL, -1, SQLITE_TRANSIENT);
    step(making, insert);
    return is_placed;
}

static const char *random_code(struct making *making, enum skill_kind kind)
{
    for (;;) {
        const struct skill *skill =
            skills_get(making->skills, (skill_id)zipf(making, skills_count(making->skills)));
        if (skill->kind == kind) return skill->code;
    }
}

static void write_resource(struct making *making, sqlite3_stmt *insert, size_t id)
{
    static const char *const kinds[] = {"professional", "professional", "structure", "point"};
    static const char *const languages[] = {NULL, NULL, "anglais", "anglais; arabe"};
    static const char *const fees[] = {NULL, "1", "2", "3"};
    char text[32];
    sqlite3_bind_int64(insert, 1, (sqlite3_int64)id);
    /* public ids in another order than the rows */
    snprintf(text, sizeof text, "%08zx", (id * 2654435761u) & 0xffffffffu);
    sqlite3_bind_text(insert, 2, text, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(insert, 3, kinds[below(making, 4)], -1, SQLITE_STATIC);
    bool has_profession = uniform(making) < 0.8;
    sqlite3_bind_text(insert, 4, has_profession ? random_code(making, SKILL_PROFESSION) : NULL, -1,
                      SQLITE_TRANSIENT);
    for (int column = 5; column <= 9; column++) bind_maybe(making, insert, column, 0.5);
    sqlite3_bind_text(insert, 10, languages[below(making, 4)], -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 11, fees[below(making, 4)], -1, SQLITE_STATIC);
    step(making, insert);
}

static void write_skills_of(struct making *making, sqlite3_stmt *insert, size_t id)
{
    size_t count = 1 + below(making, 6);
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)id);
        sqlite3_bind_int64(insert, 2, (sqlite3_int64)zipf(making, skills_count(making->skills)));
        step(making, insert);
    }
}

/* A star around a center: never crosses itself. Vertices past the antimeridian are pulled back. */
static void star(struct making *making, struct point center, char *wkt, size_t size)
{
    size_t vertices = 8 + below(making, 13), written = 0;
    struct point first = {0};
    written += (size_t)snprintf(wkt, size, "MULTIPOLYGON(((");
    for (size_t i = 0; i < vertices; i++) {
        double radius_m = 300 + 2500 * uniform(making);
        struct point at = geo_destination(center, 360.0 * (double)i / (double)vertices, radius_m);
        if (at.lon - center.lon > 180) at.lon = -180;
        if (at.lon - center.lon < -180) at.lon = 180;
        if (i == 0) first = at;
        written += (size_t)snprintf(wkt + written, size - written, "%.7f %.7f,", at.lon, at.lat);
    }
    snprintf(wkt + written, size - written, "%.7f %.7f)))", first.lon, first.lat);
}

static void write_zone(struct making *making, sqlite3_stmt *insert, size_t id, struct point center,
                       bool is_placed, bool is_excluded)
{
    char wkt[2048];
    bool is_circle = is_placed && uniform(making) < 0.4;
    struct point around = geo_destination(center, 360 * uniform(making), 1500 * uniform(making));
    star(making, around, wkt, sizeof wkt);
    sqlite3_bind_int64(insert, 1, (sqlite3_int64)id);
    if (uniform(making) < 0.25) {
        sqlite3_bind_int64(insert, 2, (sqlite3_int64)zipf(making, skills_count(making->skills)));
    } else {
        sqlite3_bind_null(insert, 2);
    }
    sqlite3_bind_text(insert, 3, is_excluded ? "exclude" : "include", -1, SQLITE_STATIC);
    if (is_circle) {
        sqlite3_bind_double(insert, 4, floor(200 + 4000 * uniform(making)));
    } else {
        sqlite3_bind_null(insert, 4);
    }
    sqlite3_bind_text(insert, 5, wkt, -1, SQLITE_TRANSIENT);
    step(making, insert);
}

static void write_hours(struct making *making, sqlite3_stmt *insert, size_t id)
{
    for (int weekday = 0; weekday < 7; weekday++) {
        if (uniform(making) < 0.3) continue;
        int opens = 420 + (int)below(making, 300);
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)id);
        sqlite3_bind_int(insert, 2, weekday);
        sqlite3_bind_int(insert, 3, opens);
        sqlite3_bind_int(insert, 4, opens + 60 + (int)below(making, 900));
        step(making, insert);
    }
}

static void write_all(struct making *making, size_t count)
{
    sqlite3_stmt *place = prepare(
        making, "INSERT INTO place (id, method, geometry) VALUES (?1, ?2, GeomFromText(?3, 4326))");
    sqlite3_stmt *resource =
        prepare(making, "INSERT INTO resource (id, public_id, identity, kind, name, profession, "
                        "place, home_visit, remote, walk_in, new_patients, wheelchair, languages, "
                        "fees, source, updated) VALUES (?1, ?2, ?2, ?3, 'Exemple ' || ?1, ?4, ?1, "
                        "?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, '2026-10-01')");
    sqlite3_stmt *skill = prepare(making, "INSERT OR IGNORE INTO resource_skill VALUES (?1, ?2)");
    sqlite3_stmt *zone =
        prepare(making, "INSERT INTO zone (resource, skill, effect, label, radius_m, geometry) "
                        "VALUES (?1, ?2, ?3, 'zone', ?4, GeomFromText(?5, 4326))");
    sqlite3_stmt *hours = prepare(making, "INSERT INTO hours VALUES (?1, ?2, ?3, ?4)");
    struct point point = towns[0];
    for (size_t id = 1; id <= count; id++) {
        bool is_placed = write_place(making, place, id, &point);
        write_resource(making, resource, id);
        write_skills_of(making, skill, id);
        if (uniform(making) < 0.4) write_hours(making, hours, id);
        if (uniform(making) >= 0.2) continue;
        for (size_t zones = 1 + below(making, 2); zones > 0; zones--) {
            write_zone(making, zone, id, point, is_placed, false);
        }
        if (uniform(making) < 0.3) write_zone(making, zone, id, point, is_placed, true);
    }
    sqlite3_finalize(place);
    sqlite3_finalize(resource);
    sqlite3_finalize(skill);
    sqlite3_finalize(zone);
    sqlite3_finalize(hours);
}

void random_directory_write(const char *path, unsigned seed, size_t count)
{
    struct making making = {.seed = {(unsigned short)seed, (unsigned short)(seed >> 16), 14}};
    unlink(path);
    assert_int_equal(sqlite3_open(path, &making.db), SQLITE_OK);
    void *cache = spatialite_alloc_connection();
    spatialite_init_ex(making.db, cache, 0);
    assert_int_equal(skills_default(&making.skills), STATUS_OK);
    char *schema = read_file("geodata/directory.sql");
    run(&making, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    run(&making, schema);
    run(&making, "INSERT INTO generation VALUES (7, '2026-11-22T08:00:00+01:00', 'Essai', "
                 "'Europe/Paris', 0);"
                 "INSERT INTO source (id, key, kind, name, imported_at, rows) "
                 "VALUES (1, 'sheet:essai', 'sheet', 'Essai', '2026-11-22T08:00:00+01:00', 0)");
    write_skills(&making);
    write_all(&making, count);
    run(&making, "COMMIT");
    free(schema);
    skills_free(making.skills);
    assert_int_equal(sqlite3_close(making.db), SQLITE_OK);
    spatialite_cleanup_ex(cache);
}
