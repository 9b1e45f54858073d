/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sentence.h"

#include "json.h"
#include "params.h"

#include "geodata/atlas.h"
#include "geodata/geo.h"

#include <stdlib.h>
#include <string.h>

static enum status understand(const struct context *context, struct sentence *out)
{
    struct box box = atlas_facts(context->atlas)->box;
    struct question_context reader = {
        .now = context->now,
        .rules = atlas_timezone(context->atlas),
        .law = atlas_facts(context->atlas)->law,
        .skills = atlas_skills(context->atlas),
        .geocoder = context->geocoder,
        .near = {(box.west + box.east) / 2, (box.south + box.north) / 2}};
    reader.has_near = geo_point_is_valid(reader.near);
    enum status status = question_understand(out->text, strlen(out->text), &reader, &out->reading);
    if (status != STATUS_OK) return status;
    out->words = strdup(out->text);
    if (out->words == NULL) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < out->reading.piece_count; i++)
        out->words[out->reading.pieces[i].end] = '\0';
    return STATUS_OK;
}

bool sentence_read(const struct context *context, const struct request *request,
                   struct response *response, struct sentence *out)
{
    if (!param_text(request, response, "q", QUESTION_TEXT_MAX, &out->text)) return false;
    if (out->text == NULL) return true;
    enum status status = understand(context, out);
    if (status == STATUS_INVALID)
        respond_bad_parameter(response, "q", "Ce texte n’est pas une question.");
    if (status != STATUS_OK && status != STATUS_INVALID) respond_status(response, status);
    return status == STATUS_OK;
}

void sentence_free(struct sentence *sentence)
{
    free(sentence->words);
    sentence->words = NULL;
}

const char *sentence_mode_word(enum search_mode mode)
{
    static const char *const words[] = {[SEARCH_ANYWHERE] = NULL,
                                        [SEARCH_HOME] = "home",
                                        [SEARCH_OFFICE] = "office",
                                        [SEARCH_REMOTE] = "remote"};
    return words[mode];
}

const char *sentence_skill_words(const struct sentence *sentence, skill_id skill)
{
    const struct question_reading *reading = &sentence->reading;
    for (size_t i = 0; i < reading->piece_count; i++) {
        if (reading->pieces[i].skill == skill) return sentence->words + reading->pieces[i].start;
    }
    return sentence->text;
}

static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* The value as the parameter of that name takes it. */
static void write_value(const struct sentence *sentence, const struct question_piece *piece,
                        const struct atlas *atlas, struct buffer *out)
{
    const struct question_reading *reading = &sentence->reading;
    struct buffer text = {0};
    switch (piece->kind) {
    case QUESTION_SKILL:
        buffer_text(&text, skills_get(atlas_skills(atlas), piece->skill)->code);
        break;
    case QUESTION_MODE:
        buffer_text(&text, sentence_mode_word(piece->mode));
        break;
    case QUESTION_LANGUAGE:
        buffer_text(&text, reading->language->label);
        break;
    case QUESTION_FEES:
        buffer_text(&text, reading->fees);
        break;
    case QUESTION_TIME:
        instant_format(atlas_timezone(atlas),
                       reading->when == QUESTION_AT ? reading->at : reading->interval.from, &text);
        if (reading->when == QUESTION_BETWEEN) buffer_char(&text, '/');
        if (reading->when == QUESTION_BETWEEN)
            instant_format(atlas_timezone(atlas), reading->interval.to, &text);
        break;
    case QUESTION_RADIUS:
        buffer_format(&text, "%.0f", reading->radius_m);
        break;
    case QUESTION_ADDRESS:
        buffer_text(&text, reading->address);
        break;
    case QUESTION_OTHER_ADDRESS:
    case QUESTION_NAME:
        buffer_append(&text, sentence->text + piece->start, piece->end - piece->start);
        break;
    default:
        buffer_text(&text, "true");
        break;
    }
    json_write_string_n(out, text.data, text.length);
    out->failed |= text.failed;
    buffer_free(&text);
}

static void write_piece(const struct sentence *sentence, const struct question_piece *piece,
                        const struct atlas *atlas, struct buffer *out)
{
    const struct skill *skill =
        piece->kind == QUESTION_SKILL ? skills_get(atlas_skills(atlas), piece->skill) : NULL;
    size_t start = count_characters(sentence->text, piece->start);
    size_t length = count_characters(sentence->text + piece->start, piece->end - piece->start);
    json_open(out, '{');
    json_name_string(out, "kind", question_kind_word(piece->kind));
    json_name(out, "text");
    json_write_string_n(out, sentence->text + piece->start, piece->end - piece->start);
    json_name_integer(out, "start", (int64_t)start);
    json_name_integer(out, "end", (int64_t)(start + length));
    json_name(out, "value");
    write_value(sentence, piece, atlas, out);
    json_name_string(out, "label", skill == NULL ? NULL : skill->label_fr);
    json_name_string(out, "label_en", skill == NULL ? NULL : skill->label_en);
    json_name(out, "used");
    json_write_bool(out, sentence->used[piece->kind]);
    json_close(out, '}');
}

void sentence_write(const struct sentence *sentence, const struct atlas *atlas, struct buffer *out)
{
    const struct question_reading *reading = &sentence->reading;
    json_name(out, "q");
    if (sentence->text == NULL) {
        json_write_null(out);
        return;
    }
    json_open(out, '{');
    json_name_string(out, "text", sentence->text);
    json_name(out, "pieces");
    json_open(out, '[');
    for (size_t i = 0; i < reading->piece_count; i++) {
        if (reading->pieces[i].kind != QUESTION_LEFT_OVER)
            write_piece(sentence, &reading->pieces[i], atlas, out);
    }
    json_close(out, ']');
    json_name(out, "left_over");
    json_open(out, '[');
    for (size_t i = 0; i < reading->piece_count; i++) {
        const struct question_piece *piece = &reading->pieces[i];
        if (piece->kind == QUESTION_LEFT_OVER)
            json_write_string_n(out, sentence->text + piece->start, piece->end - piece->start);
    }
    json_close(out, ']');
    json_close(out, '}');
}
