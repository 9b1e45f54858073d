/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_RESOURCE_H
#define GEODATA_RESOURCE_H

#include "geodata/geo.h"
#include "geodata/schedule.h"
#include "geodata/tristate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What the map shows, as plain data: an importer fills it, a generation holds it, the service
 *  shows it. Every text is UTF-8; NULL means "non précisé": nobody said, which is never a no. */

enum resource_kind {
    RESOURCE_PROFESSIONAL = 1, /* a professional at a place   [FHIR PractitionerRole] */
    RESOURCE_STRUCTURE = 2,    /* a practice, pharmacy, centre …    [FHIR Organization] */
    RESOURCE_POINT = 3         /* a prevention point, a service [FHIR HealthcareService] */
};

/** Who asks. What an audience may not read is never loaded for it. */
enum audience {
    AUDIENCE_PUBLIC,
    AUDIENCE_PROFESSIONAL,
    AUDIENCE_SUPPORT, /* structure d'appui: DAC, hospital discharge */
    AUDIENCE_COORDINATOR
};

/** How the point of a place was found. */
enum place_method {
    PLACE_NONE,     /* no point: shown in lists, never on the map */
    PLACE_SOURCE,   /* given by the source */
    PLACE_GEOCODED, /* from the address, by the local geocoder, with `score` */
    PLACE_AREA      /* only the commune is known: the point is somewhere in it */
};

/** Where a resource is. [FHIR Location] */
struct place {
    const char *address; /* number and street as the source writes them */
    const char *postcode;
    const char *citycode; /* INSEE code of the commune or arrondissement, e.g. 75114 */
    const char *city;
    enum place_method method;
    struct point point; /* set unless method is PLACE_NONE */
    double score;       /* 0 .. 1, of a geocoded place */
};

enum zone_effect { ZONE_INCLUDE = 1, ZONE_EXCLUDE = 2 };

enum zone_shape {
    ZONE_CIRCLE = 1,  /* radius_m around the resource's own point */
    ZONE_AREA = 2,    /* a known area, by code or name: commune, quartier, IRIS, drawn zone */
    ZONE_GEOMETRY = 3 /* its own polygon */
};

/** One statement about where a resource makes home visits. It comes to a door when an included
 *  zone covers it and no excluded one does. */
struct zone {
    enum zone_effect effect;
    enum zone_shape shape;
    const char *skill;    /* code; NULL for all that the resource does */
    double radius_m;      /* of a circle */
    const char *area;     /* code or name of an area, as written */
    const char *geometry; /* WKT, WGS 84, POLYGON or MULTIPOLYGON */
    const char *label;    /* as it was said: "rayon 2 km", "sauf Montparnasse" */
};

/** What only professionals may read. */
struct restricted {
    const char *direct_phone;
    const char *mssante;       /* secure mail */
    const char *referral_note; /* how to send a patient */
};

/** Where a field comes from that the source of its resource does not give. */
struct provenance {
    const char *field; /* its word (field.h) */
    const char *skill; /* of "skills": this one of them; NULL: all of them */
    const char *source;
    char date[11]; /* YYYY-MM-DD */
};

struct resource {
    const char *id;       /* stable between generations, [a-z0-9-]; empty while importing */
    const char *identity; /* what makes it the same one next time: "finess:750020927", "sheet:12" */
    /* Other numbers it is known by: "finess:750020927", "siret:26750045200011", "rpps:10001234567"
     * (of a person, wherever). Two sources that share one speak of the same thing; publishing
     * decides. An identity "finess:…" or "rpps:…@…" holds one by itself. */
    const char *const *identifiers;
    size_t identifier_count;
    enum resource_kind kind;
    const char *name;
    const char *profession; /* skill code */
    struct place place;

    const char *const *skills; /* codes */
    size_t skill_count;
    const struct zone *zones;
    size_t zone_count;
    bool zones_incomplete; /* it also goes where we could not read: outside its zones is unknown */

    /* ways of being received [ANS R338] */
    enum tristate home_visit; /* 05; yes without a zone means: where is not said */
    enum tristate remote;     /* 04, 14 */
    enum tristate walk_in;    /* 06 */

    enum tristate new_patients;
    const char *new_patients_as_of; /* YYYY-MM-DD */
    const char *languages;          /* separated by ; */
    enum tristate wheelchair;
    const char *fees; /* sector [ANS R282]: "0" .. "3" */

    const char *phone, *website, *email;
    const char *note;

    const struct hours *hours;      /* NULL: opening hours unknown */
    const struct closure *closures; /* days without them */
    size_t closure_count;
    struct restricted restricted;

    uint32_t
        corrects; /* of a human's correction: the fields it decides, bits of enum resource_field */

    const char *source_name;
    const char *source_date;             /* YYYY-MM-DD */
    const struct provenance *provenance; /* of a published one */
    size_t provenance_count;
    const char *updated; /* YYYY-MM-DD: what the row itself says, else the source's date */
};

#endif
