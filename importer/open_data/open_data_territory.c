/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/output.h"
#include "geodata/departement.h"
#include "open_data/open_data.h"

#include <cpl_conv.h>
#include <ctype.h>
#include <gdal.h>
#include <ogr_api.h>
#include <stdlib.h>
#include <string.h>

/* Cities whose arrondissements have codes of their own, which address books and registers use. */
static const struct city {
    const char *code, *arrondissements; /* the second is what their codes begin with */
    int first, last;
} cities[] = {
    {"75056", "751", 75101, 75120},
    {"69123", "6938", 69381, 69389},
    {"13055", "132", 13201, 13216},
};
#define CITY_COUNT (sizeof cities / sizeof *cities)

static const struct city *city_of(const char *code)
{
    for (size_t i = 0; i < CITY_COUNT; i++) {
        if (strcmp(cities[i].code, code) == 0) return &cities[i];
    }
    return NULL;
}

bool open_territory_read(const char *text, struct open_territory *out)
{
    size_t length = strlen(text);
    *out = (struct open_territory){.is_departement = length < 4};
    if (length != 2 && length != 3 && length != 5) return false;
    for (size_t i = 0; i < length; i++) out->code[i] = (char)toupper((unsigned char)text[i]);
    bool overseas = out->code[0] == '9' && (out->code[1] == '7' || out->code[1] == '8');
    size_t head = overseas ? 3 : 2;
    memcpy(out->departement, out->code, head);
    if (!departement_find(out->code, head, NULL)) return false;
    return length == head || (length == 5 && strspn(out->code + 2, "0123456789") == 3);
}

void open_territory_communes(const struct open_territory *territory, struct buffer *out)
{
    const struct city *city = city_of(territory->code);
    if (territory->is_departement) return;
    if (city == NULL) {
        buffer_text(out, territory->code);
        return;
    }
    for (int code = city->first; code <= city->last; code++) {
        buffer_format(out, "%s%d", code == city->first ? "" : ",", code);
    }
}

struct commune {
    const char *code, *name; /* borrowed from the feature, as is the outline */
    OGRGeometryH geometry;
    OGRFeatureH feature;
};

struct outline {
    const struct open_territory *territory;
    struct commune *communes;
    size_t count, capacity;
    bool has_arrondissements[CITY_COUNT];
};

static void free_communes(struct outline *outline)
{
    for (size_t i = 0; i < outline->count; i++) OGR_F_Destroy(outline->communes[i].feature);
    free(outline->communes);
}

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Only a text lives as long as its feature; a code that is a number has lost its zeros anyway. */
static const char *field(OGRFeatureH feature, const char *name)
{
    int at = OGR_F_GetFieldIndex(feature, name);
    if (at < 0 || OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, at)) != OFTString) return "";
    return OGR_F_GetFieldAsString(feature, at);
}

/* Takes over the feature. */
static enum status add_commune(struct outline *outline, OGRFeatureH feature)
{
    struct commune commune = {.code = field(feature, "code"),
                              .name = field(feature, "nom"),
                              .geometry = OGR_F_GetGeometryRef(feature),
                              .feature = feature};
    if (outline->count == outline->capacity) {
        size_t wider = outline->capacity == 0 ? 64 : outline->capacity * 2;
        struct commune *moved = realloc(outline->communes, wider * sizeof *moved);
        if (moved == NULL) {
            OGR_F_Destroy(feature);
            return STATUS_NO_MEMORY;
        }
        outline->communes = moved;
        outline->capacity = wider;
    }
    outline->communes[outline->count++] = commune;
    return STATUS_OK;
}

/* False when one of them says too little, or there is none. */
static bool look_at_communes(struct outline *outline)
{
    for (size_t i = 0; i < outline->count; i++) {
        struct commune *commune = &outline->communes[i];
        if (commune->code[0] == '\0' || commune->name[0] == '\0' || commune->geometry == NULL) {
            return false;
        }
        for (size_t c = 0; c < CITY_COUNT; c++) {
            bool is_part = begins(commune->code, cities[c].arrondissements);
            outline->has_arrondissements[c] = outline->has_arrondissements[c] || is_part;
        }
    }
    return outline->count > 0;
}

static enum status read_communes(struct outline *outline, const char *path, struct buffer *why)
{
    static const char *const drivers[] = {"GeoJSON", NULL};
    enum status status = STATUS_OK;
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
    OGRLayerH layer = dataset == NULL ? NULL : GDALDatasetGetLayer(dataset, 0);
    OGRFeatureH feature = NULL;
    while (layer != NULL && status == STATUS_OK &&
           (feature = OGR_L_GetNextFeature(layer)) != NULL) {
        status = add_commune(outline, feature);
    }
    if (status == STATUS_OK && !look_at_communes(outline)) {
        buffer_text(why, "ce n'est pas une liste de communes avec leur code, leur nom et leur "
                         "contour ; vérifiez l'adresse « communes » dans voisoin-import.ini");
        status = STATUS_INVALID;
    }
    if (dataset != NULL) GDALClose(dataset);
    return status;
}

