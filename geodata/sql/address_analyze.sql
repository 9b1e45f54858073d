-- The words of the index with the number of streets that hold each. -> term, doc
SELECT term, doc FROM street_word_terms
