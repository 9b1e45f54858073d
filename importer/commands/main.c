/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/suggest.h"
#include "cells/values.h"
#include "files/geometry.h"
#include "files/output.h"
#include "geodata/log.h"
#include "geodata/publish.h"
#include "run/command.h"

#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* voisoin-import: arguments, wiring, exit codes. */
enum exit_code {
    EXIT_ALL_IN = 0,
    EXIT_SOME_REFUSED = 1, /* done, some rows refused */
    EXIT_REFUSED = 2,      /* the file or the command is refused, nothing changed */
    EXIT_STORE_FAILED = 3  /* nothing changed either */
};

enum option_letter {
    OPTION_HELP = 'h',
    OPTION_DATA = 256,
    OPTION_DRY_RUN,
    OPTION_OFFLINE,
    OPTION_ADDRESSES,
    OPTION_REPORT,
    OPTION_AS_OF,
    OPTION_SOURCE,
    OPTION_PUBLISHER,
    OPTION_LICENCE,
    OPTION_URL,
    OPTION_MAP,
    OPTION_KIND,
    OPTION_TIMEZONE,
    OPTION_DEPARTEMENT,
    OPTION_COMMUNES,
    OPTION_POSTCODES,
    OPTION_REASON,
    OPTION_REMOVE,
    OPTION_HERE,
    OPTION_DIFFERENT,
    OPTION_GENERATION,
    OPTION_AUDIENCE,
    OPTION_SESSIONS
};

static const struct option long_options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"data", required_argument, NULL, OPTION_DATA},
    {"dry-run", no_argument, NULL, OPTION_DRY_RUN},
    {"offline", no_argument, NULL, OPTION_OFFLINE},
    {"addresses", no_argument, NULL, OPTION_ADDRESSES},
    {"report", required_argument, NULL, OPTION_REPORT},
    {"as-of", required_argument, NULL, OPTION_AS_OF},
    {"source", required_argument, NULL, OPTION_SOURCE},
    {"publisher", required_argument, NULL, OPTION_PUBLISHER},
    {"licence", required_argument, NULL, OPTION_LICENCE},
    {"url", required_argument, NULL, OPTION_URL},
    {"map", required_argument, NULL, OPTION_MAP},
    {"kind", required_argument, NULL, OPTION_KIND},
    {"timezone", required_argument, NULL, OPTION_TIMEZONE},
    {"departement", required_argument, NULL, OPTION_DEPARTEMENT},
    {"communes", required_argument, NULL, OPTION_COMMUNES},
    {"postcodes", required_argument, NULL, OPTION_POSTCODES},
    {"reason", required_argument, NULL, OPTION_REASON},
    {"remove", no_argument, NULL, OPTION_REMOVE},
    {"here", no_argument, NULL, OPTION_HERE},
    {"different", no_argument, NULL, OPTION_DIFFERENT},
    {"generation", required_argument, NULL, OPTION_GENERATION},
    {"audience", required_argument, NULL, OPTION_AUDIENCE},
    {"sessions", required_argument, NULL, OPTION_SESSIONS},
    {NULL, 0, NULL, 0},
};

static void print_contents(FILE *out)
{
    fputs("voisoin-import --data DOSSIER COMMANDE …\n"
          "\n"
          "Charge des tableaux et des données ouvertes, puis les publie sur la carte.\n",
          out);
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (command->task != NULL) fprintf(out, "\n%s :\n", command->task);
        fprintf(out, "  %-12s %s\n", command->name, command->summary);
    }
    fputs("\n"
          "« voisoin-import help COMMANDE » explique chacune, avec un exemple.\n"
          "Sans --data, le dossier est celui de la variable VOISOIN_DATA.\n"
          "\n"
          "Code de sortie : 0 tout est entré ; 1 fait, des lignes sont refusées ; 2 le fichier ou\n"
          "la commande est refusé et rien n'a changé ; 3 l'enregistrement a échoué et rien n'a\n"
          "changé.\n",
          out);
}

static int refuse(const char *cause, const char *what)
{
    fprintf(stderr, "voisoin-import : %s%s%s\n", cause, what == NULL ? "" : " : ",
            what == NULL ? "" : what);
    fputs("« voisoin-import --help » montre les commandes et les options.\n", stderr);
    return EXIT_REFUSED;
}

