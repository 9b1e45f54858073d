/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TYPE "multipart/form-data; boundary=b"
#define PART(headers, content) "--b\r\n" headers "\r\n\r\n" content "\r\n"
#define FIELD(name) "Content-Disposition: form-data; name=" name

/* Every part, `name/file/charset=content`, or how it was refused. In a block of its own size, so
 * that a sanitizer sees one byte too far. */
static void read_all(const char *type, const char *bytes, size_t length, char *out, size_t size)
{
    struct form form;
    char *copy = malloc(length + 1);
    size_t at = 0;
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    out[0] = '\0';
    enum status status = form_read(type, copy, length, &form);
    if (status != STATUS_OK)
        snprintf(out, size, "%s", status == STATUS_INVALID ? "invalid" : "not a form");
    for (size_t i = 0; status == STATUS_OK && i < form.count; i++) {
        const struct form_part *part = &form.parts[i];
        assert_int_equal(part->bytes[part->length], '\0');
        at += (size_t)snprintf(out + at, size - at, "[%s/%s/%s=%s]", part->name, part->file_name,
                               part->charset, part->bytes);
        if (at >= size) break;
    }
    free(copy);
}

static const struct {
    const char *type, *bytes, *parts;
} cases[] = {
    {TYPE, PART(FIELD("a"), "1") "--b--", "[a//=1]"},
    {TYPE, PART(FIELD("\"a\""), "1") PART(FIELD("a"), "2") "--b--\r\n", "[a//=1][a//=2]"},
    {TYPE, PART(FIELD("a"), "") "--b--", "[a//=]"},
    {TYPE, PART(FIELD("a"), "\r\n") "--b--", "[a//=\r\n]"},
    {TYPE, PART(FIELD("a"), "1\r\n--bc\r\n2") "--b--", "[a//=1\r\n--bc\r\n2]"},
    {TYPE, PART(FIELD("a"), "1\r\n-- b") "--b--", "[a//=1\r\n-- b]"},
    {TYPE, "preamble\r\n" PART(FIELD("a"), "1") "--b--epilogue", "[a//=1]"},
    {TYPE, "--b  \r\n" FIELD("a") "\r\n\r\n1\r\n--b \t\r\n" FIELD("c") "\r\n\r\n2\r\n--b--",
     "[a//=1][c//=2]"},
    {TYPE,
     PART(
         "content-type: text/csv; charset=\"iso-8859-1\"\r\n" FIELD("\"data\"; filename=\"l.csv\""),
         "x") "--b--",
     "[data/l.csv/iso-8859-1=x]"},
    {TYPE, PART(FIELD("a; filename=\"say \\\"hi\\\".csv\""), "") "--b--", "[a/say \"hi\".csv/=]"},
    {TYPE, PART(FIELD("a; filename=\"C:\\dir\\x.csv\""), "") "--b--", "[a/C:\\dir\\x.csv/=]"},
    {TYPE, "--b--", ""},
    {"Multipart/Form-Data; charset=x; boundary=\"b\"", PART(FIELD("a"), "1") "--b--", "[a//=1]"},
    {"multipart/form-data; boundary=c", PART(FIELD("a"), "1") "--b--", "invalid"},
    {"multipart/mixed; boundary=b", PART(FIELD("a"), "1") "--b--", "not a form"},
    {"multipart/form-data", "--b--", "not a form"},
    {NULL, "--b--", "not a form"},
    {TYPE, "", "invalid"},
    {TYPE, PART(FIELD("a"), "1"), "invalid"},
    {TYPE, PART("X: y", "1") "--b--", "invalid"},
    {TYPE, PART(FIELD("\"\""), "1") "--b--", "invalid"},
    {TYPE, PART(FIELD("\"a"), "1") "--b--", "invalid"},
    {TYPE, PART(FIELD("\"\xFF\""), "1") "--b--", "invalid"},
    {TYPE, PART(FIELD("\"a\tb\""), "1") "--b--", "invalid"},
    {TYPE, PART("Content-Disposition: attachment; name=a", "1") "--b--", "invalid"},
};

static void parts_are_read_as_they_were_sent(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[512];
        read_all(cases[i].type, cases[i].bytes, strlen(cases[i].bytes), out, sizeof out);
        if (strcmp(out, cases[i].parts) != 0)
            fail_msg("%s\nread as %s\ninstead of %s", cases[i].bytes, out, cases[i].parts);
    }
}

static void a_form_cut_or_spoilt_anywhere_is_read_within_its_bytes(void **state)
{
    (void)state;
    srand(7578);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = strlen(cases[i].bytes);
        char out[512], spoilt[512];
        for (size_t end = 0; end < length; end++)
            read_all(cases[i].type, cases[i].bytes, end, out, sizeof out);
        for (int round = 0; round < 2000 && length > 0; round++) {
            memcpy(spoilt, cases[i].bytes, length);
            for (int change = rand() % 4; change >= 0; change--)
                spoilt[rand() % (int)length] = "\r\n-b\";=\\ \0x"[rand() % 11];
            read_all(cases[i].type, spoilt, length, out, sizeof out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_read_as_they_were_sent),
        cmocka_unit_test(a_form_cut_or_spoilt_anywhere_is_read_within_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
