/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "geodata/buffer.h"
#include "geodata/log.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Half a year: a list of patients opens or closes about once a year. */
#define NEW_PATIENTS_DAYS 180
#define DAYS_MAX 36500
#define SAID_DAYS (1u << 31) /* among the keys of a file */

/* IGN's Plan, open since 2021 without a key. Only the visitor's browser asks for it. */
#define RASTER_URL                                                                                 \
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"                        \
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"                       \
    "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
#define UPLOAD_MB 50
#define UPLOAD_MB_MAX 500
#define RASTER_ATTRIBUTION "© IGN – Plan IGN"

enum status config_set(char **text, const char *value)
{
    char *copy = strdup(value);
    if (copy == NULL) return STATUS_NO_MEMORY;
    free(*text);
    *text = copy;
    return STATUS_OK;
}

enum status config_defaults(struct config *out)
{
    *out = (struct config){.access_log = true,
                           .new_patients_days = NEW_PATIENTS_DAYS,
                           .upload_bytes = (size_t)UPLOAD_MB << 20};
    if (config_set(&out->listen, "127.0.0.1:8080") != STATUS_OK ||
        config_set(&out->raster_url, RASTER_URL) != STATUS_OK ||
        config_set(&out->raster_attribution, RASTER_ATTRIBUTION) != STATUS_OK ||
        config_set(&out->frame_ancestors, "'self'") != STATUS_OK) {
        config_free(out);
        return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

static bool set_switch(bool *flag, const char *value)
{
    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0) return false;
    *flag = strcmp(value, "on") == 0;
    return true;
}

static bool set_days(unsigned *days, const char *value)
{
    char *end = NULL;
    unsigned long number = strtoul(value, &end, 10);
    bool is_number = *value >= '0' && *value <= '9' && *end == '\0';
    if (!is_number || number > DAYS_MAX) return false;
    *days = (unsigned)number;
    return true;
}

static bool set_megabytes(size_t *bytes, const char *value)
{
    char *end = NULL;
    unsigned long megabytes = strtoul(value, &end, 10);
    bool is_number = *value >= '0' && *value <= '9' && *end == '\0';
    if (!is_number || megabytes < 1 || megabytes > UPLOAD_MB_MAX) return false;
    *bytes = (size_t)megabytes << 20;
    return true;
}

/* What goes into a header must not end it. */
static bool is_header_text(const char *value)
{
    for (; *value != '\0'; value++) {
        if ((unsigned char)*value < 0x20 || *value == 0x7F || *value == ';') return false;
    }
    return true;
}

/* inih cuts a line at 200 bytes, and a tile template is longer: a line too long is given to it in
 * pieces, each after the first indented, which it reads as the same value going on. */
struct reading {
    struct config *config;
    FILE *file;
    int line;         /* of the file: inih counts pieces */
    int refused;      /* the first line refused; 0: none */
    bool is_cut;      /* the piece given last did not end its line */
    bool is_going_on; /* the piece given last continues a line */
    unsigned said;    /* keys of this file, a bit each */
};

static char *read_piece(char *out, int size, void *context)
{
    struct reading *reading = context;
    reading->is_going_on = reading->is_cut;
    int indent = reading->is_cut ? 1 : 0;
    if (indent > 0) out[0] = ' ';
    if (fgets(out + indent, size - indent, reading->file) == NULL) return NULL;
    reading->line += reading->is_cut ? 0 : 1;
    reading->is_cut = strchr(out, '\n') == NULL && !feof(reading->file);
    return out;
}

static enum status append(char **text, const char *more)
{
    struct buffer joined = {0};
    buffer_text(&joined, *text);
    buffer_text(&joined, more);
    enum status status = joined.failed ? STATUS_NO_MEMORY : config_set(text, joined.data);
    buffer_free(&joined);
    return status;
}

static bool set_text(struct config *config, char **text, const char *value, bool is_going_on)
{
    if (text == &config->frame_ancestors && !is_header_text(value)) return false;
    if (is_going_on) return append(text, value) == STATUS_OK;
    bool is_off = text == &config->raster_url && strcmp(value, "off") == 0;
    return config_set(text, is_off ? "" : value) == STATUS_OK;
}

/* A key said twice is refused: an indented line would otherwise pass for the value before it. */
static int take_setting(struct reading *reading, const char *section, const char *name,
                        const char *value)
{
    struct config *config = reading->config;
    if (strcmp(section, "directory") == 0 && strcmp(name, "new_patients_days") == 0) {
        if ((reading->said & SAID_DAYS) != 0 && !reading->is_going_on) return 0;
        reading->said |= SAID_DAYS;
        return set_days(&config->new_patients_days, value);
    }
    const struct {
        const char *section, *name;
        char **text;    /* NULL: not a text */
        size_t *number; /* NULL: the switch */
    } keys[] = {{"service", "access_log", NULL, NULL},
                {"service", "upload_mb", NULL, &config->upload_bytes},
                {"service", "data", &config->data, NULL},
                {"service", "listen", &config->listen, NULL},
                {"service", "www", &config->www, NULL},
                {"service", "frame_ancestors", &config->frame_ancestors, NULL},
                {"map", "raster", &config->raster_url, NULL},
                {"map", "attribution", &config->raster_attribution, NULL}};
    for (unsigned i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(section, keys[i].section) != 0 || strcmp(name, keys[i].name) != 0) continue;
        if ((reading->said & 1u << i) != 0 && !reading->is_going_on) return 0;
        reading->said |= 1u << i;
        if (keys[i].number != NULL) return set_megabytes(keys[i].number, value);
        if (keys[i].text == NULL) return set_switch(&config->access_log, value);
        return set_text(config, keys[i].text, value, reading->is_going_on);
    }
    return 0;
}

/* inih's callback: 0 refuses the line. */
static int take_line(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    int taken = take_setting(reading, section, name, value);
    if (taken == 0 && reading->refused == 0) reading->refused = reading->line;
    return taken;
}

enum status config_read(struct config *config, const char *path)
{
    struct reading reading = {.config = config, .file = fopen(path, "r")};
    if (reading.file == NULL) {
        log_error("config: cannot open %s: %s", path, strerror(errno));
        return STATUS_NOT_FOUND;
    }
    int refused = ini_parse_stream(read_piece, &reading, take_line, &reading);
    fclose(reading.file);
    if (refused == 0) return STATUS_OK;
    log_error("config: %s:%d: not a setting, said twice, or not a value it takes", path,
              reading.refused != 0 ? reading.refused : refused);
    return STATUS_INVALID;
}

static uint64_t mix(uint64_t hash, const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash * 31;
}

void config_seal(struct config *config)
{
    uint64_t hash = mix(0xcbf29ce484222325u, VOISOIN_VERSION);
    hash = (mix(hash, config->raster_url) ^ config->new_patients_days) * 31;
    config->salt = mix(hash, config->raster_attribution) & 0xffffffffu;
}

void config_free(struct config *config)
{
    free(config->data);
    free(config->listen);
    free(config->www);
    free(config->raster_url);
    free(config->raster_attribution);
    free(config->frame_ancestors);
    *config = (struct config){0};
}
