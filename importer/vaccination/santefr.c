/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vaccination/santefr.h"

#include "cells/values.h"
#include "files/html_text.h"
#include "geodata/text.h"

#include <string.h>

/* The labels before the colon, folded. */
#define LABEL_ACCESS "acces"
#define LABEL_PHONE "telephone pour la prise de rendez vous"
#define LABEL_WEBSITE "site internet pour la prise de rendez vous"
#define LABEL_NOTE "informations complementaires"
#define TITLE "informations complementaires relatives a l offre de vaccination"

static bool is_weekday(const char *label)
{
    static const char *const days[] = {"lundi",    "mardi",  "mercredi", "jeudi",
                                       "vendredi", "samedi", "dimanche"};
    for (size_t i = 0; i < 7; i++) {
        if (strcmp(label, days[i]) == 0) return true;
    }
    return false;
}

/* What parts the cell's paragraphs in the file: commas alone, or around a value. */
static const char *trimmed(const char *text, size_t length, struct pool *pool)
{
    while (length > 0 && (*text == ',' || *text == ' ' || *text == ':')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ',' || text[length - 1] == ' ')) length--;
    return length == 0 ? NULL : pool_text(pool, text, length);
}

static const char *joined(struct pool *pool, const char *before, const char *separator,
                          const char *text)
{
    return before == NULL ? text : pool_format(pool, "%s%s%s", before, separator, text);
}

static void read_access(const char *value, struct santefr_reception *out)
{
    out->walk_in = strcmp(value, "sans rendez-vous") == 0;
    out->by_appointment = strcmp(value, "avec rendez-vous") == 0;
}

/* A line `Label : value`, or a continuation of the free text. */
struct reading {
    struct pool *pool;
    struct santefr_reception *out;
    const char *hours;
    bool in_note;
};

static void read_labelled(struct reading *reading, const char *label, const char *value)
{
    struct santefr_reception *out = reading->out;
    reading->in_note = strcmp(label, LABEL_NOTE) == 0;
    if (value == NULL) return;
    if (is_weekday(label)) {
        const char *line = pool_format(reading->pool, "%s : %s", label, value);
        reading->hours = joined(reading->pool, reading->hours, "; ", line);
    } else if (strcmp(label, LABEL_ACCESS) == 0) {
        read_access(value, out);
    } else if (strcmp(label, LABEL_PHONE) == 0) {
        if (!value_phone(value, reading->pool, &out->phone)) out->unread_phone = value;
    } else if (strcmp(label, LABEL_WEBSITE) == 0) {
        if (!value_website(value, reading->pool, &out->website)) out->unread_website = value;
    } else if (reading->in_note) {
        out->note = joined(reading->pool, out->note, " ", value);
    }
}

static bool is_label(const char *folded)
{
    return is_weekday(folded) || strcmp(folded, LABEL_ACCESS) == 0 ||
           strcmp(folded, LABEL_PHONE) == 0 || strcmp(folded, LABEL_WEBSITE) == 0 ||
           strcmp(folded, LABEL_NOTE) == 0;
}

static void read_line(struct reading *reading, const char *line, size_t length)
{
    struct buffer folded = {0};
    const char *text = trimmed(line, length, reading->pool);
    if (text == NULL) return;
    const char *colon = strchr(text, ':');
    text_fold(text, colon == NULL ? strlen(text) : (size_t)(colon - text), &folded);
    if (folded.data == NULL) {
        reading->pool->failed = true;
        return;
    }
    if (colon != NULL && is_label(folded.data)) {
        read_labelled(reading, folded.data, trimmed(colon, strlen(colon), reading->pool));
    } else if (reading->in_note) {
        reading->out->note = joined(reading->pool, reading->out->note, " ", text);
    } else if (strcmp(folded.data, TITLE) != 0) {
        /* text without a label is kept as free text: nothing is lost */
        reading->out->note = joined(reading->pool, reading->out->note, " ", text);
    }
    buffer_free(&folded);
}

static void read_hours(struct reading *reading)
{
    struct buffer why = {0};
    struct santefr_reception *out = reading->out;
    if (reading->hours == NULL) return;
    out->has_hours = hours_parse(reading->hours, &out->hours, &why) == STATUS_OK;
    if (!out->has_hours) out->unread_hours = reading->hours;
    buffer_free(&why);
}

/* What is no number or no address is still told to people, as it was written. */
static void keep_unread(struct reading *reading, const char *label, const char *value)
{
    if (value == NULL) return;
    const char *words = pool_format(reading->pool, "%s%s", label, value);
    reading->out->note = joined(reading->pool, reading->out->note, " ", words);
}

bool santefr_read_reception(const char *html, struct pool *pool, struct santefr_reception *out)
{
    struct reading reading = {.pool = pool, .out = out};
    struct buffer text = {0};
    *out = (struct santefr_reception){0};
    if (html == NULL) return true;
    html_text(html, strlen(html), &text);
    const char *at = text.failed || text.data == NULL ? "" : text.data;
    while (*at != '\0') {
        size_t length = strcspn(at, "\n");
        read_line(&reading, at, length);
        at += length + (at[length] != '\0');
    }
    read_hours(&reading);
    keep_unread(&reading, "Horaires : ", out->unread_hours);
    keep_unread(&reading, "Téléphone pour la prise de rendez-vous : ", out->unread_phone);
    keep_unread(&reading, "Prise de rendez-vous : ", out->unread_website);
    bool done = !text.failed && !pool->failed;
    buffer_free(&text);
    return done;
}
