/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search_data DATA COUNT QUESTIONS: writes DATA/directory/directory-1.sqlite, an invented country
 * of COUNT resources, and DATA/questions.tsv, both the same each time.
 *
 * 2,000 towns in metropolitan France, the r-th with a share of 1/(r+1) and the wider the larger;
 * people lie around the middle as a bell. 25 professions and 200 skills, each drawn with a chance
 * of 1/(rank+1); one profession and 1 to 6 skills each; one in five with a home-visit polygon of 8
 * to 20 vertices, 1 to 5 km across, around the place; one in ten with weekly hours. */
#include "search_random.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spatialite/gaiageo.h>

#define TOWNS 2000
#define PROFESSIONS 25
#define SKILLS 200

struct town {
    double lon, lat, spread_m;
    int postcode;
};

struct making {
    sqlite3 *db;
    struct dice dice;
    struct town towns[TOWNS];
    sqlite3_stmt *place, *resource, *skill, *zone, *hours;
};

static void die(struct making *making, const char *what)
{
    fprintf(stderr, "search_data: %s: %s\n", what, sqlite3_errmsg(making->db));
    exit(1);
}

static void run(struct making *making, const char *sql)
{
    if (sqlite3_exec(making->db, sql, NULL, NULL, NULL) != SQLITE_OK) die(making, sql);
}

static sqlite3_stmt *prepare(struct making *making, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(making->db, sql, -1, &statement, NULL) != SQLITE_OK) die(making, sql);
    return statement;
}

static void step(struct making *making, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE) die(making, "insert");
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

static void bind(sqlite3_stmt *statement, int index, const char *text)
{
    sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);
}

static void make_towns(struct making *making)
{
    for (size_t i = 0; i < TOWNS; i++) {
        making->towns[i] = (struct town){.lon = -1 + 7 * dice_uniform(&making->dice),
                                         .lat = 43.5 + 6 * dice_uniform(&making->dice),
                                         .spread_m = fmax(500, 6000 / sqrt((double)i + 1)),
                                         .postcode = 1000 + (int)dice_below(&making->dice, 94000)};
    }
}

/* Metres east and north of a place; right to a few per mille, which is enough to invent. */
static void move(double *lon, double *lat, double east_m, double north_m)
{
    *lon += east_m / (111320 * cos(*lat * M_PI / 180));
    *lat += north_m / 111200;
}

static void write_skills(struct making *making)
{
    char code[32], label[64];
    sqlite3_stmt *insert =
        prepare(making, "INSERT INTO skill VALUES (?1, ?2, ?3, NULL, ?4, ?5, '')");
    for (int i = 0; i < PROFESSIONS + SKILLS; i++) {
        bool is_profession = i < PROFESSIONS;
        int rank = is_profession ? i : i - PROFESSIONS;
        snprintf(code, sizeof code, is_profession ? "loc:metier-%d" : "loc:soin-%d", rank);
        sqlite3_bind_int(insert, 1, i);
        bind(insert, 2, code);
        bind(insert, 3, is_profession ? "profession" : "act");
        snprintf(label, sizeof label, is_profession ? "Métier de santé %d" : "Soin particulier %d",
                 rank);
        bind(insert, 4, label);
        snprintf(label, sizeof label, is_profession ? "Health worker %d" : "Particular care %d",
                 rank);
        bind(insert, 5, label);
        step(making, insert);
    }
    sqlite3_finalize(insert);
}

static void put_double(unsigned char *at, double value)
{
    memcpy(at, &value, sizeof value);
}

/* A SpatiaLite POINT, little-endian, SRID 4326. */
static void bind_point(sqlite3_stmt *statement, int index, double lon, double lat)
{
    unsigned char blob[60] = {0x00, 0x01, 0xE6, 0x10, 0x00, 0x00};
    const double box[] = {lon, lat, lon, lat};
    memcpy(blob + 6, box, sizeof box);
    blob[38] = 0x7C;
    blob[39] = 1;
    put_double(blob + 43, lon);
    put_double(blob + 51, lat);
    blob[59] = 0xFE;
    sqlite3_bind_blob(statement, index, blob, sizeof blob, SQLITE_TRANSIENT);
}

static double on_grid(double degrees)
{
    return round(degrees * 1e7) / 1e7;
}

