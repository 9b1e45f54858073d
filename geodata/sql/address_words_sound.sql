-- Words pronounced alike. :sound as words_sound computes it · :limit rows -> word, streets
SELECT word, streets FROM word WHERE sound = :sound AND sound <> 0 LIMIT :limit
