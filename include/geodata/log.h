/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_LOG_H
#define GEODATA_LOG_H

/** One line on standard error, `voisoin: ` before it. Never a person's address or question:
 *  those must not outlive the request that brought them. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
