-- How many streets hold a word. :word -> id, streets
SELECT id, streets FROM word WHERE word = :word
