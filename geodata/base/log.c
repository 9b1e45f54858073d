/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/log.h"

#include <stdarg.h>
#include <stdio.h>

static void write_line(FILE *file, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Of the whole program, like stderr itself; NULL: stderr. */
static FILE *held;

void log_hold(FILE *file)
{
    held = file;
}

static void write_line(FILE *file, const char *format, va_list arguments)
{
    flockfile(file);
    fputs("voisoin: ", file);
    vfprintf(file, format, arguments);
    fputc('\n', file);
    funlockfile(file);
}

void log_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(held != NULL ? held : stderr, format, arguments);
    va_end(arguments);
}

void log_info(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(stderr, format, arguments);
    va_end(arguments);
}
