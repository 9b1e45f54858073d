-- Does a source know a record of that identity? Parameters: :identity. Result: 0 or 1.
SELECT EXISTS (SELECT 1 FROM record WHERE identity = :identity AND corrects = 0);