/* A star around a place: it never crosses itself. */
static void bind_star(struct making *making, sqlite3_stmt *statement, int index, double lon,
                      double lat)
{
    int vertices = 8 + (int)dice_below(&making->dice, 13);
    double size_m = 500 + 2000 * dice_uniform(&making->dice);
    gaiaGeomCollPtr geometry = gaiaAllocGeomColl();
    geometry->Srid = 4326;
    geometry->DeclaredType = GAIA_MULTIPOLYGON;
    gaiaPolygonPtr polygon = gaiaAddPolygonToGeomColl(geometry, vertices + 1, 0);
    for (int i = 0; i < vertices; i++) {
        double at_lon = lon, at_lat = lat, angle = 2 * M_PI * i / vertices;
        double radius_m = size_m * (0.4 + 0.6 * dice_uniform(&making->dice));
        move(&at_lon, &at_lat, radius_m * cos(angle), radius_m * sin(angle));
        gaiaSetPoint(polygon->Exterior->Coords, i, on_grid(at_lon), on_grid(at_lat));
        if (i == 0)
            gaiaSetPoint(polygon->Exterior->Coords, vertices, on_grid(at_lon), on_grid(at_lat));
    }
    unsigned char *blob = NULL;
    int length = 0;
    gaiaToSpatiaLiteBlobWkb(geometry, &blob, &length);
    sqlite3_bind_blob(statement, index, blob, length, SQLITE_TRANSIENT);
    free(blob);
    gaiaFreeGeomColl(geometry);
}

static const char *const first_names[] = {"Camille", "Dominique", "Claude",  "Alix",
                                          "Maxence", "Éléonore",  "Solange", "Anne-Sophie"};
static const char *const last_names[] = {"Martin", "Lefèvre",   "Moreau", "Garnier",  "Bonnet",
                                         "Perrin", "Chevalier", "Roux",   "Fontaine", "Lemoine"};
static const char *const streets[] = {"rue de la République",   "avenue du Général-Leclerc",
                                      "place de l’Église",      "rue Victor-Hugo",
                                      "boulevard de la Gare",   "chemin des Vignes",
                                      "rue du Faubourg-Voisin", "allée des Tilleuls"};
#define PICK(making, table) (table)[dice_below(&(making)->dice, sizeof(table) / sizeof *(table))]

static void write_place(struct making *making, int64_t id, size_t town, double lon, double lat)
{
    char text[128];
    const struct town *at = &making->towns[town];
    sqlite3_bind_int64(making->place, 1, id);
    snprintf(text, sizeof text, "%d %s", 1 + (int)dice_below(&making->dice, 180),
             PICK(making, streets));
    bind(making->place, 2, text);
    snprintf(text, sizeof text, "%05d", at->postcode);
    bind(making->place, 3, text);
    bind(making->place, 4, text);
    snprintf(text, sizeof text, "Bourg-Voisin-%zu", town);
    bind(making->place, 5, text);
    bind_point(making->place, 6, lon, lat);
    step(making, making->place);
}

/* Null for half of those who were asked. */
static void bind_maybe(struct making *making, int index)
{
    uint64_t drawn = dice_below(&making->dice, 4);
    if (drawn < 2) sqlite3_bind_int(making->resource, index, (int)drawn);
}

static void write_resource(struct making *making, int64_t id, bool has_zone)
{
    char text[128];
    struct dice *dice = &making->dice;
    sqlite3_stmt *row = making->resource;
    sqlite3_bind_int64(row, 1, id);
    snprintf(text, sizeof text, "%08x", (unsigned)((uint64_t)id * 2654435761u));
    bind(row, 2, text);
    snprintf(text, sizeof text, "%s %s", PICK(making, first_names), PICK(making, last_names));
    bind(row, 3, text);
    snprintf(text, sizeof text, "loc:metier-%zu", dice_zipf(dice, PROFESSIONS));
    bind(row, 4, text);
    if (has_zone) sqlite3_bind_int(row, 5, 1);
    for (int column = 6; column <= 9; column++) bind_maybe(making, column);
    if (dice_below(dice, 4) == 0) bind(row, 10, "anglais;espagnol");
    snprintf(text, sizeof text, "01 99 %02d %02d %02d", (int)dice_below(dice, 100),
             (int)dice_below(dice, 100), (int)dice_below(dice, 100));
    bind(row, 11, text);
    step(making, row);
}

static void write_lists(struct making *making, int64_t id, double lon, double lat, bool has_zone)
{
    size_t count = 1 + dice_below(&making->dice, 6);
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(making->skill, 1, id);
        sqlite3_bind_int64(making->skill, 2, PROFESSIONS + (int)dice_zipf(&making->dice, SKILLS));
        step(making, making->skill);
    }
    if (has_zone) {
        sqlite3_bind_int64(making->zone, 1, id);
        bind_star(making, making->zone, 2, lon, lat);
        step(making, making->zone);
    }
    if (dice_below(&making->dice, 10) > 0) return;
    for (int weekday = 0; weekday < 5; weekday++) {
        sqlite3_bind_int64(making->hours, 1, id);
        sqlite3_bind_int(making->hours, 2, weekday);
        sqlite3_bind_int(making->hours, 3, 480 + 30 * (int)dice_below(&making->dice, 4));
        sqlite3_bind_int(making->hours, 4, 1020 + 30 * (int)dice_below(&making->dice, 6));
        step(making, making->hours);
    }
}

