/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUPPORT_CHECK_H
#define SUPPORT_CHECK_H

/* cmocka, with the headers it wants before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
