/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"

#include "json.h"
#include "reason.h"

#include <string.h>

/* A session further away than a year is not announced yet. */
#define SESSION_AHEAD_S ((instant)366 * 24 * 3600)

void feature_write_skill(struct buffer *out, const struct skills *skills, skill_id id)
{
    if (id == SKILL_NONE) {
        json_write_null(out);
        return;
    }
    const struct skill *skill = skills_get(skills, id);
    json_open(out, '{');
    json_name_string(out, "code", skill->code);
    json_name_string(out, "label", skill->label_fr);
    json_name_string(out, "label_en", skill->label_en);
    json_close(out, '}');
}

static skill_id id_of(const struct skills *skills, const char *code)
{
    return code == NULL ? SKILL_NONE : skills_by_code(skills, code);
}

static void write_skill_code(struct buffer *out, const struct skills *skills, const char *code)
{
    feature_write_skill(out, skills, id_of(skills, code));
}

void feature_write_instant(struct buffer *out, const struct atlas *atlas, instant at)
{
    if (at == INSTANT_NONE) {
        json_write_null(out);
        return;
    }
    json_open(out, '"'); /* nothing in an instant needs escaping */
    instant_format(atlas_timezone(atlas), at, out);
    json_close(out, '"');
}

static void write_tristate(struct buffer *out, const char *name, enum tristate value)
{
    json_name(out, name);
    json_write_tristate(out, value);
}

static void write_next(struct buffer *out, const struct atlas *atlas, const struct session *session,
                       instant at)
{
    struct interval next;
    size_t count = 0;
    enum status status = session_occurrences(session, atlas_timezone(atlas), at,
                                             at + SESSION_AHEAD_S, 1, &next, &count);
    json_name(out, "next");
    if (status != STATUS_OK || count == 0) {
        json_write_null(out);
        return;
    }
    json_open(out, '{');
    json_name(out, "from");
    feature_write_instant(out, atlas, next.from);
    json_name(out, "to");
    feature_write_instant(out, atlas, next.to);
    json_close(out, '}');
}

static void write_session(struct buffer *out, const struct atlas *atlas,
                          const struct session *session, instant at)
{
    json_open(out, '{');
    json_name(out, "skill");
    write_skill_code(out, atlas_skills(atlas), session->skill);
    write_next(out, atlas, session, at);
    json_name_said(out, "recurrence", session->rrule);
    json_name_said(out, "public", session->public_text);
    write_tristate(out, "appointment", session->appointment);
    json_name_said(out, "link", session->link);
    json_name_said(out, "note", session->note);
    json_close(out, '}');
}

static void write_sessions(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                           instant at)
{
    size_t count = 0;
    const struct session *sessions = atlas_sessions(atlas, resource, &count);
    if (count == 0) {
        static const char none[] = ",\"sessions\":[]"; /* of nearly all */
        buffer_append(out, none, sizeof none - 1);
        return;
    }
    json_name(out, "sessions");
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) write_session(out, atlas, &sessions[i], at);
    json_close(out, ']');
}

/* `session`: the one by which it answers, whatever its weekly hours; NULL or 0 to 0: none. */
static void write_opening(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                          struct interval when, const struct interval *session)
{
    static const char *const states[] = {
        [OPEN_UNKNOWN] = "unknown", [OPEN_NO] = "closed", [OPEN_YES] = "open"};
    struct opening opening = atlas_opening(atlas, resource, when.from, when.to);
    if (session != NULL && session->to != 0) {
        opening = (struct opening){
            .state = OPEN_YES,
            .from = session->from > when.from ? session->from : INSTANT_NONE,
            .until = session->to,
        };
    }
    if (opening.state == OPEN_UNKNOWN && !opening.is_holiday) {
        static const char unsaid[] = ",\"open\":{\"state\":\"unknown\",\"from\":null,"
                                     "\"until\":null,\"next\":null,\"holiday\":false}";
        buffer_append(out, unsaid, sizeof unsaid - 1);
        return;
    }
    json_name(out, "open");
    json_open(out, '{');
    json_name(out, "state");
    json_write_word(out, states[opening.state]);
    json_name(out, "from");
    feature_write_instant(out, atlas, opening.from);
    json_name(out, "until");
    feature_write_instant(out, atlas, opening.state == OPEN_YES ? opening.until : INSTANT_NONE);
    json_name(out, "next");
    feature_write_instant(out, atlas, opening.state == OPEN_NO ? opening.next : INSTANT_NONE);
    json_name(out, "holiday");
    json_write_bool(out, opening.is_holiday);
    json_close(out, '}');
}

void feature_open(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                  const struct search_hit *hit, struct interval when)
{
    if (out->length > 0 && out->data[out->length - 1] == '}') buffer_char(out, ',');
    atlas_write_text(atlas, resource, out);
    write_sessions(out, atlas, resource, when.from);
    write_opening(out, atlas, resource, when, hit == NULL ? NULL : &hit->session);
    json_name(out, "distance_m");
    if (hit != NULL && hit->distance_m >= 0) json_write_number(out, hit->distance_m, 0);
    if (hit == NULL || hit->distance_m < 0) json_write_null(out);
    json_name(out, "reasons");
    json_open(out, '[');
    if (hit != NULL) reason_write(out, hit);
    json_close(out, ']');
}

void feature_close(struct buffer *out)
{
    buffer_append(out, "}}", 2);
}

void feature_write(struct buffer *out, const struct atlas *atlas, atlas_id resource,
                   const struct search_hit *hit, struct interval when)
{
    feature_open(out, atlas, resource, hit, when);
    feature_close(out);
}

skill_id feature_write_brief(struct buffer *out, const struct atlas *atlas, atlas_id resource)
{
    if (out->length > 0 && out->data[out->length - 1] == '}') buffer_char(out, ',');
    skill_id profession = (skill_id)atlas_write_head(atlas, resource, out);
    json_name(out, "profession");
    if (profession == SKILL_NONE) json_write_null(out);
    if (profession != SKILL_NONE)
        json_write_word(out, skills_get(atlas_skills(atlas), profession)->code);
    feature_close(out);
    return profession;
}

/* The first "name" of the head; a quote within a text is escaped there. */
void feature_read_name(struct buffer *out, const struct atlas *atlas, atlas_id resource)
{
    static const char member[] = "\"name\":\"";
    size_t begin = out->length, length = 0;
    atlas_write_head(atlas, resource, out);
    if (out->failed || out->length == begin) return;
    const char *name = memmem(out->data + begin, out->length - begin, member, sizeof member - 1);
    if (name != NULL) {
        name += sizeof member - 1;
        while (name[length] != '"') length += name[length] == '\\' ? 2 : 1;
        memmove(out->data + begin, name, length);
    }
    out->length = begin + length;
    out->data[out->length] = '\0';
}

void feature_write_name(struct buffer *out, const struct atlas *atlas, atlas_id resource)
{
    json_name_string(out, "id", atlas_resource_id(atlas, resource));
    json_name(out, "name");
    json_open(out, '"');
    feature_read_name(out, atlas, resource);
    json_close(out, '"');
}
