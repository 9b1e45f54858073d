/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data/open_data_run.h"

#include <stdio.h>

static void print_size(unsigned long long bytes)
{
    if (bytes < 100000) printf("%.1f ko", (double)bytes / 1e3);
    if (bytes >= 100000) printf("%.1f Mo", (double)bytes / 1e6);
}

static void tell_got(const struct open_run *run, const struct open_item *item)
{
    char date[11] = "";
    download_kept(run->folder.data, item->name.data, date);
    printf("  %s : ", item->name.data);
    if (!item->got) {
        printf("%s\n", item->why.data);
        return;
    }
    switch (item->download.origin) {
    case DOWNLOAD_NEW:
        fputs("téléchargé, ", stdout);
        print_size(item->download.bytes);
        printf(", du %s\n", date);
        break;
    case DOWNLOAD_UNCHANGED:
        printf("inchangé depuis le %s\n", date);
        break;
    case DOWNLOAD_KEPT:
        printf("celui du %s, déjà là\n", date);
        break;
    }
}

/* A source that is not loaded: told once, and the run does not end as if all were in. */
static void leave_out(struct open_run *run, const struct open_item *item)
{
    struct where where = {.file = item->name.data};
    report_find(run->report, FINDING_FILE, where, NULL, "%s", item->why.data);
    run->report->counts.refused++;
}

static enum status fetch(struct open_run *run, struct open_item *item)
{
    struct download_query query = {.url = item->url.data,
                                   .folder = run->folder.data,
                                   .name = item->name.data,
                                   .content = item->source->content,
                                   .offline = run->options->offline,
                                   .limits = &run->limits};
    printf("%s %s\n", run->options->offline ? "Sans demander" : "Demande", item->url.data);
    fflush(stdout);
    enum status status = download_file(&query, &item->download, &item->why);
    item->got = status == STATUS_OK;
    if (status == STATUS_NO_MEMORY) return status;
    tell_got(run, item);
    if (status == STATUS_OK) return STATUS_OK;
    leave_out(run, item);
    if (status == STATUS_FAILED) return status;
    return item->source->needed ? STATUS_INVALID : STATUS_OK;
}

static enum status draw_outline(struct open_run *run, const struct open_item *item)
{
    struct buffer why = {0};
    enum status status = open_territory_outline(&run->territory, item->download.path.data,
                                                run->outline.data, &run->name, &why);
    if (status == STATUS_INVALID) {
        struct where where = {.file = item->name.data};
        report_find(run->report, FINDING_FILE, where, NULL, "%s", why.data);
    }
    buffer_free(&why);
    return status;
}

enum status open_data_fetch(struct open_run *run)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < open_source_count && status == STATUS_OK; i++) {
        struct open_item *item = &run->items[i];
        if (item->url.length == 0) continue;
        status = fetch(run, item);
        if (status == STATUS_OK && item->source->is_communes) status = draw_outline(run, item);
    }
    return status;
}
