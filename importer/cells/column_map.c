/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/column_map.h"

#include "cells/suggest.h"
#include "files/file.h"
#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 400  /* of our columns, with their synonyms: twice what there are */
#define TITLES_TOLD 12 /* of a table, when none resembles */

struct reader {
    struct column_map *map;
    struct report *report;
    bool refused;
};

/* ---- suggestions */

/* The names of a table of columns, and the synonyms, which may be written as well. */
static size_t list_names(const struct column *columns, size_t count, struct pool *pool,
                         const char **out)
{
    size_t listed = 0;
    for (size_t i = 0; i < count; i++) {
        out[listed++] = columns[i].name;
        const char *at = columns[i].synonyms;
        while (at != NULL && listed < NAMES_MAX) {
            size_t length = strcspn(at, "|");
            char *name = pool_text(pool, at, length);
            if (name != NULL) out[listed++] = name;
            at = at[length] == '\0' ? NULL : at + length + 1;
        }
    }
    return listed;
}

static void suggest_column(const char *wanted, struct buffer *out)
{
    struct pool pool = {0};
    const char *names[NAMES_MAX + SHEET_COLUMN_COUNT];
    size_t count = list_names(sheet_columns, SHEET_COLUMN_COUNT, &pool, names);
    suggest_words(wanted, names, count, out);
    count = list_names(session_columns, SESSION_COLUMN_COUNT, &pool, names);
    if (out->length == 0) suggest_words(wanted, names, count, out);
    if (out->length == 0) {
        buffer_text(out, "« voisoin-import template colonnes.txt » les écrit toutes");
    }
    pool_free(&pool);
}

/* ---- lines */

static void refuse(struct reader *reader, size_t line, const char *value, const char *remedy,
                   const char *cause)
{
    struct where where = {.file = reader->map->file, .line = line, .value = value};
    report_find(reader->report, FINDING_FILE, where, remedy, "%s", cause);
    reader->refused = true;
}

static char *trimmed(struct column_map *map, const char *text, size_t length)
{
    while (length > 0 && strchr(" \t\"", text[0]) != NULL) {
        text++;
        length--;
    }
    while (length > 0 && strchr(" \t\r\"", text[length - 1]) != NULL) length--;
    return pool_text(&map->texts, text, length);
}

/* Which of our columns is meant; false: none is, and it was told. */
static bool find_target(struct reader *reader, struct map_entry *entry, const char *target)
{
    entry->sheet = columns_find(sheet_columns, SHEET_COLUMN_COUNT, target);
    entry->session = columns_find(session_columns, SESSION_COLUMN_COUNT, target);
    if (entry->sheet != COLUMN_ABSENT || entry->session != COLUMN_ABSENT) return true;
    struct buffer remedy = {0};
    suggest_column(target, &remedy);
    refuse(reader, entry->line, target, remedy.data,
           target[0] == '\0' ? "il manque le nom d'une de nos colonnes après le signe ="
                             : "ce n'est pas le nom d'une de nos colonnes");
    buffer_free(&remedy);
    return false;
}

/* `= commune: Paris` */
static void read_constant(struct reader *reader, size_t line, const char *text)
{
    struct column_map *map = reader->map;
    struct map_entry entry = {.line = line};
    size_t length = strcspn(text, ":");
    const char *value =
        text[length] == '\0' ? "" : trimmed(map, text + length + 1, strlen(text + length + 1));
    const char *target = trimmed(map, text, length);
    if (target == NULL || value == NULL) return;
    if (value[0] == '\0') {
        refuse(reader, line, text, "écrivez par exemple « = commune: Paris »",
               "une ligne qui commence par = donne une valeur à une de nos colonnes");
        return;
    }
    if (!find_target(reader, &entry, target)) return;
    if (entry.sheet != COLUMN_ABSENT) map->sheet_constants[entry.sheet] = value;
    if (entry.session != COLUMN_ABSENT) map->session_constants[entry.session] = value;
}

static bool is_ignore(const char *target)
{
    static const char *const words[] = {"ignorer", "ignoree", "ignore", "rien"};
    struct buffer folded = {0};
    text_fold(target, strlen(target), &folded);
    bool found = strcmp(target, "-") == 0;
    for (size_t i = 0; i < sizeof words / sizeof *words && folded.data != NULL; i++) {
        if (strcmp(folded.data, words[i]) == 0) found = true;
    }
    buffer_free(&folded);
    return found;
}

static bool clashes(struct reader *reader, const struct map_entry *entry)
{
    const struct column_map *map = reader->map;
    for (size_t i = 0; i < map->count; i++) {
        const struct map_entry *before = &map->entries[i];
        bool same_title = strcmp(before->key, entry->key) == 0;
        bool same_target = !entry->ignored && !before->ignored && before->sheet == entry->sheet &&
                           before->session == entry->session;
        if (!same_title && !same_target) continue;
        refuse(reader, entry->line, entry->title, "gardez une seule des deux lignes",
               same_title ? "cette colonne est déjà dans une ligne au-dessus"
                          : "notre colonne est déjà donnée par une ligne au-dessus");
        return true;
    }
    return false;
}

static void add_entry(struct reader *reader, const struct map_entry *entry)
{
    struct column_map *map = reader->map;
    if (map->count == map->capacity) {
        size_t capacity = map->capacity == 0 ? 32 : map->capacity * 2;
        struct map_entry *larger = realloc(map->entries, capacity * sizeof *larger);
        if (larger == NULL) {
            map->texts.failed = true;
            return;
        }
        map->entries = larger;
        map->capacity = capacity;
    }
    map->entries[map->count++] = *entry;
}

