/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/workbook.h"

#include "geodata/csv.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <ogr_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_SIZE ((size_t)64 * 1024)
#define EXACT_MAX 1e15 /* beyond, a double is no longer every integer */

static bool flush(struct buffer *buffer, int handle)
{
    size_t written = 0;
    if (buffer->failed) return false;
    while (written < buffer->length) {
        ssize_t length = write(handle, buffer->data + written, buffer->length - written);
        if (length <= 0) return false;
        written += (size_t)length;
    }
    buffer_reset(buffer);
    return true;
}

/* Some programs write the number 10001234567 as 1.0001234567E10, and 12 as 12.0. */
static bool write_whole_number(const char *text, struct buffer *out)
{
    size_t whole = strspn(text, "0123456789");
    if (whole == 0 || text[whole] != '.') return false;
    size_t decimals = strspn(text + whole + 1, "0123456789");
    const char *rest = text + whole + 1 + decimals;
    bool has_exponent = *rest == 'E' && rest[1] >= '0' && rest[1] <= '9';
    if (decimals == 0 || !(has_exponent || (*rest == '\0' && decimals == 1))) return false;
    char *end = NULL;
    double value = strtod(text, &end);
    if (*end != '\0' || value >= EXACT_MAX || value != (double)(long long)value) return false;
    buffer_format(out, "%lld", (long long)value);
    return true;
}

/* ODS keeps 9:30 as PT09H30M00S, and 14:00 at times as PT13H59M59.999999997S. */
static bool write_time(const char *text, struct buffer *out)
{
    int hours = 0, minutes = 0, seconds = 0, end = 0;
    if (sscanf(text, "PT%2dH%2dM%2d%n", &hours, &minutes, &seconds, &end) != 3) return false;
    if (text[end] != 'S' && text[end] != '.' && text[end] != ',') return false;
    bool up = text[end] != 'S' && text[end + 1] >= '5' && text[end + 1] <= '9';
    int whole = hours * 3600 + minutes * 60 + seconds + (up ? 1 : 0);
    buffer_format(out, "%02d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    return true;
}

static void write_cell(const char *text, struct buffer *out)
{
    buffer_char(out, ';');
    if (write_whole_number(text, out) || write_time(text, out)) return;
    csv_write_cell(out, text, ';');
}

static void write_row(OGRFeatureH row, struct buffer *out)
{
    int count = OGR_F_GetFieldCount(row);
    while (count > 0 && OGR_F_GetFieldAsString(row, count - 1)[0] == '\0') count--;
    if (count == 0) return;
    buffer_format(out, WORKBOOK_ROW ";%lld", (long long)OGR_F_GetFID(row));
    for (int i = 0; i < count; i++) write_cell(OGR_F_GetFieldAsString(row, i), out);
    buffer_char(out, '\n');
}

static bool write_sheet(OGRLayerH sheet, struct buffer *out, int handle)
{
    OGRFeatureH row = NULL;
    buffer_text(out, WORKBOOK_SHEET ";");
    csv_write_cell(out, OGR_L_GetName(sheet), ';');
    buffer_char(out, '\n');
    OGR_L_ResetReading(sheet);
    while ((row = OGR_L_GetNextFeature(sheet)) != NULL) {
        write_row(row, out);
        OGR_F_Destroy(row);
        if (out->length > FLUSH_SIZE && !flush(out, handle)) return false;
    }
    return true;
}

/* A part of the workbook; NULL: it has none of that name. To be freed with VSIFree. */
static char *read_part(const char *path, const char *part)
{
    struct buffer name = {0};
    GByte *bytes = NULL;
    buffer_format(&name, "/vsizip/{%s}/%s", path, part);
    if (name.failed || !VSIIngestFile(NULL, name.data, &bytes, NULL, -1)) bytes = NULL;
    buffer_free(&name);
    return (char *)bytes;
}

/* Excel of the Mac long counted days from 1904, which GDAL does not know: every date would be four
 * years early. */
static bool counts_from_1904(const char *path)
{
    char *book = read_part(path, "xl/workbook.xml");
    const char *said = book == NULL ? NULL : strstr(book, "date1904=\"");
    bool counts = said != NULL && (said[10] == '1' || said[10] == 't');
    VSIFree(book);
    return counts;
}

/* GDAL takes the words of a comment (« annotation ») for those of its cell. */
static void cut_comments(char *content)
{
    static const char begin[] = "<office:annotation ", end[] = "</office:annotation>";
    char *to = strstr(content, begin);
    for (const char *at = to; at != NULL; at = strstr(at, begin)) {
        const char *after = strstr(at, end);
        if (after == NULL) break; /* what is left is not well formed: GDAL says so */
        after += sizeof end - 1;
        const char *next = strstr(after, begin);
        size_t length = next == NULL ? strlen(after) + 1 : (size_t)(next - after);
        memmove(to, after, length);
        to += length;
        at = after;
    }
}

/* The name under which GDAL reads an ODS without its comments; NULL: it has none. */
static const char *without_comments(const char *path)
{
    static const char name[] = "/vsimem/commentaires/content.xml";
    char *content = read_part(path, "content.xml");
    if (content == NULL || strstr(content, "<office:annotation ") == NULL) {
        VSIFree(content);
        return NULL;
    }
    cut_comments(content);
    VSILFILE *file = VSIFileFromMemBuffer(name, (GByte *)content, strlen(content), TRUE);
    if (file != NULL) VSIFCloseL(file);
    return file == NULL ? NULL : name;
}

static GDALDatasetH open_workbook(const char *path, enum workbook_kind kind)
{
    static const struct {
        const char *driver, *prefix;
    } drivers[] = {
        [WORKBOOK_XLSX] = {"XLSX", "XLSX:"},
        [WORKBOOK_ODS] = {"ODS", "ODS:"},
        [WORKBOOK_XLS] = {"XLS", ""},
    };
    static const char *const names[] = {"XLSX", "ODS", "XLS"};
    char option[40];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(option, sizeof option, "OGR_%s_HEADERS", names[i]);
        CPLSetConfigOption(option, "DISABLE");
        snprintf(option, sizeof option, "OGR_%s_FIELD_TYPES", names[i]);
        CPLSetConfigOption(option, "STRING");
    }
    struct buffer name = {0};
    const char *bare = kind == WORKBOOK_ODS ? without_comments(path) : NULL;
    buffer_format(&name, "%s%s", drivers[kind].prefix, bare == NULL ? path : bare);
    const char *const allowed[] = {drivers[kind].driver, NULL};
    GDALDatasetH workbook =
        name.failed ? NULL
                    : GDALOpenEx(name.data, GDAL_OF_VECTOR | GDAL_OF_READONLY, allowed, NULL, NULL);
    buffer_free(&name);
    return workbook;
}

