/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUPPORT_BOOK_H
#define SUPPORT_BOOK_H

#include "geodata/geocode.h"

/* The demo's address book (geodata/demo/adresses.csv, Paris 14e), published in a fresh folder. */
struct book {
    char folder[64];
    struct geocoder *geocoder;
};

/* A fresh folder for a test's data; remove it with folder_remove. */
void folder_make(char folder[64]);
void folder_remove(const char *folder);

/* Publishes the BAN file and opens it. */
void test_book_open(const char *ban_path, struct book *out);
void test_book_close(struct book *book);

#endif
