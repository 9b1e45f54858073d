/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "geodata/log.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

/* IGN's Plan, open since 2021 without a key. Only the visitor's browser asks for it. */
#define RASTER_URL                                                                                 \
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"                        \
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"                       \
    "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
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
    *out = (struct config){.access_log = true};
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

/* What goes into a header must not end it. */
static bool is_header_text(const char *value)
{
    for (; *value != '\0'; value++) {
        if ((unsigned char)*value < 0x20 || *value == 0x7F || *value == ';') return false;
    }
    return true;
}

/* inih's callback: 0 stops with the line's number. */
static int take_line(void *context, const char *section, const char *name, const char *value)
{
    struct config *config = context;
    bool is_service = strcmp(section, "service") == 0, is_map = strcmp(section, "map") == 0;
    if (is_service && strcmp(name, "access_log") == 0)
        return set_switch(&config->access_log, value);

    const struct {
        bool here;
        const char *name;
        char **text;
    } keys[] = {{is_service, "data", &config->data},
                {is_service, "listen", &config->listen},
                {is_service, "www", &config->www},
                {is_service, "frame_ancestors", &config->frame_ancestors},
                {is_map, "raster", &config->raster_url},
                {is_map, "attribution", &config->raster_attribution}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!keys[i].here || strcmp(name, keys[i].name) != 0) continue;
        if (keys[i].text == &config->frame_ancestors && !is_header_text(value)) return 0;
        bool is_off = keys[i].text == &config->raster_url && strcmp(value, "off") == 0;
        return config_set(keys[i].text, is_off ? "" : value) == STATUS_OK;
    }
    return 0;
}

enum status config_read(struct config *config, const char *path)
{
    int line = ini_parse(path, take_line, config);
    if (line == -1) {
        log_error("config: cannot open %s", path);
        return STATUS_NOT_FOUND;
    }
    if (line != 0) {
        log_error("config: %s:%d: not a setting, or not a value it takes", path, line);
        return STATUS_INVALID;
    }
    return STATUS_OK;
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
    hash = mix(hash, config->raster_url);
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
