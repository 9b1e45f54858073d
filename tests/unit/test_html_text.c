/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "importer/files/html_text.h"

#include <string.h>

static void html_becomes_lines_of_text(void **state)
{
    (void)state;
    static const struct {
        const char *html, *text;
    } cases[] = {
        {"plain", "plain"},
        {"<p><strong>Accès :</strong> sans rendez-vous</p>", "Accès : sans rendez-vous\n"},
        {"<li>Lundi : 9h-12h</li><li>Mardi : fermé</li>", "Lundi : 9h-12h\nMardi : fermé\n"},
        {"l&#039;offre &eacute;tendue &amp; s&#xFB;re", "l'offre étendue & sûre"},
        {"a&nbsp;&nbsp; b\t\n c", "a b c"},
        {"a<br>b<br/>c", "a\nb\nc"},
        {"x<script>alert('<p>1</p>')</script>y", "x\ny"},
        {"x<style>p{}</style>", "x\n"},
        {"<script>never closed", ""},
        {"<a href=\"a>b\" onclick='x()'>lien</a>", "lien"},
        {"a < b et c<d", "a < b et c\n"},
        {"<!-- note --> fin", "fin"},
        {"Lundi : <!-- a > b -->9h<!---->-12h", "Lundi : 9h-12h"},
        {"fin <!-- never closed", "fin"},
        {"<s>8h <strong>non</strong></s>9h-12h<sup>1</sup>", "9h-12h1"},
        {"a <</b>script> b", "a < script> b"},
        {"a <<!---->script> b", "a < script> b"},
        {"cut <p", "cut\n"},
        {"cut &am", "cut &am"},
        {"&lt;b&gt;", "<b>"},
        {"&amp;lt;", "&lt;"},
        {"&#0;&#x1F;&#xD800;&#9999999;z", "&#0;&#9999999;z"},
        {"\x01\x02t\x7F", "t"},
        {"&bogus; &;", "&bogus; &;"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        html_text(cases[i].html, strlen(cases[i].html), &out);
        assert_string_equal(out.data, cases[i].text);
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_becomes_lines_of_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
