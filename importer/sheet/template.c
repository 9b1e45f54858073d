/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/column_map.h"
#include "cells/sheet_columns.h"
#include "files/file.h"
#include "files/output.h"
#include "geodata/skills.h"
#include "run/command.h"
#include "sheet/template_page.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The workbook a coordinator fills: the same columns as the sheets that are read. */

static const char *const instructions[] = {
    SHEET_INSTRUCTIONS,
    "",
    "Feuille Annuaire : une ligne par personne et par lieu. Feuille Séances : une ligne par séance "
    "(vaccination, dépistage, atelier) ou par série de séances.",
    "Ce que chaque colonne attend est écrit plus bas, et s'affiche quand on passe la souris sur "
    "son "
    "titre.",
    "Une cellule vide veut dire « non précisé », jamais « non ».",
    "Plusieurs compétences, langues ou zones dans une cellule se séparent par des "
    "points-virgules.",
    "Les colonnes peuvent changer d'ordre ou manquer ; leurs titres doivent rester.",
    "Remplacez les lignes d'exemple par les vôtres.",
    "",
    "Pour essayer sans rien changer :",
    "voisoin-import --data DOSSIER sheet CE_FICHIER.xlsx --dry-run",
    "Pour charger, puis publier :",
    "voisoin-import --data DOSSIER sheet CE_FICHIER.xlsx",
    "voisoin-import --data DOSSIER publish",
    "",
    "Redonner le même fichier corrigé remplace ce qu'il disait avant.",
};

static bool write_instructions(struct book *book)
{
    lxw_worksheet *sheet = book_add_sheet(book, SHEET_INSTRUCTIONS);
    if (sheet == NULL) return false;
    worksheet_set_column(sheet, 0, 0, 30.0, NULL);
    for (size_t i = 0; i < sizeof instructions / sizeof *instructions; i++) {
        if (instructions[i][0] == '\0') continue;
        book_text(book, sheet, i, 0, instructions[i], i == 0 ? book->formats.heading : NULL);
    }
    template_explain(book, sheet, sizeof instructions / sizeof *instructions + 1);
    return true;
}

static bool write_pages(struct book *book, const struct skills *skills)
{
    struct template_page people = {.book = book, .kind = TEMPLATE_PEOPLE};
    struct template_page sessions = {.book = book, .kind = TEMPLATE_SESSIONS};
    people.profession_count = template_profession_count(skills);
    if (!template_page_open(&people) || !template_page_open(&sessions)) return false;
    template_page_row(&people, NULL);
    template_page_row(&sessions, NULL);
    return write_instructions(book) && template_professions(book, skills);
}

static bool write_workbook(const char *path, const struct skills *skills)
{
    struct book book;
    if (book_open(path, false, &book) != STATUS_OK) return false;
    if (write_pages(&book, skills)) return book_close(&book) == STATUS_OK;
    book_drop(&book);
    return false;
}

static enum status refuse(struct report *report, const char *path, const char *remedy,
                          const char *cause)
{
    report_find(report, FINDING_FILE, (struct where){.file = file_name(path)}, remedy, "%s", cause);
    return STATUS_INVALID;
}

/* Somebody may have filled the file that is there. */
static enum status reserve(struct report *report, const char *path)
{
    if (!output_ends_with(path, ".xlsx") && !output_ends_with(path, ".txt")) {
        return refuse(report, path, "par exemple annuaire.xlsx",
                      "ce nom ne finit pas par .xlsx (ou .txt, pour une correspondance)");
    }
    FILE *file = fopen(path, "wxe");
    if (file != NULL) {
        fclose(file);
        return STATUS_OK;
    }
    if (errno == EEXIST) {
        return refuse(report, path, "donnez un autre nom", "ce fichier existe déjà : il est gardé");
    }
    return refuse(report, path, "vérifiez le dossier et vos droits",
                  "ce fichier ne peut pas être écrit");
}

static bool write_map(const char *path)
{
    struct buffer text = {0};
    column_map_example(&text);
    bool written = output_file(path, &text) == STATUS_OK;
    buffer_free(&text);
    return written;
}

enum status template_command(const struct options *options, struct report *report)
{
    const char *path = options->files[0];
    struct skills *skills = NULL;
    enum status status = reserve(report, path);
    if (status != STATUS_OK) return status;
    status = skills_default(&skills);
    bool is_map = output_ends_with(path, ".txt");
    if (status == STATUS_OK && !(is_map ? write_map(path) : write_workbook(path, skills))) {
        status = refuse(report, path, "vérifiez la place sur le disque",
                        "ce fichier n'a pas pu être écrit en entier");
    }
    skills_free(skills);
    if (status == STATUS_OK) printf("Modèle écrit : %s\n", path);
    if (status != STATUS_OK) remove(path);
    return status;
}
