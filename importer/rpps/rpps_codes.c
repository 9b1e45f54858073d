/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_codes.h"

#include "geodata/buffer.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

/* From one notion's other codes to the one that is kept; in the order of `code`. */
struct alias {
    const char *code, *kept;
};

static const struct alias professions[] = {
    {"38", "loc:preparateur-pharmacie"}, /* of hospitals; closed in 2024 */
    {"39", "loc:preparateur-pharmacie"},
    {"41", "R94:41"},
    {"69", "G15:60"},
    {"71", "R95:71"},
    {"72", "loc:psychotherapeute"},
    {"73", "loc:chiropracteur"},
    {"93", "R95:93"},
};

/* geodata/SKILLS.md tells the same to its readers. */
static const struct alias savoir_faire[] = {
    {"SM05", "loc:chirurgie"}, {"SM07", "R38:SM06"},  {"SM22", "R38:SM21"}, {"SM23", "R38:SM21"},
    {"SM26", "R38:SM54"},      {"SM33", "R38:SM42"},  {"SM35", "R38:SM36"}, {"SM39", "R38:SM34"},
    {"SM45", "R38:SM37"},      {"SM51", "R38:SM20"},  {"SM52", "R38:SM19"}, {"SM53", "R38:SM54"},
    {"SM55", "R38:SM44"},      {"SM56", "R38:SCD02"}, {"SM62", "R38:SM16"}, {"SM63", "R38:SM03"},
    {"SM64", "R38:SM03"},      {"SM65", "R38:SM03"},  {"SM66", "R38:SM03"}, {"SM67", "R38:SM03"},
    {"SM68", "R38:SM06"},      {"SM69", "R38:SM09"},  {"SM70", "R38:SM09"}, {"SM71", "R38:SM21"},
    {"SM72", "R38:SM27"},      {"SM73", "R38:SM04"},  {"SM74", "R38:SM44"}, {"SM75", "R38:SM49"},
    {"SM76", "R38:SM02"},      {"SM77", "R38:SM06"},  {"SM78", "R38:SM14"}, {"SM79", "R38:SM04"},
    {"SM80", "R38:SM04"},      {"SM81", "R38:SM04"},  {"SM83", "R38:SM30"}, {"SM84", "R38:SM32"},
    {"SM85", "R38:SM38"},      {"SM86", "R38:SM34"},  {"SM87", "R38:SM40"}, {"SM88", "R38:SM40"},
    {"SM89", "R38:SM40"},      {"SM90", "R38:SM40"},  {"SM91", "R38:SM41"}, {"SM92", "R38:SM43"},
    {"SM93", "R38:SM42"},      {"SM94", "R38:SM44"},  {"SM95", "R38:SM49"},
};

static int compare_alias(const void *key, const void *alias)
{
    return strcmp(key, ((const struct alias *)alias)->code);
}

static const char *find_skill(const struct skills *skills, const struct alias *aliases,
                              size_t count, const char *system, const char *code)
{
    const struct alias *alias = bsearch(code, aliases, count, sizeof *aliases, compare_alias);
    struct buffer words = {0};
    if (alias == NULL) buffer_format(&words, "%s:%s", system, code);
    if (alias != NULL) buffer_text(&words, alias->kept);
    skill_id id = words.failed ? SKILL_NONE : skills_by_code(skills, words.data);
    buffer_free(&words);
    return id == SKILL_NONE ? NULL : skills_get(skills, id)->code;
}

const char *rpps_profession(const struct skills *skills, const char *code)
{
    return find_skill(skills, professions, sizeof professions / sizeof *professions, "G15", code);
}

const char *rpps_savoir_faire(const struct skills *skills, const char *code)
{
    return find_skill(skills, savoir_faire, sizeof savoir_faire / sizeof *savoir_faire, "R38",
                      code);
}

