/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data_sources.h"

const struct open_source open_sources[] = {
    {.key = "communes",
     .file = "communes-{departement}.geojson",
     .content = DOWNLOAD_JSON,
     .needed = true,
     .is_communes = true,
     .run = territory_command,
     .noun = "contour",
     .nouns = "contours",
     .source_name = "Contours administratifs",
     .publisher = "API Découpage administratif, d'après l'IGN",
     .licence = "Licence Ouverte 2.0"},
    {.key = "adresses",
     .file = "adresses-{departement}.csv.gz",
     .content = DOWNLOAD_TABLE,
     .needed = true,
     .is_book = true,
     .run = addresses_command,
     .noun = "adresse",
     .nouns = "adresses"},
    {.key = "rpps",
     .file = "rpps-personne-activite.txt",
     .content = DOWNLOAD_TABLE,
     .run = rpps_command,
     .noun = "fiche",
     .nouns = "fiches"},
    {.key = "vaccination",
     .file = "santefr-grippe.csv",
     .content = DOWNLOAD_TABLE,
     .run = vaccination_command,
     .noun = "lieu",
     .nouns = "lieux"},
};

const size_t open_source_count = sizeof open_sources / sizeof *open_sources;
_Static_assert(sizeof open_sources / sizeof *open_sources <= OPEN_SOURCES_MAX, "room for each");
