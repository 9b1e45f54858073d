/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data/open_data_run.h"

#include <stdio.h>

/* ` : 4 de plus, 2 de moins, 1 autrement, 89 comme avant` */
static void print_counts(const struct report_counts *counts)
{
    const struct {
        size_t n;
        const char *words;
    } parts[] = {{counts->added, "de plus"},
                 {counts->removed, "de moins"},
                 {counts->changed, "autrement"},
                 {counts->same, "comme avant"}};
    const char *before = " : ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].n == 0) continue;
        printf("%s%zu %s", before, parts[i].n, parts[i].words);
        before = ", ";
    }
}

static void tell_loaded(const struct open_run *run, const struct open_item *item)
{
    const struct report_counts *counts = &item->counts;
    char date[11] = "";
    download_kept(run->folder.data, item->name.data, date);
    printf("  %-12s ", item->source->key);
    if (item->url.length == 0) {
        puts("pas demandé (adresse vide dans voisoin-import.ini)");
        return;
    }
    if (item->same_book) {
        printf("le carnet en service est déjà celui-là, données du %s\n", date);
        return;
    }
    if (!item->loaded) {
        printf("PAS CHARGÉ : %s\n", item->why.data == NULL ? "arrêté avant" : item->why.data);
        return;
    }
    size_t kept = counts->added + counts->changed + counts->same;
    printf("%zu %s, données du %s", kept, kept > 1 ? item->source->nouns : item->source->noun,
           date);
    if (!item->source->is_book) print_counts(counts);
    puts("");
}

static bool has_changed(const struct open_item *item)
{
    return item->counts.added + item->counts.changed + item->counts.removed > 0;
}

void open_data_tell(const struct open_run *run)
{
    bool changed = false, whole = true;
    const char *data = run->options->data;
    printf("%s (%s) :\n", run->name.data, run->territory.code);
    for (size_t i = 0; i < open_source_count; i++) {
        const struct open_item *item = &run->items[i];
        tell_loaded(run, item);
        changed = changed || has_changed(item);
        whole = whole && (item->url.length == 0 || item->loaded || item->same_book);
    }
    if (!changed && whole) {
        puts("Rien n'a changé depuis la dernière fois.");
        return;
    }
    if (run->options->dry_run) return;
    printf("Ensuite : « voisoin-import --data %s publish --dry-run » dit ce qui changera sur la "
           "carte,\npuis « voisoin-import --data %s publish » le montre à tout le monde.\n",
           data, data);
}
