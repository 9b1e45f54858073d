/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finess/finess_file.h"

#include "cells/values.h"
#include "files/json_reader.h"
#include "geodata/schedule.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Publisher's codes. */
#define USE_OF_SITE "03"  /* usageAdresse: where the establishment is; 02 is its seat */
#define MAIN_CONTACT "01" /* roleContact */
#define CLOSED "I"        /* etatObjet: inactif */

struct address {
    const char *use, *number, *way, *street, *street_more, *more, *locality;
    const char *citycode, *postcode, *town;
    const char *lon, *lat, *x, *y, *ban_id, *ban_score;
};

struct contact {
    const char *role, *phone, *email;
};

/* A document on its way. Each read_… is called after the event that opens its value, and leaves the
 * reader behind it. */
struct document {
    struct json_reader *json;
    const struct finess_reading *reading;
    struct finess_summary *summary;
    struct pool pool; /* texts of one site */
    struct finess_site site;
    const char *state;
    struct address address, read_address; /* that which counts, and that which is being read */
    struct contact contact, read_contact;
    bool has_address, has_contact, has_pmej;
    enum status status; /* of the visitor, or of memory; once wrong, reading ends */
};

typedef void read_member(struct document *document, const char *key);

static bool goes_on(const struct document *document, enum json_event event)
{
    return document->status == STATUS_OK && event < JSON_END;
}

/* Calls `member` for each member; it takes the value. The object is open. */
static void each_member(struct document *document, read_member *member)
{
    char key[64];
    enum json_event event = json_next(document->json);
    for (; goes_on(document, event) && event == JSON_KEY; event = json_next(document->json)) {
        snprintf(key, sizeof key, "%s", json_text(document->json));
        member(document, key);
    }
}

static void skip(struct document *document)
{
    json_skip(document->json, json_next(document->json));
}

/* Calls `item` for each object of the list that comes, and passes over anything else. */
static void each_object(struct document *document, void (*item)(struct document *))
{
    enum json_event event = json_next(document->json);
    if (event != JSON_ARRAY_BEGIN) {
        json_skip(document->json, event);
        return;
    }
    event = json_next(document->json);
    for (; goes_on(document, event) && event != JSON_ARRAY_END; event = json_next(document->json)) {
        if (event == JSON_OBJECT_BEGIN) item(document);
        if (event != JSON_OBJECT_BEGIN) json_skip(document->json, event);
    }
}

static const char *keep(struct document *document)
{
    const char *text = json_text(document->json);
    char *copy = pool_text(&document->pool, text, strlen(text));
    if (copy == NULL) document->status = STATUS_NO_MEMORY;
    return copy == NULL ? NULL : finess_trimmed(copy);
}

/* A text, a number, or the `code` of an object, as the schema announces it; NULL for any other. */
static const char *read_text(struct document *document)
{
    const char *text = NULL;
    enum json_event event = json_next(document->json);
    if (event == JSON_TEXT || event == JSON_NUMBER) return keep(document);
    if (event != JSON_OBJECT_BEGIN) {
        json_skip(document->json, event);
        return NULL;
    }
    for (event = json_next(document->json); goes_on(document, event) && event == JSON_KEY;
         event = json_next(document->json)) {
        bool is_code = strcmp(json_text(document->json), "code") == 0;
        event = json_next(document->json);
        if (is_code && event == JSON_TEXT) text = keep(document);
        if (!is_code || event != JSON_TEXT) json_skip(document->json, event);
    }
    return text;
}

struct field {
    const char *key;
    const char **to;
};

/* False: none of the fields has this key. The publisher's case varies. */
static bool take(struct document *document, const char *key, const struct field *fields,
                 size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(fields[i].key, key) != 0) continue;
        *fields[i].to = read_text(document);
        return true;
    }
    return false;
}
#define TAKE(document, key, fields) take(document, key, fields, sizeof(fields) / sizeof *(fields))

