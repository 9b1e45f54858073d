/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open_data.h"

#include "command.h"
#include "download.h"
#include "file.h"
#include "geodata/generation.h"
#include "geodata/log.h"
#include "geodata/publish.h"
#include "open_data_sources.h"
#include "output.h"
#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECTION "open-data"

/* One source on its way, from its address to the rows that were loaded. */
struct item {
    const struct open_source *source;
    struct buffer url, name; /* no url: this source is not wanted */
    struct buffer why;       /* it was not got, or not loaded */
    struct download download;
    bool got, loaded, same_book;
    struct report_counts counts;
};

struct run {
    const struct options *options;
    struct report *report;
    struct settings *settings;
    struct download_limits limits;
    struct open_territory territory;
    struct buffer folder, communes, outline, name; /* name: of the territory */
    struct item items[OPEN_SOURCES_MAX];
    int lock; /* of the folder of downloads */
};

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

static enum status refuse_option(struct run *run, const char *column, const char *value,
                                 const char *cause, const char *remedy)
{
    struct where where = {.column = column, .value = value};
    report_find(run->report, FINDING_FILE, where, remedy, "%s", cause);
    return STATUS_INVALID;
}

static enum status read_options(struct run *run)
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

static enum status read_limits(struct run *run)
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

static enum status read_addresses(struct run *run)
{
    for (size_t i = 0; i < open_source_count; i++) {
        struct item *item = &run->items[i];
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
static enum status take_folder(struct run *run)
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

static enum status prepare(struct run *run)
{
    enum status status = read_options(run);
    if (status != STATUS_OK) return status;
    status = settings_open(run->options->data, run->report, &run->settings);
    if (status == STATUS_OK) status = read_limits(run);
    if (status == STATUS_OK) status = read_addresses(run);
    if (status == STATUS_OK) status = take_folder(run);
    return status;
}

static void print_size(unsigned long long bytes)
{
    if (bytes < 100000) printf("%.1f ko", (double)bytes / 1e3);
    if (bytes >= 100000) printf("%.1f Mo", (double)bytes / 1e6);
}

static void tell_got(const struct run *run, const struct item *item)
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
static void leave_out(struct run *run, const struct item *item)
{
    struct where where = {.file = item->name.data};
    report_find(run->report, FINDING_FILE, where, NULL, "%s", item->why.data);
    run->report->counts.refused++;
}

static enum status fetch(struct run *run, struct item *item)
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

static enum status draw_outline(struct run *run, const struct item *item)
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

/* Everything is got before anything is loaded: what is needed and missing changes nothing. */
static enum status fetch_all(struct run *run)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < open_source_count && status == STATUS_OK; i++) {
        struct item *item = &run->items[i];
        if (item->url.length == 0) continue;
        status = fetch(run, item);
        if (status == STATUS_OK && item->source->is_communes) status = draw_outline(run, item);
    }
    return status;
}

/* What the address book in service was made of, beside the download: its number and the file's
 * SHA-256. */
struct book_note {
    struct buffer path, text;
};

static void book_note_free(struct book_note *note)
{
    buffer_free(&note->path);
    buffer_free(&note->text);
}

static enum status describe_book(const struct run *run, const struct item *item,
                                 struct book_note *out)
{
    uint32_t number = 0;
    char sha256[65] = "";
    enum status status = generation_current(run->options->data, SERIES_ADDRESSES, &number);
    if (status == STATUS_OK) status = file_sha256(item->download.path.data, sha256);
    buffer_format(&out->path, "%s.book", item->download.path.data);
    buffer_format(&out->text, "%u %s\n", number, sha256);
    if (out->path.failed || out->text.failed) return STATUS_NO_MEMORY;
    return status;
}

static bool holds(const char *path, const struct buffer *text)
{
    char bytes[200];
    FILE *file = fopen(path, "re");
    size_t length = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
    if (file != NULL) fclose(file);
    return length == text->length && memcmp(bytes, text->data, length) == 0;
}

static bool is_book_in_service(const struct run *run, const struct item *item)
{
    struct book_note note = {0};
    bool same = describe_book(run, item, &note) == STATUS_OK && holds(note.path.data, &note.text);
    book_note_free(&note);
    return same;
}

