-- Sessions find their resource: by identity, else by name, a structure or point before a professional. A name that
-- two of them bear is no answer: a wrong address is worse than none. Of several sources that give the same session
-- the last to have spoken wins.
CREATE TEMP TABLE met (
    session  INTEGER PRIMARY KEY, -- of the workspace
    resource INTEGER NOT NULL
);
WITH candidate (session, resource, rank) AS (
    SELECT session.id, chosen.id, 1
    FROM workspace.session
    CROSS JOIN workspace.record ON record.identity = session.structure
    LEFT JOIN temp.member ON member.record = record.id
    CROSS JOIN chosen ON chosen.head = coalesce(member.head, record.id)
    UNION -- the records of one resource are one answer
    SELECT session.id, chosen.id, 1
    FROM workspace.session
    JOIN temp.naming ON naming.identity = session.structure
    CROSS JOIN chosen ON chosen.head = naming.head
    UNION
    SELECT session.id, chosen.id, CASE resource.kind WHEN 'professional' THEN 3 ELSE 2 END
    FROM workspace.session
    CROSS JOIN workspace.record ON record.name_key IN (session.folded_structure, session.person_key)
                               AND record.folded_name = session.folded_structure
    LEFT JOIN temp.member ON member.record = record.id
    CROSS JOIN chosen ON chosen.head = coalesce(member.head, record.id)
    JOIN main.resource ON resource.id = chosen.id
), ranked AS (
    SELECT session, resource, rank,
           min(rank) OVER (PARTITION BY session) AS best,
           count(*) OVER (PARTITION BY session, rank) AS rivals
    FROM candidate
)
INSERT INTO met (session, resource)
SELECT session, resource FROM ranked WHERE rank = best AND rivals = 1;

-- Sessions of whoever is excluded are left out without a word.
CREATE TEMP TABLE silenced (
    session INTEGER PRIMARY KEY -- of the workspace
);
INSERT OR IGNORE INTO silenced (session)
SELECT session.id
FROM temp.barred
CROSS JOIN workspace.record ON record.id = barred.record
JOIN workspace.session ON session.structure = record.identity OR session.folded_structure = record.folded_name
WHERE session.id NOT IN (SELECT session FROM met);

-- On call is who holds a skill of that kind: they answer for what they are, not for that skill alone.
INSERT INTO main.session (resource, skill, kind, first_day, opens, closes, rrule, exdates, public_text, appointment, link,
                          note, source)
SELECT resource, skill, CASE skill_kind WHEN 'on_call' THEN 'on_call' ELSE 'session' END,
       first_day, opens, closes, rrule, exdates, public_text, appointment, link, note, source
FROM (SELECT met.resource, skill.id AS skill, skill.kind AS skill_kind, session.first_day, session.opens, session.closes, session.rrule,
             session.exdates, session.public_text, session.appointment, session.link, session.note, session.source,
             max(source.turn)
      FROM met
      JOIN workspace.session ON session.id = met.session
      JOIN workspace.source ON source.id = session.source
      JOIN main.skill ON skill.code = session.skill
      GROUP BY met.resource, skill.id, session.first_day, session.opens)
ORDER BY resource, first_day, opens;
