-- Does any source know a resource of that name or identity? Parameters: :structure :folded, :person_key (name_key of a
-- person of that name). Result: 0 or 1.
SELECT EXISTS (SELECT 1 FROM record WHERE identity = :structure)
    OR EXISTS (SELECT 1 FROM record WHERE name_key IN (:folded, :person_key) AND folded_name = :folded);