static void take_option(int letter, const char *value, struct options *options, bool *help)
{
    const struct {
        int letter;
        const char **text;
    } texts[] = {
        {OPTION_DATA, &options->data},
        {OPTION_REPORT, &options->report_path},
        {OPTION_AS_OF, &options->as_of},
        {OPTION_SOURCE, &options->source_name},
        {OPTION_PUBLISHER, &options->publisher},
        {OPTION_LICENCE, &options->licence},
        {OPTION_URL, &options->url},
        {OPTION_MAP, &options->map_path},
        {OPTION_KIND, &options->kind},
        {OPTION_TIMEZONE, &options->timezone},
        {OPTION_DEPARTEMENT, &options->departement},
        {OPTION_COMMUNES, &options->communes},
        {OPTION_POSTCODES, &options->postcodes},
        {OPTION_REASON, &options->reason},
        {OPTION_GENERATION, &options->generation},
        {OPTION_AUDIENCE, &options->audience},
        {OPTION_SESSIONS, &options->sessions_path},
    };
    const struct {
        int letter;
        bool *flag;
    } flags[] = {
        {OPTION_HELP, help},
        {OPTION_DRY_RUN, &options->dry_run},
        {OPTION_OFFLINE, &options->offline},
        {OPTION_ADDRESSES, &options->addresses},
        {OPTION_REMOVE, &options->remove},
        {OPTION_DIFFERENT, &options->different},
        {OPTION_HERE, &options->here},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].letter == letter) *texts[i].text = value;
    }
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (flags[i].letter == letter) *flags[i].flag = true;
    }
}

static const struct command *find_command(const char *name)
{
    const struct command *command = commands;
    while (command->name != NULL && strcmp(command->name, name) != 0) command++;
    return command->name == NULL ? NULL : command;
}

static int refuse_unknown(const char *name)
{
    enum { COMMANDS_MAX = 64 };
    const char *names[COMMANDS_MAX];
    size_t count = 0;
    struct buffer nearest = {0};
    while (count < COMMANDS_MAX && commands[count].name != NULL) {
        names[count] = commands[count].name;
        count++;
    }
    suggest_words(name, names, count, &nearest);
    fprintf(stderr, "voisoin-import : commande inconnue : %s%s%s\n", name,
            nearest.length > 0 ? " ; " : "", nearest.length > 0 ? nearest.data : "");
    fputs("« voisoin-import --help » montre les commandes et les options.\n", stderr);
    buffer_free(&nearest);
    return EXIT_REFUSED;
}

static bool is_import(const struct command *command)
{
    return command->files == TAKES_FILES || command->files == TAKES_TERRITORY;
}

static bool can_be_report(const char *path, bool imports)
{
    return output_ends_with(path, ".csv") || output_ends_with(path, ".json") ||
           (imports && output_ends_with(path, ".xlsx"));
}

/* What is wrong with the line that was typed; NULL when nothing is. */
static const char *why_wrong(const struct command *command, const struct options *options)
{
    bool needs_data = command->files != TAKES_NEW_FILE && command->files != TAKES_SEARCH;
    if (needs_data && (options->data == NULL || options->data[0] == '\0')) {
        return "dites où sont les données : --data DOSSIER (ou la variable VOISOIN_DATA)";
    }
    if (command->files == TAKES_FILES && options->file_count == 0) {
        return "il manque le fichier à charger";
    }
    if (command->files == TAKES_TERRITORY && options->file_count == 0) {
        return "il manque le code du territoire : une commune (75114) ou un département (75)";
    }
    if (command->files == TAKES_NEW_FILE && options->file_count != 1) {
        return "donnez le nom du fichier à écrire, et un seul";
    }
    if (command->files == TAKES_NOTHING && options->file_count > 0) {
        return "cette commande ne prend pas de fichier";
    }
    if (command->files == TAKES_NUMBER && options->file_count > 1) {
        return "cette commande ne prend qu'un mot après elle";
    }
    if (command->files == TAKES_TWO && options->file_count > 2) {
        return "cette commande ne prend que deux numéros";
    }
    bool imports = is_import(command);
    if (options->offline && command->files != TAKES_TERRITORY) {
        return "--offline ne va qu'avec open-data";
    }
    if (options->dry_run && !imports && !command->rehearses) {
        return "--dry-run ne va qu'avec un import ou publish";
    }
    if (options->report_path != NULL && !imports && !command->reports) {
        return "--report ne va qu'avec un import, publish --dry-run ou diff";
    }
    if (options->report_path != NULL && !can_be_report(options->report_path, imports)) {
        return imports ? "le compte rendu doit finir par .xlsx, .csv ou .json"
                       : "le compte rendu de cette commande doit finir par .csv ou .json";
    }
    if (options->map_path != NULL && !command->maps) return "--map ne va qu'avec sheet";
    if (options->report_path != NULL && command->rehearses && !imports && !options->dry_run) {
        return "avec publish, --report demande --dry-run";
    }
    return NULL;
}

static int exit_code(enum status status, const struct report *report)
{
    switch (status) {
    case STATUS_OK:
        return report->counts.refused > 0 ? EXIT_SOME_REFUSED : EXIT_ALL_IN;
    case STATUS_INVALID:
    case STATUS_NOT_FOUND:
        return EXIT_REFUSED;
    case STATUS_NO_MEMORY:
    case STATUS_FAILED:
        break;
    }
    return EXIT_STORE_FAILED;
}