static void draw_place(struct making *making, size_t *town, double *lon, double *lat)
{
    *town = dice_zipf(&making->dice, TOWNS);
    const struct town *at = &making->towns[*town];
    double away_m = at->spread_m * sqrt(-2 * log(1 - dice_uniform(&making->dice)));
    double angle = 2 * M_PI * dice_uniform(&making->dice);
    *lon = at->lon;
    *lat = at->lat;
    move(lon, lat, away_m * cos(angle), away_m * sin(angle));
    *lon = on_grid(*lon);
    *lat = on_grid(*lat);
}

static void write_all(struct making *making, int64_t count)
{
    making->place = prepare(making, "INSERT INTO place (id, address, postcode, citycode, city, "
                                    "method, geometry) VALUES (?1, ?2, ?3, ?4, ?5, 'source', ?6)");
    making->resource = prepare(
        making, "INSERT INTO resource (id, public_id, identity, kind, name, profession, place, "
                "home_visit, remote, walk_in, new_patients, wheelchair, languages, phone, source, "
                "updated) VALUES (?1, ?2, 'bench:' || ?1, 'professional', ?3, ?4, ?1, ?5, ?6, ?7, "
                "?8, ?9, ?10, ?11, 1, '2026-10-01')");
    making->skill = prepare(making, "INSERT OR IGNORE INTO resource_skill VALUES (?1, ?2)");
    making->zone = prepare(making, "INSERT INTO zone (resource, effect, label, geometry) VALUES "
                                   "(?1, 'include', 'zone dessinée', ?2)");
    making->hours = prepare(making, "INSERT INTO hours VALUES (?1, ?2, ?3, ?4)");
    for (int64_t id = 1; id <= count; id++) {
        size_t town;
        double lon, lat;
        bool has_zone = dice_below(&making->dice, 5) == 0;
        draw_place(making, &town, &lon, &lat);
        write_place(making, id, town, lon, lat);
        write_resource(making, id, has_zone);
        write_lists(making, id, lon, lat, has_zone);
    }
    sqlite3_stmt *all[] = {making->place, making->resource, making->skill, making->zone,
                           making->hours};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) sqlite3_finalize(all[i]);
}

/* A door within a kilometre or so of a random resource's town place, and a skill: as often asked as
 * it is offered; for "rare" one of the twenty rarest. Columns: lon, lat, skill, rare skill. */
static void write_questions(struct making *making, const char *path, int count)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) die(making, path);
    making->dice = dice_of(2);
    for (int i = 0; i < count; i++) {
        size_t town;
        double lon, lat;
        draw_place(making, &town, &lon, &lat);
        fprintf(file, "%.7f\t%.7f\t%d\t%d\n", lon, lat,
                PROFESSIONS + (int)dice_zipf(&making->dice, SKILLS),
                PROFESSIONS + SKILLS - 20 + (int)dice_below(&making->dice, 20));
    }
    fclose(file);
}

static void run_file(struct making *making, const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;
    if (file == NULL || getdelim(&text, &size, '\0', file) <= 0) die(making, path);
    run(making, text);
    free(text);
    fclose(file);
}

static void write_schema(struct making *making)
{
    run(making, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    run_file(making, "geodata/directory.sql");
    run(making, "INSERT INTO generation VALUES (1, '2026-11-22T08:00:00+01:00', 'Mesure', "
                "'Europe/Paris', 0);"
                "INSERT INTO source (id, key, kind, name, as_of, imported_at, rows) VALUES (1, "
                "'sheet:mesure', 'sheet', 'Mesure', '2026-10-01', '2026-11-22T08:00:00+01:00', 0)");
}

int main(int argument_count, char **arguments)
{
    static struct making making;
    char path[1024];
    if (argument_count != 4) {
        fprintf(stderr, "usage: search_data DATA COUNT QUESTIONS (from the project's root)\n");
        return 2;
    }
    mkdir(arguments[1], 0755);
    snprintf(path, sizeof path, "%s/directory", arguments[1]);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/directory/directory-1.sqlite", arguments[1]);
    unlink(path);
    if (sqlite3_open(path, &making.db) != SQLITE_OK) die(&making, path);
    making.dice = dice_of(1);
    write_schema(&making);
    make_towns(&making);
    write_skills(&making);
    write_all(&making, atoll(arguments[2]));
    run_file(&making, "geodata/directory_indexes.sql");
    run(&making, "COMMIT");
    sqlite3_close(making.db);
    snprintf(path, sizeof path, "%s/questions.tsv", arguments[1]);
    write_questions(&making, path, atoi(arguments[3]));
    snprintf(path, sizeof path, "%s/directory/current", arguments[1]);
    FILE *current = fopen(path, "w");
    if (current == NULL) return 1;
    fputs("1\n", current);
    return fclose(current) == 0 ? 0 : 1;
}
