/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet/template_page.h"

#include "cells/sheet_columns.h"
#include "files/output.h"

#include <stdio.h>
#include <string.h>

#define ROWS_PREPARED 2000 /* with lists: more than a CPTS has */
#define PROFESSIONS_SHEET "Professions"
#define WIDTH_MAX 40

enum choice {
    CHOICE_FREE,
    CHOICE_YES_NO,
    CHOICE_TYPE,
    CHOICE_FEES,
    CHOICE_APPOINTMENT,
    CHOICE_PROFESSION, /* these two stand in a sheet of their own, and other words are read too */
    CHOICE_LANGUAGE
};

/* Those that are asked for; others are read as well. */
static const char *const languages[] = {
    "albanais",  "allemand",   "anglais",     "arabe",
    "arménien",  "bambara",    "bengali",     "berbère",
    "bulgare",   "chinois",    "comorien",    "coréen",
    "créole",    "croate",     "dari",        "espagnol",
    "géorgien",  "grec",       "haoussa",     "hébreu",
    "hindi",     "hongrois",   "italien",     "japonais",
    "kabyle",    "khmer",      "kurde",       "langue des signes",
    "lingala",   "mandarin",   "néerlandais", "ourdou",
    "pachto",    "persan",     "peul",        "polonais",
    "portugais", "roumain",    "russe",       "serbe",
    "somali",    "soninké",    "swahili",     "tamoul",
    "tchèque",   "tchétchène", "tigrigna",    "turc",
    "ukrainien", "vietnamien", "wolof"};
#define LANGUAGE_COUNT (sizeof languages / sizeof *languages)

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
    {SHEET_PROFESSION, "Infirmier",
     "La profession, la spécialité d'un médecin, ou ce qu'est le lieu (Pharmacie) : choisissez "
     "dans "
     "la liste.",
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
    {SHEET_CLOSURES, "", "Congés et fermetures : « du 1/8/2026 au 15/8/2026; 24/12/2026 ».",
     CHOICE_FREE, true},
    {SHEET_REMOTE, "", "Téléconsultation : oui, non, ou vide.", CHOICE_YES_NO, false},
    {SHEET_WALK_IN, "", "Reçoit sans rendez-vous : oui, non, ou vide.", CHOICE_YES_NO, false},
    {SHEET_NEW_PATIENTS, "oui", "Prend de nouveaux patients : oui, non, ou vide.", CHOICE_YES_NO,
     false},
    {SHEET_LANGUAGES, "",
     "Les langues parlées, une de la liste ou plusieurs séparées par des points-virgules.",
     CHOICE_LANGUAGE, false},
    {SHEET_WHEELCHAIR, "", "On entre en fauteuil roulant : oui, non, ou vide.", CHOICE_YES_NO,
     false},
    {SHEET_FEES, "", "Secteur 1, 2, 3 (honoraires libres) ou 0 (non conventionné).", CHOICE_FEES,
     true},
    {SHEET_REFERRAL, "", "Comment adresser un patient ; montré aux seuls professionnels.",
     CHOICE_FREE, false},
    {SHEET_NOTE, "", "Ce qu'il faut savoir en plus ; tout le monde le voit.", CHOICE_FREE, false},
    {SHEET_RPPS, "", "Le numéro RPPS (11 chiffres).", CHOICE_FREE, true},
    {SHEET_FINESS, "", "Le numéro FINESS (9 chiffres).", CHOICE_FREE, true},
    {SHEET_SIRET, "", "D'une structure : le numéro SIRET (14 chiffres).", CHOICE_FREE, true},
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

static const struct page_kind {
    const char *name;
    const struct column *names;
    const struct template_column *columns;
    size_t count;
} kinds[] = {
    [TEMPLATE_PEOPLE] = {"Annuaire", sheet_columns, people, sizeof people / sizeof *people},
    [TEMPLATE_SESSIONS] = {"Séances", session_columns, sessions,
                           sizeof sessions / sizeof *sessions},
};

/* A list that stands in the sheet of professions; what is not in it is not refused. */
static void offer_list(const struct template_page *page, lxw_col_t at, enum choice choice)
{
    char range[60];
    bool is_profession = choice == CHOICE_PROFESSION;
    lxw_data_validation validation = {
        .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
        .value_formula = range,
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
        .error_title = "Ce mot n'est pas dans la liste",
        .error_message = "Choisissez dans la liste, ou gardez vos mots : ils seront lus.",
        /* several languages in one cell are none of the list */
        .show_error = is_profession ? LXW_VALIDATION_ON : LXW_VALIDATION_OFF};
    snprintf(range, sizeof range, "=" PROFESSIONS_SHEET "!$%c$2:$%c$%zu", is_profession ? 'A' : 'B',
             is_profession ? 'A' : 'B',
             1 + (is_profession ? page->profession_count : LANGUAGE_COUNT));
    worksheet_data_validation_range(page->sheet, 1, at, ROWS_PREPARED, at, &validation);
}

static void offer_choices(const struct template_page *page, lxw_col_t at, enum choice choice)
{
    static char *yes_no[] = {"oui", "non", NULL};
    static char *types[] = {"professionnel", "structure", "point", NULL};
    static char *appointments[] = {"avec", "sans", NULL};
    static char *fees[] = {"1", "2", "3", "0", NULL};
    static char **const lists[] = {[CHOICE_YES_NO] = yes_no,
                                   [CHOICE_TYPE] = types,
                                   [CHOICE_FEES] = fees,
                                   [CHOICE_APPOINTMENT] = appointments};
    lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_LIST,
                                      .error_title = "Ce mot n'est pas dans la liste",
                                      .error_message = "Choisissez dans la liste, ou videz."};
    if (choice == CHOICE_FREE) return;
    if (choice == CHOICE_PROFESSION || choice == CHOICE_LANGUAGE) {
        offer_list(page, at, choice);
        return;
    }
    validation.value_list = lists[choice];
    worksheet_data_validation_range(page->sheet, 1, at, ROWS_PREPARED, at, &validation);
}

