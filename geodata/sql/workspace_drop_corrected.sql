-- Forgets what was made of the corrections of a resource. Parameters: :identity
DELETE FROM record WHERE identity = :identity AND corrects <> 0;
