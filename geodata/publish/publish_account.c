/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/publication.h"

#include "embedded/sql_publish_compare.h"
#include "embedded/sql_publish_counts.h"
#include "embedded/sql_publish_unmet_sessions.h"
#include "embedded/sql_publish_unplaced_zones.h"
#include "geodata/log.h"

static enum status read_counts(struct publication *publication, struct publish_summary *out)
{
    struct statement *counts = NULL;
    enum status status =
        database_prepare(publication->database, "counts", sql_publish_counts, &counts);
    if (status != STATUS_OK) return status;
    status = statement_step(counts);
    if (status == STATUS_OK) {
        size_t *const columns[] = {
            &out->resources,          &out->places,   &out->zones,
            &out->sessions,           &out->skills,   &out->areas,
            &out->excluded,           &out->unplaced, &out->zones_unplaced,
            &out->sessions_unmatched, &out->likely,
        };
        for (int i = 0; i < (int)(sizeof columns / sizeof *columns); i++) {
            *columns[i] = (size_t)column_integer(counts, i);
        }
        out->number = publication->number;
    }
    statement_close(counts);
    return status;
}

/* Writes one row of a query to the log. */
typedef void row_writer(struct statement *row);

static void write_fault(struct statement *row)
{
    log_error("publish: %s: %s in the workspace, %s published", column_text(row, 0),
              column_text(row, 1), column_text(row, 2));
}

/* What is left out is the coordinator's business, hence in French. */
static void write_zone(struct statement *row)
{
    log_info("publication : zone laissée de côté, son contour ou son centre est inconnu : fiche "
             "%s, zone « %s »",
             column_text(row, 0), column_text(row, 1));
}

static void write_session(struct statement *row)
{
    const char *structure = column_text(row, 0);
    int namesakes = (int)column_integer(row, 1);
    if (namesakes == 0) {
        log_info("publication : séance laissée de côté : aucune fiche ne s'appelle « %s »",
                 structure);
        return;
    }
    log_info("publication : séance laissée de côté : %d fiches s'appellent « %s », donnez "
             "l'identifiant de la bonne",
             namesakes, structure);
}

static enum status log_rows(struct publication *publication, const char *name, const char *sql,
                            row_writer *write, size_t *rows)
{
    struct statement *statement = NULL;
    enum status status = database_prepare(publication->database, name, sql, &statement);
    while (status == STATUS_OK && (status = statement_step(statement)) == STATUS_OK) {
        write(statement);
        (*rows)++;
    }
    statement_close(statement);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status compare_counts(struct publication *publication)
{
    size_t faults = 0;
    enum status status =
        log_rows(publication, "compare", sql_publish_compare, write_fault, &faults);
    return status == STATUS_OK && faults > 0 ? STATUS_FAILED : status;
}

static enum status log_left_out(struct publication *publication,
                                const struct publish_summary *summary)
{
    size_t rows = 0;
    enum status status = STATUS_OK;
    if (summary->zones_unplaced > 0) {
        status =
            log_rows(publication, "unplaced_zones", sql_publish_unplaced_zones, write_zone, &rows);
    }
    if (status == STATUS_OK && summary->sessions_unmatched > 0) {
        status = log_rows(publication, "unmet_sessions", sql_publish_unmet_sessions, write_session,
                          &rows);
    }
    return status;
}

enum status publication_account(struct publication *publication, struct publish_summary *out)
{
    enum status status = compare_counts(publication);
    if (status == STATUS_OK) status = read_counts(publication, out);
    return status == STATUS_OK ? log_left_out(publication, out) : status;
}
