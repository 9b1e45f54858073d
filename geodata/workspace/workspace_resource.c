/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/buffer.h"
#include "geodata/log.h"
#include "geodata/text.h"
#include "geometry/geometry_blob.h"
#include "workspace/workspace_store.h"

#include <stdlib.h>
#include <string.h>

static const char *kind_word(enum resource_kind kind)
{
    switch (kind) {
    case RESOURCE_PROFESSIONAL:
        return "professional";
    case RESOURCE_STRUCTURE:
        return "structure";
    case RESOURCE_POINT:
        return "point";
    }
    return NULL;
}

static const char *method_word(enum place_method method)
{
    switch (method) {
    case PLACE_NONE:
        return "none";
    case PLACE_SOURCE:
        return "source";
    case PLACE_GEOCODED:
        return "geocoded";
    case PLACE_AREA:
        return "area";
    }
    return NULL;
}

static const char *effect_word(enum zone_effect effect)
{
    return effect == ZONE_INCLUDE ? "include" : effect == ZONE_EXCLUDE ? "exclude" : NULL;
}

static const char *shape_word(enum zone_shape shape)
{
    switch (shape) {
    case ZONE_CIRCLE:
        return "circle";
    case ZONE_AREA:
        return "area";
    case ZONE_GEOMETRY:
        return "geometry";
    }
    return NULL;
}

/* Refuses with the identity and the reason: the importer has told the line already, or will. */
static enum status refuse(const struct resource *resource, const char *reason, const char *value)
{
    log_error("workspace: %s: %s%s%s", resource->identity, reason, value == NULL ? "" : ": ",
              value == NULL ? "" : value);
    return STATUS_INVALID;
}

static bool is_skill(const struct workspace *workspace, const char *code)
{
    return code == NULL || skills_by_code(workspace->skills, code) != SKILL_NONE;
}

static enum status check_place(const struct resource *resource)
{
    const struct place *place = &resource->place;
    if (method_word(place->method) == NULL) return refuse(resource, "unknown place method", NULL);
    if (place->method == PLACE_NONE || geo_point_is_valid(place->point)) return STATUS_OK;

    struct buffer why = {0};
    workspace_explain_off_globe(place->point.lon, place->point.lat, &why);
    refuse(resource, why.failed ? "position" : why.data, NULL);
    buffer_free(&why);
    return STATUS_INVALID;
}

static enum status check_geometry(struct workspace *workspace, const struct resource *resource,
                                  const struct zone *zone)
{
    if (zone->geometry == NULL) return refuse(resource, "a zone without its geometry", zone->label);
    struct buffer why = {0};
    struct workspace_geometry geometry = {0};
    enum status status = workspace_read_geometry(workspace, zone->geometry, &geometry, &why);
    if (status == STATUS_OK && geometry.repaired) status = STATUS_INVALID;
    if (status == STATUS_INVALID) refuse(resource, "zone", why.data);
    free(geometry.bytes);
    buffer_free(&why);
    return status;
}

static enum status check_zone(struct workspace *workspace, const struct resource *resource,
                              const struct zone *zone)
{
    if (effect_word(zone->effect) == NULL || shape_word(zone->shape) == NULL) {
        return refuse(resource, "a zone without effect or shape", zone->label);
    }
    if (!is_skill(workspace, zone->skill)) return refuse(resource, "unknown skill", zone->skill);
    switch (zone->shape) {
    case ZONE_CIRCLE:
        if (zone->radius_m > 0 && zone->radius_m < 20040000) return STATUS_OK; /* half the globe */
        return refuse(resource, "a radius out of range", zone->label);
    case ZONE_AREA:
        if (zone->area != NULL && workspace_has_area(workspace, zone->area)) return STATUS_OK;
        return refuse(resource, "unknown area", zone->area);
    case ZONE_GEOMETRY:
        return check_geometry(workspace, resource, zone);
    }
    return STATUS_INVALID;
}

