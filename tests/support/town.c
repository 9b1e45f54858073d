/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "town.h"

#include "check.h"
#include "geodata/publish.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bourg-Voisin. One character is about 100 m; quartiers Rive-Gauche (west) and Rive-Droite (east)
 * share the commune, INSEE 99001, and the territory is a little larger. ~ is the drawn zone Les
 * Tilleuls.
 *
 *      0    5    10   15   20
 *   20 +---------+---------+      A  nurse Alma            (4, 15)   home: circle 500 m
 *      |         |     C   |      B  nurse Basile          (6, 5)    home: quartier Rive-Droite,
 * not Les Tilleuls 15 |   A     |  ~~~~~  |      C  physio Chloé          (16, 18)  home: a polygon
 * of her own, only for kiné respiratoire |         |  ~ D ~  |      D  doctor Diop           (15,
 * 13)  home: yes, where is not said 10 +    G    |  ~~~~~  |      E  doctor Élise          (12, 4)
 * no home visits, teleconsultation |         |         |      F  Pharmacie du Pont     (10, 8) flu
 * vaccination, sessions 5 | B       F  E      |      G  health centre         (5, 10)   round the
 * clock |     H   |         |      H  prevention point      (6, 3)    sessions 0
 * +---------+---------+      I  midwife Inès          no address: no point; home: commune 99001 J
 * nurse Joachim         (12, 4)   same door as E; circle 300 m but not Rive-Gauche */

#define SOUTH_WEST_LON 2.30
#define SOUTH_WEST_LAT 48.80
#define NURSE "G15:60"
#define PHYSIO "G15:70"
#define DOCTOR "R38:SM54"
#define MIDWIFE "G15:50"
#define DRESSING "loc:pansement"
#define FLU "R210:0897"

struct point town_point(double east, double north)
{
    return (struct point){SOUTH_WEST_LON + east * 0.00137, SOUTH_WEST_LAT + north * 0.0009};
}

static void append_rectangle(struct buffer *out, double west, double south, double east,
                             double north)
{
    struct point low = town_point(west, south), high = town_point(east, north);
    buffer_format(out, "POLYGON((%.7f %.7f, %.7f %.7f, %.7f %.7f, %.7f %.7f, %.7f %.7f))", low.lon,
                  low.lat, high.lon, low.lat, high.lon, high.lat, low.lon, high.lat, low.lon,
                  low.lat);
}

static const struct hours weekdays = {
    .count = 5,
    .spans = {{0, 540, 1080}, {1, 540, 1080}, {2, 540, 720}, {3, 540, 1080}, {4, 540, 1080}}};
static const struct hours round_the_clock = {.count = 7,
                                             .spans = {{0, 0, 1440},
                                                       {1, 0, 1440},
                                                       {2, 0, 1440},
                                                       {3, 0, 1440},
                                                       {4, 0, 1440},
                                                       {5, 0, 1440},
                                                       {6, 0, 1440}}};
static const struct hours nights = {.count = 2, .spans = {{4, 1200, 1560}, {5, 1200, 1560}}};

static const char *const nurse_skills[] = {NURSE, DRESSING};
static const char *const physio_skills[] = {PHYSIO};
static const char *const doctor_skills[] = {DOCTOR};
static const char *const midwife_skills[] = {MIDWIFE};
static const char *const flu_skills[] = {FLU};

/* C's own polygon: town_point(11, 14) to town_point(20, 20), as WKT */
#define CHLOE_POLYGON                                                                              \
    "POLYGON((2.3150700 48.8126000, 2.3274000 48.8126000, 2.3274000 48.8180000, "                  \
    "2.3150700 48.8180000, 2.3150700 48.8126000))"

static const struct zone alma_zones[] = {
    {.effect = ZONE_INCLUDE, .shape = ZONE_CIRCLE, .radius_m = 500, .label = "rayon 500 m"}};
static const struct zone basile_zones[] = {
    {.effect = ZONE_INCLUDE, .shape = ZONE_AREA, .area = "Rive-Droite", .label = "Rive-Droite"},
    {.effect = ZONE_EXCLUDE,
     .shape = ZONE_AREA,
     .area = "les tilleuls",
     .label = "sauf Les Tilleuls"}};
static const struct zone chloe_zones[] = {{.effect = ZONE_INCLUDE,
                                           .shape = ZONE_GEOMETRY,
                                           .skill = PHYSIO,
                                           .geometry = CHLOE_POLYGON,
                                           .label = "autour de la colline"}};
static const struct zone ines_zones[] = {
    {.effect = ZONE_INCLUDE, .shape = ZONE_AREA, .area = "99001", .label = "toute la commune"}};
