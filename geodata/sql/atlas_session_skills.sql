-- What sessions hold: their resource can be asked for it, too. Columns: resource, skill.
SELECT DISTINCT resource, skill FROM session ORDER BY resource, skill;