static void read_object(struct document *document, read_member *member)
{
    enum json_event event = json_next(document->json);
    if (event == JSON_OBJECT_BEGIN) each_member(document, member);
    if (event != JSON_OBJECT_BEGIN) json_skip(document->json, event);
}

static void read_coordinate(struct document *document, const char *key)
{
    struct address *address = &document->read_address;
    const struct field fields[] = {
        {"directionLongitude", &address->lon}, {"directionLatitude", &address->lat},
        {"coordonneeX", &address->x},          {"coordonneeY", &address->y},
        {"cleInInteropBAN", &address->ban_id}, {"scoreBAN", &address->ban_score},
    };
    if (!TAKE(document, key, fields)) skip(document);
}

static void read_address_member(struct document *document, const char *key)
{
    struct address *address = &document->read_address;
    const struct field fields[] = {
        {"usageAdresse", &address->use},
        {"numeroVoie", &address->number},
        {"typeVoie", &address->way},
        {"libelleVoie", &address->street},
        {"complementVoie", &address->street_more},
        {"complementPointGeographique", &address->more},
        {"lieuDit", &address->locality},
        {"cogCommune", &address->citycode},
        {"ligneAcheminement", &address->town},
        {"codePostal", &address->postcode},
    };
    if (strcasecmp(key, "coordonneesGeographique") == 0) {
        read_object(document, read_coordinate);
    } else if (!TAKE(document, key, fields)) {
        skip(document);
    }
}

static bool is(const char *text, const char *code)
{
    return text != NULL && strcmp(text, code) == 0;
}

/* The first address counts, until one says that it is the site's. */
static void read_address(struct document *document)
{
    document->read_address = (struct address){0};
    each_member(document, read_address_member);
    bool better =
        is(document->read_address.use, USE_OF_SITE) && !is(document->address.use, USE_OF_SITE);
    if (!document->has_address || better) document->address = document->read_address;
    document->has_address = true;
}

static void read_contact_member(struct document *document, const char *key)
{
    struct contact *contact = &document->read_contact;
    const struct field fields[] = {{"roleContact", &contact->role},
                                   {"telephone", &contact->phone},
                                   {"courriel", &contact->email}};
    bool nested = strcasecmp(key, "typeContact") == 0 || strcasecmp(key, "telecom") == 0;
    if (nested) {
        read_object(document, read_contact_member);
    } else if (!TAKE(document, key, fields)) {
        skip(document);
    }
}

static void read_contact(struct document *document)
{
    document->read_contact = (struct contact){0};
    each_member(document, read_contact_member);
    bool better =
        is(document->read_contact.role, MAIN_CONTACT) && !is(document->contact.role, MAIN_CONTACT);
    if (!document->has_contact || better) document->contact = document->read_contact;
    document->has_contact = true;
}

static void read_site_member(struct document *document, const char *key)
{
    struct finess_site *site = &document->site;
    const char *closed = NULL;
    const struct field fields[] = {
        {"numFinessEge", &site->finess},  {"nomEgeCourt", &site->name},
        {"nomEgeLong", &site->long_name}, {"complementDenominationEg", &site->more_name},
        {"siret", &site->siret},          {"categorieEntiteGeographiqueExercice", &site->category},
        {"etatObjet", &document->state},  {"dateFermeture", &closed},
    };
    if (strcasecmp(key, "informationsGeneralesEGE") == 0) {
        read_object(document, read_site_member);
    } else if (strcasecmp(key, "dateDerniereMaj") == 0) {
        site->updated = read_text(document);
    } else if (strcasecmp(key, "adresse") == 0) {
        each_object(document, read_address);
    } else if (strcasecmp(key, "contact") == 0) {
        each_object(document, read_contact);
    } else if (!TAKE(document, key, fields)) {
        skip(document);
    }
    if (closed != NULL) site->is_closed = true;
}

/* Degrees, from whichever pair holds them. */
static bool degrees_of(const struct address *address, struct point *out)
{
    struct point point;
    bool direction = value_point(address->lon, address->lat, &point) == POINT_FINE;
    if (!direction && value_point(address->x, address->y, &point) != POINT_FINE) return false;
    if (point.lon == 0 && point.lat == 0) return false;
    *out = point;
    return true;
}