const char *rpps_diploma(const struct skills *skills, const char *label)
{
    char *folded = text_folded(label);
    bool advanced = folded != NULL && strstr(folded, "infirmier") != NULL &&
                    strstr(folded, "pratique avancee") != NULL;
    free(folded);
    skill_id id = advanced ? skills_by_code(skills, "R356:86") : SKILL_NONE;
    return id == SKILL_NONE ? NULL : skills_get(skills, id)->code;
}

/* A code of the publisher's tables TRE_R09, TRE_R22 and TRE_R02, and how its label begins, folded:
 * a vintage gives labels without codes, another cuts them short. NULL: the code alone is sure. */
struct left_out {
    const char *code, *label;
    enum rpps_shown why;
};

static const struct left_out categories[] = {{"E", "etudiant", RPPS_STUDENT}};

static const struct left_out kinds[] = {
    {"GENR02", "activite de soins ou de pharmacien en tant que remplacant", RPPS_REPLACEMENT},
    {"GENR03", "remplacement", RPPS_REPLACEMENT},
    {"GENR04", "activite non soignante", RPPS_NO_CARE},
    {"GENR05", "activite non medicale", RPPS_NO_CARE},
    {"GENR09", "administratif", RPPS_NO_CARE},
    {"GENR13", "activite medico administrative", RPPS_NO_CARE},
};

static const struct left_out sectors[] = {
    {"SA06", "autre structure du service de sante des armees", RPPS_NO_CARE},
    {"SA11", "entreprise d interim", RPPS_NO_CARE},
    {"SA13", "prevention et soins en entreprise", RPPS_NO_CARE},
    {"SA14", "etablissements scolaires", RPPS_NO_CARE},
    {"SA19", "etablissements finess de formation", RPPS_NO_CARE},
    {"SA22", "recherche", RPPS_NO_CARE},
    {"SA23", "assurance privee", RPPS_NO_CARE},
    {"SA24", "organisme de securite sociale", RPPS_NO_CARE},
    {"SA26", "ministere", RPPS_NO_CARE},
    {"SA31", "repart", RPPS_NO_CARE},
    {"SA32", "fab", RPPS_NO_CARE},
    {"SA44", "recrutement", RPPS_NO_CARE},
    {"SA45", "communication marketing", RPPS_NO_CARE},
    {"SA46", "fab", RPPS_NO_CARE},
    {"SA47", "incendie et secours", RPPS_NO_CARE},
    {"SA48", "entreprise indus", RPPS_NO_CARE},
    {"SA53", "siege administratif", RPPS_NO_CARE},
    {"SA55", "laboratoire pharmaceutique", RPPS_NO_CARE},
    {"SA58", "entreprise de taxis", RPPS_NO_CARE},
    {"SA62", "ordre professionnel", RPPS_NO_CARE},
    {"SA66", "services de prevention et de sante au travail", RPPS_NO_CARE},
    {"SA68", "services departementaux d incendie", RPPS_NO_CARE},
};

static enum rpps_shown look_up(const struct left_out *list, size_t count, const char *code,
                               const char *label)
{
    char *folded = code == NULL && label != NULL ? text_folded(label) : NULL;
    enum rpps_shown why = RPPS_SHOWN;
    for (size_t i = 0; i < count && why == RPPS_SHOWN; i++) {
        bool same = code != NULL && strcmp(code, list[i].code) == 0;
        bool alike = folded != NULL && strncmp(folded, list[i].label, strlen(list[i].label)) == 0;
        if (same || alike) why = list[i].why;
    }
    free(folded);
    return why;
}
#define LOOK_UP(list, code, label) look_up(list, sizeof(list) / sizeof *(list), code, label)

enum rpps_shown rpps_is_shown(const struct rpps_activity *activity)
{
    enum rpps_shown why = LOOK_UP(categories, activity->category, activity->category_label);
    if (why == RPPS_SHOWN) why = LOOK_UP(kinds, activity->kind, activity->kind_label);
    if (why == RPPS_SHOWN) why = LOOK_UP(sectors, activity->sector, activity->sector_label);
    return why;
}