/* `Praticien = nom`: the last sign counts, a title may hold others. */
static const char *find_sign(const char *text)
{
    const char *sign = strrchr(text, '=');
    if (sign == NULL) sign = strrchr(text, ';');
    return sign != NULL ? sign : strrchr(text, '\t');
}

static void read_line(struct reader *reader, size_t line, const char *text)
{
    struct column_map *map = reader->map;
    if (text[0] == '\0' || text[0] == '#') return;
    if (text[0] == '=' || text[0] == ';') {
        read_constant(reader, line, text + 1);
        return;
    }
    const char *sign = find_sign(text);
    if (sign == NULL) {
        refuse(reader, line, text, "écrivez « leur colonne = notre colonne »",
               "il n'y a pas de signe = sur cette ligne");
        return;
    }
    struct map_entry entry = {.line = line, .sheet = COLUMN_ABSENT, .session = COLUMN_ABSENT};
    struct buffer key = {0};
    entry.title = trimmed(map, text, (size_t)(sign - text));
    const char *target = trimmed(map, sign + 1, strlen(sign + 1));
    if (entry.title != NULL) columns_normalise(entry.title, strlen(entry.title), &key);
    if (key.length > 0) entry.key = pool_text(&map->texts, key.data, key.length);
    buffer_free(&key);
    if (map->texts.failed || target == NULL) return;
    if (entry.key == NULL) {
        refuse(reader, line, text, "écrivez « leur colonne = notre colonne »",
               "il n'y a pas de titre avant le signe");
        return;
    }
    if (line == 1 && strcmp(entry.key, "leur colonne") == 0) return; /* titles of a table */
    entry.ignored = is_ignore(target);
    if (!entry.ignored && !find_target(reader, &entry, target)) return;
    if (!clashes(reader, &entry)) add_entry(reader, &entry);
}

static void read_lines(struct reader *reader, char *text)
{
    size_t line = 0;
    while (text != NULL) {
        char *next = strchr(text, '\n');
        if (next != NULL) *next++ = '\0';
        const char *clean = trimmed(reader->map, text, strlen(text));
        if (clean != NULL) read_line(reader, ++line, clean);
        text = next;
    }
}

enum status column_map_read(const char *path, struct report *report, struct column_map *out)
{
    struct buffer text = {0}, why = {0};
    const char *encoding = NULL;
    *out = (struct column_map){.file = file_name(path)};
    struct reader reader = {.map = out, .report = report};
    enum status status = file_check(path, &why);
    if (status == STATUS_OK) status = file_read_text(path, &text, &encoding, &why);
    if (status == STATUS_INVALID) refuse(&reader, 0, NULL, NULL, why.data);
    if (status == STATUS_OK) read_lines(&reader, text.data);
    if (status == STATUS_OK && reader.refused) status = STATUS_INVALID;
    if (out->texts.failed) status = STATUS_NO_MEMORY;
    buffer_free(&text);
    buffer_free(&why);
    return status;
}

void column_map_free(struct column_map *map)
{
    free(map->entries);
    pool_free(&map->texts);
    *map = (struct column_map){0};
}

struct map_entry *column_map_find(const struct column_map *map, const char *title)
{
    struct map_entry *found = NULL;
    struct buffer key = {0};
    columns_normalise(title, strlen(title), &key);
    for (size_t i = 0; i < map->count && key.length > 0; i++) {
        if (strcmp(map->entries[i].key, key.data) == 0) found = &map->entries[i];
    }
    buffer_free(&key);
    return found;
}

bool column_map_check(const struct column_map *map, const char *const *titles, size_t count,
                      struct report *report)
{
    struct reader reader = {.map = (struct column_map *)map, .report = report};
    for (size_t i = 0; i < map->count; i++) {
        const struct map_entry *entry = &map->entries[i];
        struct buffer remedy = {0};
        if (entry->used) continue;
        suggest_words(entry->title, titles, count, &remedy);
        bool resembles = remedy.length > 0;
        for (size_t j = 0; !resembles && j < count && j < TITLES_TOLD; j++) {
            buffer_format(&remedy, "%s« %s »", j == 0 ? "les titres lus sont : " : ", ", titles[j]);
        }
        refuse(&reader, entry->line, entry->title, remedy.data, "aucune colonne n'a ce titre");
        buffer_free(&remedy);
    }
    return !reader.refused;
}

void column_map_example(struct buffer *out)
{
    buffer_text(
        out, "# Correspondance des colonnes : à gauche le titre dans votre tableau, à droite le\n"
             "# nôtre. Ôtez le # des lignes utiles, remplacez « Votre titre », effacez le reste.\n"
             "#\n"
             "# Une colonne à laisser de côté :\n"
             "# Votre titre = ignorer\n"
             "# Une même valeur pour toutes les cellules vides ou absentes :\n"
             "# = commune: Paris\n"
             "#\n"
             "# voisoin-import --data DOSSIER sheet TABLEAU.xlsx --map CE_FICHIER.txt\n"
             "\n"
             "# Professionnels, structures, points\n");
    for (size_t i = 0; i < SHEET_COLUMN_COUNT; i++) {
        buffer_format(out, "# Votre titre = %s\n", sheet_columns[i].name);
    }
    buffer_text(out, "\n# Séances\n");
    for (size_t i = 0; i < SESSION_COLUMN_COUNT; i++) {
        buffer_format(out, "# Votre titre = %s\n", session_columns[i].name);
    }
}
