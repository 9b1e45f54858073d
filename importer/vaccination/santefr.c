/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vaccination/santefr.h"

#include "cells/values.h"
#include "files/html_text.h"
#include "geodata/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The labels before the colon, folded. */
#define LABEL_ACCESS "acces"
#define LABEL_PHONE "telephone pour la prise de rendez vous"
#define LABEL_WEBSITE "site internet pour la prise de rendez vous"
#define LABEL_PHONE_SHOWN "Téléphone pour la prise de rendez-vous : "
#define LABEL_NOTE "informations complementaires"
#define TITLE "informations complementaires relatives a l offre de vaccination"

/* Whether a folded line begins with days: `lundi 9h`, `du lundi au vendredi`, `sam`. */
static bool begins_with_day(const char *folded)
{
    static const char *const days[] = {"lundi",    "mardi",  "mercredi", "jeudi",
                                       "vendredi", "samedi", "dimanche"};
    static const char *const before[] = {"du ", "de ", "le ", "les ", "tous les "};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t length = strlen(before[i]);
        if (strncmp(folded, before[i], length) == 0) folded += length;
    }
    size_t length = strcspn(folded, " ");
    if (length > 3 && folded[length - 1] == 's') length--; /* lundis */
    for (size_t i = 0; i < 7 && length >= 3; i++) {
        bool whole = length == strlen(days[i]) || length == 3;
        if (whole && strncmp(folded, days[i], length) == 0) return true;
    }
    return false;
}

/* What goes on with the hours of the line before: `14h-19h`, `et de 14h à 19h`. */
static bool goes_on(const char *folded)
{
    static const char *const links[] = {"et ", "puis ", "de "};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        size_t length = strlen(links[i]);
        if (strncmp(folded, links[i], length) == 0) folded += length;
    }
    return isdigit((unsigned char)*folded);
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

/* Where the cell is read: the lines of hours and of the free text may be several. */
struct reading {
    struct pool *pool;
    struct santefr_reception *out;
    const char *hours;
    bool has_access, in_hours, in_note;
};

static void add_note(struct reading *reading, const char *text)
{
    reading->out->note = joined(reading->pool, reading->out->note, " ", text);
}

/* `sans rendez-vous`, `avec rendez-vous`; what says neither, or both, is kept as words too. */
static void read_access(struct reading *reading, const char *value)
{
    struct santefr_reception *out = reading->out;
    char *folded = text_folded(value);
    if (folded == NULL) {
        reading->pool->failed = true;
        return;
    }
    bool about = strstr(folded, "rendez vous") != NULL || strstr(folded, "rdv") != NULL;
    bool without = about && strstr(folded, "sans ") != NULL;
    bool with = about && (strstr(folded, "avec ") != NULL || strstr(folded, "sur ") != NULL);
    free(folded);
    out->walk_in = without;
    out->by_appointment = with && !without;
    if (with == without) add_note(reading, pool_format(reading->pool, "Accès : %s", value));
}

static void read_phone(struct reading *reading, const char *value)
{
    struct santefr_reception *out = reading->out;
    const char *rest = value_phone_rest(value);
    if (!value_phone(value, reading->pool, &out->phone)) {
        out->unread_phone = value;
    } else if (rest != NULL) {
        add_note(reading, pool_format(reading->pool, LABEL_PHONE_SHOWN "%s", value));
    }
}

static bool read_labelled(struct reading *reading, const char *label, const char *value)
{
    struct santefr_reception *out = reading->out;
    bool access = strcmp(label, LABEL_ACCESS) == 0, phone = strcmp(label, LABEL_PHONE) == 0;
    bool website = strcmp(label, LABEL_WEBSITE) == 0, note = strcmp(label, LABEL_NOTE) == 0;
    if (!access && !phone && !website && !note) return false;
    /* said again, they are words: nothing said before is lost */
    if (access && (reading->has_access || reading->in_note)) return false;
    if ((phone && out->phone != NULL) || (website && out->website != NULL)) return false;
    reading->in_note = note;
    if (access) reading->has_access = true;
    if (value == NULL) return true;
    if (access) read_access(reading, value);
    if (phone) read_phone(reading, value);
    if (website && !value_website(value, reading->pool, &out->website)) out->unread_website = value;
    if (note) add_note(reading, value);
    return true;
}

/* A line of hours, or of words; days in the middle of the free text are words. */
static void read_words(struct reading *reading, const char *folded, const char *text)
{
    bool begins = !reading->in_note && begins_with_day(folded);
    bool more = !begins && reading->in_hours && goes_on(folded);
    reading->in_hours = begins || more;
    if (begins || more) {
        reading->hours = joined(reading->pool, reading->hours, begins ? "; " : " ", text);
    } else if (strcmp(folded, TITLE) != 0) {
        add_note(reading, text); /* text without a label: nothing is lost */
    }
}

static void read_line(struct reading *reading, const char *line, size_t length)
{
    const char *text = trimmed(line, length, reading->pool);
    if (text == NULL) return;
    const char *colon = strchr(text, ':');
    const char *label =
        colon == NULL ? text : pool_text(reading->pool, text, (size_t)(colon - text));
    char *folded = text_folded(text), *folded_label = label == NULL ? NULL : text_folded(label);
    if (folded == NULL || folded_label == NULL) {
        reading->pool->failed = true;
    } else if (colon != NULL &&
               read_labelled(reading, folded_label, trimmed(colon, strlen(colon), reading->pool))) {
        reading->in_hours = false;
    } else {
        read_words(reading, folded, text);
    }
    free(folded_label);
    free(folded);
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
    add_note(reading, pool_format(reading->pool, "%s%s", label, value));
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
    keep_unread(&reading, LABEL_PHONE_SHOWN, out->unread_phone);
    keep_unread(&reading, "Prise de rendez-vous : ", out->unread_website);
    bool done = !text.failed && !pool->failed;
    buffer_free(&text);
    return done;
}
