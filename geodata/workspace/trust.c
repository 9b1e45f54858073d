/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/trust.h"

#include "geodata/buffer.h"

#include <string.h>

const struct trust trust_default = {
    .order = {.kinds = {"correction", "sheet", "vaccination", "finess", "rpps"}, .count = 5}};

static bool is_kind(const char *word, size_t length)
{
    for (size_t i = 0; i < trust_default.order.count; i++) {
        const char *kind = trust_default.order.kinds[i];
        if (strlen(kind) == length && memcmp(kind, word, length) == 0) return true;
    }
    return false;
}

static bool is_named(const struct trust_order *order, const char *word, size_t length)
{
    for (size_t i = 0; i < order->count; i++) {
        const char *kind = order->kinds[i];
        if (strlen(kind) == length && memcmp(kind, word, length) == 0) return true;
    }
    return false;
}

static enum status refuse(struct buffer *why, const char *word, size_t length, const char *cause)
{
    buffer_text(why, "« ");
    buffer_append(why, word, length);
    buffer_format(why, " » %s", cause);
    return STATUS_INVALID;
}

enum status trust_read(const char *text, struct trust_order *out, struct buffer *why)
{
    *out = (struct trust_order){0};
    for (const char *at = text; *at != '\0'; at += *at != '\0') {
        at += strspn(at, " \t");
        size_t whole = strcspn(at, ","), length = whole;
        while (length > 0 && strchr(" \t", at[length - 1]) != NULL) length--;
        if (!is_kind(at, length)) {
            return refuse(why, at, length,
                          "n'est pas une sorte de source : ce sont correction, sheet, "
                          "vaccination, finess et rpps, séparées par des virgules");
        }
        if (is_named(out, at, length)) return refuse(why, at, length, "est dit deux fois");
        if (out->count > 0 && strncmp(at, "correction", length) == 0) {
            return refuse(why, at, length,
                          "vient toujours en premier : ce qu'une personne a corrigé l'emporte");
        }
        memcpy(out->kinds[out->count], at, length);
        out->count++;
        at += whole;
    }
    return STATUS_OK;
}
