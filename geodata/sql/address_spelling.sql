-- Words filed under what is left of a mistyped one. :remainder as words_remainders computes it -> words (word.id, packed)
SELECT words FROM spelling WHERE remainder = :remainder
