-- Words that begin alike, in order. :first the beginning · :past the first text after all that begin so · :limit rows
-- -> word, streets
SELECT word, streets FROM word WHERE word >= :first AND word < :past ORDER BY word LIMIT :limit
