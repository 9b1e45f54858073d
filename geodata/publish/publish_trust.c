/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish/publish_trust.h"

#include "embedded/sql_publish_put_field.h"
#include "embedded/sql_publish_put_trust.h"
#include "embedded/sql_publish_trust.h"

/* The first word said of a kind counts: those of the field before those of all fields. */
static enum status write_orders(struct statement *put, const char *field,
                                const struct trust_order *const orders[2])
{
    int64_t rank = 0;
    bind_text(put, ":field", field);
    for (int i = 0; i < 2; i++) {
        for (size_t j = 0; j < orders[i]->count; j++) {
            bind_text(put, ":kind", orders[i]->kinds[j]);
            bind_integer(put, ":rank", rank++);
            enum status status = statement_run(put);
            if (status != STATUS_OK) return status;
        }
    }
    return STATUS_OK;
}

static enum status write_fields(struct database *database)
{
    struct statement *put = NULL;
    enum status status = database_prepare(database, "put_field", sql_publish_put_field, &put);
    for (int field = 0; field < FIELD_COUNT && status == STATUS_OK; field++) {
        bind_integer(put, ":bit", field);
        bind_text(put, ":field", field_word((enum resource_field)field));
        status = statement_run(put);
    }
    statement_close(put);
    return status;
}

enum status publish_write_trust(struct database *database, const struct trust *trust)
{
    struct statement *put = NULL;
    enum status status = database_run(database, "trust", sql_publish_trust);
    if (status == STATUS_OK) status = write_fields(database);
    if (status == STATUS_OK) {
        status = database_prepare(database, "put_trust", sql_publish_put_trust, &put);
    }
    if (status == STATUS_OK) {
        const struct trust_order none = {0};
        status = write_orders(put, "main", (const struct trust_order *[]){&none, &trust->order});
    }
    for (int field = 0; field < FIELD_COUNT && status == STATUS_OK; field++) {
        status = write_orders(put, field_word((enum resource_field)field),
                              (const struct trust_order *[]){&trust->fields[field], &trust->order});
    }
    statement_close(put);
    return status;
}
