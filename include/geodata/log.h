/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_LOG_H
#define GEODATA_LOG_H

#include <stdio.h>

/** One line on standard error, `voisoin: ` before it. Never a person's address or question:
 *  those must not outlive the request that brought them. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** From now on the lines of log_error go to `file`, borrowed, for a program that tells its failures
 *  in words of its own first; NULL: to standard error again. Before any thread begins. */
void log_hold(FILE *file);

#endif
