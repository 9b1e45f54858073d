/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vaccination/vaccination.h"
#include "words/day_hours.h"

#include <string.h>

#define SKILL_COVID "R210:1538" /* ANS: vaccination contre le Covid-19 */
#define SKILL_CENTRE "R244:269" /* ANS: centre de vaccination */

enum column_name {
    ID,
    NAME,
    BAN_ID,
    NUMBER,
    STREET,
    POSTCODE,
    CITYCODE,
    CITY,
    LAT,
    LON,
    UPDATED,
    WHEELCHAIR,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    THURSDAY,
    FRIDAY,
    SATURDAY,
    SUNDAY,
    PLACE_PHONE,
    APPOINTMENT,
    CLOSES,
    OPENS,
    WEBSITE,
    PHONE,
    CONDITIONS,
    CONSULTATION,
    COLUMN_COUNT
};

_Static_assert(COLUMN_COUNT <= VACCINATION_COLUMNS_MAX, "room for all columns");

static const struct column columns[COLUMN_COUNT] = {
    [ID] = {"gid", NULL},
    [NAME] = {"nom", NULL},
    [BAN_ID] = {"id_adr", NULL},
    [NUMBER] = {"adr_num", NULL},
    [STREET] = {"adr_voie", NULL},
    [POSTCODE] = {"com_cp", NULL},
    [CITYCODE] = {"com_insee", NULL},
    [CITY] = {"com_nom", NULL},
    [LAT] = {"lat_coor1", NULL},
    [LON] = {"long_coor1", NULL},
    [UPDATED] = {"_edit_datemaj", NULL},
    [WHEELCHAIR] = {"lieu_accessibilite", NULL},
    [MONDAY] = {"rdv_lundi", NULL},
    [TUESDAY] = {"rdv_mardi", NULL},
    [WEDNESDAY] = {"rdv_mercredi", NULL},
    [THURSDAY] = {"rdv_jeudi", NULL},
    [FRIDAY] = {"rdv_vendredi", NULL},
    [SATURDAY] = {"rdv_samedi", NULL},
    [SUNDAY] = {"rdv_dimanche", NULL},
    [PLACE_PHONE] = {"lieu_tel", NULL},
    [APPOINTMENT] = {"rdv", NULL},
    [CLOSES] = {"date_fermeture", NULL},
    [OPENS] = {"date_ouverture", NULL},
    [WEBSITE] = {"rdv_site_web", NULL},
    [PHONE] = {"rdv_tel", NULL},
    [CONDITIONS] = {"rdv_modalites", NULL},
    [CONSULTATION] = {"rdv_consultation_prevaccination", NULL},
};
static const size_t needed[] = {ID, NAME, STREET, LAT, LON, MONDAY, SUNDAY};

/* Its date of closing is past: it is never shown, whatever else the row says. A date that cannot be
 * read is told, and the place stays. */
static bool is_closed(struct vaccination_row *row)
{
    const char *written = vaccination_cell(row, CLOSES);
    day closes;
    if (written == NULL) return false;
    if (!value_day(written, &closes)) {
        vaccination_tell(row, FINDING_DOUBTFUL, CLOSES, written,
                         "cette date de fermeture ne se lit pas : le lieu reste affiché", NULL);
        return false;
    }
    if (closes > vaccination_today()) {
        vaccination_note(row, "Fermeture le ", written);
        return false;
    }
    ++*row->closed;
    return true;
}

/* Hours are said of a whole week: a day that is not said is no closed day, so the week is then kept
 * in words only. */
static void read_hours(struct vaccination_row *row)
{
    static const char *const days[] = {"lundi",    "mardi",  "mercredi", "jeudi",
                                       "vendredi", "samedi", "dimanche"};
    struct buffer words = {0};
    bool whole = true, says = false;
    for (unsigned weekday = 0; weekday < 7; weekday++) {
        const char *cell = vaccination_cell(row, MONDAY + weekday);
        enum day_hours said = day_hours_read(cell, weekday, &row->hours);
        if (said == DAY_UNREAD) {
            vaccination_tell(row, FINDING_DOUBTFUL, MONDAY + weekday, cell,
                             "ces horaires ne se lisent pas : ils restent dans la remarque",
                             "écrivez par exemple 9h-12h / 14h-18h, ou fermé");
        }
        whole = whole && (said == DAY_OPEN || said == DAY_CLOSED);
        says = says || said != DAY_UNSAID;
        buffer_format(&words, "%s%s %s", weekday == 0 ? "" : ", ", days[weekday],
                      cell == NULL ? "non précisé" : cell);
    }
    row->resource.hours = whole && row->hours.count > 0 ? &row->hours : NULL;
    if (row->resource.hours == NULL && says) vaccination_note(row, "Horaires : ", words.data);
    if (words.failed) row->pool.failed = true;
    buffer_free(&words);
}

