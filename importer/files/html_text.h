/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IMPORTER_HTML_TEXT_H
#define IMPORTER_HTML_TEXT_H

#include "geodata/buffer.h"

#include <stddef.h>

/** Appends the text of a piece of HTML written by strangers: a line for each block (paragraph,
 * item, title), no tag, no attribute, nothing of scripts and styles, entities decoded once, control
 *  characters gone, spaces made one. What is not well formed is text or is dropped; the result
 *  never holds a tag of the source, but may hold `<` that was written `&lt;`: it is text. */
void html_text(const char *html, size_t length, struct buffer *out);

#endif
