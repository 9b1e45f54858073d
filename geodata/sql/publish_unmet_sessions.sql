-- Structures named by sessions that no resource answers to, or more than one, for the log.
-- Columns: structure, resources of that name.
SELECT structure,
       (SELECT count(DISTINCT chosen.id)
        FROM workspace.record
        LEFT JOIN temp.member ON member.record = record.id
        JOIN chosen ON chosen.head = coalesce(member.head, record.id)
        WHERE record.name_key IN (session.folded_structure, session.person_key)
          AND record.folded_name = session.folded_structure)
FROM workspace.session
WHERE id NOT IN (SELECT session FROM met) AND id NOT IN (SELECT session FROM silenced)
GROUP BY folded_structure
ORDER BY structure
LIMIT 20;
