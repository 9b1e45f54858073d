-- The sources are believed again. Parameters: :identity :field (NULL: on all fields)
DELETE FROM correction WHERE identity = :identity AND (:field IS NULL OR field = :field);
