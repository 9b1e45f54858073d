-- An excluded resource may appear again. Parameters: :identity
DELETE FROM exclusion WHERE identity = :identity;
