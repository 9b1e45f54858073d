/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv_plan.h"

#include "params.h"

#include "geodata/text.h"

#include <string.h>

const struct route_parameter csv_search_parameters[] = {
    {"data", false},     {"columns", true},        {"postcode", false}, {"citycode", false},
    {"type", false},     {"lat", false},           {"lon", false},      {"delimiter", false},
    {"encoding", false}, {"result_columns", true}, {"with_bom", false}, {0}};
const struct route_parameter csv_reverse_parameters[] = {
    {"data", false},     {"lat", false},           {"lon", false},      {"delimiter", false},
    {"encoding", false}, {"result_columns", true}, {"with_bom", false}, {0}};

static bool is_file(const struct form_part *part)
{
    return strcmp(part->name, "data") == 0;
}

/* The form's fields join those of the query: both are read as parameters. */
static bool join_fields(const struct form *form, struct response *response, struct request *asked)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct form_part *part = &form->parts[i];
        bool is_text =
            strlen(part->bytes) == part->length && text_is_utf8(part->bytes, part->length);
        if (is_file(part)) continue;
        if (!is_text || asked->parameter_count == REQUEST_PARAMETERS_MAX) {
            respond_bad_parameter(response, part->name,
                                  is_text ? "Ce formulaire a trop de champs."
                                          : "Ce champ n’est pas un texte UTF-8.");
            return false;
        }
        /* An empty field of a web form is one that was left alone. */
        if (part->length == 0) continue;
        asked->parameters[asked->parameter_count++] =
            (struct parameter){.name = part->name, .value = part->bytes};
    }
    return true;
}

static bool read_form(const struct request *request, struct response *response, struct form *form,
                      struct request *asked, const struct form_part **file)
{
    enum status status = STATUS_NOT_FOUND;
    if (request->body != NULL)
        status = form_read(request->content_type, request->body, request->body_length, form);
    if (status == STATUS_NOT_FOUND) {
        respond_bad_parameter(response, "data",
                              "Un formulaire multipart/form-data est attendu, avec le fichier dans "
                              "son champ « data ».");
        return false;
    }
    if (status != STATUS_OK) {
        respond_bad_request(response, "Ce formulaire est incomplet ou illisible.");
        return false;
    }
    *asked = *request;
    if (!join_fields(form, response, asked)) return false;
    *file = form_find(form, "data");
    if (*file == NULL) return param_missing(response, "data");
    for (const struct form_part *part = *file + 1; part < form->parts + form->count; part++) {
        if (!is_file(part)) continue;
        respond_bad_parameter(response, "data", "Un seul fichier est attendu.");
        return false;
    }
    return true;
}

/* Anything that cannot be part of a word, a number or a quoted text. */
static bool read_separator(const struct request *asked, struct response *response, char *out)
{
    const char *word = request_value(asked, "delimiter");
    *out = '\0';
    if (word == NULL) return true;
    if (strcmp(word, "\\t") == 0 || strcmp(word, "tab") == 0) word = "\t";
    if (strlen(word) == 1 && strchr(",;\t|:~^#!$%&*/@", *word) != NULL) {
        *out = *word;
        return true;
    }
    respond_bad_parameter(response, "delimiter",
                          "Un seul caractère est attendu : « , », « ; », « | » ou une tabulation.");
    return false;
}

static bool read_table(const struct request *asked, const struct form_part *file,
                       struct response *response, struct csv_table *table)
{
    struct csv_problem problem;
    char separator = '\0';
    if (!read_separator(asked, response, &separator)) return false;
    const char *encoding = request_value(asked, "encoding");
    if (encoding == NULL) encoding = file->charset;
    enum status status =
        csv_table_read(file->bytes, file->length, separator, encoding, table, &problem);
    if (status == STATUS_OK) return true;
    if (status != STATUS_INVALID) {
        respond_status(response, status);
    } else if (problem.is_too_large) {
        respond_too_large(response, problem.parameter, problem.detail);
    } else {
        respond_bad_parameter(response, problem.parameter, "%s", problem.detail);
    }
    return false;
}

/* At most `most` bytes, and « … » when there was more; never half a character. */
static void quote(struct buffer *out, const char *text, size_t most)
{
    size_t length = strlen(text);
    if (length <= most) {
        buffer_text(out, text);
        return;
    }
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80) most--;
    buffer_append(out, text, most);
    buffer_text(out, "…");
}

static void refuse_column(const struct csv_table *table, const char *parameter, const char *name,
                          struct response *response)
{
    struct buffer said = {0}, names = {0};
    quote(&said, name, 100);
    for (size_t i = 0; i < table->column_count && names.length < 300; i++) {
        if (i > 0) buffer_text(&names, ", ");
        quote(&names, table->names[i], 60);
    }
    respond_bad_parameter(response, parameter,
                          "Le fichier n’a pas de colonne « %s ». Ses colonnes : %s.",
                          said.failed ? "" : said.data, names.failed ? "" : names.data);
    buffer_free(&said);
    buffer_free(&names);
}

static bool find_column(const struct csv_table *table, const char *parameter, const char *name,
                        struct response *response, size_t *out)
{
    *out = csv_table_find(table, name);
    if (*out == CSV_TABLE_NO_COLUMN) refuse_column(table, parameter, name, response);
    return *out != CSV_TABLE_NO_COLUMN;
}

