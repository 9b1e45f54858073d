/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/skills.h"
#include "run/command.h"

#include <stdio.h>
#include <string.h>

/* The command skills: the words that a sheet may hold for what somebody does. */

#define SHOWN_MAX 20 /* of those that resemble */

static void print_skill(const struct skill *skill)
{
    static const char *const kinds[SKILL_KIND_COUNT] = {[SKILL_PROFESSION] = "profession",
                                                        [SKILL_SPECIALTY] = "spécialité",
                                                        [SKILL_ACT] = "acte",
                                                        [SKILL_EQUIPMENT] = "équipement",
                                                        [SKILL_PROGRAMME] = "programme",
                                                        [SKILL_STRUCTURE] = "structure",
                                                        [SKILL_ON_CALL] = "astreinte"};
    printf("%s (%s)", skill->label_fr, kinds[skill->kind]);
    for (const char *at = skill->synonyms; *at != '\0';) {
        size_t length = strcspn(at, "|");
        printf("%s%.*s", at == skill->synonyms ? " : " : ", ", (int)length, at);
        at += length + (at[length] == '|');
    }
    putchar('\n');
}

static enum status print_nearest(const struct skills *skills, const struct options *options)
{
    struct skill_suggestion found[SHOWN_MAX];
    struct buffer typed = {0};
    for (size_t i = 0; i < options->file_count; i++) {
        buffer_format(&typed, "%s%s", i == 0 ? "" : " ", options->files[i]);
    }
    size_t count = typed.failed ? 0 : skills_suggest(skills, typed.data, SHOWN_MAX, found);
    for (size_t i = 0; i < count; i++) print_skill(skills_get(skills, found[i].id));
    if (count == 0 && !typed.failed) {
        fprintf(stderr,
                "Aucune compétence connue ne ressemble à « %s ». « voisoin-import skills » les "
                "montre toutes.\n",
                typed.data);
    }
    enum status status = typed.failed ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK && count == 0) status = STATUS_NOT_FOUND;
    buffer_free(&typed);
    return status;
}

enum status skills_command(const struct options *options, struct report *report)
{
    struct skills *skills = NULL;
    (void)report;
    enum status status = skills_default(&skills);
    if (status != STATUS_OK) return status;
    if (options->file_count > 0) status = print_nearest(skills, options);
    for (size_t i = 0; options->file_count == 0 && i < skills_count(skills); i++) {
        print_skill(skills_get(skills, (skill_id)i));
    }
    skills_free(skills);
    return status;
}
