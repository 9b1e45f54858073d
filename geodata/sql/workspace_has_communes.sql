-- Is there any commune that a point may lie in? Result: 0 or 1.
SELECT EXISTS (SELECT 1 FROM area WHERE kind = 'commune' AND code IS NOT NULL);