static const struct zone joachim_zones[] = {
    {.effect = ZONE_INCLUDE, .shape = ZONE_CIRCLE, .radius_m = 300, .label = "rayon 300 m"},
    {.effect = ZONE_EXCLUDE,
     .shape = ZONE_AREA,
     .area = "RIVE GAUCHE",
     .label = "sauf Rive-Gauche"},
    {.effect = ZONE_INCLUDE,
     .shape = ZONE_CIRCLE,
     .skill = DRESSING,
     .radius_m = 1000,
     .label = "rayon 1 km pour les pansements"}};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define SKILLS(array) .skills = (array), .skill_count = COUNT(array)
#define ZONES(array) .zones = (array), .zone_count = COUNT(array)
#define PLACE(text, how, east, north)                                                              \
    .place = {.address = (text),                                                                   \
              .postcode = "99000",                                                                 \
              .citycode = "99001",                                                                 \
              .city = "Bourg-Voisin",                                                              \
              .method = (how),                                                                     \
              .point = {SOUTH_WEST_LON + (east)*0.00137, SOUTH_WEST_LAT + (north)*0.0009},         \
              .score = 0.93}

/* clang-format off */
static const struct resource resources[TOWN_RESOURCES] = {
    {.identity = "town:A", .kind = RESOURCE_PROFESSIONAL, .name = "Alma Arpège", .profession = NURSE,
     PLACE("4 rue des Lilas", PLACE_GEOCODED, 4, 15), SKILLS(nurse_skills), ZONES(alma_zones),
     .home_visit = TRISTATE_YES, .new_patients = TRISTATE_YES, .new_patients_as_of = "2026-10-02",
     .languages = "anglais;arabe", .fees = "1", .phone = "01 99 00 00 01", .hours = &weekdays,
     .restricted = {"06 39 98 00 01", "alma.arpege@infirmier.mssante.example", "Appeler avant 9 h"},
     .updated = "2026-10-02"},
    {.identity = "town:B", .kind = RESOURCE_PROFESSIONAL, .name = "Basile Œillet", .profession = NURSE,
     PLACE("1 quai du Bas", PLACE_GEOCODED, 6, 5), SKILLS(nurse_skills), ZONES(basile_zones),
     .home_visit = TRISTATE_YES, .new_patients = TRISTATE_NO, .phone = "01 99 00 00 02",
     .hours = &nights},
    {.identity = "town:C", .kind = RESOURCE_PROFESSIONAL, .name = "Chloé Colline", .profession = PHYSIO,
     PLACE("9 chemin Haut", PLACE_SOURCE, 16, 18), SKILLS(physio_skills), ZONES(chloe_zones),
     .home_visit = TRISTATE_YES, .wheelchair = TRISTATE_NO},
    {.identity = "town:D", .kind = RESOURCE_PROFESSIONAL, .name = "Dr Awa Diop", .profession = DOCTOR,
     PLACE("2 place des Tilleuls", PLACE_SOURCE, 15, 13), SKILLS(doctor_skills),
     .home_visit = TRISTATE_YES, .new_patients = TRISTATE_YES, .fees = "2", .wheelchair = TRISTATE_YES},
    {.identity = "town:E", .kind = RESOURCE_PROFESSIONAL, .name = "Dr Élise Étang", .profession = DOCTOR,
     PLACE("12 rue du Pont", PLACE_SOURCE, 12, 4), SKILLS(doctor_skills),
     .home_visit = TRISTATE_NO, .remote = TRISTATE_YES, .hours = &weekdays},
    {.identity = "town:F", .kind = RESOURCE_STRUCTURE, .name = "Pharmacie du Pont", .profession = "R244:312",
     PLACE("10 rue du Pont", PLACE_SOURCE, 10, 8), SKILLS(flu_skills),
     .walk_in = TRISTATE_YES, .phone = "01 99 00 00 06", .website = "https://pont.example", .hours = &weekdays},
    {.identity = "town:G", .kind = RESOURCE_STRUCTURE, .name = "Centre de santé L'Haÿ", .profession = "loc:centre-de-sante",
     PLACE("5 rue Neuve", PLACE_SOURCE, 5, 10), SKILLS(doctor_skills), .hours = &round_the_clock},
    {.identity = "town:H", .kind = RESOURCE_POINT, .name = "Point prévention",
     PLACE("Salle des fêtes", PLACE_AREA, 6, 3), SKILLS(flu_skills), .note = "Entrée par la cour"},
    {.identity = "town:I", .kind = RESOURCE_PROFESSIONAL, .name = "Inès Île", .profession = MIDWIFE,
     SKILLS(midwife_skills), ZONES(ines_zones), .home_visit = TRISTATE_YES},
    {.identity = "town:J", .kind = RESOURCE_PROFESSIONAL, .name = "Joachim Jonc", .profession = NURSE,
     PLACE("12 rue du Pont", PLACE_SOURCE, 12, 4), SKILLS(nurse_skills), ZONES(joachim_zones),
     .home_visit = TRISTATE_YES},
};
/* clang-format on */

