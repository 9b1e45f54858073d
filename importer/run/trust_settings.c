/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/trust_settings.h"

#include "geodata/buffer.h"
#include "run/settings.h"

static enum status read_order(const struct settings *settings, const char *name,
                              struct report *report, struct trust_order *out)
{
    struct buffer why = {0};
    enum status status = trust_read(settings_text(settings, "trust", name), out, &why);
    if (status == STATUS_INVALID) {
        settings_refuse(settings, "trust", name, report, why.data,
                        "écrivez par exemple « correction, sheet, finess »");
    }
    buffer_free(&why);
    return status;
}

enum status trust_settings(const char *data, struct report *report, struct trust *out)
{
    struct settings *settings = NULL;
    enum status status = settings_open(data, report, &settings);
    if (status == STATUS_OK) status = read_order(settings, "order", report, &out->order);
    for (int field = 0; field < FIELD_COUNT && status == STATUS_OK; field++) {
        status = read_order(settings, field_word((enum resource_field)field), report,
                            &out->fields[field]);
    }
    settings_close(settings);
    return status;
}