static enum status check_resource(struct workspace *workspace, const struct resource *resource)
{
    if (workspace_said(resource->identity) == NULL) {
        log_error("workspace: a resource without identity");
        return STATUS_INVALID;
    }
    if (kind_word(resource->kind) == NULL) return refuse(resource, "unknown kind", NULL);
    if (workspace_said(resource->name) == NULL) return refuse(resource, "no name", NULL);
    if (!is_skill(workspace, resource->profession)) {
        return refuse(resource, "unknown profession", resource->profession);
    }
    const char *fees = workspace_said(resource->fees);
    if (fees != NULL && (strlen(fees) != 1 || strchr("0123", fees[0]) == NULL)) {
        return refuse(resource, "unknown fees", fees);
    }
    for (size_t i = 0; i < resource->skill_count; i++) {
        if (!is_skill(workspace, resource->skills[i])) {
            return refuse(resource, "unknown skill", resource->skills[i]);
        }
    }
    enum status status = check_place(resource);
    for (size_t i = 0; i < resource->zone_count && status == STATUS_OK; i++) {
        status = check_zone(workspace, resource, &resource->zones[i]);
    }
    return status;
}

static void print_place(fingerprint *print, const struct place *place)
{
    fingerprint_text(print, workspace_said(place->address));
    fingerprint_text(print, workspace_said(place->postcode));
    fingerprint_text(print, workspace_said(place->citycode));
    fingerprint_text(print, workspace_said(place->city));
    fingerprint_integer(print, place->method);
    if (place->method == PLACE_NONE) return;
    fingerprint_integer(print, geo_to_grid(place->point.lon));
    fingerprint_integer(print, geo_to_grid(place->point.lat));
    if (place->method == PLACE_GEOCODED) fingerprint_real(print, place->score);
}

static void print_zone(fingerprint *print, const struct zone *zone)
{
    fingerprint_integer(print, zone->effect);
    fingerprint_integer(print, zone->shape);
    fingerprint_text(print, zone->skill);
    fingerprint_real(print, zone->radius_m);
    fingerprint_text(print, zone->area);
    fingerprint_text(print, zone->geometry);
    fingerprint_text(print, zone->label);
}

/* Skills and zones are sets: told in another order they are the same, so each is printed by itself
 * and the prints are added. */
static void print_skills(fingerprint *print, const struct resource *resource)
{
    fingerprint sum = 0;
    for (size_t i = 0; i < resource->skill_count; i++) {
        fingerprint one = fingerprint_start();
        fingerprint_text(&one, resource->skills[i]);
        sum += one;
    }
    fingerprint_integer(print, (int64_t)resource->skill_count);
    fingerprint_integer(print, (int64_t)sum);
}

static void print_zones(fingerprint *print, const struct resource *resource)
{
    fingerprint sum = 0;
    for (size_t i = 0; i < resource->zone_count; i++) {
        fingerprint one = fingerprint_start();
        print_zone(&one, &resource->zones[i]);
        sum += one;
    }
    fingerprint_integer(print, (int64_t)resource->zone_count);
    fingerprint_integer(print, (int64_t)sum);
}

/* A set too. What the identity implies says nothing new. */
static void print_identifiers(fingerprint *print, const struct resource *resource,
                              const char *implied)
{
    fingerprint sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < resource->identifier_count; i++) {
        if (implied != NULL && strcmp(resource->identifiers[i], implied) == 0) continue;
        fingerprint one = fingerprint_start();
        fingerprint_text(&one, resource->identifiers[i]);
        sum += one;
        count++;
    }
    if (count > 0) fingerprint_integer(print, (int64_t)sum);
}

static void print_hours(fingerprint *print, const struct hours *hours)
{
    fingerprint_integer(print, hours == NULL ? -1 : (int64_t)hours->count);
    for (size_t i = 0; hours != NULL && i < hours->count; i++) {
        fingerprint_integer(print, hours->spans[i].weekday);
        fingerprint_integer(print, hours->spans[i].opens);
        fingerprint_integer(print, hours->spans[i].closes);
    }
}

/* Nothing at all when there are none: a workspace that knew no closures has the same print. */
static void print_closures(fingerprint *print, const struct resource *resource)
{
    for (size_t i = 0; i < resource->closure_count; i++) {
        fingerprint_integer(print, resource->closures[i].first);
        fingerprint_integer(print, resource->closures[i].last);
    }
}

