/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/calendar_file.h"

#include <string.h>

/* RFC 5545, 3.1: bytes of a line without its end; what follows goes on after a space. */
#define LINE_BYTES 75

static bool is_inside_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* One line, folded between characters. */
static void write_line(struct buffer *out, const char *line, size_t length)
{
    size_t room = LINE_BYTES;
    while (length > room) {
        size_t cut = room;
        while (cut > 1 && is_inside_character(line[cut])) cut--;
        buffer_append(out, line, cut);
        buffer_text(out, "\r\n ");
        line += cut;
        length -= cut;
        room = LINE_BYTES - 1; /* the space counts */
    }
    buffer_append(out, line, length);
    buffer_text(out, "\r\n");
}

static void write_property(struct buffer *out, const char *name, const struct buffer *value)
{
    struct buffer line = {0};
    buffer_text(&line, name);
    buffer_char(&line, ':');
    buffer_append(&line, value->length == 0 ? "" : value->data, value->length);
    out->failed |= line.failed || value->failed;
    if (!out->failed) write_line(out, line.data, line.length);
    buffer_free(&line);
}

/* TEXT, 3.3.11: backslash, semicolon, comma and line end are escaped; no other control remains. */
static void write_text(struct buffer *out, const char *name, const char *text)
{
    struct buffer value = {0};
    if (text == NULL || text[0] == '\0') return;
    for (; *text != '\0'; text++) {
        bool is_escaped = strchr("\\;,", *text) != NULL;
        if (*text == '\n') buffer_text(&value, "\\n");
        if ((unsigned char)*text < ' ' || *text == 0x7F) continue;
        if (is_escaped) buffer_char(&value, '\\');
        buffer_char(&value, *text);
    }
    write_property(out, name, &value);
    buffer_free(&value);
}

static void write_instant(struct buffer *out, const char *name, instant at)
{
    struct buffer value = {0};
    int64_t second = at % 86400 < 0 ? at % 86400 + 86400 : at % 86400;
    struct civil civil = day_civil((day)((at - second) / 86400));
    buffer_format(&value, "%04d%02d%02dT%02d%02d%02dZ", civil.year, civil.month, civil.day,
                  (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
    write_property(out, name, &value);
    buffer_free(&value);
}

/* An address is not escaped: one that would break its line, or is none, is left out. */
static void write_link(struct buffer *out, const char *link)
{
    struct buffer value = {0};
    if (link == NULL) return;
    if (strncmp(link, "https://", 8) != 0 && strncmp(link, "http://", 7) != 0) return;
    for (const char *at = link; *at != '\0'; at++) {
        if ((unsigned char)*at <= ' ' || *at == 0x7F) return;
    }
    buffer_text(&value, link);
    write_property(out, "URL", &value);
    buffer_free(&value);
}

static void write_point(struct buffer *out, struct point point)
{
    struct buffer value = {0};
    buffer_format(&value, "%.6f;%.6f", point.lat, point.lon);
    write_property(out, "GEO", &value);
    buffer_free(&value);
}

void calendar_begin(struct buffer *out, const char *name)
{
    buffer_text(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Voisoin//Voisoin//FR\r\n"
                     "CALSCALE:GREGORIAN\r\n");
    write_text(out, "X-WR-CALNAME", name);
}

void calendar_add(struct buffer *out, const struct calendar_event *event)
{
    buffer_text(out, "BEGIN:VEVENT\r\n");
    write_text(out, "UID", event->uid);
    write_instant(out, "DTSTAMP", event->stamp);
    write_instant(out, "DTSTART", event->from);
    write_instant(out, "DTEND", event->to);
    write_text(out, "SUMMARY", event->summary);
    write_text(out, "LOCATION", event->location);
    write_text(out, "DESCRIPTION", event->description);
    if (event->has_point) write_point(out, event->point);
    write_link(out, event->link);
    buffer_text(out, "END:VEVENT\r\n");
}

void calendar_end(struct buffer *out)
{
    buffer_text(out, "END:VCALENDAR\r\n");
}
