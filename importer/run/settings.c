/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/settings.h"

#include "embedded/settings_ini.h"
#include "files/file.h"
#include "files/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENTRIES_MAX 200 /* the shipped file has some dozens */

struct entry {
    const char *section, *name, *value;
    size_t line; /* of the community's file; 0: as shipped */
};

struct settings {
    struct pool texts;
    struct entry entries[ENTRIES_MAX];
    size_t count;
};

/* One reading: the shipped file adds entries, the community's changes them. */
struct reading {
    struct settings *settings;
    struct report *report; /* NULL: the shipped file */
    const char *section;
    size_t line;
};

static struct entry *find(const struct settings *settings, const char *section, const char *name)
{
    for (size_t i = 0; i < settings->count; i++) {
        const struct entry *entry = &settings->entries[i];
        if (strcmp(entry->section, section) == 0 && strcmp(entry->name, name) == 0) {
            return (struct entry *)entry;
        }
    }
    return NULL;
}

static const char *trimmed(struct pool *pool, const char *text, size_t length)
{
    while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL) length--;
    while (length > 0 && strchr(" \t", *text) != NULL) {
        text++;
        length--;
    }
    return pool_text(pool, text, length);
}

static enum status refuse(const struct reading *reading, const char *name, const char *cause,
                          const char *remedy)
{
    assert(reading->report != NULL); /* the shipped file is read by every test */
    struct where where = {.file = SETTINGS_FILE, .line = reading->line, .column = name};
    report_find(reading->report, FINDING_FILE, where, remedy, "%s", cause);
    return STATUS_INVALID;
}

static enum status take(struct reading *reading, const char *name, const char *value)
{
    struct settings *settings = reading->settings;
    if (reading->section == NULL) {
        return refuse(reading, name, "ce réglage n'est dans aucune section",
                      "écrivez d'abord une ligne comme [open-data]");
    }
    struct entry *entry = find(settings, reading->section, name);
    if (reading->report == NULL) {
        assert(entry == NULL && settings->count < ENTRIES_MAX);
        entry = &settings->entries[settings->count++];
    } else if (entry == NULL) {
        return refuse(reading, name, "ce réglage n'existe pas dans cette section",
                      "« voisoin-import --help » et la documentation donnent les réglages");
    } else if (entry->line != 0) {
        return refuse(reading, name, "ce réglage est écrit deux fois", "gardez une seule ligne");
    }
    *entry = (struct entry){reading->section, name, value, reading->line};
    return STATUS_OK;
}

static enum status read_line(struct reading *reading, const char *text, size_t length)
{
    struct pool *pool = &reading->settings->texts;
    const char *line = trimmed(pool, text, length);
    if (line == NULL) return STATUS_NO_MEMORY;
    size_t end = strlen(line);
    if (end == 0 || line[0] == ';' || line[0] == '#') return STATUS_OK;
    if (line[0] == '[' && line[end - 1] == ']') {
        reading->section = trimmed(pool, line + 1, end - 2);
        return reading->section == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    const char *equals = strchr(line, '=');
    if (equals == NULL) {
        return refuse(reading, NULL, "cette ligne n'est ni [section], ni nom = valeur",
                      "corrigez-la, ou mettez un point-virgule devant");
    }
    const char *name = trimmed(pool, line, (size_t)(equals - line));
    const char *value = trimmed(pool, equals + 1, strlen(equals + 1));
    if (name == NULL || value == NULL) return STATUS_NO_MEMORY;
    return take(reading, name, value);
}

static enum status read_text(struct reading *reading, const char *text, size_t length)
{
    enum status status = STATUS_OK;
    for (size_t at = 0; at < length && status == STATUS_OK;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t line = end == NULL ? length - at : (size_t)(end - (text + at));
        if (reading->report != NULL) reading->line++;
        status = read_line(reading, text + at, line);
        at += line + 1;
    }
    return status;
}

static enum status read_file(struct settings *settings, const char *path, struct report *report)
{
    struct reading reading = {.settings = settings, .report = report};
    struct buffer text = {0}, why = {0};
    const char *encoding = NULL;
    if (access(path, F_OK) != 0) return STATUS_OK;
    enum status status = file_read_text(path, &text, &encoding, &why);
    if (status == STATUS_INVALID) refuse(&reading, NULL, why.data, NULL);
    if (status == STATUS_OK) status = read_text(&reading, text.data, text.length);
    buffer_free(&text);
    buffer_free(&why);
    return status;
}

enum status settings_open(const char *data, struct report *report, struct settings **out)
{
    struct buffer path = {0};
    enum status status = STATUS_NO_MEMORY;
    struct settings *settings = calloc(1, sizeof *settings);
    if (settings == NULL) return STATUS_NO_MEMORY;
    buffer_format(&path, "%s/" SETTINGS_FILE, data);
    if (path.failed) goto done;
    struct reading shipped = {.settings = settings};
    status = read_text(&shipped, settings_ini, settings_ini_length);
    if (status == STATUS_OK) status = read_file(settings, path.data, report);
    if (status != STATUS_OK) goto done;
    *out = settings;
    settings = NULL;
done:
    settings_close(settings);
    buffer_free(&path);
    return status;
}

void settings_close(struct settings *settings)
{
    if (settings == NULL) return;
    pool_free(&settings->texts);
    free(settings);
}

const char *settings_text(const struct settings *settings, const char *section, const char *name)
{
    const struct entry *entry = find(settings, section, name);
    assert(entry != NULL);
    return entry->value;
}

enum status settings_refuse(const struct settings *settings, const char *section, const char *name,
                            struct report *report, const char *cause, const char *remedy)
{
    const struct entry *entry = find(settings, section, name);
    assert(entry != NULL);
    struct where where = {
        .file = SETTINGS_FILE, .line = entry->line, .column = name, .value = entry->value};
    report_find(report, FINDING_FILE, where, remedy, "%s", cause);
    return STATUS_INVALID;
}

enum status settings_number(const struct settings *settings, const char *section, const char *name,
                            unsigned long min, unsigned long max, struct report *report,
                            unsigned long *out)
{
    const char *text = settings_text(settings, section, name);
    size_t digits = strspn(text, "0123456789");
    bool is_number = digits > 0 && digits < 10 && text[digits] == '\0';
    *out = is_number ? strtoul(text, NULL, 10) : 0;
    if (is_number && *out >= min && *out <= max) return STATUS_OK;
    struct pool words = {0};
    const char *remedy = pool_format(&words, "écrivez un nombre entier de %lu à %lu", min, max);
    settings_refuse(settings, section, name, report, "ce nombre ne va pas", remedy);
    pool_free(&words);
    return STATUS_INVALID;
}
