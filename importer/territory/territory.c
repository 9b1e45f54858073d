/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/file.h"
#include "files/geometry_ogr.h"
#include "files/pool.h"
#include "geodata/schedule.h"
#include "run/command.h"
#include "run/import.h"

#include <gdal.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* How publishers name an area's code and name. A NULL kind: the file says it in its property
 * `kind`, or --kind does. */
static const struct shape {
    const char *kind, *code, *name;
} shapes[] = {
    {"quartier", "c_quinsee", "l_qu"}, /* opendata.paris.fr */
    {"commune", "c_arinsee", "l_ar"},  /* opendata.paris.fr */
    {"commune", "insee", "nomcom"},    /* communes d'Île-de-France */
    {"iris", "code_iris", "nom_iris"}, /* IGN, Insee */
    {"commune", "INSEE_COM", "NOM"},   /* IGN Admin Express */
    {NULL, "code", "name"},
    {NULL, "code", "nom"},
    {NULL, NULL, "name"},
    {NULL, NULL, "nom"},
    {NULL, NULL, "Name"}, /* KML */
};

struct batch {
    const struct options *options;
    struct import_file *files;
    GDALDatasetH *datasets;
    const char *forced_kind; /* NULL: the file says; "zone" for drawn zones */
};

/* One feature on its way to an area. */
struct feature {
    struct report *report;
    struct where where;
    struct pool *pool;
    OGRFeatureH handle;
    struct area area;
};

static const char *property(OGRFeatureH feature, const char *name, struct pool *pool)
{
    int at = name == NULL ? -1 : OGR_F_GetFieldIndex(feature, name);
    if (at < 0 || !OGR_F_IsFieldSetAndNotNull(feature, at)) return NULL;
    const char *text = OGR_F_GetFieldAsString(feature, at);
    return text == NULL || text[0] == '\0' ? NULL : pool_text(pool, text, strlen(text));
}

static const struct shape *recognise(OGRFeatureH feature, struct pool *pool)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        bool has_code = shapes[i].code == NULL || property(feature, shapes[i].code, pool) != NULL;
        if (has_code && property(feature, shapes[i].name, pool) != NULL) return &shapes[i];
    }
    return NULL;
}

static bool is_kind(const char *word)
{
    static const char *const kinds[] = {"territory", "commune", "quartier", "iris", "zone"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], word) == 0) return true;
    }
    return false;
}

/* Paris writes "14ème Ardt"; people, and the national address base, "Paris 14e". */
static const char *arrondissement_name(const char *code, const char *name, struct pool *pool)
{
    if (code == NULL || strlen(code) != 5 || strncmp(code, "751", 3) != 0) return name;
    if (strstr(name, "Ardt") == NULL) return name;
    int number = atoi(code + 3);
    return pool_format(pool, "Paris %d%s", number, number == 1 ? "er" : "e");
}

static void refuse(struct feature *feature, const char *cause, const char *remedy)
{
    report_find(feature->report, FINDING_REFUSED, feature->where, remedy, "%s", cause);
}

static bool read_properties(struct feature *feature, const char *forced_kind)
{
    const struct shape *shape = recognise(feature->handle, feature->pool);
    if (shape == NULL) {
        refuse(feature, "ce contour n'a pas de nom",
               "donnez-lui une propriété name (et code), ou nom");
        return false;
    }
    const char *code = property(feature->handle, shape->code, feature->pool);
    const char *name = property(feature->handle, shape->name, feature->pool);
    const char *kind = forced_kind;
    if (kind == NULL) kind = property(feature->handle, "kind", feature->pool);
    if (kind == NULL) kind = shape->kind;
    feature->where.value = name;
    if (kind == NULL || !is_kind(kind)) {
        refuse(feature, "on ne sait pas ce que c'est : territoire, commune, quartier ou IRIS",
               "donnez la propriété kind (territory, commune, quartier, iris), ou l'option --kind");
        return false;
    }
    feature->area = (struct area){
        .kind = kind,
        .code = strcmp(kind, "zone") == 0 ? NULL : code,
        .name = arrondissement_name(code, name, feature->pool),
    };
    return true;
}

/* The polygon as WKT in degrees; a contour that crosses itself is left for the workspace to mend
 * and explain. */