static bool read_asked(const struct request *asked, const struct csv_table *table,
                       struct response *response, struct csv_plan *plan)
{
    for (size_t i = 0; i < asked->parameter_count; i++) {
        const struct parameter *each = &asked->parameters[i];
        if (strcmp(each->name, "columns") != 0) continue;
        if (!find_column(table, "columns", each->value, response,
                         &plan->asked[plan->asked_count++]))
            return false;
    }
    if (plan->asked_count > 0 || plan->is_reverse) return true;
    plan->asked_count = table->column_count;
    for (size_t i = 0; i < table->column_count; i++) plan->asked[i] = i;
    return true;
}

/* A column that the form names, or one that everybody names so. */
static bool read_role(const struct request *asked, const struct csv_table *table,
                      const char *parameter, const char *const *usual, struct response *response,
                      size_t *out)
{
    const char *name = request_value(asked, parameter);
    *out = CSV_TABLE_NO_COLUMN;
    if (name != NULL) return find_column(table, parameter, name, response, out);
    if (usual == NULL) return true;
    const char *const *each = usual;
    while (*each != NULL && *out == CSV_TABLE_NO_COLUMN) *out = csv_table_find(table, *each++);
    if (*out != CSV_TABLE_NO_COLUMN) return true;
    return find_column(table, parameter, usual[0], response, out);
}

static bool read_roles(const struct request *asked, const struct csv_table *table,
                       struct response *response, struct csv_plan *plan)
{
    static const char *const lats[] = {"latitude", "lat", NULL};
    static const char *const lons[] = {"longitude", "lon", "lng", "long", NULL};
    bool is_reverse = plan->is_reverse;
    if (!read_role(asked, table, "lat", is_reverse ? lats : NULL, response, &plan->lat) ||
        !read_role(asked, table, "lon", is_reverse ? lons : NULL, response, &plan->lon) ||
        !read_role(asked, table, "postcode", NULL, response, &plan->postcode) ||
        !read_role(asked, table, "citycode", NULL, response, &plan->citycode) ||
        !read_role(asked, table, "type", NULL, response, &plan->type))
        return false;
    bool has_lat = plan->lat != CSV_TABLE_NO_COLUMN, has_lon = plan->lon != CSV_TABLE_NO_COLUMN;
    return has_lat == has_lon || param_missing(response, has_lat ? "lon" : "lat");
}

/* A result whose name the file already has takes the place of that column, so that an answer may be
 * sent again. */
static void add_result(const struct csv_table *table, enum csv_column column, struct csv_plan *plan)
{
    size_t own = csv_table_find(table, csv_column_name(column));
    if (own != CSV_TABLE_NO_COLUMN) {
        plan->replaced[own] = column;
        return;
    }
    for (size_t i = 0; i < plan->added_count; i++) {
        if (plan->added[i] == column) return;
    }
    plan->added[plan->added_count++] = column;
}

static bool read_results(const struct request *asked, const struct csv_table *table,
                         struct response *response, struct csv_plan *plan)
{
    size_t usual_count = 0;
    const enum csv_column *usual = csv_columns_added(plan->is_reverse, &usual_count);
    for (size_t i = 0; i < table->column_count; i++) plan->replaced[i] = CSV_COLUMN_COUNT;
    for (size_t i = 0; i < asked->parameter_count; i++) {
        if (strcmp(asked->parameters[i].name, "result_columns") != 0) continue;
        enum csv_column column = csv_column_find(asked->parameters[i].value);
        if (column == CSV_COLUMN_COUNT) {
            respond_bad_parameter(response, "result_columns",
                                  "Ce n’est pas une colonne de résultat, comme result_label.");
            return false;
        }
        add_result(table, column, plan);
        usual_count = 0;
    }
    for (size_t i = 0; i < usual_count; i++) add_result(table, usual[i], plan);
    return true;
}

static bool read_mark(const struct request *asked, struct response *response,
                      const struct csv_table *table, struct csv_plan *plan)
{
    static const struct param_choice switches[] = {
        {"0", false}, {"1", true}, {"false", false}, {"true", true}, {0}};
    int with_mark = table->has_mark;
    if (!param_choice(asked, response, "with_bom", switches, &with_mark)) return false;
    plan->writes_mark = with_mark && !table->is_windows_1252;
    return true;
}

bool csv_plan_read(const struct request *request, struct response *response, bool is_reverse,
                   struct form *form, struct csv_table *table, struct csv_plan *out,
                   const char **file_name)
{
    struct request asked;
    const struct form_part *file = NULL;
    out->is_reverse = is_reverse;
    out->asked_count = out->added_count = 0;
    *table = (struct csv_table){0};
    if (!read_form(request, response, form, &asked, &file)) return false;
    *file_name = file->file_name;
    return params_are_known(&asked, response,
                            is_reverse ? csv_reverse_parameters : csv_search_parameters) &&
           read_table(&asked, file, response, table) && read_asked(&asked, table, response, out) &&
           read_roles(&asked, table, response, out) && read_results(&asked, table, response, out) &&
           read_mark(&asked, response, table, out);
}
