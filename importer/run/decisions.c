/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/decisions.h"

#include "geodata/text.h"

#include <stdlib.h>
#include <string.h>

/* The identities, before anything is known of them. */
struct gathering {
    struct decisions *decisions;
    size_t capacity;
    bool failed;
};

static void gather(struct gathering *gathering, const char *identity, bool excludes)
{
    struct decisions *decisions = gathering->decisions;
    size_t count = decisions->count;
    /* corrections of one resource come one after the other */
    if (count > 0 && strcmp(decisions->list[count - 1].identity, identity) == 0) return;
    if (count == gathering->capacity) {
        size_t larger = count == 0 ? 32 : count * 2;
        struct decision *moved = realloc(decisions->list, larger * sizeof *moved);
        if (moved == NULL) {
            gathering->failed = true;
            return;
        }
        decisions->list = moved;
        gathering->capacity = larger;
    }
    const char *copy = pool_text(&decisions->pool, identity, strlen(identity));
    if (copy == NULL) return; /* the pool remembers */
    decisions->list[decisions->count++] = (struct decision){.identity = copy, .excludes = excludes};
}

static void gather_correction(void *context, const char *identity, const char *field,
                              const char *value, const char *reason, const char *decided_at,
                              const char *name)
{
    (void)field;
    (void)value;
    (void)reason;
    (void)decided_at;
    if (name != NULL) gather(context, identity, false);
}

static void gather_exclusion(void *context, const char *identity, const char *reason,
                             const char *decided_at, const char *name)
{
    (void)reason;
    (void)decided_at;
    if (name != NULL) gather(context, identity, true);
}

/* NULL stays NULL. */
static const char *folded_in(struct pool *pool, const char *text)
{
    struct buffer folded = {0};
    if (text == NULL) return NULL;
    text_fold(text, strlen(text), &folded);
    const char *copy = folded.failed ? NULL : pool_text(pool, folded.data, folded.length);
    if (folded.failed) pool->failed = true;
    buffer_free(&folded);
    return copy;
}

static enum status describe(struct workspace *workspace, struct pool *pool,
                            struct decision *decision)
{
    struct buffer texts = {0};
    struct resource said;
    enum status status = workspace_look(workspace, decision->identity, &texts, &said);
    if (status == STATUS_OK) {
        decision->shown = pool_text(pool, said.name, strlen(said.name));
        decision->name = folded_in(pool, said.name);
        decision->address = folded_in(pool, said.place.address);
    }
    buffer_free(&texts);
    if (status == STATUS_OK && pool->failed) return STATUS_NO_MEMORY;
    return status;
}

enum status decisions_read(struct workspace *workspace, struct decisions *out)
{
    struct gathering gathering = {.decisions = out};
    *out = (struct decisions){0};
    enum status status = workspace_each_correction(workspace, NULL, gather_correction, &gathering);
    if (status == STATUS_OK)
        status = workspace_each_exclusion(workspace, gather_exclusion, &gathering);
    if (status == STATUS_OK && (gathering.failed || out->pool.failed)) status = STATUS_NO_MEMORY;
    size_t known = 0;
    for (size_t i = 0; i < out->count && status == STATUS_OK; i++) {
        status = describe(workspace, &out->pool, &out->list[i]);
        if (status == STATUS_OK) out->list[known++] = out->list[i];
        if (status == STATUS_NOT_FOUND) status = STATUS_OK;
    }
    out->count = known;
    return status;
}

void decisions_free(struct decisions *decisions)
{
    free(decisions->list);
    pool_free(&decisions->pool);
    *decisions = (struct decisions){0};
}

static bool says_the_same(const char *folded, const char *text)
{
    if (folded == NULL || text == NULL) return folded == NULL && text == NULL;
    char *other = text_folded(text);
    bool same = other == NULL || strcmp(folded, other) == 0;
    free(other);
    return same;
}

/* Who marries keeps a first name, and a typing error spares the other word. */
static bool shares_word(const char *folded, const char *text)
{
    char *other = text_folded(text), *rest = NULL;
    bool shares = other == NULL;
    char *word = other == NULL ? NULL : strtok_r(other, " ", &rest);
    for (; word != NULL && !shares; word = strtok_r(NULL, " ", &rest)) {
        size_t length = strlen(word);
        for (const char *at = strstr(folded, word); at != NULL; at = strstr(at + 1, word)) {
            bool begins = at == folded || at[-1] == ' ';
            if (begins && (at[length] == ' ' || at[length] == '\0')) shares = true;
        }
    }
    free(other);
    return shares;
}

const struct decision *decisions_find_other(const struct decisions *decisions,
                                            const struct resource *resource)
{
    for (size_t i = 0; i < decisions->count; i++) {
        const struct decision *decision = &decisions->list[i];
        if (strcmp(decision->identity, resource->identity) != 0) continue;
        if (says_the_same(decision->name, resource->name)) continue;
        bool moved = !says_the_same(decision->address, resource->place.address);
        bool stranger =
            resource->kind == RESOURCE_PROFESSIONAL && !shares_word(decision->name, resource->name);
        if (moved || stranger) return decision;
    }
    return NULL;
}

enum status decisions_tell_lost(const struct decisions *decisions, struct workspace *workspace,
                                const char *file, struct report *report)
{
    struct pool pool = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < decisions->count && status == STATUS_OK; i++) {
        struct decision now = decisions->list[i];
        status = describe(workspace, &pool, &now);
        if (status != STATUS_NOT_FOUND) continue;
        status = STATUS_OK;
        struct where where = {.file = file, .value = decisions->list[i].shown};
        if (now.excludes) {
            report_find(report, FINDING_NOTE, where,
                        "si cette personne y est sous un autre nom, mettez-la de nouveau à l'écart "
                        "(commande exclude)",
                        "cette fiche mise à l'écart n'est plus dans aucune source");
        } else {
            report_find(report, FINDING_NOTE, where,
                        "si elle y est sous un autre nom ou à une autre adresse, refaites-les "
                        "(commande correct, qui les montre)",
                        "cette fiche n'est plus dans aucune source : ses corrections ne servent "
                        "plus");
        }
    }
    pool_free(&pool);
    return status;
}