/* Paris is left out when its arrondissements are there: one point, one commune. */
static bool is_listed(const struct outline *outline, const struct commune *commune)
{
    const struct city *city = city_of(commune->code);
    return city == NULL || !outline->has_arrondissements[city - cities];
}

static bool is_inside(const struct outline *outline, const struct commune *commune)
{
    const struct open_territory *territory = outline->territory;
    const struct city *city = city_of(territory->code);
    if (!is_listed(outline, commune)) return false;
    if (territory->is_departement || strcmp(commune->code, territory->code) == 0) return true;
    return city != NULL && begins(commune->code, city->arrondissements);
}

static void add_polygons(OGRGeometryH all, OGRGeometryH outline)
{
    OGRGeometryH valid = OGR_G_MakeValid(outline);
    if (valid == NULL) return;
    OGRGeometryH polygons = OGR_G_ForceToMultiPolygon(valid); /* takes it over */
    for (int i = 0; i < OGR_G_GetGeometryCount(polygons); i++) {
        OGR_G_AddGeometry(all, OGR_G_GetGeometryRef(polygons, i));
    }
    OGR_G_DestroyGeometry(polygons);
}

/* All of the territory's communes as one; NULL when it has none. */
static OGRGeometryH unite(const struct outline *outline)
{
    OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (size_t i = 0; i < outline->count; i++) {
        const struct commune *commune = &outline->communes[i];
        if (is_inside(outline, commune)) add_polygons(all, commune->geometry);
    }
    OGRGeometryH whole = OGR_G_GetGeometryCount(all) == 0 ? NULL : OGR_G_UnionCascaded(all);
    OGR_G_DestroyGeometry(all);
    return whole;
}

static void write_feature(struct buffer *out, const char *kind, const char *code, const char *name,
                          OGRGeometryH geometry)
{
    char *shape = OGR_G_ExportToJson(geometry);
    if (shape == NULL) out->failed = true;
    buffer_format(out, "%s{\"type\":\"Feature\",\"properties\":{\"kind\":\"%s\",\"code\":",
                  out->data[out->length - 1] == '[' ? "\n" : ",\n", kind);
    output_json(out, code);
    buffer_text(out, ",\"name\":");
    output_json(out, name);
    buffer_format(out, "},\"geometry\":%s}", shape == NULL ? "null" : shape);
    CPLFree(shape);
}

static void name_territory(const struct outline *outline, struct buffer *out)
{
    const struct open_territory *territory = outline->territory;
    const struct city *city = city_of(territory->code);
    if (territory->is_departement) departement_find(territory->code, strlen(territory->code), out);
    for (size_t i = 0; i < outline->count && out->length == 0; i++) {
        const struct commune *commune = &outline->communes[i];
        if (strcmp(commune->code, territory->code) == 0) buffer_text(out, commune->name);
    }
    if (out->length == 0 && city != NULL) departement_find(territory->code, 2, out);
}

static enum status write_outline(const struct outline *outline, OGRGeometryH whole,
                                 const char *path, struct buffer *name)
{
    struct buffer text = {0};
    name_territory(outline, name);
    buffer_text(&text, "{\"type\":\"FeatureCollection\",\"features\":[");
    if (text.failed || name->failed) return STATUS_NO_MEMORY;
    write_feature(&text, "territory", outline->territory->code, name->data, whole);
    for (size_t i = 0; i < outline->count; i++) {
        const struct commune *commune = &outline->communes[i];
        if (!is_listed(outline, commune)) continue;
        write_feature(&text, "commune", commune->code, commune->name, commune->geometry);
    }
    buffer_text(&text, "\n]}\n");
    enum status status = output_file(path, &text);
    buffer_free(&text);
    return status;
}

enum status open_territory_outline(const struct open_territory *territory, const char *communes,
                                   const char *path, struct buffer *name, struct buffer *why)
{
    struct outline outline = {.territory = territory};
    OGRGeometryH whole = NULL;
    enum status status = read_communes(&outline, communes, why);
    if (status != STATUS_OK) goto done;
    whole = unite(&outline);
    if (whole == NULL) {
        buffer_format(why,
                      "le département %s n'a pas de commune %s ; donnez le code de l'Insee, qui "
                      "n'est pas le code postal (75114, pas 75014)",
                      territory->departement, territory->code);
        status = STATUS_INVALID;
        goto done;
    }
    status = write_outline(&outline, whole, path, name);
done:
    if (whole != NULL) OGR_G_DestroyGeometry(whole);
    free_communes(&outline);
    return status;
}
