/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/text.h"
#include "vaccination/santefr.h"
#include "vaccination/vaccination.h"

#include <stdlib.h>
#include <string.h>

#define SKILL_FLU "R210:0897"        /* ANS: vaccination contre la grippe */
#define SKILL_FLU_BY_APPOINTMENT "rdv:0897"
#define SKILL_PHARMACY "R244:312"    /* ANS: pharmacie */
#define PROFESSION_PHARMACY "G15:21" /* ANS: pharmacien */

enum column_name {
    FINESS,
    NAME,
    STREET,
    STREET_MORE,
    POSTCODE,
    CITY,
    RECEPTION,
    LAT,
    LON,
    COLUMN_COUNT
};

static const struct column columns[COLUMN_COUNT] = {
    [FINESS] = {"Finess", "numéro finess"},
    [NAME] = {"Titre", "nom|raison sociale"},
    [STREET] = {"Adresse_voie 1", "adresse_voie1|adresse"},
    [STREET_MORE] = {"Adresse_voie 2", "adresse_voie2"},
    [POSTCODE] = {"Adresse_codepostal", "code postal"},
    [CITY] = {"Adresse_ville", "ville|commune"},
    [RECEPTION] = {"Modalites_accueil", "modalités d'accueil"},
    [LAT] = {"Adresse_latitude", "latitude"},
    [LON] = {"Adresse_longitude", "longitude"},
};
static const size_t needed[] = {FINESS, NAME, STREET, RECEPTION, LAT, LON};

static bool read_identity(struct vaccination_row *row)
{
    const char *finess = NULL, *written = vaccination_cell(row, FINESS);
    if (!value_identifier(written, 9, &row->pool, &finess) || finess == NULL) {
        vaccination_tell(row, FINDING_REFUSED, FINESS, written, "ce n'est pas un numéro FINESS",
                         "il a 9 chiffres ; corrigez-le dans le fichier");
        return false;
    }
    row->resource.identity = pool_format(&row->pool, "finess:%s", finess); /* also an identifier */
    return true;
}

static bool says_pharmacy(const char *name)
{
    char *folded = text_folded(name);
    bool says = folded != NULL && strstr(folded, "pharm") != NULL;
    free(folded);
    return says;
}

static void read_skills(struct vaccination_row *row)
{
    struct resource *resource = &row->resource;
    row->skills[resource->skill_count++] = SKILL_FLU;
    if (says_pharmacy(resource->name)) {
        resource->profession = PROFESSION_PHARMACY;
        row->skills[resource->skill_count++] = PROFESSION_PHARMACY;
        row->skills[resource->skill_count++] = SKILL_PHARMACY;
    }
}

static void tell_unread(const struct vaccination_row *row, const char *value, const char *cause)
{
    if (value != NULL) vaccination_tell(row, FINDING_DOUBTFUL, RECEPTION, value, cause, NULL);
}

static bool describe(struct vaccination_row *row)
{
    struct resource *resource = &row->resource;
    struct santefr_reception reception;
    resource->kind = RESOURCE_STRUCTURE;
    if (!read_identity(row)) return false;
    read_skills(row);
    if (!santefr_read_reception(vaccination_cell(row, RECEPTION), &row->pool, &reception)) {
        row->pool.failed = true;
        return false;
    }
    row->hours = reception.hours;
    if (reception.walk_in) resource->walk_in = TRISTATE_YES;
    resource->phone = reception.phone;
    resource->website = reception.website;
    resource->note = reception.note;
    resource->hours = reception.has_hours ? &row->hours : NULL;
    /* a pharmacy serves who comes in: the appointment is for the vaccination alone */
    if (reception.by_appointment) row->skills[0] = SKILL_FLU_BY_APPOINTMENT;
    if (reception.by_appointment)
        vaccination_note(row, "Vaccination contre la grippe : ", "avec rendez-vous");
    tell_unread(row, reception.unread_hours,
                "ces horaires ne se lisent pas : ils restent « non précisés »");
    tell_unread(row, reception.unread_phone,
                "ce numéro de téléphone ne se lit pas : il reste dans la remarque");
    tell_unread(row, reception.unread_website,
                "cette adresse de site ne se lit pas : elle reste dans la remarque");
    return true;
}

static enum point_problem query(struct vaccination_row *row, struct locate_query *out)
{
    *out = (struct locate_query){
        .address = vaccination_cell(row, STREET),
        .postcode = vaccination_cell(row, POSTCODE),
        .city = vaccination_cell(row, CITY),
    };
    return value_point(vaccination_cell(row, LON), vaccination_cell(row, LAT), &out->point);
}

static void finish(struct vaccination_row *row)
{
    const char *more = vaccination_cell(row, STREET_MORE);
    struct place *place = &row->resource.place;
    if (more == NULL || place->address == NULL) return;
    place->address = pool_format(&row->pool, "%s, %s", place->address, more);
}

const struct vaccination_format vaccination_flu = {
    .key = "santefr-grippe",
    .name = "Santé.fr, lieux de vaccination contre la grippe",
    .publisher = "Santé.fr",
    .doubt = "est-ce bien le fichier des lieux de vaccination de Santé.fr ?",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .needed = needed,
    .needed_count = sizeof needed / sizeof *needed,
    .id = FINESS,
    .place_name = NAME,
    .postcode = POSTCODE,
    .town = CITY,
    .lon = LON,
    .query = query,
    .describe = describe,
    .finish = finish,
};