struct troubles {
    bool damaged; /* a sheet breaks off */
    bool is_far;  /* a cell stands so far away that GDAL leaves it out */
};

/* GDAL tells of all troubles as errors only. LibreOffice ends each sheet with a million empty rows,
 * or with one a million rows below, which GDAL reports and passes over: no harm. */
static void CPL_STDCALL notice_trouble(CPLErr class, CPLErrorNum number, const char *message)
{
    struct troubles *troubles = CPLGetErrorHandlerUserData();
    (void)number;
    if (class < CE_Failure || strstr(message, "number-rows-repeated") != NULL) return;
    bool is_far =
        strstr(message, "Too big gap") != NULL || strstr(message, "fields supported") != NULL;
    if (is_far) troubles->is_far = true;
    if (!is_far) troubles->damaged = true;
}

bool workbook_write_cells(const char *path, enum workbook_kind kind, int handle)
{
    struct buffer out = {0};
    struct troubles troubles = {0};
    bool written = true;
    CPLPushErrorHandlerEx(notice_trouble, &troubles);
    if (kind == WORKBOOK_XLSX && counts_from_1904(path)) buffer_text(&out, WORKBOOK_1904 "\n");
    GDALDatasetH workbook = open_workbook(path, kind);
    for (int i = 0; workbook != NULL && i < GDALDatasetGetLayerCount(workbook) && written; i++) {
        written = write_sheet(GDALDatasetGetLayer(workbook, i), &out, handle);
        if (troubles.is_far) buffer_text(&out, WORKBOOK_FAR "\n");
        troubles.is_far = false;
    }
    bool whole = workbook != NULL && !troubles.damaged;
    if (whole && written) buffer_text(&out, WORKBOOK_END "\n");
    if (whole && written) flush(&out, handle);
    GDALClose(workbook);
    CPLPopErrorHandler();
    buffer_free(&out);
    return whole;
}
