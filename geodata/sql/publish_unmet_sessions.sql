-- Structures named by sessions that no resource answers to, or more than one, for the log. Columns: structure, sessions.
SELECT structure, count(*)
FROM workspace.session
WHERE id NOT IN (SELECT session FROM met)
GROUP BY folded_structure
ORDER BY structure
LIMIT 20;
