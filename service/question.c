/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "question.h"

#include "feature.h"
#include "json.h"
#include "naming.h"
#include "params.h"

#include "geodata/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX 100

const struct param_choice question_modes[] = {
    {"home", SEARCH_HOME}, {"office", SEARCH_OFFICE}, {"remote", SEARCH_REMOTE}, {0}};

/* A kind of resource, or what it holds. */
enum { KIND_SESSION = 100 };
static const struct param_choice kinds[] = {{"professional", RESOURCE_PROFESSIONAL},
                                            {"structure", RESOURCE_STRUCTURE},
                                            {"point", RESOURCE_POINT},
                                            {"session", KIND_SESSION},
                                            {0}};
static const struct param_choice fees[] = {{"0", 0}, {"1", 1}, {"2", 2}, {"3", 3}, {0}};

static skill_id find_skill(const struct skills *skills, const char *word)
{
    skill_id id = skills_by_code(skills, word);
    return id == SKILL_NONE ? skills_meant(skills, word) : id;
}

static void refuse_skill(const struct skills *skills, const char *name, const char *word,
                         struct response *response)
{
    struct skill_suggestion near[3];
    size_t count = skills_suggest(skills, word, 3, near);
    struct buffer labels = {0};
    for (size_t i = 0; i < count; i++) {
        buffer_text(&labels, i == 0 ? " Vouliez-vous dire : " : ", ");
        buffer_text(&labels, skills_get(skills, near[i].id)->label_fr);
    }
    buffer_text(&labels, count > 0 ? " ?" : " /api/v1/skills?q= en propose.");
    respond_bad_parameter(response, name, "« %s » n’est pas une compétence connue.%s", word,
                          labels.data == NULL ? "" : labels.data);
    buffer_free(&labels);
}

bool question_read_skill(const struct skills *skills, struct response *response, const char *name,
                         const char *word, skill_id *out)
{
    bool is_word = strlen(word) <= WORD_MAX && word[strspn(word, " ")] != '\0';
    *out = is_word ? find_skill(skills, word) : SKILL_NONE;
    if (*out == SKILL_NONE) refuse_skill(skills, name, is_word ? word : "", response);
    return *out != SKILL_NONE;
}

/* Adds each value of `name` to a list of skills. */
static bool read_skills(const struct context *context, const struct request *request,
                        struct response *response, const char *name, struct asked_skill *list,
                        size_t *count)
{
    const struct skills *skills = atlas_skills(context->atlas);
    for (size_t i = 0; i < request->parameter_count; i++) {
        const char *word = request->parameters[i].value;
        struct asked_skill asked = {.word = word};
        if (strcmp(request->parameters[i].name, name) != 0) continue;
        if (*count == SEARCH_SKILLS_MAX) {
            respond_bad_parameter(response, name, "Pas plus de %d compétences à la fois.",
                                  SEARCH_SKILLS_MAX);
            return false;
        }
        if (!question_read_skill(skills, response, name, word, &asked.id)) return false;
        list[(*count)++] = asked;
    }
    return true;
}

static struct asked_skill named_skill(const struct sentence *sentence, skill_id id)
{
    return (struct asked_skill){.id = id, .word = sentence_skill_words(sentence, id)};
}

/* The skills of the sentence, when no parameter names one. */
static void take_skills(struct question *out)
{
    struct search_query *search = &out->search;
    const struct question_reading *said = &out->sentence.reading;
    if (search->skill_count + search->any_skill_count > 0) return;
    for (size_t i = 0; i < said->skill_count; i++)
        out->skills[i] = named_skill(&out->sentence, said->skills[i]);
    for (size_t i = 0; i < said->any_skill_count; i++)
        out->any_skills[i] = named_skill(&out->sentence, said->any_skills[i]);
    search->skill_count = said->skill_count;
    search->any_skill_count = said->any_skill_count;
    out->sentence.used[QUESTION_SKILL] = said->skill_count + said->any_skill_count > 0;
}

static bool read_what(const struct context *context, const struct request *request,
                      struct response *response, struct question *out)
{
    struct search_query *search = &out->search;
    if (!read_skills(context, request, response, "skill", out->skills, &search->skill_count) ||
        !read_skills(context, request, response, "profession", out->skills, &search->skill_count) ||
        !read_skills(context, request, response, "any_skill", out->any_skills,
                     &search->any_skill_count))
        return false;
    take_skills(out);
    for (size_t i = 0; i < search->skill_count; i++) out->skill_ids[i] = out->skills[i].id;
    for (size_t i = 0; i < search->any_skill_count; i++)
        out->any_skill_ids[i] = out->any_skills[i].id;
    search->skills = out->skill_ids;
    search->any_skills = out->any_skill_ids;
    return true;
}