/* The texts of a resource and their columns, in one place for the fingerprint and the query. */
#define TEXT_COUNT 12
struct named_text {
    const char *parameter, *value;
};

static void name_texts(const struct resource *resource, struct named_text out[TEXT_COUNT])
{
    const struct named_text texts[TEXT_COUNT] = {
        {":profession", workspace_said(resource->profession)},
        {":new_patients_as_of", workspace_said(resource->new_patients_as_of)},
        {":languages", workspace_said(resource->languages)},
        {":fees", workspace_said(resource->fees)},
        {":phone", workspace_said(resource->phone)},
        {":website", workspace_said(resource->website)},
        {":email", workspace_said(resource->email)},
        {":note", workspace_said(resource->note)},
        {":direct_phone", workspace_said(resource->restricted.direct_phone)},
        {":mssante", workspace_said(resource->restricted.mssante)},
        {":referral_note", workspace_said(resource->restricted.referral_note)},
        {":updated", workspace_said(resource->updated)},
    };
    memcpy(out, texts, sizeof texts);
}

static fingerprint print_resource(const struct resource *resource, const char *implied)
{
    fingerprint print = fingerprint_start();
    struct named_text texts[TEXT_COUNT];
    name_texts(resource, texts);
    fingerprint_integer(&print, resource->kind);
    fingerprint_text(&print, resource->name);
    for (int i = 0; i < TEXT_COUNT; i++) fingerprint_text(&print, texts[i].value);
    print_place(&print, &resource->place);
    fingerprint_integer(&print, resource->home_visit);
    fingerprint_integer(&print, resource->remote);
    fingerprint_integer(&print, resource->walk_in);
    fingerprint_integer(&print, resource->new_patients);
    fingerprint_integer(&print, resource->wheelchair);
    print_skills(&print, resource);
    print_zones(&print, resource);
    print_hours(&print, resource->hours);
    print_closures(&print, resource);
    print_identifiers(&print, resource, implied);
    if (resource->zones_incomplete) fingerprint_text(&print, "zones incomplete");
    if (resource->corrects != 0) fingerprint_integer(&print, resource->corrects);
    return print;
}

static void bind_place(struct statement *put, const struct place *place, const unsigned char *point)
{
    bind_text(put, ":address", workspace_said(place->address));
    bind_text(put, ":postcode", workspace_said(place->postcode));
    bind_text(put, ":citycode", workspace_said(place->citycode));
    bind_text(put, ":city", workspace_said(place->city));
    bind_text(put, ":method", method_word(place->method));
    bind_null(put, ":score");
    if (place->method == PLACE_GEOCODED) bind_real(put, ":score", place->score);
    bind_bytes(put, ":geometry", place->method == PLACE_NONE ? NULL : point, BLOB_POINT_LENGTH);
}

/* What is derived from a resource to be compared by. */
struct derived {
    char *folded_name, *folded_address; /* free */
    struct buffer name_key, implied;
    unsigned char point[BLOB_POINT_LENGTH];
    fingerprint print;
};

static void write_point(struct point point, unsigned char out[BLOB_POINT_LENGTH])
{
    point.lon = geo_from_grid(geo_to_grid(point.lon));
    point.lat = geo_from_grid(geo_to_grid(point.lat));
    blob_write_point(point, out);
}

