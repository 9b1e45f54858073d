-- What the source said before. Parameters: :source :folded_structure :skill :first_day (days since 1970) :opens.
-- Columns: id, fingerprint.
SELECT id, fingerprint
FROM session
WHERE source = :source AND folded_structure = :folded_structure AND skill = :skill
  AND first_day = date(:first_day * 86400, 'unixepoch') AND opens = :opens;
