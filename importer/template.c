/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column_map.h"
#include "command.h"
#include "file.h"
#include "geodata/skills.h"
#include "output.h"
#include "sheet_columns.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

/* The workbook a coordinator fills: the same columns as the sheets that are read. */

#define ROWS_PREPARED 2000 /* with lists and formats: more than a CPTS has */
#define PROFESSIONS_SHEET "Professions"

enum choice { CHOICE_FREE, CHOICE_YES_NO, CHOICE_TYPE, CHOICE_PROFESSION, CHOICE_APPOINTMENT };

struct template_column {
    size_t column;
    const char *example, *help;
    enum choice choice;
    bool is_text; /* digits whose zeros a number would lose */
};

static const struct template_column people[] = {
    {SHEET_ID, SHEET_EXAMPLE_ID, "Un numéro à vous, le même d'une fois sur l'autre. Facultatif.",
     CHOICE_FREE, true},
    {SHEET_TYPE, "professionnel", "professionnel, structure ou point (de prévention).", CHOICE_TYPE,
     false},
    {SHEET_NAME, "Cabinet infirmier Exemple",
     "Obligatoire : le nom de la personne ou du lieu, comme les patients le connaissent.",
     CHOICE_FREE, false},
    {SHEET_PROFESSION, "Infirmier", "Choisissez dans la liste (feuille Professions).",
     CHOICE_PROFESSION, false},
    {SHEET_SKILLS, "pansement complexe; prise de sang",
     "Ce que cette personne fait, en mots de tous les jours, séparés par des points-virgules.",
     CHOICE_FREE, false},
    {SHEET_ADDRESS, "12 rue Daguerre",
     "Le numéro et la rue du cabinet. Obligatoire, sauf si lon et lat sont donnés.", CHOICE_FREE,
     false},
    {SHEET_POSTCODE, "75014", "Le code postal, ou la commune, ou les deux.", CHOICE_FREE, true},
    {SHEET_CITY, "Paris", "La commune.", CHOICE_FREE, false},
    {SHEET_LON, "", "Facultatif : la longitude en degrés, par exemple 2,330191.", CHOICE_FREE,
     false},
    {SHEET_LAT, "", "Facultatif : la latitude en degrés, par exemple 48,833813.", CHOICE_FREE,
     false},
    {SHEET_PHONE, "01 99 00 12 34", "Le téléphone que tout le monde peut appeler.", CHOICE_FREE,
     true},
    {SHEET_DIRECT_PHONE, "", "La ligne directe, montrée aux seuls professionnels.", CHOICE_FREE,
     true},
    {SHEET_MSSANTE, "", "L'adresse MSSanté, montrée aux seuls professionnels.", CHOICE_FREE, false},
    {SHEET_EMAIL, "", "L'adresse électronique que tout le monde peut voir.", CHOICE_FREE, false},
    {SHEET_WEBSITE, "", "Le site, ou la page de prise de rendez-vous.", CHOICE_FREE, false},
    {SHEET_HOME, "oui", "Va à domicile : oui, non, ou vide si l'on ne sait pas.", CHOICE_YES_NO,
     false},
    {SHEET_ZONE, "rayon 2 km",
     "Où : « rayon 2 km », des communes ou des quartiers (« Plaisance; Pernety »), le nom d'une "
     "zone dessinée ; « sauf … » pour en ôter.",
     CHOICE_FREE, false},
    {SHEET_HOURS, "lundi-vendredi 7h-12h et 15h-19h", "Les horaires de la semaine.", CHOICE_FREE,
     false},
    {SHEET_REMOTE, "", "Téléconsultation : oui, non, ou vide.", CHOICE_YES_NO, false},
    {SHEET_WALK_IN, "", "Reçoit sans rendez-vous : oui, non, ou vide.", CHOICE_YES_NO, false},
    {SHEET_NEW_PATIENTS, "oui", "Prend de nouveaux patients : oui, non, ou vide.", CHOICE_YES_NO,
     false},
    {SHEET_LANGUAGES, "", "Les langues parlées, séparées par des points-virgules.", CHOICE_FREE,
     false},
    {SHEET_WHEELCHAIR, "", "On entre en fauteuil roulant : oui, non, ou vide.", CHOICE_YES_NO,
     false},
    {SHEET_FEES, "", "1, 2, 3 (honoraires libres) ou 0 (non conventionné).", CHOICE_FREE, true},
    {SHEET_REFERRAL, "", "Comment adresser un patient ; montré aux seuls professionnels.",
     CHOICE_FREE, false},
    {SHEET_RPPS, "", "Le numéro RPPS (11 chiffres).", CHOICE_FREE, true},
    {SHEET_FINESS, "", "Le numéro FINESS (9 chiffres).", CHOICE_FREE, true},
    {SHEET_UPDATED, "", "Le jour où cette ligne a été vérifiée, par exemple 15/11/2026.",
     CHOICE_FREE, false},
};