static enum status remember_book(const struct run *run, const struct item *item)
{
    struct book_note note = {0};
    enum status status = describe_book(run, item, &note);
    if (status == STATUS_OK) status = output_file(note.path.data, &note.text);
    book_note_free(&note);
    return status;
}

static enum status run_command(const struct item *item, const struct options *options,
                               struct report *report)
{
    int lock = -1;
    if (item->source->is_book) return item->source->run(options, report);
    enum status status = publish_lock(options->data, &lock);
    if (status != STATUS_OK) return status;
    status = item->source->run(options, report);
    publish_unlock(lock);
    return status;
}

static struct report_counts since(const struct report_counts *now,
                                  const struct report_counts *before)
{
    return (struct report_counts){
        .read = now->read - before->read,
        .added = now->added - before->added,
        .changed = now->changed - before->changed,
        .same = now->same - before->same,
        .removed = now->removed - before->removed,
        .refused = now->refused - before->refused,
        .doubtful = now->doubtful - before->doubtful,
    };
}

static enum status load(struct run *run, struct item *item)
{
    const struct open_source *source = item->source;
    const char *path = source->is_communes ? run->outline.data : item->download.path.data;
    struct options options = {.data = run->options->data,
                              .dry_run = run->options->dry_run,
                              .source_name = source->source_name,
                              .publisher = source->publisher,
                              .licence = source->licence,
                              .url = item->url.data,
                              .files = &path,
                              .file_count = 1};
    if (run->territory.is_departement) options.departement = run->territory.departement;
    if (!run->territory.is_departement) options.communes = run->communes.data;
    item->same_book = source->is_book && is_book_in_service(run, item);
    if (item->same_book) return STATUS_OK;

    struct report_counts before = run->report->counts;
    size_t rows = run->report->row_count;
    enum status status = run_command(item, &options, run->report);
    item->counts = since(&run->report->counts, &before);
    item->loaded = status == STATUS_OK;
    if (item->loaded && source->is_book && !options.dry_run) status = remember_book(run, item);
    if (status != STATUS_INVALID && status != STATUS_NOT_FOUND) return status;
    run->report->counts = before;
    run->report->counts.refused++;
    run->report->row_count = rows;
    buffer_text(&item->why, "le fichier est refusé, la cause est écrite plus bas");
    return source->needed ? STATUS_INVALID : STATUS_OK;
}

/* A rehearsal puts no address book into service, and without one nothing can be told of rows. */
static bool can_be_rehearsed(const struct run *run, const struct open_source *source)
{
    uint32_t number = 0;
    return source->is_book || source->is_communes ||
           generation_current(run->options->data, SERIES_ADDRESSES, &number) == STATUS_OK;
}

static enum status load_all(struct run *run)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < open_source_count && status == STATUS_OK; i++) {
        struct item *item = &run->items[i];
        if (!item->got) continue;
        if (run->options->dry_run && !can_be_rehearsed(run, item->source)) {
            buffer_text(&item->why, "cela ne s'essaie pas sans carnet d'adresses en service");
            continue;
        }
        status = load(run, item);
    }
    return status;
}

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

static void tell_loaded(const struct run *run, const struct item *item)
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

static bool has_changed(const struct item *item)
{
    return item->counts.added + item->counts.changed + item->counts.removed > 0;
}

static void tell(const struct run *run)
{
    bool changed = false, whole = true;
    const char *data = run->options->data;
    printf("%s (%s) :\n", run->name.data, run->territory.code);
    for (size_t i = 0; i < open_source_count; i++) {
        const struct item *item = &run->items[i];
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

static void end(struct run *run)
{
    for (size_t i = 0; i < OPEN_SOURCES_MAX; i++) {
        struct item *item = &run->items[i];
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
    struct run run = {.options = options, .report = report, .lock = -1};
    enum status status = download_begin();
    if (status != STATUS_OK) return status;
    status = prepare(&run);
    if (status == STATUS_OK) status = fetch_all(&run);
    if (status != STATUS_OK) {
        fputs("Rien n'a été chargé.\n", stderr);
        goto done;
    }
    status = load_all(&run);
    tell(&run);
done:
    end(&run);
    return status;
}
