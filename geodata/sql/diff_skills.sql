-- Skills lost and gained. Columns: identity, public_id, name, profession, label lost, label gained (one of them NULL).
SELECT new.identity, new.public_id, new.name, new.profession, NULL, skills_after.label_fr
FROM pair
JOIN skills_after ON skills_after.resource = pair.after_id
JOIN said_after AS new ON new.id = pair.after_id
WHERE skills_after.code NOT IN (SELECT code FROM skills_before WHERE resource = pair.before_id)
UNION ALL
SELECT new.identity, new.public_id, new.name, new.profession, skills_before.label_fr, NULL
FROM pair
JOIN skills_before ON skills_before.resource = pair.before_id
JOIN said_after AS new ON new.id = pair.after_id
WHERE skills_before.code NOT IN (SELECT code FROM skills_after WHERE resource = pair.after_id);