static bool read_kinds(const struct request *request, struct response *response,
                       struct search_query *search)
{
    for (size_t i = 0; i < request->parameter_count; i++) {
        int kind = 0;
        if (strcmp(request->parameters[i].name, "kind") != 0) continue;
        if (!param_choose(response, "kind", request->parameters[i].value, kinds, &kind))
            return false;
        if (kind == KIND_SESSION) search->with_sessions = true;
        if (kind != KIND_SESSION) search->kinds |= 1u << kind;
    }
    return true;
}

static void refuse_language(const struct languages *languages, const char *text,
                            struct response *response)
{
    const struct language *near = languages_nearest(languages, text, strlen(text));
    if (near != NULL) {
        respond_bad_parameter(response, "language",
                              "« %s » n’est pas une langue connue. Vouliez-vous dire « %s » ?",
                              text, near->label);
    } else {
        respond_bad_parameter(response, "language",
                              "« %s » n’est pas une langue connue. Un nom ou un code ISO 639 est "
                              "attendu : anglais, English ou en.",
                              text);
    }
}

/* A language by any of its names; one that ISO 639 does not know when somebody says it as asked. */
static bool read_language(const struct context *context, const struct request *request,
                          struct response *response, struct question *out)
{
    const char *text = NULL;
    const struct languages *languages = skills_languages(atlas_skills(context->atlas));
    if (!param_text(request, response, "language", WORD_MAX, &text)) return false;
    if (text == NULL) return true;
    out->search.language = languages_find(languages, text, strlen(text));
    if (out->search.language != NULL) return true;

    struct buffer key = {0};
    languages_unknown_key(text, strlen(text), &key);
    out->language_key = key.data;
    out->language = (struct language){.key = key.data, .label = text};
    out->search.language = &out->language;
    bool is_said = !key.failed && atlas_has_language(context->atlas, &out->language);
    if (key.failed) respond_status(response, STATUS_NO_MEMORY);
    if (!key.failed && !is_said) refuse_language(languages, text, response);
    return is_said;
}

/* A filter of the sentence is asked beside those of the parameters; of two modes, languages or
 * sectors the parameter's wins. */
static void take_filters(struct question *out)
{
    struct search_query *search = &out->search;
    struct sentence *sentence = &out->sentence;
    const struct question_reading *said = &sentence->reading;
    search->walk_in |= said->walk_in;
    search->new_patients |= said->new_patients;
    search->wheelchair |= said->wheelchair;
    sentence->used[QUESTION_WALK_IN] = said->walk_in;
    sentence->used[QUESTION_NEW_PATIENTS] = said->new_patients;
    sentence->used[QUESTION_WHEELCHAIR] = said->wheelchair;
    sentence->used[QUESTION_MODE] = out->mode == NULL && said->mode != SEARCH_ANYWHERE;
    sentence->used[QUESTION_FEES] = search->fees == NULL && said->fees[0] != '\0';
    sentence->used[QUESTION_LANGUAGE] = search->language == NULL && said->language != NULL;
    if (sentence->used[QUESTION_MODE]) {
        search->mode = said->mode;
        out->mode = sentence_mode_word(said->mode);
    }
    if (sentence->used[QUESTION_FEES]) search->fees = said->fees;
    if (sentence->used[QUESTION_LANGUAGE]) search->language = said->language;
}

static bool read_filters(const struct context *context, const struct request *request,
                         struct response *response, struct question *out)
{
    struct search_query *search = &out->search;
    int mode = SEARCH_ANYWHERE, sector = 0;
    if (!read_kinds(request, response, search) ||
        !param_choice(request, response, "mode", question_modes, &mode) ||
        !param_flag(request, response, "walk_in", &search->walk_in) ||
        !param_flag(request, response, "new_patients", &search->new_patients) ||
        !param_flag(request, response, "wheelchair", &search->wheelchair) ||
        !param_choice(request, response, "fees", fees, &sector) ||
        !read_language(context, request, response, out))
        return false;
    search->mode = (enum search_mode)mode;
    out->mode = request_value(request, "mode");
    search->fees = request_value(request, "fees");
    take_filters(out);
    return true;
}

/* What has ended by then does not count, and the fair order is of that day. */
static void ask_at(const struct atlas *atlas, instant now, struct search_query *search)
{
    int minute;
    search->now = now / 60 * 60;
    search->today = instant_day(atlas_timezone(atlas), now, &minute);
}

/* "12.40.29922180": the page of generation 12 that begins after 40 results, for whom asked at that
 * minute since 1970: neither a publication nor midnight mixes two orders. */
