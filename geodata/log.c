/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/log.h"

#include <stdarg.h>
#include <stdio.h>

static void write_line(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

static void write_line(const char *format, va_list arguments)
{
    flockfile(stderr);
    fputs("voisoin: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    funlockfile(stderr);
}

void log_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
}

void log_info(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
}