const struct resource *town_resources(void)
{
    return resources;
}

static void begin(struct workspace *workspace, const char *key, const char *kind)
{
    struct source source = {.key = key,
                            .kind = kind,
                            .name = "Mairie de Bourg-Voisin",
                            .publisher = "Bourg-Voisin",
                            .licence = "Licence Ouverte 2.0",
                            .as_of = "2026-10-01"};
    assert_int_equal(workspace_begin_source(workspace, &source, false), STATUS_OK);
}

static void end(struct workspace *workspace)
{
    struct source_summary summary;
    assert_int_equal(workspace_end_source(workspace, true, &summary), STATUS_OK);
}

static void say_area(struct workspace *workspace, struct area area, const double corners[4])
{
    struct buffer wkt = {0}, why = {0};
    bool repaired;
    enum row_change change;
    append_rectangle(&wkt, corners[0], corners[1], corners[2], corners[3]);
    area.geometry = wkt.data;
    assert_int_equal(workspace_put_area(workspace, &area, &repaired, &why, &change), STATUS_OK);
    assert_false(repaired);
    buffer_free(&wkt);
    buffer_free(&why);
}

void town_say_areas(struct workspace *workspace)
{
    static const struct {
        struct area area;
        double corners[4]; /* west, south, east, north */
    } areas[TOWN_AREAS] = {
        {{"territory", "bourg", "CPTS de Bourg-Voisin", NULL}, {-2, -2, 22, 22}},
        {{"commune", "99001", "Bourg-Voisin", NULL}, {0, 0, 20, 20}},
        {{"quartier", "9900101", "Rive-Gauche", NULL}, {0, 0, 10, 20}},
        {{"quartier", "9900102", "Rive-Droite", NULL}, {10, 0, 20, 20}},
        {{"zone", NULL, "Les Tilleuls", NULL}, {13, 10, 17, 15}},
    };
    begin(workspace, "town:areas", "territory");
    for (size_t i = 0; i < TOWN_AREAS; i++) say_area(workspace, areas[i].area, areas[i].corners);
    end(workspace);
}

void town_say_people(struct workspace *workspace)
{
    enum row_change change;
    begin(workspace, "town:people", "sheet");
    for (size_t i = 0; i < TOWN_RESOURCES; i++) {
        assert_int_equal(workspace_put_resource(workspace, &resources[i], &change), STATUS_OK);
    }
    end(workspace);
}

void town_say_sessions(struct workspace *workspace)
{
    /* days since 1970: 20773 is Monday 16 November 2026 */
    static const struct {
        const char *structure;
        struct session session;
    } sessions[TOWN_SESSIONS] = {
        {"pharmacie du pont",
         {.skill = FLU,
          .first = 20774,
          .opens = 840,
          .closes = 1080,
          .rrule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231",
          .exdates = "2026-12-08",
          .public_text = "65 ans et plus",
          .appointment = TRISTATE_NO}},
        {"PHARMACIE DU PONT",
         {.skill = FLU,
          .first = 20778,
          .opens = 540,
          .closes = 720,
          .appointment = TRISTATE_YES,
          .link = "https://pont.example/rdv"}},
        {"town:H", {.skill = FLU, .first = 20778, .opens = 600, .closes = 960}},
    };
    enum row_change change;
    bool known;
    begin(workspace, "town:sessions", "sessions");
    for (size_t i = 0; i < TOWN_SESSIONS; i++) {
        assert_int_equal(workspace_put_session(workspace, sessions[i].structure,
                                               &sessions[i].session, &known, &change),
                         STATUS_OK);
    }
    end(workspace);
}

void town_say(struct workspace *workspace)
{
    town_say_areas(workspace);
    town_say_people(workspace);
    town_say_sessions(workspace);
}

char *town_folder(void)
{
    const char *parent = getenv("TMPDIR");
    struct buffer path = {0};
    buffer_format(&path, "%s/bourg-voisin-XXXXXX", parent == NULL ? "/tmp" : parent);
    assert_false(path.failed);
    assert_non_null(mkdtemp(path.data));
    return path.data;
}

static int remove_entry(const char *path, const struct stat *facts, int type, struct FTW *walk)
{
    (void)facts;
    (void)type;
    (void)walk;
    return remove(path);
}

void town_remove(char *folder)
{
    if (folder == NULL) return;
    assert_int_equal(nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
    free(folder);
}

char *town_published(void)
{
    char *folder = town_folder();
    struct workspace *workspace = NULL;
    struct publish_summary summary;
    assert_int_equal(workspace_open(folder, &workspace), STATUS_OK);
    town_say(workspace);
    workspace_close(workspace);
    assert_int_equal(publish_directory(folder, 0, &summary), STATUS_OK);
    return folder;
}