static void read_phones(struct vaccination_row *row)
{
    const char *booking = vaccination_cell(row, PHONE), *place = vaccination_cell(row, PLACE_PHONE);
    const char *other = NULL;
    struct resource *resource = &row->resource;
    if (!value_phone(booking, &row->pool, &resource->phone)) {
        vaccination_tell(row, FINDING_DOUBTFUL, PHONE, booking,
                         "ce numéro de téléphone ne se lit pas : il reste dans la remarque", NULL);
        vaccination_note(row, "Téléphone pour la prise de rendez-vous : ", booking);
    } else if (value_phone_rest(booking) != NULL) {
        vaccination_note(row, "Téléphone pour la prise de rendez-vous : ", booking);
    }
    if (!value_phone(place, &row->pool, &other)) {
        vaccination_tell(row, FINDING_DOUBTFUL, PLACE_PHONE, place,
                         "ce numéro de téléphone ne se lit pas : il reste dans la remarque", NULL);
        vaccination_note(row, "Téléphone du lieu : ", place);
    }
    if (resource->phone == NULL) {
        resource->phone = other;
    } else if (other != NULL && strcmp(other, resource->phone) != 0) {
        vaccination_note(row, "Téléphone du lieu : ", other);
    }
}

static void read_website(struct vaccination_row *row)
{
    const char *written = vaccination_cell(row, WEBSITE);
    if (value_website(written, &row->pool, &row->resource.website)) return;
    vaccination_tell(row, FINDING_DOUBTFUL, WEBSITE, written,
                     "cette adresse de site ne se lit pas : elle reste dans la remarque", NULL);
    vaccination_note(row, "Prise de rendez-vous : ", written);
}

static void read_opening(struct vaccination_row *row)
{
    const char *written = vaccination_cell(row, OPENS);
    day opens;
    bool later = written != NULL && (!value_day(written, &opens) || opens > vaccination_today());
    if (later) vaccination_note(row, "Ouverture le ", written);
}

static bool describe(struct vaccination_row *row)
{
    struct resource *resource = &row->resource;
    const char *id = vaccination_cell(row, ID), *says = vaccination_cell(row, APPOINTMENT);
    const char *consultation = vaccination_cell(row, CONSULTATION);
    const char *wheelchair = vaccination_cell(row, WHEELCHAIR);
    const char *updated = vaccination_cell(row, UPDATED);
    resource->kind = RESOURCE_POINT;
    if (id == NULL) {
        vaccination_tell(row, FINDING_REFUSED, ID, NULL, "le numéro du lieu est vide", NULL);
        return false;
    }
    if (is_closed(row)) return false;
    resource->identity = pool_format(&row->pool, "covid:%s", id);
    row->skills[resource->skill_count++] = SKILL_COVID;
    row->skills[resource->skill_count++] = SKILL_CENTRE;
    /* `t`: an appointment is needed; `f` was never explained, and stays unknown */
    if (says != NULL && strcmp(says, "t") == 0) resource->walk_in = TRISTATE_NO;
    if (!value_yes_no(wheelchair, &resource->wheelchair)) {
        vaccination_note(row, "Accessibilité : ", wheelchair);
    }
    vaccination_note(row, "", vaccination_cell(row, CONDITIONS));
    if (consultation != NULL && strcmp(consultation, "t") == 0) {
        vaccination_note(row, "", "Consultation avant la vaccination possible");
    }
    read_hours(row);
    read_phones(row);
    read_website(row);
    read_opening(row);
    if (updated != NULL) {
        const char *date = pool_text(&row->pool, updated, strcspn(updated, " T"));
        if (!value_date(date, &row->pool, &resource->updated)) resource->updated = NULL;
    }
    return true;
}

static enum point_problem query(struct vaccination_row *row, struct locate_query *out)
{
    const char *number = vaccination_cell(row, NUMBER), *street = vaccination_cell(row, STREET);
    bool both = number != NULL && street != NULL;
    *out = (struct locate_query){
        .address = both ? pool_format(&row->pool, "%s %s", number, street) : street,
        .postcode = vaccination_cell(row, POSTCODE),
        .city = vaccination_cell(row, CITY),
        .ban_id = vaccination_cell(row, BAN_ID),
        .citycode = vaccination_cell(row, CITYCODE),
    };
    return value_point(vaccination_cell(row, LON), vaccination_cell(row, LAT), &out->point);
}

static void finish(struct vaccination_row *row)
{
    struct place *place = &row->resource.place;
    if (place->citycode == NULL) place->citycode = vaccination_cell(row, CITYCODE);
}

const struct vaccination_format vaccination_covid = {
    .key = "centres-covid",
    .name = "Centres de vaccination contre le Covid-19",
    .publisher = "Ministère chargé de la santé",
    .doubt = "est-ce bien le fichier des centres de vaccination contre le Covid-19 ?",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .needed = needed,
    .needed_count = sizeof needed / sizeof *needed,
    .id = ID,
    .place_name = NAME,
    .postcode = POSTCODE,
    .town = CITY,
    .lon = LON,
    .query = query,
    .describe = describe,
    .finish = finish,
};