static enum status derive(const struct resource *resource, struct derived *out)
{
    const char *address = workspace_said(resource->place.address);
    if (resource->place.method != PLACE_NONE) write_point(resource->place.point, out->point);
    out->folded_name = text_folded(resource->name);
    if (out->folded_name == NULL) return STATUS_NO_MEMORY;
    out->folded_address = address == NULL ? NULL : text_folded(address);
    if (address != NULL && out->folded_address == NULL) return STATUS_NO_MEMORY;
    workspace_name_key(out->folded_name, resource->kind == RESOURCE_PROFESSIONAL, &out->name_key);
    return out->name_key.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static void derived_free(struct derived *derived)
{
    free(derived->folded_name);
    free(derived->folded_address);
    buffer_free(&derived->name_key);
    buffer_free(&derived->implied);
}

static void bind_resource(const struct workspace *workspace, struct statement *put,
                          const struct resource *resource, const struct derived *derived)
{
    struct named_text texts[TEXT_COUNT];
    name_texts(resource, texts);
    for (int i = 0; i < TEXT_COUNT; i++) bind_text(put, texts[i].parameter, texts[i].value);
    bind_integer(put, ":source", workspace->source);
    bind_text(put, ":identity", resource->identity);
    bind_integer(put, ":fingerprint", (int64_t)derived->print);
    bind_text(put, ":kind", kind_word(resource->kind));
    bind_text(put, ":name", resource->name);
    bind_text(put, ":folded_name", derived->folded_name);
    bind_text(put, ":name_key", derived->name_key.length > 0 ? derived->name_key.data : "");
    bind_text(put, ":folded_address", workspace_said(derived->folded_address));
    bind_integer(put, ":zones_incomplete", resource->zones_incomplete);
    bind_integer(put, ":corrects", resource->corrects);
    bind_place(put, &resource->place, derived->point);
    bind_tristate(put, ":home_visit", resource->home_visit);
    bind_tristate(put, ":remote", resource->remote);
    bind_tristate(put, ":walk_in", resource->walk_in);
    bind_tristate(put, ":new_patients", resource->new_patients);
    bind_tristate(put, ":wheelchair", resource->wheelchair);
}

static enum status clear_details(struct workspace *workspace, int64_t record)
{
    static const enum workspace_query clears[] = {QUERY_CLEAR_SKILLS, QUERY_CLEAR_ZONES,
                                                  QUERY_CLEAR_HOURS, QUERY_CLEAR_CLOSURES,
                                                  QUERY_CLEAR_IDENTIFIERS};
    for (size_t i = 0; i < sizeof clears / sizeof *clears; i++) {
        bind_integer(workspace->queries[clears[i]], ":record", record);
        enum status status = statement_run(workspace->queries[clears[i]]);
        if (status != STATUS_OK) return status;
    }
    return STATUS_OK;
}

static enum status put_skills(struct workspace *workspace, int64_t record,
                              const struct resource *resource)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < resource->skill_count && status == STATUS_OK; i++) {
        status = workspace_bulk_skill(workspace, record, resource->skills[i]);
    }
    return status;
}

static enum status put_zone(struct workspace *workspace, int64_t record, const struct zone *zone)
{
    struct workspace_geometry geometry = {0};
    bool is_area = zone->shape == ZONE_AREA;
    enum status status = STATUS_OK;
    char *folded = is_area ? text_folded(zone->area) : NULL;
    if (is_area && folded == NULL) return STATUS_NO_MEMORY;
    if (zone->shape == ZONE_GEOMETRY) {
        status = workspace_read_geometry(workspace, zone->geometry, &geometry, NULL);
        if (status != STATUS_OK) goto done;
    }

    struct statement *put = workspace->queries[QUERY_PUT_ZONE];
    bind_integer(put, ":record", record);
    bind_text(put, ":effect", effect_word(zone->effect));
    bind_text(put, ":shape", shape_word(zone->shape));
    bind_text(put, ":skill", zone->skill);
    bind_null(put, ":radius_m");
    if (zone->shape == ZONE_CIRCLE) bind_real(put, ":radius_m", zone->radius_m);
    bind_text(put, ":area", is_area ? zone->area : NULL);
    bind_text(put, ":folded_area", folded);
    bind_bytes(put, ":geometry", geometry.bytes, geometry.length);
    bind_text(put, ":label", zone->label != NULL ? zone->label : is_area ? zone->area : "");
    status = statement_run(put);
done:
    free(geometry.bytes);
    free(folded);
    return status;
}

