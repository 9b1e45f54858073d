/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_tally.h"

#include <stdio.h>
#include <string.h>

void rpps_tally_code(struct rpps_tally *tally, const char *column, const char *code,
                     const char *label)
{
    size_t i = 0;
    while (i < tally->code_count && (strncmp(tally->codes[i].code, code, 15) != 0 ||
                                     strcmp(tally->codes[i].column, column) != 0)) {
        i++;
    }
    if (i == RPPS_CODES_MAX) return;
    if (i == tally->code_count) {
        struct rpps_code *added = &tally->codes[tally->code_count++];
        *added = (struct rpps_code){.column = column};
        snprintf(added->code, sizeof added->code, "%.15s", code);
        snprintf(added->label, sizeof added->label, "%s", label == NULL ? "" : label);
    }
    tally->codes[i].count++;
}

/* One row, several rows. */
static const struct {
    const char *one, *many, *remedy;
} words[RPPS_OUT_COUNT] = {
    [RPPS_OUT_ABROAD] = {"ligne à l'étranger est laissée", "lignes à l'étranger sont laissées",
                         NULL},
    [RPPS_OUT_NO_PLACE] = {"ligne sans lieu d'exercice est laissée",
                           "lignes sans lieu d'exercice sont laissées",
                           "c'est le cas de qui remplace ou n'exerce plus"},
    [RPPS_OUT_STUDENT] = {"ligne d'étudiant est laissée", "lignes d'étudiants sont laissées", NULL},
    [RPPS_OUT_REPLACEMENT] = {"ligne de remplaçant est laissée",
                              "lignes de remplaçants sont laissées",
                              "qui remplace n'a pas de lieu à soi"},
    [RPPS_OUT_NO_CARE] = {"ligne d'activité sans soin au public est laissée",
                          "lignes d'activités sans soin au public sont laissées",
                          "industrie, recherche, enseignement, administration, santé au travail…"},
};

void rpps_tally_tell(const struct rpps_tally *tally, const char *file, struct report *report)
{
    struct where where = {.file = file};
    for (size_t i = 0; i < RPPS_OUT_COUNT; i++) {
        size_t count = tally->out[i];
        if (count == 0) continue;
        report_find(report, FINDING_NOTE, where, words[i].remedy, "%zu %s", count,
                    count > 1 ? words[i].many : words[i].one);
    }
    for (size_t i = 0; i < tally->code_count; i++) {
        const struct rpps_code *code = &tally->codes[i];
        where.column = code->column;
        where.value = code->code;
        report_find(report, FINDING_NOTE, where, NULL,
                    "ce code n'a pas de compétence dans l'annuaire (%s%s%zu ligne%s) : la personne "
                    "y est sans elle",
                    code->label, code->label[0] == '\0' ? "" : ", ", code->count,
                    code->count > 1 ? "s" : "");
    }
}
