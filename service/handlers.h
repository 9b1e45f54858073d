/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVICE_HANDLERS_H
#define SERVICE_HANDLERS_H

#include "routes.h"

/** One file each, named after it. What they answer is in openapi.json. */
handler basemap_handler;
handler geocode_csv_handler; /* /search/csv/ */
handler geocode_handler;     /* /search/ */
handler health_handler;
handler map_handler;
handler metrics_handler;
handler openapi_handler;
handler orientation_handler;
handler resource_handler;
handler resources_handler;
handler reverse_csv_handler;
handler reverse_handler;
handler sessions_calendar_handler; /* sessions_files.c */
handler sessions_handler;
handler sessions_table_handler; /* sessions_files.c */
handler skills_handler;
handler static_handler;
handler status_handler;
handler territory_handler;
handler zones_handler;

#endif
