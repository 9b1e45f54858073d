/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/csv.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes end, and every field of a record is a text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv_memory memory = {(const char *)data, size};
    struct csv *csv = NULL;
    struct csv_record record;
    if (csv_open(csv_read_memory, &memory, &csv) != STATUS_OK) return 0;
    size_t line = 0;
    while (csv_next(csv, &record) == CSV_RECORD) {
        if (record.line <= line || record.count == 0) abort();
        line = record.line;
        for (size_t i = 0; i < record.count; i++) {
            if (record.fields[i] == NULL) abort();
        }
    }
    csv_close(csv);
    return 0;
}
