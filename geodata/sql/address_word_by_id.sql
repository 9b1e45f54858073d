-- A word by its number. :id -> word, streets
SELECT word, streets FROM word WHERE id = :id
