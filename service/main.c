/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "follow.h"
#include "http.h"
#include "lender.h"
#include "listen.h"
#include "metrics.h"
#include "policy.h"
#include "site.h"

#include "geodata/log.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const char help[] =
    "voisoin-serve --data DIR [options]\n"
    "Serves the published directory of DIR, and follows it by itself when a new one is published.\n"
    "\n"
    "  --data DIR          the data folder that voisoin-import fills\n"
    "  --listen HOST:PORT  where to serve (127.0.0.1:8080; port 0: any free one)\n"
    "  --www DIR           folder of the pages (the one installed beside the program)\n"
    "  --config FILE       settings; the options above win over it\n"
    "  --help, --version\n";

enum { EXIT_USAGE = 2 };

/* Settings that the command line may give. */
struct arguments {
    const char *data, *listen, *www, *config;
    bool is_done; /* --help or --version: nothing more to do */
};

static bool read_arguments(int count, char **words, struct arguments *out)
{
    static const struct option options[] = {
        {"data", required_argument, NULL, 'd'},
        {"listen", required_argument, NULL, 'l'},
        {"www", required_argument, NULL, 'w'},
        {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    int option = 0;
    while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
        if (option == 'd') out->data = optarg;
        if (option == 'l') out->listen = optarg;
        if (option == 'w') out->www = optarg;
        if (option == 'c') out->config = optarg;
        if (option == 'h') fputs(help, stdout);
        if (option == 'v') puts("voisoin-serve " VOISOIN_VERSION);
        out->is_done |= option == 'h' || option == 'v';
        if (option == '?') return false;
    }
    return optind == count;
}

/* The pages lie beside the program: ../www in a build, ../share/voisoin/www once installed. */
static enum status find_pages(char **www)
{
    static const char *const places[] = {"/../www", "/../share/voisoin/www"};
    char program[4096], index[4200];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) return STATUS_OK;
    program[length] = '\0';
    *strrchr(program, '/') = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(index, sizeof index, "%s%s/index.html", program, places[i]);
        if (access(index, R_OK) != 0) continue;
        *strrchr(index, '/') = '\0';
        return config_set(www, index);
    }
    return STATUS_OK;
}

static enum status settle(const struct arguments *arguments, struct config *config)
{
    enum status status = STATUS_OK;
    if (arguments->config != NULL) status = config_read(config, arguments->config);
    if (status == STATUS_OK && arguments->data != NULL)
        status = config_set(&config->data, arguments->data);
    if (status == STATUS_OK && arguments->listen != NULL)
        status = config_set(&config->listen, arguments->listen);
    if (status == STATUS_OK && arguments->www != NULL)
        status = config_set(&config->www, arguments->www);
    if (status == STATUS_OK && config->www == NULL) status = find_pages(&config->www);
    if (status == STATUS_OK) config_seal(config);
    return status;
}

/* Threads inherit the mask: signals wait for main alone. */
static void hold_signals(sigset_t *ends)
{
    sigemptyset(ends);
    sigaddset(ends, SIGTERM);
    sigaddset(ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, ends, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* As many connections as the system lets us have. */
static void allow_connections(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static enum status serve(const struct config *config)
{
    struct site *site = NULL;
    struct metrics *metrics = metrics_open();
    struct lender *lender = NULL;
    struct follower *follower = NULL;
    struct http_server *server = NULL;
    char *policy = policy_of_pages(config);
    sigset_t ends;
    int sock = -1, signal_number = 0;
    unsigned port = 0;
    enum status status = policy == NULL || metrics == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    hold_signals(&ends);
    tzset(); /* the C library reads the machine's zone at first use: before there are threads */
    allow_connections();

    if (status != STATUS_OK) goto done;
    if (config->www != NULL) status = site_open(config->www, &site);
    if (status != STATUS_OK) goto done;
    status = listen_open(config->listen, &sock, &port);
    if (status != STATUS_OK) goto done;
    status = lender_open(config, site, metrics, &lender);
    if (status != STATUS_OK) goto done;
    status = follow_open(config->data, config->new_patients_days, lender, &follower);
    if (status != STATUS_OK) goto done;
    const struct http_settings settings = {.lender = lender,
                                           .metrics = metrics,
                                           .socket = sock,
                                           .access_log = config->access_log,
                                           .upload_bytes = config->upload_bytes,
                                           .page_policy = policy};
    status = http_start(&settings, &server);
    if (status != STATUS_OK) goto done;
    sock = -1;

    log_info("serving on %s, port %u", config->listen, port);
    sigwait(&ends, &signal_number);
    log_info("stopping");
done:
    http_stop(server);
    follow_close(follower);
    lender_close(lender);
    metrics_close(metrics);
    site_close(site);
    if (sock >= 0) close(sock);
    free(policy);
    return status;
}

int main(int count, char **words)
{
    struct arguments arguments = {0};
    struct config config = {0};
    setvbuf(stderr, NULL, _IOLBF, BUFSIZ); /* a line for each request: one write, not three */
    if (!read_arguments(count, words, &arguments)) {
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    if (arguments.is_done) return EXIT_SUCCESS;

    enum status status = config_defaults(&config);
    if (status == STATUS_OK) status = settle(&arguments, &config);
    if (status == STATUS_OK && config.data == NULL) {
        fputs("voisoin-serve: --data DIR is needed\n", stderr);
        status = STATUS_INVALID;
    }
    if (status == STATUS_OK) status = serve(&config);
    config_free(&config);
    if (status == STATUS_INVALID) return EXIT_USAGE;
    return status == STATUS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