static int tell(const struct command *command, const struct options *options, enum status status,
                const struct report *report)
{
    int code = exit_code(status, report);
    bool done = status == STATUS_OK;
    if (command->files != TAKES_TERRITORY) { /* it says what to do next after its findings */
        report_print(report, done ? command->noun : NULL, done ? stdout : stderr);
    }
    if (code == EXIT_STORE_FAILED) {
        fputs(command->files == TAKES_TERRITORY
                  ? "L'enregistrement a échoué : seul ce qui est dit chargé l'est. "
                  : "L'enregistrement a échoué : rien n'a changé. ",
              stderr);
        fputs("Vérifiez la place sur le disque et les droits sur le dossier des données.\n",
              stderr);
    }
    if (code == EXIT_REFUSED && command->files == TAKES_FILES) fputs("Rien n'a changé.\n", stderr);
    if (done && options->dry_run) puts("Essai seulement (--dry-run) : rien n'a changé.");
    if (!is_import(command)) return code; /* its report is its own */
    bool wanted = options->report_path != NULL && !report->written;
    if (wanted && report_write(report, options->report_path) != STATUS_OK) {
        fprintf(stderr, "Le compte rendu n'a pas pu être écrit en entier : %s\n",
                options->report_path);
    }
    return code;
}

static int run(const struct command *command, const struct options *options)
{
    struct report report = {0};
    int lock = -1;
    if (command->writes && publish_lock(options->data, &lock) != STATUS_OK) {
        fputs(access(options->data, W_OK | X_OK) == 0
                  ? "Un autre import est en cours, ou le disque est plein : réessayez dans un "
                    "instant. Rien n'a changé.\n"
                  : "Le dossier des données ne peut pas être écrit : vérifiez son nom, et vos "
                    "droits. Rien n'a changé.\n",
              stderr);
        return EXIT_STORE_FAILED;
    }
    enum status status = command->run(options, &report);
    if (command->writes) publish_unlock(lock);
    int code = tell(command, options, status, &report);
    report_free(&report);
    return code;
}

/* What the log says of a failure comes after the French words, for whoever is called to help; of
 * what is refused the words say all. */
static int run_and_tell(const struct command *command, const struct options *options)
{
    char *details = NULL;
    size_t length = 0;
    FILE *held = open_memstream(&details, &length);
    log_hold(held);
    int code = run(command, options);
    log_hold(NULL);
    if (held != NULL) fclose(held);
    if (code != EXIT_REFUSED && length > 0) {
        fprintf(stderr, "\nDétail technique, pour la personne qui vous aide :\n%s", details);
    }
    free(details);
    return code;
}

/* Before anything is done: afterwards it would be too late to say no. */
static bool can_write_report(const struct options *options)
{
    FILE *report = options->report_path == NULL ? NULL : fopen(options->report_path, "ae");
    if (report != NULL) fclose(report);
    return options->report_path == NULL || report != NULL;
}

/* --as-of as people write a day, rewritten as YYYY-MM-DD in `date`. */
static bool read_as_of(struct options *options, struct pool *pool)
{
    return options->as_of == NULL || value_date(options->as_of, pool, &options->as_of);
}

static int start(const struct command *command, struct options *options)
{
    struct pool pool = {0};
    int code = EXIT_REFUSED;
    const char *wrong = why_wrong(command, options);
    if (wrong != NULL) return refuse(wrong, NULL);
    if (!can_write_report(options)) {
        return refuse("le compte rendu ne peut pas être écrit ici", options->report_path);
    }
    if (!read_as_of(options, &pool)) {
        code = refuse("cette date n'existe pas, écrivez AAAA-MM-JJ", options->as_of);
        goto done;
    }
    if (sodium_init() < 0) {
        code = EXIT_STORE_FAILED;
        goto done;
    }
    geometry_begin();
    code = run_and_tell(command, options);
    geometry_end();
done:
    pool_free(&pool);
    return code;
}

int main(int argc, char **argv)
{
    struct options options = {.data = getenv("VOISOIN_DATA")};
    bool help = false;
    int letter = 0;
    opterr = 0;
    while ((letter = getopt_long(argc, argv, ":h", long_options, NULL)) != -1) {
        if (letter == ':') return refuse("cette option attend une valeur", argv[optind - 1]);
        if (letter == '?') return refuse("option inconnue", argv[optind - 1]);
        take_option(letter, optarg, &options, &help);
    }
    if (optind < argc && strcmp(argv[optind], "help") == 0) { /* as people type it */
        help = true;
        optind++;
    }
    if (optind == argc) {
        print_contents(help ? stdout : stderr);
        return help ? EXIT_ALL_IN : EXIT_REFUSED;
    }
    const struct command *command = find_command(argv[optind]);
    if (command == NULL) return refuse_unknown(argv[optind]);
    if (help) {
        fputs(command->help, stdout);
        return EXIT_ALL_IN;
    }
    options.files = (const char *const *)(argv + optind + 1);
    options.file_count = (size_t)(argc - optind - 1);
    return start(command, &options);
}