static enum status put_hours(struct workspace *workspace, int64_t record, const struct hours *hours)
{
    struct statement *put = workspace->queries[QUERY_PUT_HOURS];
    bind_integer(put, ":record", record);
    for (size_t i = 0; hours != NULL && i < hours->count; i++) {
        bind_integer(put, ":weekday", hours->spans[i].weekday);
        bind_integer(put, ":opens", hours->spans[i].opens);
        bind_integer(put, ":closes", hours->spans[i].closes);
        enum status status = statement_run(put);
        if (status != STATUS_OK) return status;
    }
    return STATUS_OK;
}

static enum status put_closure(struct workspace *workspace, int64_t record,
                               const struct closure *closure)
{
    struct statement *put = workspace->queries[QUERY_PUT_CLOSURE];
    struct buffer first = {0}, last = {0};
    enum status status = STATUS_NO_MEMORY;
    day_format(closure->first, &first);
    day_format(closure->last, &last);
    if (first.failed || last.failed) goto done;
    bind_integer(put, ":record", record);
    bind_text(put, ":first_day", first.data);
    bind_text(put, ":last_day", last.data);
    status = statement_run(put);
done:
    buffer_free(&first);
    buffer_free(&last);
    return status;
}

static enum status put_identifiers(struct workspace *workspace, int64_t record,
                                   const struct resource *resource, const char *implied)
{
    struct statement *put = workspace->queries[QUERY_PUT_IDENTIFIER];
    enum status status = STATUS_OK;
    bind_integer(put, ":record", record);
    if (implied != NULL) {
        bind_text(put, ":identifier", implied);
        status = statement_run(put);
    }
    for (size_t i = 0; i < resource->identifier_count && status == STATUS_OK; i++) {
        bind_text(put, ":identifier", resource->identifiers[i]);
        status = statement_run(put);
    }
    return status;
}

static enum status write_record(struct workspace *workspace, const struct resource *resource,
                                const struct derived *derived, enum row_change change, int64_t *id)
{
    enum workspace_query query = change == ROW_NEW ? QUERY_PUT_RECORD : QUERY_CHANGE_RECORD;
    struct statement *put = workspace->queries[query];
    if (change == ROW_CHANGED) bind_integer(put, ":id", workspace->found);
    bind_resource(workspace, put, resource, derived);
    enum status status = workspace_write(workspace, query, SAID_RECORD, change, id);
    if (status != STATUS_OK) return status;
    if (change == ROW_CHANGED) return clear_details(workspace, *id);
    return workspace_bulk_added(workspace, resource->identity, *id);
}

static enum status write_resource(struct workspace *workspace, const struct resource *resource,
                                  const struct derived *derived, enum row_change change)
{
    int64_t record = 0;
    const char *implied = workspace_said(derived->implied.data);
    enum status status = write_record(workspace, resource, derived, change, &record);
    if (status == STATUS_OK) status = put_skills(workspace, record, resource);
    if (status == STATUS_OK) status = put_identifiers(workspace, record, resource, implied);
    for (size_t i = 0; i < resource->zone_count && status == STATUS_OK; i++) {
        status = put_zone(workspace, record, &resource->zones[i]);
    }
    if (status == STATUS_OK) status = put_hours(workspace, record, resource->hours);
    for (size_t i = 0; i < resource->closure_count && status == STATUS_OK; i++) {
        status = put_closure(workspace, record, &resource->closures[i]);
    }
    return status;
}

enum status workspace_put_resource(struct workspace *workspace, const struct resource *resource,
                                   enum row_change *change)
{
    enum status status = check_resource(workspace, resource);
    if (status != STATUS_OK) return status;

    struct derived derived = {0};
    workspace_implied_identifier(resource->identity, &derived.implied);
    derived.print = print_resource(resource, workspace_said(derived.implied.data));
    struct statement *find = NULL;
    status = workspace_bulk_find(workspace, resource->identity, &find);
    status = workspace_compare(workspace, find, status, SAID_RECORD, derived.print, change);
    if (status != STATUS_OK || *change == ROW_SAME) goto done;

    status = derive(resource, &derived);
    if (status != STATUS_OK) goto done;
    status = write_resource(workspace, resource, &derived, *change);
done:
    derived_free(&derived);
    return status;
}