static bool read_geometry(struct feature *feature, OGRCoordinateTransformationH to_wgs84)
{
    OGRGeometryH given = OGR_F_GetGeometryRef(feature->handle);
    OGRGeometryH geometry = given == NULL ? NULL : OGR_G_Clone(given);
    struct buffer wkt = {0}, why = {0};
    bool mended = false;
    if (geometry != NULL && to_wgs84 != NULL &&
        OGR_G_Transform(geometry, to_wgs84) != OGRERR_NONE) {
        OGR_G_DestroyGeometry(geometry);
        refuse(feature, "ce contour ne se convertit pas en degrés (WGS 84)",
               "exportez le fichier en WGS 84 (EPSG:4326)");
        return false;
    }
    enum status status = geometry_write(geometry, &wkt, &mended, &why);
    if (status == STATUS_OK) {
        feature->area.geometry = pool_text(feature->pool, wkt.data, wkt.length);
        if (mended) {
            report_find(feature->report, FINDING_DOUBTFUL, feature->where,
                        "il a été réparé : vérifiez-le sur la carte", "%s", why.data);
        }
    } else {
        refuse(feature, why.length > 0 ? why.data : "ce contour ne se lit pas",
               "redessinez-le, ou exportez le fichier en WGS 84 (EPSG:4326)");
    }
    buffer_free(&wkt);
    buffer_free(&why);
    return status == STATUS_OK;
}

static enum status put(struct feature *feature, struct workspace *workspace)
{
    struct buffer why = {0};
    bool repaired = false;
    enum row_change change = ROW_NEW;
    enum status status = workspace_put_area(workspace, &feature->area, &repaired, &why, &change);
    if (status == STATUS_INVALID) {
        refuse(feature, why.length > 0 ? why.data : "ce contour n'est pas valable",
               "corrigez-le, puis relancez l'import");
        status = STATUS_OK;
    } else if (status == STATUS_OK) {
        if (repaired) {
            report_find(feature->report, FINDING_DOUBTFUL, feature->where,
                        "il a été réparé : vérifiez-le sur la carte",
                        "le contour n'était pas valable%s%s", why.length > 0 ? " : " : "",
                        why.length > 0 ? why.data : "");
        }
        report_row(feature->report, feature->where.file, feature->where.line, change);
    }
    buffer_free(&why);
    return status;
}

static OGRCoordinateTransformationH transformation(OGRLayerH layer)
{
    OGRSpatialReferenceH source = OGR_L_GetSpatialRef(layer);
    if (source == NULL) return NULL;
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH to_wgs84 = NULL;
    if (!OSRIsSame(source, wgs84)) to_wgs84 = OCTNewCoordinateTransformation(source, wgs84);
    OSRDestroySpatialReference(wgs84);
    return to_wgs84;
}

static enum status load_layer(struct batch *batch, struct workspace *workspace, OGRLayerH layer,
                              const char *file, struct report *report)
{
    struct pool pool = {0};
    enum status status = STATUS_OK;
    OGRCoordinateTransformationH to_wgs84 = transformation(layer);
    OGRFeatureH handle = NULL;
    OGR_L_ResetReading(layer);
    size_t number = 0;
    while (status == STATUS_OK && (handle = OGR_L_GetNextFeature(layer)) != NULL) {
        struct feature feature = {
            .report = report,
            .where = {.file = file, .line = ++number, .is_feature = true},
            .pool = &pool,
            .handle = handle,
        };
        report->counts.read++;
        bool read =
            read_properties(&feature, batch->forced_kind) && read_geometry(&feature, to_wgs84);
        if (pool.failed) status = STATUS_NO_MEMORY;
        if (read && status == STATUS_OK) status = put(&feature, workspace);
        OGR_F_Destroy(handle);
        pool_reset(&pool);
    }
    if (to_wgs84 != NULL) OCTDestroyCoordinateTransformation(to_wgs84);
    pool_free(&pool);
    return status;
}

