/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/departement.h"

#include "embedded/departements_csv.h"

#include <string.h>

bool departement_find(const char *code, size_t length, struct buffer *name)
{
    const char *line = strchr(departements_csv, '\n'); /* past the titles */
    for (; line != NULL; line = strchr(line, '\n')) {
        line++;
        size_t end = strcspn(line, ";\n");
        if (line[end] != ';' || end != length || memcmp(line, code, length) != 0) continue;
        if (name != NULL) buffer_append(name, line + end + 1, strcspn(line + end + 1, ";\n"));
        return true;
    }
    return false;
}
