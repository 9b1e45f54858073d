/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/skills.h"

#include "embedded/skills_csv.h"
#include "geodata/log.h"
#include "geodata/text.h"
#include "taxonomy/skills_table.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_words[SKILL_KIND_COUNT] = {
    "profession", "specialty", "act", "equipment", "programme", "structure", "on_call"};

#define FIELD_COUNT 6
#define HEADER "code;kind;parent;label_fr;label_en;synonyms"

const char *skill_kind_word(enum skill_kind kind)
{
    return kind_words[kind];
}

bool skill_kind_read(const char *word, enum skill_kind *out)
{
    for (int kind = 0; kind < SKILL_KIND_COUNT; kind++) {
        if (strcmp(word, kind_words[kind]) != 0) continue;
        *out = (enum skill_kind)kind;
        return true;
    }
    return false;
}

/* Cuts a line at its semicolons, in place; false when there are not exactly FIELD_COUNT fields. */
static bool split_line(char *line, char *fields[FIELD_COUNT])
{
    size_t count = 0;
    for (char *field = line; field != NULL;) {
        if (count == FIELD_COUNT) return false;
        fields[count++] = field;
        field = strchr(field, ';');
        if (field != NULL) *field++ = '\0';
    }
    return count == FIELD_COUNT;
}

static enum status read_line(struct skills *skills, char *line, size_t number)
{
    char *fields[FIELD_COUNT];
    enum skill_kind kind;
    if (!split_line(line, fields)) {
        log_error("skills: line %zu has not %d fields", number, FIELD_COUNT);
        return STATUS_INVALID;
    }
    if (!skill_kind_read(fields[1], &kind)) {
        log_error("skills: line %zu: unknown kind %s", number, fields[1]);
        return STATUS_INVALID;
    }
    struct skill_row row = {.code = fields[0],
                            .kind = kind,
                            .parent = fields[2],
                            .label_fr = fields[3],
                            .label_en = fields[4],
                            .synonyms = fields[5]};
    return skills_add(skills, &row);
}

static enum status read_lines(struct skills *skills, char *text)
{
    size_t number = 0;
    char *rest = text;
    for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
        number++;
        if (number == 1 && strcmp(line, HEADER) != 0) {
            log_error("skills: the header is not %s", HEADER);
            return STATUS_INVALID;
        }
        if (number == 1 || line[0] == '\0') continue;
        enum status status = read_line(skills, line, number);
        if (status != STATUS_OK) return status;
    }
    return skills_finish(skills);
}

enum status skills_read(const char *csv, size_t length, struct skills **out)
{
    enum status status = STATUS_NO_MEMORY;
    struct skills *skills = skills_new();
    char *text = strndup(csv, length);
    if (skills == NULL || text == NULL) goto done;

    status = read_lines(skills, text);
    if (status != STATUS_OK) goto done;
    *out = skills;
    skills = NULL;
done:
    free(text);
    skills_free(skills);
    return status;
}

enum status skills_default(struct skills **out)
{
    return skills_read(skills_csv, skills_csv_length, out);
}