static enum status load(void *context, struct workspace *workspace, size_t index,
                        struct report *report)
{
    struct batch *batch = context;
    GDALDatasetH dataset = batch->datasets[index];
    const char *file = file_name(batch->files[index].path);
    enum status status = STATUS_OK;
    if (batch->options->timezone != NULL) {
        status = workspace_set_timezone(workspace, batch->options->timezone);
    }
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset) && status == STATUS_OK; i++) {
        status = load_layer(batch, workspace, GDALDatasetGetLayer(dataset, i), file, report);
    }
    return status;
}

static long long count_features(GDALDatasetH dataset)
{
    long long count = 0;
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++) {
        count += (long long)OGR_L_GetFeatureCount(GDALDatasetGetLayer(dataset, i), TRUE);
    }
    return count;
}

/* A shapefile is given in an archive more often than by itself. */
static GDALDatasetH open_vector(const char *path, const char *const *drivers)
{
    GDALDatasetH vector = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
    const char *dot = strrchr(path, '.');
    if (vector != NULL || dot == NULL || strcasecmp(dot, ".zip") != 0) return vector;
    struct buffer inside = {0};
    buffer_format(&inside, "/vsizip/{%s}", path);
    if (!inside.failed)
        vector = GDALOpenEx(inside.data, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
    buffer_free(&inside);
    return vector;
}

static enum status open_dataset(const char *path, struct report *report, struct import_file *file,
                                GDALDatasetH *out)
{
    static const char *const drivers[] = {"GeoJSON", "GPKG", "ESRI Shapefile",
                                          "LIBKML",  "KML",  NULL};
    struct where where = {.file = file_name(path)};
    enum status status = import_file_open(path, report, file);
    if (status != STATUS_OK) return status;
    *out = open_vector(path, drivers);
    if (*out == NULL) {
        report_find(
            report, FINDING_FILE, where,
            "donnez un fichier GeoJSON, GPKG, KML ou SHP entier, le SHP avec ses .shx, "
            ".dbf et .prj, ou leur .zip sans dossier dedans ; téléchargez-le ou exportez-le "
            "de nouveau",
            "ce fichier de contours ne se lit pas, ou il est coupé");
        return STATUS_INVALID;
    }
    if (count_features(*out) == 0) {
        report_find(report, FINDING_FILE, where, "exportez-le de nouveau",
                    "ce fichier ne contient aucun contour");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

static enum status check_options(const struct options *options, struct report *report)
{
    struct timezone_rules *rules = NULL;
    if (options->kind != NULL && !is_kind(options->kind)) {
        report_find(report, FINDING_FILE, (struct where){.column = "--kind"},
                    "écrivez territory, commune, quartier ou iris", "cette sorte n'existe pas");
        return STATUS_INVALID;
    }
    if (options->timezone == NULL) return STATUS_OK;
    enum status status = timezone_open(options->timezone, &rules);
    timezone_close(rules);
    if (status == STATUS_OK) return STATUS_OK;
    report_find(report, FINDING_FILE, (struct where){.column = "--timezone"},
                "écrivez par exemple Europe/Paris ou Indian/Reunion",
                "ce fuseau horaire n'existe pas");
    return STATUS_INVALID;
}

static enum status run(const struct options *options, const char *kind_of_source,
                       const char *forced_kind, struct report *report)
{
    size_t count = options->file_count;
    struct batch batch = {
        .options = options,
        .forced_kind = forced_kind,
        .files = calloc(count, sizeof *batch.files),
        .datasets = calloc(count, sizeof *batch.datasets),
    };
    enum status status = STATUS_NO_MEMORY;
    if (batch.files == NULL || batch.datasets == NULL) goto done;
    status = check_options(options, report);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = open_dataset(options->files[i], report, &batch.files[i], &batch.datasets[i]);
    }
    if (status != STATUS_OK) goto done;
    struct import import = {.kind = kind_of_source,
                            .files = batch.files,
                            .file_count = count,
                            .load = load,
                            .context = &batch};
    status = import_run(&import, options, report);
done:
    for (size_t i = 0; batch.datasets != NULL && i < count; i++) {
        if (batch.datasets[i] != NULL) GDALClose(batch.datasets[i]);
    }
    free(batch.datasets);
    free(batch.files);
    return status;
}

enum status territory_command(const struct options *options, struct report *report)
{
    return run(options, "territory", options->kind, report);
}

enum status zones_command(const struct options *options, struct report *report)
{
    return run(options, "zones", "zone", report);
}