static const struct template_column sessions[] = {
    {SESSION_STRUCTURE, "Cabinet infirmier Exemple",
     "Obligatoire : le nom du lieu, écrit comme dans la feuille Annuaire.", CHOICE_FREE, false},
    {SESSION_SKILL, "vaccin grippe", "Obligatoire : ce qui est proposé.", CHOICE_FREE, false},
    {SESSION_DATE, "", "Le jour, par exemple 15/11/2026, ou le premier d'une série.", CHOICE_FREE,
     false},
    {SESSION_RECURRENCE, "tous les mardis",
     "« tous les mardis jusqu'au 15/12 », « le premier samedi du mois ».", CHOICE_FREE, false},
    {SESSION_BEGIN, "9h", "Obligatoire : l'heure de début, 9h ou 9h30.", CHOICE_FREE, true},
    {SESSION_END, "12h", "Obligatoire : l'heure de fin.", CHOICE_FREE, true},
    {SESSION_PUBLIC, "65 ans et plus", "Pour qui.", CHOICE_FREE, false},
    {SESSION_APPOINTMENT, "sans", "avec, sans, ou vide.", CHOICE_APPOINTMENT, false},
    {SESSION_LINK, "", "La page où l'on prend rendez-vous.", CHOICE_FREE, false},
    {SESSION_NOTE, "", "Ce qu'il faut savoir en plus.", CHOICE_FREE, false},
};

static const char *const instructions[] = {
    SHEET_INSTRUCTIONS,
    "",
    "Feuille Annuaire : une ligne par personne et par lieu. Feuille Séances : une ligne par séance "
    "(vaccination, dépistage, atelier) ou par série de séances.",
    "Passez la souris sur un titre de colonne pour lire ce qu'il faut y écrire.",
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

struct page {
    lxw_worksheet *sheet;
    const struct column *names;
    const struct template_column *columns;
    size_t count;
    lxw_format *title, *text;
    size_t profession_count;
};

static void offer_choices(const struct page *page, lxw_col_t at, enum choice choice)
{
    static char *yes_no[] = {"oui", "non", NULL};
    static char *types[] = {"professionnel", "structure", "point", NULL};
    static char *appointments[] = {"avec", "sans", NULL};
    static char **const lists[] = {
        [CHOICE_YES_NO] = yes_no, [CHOICE_TYPE] = types, [CHOICE_APPOINTMENT] = appointments};
    char range[60];
    lxw_data_validation validation = {.error_title = "Ce mot n'est pas dans la liste",
                                      .error_message = "Choisissez dans la liste, ou videz."};
    if (choice == CHOICE_FREE) return;
    if (choice == CHOICE_PROFESSION) {
        snprintf(range, sizeof range, "=" PROFESSIONS_SHEET "!$A$2:$A$%zu",
                 page->profession_count + 1);
        validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        validation.value_formula = range;
        validation.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING; /* lay words are read too */
    } else {
        validation.validate = LXW_VALIDATION_TYPE_LIST;
        validation.value_list = lists[choice];
    }
    worksheet_data_validation_range(page->sheet, 1, at, ROWS_PREPARED, at, &validation);
}

static void write_column(const struct page *page, size_t i)
{
    const struct template_column *column = &page->columns[i];
    lxw_col_t at = (lxw_col_t)i;
    lxw_comment_options options = {.author = "Voisoin", .width = 240};
    size_t example = strlen(column->example), name = strlen(page->names[column->column].name);
    double width = (double)(example > name ? example : name) + 3.0;
    worksheet_set_column(page->sheet, at, at, width < 40.0 ? width : 40.0,
                         column->is_text ? page->text : NULL);
    worksheet_write_string(page->sheet, 0, at, page->names[column->column].name, page->title);
    worksheet_write_comment_opt(page->sheet, 0, at, column->help, &options);
    if (column->example[0] != '\0') {
        worksheet_write_string(page->sheet, 1, at, column->example, NULL);
    }
    offer_choices(page, at, column->choice);
}

static void write_page(const struct page *page)
{
    for (size_t i = 0; i < page->count; i++) write_column(page, i);
    worksheet_freeze_panes(page->sheet, 1, 0);
}

static void write_instructions(lxw_worksheet *sheet, lxw_format *title)
{
    worksheet_set_column(sheet, 0, 0, 120.0, NULL);
    for (size_t i = 0; i < sizeof instructions / sizeof *instructions; i++) {
        worksheet_write_string(sheet, (lxw_row_t)i, 0, instructions[i], i == 0 ? title : NULL);
    }
}

static size_t write_professions(lxw_worksheet *sheet, const struct skills *skills,
                                lxw_format *title)
{
    size_t count = 0;
    worksheet_set_column(sheet, 0, 0, 60.0, NULL);
    worksheet_write_string(sheet, 0, 0, SHEET_PROFESSIONS, title);
    for (size_t i = 0; i < skills_count(skills); i++) {
        const struct skill *skill = skills_get(skills, (skill_id)i);
        if (skill->kind != SKILL_PROFESSION) continue;
        worksheet_write_string(sheet, (lxw_row_t)++count, 0, skill->label_fr, NULL);
    }
    return count;
}

static bool write_workbook(const char *path, const struct skills *skills)
{
    lxw_workbook *workbook = workbook_new(path);
    if (workbook == NULL) return false;
    lxw_format *title = workbook_add_format(workbook), *text = workbook_add_format(workbook);
    format_set_bold(title);
    format_set_num_format(text, "@");
    struct page directory = {.sheet = workbook_add_worksheet(workbook, "Annuaire"),
                             .names = sheet_columns,
                             .columns = people,
                             .count = sizeof people / sizeof *people,
                             .title = title,
                             .text = text};
    struct page calendar = {.sheet = workbook_add_worksheet(workbook, "Séances"),
                            .names = session_columns,
                            .columns = sessions,
                            .count = sizeof sessions / sizeof *sessions,
                            .title = title,
                            .text = text};
    write_instructions(workbook_add_worksheet(workbook, "Mode d'emploi"), title);
    directory.profession_count =
        write_professions(workbook_add_worksheet(workbook, PROFESSIONS_SHEET), skills, title);
    write_page(&directory);
    write_page(&calendar);
    return workbook_close(workbook) == LXW_NO_ERROR;
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
