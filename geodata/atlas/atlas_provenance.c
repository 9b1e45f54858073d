/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas/atlas_load.h"

#include "embedded/sql_atlas_provenance.h"
#include "geodata/field.h"

#include <string.h>

/* Columns of atlas_provenance.sql. */
enum { COLUMN_RESOURCE, COLUMN_FIELD, COLUMN_SKILL, COLUMN_SOURCE, COLUMN_DATE };

static enum status step(struct provenance_reader *reader)
{
    enum status status = statement_step(reader->row);
    reader->has_row = status == STATUS_OK;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status provenance_open(struct loading *loading, const struct piece *piece,
                            enum audience audience, struct provenance_reader *out)
{
    out->is_public = audience == AUDIENCE_PUBLIC;
    if (loading->version < 2) return STATUS_OK; /* that version kept none */
    enum status status = piece_prepare(piece, "atlas_provenance", sql_atlas_provenance, &out->row);
    return status == STATUS_OK ? step(out) : status;
}

static bool is_restricted(enum resource_field field)
{
    return field == FIELD_DIRECT_PHONE || field == FIELD_MSSANTE || field == FIELD_REFERRAL_NOTE;
}

static void take_row(struct loading *loading, struct provenance_reader *reader,
                     struct resource *resource)
{
    const struct atlas *atlas = loading->atlas;
    struct provenance *item = &reader->items[resource->provenance_count];
    const char *date = column_text(reader->row, COLUMN_DATE);
    size_t source = (size_t)column_integer(reader->row, COLUMN_SOURCE);
    bool has_skill = !column_is_null(reader->row, COLUMN_SKILL);
    skill_id skill = (skill_id)column_integer(reader->row, COLUMN_SKILL);
    enum resource_field field;
    if (!field_read(column_text(reader->row, COLUMN_FIELD), &field)) return;
    if (reader->is_public && is_restricted(field)) return;
    if (resource->provenance_count + 1 == PROVENANCE_MAX || source >= atlas->facts.sources) return;
    *item = (struct provenance){.field = field_word(field)};
    if (has_skill) item->skill = skills_get(atlas->skills, skill)->code;
    item->source = atlas->sources[source].name;
    memcpy(item->date, date, strnlen(date, sizeof item->date - 1));
    resource->provenance_count++;
}

enum status provenance_read(struct loading *loading, struct provenance_reader *reader, int64_t key,
                            struct resource *resource)
{
    resource->provenance = reader->items;
    while (reader->has_row && column_integer(reader->row, COLUMN_RESOURCE) <= key) {
        if (column_integer(reader->row, COLUMN_RESOURCE) == key) {
            take_row(loading, reader, resource);
        }
        enum status status = step(reader);
        if (status != STATUS_OK) return status;
    }
    return STATUS_OK;
}