static bool read_cursor(const struct context *context, const char *cursor,
                        struct response *response, struct search_query *search)
{
    unsigned generation = 0;
    unsigned start = 0;
    unsigned minutes = 0;
    int length = 0;
    bool is_cursor = cursor[0] >= '0' && cursor[0] <= '9' &&
                     sscanf(cursor, "%9u.%6u.%9u%n", &generation, &start, &minutes, &length) == 3 &&
                     cursor[length] == '\0';
    if (!is_cursor) {
        respond_bad_parameter(response, "cursor", "Ce n’est pas un curseur donné par le service.");
        return false;
    }
    if (generation != atlas_facts(context->atlas)->generation) {
        respond_bad_parameter(response, "cursor",
                              "L’annuaire a changé depuis cette page : reprendre la question.");
        return false;
    }
    search->offset = start;
    ask_at(context->atlas, (instant)minutes * 60, search);
    return true;
}

static bool read_order(const struct context *context, const struct request *request,
                       struct response *response, struct search_query *search)
{
    const char *order = request_value(request, "order");
    ask_at(context->atlas, context->now, search);
    search->fair = order != NULL && strcmp(order, "fair") == 0;
    if (order == NULL || search->fair || strcmp(order, "distance") == 0) return true;
    respond_bad_parameter(response, "order", "« distance » ou « fair » est attendu.");
    return false;
}

static bool read_page(const struct context *context, const struct request *request,
                      struct response *response, struct search_query *search)
{
    long limit = SEARCH_LIMIT_DEFAULT;
    const char *cursor = request_value(request, "cursor");
    if (!param_integer(request, response, "limit", 1, SEARCH_LIMIT_MAX, &limit)) return false;
    if (cursor != NULL && !read_cursor(context, cursor, response, search)) return false;
    search->limit = (size_t)limit;
    if (search->offset + search->limit > QUESTION_RESULTS_MAX) {
        respond_bad_parameter(response, "cursor", "Les pages s’arrêtent à %d résultats.",
                              QUESTION_RESULTS_MAX);
        return false;
    }
    return true;
}

static void take_name(const struct context *context, struct question *out)
{
    if (out->sentence.text == NULL) return;
    size_t count = naming_find(context, &out->sentence, out->named);
    if (count == 0) return;
    out->search.among = out->named;
    out->search.among_count = count;
    out->sentence.used[QUESTION_NAME] = true;
}

bool question_read(const struct context *context, const struct request *request,
                   struct response *response, struct question *out)
{
    *out = (struct question){0};
    if (!sentence_read(context, request, response, &out->sentence)) return false;
    take_name(context, out);
    return read_what(context, request, response, out) &&
           read_filters(context, request, response, out) &&
           question_read_when(context, request, response, out) &&
           read_order(context, request, response, &out->search) &&
           read_page(context, request, response, &out->search) &&
           question_read_where(context, request, response, out);
}

void question_free(struct question *question)
{
    geocode_answer_free(&question->places);
    free(question->language_key);
    sentence_free(&question->sentence);
    *question = (struct question){0};
}

static void write_skills(struct buffer *out, const char *name, const struct skills *skills,
                         const struct asked_skill *list, size_t count)
{
    json_name(out, name);
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        const struct skill *skill = skills_get(skills, list[i].id);
        json_open(out, '{');
        json_name_string(out, "code", skill->code);
        json_name_string(out, "label", skill->label_fr);
        json_name_string(out, "label_en", skill->label_en);
        json_name_string(out, "matched", list[i].word);
        json_close(out, '}');
    }
    json_close(out, ']');
}

void question_write(const struct question *question, const struct atlas *atlas, struct buffer *out)
{
    const struct search_query *search = &question->search;
    const struct skills *skills = atlas_skills(atlas);
    json_open(out, '{');
    question_write_where(question, out);
    write_skills(out, "skills", skills, question->skills, search->skill_count);
    write_skills(out, "any_skills", skills, question->any_skills, search->any_skill_count);
    json_name_string(out, "mode", question->mode);
    json_name(out, "at");
    bool has_moment = search->has_at && !question->has_period;
    feature_write_instant(out, atlas, has_moment ? search->at : INSTANT_NONE);
    json_name(out, "from");
    feature_write_instant(out, atlas, question->has_period ? search->at : INSTANT_NONE);
    json_name(out, "to");
    feature_write_instant(out, atlas, question->has_period ? search->until : INSTANT_NONE);
    json_name(out, "radius_m");
    if (search->radius_m > 0) json_write_number(out, search->radius_m, 0);
    if (search->radius_m <= 0) json_write_null(out);
    json_name_integer(out, "limit", (int64_t)search->limit);
    sentence_write(&question->sentence, atlas, out);
    json_close(out, '}');
}

void question_write_cursor(const struct question *question, const struct atlas *atlas,
                           struct buffer *out)
{
    json_write_digits(out, atlas_facts(atlas)->generation);
    buffer_char(out, '.');
    json_write_digits(out, question->search.offset + question->search.limit);
    buffer_char(out, '.');
    json_write_digits(out, (uint64_t)(question->search.now / 60));
}
