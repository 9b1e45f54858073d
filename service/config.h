/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_CONFIG_H
#define SERVICE_CONFIG_H

#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What the community chose: an INI file, whose every key the command line may override. */
struct config {
    char *data;               /* the data folder; NULL until said */
    char *listen;             /* host:port; [::1]:8080; port 0: any free one */
    char *www;                /* folder of the pages; NULL: none are served */
    char *raster_url;         /* {z}/{x}/{y} template of the map's background; "": none */
    char *raster_attribution; /* shown on the map */
    char *frame_ancestors;    /* who may put the pages in a frame, as CSP writes it */
    bool access_log;
    unsigned new_patients_days; /* said longer ago is not known any more; 0: never */
    size_t upload_bytes;        /* of the largest file that may be sent */
    uint64_t salt;              /* of ETags: another configuration is another answer */
};

/** The defaults. Free with config_free. */
enum status config_defaults(struct config *out);

/** Reads the file over what `config` holds:
 *
 *      [service]
 *      data = /var/lib/voisoin
 *      listen = 127.0.0.1:8080
 *      www = /usr/share/voisoin/www
 *      access_log = on
 *      upload_mb = 50                         (1 .. 500: the largest file to geocode)
 *      frame_ancestors = 'self'
 *      [directory]
 *      new_patients_days = 180                (0 .. 36500; 0: what was said stays said)
 *      [map]
 *      raster = https://…/{z}/{x}/{y}.png     (or off)
 *      attribution = © …
 *
 *  STATUS_INVALID: an unknown key or a line that is not one (logged with file and line);
 *  STATUS_NOT_FOUND: no such file (logged). */
enum status config_read(struct config *config, const char *path);

/** Replaces one text of the configuration. */
enum status config_set(char **text, const char *value);

/** Computes the salt; call it once all is said. */
void config_seal(struct config *config);
void config_free(struct config *config);

#endif