static bool is_left_out(const struct template_page *page, const struct template_column *column)
{
    return page->kind == TEMPLATE_PEOPLE && page->is_left_out != NULL &&
           page->is_left_out(column->column);
}

static void write_column(struct template_page *page, const struct template_column *column,
                         size_t at)
{
    const struct page_kind *kind = &kinds[page->kind];
    const char *name = kind->names[column->column].name;
    lxw_comment_options options = {.author = "Voisoin", .width = 240};
    size_t example = book_width(column->example, WIDTH_MAX), title = book_width(name, WIDTH_MAX);
    lxw_col_t place = (lxw_col_t)at;
    worksheet_set_column(page->sheet, place, place, (double)(example > title ? example : title) + 3,
                         column->is_text ? page->book->formats.text : NULL);
    book_text(page->book, page->sheet, 0, at, name, page->book->formats.title);
    worksheet_write_comment_opt(page->sheet, 0, place, column->help, &options);
    offer_choices(page, place, column->choice);
}

bool template_page_open(struct template_page *page)
{
    const struct page_kind *kind = &kinds[page->kind];
    size_t out = 0;
    page->sheet = book_add_sheet(page->book, kind->name);
    if (page->sheet == NULL) return false;
    for (size_t i = 0; i < kind->count; i++) {
        if (!is_left_out(page, &kind->columns[i])) write_column(page, &kind->columns[i], out++);
    }
    worksheet_freeze_panes(page->sheet, 1, 0);
    page->next = 1;
    page->width = out;
    return true;
}

/* What table_read would take an apostrophe from gets one more. */
static void write_text(const struct template_page *page, size_t at, const char *text,
                       lxw_format *format)
{
    struct buffer guarded = {0};
    if (output_is_guarded(text)) buffer_format(&guarded, "'%s", text);
    book_text(page->book, page->sheet, page->next, at, guarded.length > 0 ? guarded.data : text,
              format);
    buffer_free(&guarded);
}

void template_page_row(struct template_page *page, const char *const *cells)
{
    const struct page_kind *kind = &kinds[page->kind];
    size_t out = 0;
    for (size_t i = 0; i < kind->count; i++) {
        const struct template_column *column = &kind->columns[i];
        if (is_left_out(page, column)) continue;
        const char *text = cells == NULL ? column->example : cells[column->column];
        lxw_format *format = column->is_text ? page->book->formats.text : NULL;
        if (text != NULL && text[0] != '\0') write_text(page, out, text, format);
        out++;
    }
    page->next++;
}

void template_page_filter(const struct template_page *page)
{
    if (page->sheet == NULL || page->next < 2 || page->next > BOOK_ROWS_MAX) return;
    worksheet_autofilter(page->sheet, 0, 0, (lxw_row_t)page->next - 1, (lxw_col_t)page->width - 1);
}

/* Who somebody is, not what they do. */
static bool is_profession(const struct skill *skill)
{
    return skill->kind == SKILL_PROFESSION || skill->kind == SKILL_SPECIALTY ||
           skill->kind == SKILL_STRUCTURE;
}

void template_explain(struct book *book, lxw_worksheet *sheet, size_t row)
{
    worksheet_set_column(sheet, 1, 1, 90.0, NULL);
    worksheet_set_column(sheet, 2, 2, WIDTH_MAX, NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        book_text(book, sheet, row, 0, kinds[i].name, book->formats.title);
        book_text(book, sheet, row, 1, "Ce qu'on y écrit", book->formats.title);
        book_text(book, sheet, row++, 2, "Exemple", book->formats.title);
        for (size_t at = 0; at < kinds[i].count; at++) {
            const struct template_column *column = &kinds[i].columns[at];
            book_text(book, sheet, row, 0, kinds[i].names[column->column].name,
                      book->formats.wrapped);
            book_text(book, sheet, row, 1, column->help, book->formats.wrapped);
            book_text(book, sheet, row++, 2, column->example, book->formats.wrapped);
        }
        row++;
    }
}

bool template_professions(struct book *book, const struct skills *skills)
{
    lxw_worksheet *sheet = book_add_sheet(book, PROFESSIONS_SHEET);
    size_t row = 0;
    if (sheet == NULL) return false;
    worksheet_set_column(sheet, 0, 0, 60.0, NULL);
    book_text(book, sheet, row++, 0, SHEET_PROFESSIONS, book->formats.title);
    for (size_t i = 0; i < skills_count(skills); i++) {
        const struct skill *skill = skills_get(skills, (skill_id)i);
        if (is_profession(skill)) book_text(book, sheet, row++, 0, skill->label_fr, NULL);
    }
    worksheet_set_column(sheet, 1, 1, 25.0, NULL);
    book_text(book, sheet, 0, 1, "Les langues les plus demandées", book->formats.title);
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        book_text(book, sheet, i + 1, 1, languages[i], NULL);
    return true;
}

size_t template_profession_count(const struct skills *skills)
{
    size_t count = 0;
    for (size_t i = 0; i < skills_count(skills); i++) {
        count += is_profession(skills_get(skills, (skill_id)i));
    }
    return count;
}
