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

static enum status write_session(struct workspace *workspace, const char *structure,
                                 const char *folded, const struct session *session,
                                 fingerprint print, enum row_change change)
{
    struct statement *put = workspace->queries[QUERY_PUT_SESSION];
    bind_key(workspace, put, folded, session);
    bind_text(put, ":structure", structure);
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

static enum status know_structure(struct workspace *workspace, const char *structure,
                                  const char *folded, bool *known)
{
    int64_t found = 0;
    bind_text(workspace->queries[QUERY_HAS_STRUCTURE], ":structure", structure);
    bind_text(workspace->queries[QUERY_HAS_STRUCTURE], ":folded", folded);
    enum status status = workspace_integer(workspace, QUERY_HAS_STRUCTURE, &found);
    *known = found != 0;
    return status;
}

enum status workspace_put_session(struct workspace *workspace, const char *structure,
                                  const struct session *session, bool *known,
                                  enum row_change *change)
{
    enum status status = check_session(workspace, structure, session);
    if (status != STATUS_OK) return status;
    status = workspace_bulk_end(workspace); /* names are looked up */
    if (status != STATUS_OK) return status;
    char *folded = text_folded(structure);
    if (folded == NULL) return STATUS_NO_MEMORY;

    fingerprint print = print_session(structure, session);
    struct statement *find = workspace->queries[QUERY_FIND_SESSION];
    bind_key(workspace, find, folded, session);
    status = workspace_compare(workspace, find, statement_step(find), SAID_SESSION, print, change);
    if (status == STATUS_OK && *change != ROW_SAME) {
        status = write_session(workspace, structure, folded, session, print, *change);
    }
    if (status == STATUS_OK) status = know_structure(workspace, structure, folded, known);
    free(folded);
    return status;
}
