/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/log.h"
#include "open_data/open_data_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECTION "open-data"

/* `{departement}` and `{commune}` put in. */
static void expand(const char *text, const struct open_territory *territory, struct buffer *out)
{
    static const char departement[] = "{departement}", commune[] = "{commune}";
    while (*text != '\0') {
        size_t plain = strcspn(text, "{");
        buffer_append(out, text, plain);
        text += plain;
        if (strncmp(text, departement, strlen(departement)) == 0) {
            buffer_text(out, territory->departement);
            text += strlen(departement);
        } else if (strncmp(text, commune, strlen(commune)) == 0) {
            buffer_text(out, territory->code);
            text += strlen(commune);
        } else if (*text != '\0') {
            buffer_char(out, *text++);
        }
    }
}

static enum status refuse_option(struct open_run *run, const char *column, const char *value,
                                 const char *cause, const char *remedy)
{
    struct where where = {.column = column, .value = value};
    report_find(run->report, FINDING_FILE, where, remedy, "%s", cause);
    return STATUS_INVALID;
}

static enum status read_options(struct open_run *run)
{
    const struct options *options = run->options;
    const char *code = options->files[0];
    if (options->file_count > 1) {
        return refuse_option(run, "CODE", options->files[1], "il n'y a qu'un territoire à la fois",
                             "donnez son département s'il en couvre plusieurs communes");
    }
    if (!open_territory_read(code, &run->territory)) {
        return refuse_option(run, "CODE", code, "ce n'est pas le code d'un territoire",
                             "donnez une commune (75114) ou un département (75, 2A, 971)");
    }
    if (options->source_name != NULL || options->publisher != NULL || options->licence != NULL ||
        options->url != NULL || options->as_of != NULL) {
        return refuse_option(run, "--source, --publisher, --licence, --url, --as-of", NULL,
                             "chaque source a ici les siens", "retirez cette option");
    }
    open_territory_communes(&run->territory, &run->communes);
    return run->communes.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status read_limits(struct open_run *run)
{
    unsigned long megabytes = 0;
    const struct {
        const char *name;
        unsigned long min, max, *out;
    } numbers[] = {
        {"essais", 1, 20, &run->limits.tries},
        {"pause_s", 0, 60, &run->limits.pause_s},
        {"attente_s", 1, 600, &run->limits.patience_s},
        {"debit_min", 1, 1000000, &run->limits.slowest},
        {"taille_max_mo", 1, 100000, &megabytes},
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && status == STATUS_OK; i++) {
        status = settings_number(run->settings, SECTION, numbers[i].name, numbers[i].min,
                                 numbers[i].max, run->report, numbers[i].out);
    }
    run->limits.bytes_max = megabytes * 1000000ULL;
    return status;
}

static enum status read_addresses(struct open_run *run)
{
    for (size_t i = 0; i < open_source_count; i++) {
        struct open_item *item = &run->items[i];
        item->source = &open_sources[i];
        const char *url = settings_text(run->settings, SECTION, item->source->key);
        if (url[0] == '\0' && item->source->needed) {
            return settings_refuse(run->settings, SECTION, item->source->key, run->report,
                                   "cette adresse est vide, et rien ne se charge sans elle",
                                   "remettez celle de l'éditeur");
        }
        expand(url, &run->territory, &item->url);
        expand(item->source->file, &run->territory, &item->name);
        if (item->url.failed || item->name.failed) return STATUS_NO_MEMORY;
        if (url[0] != '\0' && strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0) {
            return settings_refuse(run->settings, SECTION, item->source->key, run->report,
                                   "ce n'est pas une adresse du web",
                                   "elle commence par https:// (ou http://)");
        }
    }
    return STATUS_OK;
}

static enum status make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return STATUS_OK;
    log_error("open-data: cannot make folder %s: %s", path, strerror(errno));
    return STATUS_FAILED;
}

/* Two of these commands at a time would write to the same part. */
static enum status take_folder(struct open_run *run)
{
    struct buffer path = {0};
    const char *data = run->options->data;
    buffer_format(&run->folder, "%s/downloads", data);
    buffer_format(&path, "%s/downloads/.lock", data);
    buffer_format(&run->outline, "%s/downloads/territoire-%s.geojson", data, run->territory.code);
    bool named = !run->folder.failed && !path.failed && !run->outline.failed;
    enum status status = named ? make_folder(data) : STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = make_folder(run->folder.data);
    if (status == STATUS_OK) {
        run->lock = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (run->lock < 0 || flock(run->lock, LOCK_EX | LOCK_NB) != 0) {
            log_error("open-data: cannot lock %s: %s", path.data, strerror(errno));
            fputs(
                "Un autre téléchargement est peut-être en cours dans ce dossier : réessayez quand "
                "il sera fini.\n",
                stderr);
            status = STATUS_FAILED;
        }
    }
    buffer_free(&path);
    return status;
}

static enum status prepare(struct open_run *run)
{
    enum status status = read_options(run);
    if (status != STATUS_OK) return status;
    status = settings_open(run->options->data, run->report, &run->settings);
    if (status == STATUS_OK) status = read_limits(run);
    if (status == STATUS_OK) status = read_addresses(run);
    if (status == STATUS_OK) status = take_folder(run);
    return status;
}

static void end(struct open_run *run)
{
    for (size_t i = 0; i < OPEN_SOURCES_MAX; i++) {
        struct open_item *item = &run->items[i];
        buffer_free(&item->url);
        buffer_free(&item->name);
        buffer_free(&item->why);
        download_free(&item->download);
    }
    buffer_free(&run->folder);
    buffer_free(&run->communes);
    buffer_free(&run->outline);
    buffer_free(&run->name);
    settings_close(run->settings);
    if (run->lock >= 0) close(run->lock);
    download_end();
}

enum status open_data_command(const struct options *options, struct report *report)
{
    struct open_run run = {.options = options, .report = report, .lock = -1};
    enum status status = download_begin();
    if (status != STATUS_OK) return status;
    status = prepare(&run);
    if (status == STATUS_OK) status = open_data_fetch(&run);
    bool fetched = status == STATUS_OK;
    if (fetched) status = open_data_load(&run);
    report_print(report, NULL, fetched ? stdout : stderr);
    if (fetched) open_data_tell(&run);
    if (!fetched) fputs("Rien n'a été chargé.\n", stderr);
    end(&run);
    return status;
}
