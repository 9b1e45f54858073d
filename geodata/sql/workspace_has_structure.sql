-- Does any source know a resource of that name or identity? Parameters: :structure :folded. Result: 0 or 1.
SELECT EXISTS (SELECT 1 FROM record WHERE identity = :structure)
    OR EXISTS (SELECT 1 FROM record WHERE folded_name = :folded);