static void take_address(struct document *document)
{
    const struct address *address = &document->address;
    struct finess_site *site = &document->site;
    site->number = address->number;
    site->way = address->way;
    site->street = address->street;
    site->street_more = address->street_more;
    site->more = address->more;
    site->locality = address->locality;
    site->citycode = address->citycode;
    site->postcode = address->postcode;
    site->town = address->town;
    site->ban_id = address->ban_id;
    site->ban_score = address->ban_score;
    site->has_point = degrees_of(address, &site->point);
}

/* The day of "2021-10-18 00:00:00"; NULL when it is none. */
static const char *day_of(const char *written, struct pool *pool)
{
    day date;
    const char *text = written == NULL ? NULL : pool_text(pool, written, strcspn(written, " T"));
    return text != NULL && day_parse(text, &date) == STATUS_OK ? text : NULL;
}

static void read_site(struct document *document)
{
    const struct finess_visitor *visitor = &document->reading->visitor;
    pool_reset(&document->pool);
    document->site = (struct finess_site){.line = ++document->summary->sites, .is_feature = true};
    document->address = (struct address){0};
    document->contact = (struct contact){0};
    document->has_address = document->has_contact = false;
    document->state = NULL;
    each_member(document, read_site_member);
    take_address(document);
    document->site.phone = document->contact.phone;
    document->site.email = document->contact.email;
    document->site.updated = day_of(document->site.updated, &document->pool);
    document->site.is_closed = document->site.is_closed || is(document->state, CLOSED);
    if (document->status != STATUS_OK || json_why(document->json)[0] != '\0') return;
    if (visitor->site != NULL) document->status = visitor->site(visitor->context, &document->site);
}

static void read_owner_member(struct document *document, const char *key)
{
    if (strcasecmp(key, "ege") == 0) {
        each_object(document, read_site);
    } else {
        skip(document);
    }
}

static void read_owner(struct document *document)
{
    each_member(document, read_owner_member);
}

static void read_document_member(struct document *document, const char *key)
{
    if (strcmp(key, "pmej") == 0) {
        document->has_pmej = true;
        each_object(document, read_owner);
    } else if (strcmp(key, "generatedAt") == 0) {
        const char *date = day_of(read_text(document), &document->pool);
        if (date != NULL) {
            snprintf(document->summary->date, sizeof document->summary->date, "%s", date);
        }
    } else {
        skip(document);
    }
}

static enum status judge(const struct document *document, enum json_event end,
                         struct finess_trouble *trouble)
{
    if (document->status != STATUS_OK) return document->status;
    if (end == JSON_READ_FAILED) return STATUS_FAILED;
    if (end == JSON_NO_MEMORY) return STATUS_NO_MEMORY;
    if (end == JSON_BROKEN) {
        trouble->line = json_line(document->json);
        trouble->column = json_column(document->json);
        buffer_format(&trouble->why, "ce JSON est coupé ou abîmé : %s", json_why(document->json));
        return STATUS_INVALID;
    }
    if (!document->has_pmej) {
        buffer_text(&trouble->why, "ce JSON n'est pas le fichier des structures de FINESS+ : il "
                                   "n'a pas de liste « pmej »");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

enum status finess_json_read(const struct finess_reading *reading, struct finess_summary *out,
                             struct finess_trouble *trouble)
{
    struct document document = {.reading = reading, .summary = out};
    document.json = json_reader_open(reading->read, reading->source);
    if (document.json == NULL) return STATUS_NO_MEMORY;
    enum json_event event = json_next(document.json);
    if (event == JSON_OBJECT_BEGIN) each_member(&document, read_document_member);
    if (event != JSON_OBJECT_BEGIN) json_skip(document.json, event);
    if (document.status == STATUS_OK) event = json_next(document.json);
    enum status status = judge(&document, event, trouble);
    json_reader_close(document.json);
    pool_free(&document.pool);
    return status;
}
