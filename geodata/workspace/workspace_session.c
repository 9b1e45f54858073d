/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geodata/log.h"
#include "geodata/text.h"
#include "workspace/workspace_store.h"

#include <stdlib.h>

static enum status check_session(const struct workspace *workspace, const char *structure,
                                 const struct session *session)
{
    if (workspace_said(structure) == NULL) {
        log_error("workspace: a session without structure");
        return STATUS_INVALID;
    }
    if (session->skill == NULL || skills_by_code(workspace->skills, session->skill) == SKILL_NONE) {
        log_error("workspace: session of %s: unknown skill %s", structure,
                  session->skill == NULL ? "" : session->skill);
        return STATUS_INVALID;
    }
    if (session->opens > 1439 || session->closes <= session->opens ||
        session->closes > session->opens + 1440) {
        log_error("workspace: session of %s: minutes %d to %d", structure, session->opens,
                  session->closes);
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

static fingerprint print_session(const char *structure, const struct session *session)
{
    fingerprint print = fingerprint_start();
    fingerprint_text(&print, structure);
    fingerprint_integer(&print, session->closes);
    fingerprint_text(&print, workspace_said(session->rrule));
    fingerprint_text(&print, workspace_said(session->exdates));
    fingerprint_text(&print, workspace_said(session->public_text));
    fingerprint_integer(&print, session->appointment);
    fingerprint_text(&print, workspace_said(session->link));
    fingerprint_text(&print, workspace_said(session->note));
    return print;
}

static void bind_key(struct workspace *workspace, struct statement *statement, const char *folded,
                     const struct session *session)
{
    bind_integer(statement, ":source", workspace->source);
    bind_text(statement, ":folded_structure", folded);
    bind_text(statement, ":skill", session->skill);
    bind_integer(statement, ":first_day", session->first);
    bind_integer(statement, ":opens", session->opens);
}

/* The structure of a session, as it is compared with names. */
struct structure {
    const char *written, *folded;
    const char *person_key; /* of a person's name */
};

static enum status write_session(struct workspace *workspace, const struct structure *structure,
                                 const struct session *session, fingerprint print,
                                 enum row_change change)
{
    struct statement *put = workspace->queries[QUERY_PUT_SESSION];
    bind_key(workspace, put, structure->folded, session);
    bind_text(put, ":structure", structure->written);
    bind_text(put, ":person_key", structure->person_key);
    bind_integer(put, ":closes", session->closes);
    bind_text(put, ":rrule", workspace_said(session->rrule));
    bind_text(put, ":exdates", workspace_said(session->exdates));
    bind_text(put, ":public_text", workspace_said(session->public_text));
    bind_tristate(put, ":appointment", session->appointment);
    bind_text(put, ":link", workspace_said(session->link));
    bind_text(put, ":note", workspace_said(session->note));
    bind_integer(put, ":fingerprint", (int64_t)print);
    int64_t id;
    return workspace_write(workspace, QUERY_PUT_SESSION, SAID_SESSION, change, &id);
}

static enum status know_structure(struct workspace *workspace, const struct structure *structure,
                                  bool *known)
{
    int64_t found = 0;
    struct statement *has = workspace->queries[QUERY_HAS_STRUCTURE];
    bind_text(has, ":structure", structure->written);
    bind_text(has, ":folded", structure->folded);
    bind_text(has, ":person_key", structure->person_key);
    enum status status = workspace_integer(workspace, QUERY_HAS_STRUCTURE, &found);
    *known = found != 0;
    return status;
}

static enum status put_session(struct workspace *workspace, const struct structure *structure,
                               const struct session *session, bool *known, enum row_change *change)
{
    fingerprint print = print_session(structure->written, session);
    struct statement *find = workspace->queries[QUERY_FIND_SESSION];
    bind_key(workspace, find, structure->folded, session);
    enum status status =
        workspace_compare(workspace, find, statement_step(find), SAID_SESSION, print, change);
    if (status == STATUS_OK && *change != ROW_SAME) {
        status = write_session(workspace, structure, session, print, *change);
    }
    return status == STATUS_OK ? know_structure(workspace, structure, known) : status;
}

enum status workspace_put_session(struct workspace *workspace, const char *structure,
                                  const struct session *session, bool *known,
                                  enum row_change *change)
{
    struct buffer person_key = {0};
    enum status status = check_session(workspace, structure, session);
    if (status != STATUS_OK) return status;
    status = workspace_bulk_end(workspace); /* names are looked up */
    if (status != STATUS_OK) return status;
    char *folded = text_folded(structure);
    if (folded == NULL) return STATUS_NO_MEMORY;
    buffer_text(&person_key, "");
    workspace_name_key(folded, true, &person_key);

    struct structure compared = {structure, folded, person_key.data};
    status = person_key.failed ? STATUS_NO_MEMORY
                               : put_session(workspace, &compared, session, known, change);
    free(folded);
    buffer_free(&person_key);
    return status;
}
